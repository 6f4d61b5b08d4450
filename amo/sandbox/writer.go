package sandbox

import (
	"strconv"
	"unicode/utf8"
)

// writer builds JSON in the order it is told to, which is the order the API
// uses, with nulls where the API writes them. It puts the commas itself.
type writer struct{ b []byte }

// next separates a value or key from what stands before it.
func (w *writer) next() {
	if n := len(w.b); n > 0 {
		switch w.b[n-1] {
		case '{', '[', ':':
		default:
			w.b = append(w.b, ',')
		}
	}
}

func (w *writer) object() { w.next(); w.b = append(w.b, '{') }
func (w *writer) array()  { w.next(); w.b = append(w.b, '[') }

func (w *writer) endObject() { w.b = append(w.b, '}') }
func (w *writer) endArray()  { w.b = append(w.b, ']') }

// key writes a member name; it must need no escaping.
func (w *writer) key(name string) {
	w.next()
	w.b = append(w.b, '"')
	w.b = append(w.b, name...)
	w.b = append(w.b, '"', ':')
}

func (w *writer) null()        { w.next(); w.b = append(w.b, "null"...) }
func (w *writer) bool(v bool)  { w.next(); w.b = strconv.AppendBool(w.b, v) }
func (w *writer) int(n int64)  { w.next(); w.b = strconv.AppendInt(w.b, n, 10) }
func (w *writer) raw(s string) { w.next(); w.b = append(w.b, s...) }
func (w *writer) text(s string) {
	w.next()
	w.b = appendText(w.b, s)
}

func (w *writer) intField(name string, n int64)   { w.key(name); w.int(n) }
func (w *writer) boolField(name string, v bool)   { w.key(name); w.bool(v) }
func (w *writer) textField(name string, s string) { w.key(name); w.text(s) }
func (w *writer) nullField(name string)           { w.key(name); w.null() }
func (w *writer) rawField(name string, s string)  { w.key(name); w.raw(s) }

// idField writes an id or a time that the API writes as null when there is none.
func (w *writer) idField(name string, n int64) {
	w.key(name)
	if n == 0 {
		w.null()
		return
	}
	w.int(n)
}

// reopen takes back the end of an object, to add to it.
func (w *writer) reopen() { w.b = w.b[:len(w.b)-1] }

// codeField writes a text that the API writes as null when there is none.
func (w *writer) codeField(name, s string) {
	w.key(name)
	if s == "" {
		w.null()
		return
	}
	w.text(s)
}

// link writes {"href":…} under a name.
func (w *writer) link(name, href string) {
	w.key(name)
	w.object()
	w.textField("href", href)
	w.endObject()
}

// self writes the _links of a model.
func (w *writer) self(href string) {
	w.key("_links")
	w.object()
	w.link("self", href)
	w.endObject()
}

const hexDigits = "0123456789abcdef"

func appendText(b []byte, s string) []byte {
	b = append(b, '"')
	start := 0
	for i := 0; i < len(s); {
		c := s[i]
		if c >= utf8.RuneSelf || (c >= ' ' && c != '"' && c != '\\') {
			i++
			continue
		}
		b = append(b, s[start:i]...)
		switch c {
		case '"', '\\':
			b = append(b, '\\', c)
		case '\n':
			b = append(b, '\\', 'n')
		case '\r':
			b = append(b, '\\', 'r')
		case '\t':
			b = append(b, '\\', 't')
		default:
			b = append(b, '\\', 'u', '0', '0', hexDigits[c>>4], hexDigits[c&15])
		}
		i++
		start = i
	}
	b = append(b, s[start:]...)
	return append(b, '"')
}
