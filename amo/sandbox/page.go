package sandbox

import "strconv"

// The sizes of list pages.
const (
	defaultLimit = 50
	maxLimit     = 250
)

// page is the part of a list that was asked for.
type page struct{ number, limit int }

// page reads page and limit; what is too large is cut without a word.
func (r *request) page(largest int) page {
	p := page{number: int(intval(r.query.get("page").string())), limit: int(intval(r.query.get("limit").string()))}
	p.number = min(max(p.number, 1), 1e9)
	if p.limit < 1 {
		p.limit = defaultLimit
	}
	p.limit = min(p.limit, largest)
	return p
}

func (p page) offset() int { return (p.number - 1) * p.limit }

// cut is the page's part of a whole list.
func cut[T any](rows []T, p page) []T {
	from := p.offset()
	if from < 0 || from >= len(rows) {
		return nil
	}
	return rows[from:min(from+p.limit, len(rows))]
}

// pageHref is the address of another page of the same list.
func (r *request) pageHref(number, limit int) string {
	return r.hrefWith("limit", strconv.Itoa(limit), "page", strconv.Itoa(number))
}

// writePageLinks writes the _links of a list: next while there may be more,
// first and prev from page two on.
func (r *request) writePageLinks(w *writer, p page, more bool) {
	w.key("_links")
	w.object()
	w.link("self", r.pageHref(p.number, p.limit))
	switch r.next {
	case nextStale:
		more = true
	case nextDropped:
		more = false
	}
	if more {
		w.link("next", r.pageHref(p.number+1, p.limit))
	}
	if p.number > 1 {
		w.link("first", r.pageHref(1, p.limit))
		w.link("prev", r.pageHref(p.number-1, p.limit))
	}
	w.endObject()
}

// itemQuery is what the links of list items carry.
func (p page) itemQuery() string {
	return "?page=" + strconv.Itoa(p.number) + "&limit=" + strconv.Itoa(p.limit)
}
