package sandbox

import (
	"net/url"
	"strconv"
	"strings"
)

// tree is the content of a delivery before it is a form or JSON: a value with
// a name, or members in their order.
type tree struct {
	name    string
	text    string
	isNum   bool // a number in JSON
	isList  bool // an array in JSON; its members are named 0, 1, …
	members []*tree
}

func (t *tree) child(name string) *tree {
	for _, m := range t.members {
		if m.name == name {
			return m
		}
	}
	m := &tree{name: name}
	t.members = append(t.members, m)
	return m
}

// list is child for an array.
func (t *tree) list(name string) *tree {
	m := t.child(name)
	m.isList = true
	return m
}

// item adds a member to an array.
func (t *tree) item() *tree { return t.child(strconv.Itoa(len(t.members))) }

func (t *tree) put(name, text string) { t.members = append(t.members, &tree{name: name, text: text}) }

func (t *tree) putInt(name string, n int64) {
	t.members = append(t.members, &tree{name: name, text: itoa(n), isNum: true})
}

// form is the tree as PHP's http_build_query writes it.
func (t *tree) form() []byte {
	var b strings.Builder
	for _, m := range t.members {
		m.writeForm(&b, url.QueryEscape(m.name))
	}
	return []byte(b.String())
}

func (t *tree) writeForm(b *strings.Builder, key string) {
	if len(t.members) == 0 {
		if t.isList {
			return
		}
		if b.Len() > 0 {
			b.WriteByte('&')
		}
		b.WriteString(key)
		b.WriteByte('=')
		b.WriteString(url.QueryEscape(t.text))
		return
	}
	for _, m := range t.members {
		m.writeForm(b, key+"%5B"+url.QueryEscape(m.name)+"%5D")
	}
}

// json is the tree as the user's guide reads it.
func (t *tree) json() []byte {
	w := &writer{}
	t.writeJSON(w, true)
	return w.b
}

func (t *tree) writeJSON(w *writer, isRoot bool) {
	switch {
	case t.isList:
		w.array()
		for _, m := range t.members {
			m.writeJSON(w, false)
		}
		w.endArray()
	case len(t.members) > 0 || isRoot:
		w.object()
		for _, m := range t.members {
			w.key(m.name)
			m.writeJSON(w, false)
		}
		w.endObject()
	case t.isNum:
		w.raw(t.text)
	default:
		w.text(t.text)
	}
}
