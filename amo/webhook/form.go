package webhook

import (
	"net/url"
	"strconv"
	"strings"
)

// parseForm makes a tree of a form body whose keys are nested the way PHP
// writes them, leads[status][0][id]=7001, with the brackets raw or
// percent-encoded. The last of several values of one key counts.
func parseForm(body string, limits Limits) (*Node, error) {
	c := newCounter(limits)
	root := &Node{}
	for pair := range strings.SplitSeq(body, "&") {
		if pair == "" {
			continue
		}
		if err := c.key(); err != nil {
			return nil, err
		}
		rawKey, rawValue, _ := strings.Cut(pair, "=")
		key, err := url.QueryUnescape(rawKey)
		if err != nil {
			return nil, &SyntaxError{Media: MediaForm, Reason: "a key is badly encoded"}
		}
		value, err := url.QueryUnescape(rawValue)
		if err != nil {
			return nil, &SyntaxError{Media: MediaForm, Reason: "a value is badly encoded"}
		}
		steps := splitKey(key, c.limits.Depth+1)
		if err := c.depth(len(steps)); err != nil {
			return nil, err
		}
		n := root
		for _, step := range steps {
			if step == "" {
				step = n.next()
			}
			n = n.part(step)
		}
		n.text = value
	}
	return root, nil
}

// splitKey gives the steps of a[b][c], at most that many. What is not bracketed
// in pairs is a part of the name.
func splitKey(key string, most int) []string {
	open := strings.IndexByte(key, '[')
	if open <= 0 {
		return []string{key}
	}
	steps := []string{key[:open]}
	for rest := key[open:]; strings.HasPrefix(rest, "[") && len(steps) < most; {
		end := strings.IndexByte(rest, ']')
		if end < 0 {
			break
		}
		steps = append(steps, rest[1:end])
		rest = rest[end+1:]
	}
	if len(steps) == 1 {
		return []string{key}
	}
	return steps
}

// next is the name of an element appended by [].
func (n *Node) next() string {
	for i := len(n.names); ; i++ {
		if name := strconv.Itoa(i); n.parts[name] == nil {
			return name
		}
	}
}
