package cache

import (
	"slices"
	"strings"
	"unicode/utf8"

	"voronka/cache/fold"
)

// snippetLength is about how many letters of a text a hit shows, and
// snippetBefore how many of them stand before the word that was found.
const (
	snippetLength = 120
	snippetBefore = 40
)

// snippet is the part of a text around the first word that is looked for, on
// one line.
func (q *searchQuery) snippet(text string) string {
	fields := strings.Fields(text)
	whole := strings.Join(fields, " ")
	if utf8.RuneCountInString(whole) <= snippetLength {
		return whole
	}
	from := q.firstIn(fields)
	for before := 0; from > 0; from-- {
		if before += 1 + utf8.RuneCountInString(fields[from-1]); before > snippetBefore {
			break
		}
	}
	var b strings.Builder
	if from > 0 {
		b.WriteString("… ")
	}
	left := snippetLength
	for i, field := range fields[from:] {
		runes := []rune(field)
		switch {
		case i > 0 && len(runes) > left:
			b.WriteString(" …")
			return b.String()
		case i > 0:
			b.WriteByte(' ')
		case len(runes) > left: // one word longer than any line
			return b.String() + string(runes[:left]) + "…"
		}
		b.WriteString(field)
		left -= len(runes) + 1
	}
	return b.String()
}

// firstIn is the index of the first field with a word that is looked for, 0
// without one.
func (q *searchQuery) firstIn(fields []string) int {
	return max(0, slices.IndexFunc(fields, func(field string) bool {
		return slices.ContainsFunc(fold.Words(field), func(w fold.Word) bool {
			return slices.ContainsFunc(q.words, w.Begins)
		})
	}))
}
