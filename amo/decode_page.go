package amo

import (
	"bytes"
	"reflect"
	"slices"
	"strconv"
)

// decodePage reads a HAL answer: the entities under key, or under one of the
// others, and whether it names a next page.
func decodePage[T any](body []byte, key string, others ...string) (items []T, next bool, err error) {
	p := pageReader[T]{
		listKey: key,
		others:  others,
		plan:    planOf[T](),
		decoder: decoder{
			cursor: cursor{b: body}, words: new(wordbook), sizes: make([]int, plans.lists),
		},
	}
	if err := p.page(); err != nil {
		return nil, false, err
	}
	if !p.found {
		return nil, false, &mismatch{path: "_embedded." + key, want: "a list", got: "nothing"}
	}
	return p.items, p.next, p.end()
}

// pageReader reads the envelope of a list.
type pageReader[T any] struct {
	decoder
	listKey string
	others  []string
	plan    *plan
	items   []T
	found   bool // the list was there
	next    bool
}

func (p *pageReader[T]) page() error {
	return p.members(func(key []byte) error {
		switch string(key) {
		case "_links":
			return p.members(func(key []byte) error {
				value, err := p.raw()
				if string(key) == "next" && err == nil {
					p.next = !isNothing(value)
				}
				return err
			})
		case "_embedded":
			return p.members(func(key []byte) error {
				if string(key) == p.listKey || p.isOther(key) {
					return under("_embedded."+p.listKey, p.list())
				}
				return p.skip()
			})
		default:
			return p.skip()
		}
	})
}

func (p *pageReader[T]) isOther(key []byte) bool {
	return len(key) > 0 && slices.Contains(p.others, string(key))
}

func isNothing(value []byte) bool {
	return string(value) == "null" || string(value) == "false" || string(value) == "[]"
}

// members walks an object; anything else is skipped, null and [] being the
// server's empty objects.
func (p *pageReader[T]) members(visit func(key []byte) error) error {
	if p.peek() != '{' {
		return p.skip()
	}
	if err := p.enter(); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := p.more('}', first)
		if err != nil || !more {
			return err
		}
		key, err := p.key()
		if err != nil {
			return err
		}
		p.peek()
		if err := visit(name(key)); err != nil {
			return err
		}
	}
}

func (p *pageReader[T]) list() error {
	p.found = true
	p.items = nil
	if p.peek() == 'n' {
		return p.literal("null")
	}
	if p.peek() != '[' {
		return p.mismatch("a list")
	}
	if err := p.enter(); err != nil {
		return err
	}
	for n := 0; ; n++ {
		more, err := p.more(']', n == 0)
		if err != nil || !more {
			return err
		}
		if err := p.item(); err != nil {
			return under("["+strconv.Itoa(n)+"]", err)
		}
	}
}

// item reads the next entity from a copy of its text of its own, so that
// keeping one entity does not keep the page.
func (p *pageReader[T]) item() error {
	raw, err := p.raw()
	if err != nil {
		return err
	}
	own := decoder{cursor: cursor{b: bytes.Clone(raw)}, words: p.words, sizes: p.sizes}
	if own.peek() != '{' {
		return own.mismatch("an object")
	}
	var none T
	p.items = append(p.items, none)
	return own.object(p.plan, '{', reflect.ValueOf(&p.items[len(p.items)-1]).Elem())
}

// decodeList reads a bare list of entities.
func decodeList[T any](body []byte) ([]T, error) {
	p := pageReader[T]{
		plan: planOf[T](),
		decoder: decoder{
			cursor: cursor{b: body}, words: new(wordbook), sizes: make([]int, plans.lists),
		},
	}
	if err := p.list(); err != nil {
		return nil, err
	}
	return p.items, p.end()
}
