package webhook

import (
	"encoding/json"
	"iter"
	"strconv"
	"strings"
)

// Node is a part of a delivery: text, or a tree of named parts. Forms and JSON
// become the same trees: numbers, true and false are text, and the elements of
// a list are named 0, 1, 2.
//
// The methods of a nil Node are those of a part that is not there.
type Node struct {
	text  string
	null  bool // of JSON
	names []string
	parts map[string]*Node
}

// At is the part down the path, nil when there is none.
func (n *Node) At(path ...string) *Node {
	for _, name := range path {
		if n == nil {
			return nil
		}
		n = n.parts[name]
	}
	return n
}

// Text is the text of the part down the path, empty when there is none.
func (n *Node) Text(path ...string) string {
	if part := n.At(path...); part != nil {
		return part.text
	}
	return ""
}

// Int is the whole number down the path, 0 when there is none. A fraction is
// cut off.
func (n *Node) Int(path ...string) int64 {
	text := strings.TrimSpace(n.Text(path...))
	if whole, _, ok := strings.Cut(text, "."); ok {
		text = whole
	}
	id, err := strconv.ParseInt(text, 10, 64)
	if err != nil {
		return 0
	}
	return id
}

// Flag reports whether the part down the path is 1 or true.
func (n *Node) Flag(path ...string) bool {
	text := n.Text(path...)
	return text == "1" || text == "true"
}

// Has reports whether there is a part down the path.
func (n *Node) Has(path ...string) bool { return n.At(path...) != nil }

// IsTree reports whether the part has parts of its own.
func (n *Node) IsTree() bool { return n != nil && len(n.names) > 0 }

// All walks the parts in the order they came in.
func (n *Node) All() iter.Seq2[string, *Node] {
	return func(yield func(string, *Node) bool) {
		if n == nil {
			return
		}
		for _, name := range n.names {
			if !yield(name, n.parts[name]) {
				return
			}
		}
	}
}

// part is the part with a name, made when it is not there.
func (n *Node) part(name string) *Node {
	if p, ok := n.parts[name]; ok {
		return p
	}
	if n.parts == nil {
		n.parts = map[string]*Node{}
	}
	p := &Node{}
	n.parts[name] = p
	n.names = append(n.names, name)
	return p
}

// isList reports whether the names are those of a list's elements.
func (n *Node) isList() bool {
	if !n.IsTree() {
		return false
	}
	for _, name := range n.names {
		if !isIndex(name) {
			return false
		}
	}
	return true
}

func isIndex(name string) bool {
	return name != "" && strings.Trim(name, "0123456789") == ""
}

// MarshalJSON writes the part as an object, or as text.
func (n *Node) MarshalJSON() ([]byte, error) {
	switch {
	case n == nil || n.null:
		return []byte("null"), nil
	case !n.IsTree():
		return json.Marshal(n.text)
	}
	b := []byte{'{'}
	for name, part := range n.All() {
		if len(b) > 1 {
			b = append(b, ',')
		}
		key, err := json.Marshal(name)
		if err != nil {
			return nil, err
		}
		value, err := part.MarshalJSON()
		if err != nil {
			return nil, err
		}
		b = append(append(append(b, key...), ':'), value...)
	}
	return append(b, '}'), nil
}
