package cache

import (
	"slices"
	"strconv"
	"strings"

	"voronka/cache/fold"
)

// rank is how well a row matches, the best first.
type rank int

const (
	rankID    rank = iota // it has that id
	rankHead              // its title begins with the text
	rankTitle             // words of its title begin with those of the text
	rankOther             // so do those of its other texts
	rankNone              // it does not match
)

// manyWords is how many words of a text count.
const manyWords = 24

// searchQuery is what a person looks for.
type searchQuery struct {
	rows      []rowKey // named by their id
	isAddress bool     // by an address, so nothing else is meant
	words     []fold.Word
	terms     []searchTerm // all must be found
}

// searchTerm is a word, or numbers in a row that may be one phone.
type searchTerm struct {
	words  []fold.Word
	phones []string // what to look for inside phones, any of them; nil when there is too little
}

// queriesOf returns what a text may mean, the likeliest first.
func queriesOf(text string) []searchQuery {
	if row, ok := addressed(text); ok {
		return []searchQuery{{rows: []rowKey{row}, isAddress: true}}
	}
	queries := []searchQuery{queryOf(text)}
	if other, ok := fold.OtherLayout(text); ok {
		queries = append(queries, queryOf(other))
	}
	return queries
}

// addressed reads the address of a row's page, as a browser shows it:
// https://SUBDOMAIN.amocrm.ru/leads/detail/ID.
func addressed(text string) (rowKey, bool) {
	for entity, kind := range searchKinds() {
		_, rest, found := strings.Cut(text, "/"+string(entity)+"/detail/")
		if !found {
			continue
		}
		if end := strings.IndexFunc(rest, func(r rune) bool { return r < '0' || r > '9' }); end >= 0 {
			rest = rest[:end]
		}
		if id, err := strconv.ParseInt(rest, 10, 64); err == nil {
			return rowKey{kind, id}, true
		}
	}
	return rowKey{}, false
}

func queryOf(text string) searchQuery {
	words := fold.Words(text)
	if len(words) > manyWords {
		words = words[:manyWords]
	}
	q := searchQuery{words: words}
	for len(words) > 0 {
		n := 1
		for isNumber(words[0]) && n < len(words) && isNumber(words[n]) {
			n++
		}
		q.terms = append(q.terms, newTerm(words[:n]))
		words = words[n:]
	}
	if len(q.words) == 1 && isNumber(q.words[0]) {
		if id, err := strconv.ParseInt(q.words[0].Spelt, 10, 64); err == nil {
			for _, kind := range searchKinds() {
				q.rows = append(q.rows, rowKey{kind, id})
			}
		}
	}
	return q
}

// isPhone reports whether the text is several numbers, as of a phone, and
// nothing else.
func (q *searchQuery) isPhone() bool {
	return len(q.terms) == 1 && len(q.words) > 1 && isNumber(q.words[0])
}

func isNumber(w fold.Word) bool { return strings.Trim(w.Spelt, "0123456789") == "" }

func newTerm(words []fold.Word) searchTerm {
	t := searchTerm{words: words}
	if isNumber(words[0]) {
		var digits strings.Builder
		for _, w := range words {
			digits.WriteString(w.Spelt)
		}
		t.phones = phoneParts(digits.String())
	}
	return t
}

// The ways numbers are dialled here: Uzbekistan's code before nine digits,
// Russia's 7, or 8 inside it, before ten.
const (
	codeUzbek     = "998"
	russianDigits = 11
)

// phoneParts is what to look for inside phones: the digits, and those without
// the country's code, which not everybody writes.
func phoneParts(digits string) []string {
	if len(digits) < leastPart {
		return nil
	}
	parts := []string{digits}
	if local, ok := strings.CutPrefix(digits, codeUzbek); ok && len(local) >= leastPart {
		parts = append(parts, local)
	}
	if len(digits) == russianDigits && (digits[0] == '7' || digits[0] == '8') {
		parts = append(parts, digits[1:])
	}
	return parts
}

// match says how well a row matches, and in which of its other texts it was
// found, -1 when the title has everything.
func (q *searchQuery) match(d *document) (rank, int) {
	r := wording{document: d, others: make([][]fold.Word, len(d.others))}
	r.title = fold.Words(d.title)
	where := -1
	for i := range q.terms {
		at, found := r.term(&q.terms[i])
		switch {
		case !found:
			return rankNone, -1
		case where < 0:
			where = at
		}
	}
	switch {
	case where >= 0:
		return rankOther, where
	case q.heads(r.title):
		return rankHead, -1
	}
	return rankTitle, -1
}

// heads reports whether a title begins with the text that is looked for.
func (q *searchQuery) heads(title []fold.Word) bool {
	last := len(q.words) - 1
	if len(title) <= last {
		return false
	}
	for i, w := range q.words[:last] {
		if !title[i].Equals(w) {
			return false
		}
	}
	return title[last].Begins(q.words[last])
}

// wording is a document while it is matched: its words are made when needed.
type wording struct {
	*document
	title  []fold.Word
	others [][]fold.Word
}

// term returns in which text a term was found first, -1 for the title.
func (r *wording) term(t *searchTerm) (at int, found bool) {
	if r.inTitle(t) {
		return -1, true
	}
	for i := range r.document.others {
		if r.inOther(t, i) {
			return i, true
		}
	}
	return r.scattered(t)
}

func (r *wording) inTitle(t *searchTerm) bool {
	return containsAny(t.phones, func() []string { return fold.Numbers(r.document.title, leastNumber) }) || allBegin(r.title, t.words)
}

func (r *wording) inOther(t *searchTerm, i int) bool {
	return containsAny(t.phones, r.document.others[i].numbers) || allBegin(r.words(i), t.words)
}

func (r *wording) words(i int) []fold.Word {
	if r.others[i] == nil {
		r.others[i] = fold.Words(r.document.others[i].text)
	}
	return r.others[i]
}

// scattered looks for the words of a term one by one: numbers side by side
// need not belong together.
func (r *wording) scattered(t *searchTerm) (at int, found bool) {
	if len(t.words) < 2 {
		return -1, false
	}
	at = -1
	for _, w := range t.words {
		one := newTerm([]fold.Word{w})
		here, found := r.term(&one)
		if !found {
			return -1, false
		}
		if at < 0 {
			at = here
		}
	}
	return at, true
}

// containsAny reports whether a part stands inside a number.
func containsAny(parts []string, numbers func() []string) bool {
	if len(parts) == 0 {
		return false
	}
	list := numbers()
	return slices.ContainsFunc(parts, func(part string) bool {
		return slices.ContainsFunc(list, func(number string) bool { return strings.Contains(number, part) })
	})
}

// allBegin reports whether each of the typed words begins one of words.
func allBegin(words, typed []fold.Word) bool {
	return !slices.ContainsFunc(typed, func(t fold.Word) bool {
		return !slices.ContainsFunc(words, func(w fold.Word) bool { return w.Begins(t) })
	})
}

// The expressions that ask the index. Every word stands in quotes and has
// letters and digits alone, so no text can be taken for FTS5's own language.
// They may find more than matches, never less.

// headExpression finds titles that may begin with the text.
func (q *searchQuery) headExpression() string {
	head := `{head} : (` + starts(q.words[0]) + `)`
	if len(q.words) == 1 {
		return head
	}
	return head + ` AND {title} : (` + allStart(q.words[1:]) + `)`
}

func (q *searchQuery) titleExpression() string {
	return `{title} : (` + allStart(q.words) + `)`
}

func (q *searchQuery) expression() string {
	parts := make([]string, len(q.terms))
	for i := range q.terms {
		parts[i] = q.terms[i].expression()
	}
	return strings.Join(parts, " AND ")
}

func (t *searchTerm) expression() string {
	parts := make([]string, len(t.words))
	for i, w := range t.words {
		one := newTerm([]fold.Word{w})
		parts[i] = either(append([]string{starts(w)}, one.inPhones()...))
	}
	apart := strings.Join(parts, " AND ")
	if len(t.words) == 1 {
		return apart
	}
	return either(append([]string{"(" + apart + ")"}, t.inPhones()...))
}

func (t *searchTerm) inPhones() []string {
	parts := make([]string, len(t.phones))
	for i, part := range t.phones {
		parts[i] = `{digits} : ("` + strings.Join(inThrees(part), `" AND "`) + `")`
	}
	return parts
}

func either(parts []string) string {
	if len(parts) == 1 {
		return parts[0]
	}
	return "(" + strings.Join(parts, " OR ") + ")"
}

func allStart(words []fold.Word) string {
	parts := make([]string, len(words))
	for i, w := range words {
		parts[i] = starts(w)
	}
	return strings.Join(parts, " AND ")
}

// starts finds words that begin with what was typed.
func starts(w fold.Word) string {
	if w.Short == w.Spelt {
		return `"` + w.Spelt + `" *`
	}
	return `("` + w.Spelt + `" * OR "` + w.Short + `" *)`
}
