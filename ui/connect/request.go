package connect

import (
	"context"
	"fmt"
	"io"
	"log/slog"
)

// Request is what a person has typed to sign in.
type Request struct {
	Address     string // https://nurmebel.amocrm.ru, or that of a sandbox
	ClientID    string // integration ID
	Secret      string
	RedirectURI string // character for character as registered
}

// String names the account without the secret.
func (r Request) String() string { return "sign-in at " + r.Address }

// Format keeps the secret out of anything printed, whatever the verb.
func (r Request) Format(f fmt.State, _ rune) {
	_, _ = io.WriteString(f, r.String()) // a printer that fails has nothing to be told
}

// LogValue keeps the secret out of logs.
func (r Request) LogValue() slog.Value { return slog.StringValue(r.String()) }

// Progress is what a sign-in through the browser tells on its way. Both
// functions are safe for concurrent use and come back when the sign-in is
// long over.
type Progress struct {
	// Open shows the consent page in the browser, and its address on the
	// screen. Its error need not end the wait: the address can be copied.
	Open func(consentURL string) error
	// Report says what has gone wrong without ending the wait, such as an
	// answer that is not for this sign-in.
	Report func(error)
}

// Accounts connects accounts and keeps them. Its methods are called off the UI
// goroutine, one at a time, and return soon after their context ends. Their
// errors are explained by [Sentence].
type Accounts interface {
	// SignIn signs in through the browser.
	SignIn(ctx context.Context, r Request, on Progress) (accountID int64, err error)
	// WithCode signs in with a code, or the whole redirected address.
	WithCode(ctx context.Context, r Request, pasted string) (accountID int64, err error)
	// WithToken connects by a long-lived token.
	WithToken(ctx context.Context, address, token string) (accountID int64, err error)
}
