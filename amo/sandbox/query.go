package sandbox

import (
	"errors"
	"net/url"
	"strconv"
	"strings"
)

// Bounds on a query string, those of a stock PHP installation.
const (
	maxQueryPairs = 1000
	maxQueryDepth = 64
)

// param is one value of a PHP-style query: either a text, or a list of named
// members in the order they appeared (filter[id][]=1 gives the member "0").
type param struct {
	text    string
	keys    []string
	members map[string]*param
}

// parseQuery reads a raw query with nested keys as PHP does: brackets may be
// plain or percent-encoded, "[]" takes the next free number, a later value
// replaces an earlier one of the same name. It never fails; what makes no
// sense is dropped or taken literally.
func parseQuery(raw string) *param {
	root := &param{}
	for pairs := 0; raw != "" && pairs < maxQueryPairs; pairs++ {
		var pair string
		pair, raw, _ = strings.Cut(raw, "&")
		if pair == "" {
			continue
		}
		key, value, _ := strings.Cut(pair, "=")
		path := splitKey(unescape(key))
		if path == nil || len(path) > maxQueryDepth {
			continue
		}
		root.set(path, unescape(value))
	}
	return root
}

// unescape decodes percent signs and pluses; a broken escape stays as written.
func unescape(s string) string {
	if out, err := url.QueryUnescape(s); err == nil {
		return out
	}
	return s
}

// splitKey cuts "filter[a][]" into "filter", "a", "". A name that is not
// closed is taken literally.
func splitKey(key string) []string {
	name, rest, found := strings.Cut(key, "[")
	if name == "" {
		return nil
	}
	path := []string{name}
	for found {
		var part string
		part, rest, found = strings.Cut(rest, "]")
		if !found {
			if len(path) == 1 {
				return []string{key}
			}
			return path
		}
		path = append(path, part)
		if !strings.HasPrefix(rest, "[") {
			return path
		}
		rest = rest[1:]
	}
	return path
}

func (p *param) set(path []string, value string) {
	for _, name := range path {
		if p.members == nil {
			p.members = map[string]*param{}
			p.text = ""
		}
		if name == "" {
			name = p.nextNumber()
		}
		child := p.members[name]
		if child == nil {
			child = &param{}
			p.members[name] = child
			p.keys = append(p.keys, name)
		}
		p = child
	}
	*p = param{text: value}
}

func (p *param) nextNumber() string {
	next := 0
	for _, key := range p.keys {
		if n, err := strconv.Atoi(key); err == nil && n >= next {
			next = n + 1
		}
	}
	return strconv.Itoa(next)
}

// get follows names down, nil when there is nothing.
func (p *param) get(names ...string) *param {
	for _, name := range names {
		if p == nil {
			return nil
		}
		p = p.members[name]
	}
	return p
}

// isText reports whether the parameter was given as a single value.
func (p *param) isText() bool { return p != nil && p.members == nil }

// string is the single value, empty when absent or a list.
func (p *param) string() string {
	if !p.isText() {
		return ""
	}
	return p.text
}

// list is the values of a list, or the single value as a list of one.
func (p *param) list() []string {
	switch {
	case p == nil:
		return nil
	case p.isText():
		return []string{p.text}
	}
	var out []string
	for _, key := range p.keys {
		if m := p.members[key]; m.isText() {
			out = append(out, m.text)
		}
	}
	return out
}

// ints is list with every value read as PHP's intval does.
func (p *param) ints() []int64 {
	var out []int64
	for _, s := range p.list() {
		out = append(out, intval(s))
	}
	return out
}

// intval reads the leading integer of a text, 0 when there is none; one that
// is too large becomes the largest there is.
func intval(s string) int64 {
	s = strings.TrimSpace(s)
	end := 0
	if end < len(s) && (s[end] == '-' || s[end] == '+') {
		end++
	}
	for end < len(s) && s[end] >= '0' && s[end] <= '9' {
		end++
	}
	n, err := strconv.ParseInt(s[:end], 10, 64)
	if err != nil && !errors.Is(err, strconv.ErrRange) {
		return 0
	}
	return n
}

// span is an inclusive range; a nil end is open.
type span struct{ from, to *int64 }

// span reads [from] and [to]. The second result is false when neither is
// given as a single value.
func (p *param) span() (span, bool) {
	var s span
	if from := p.get("from"); from.isText() {
		n := intval(from.text)
		s.from = &n
	}
	if to := p.get("to"); to.isText() {
		n := intval(to.text)
		s.to = &n
	}
	return s, s.from != nil || s.to != nil
}

func (s span) holds(n int64) bool {
	return (s.from == nil || n >= *s.from) && (s.to == nil || n <= *s.to)
}
