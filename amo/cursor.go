package amo

import (
	"encoding/json"
	"fmt"
	"unicode/utf8"
)

// cursor walks JSON text once, checking it as it goes, without building
// anything. It exists because an entity whose parts each remember their source
// would be scanned again at every level by encoding/json.
type cursor struct {
	b     []byte
	i     int
	depth int
}

// maxDepth is that of encoding/json.
const maxDepth = 10000

// syntaxError says where JSON text stops being JSON.
type syntaxError struct {
	offset int
	want   string
}

func (e *syntaxError) Error() string {
	return fmt.Sprintf("not JSON at byte %d: %s expected", e.offset, e.want)
}

func (c *cursor) fail(want string) error { return &syntaxError{offset: c.i, want: want} }

// peek is the next byte that is not white space, 0 at the end.
func (c *cursor) peek() byte {
	for c.i < len(c.b) {
		switch b := c.b[c.i]; b {
		case ' ', '\t', '\r', '\n':
			c.i++
		default:
			return b
		}
	}
	return 0
}

// end checks that nothing follows.
func (c *cursor) end() error {
	if c.peek(); c.i < len(c.b) {
		return c.fail("end of text")
	}
	return nil
}

// enter steps into an object or array, whose opening byte is at the cursor.
func (c *cursor) enter() error {
	if c.depth++; c.depth > maxDepth {
		return c.fail("less deep nesting")
	}
	c.i++
	return nil
}

// more reports whether another member follows in an object or array that ends
// with closing, and stands at it; first is true before the first one.
func (c *cursor) more(closing byte, first bool) (bool, error) {
	switch b := c.peek(); {
	case b == closing:
		c.i++
		c.depth--
		return false, nil
	case first:
		return true, nil
	case b == ',':
		c.i++
		c.peek()
		return true, nil
	default:
		return false, c.fail("comma or end of " + map[byte]string{'}': "object", ']': "list"}[closing])
	}
}

// key reads an object's key and the colon, and returns it as written, quoted.
func (c *cursor) key() ([]byte, error) {
	if c.peek() != '"' {
		return nil, c.fail("key")
	}
	key, err := c.text()
	if err != nil {
		return nil, err
	}
	if c.peek() != ':' {
		return nil, c.fail("colon")
	}
	c.i++
	return key, nil
}

// text reads a string and returns it as written, quoted.
func (c *cursor) text() ([]byte, error) {
	start := c.i
	for c.i++; c.i < len(c.b); {
		switch b := c.b[c.i]; {
		case b == '"':
			c.i++
			return c.b[start:c.i:c.i], nil
		case b == '\\':
			if err := c.escape(); err != nil {
				return nil, err
			}
		case b < ' ':
			return nil, c.fail("no control character")
		default:
			c.i++
		}
	}
	return nil, c.fail("end of string")
}

func (c *cursor) escape() error {
	if c.i++; c.i >= len(c.b) {
		return c.fail("escape")
	}
	switch c.b[c.i] {
	case '"', '\\', '/', 'b', 'f', 'n', 'r', 't':
		c.i++
		return nil
	case 'u':
		for range 4 {
			if c.i++; c.i >= len(c.b) || !isHex(c.b[c.i]) {
				return c.fail("hexadecimal digit")
			}
		}
		c.i++
		return nil
	default:
		return c.fail("escape")
	}
}

func isHex(b byte) bool {
	return '0' <= b && b <= '9' || 'a' <= b && b <= 'f' || 'A' <= b && b <= 'F'
}

// number reads a number and returns it as written.
func (c *cursor) number() ([]byte, error) {
	start := c.i
	if c.at() == '-' {
		c.i++
	}
	switch b := c.at(); {
	case b == '0':
		c.i++
	case '1' <= b && b <= '9':
		c.digits()
	default:
		return nil, c.fail("digit")
	}
	if c.at() == '.' {
		c.i++
		if !c.digits() {
			return nil, c.fail("digit")
		}
	}
	if b := c.at(); b == 'e' || b == 'E' {
		c.i++
		if b := c.at(); b == '+' || b == '-' {
			c.i++
		}
		if !c.digits() {
			return nil, c.fail("digit")
		}
	}
	return c.b[start:c.i:c.i], nil
}

func (c *cursor) at() byte {
	if c.i < len(c.b) {
		return c.b[c.i]
	}
	return 0
}

func (c *cursor) digits() bool {
	start := c.i
	for c.i < len(c.b) && '0' <= c.b[c.i] && c.b[c.i] <= '9' {
		c.i++
	}
	return c.i > start
}

func (c *cursor) literal(word string) error {
	if len(c.b)-c.i < len(word) || string(c.b[c.i:c.i+len(word)]) != word {
		return c.fail(word)
	}
	c.i += len(word)
	return nil
}

// raw reads any value and returns it as written.
func (c *cursor) raw() ([]byte, error) {
	c.peek()
	start := c.i
	if err := c.skip(); err != nil {
		return nil, err
	}
	return c.b[start:c.i:c.i], nil
}

func (c *cursor) skip() error {
	var err error
	switch b := c.peek(); b {
	case '{', '[':
		return c.skipNested(b)
	case '"':
		_, err = c.text()
	case 't':
		err = c.literal("true")
	case 'f':
		err = c.literal("false")
	case 'n':
		err = c.literal("null")
	default:
		_, err = c.number()
	}
	return err
}

func (c *cursor) skipNested(opening byte) error {
	if err := c.enter(); err != nil {
		return err
	}
	for first := true; ; first = false {
		more, err := c.more(opening+2, first) // ']' and '}' follow two after '[' and '{'
		if !more {
			return err
		}
		if opening == '{' {
			if _, err := c.key(); err != nil {
				return err
			}
		}
		if err := c.skip(); err != nil {
			return err
		}
	}
}

// unquote is the string that quoted JSON text stands for.
func unquote(quoted []byte) string {
	inner := quoted[1 : len(quoted)-1]
	if isPlain(inner) {
		return string(inner)
	}
	var s string
	if err := json.Unmarshal(quoted, &s); err != nil {
		return string(inner) // cannot be: the cursor has checked it
	}
	return s
}

// isPlain reports whether a string's text stands for itself.
func isPlain(inner []byte) bool {
	for _, b := range inner {
		if b == '\\' {
			return false
		}
		if b >= utf8.RuneSelf {
			return isPlainUTF8(inner)
		}
	}
	return true
}

func isPlainUTF8(inner []byte) bool {
	for _, b := range inner {
		if b == '\\' {
			return false
		}
	}
	return utf8.Valid(inner)
}
