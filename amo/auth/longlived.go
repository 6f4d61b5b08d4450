package auth

import (
	"context"
	"fmt"
	"log/slog"
	"strings"
	"time"
)

// LongLived is a token made by hand on the integration's "Keys" tab, for a day
// to five years. It cannot be renewed: when the server refuses it, another has
// to be made. It is an amo.Tokens.
type LongLived struct {
	token  string
	claims Claims
}

// ParseLongLived reads a pasted token. White space, quotes and the word Bearer
// around it are dropped, line breaks in it too. It fails with *TokenTextError.
func ParseLongLived(pasted string) (*LongLived, error) {
	text := strings.Join(strings.Fields(strings.Trim(strings.TrimSpace(pasted), `"'`)), "")
	if len(text) > 6 && strings.EqualFold(text[:6], "bearer") {
		text = text[6:]
	}
	if len(text) < shortestCode || !isToken(text) {
		return nil, &TokenTextError{}
	}
	claims, err := ParseClaims(text)
	if err != nil {
		claims = Claims{} // other servers may give tokens of another form
	}
	return &LongLived{token: text, claims: claims}, nil
}

// TokenTextError is a pasted text that no token looks like.
type TokenTextError struct{}

// AuthKind is KindNotAToken.
func (*TokenTextError) AuthKind() Kind { return KindNotAToken }

// Error tells what to do.
func (*TokenTextError) Error() string {
	return "the text is no access token, copy the whole of it from the integration's Keys tab"
}

// Token gives the token, ended or not: the local clock may be wrong, and the
// server knows.
func (l LongLived) Token(context.Context) (string, error) { return l.token, nil }

// Claims is what the token says of itself.
func (l LongLived) Claims() Claims { return l.claims }

// ExpiresAt is when the token ends by the server's clock; the zero time when
// it does not tell.
func (l LongLived) ExpiresAt() time.Time {
	if l.claims.ExpiresAt <= 0 {
		return time.Time{}
	}
	return time.Unix(l.claims.ExpiresAt, 0)
}

// Format keeps the token out of anything printed.
func (l LongLived) Format(f fmt.State, _ rune) { writeText(f, "[token]") }

// LogValue keeps the token out of logs.
func (l LongLived) LogValue() slog.Value { return slog.StringValue("[token]") }
