package amo

import (
	"context"
	"errors"
	"strings"
)

// Tokens gives the access token of each request. It is asked before every
// request, so it may renew the token on its own. It must be safe for use by
// many goroutines.
//
// A Tokens that also has Refresh is asked for a new token, once a call, when
// the server refuses the one it gave with 401; the call is then repeated.
type Tokens interface {
	Token(ctx context.Context) (string, error)
}

// refresher is the optional half of Tokens. Refresh returns a token newer than
// the failed one; many calls may fail with the same token at once, so it must
// compare before it renews.
type refresher interface {
	Refresh(ctx context.Context, failed string) (string, error)
}

// ErrToken is matched by the error of a call whose access token is empty or
// has characters that no token has, so that it was not sent at all.
var ErrToken = errors.New("the access token is empty or damaged, it must be given again")

// isToken reports whether a header can carry the token.
func isToken(token string) bool {
	for i := range len(token) {
		if token[i] <= ' ' || token[i] > '~' {
			return false
		}
	}
	return token != ""
}

// StaticToken is a long-lived token that never changes. White space around it,
// which comes with pasting, is dropped.
func StaticToken(token string) Tokens { return staticToken(strings.TrimSpace(token)) }

type staticToken string

func (t staticToken) Token(context.Context) (string, error) { return string(t), nil }

// String keeps the token out of anything printed.
func (staticToken) String() string { return "[token]" }

// GoString keeps the token out of anything printed.
func (staticToken) GoString() string { return "[token]" }
