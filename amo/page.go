package amo

import (
	"context"
	"iter"
)

// The sizes of a page: what the server answers when none is asked for, and the
// most it gives.
const (
	DefaultPageSize = 50
	MaxPageSize     = 250
)

// Page is one page of a list. The server's answer 204 is an empty page.
type Page[T any] struct {
	Items []T
	Page  int // from 1
	// HasNext says that there may be more: the server named a next page, or
	// this one is full. The next page may still be empty.
	HasNext bool
	Date    int64 // the server's clock when it answered, Unix seconds; 0 unknown
}

// PageQuery asks for a page of a list without filters (users).
type PageQuery struct {
	Page  int      // 0: the first
	Limit int      // at most MaxPageSize; 0: the server's default
	With  []string // what to embed
}

// pages walks a list to its end, asking for pages from first on. The server's
// own signs of the end are not reliable, so it stops at an empty page, at a
// page that is the previous one again, and at one that is neither full nor
// followed by a link. After an error it stops.
func pages[T any, K comparable](ctx context.Context, first int, fetch func(ctx context.Context, page int) (Page[T], error), id func(*T) K) iter.Seq2[Page[T], error] {
	return func(yield func(Page[T], error) bool) {
		var previous K
		for n := max(first, 1); ; n++ {
			page, err := fetch(ctx, n)
			if err != nil {
				yield(Page[T]{Page: n}, err)
				return
			}
			if len(page.Items) == 0 {
				return
			}
			head := id(&page.Items[0])
			if n > max(first, 1) && head == previous {
				return
			}
			previous = head
			if !yield(page, nil) || !page.HasNext {
				return
			}
		}
	}
}
