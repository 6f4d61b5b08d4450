package sandbox

import (
	"net/http"
	"net/url"
	"strings"
)

// request is an API request on its way to a handler.
type request struct {
	*http.Request
	base   string // scheme and host for links, no slash at the end
	path   string // as routed, no slash at the end
	query  *param
	wants  map[string]bool // the values of with=
	place                  // the numbers and names of the path, in order
	userID int64           // of the token, or the one it stands for
	admin  bool            // whether that is an administrator
	now    int64           // Unix seconds
	next   nextFault
}

// with reports whether the comma list of with= names what.
func (r *request) with(what string) bool { return r.wants[what] }

func withSet(query *param) map[string]bool {
	wants := map[string]bool{}
	for _, list := range query.get("with").list() {
		for name := range strings.SplitSeq(list, ",") {
			wants[strings.TrimSpace(name)] = true
		}
	}
	return wants
}

// href is the absolute address of an API path such as "/leads/1".
func (r *request) href(path string) string { return r.base + apiRoot + path }

// hrefWith is the address of this request's list with the given pairs put in
// front of its other parameters.
func (r *request) hrefWith(pairs ...string) string {
	var b strings.Builder
	b.WriteString(r.base)
	b.WriteString(r.path)
	separator := byte('?')
	add := func(key, value string) {
		b.WriteByte(separator)
		separator = '&'
		b.WriteString(url.QueryEscape(key))
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(value))
	}
	for i := 0; i+1 < len(pairs); i += 2 {
		add(pairs[i], pairs[i+1])
	}
	for _, name := range r.query.keys {
		if name != "page" && name != "limit" {
			r.query.members[name].walk(name, add)
		}
	}
	return b.String()
}

// walk visits the single values below p under their full names.
func (p *param) walk(name string, visit func(key, value string)) {
	if p.isText() {
		visit(name, p.text)
		return
	}
	for _, key := range p.keys {
		p.members[key].walk(name+"["+key+"]", visit)
	}
}
