package webhook

import "fmt"

// Limits bound what is decoded; zeros stand for DefaultLimits.
type Limits struct {
	Keys  int // keys of a form, members of JSON
	Depth int // steps of a path
}

// DefaultLimits take any real delivery: the deepest have 8 steps.
func DefaultLimits() Limits { return Limits{Keys: 20_000, Depth: 20} }

func (l Limits) orDefault() Limits {
	d := DefaultLimits()
	if l.Keys > 0 {
		d.Keys = l.Keys
	}
	if l.Depth > 0 {
		d.Depth = l.Depth
	}
	return d
}

// LimitError is a body beyond a limit.
type LimitError struct {
	What  string // keys, depth, bytes
	Limit int64
}

// Error names the limit.
func (e *LimitError) Error() string {
	return fmt.Sprintf("the delivery has more %s than the %d that are taken", e.What, e.Limit)
}

// SyntaxError is a body that is not what its media type says. It quotes
// nothing of the body, which may hold names and phones.
type SyntaxError struct {
	Media  string // form, json
	Reason string
}

// Error tells what is wrong.
func (e *SyntaxError) Error() string {
	return "the delivery is not a " + e.Media + " body: " + e.Reason
}

// counter counts down the keys that may still come.
type counter struct {
	limits Limits
	left   int
}

func newCounter(l Limits) *counter {
	l = l.orDefault()
	return &counter{limits: l, left: l.Keys}
}

func (c *counter) key() error {
	if c.left--; c.left < 0 {
		return &LimitError{What: "keys", Limit: int64(c.limits.Keys)}
	}
	return nil
}

func (c *counter) depth(n int) error {
	if n > c.limits.Depth {
		return &LimitError{What: "depth", Limit: int64(c.limits.Depth)}
	}
	return nil
}
