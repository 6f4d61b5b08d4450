package auth

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"time"

	"golang.org/x/oauth2"

	"voronka/amo"
)

// ErrNoPair is what a [Store] without a pair answers to Load.
var ErrNoPair error = &plainError{KindNotSigned, "the account is not signed in: sign in first"}

// ErrClosed is the error of [Tokens] after Close.
var ErrClosed error = &plainError{KindClosed, "the account's tokens are closed: the account is being disconnected"}

// plainError is a failure that its kind tells whole.
type plainError struct {
	kind Kind
	text string
}

func (e *plainError) Error() string  { return e.text }
func (e *plainError) AuthKind() Kind { return e.kind }

// Is makes what only a sign-in mends match amo.ErrToken.
func (e *plainError) Is(target error) bool {
	return target == amo.ErrToken && e.kind == KindNotSigned
}

// TokenError is a refusal of POST /oauth2/access_token, or of the look-up of
// an account's address. It unwraps to *oauth2.RetrieveError, whose Response
// has no request, and whose Body has no secrets; when the API's own calls can
// make use of it, to *amo.Error as well.
type TokenError struct {
	Kind      Kind
	Host      string // that refused
	Status    int    // HTTP status
	Parameter string // that is missing, with KindParameter
	Hint      string // of the server, cleaned; may be empty
	// RetryAfter is how long the server asked to wait; 0 when it did not.
	RetryAfter time.Duration

	retrieve *oauth2.RetrieveError
}

// AuthKind is e.Kind.
func (e *TokenError) AuthKind() Kind { return e.Kind }

// Error tells who refused, why, and what to do.
func (e *TokenError) Error() string {
	text := fmt.Sprintf("sign-in at %s: status %d: %s", e.Host, e.Status, advice(e.Kind))
	if e.Parameter != "" {
		text += " (" + e.Parameter + ")"
	}
	if e.Hint != "" && e.Parameter == "" {
		text += fmt.Sprintf(" (%q)", e.Hint)
	}
	return text
}

// Is makes a refusal that only a person can mend match amo.ErrToken, so that
// calls of the API that need the token are seen as unauthorized.
func (e *TokenError) Is(target error) bool {
	return target == amo.ErrToken && (NeedsSignIn(e) || NeedsSettings(e))
}

// Unwrap gives the errors of the packages this one stands between.
func (e *TokenError) Unwrap() []error {
	var all []error
	if e.retrieve != nil {
		all = append(all, e.retrieve)
	}
	if refusal := e.refusal(); refusal != nil {
		all = append(all, refusal)
	}
	return all
}

// refusal is the error as a call of the API would have it: a server in trouble
// is in trouble whichever of its doors was knocked at. A refused token is not
// among them: renewing it is what has just failed.
func (e *TokenError) refusal() *amo.Error {
	kinds := map[Kind]amo.Kind{
		KindOverload: amo.KindTemporary, KindPayment: amo.KindPayment,
		KindForbidden: amo.KindForbidden, KindBlocked: amo.KindBlocked,
	}
	kind, ok := kinds[e.Kind]
	if !ok {
		return nil
	}
	if e.Status == http.StatusTooManyRequests {
		kind = amo.KindRateLimited
	}
	return &amo.Error{
		Method: http.MethodPost, Path: tokenPath, Status: e.Status, Kind: kind,
		Detail: e.Hint, RetryAfter: e.RetryAfter,
	}
}

// advice is the failure in words for logs and terminals.
func advice(k Kind) string {
	words := map[Kind]string{
		KindCodeExpired:      "the code has expired, sign in again",
		KindCodeUsed:         "the code was used before, sign in again",
		KindCodeGarbled:      "the code is cut or damaged, sign in again or copy the whole of it",
		KindParameter:        "a setting of the integration is missing",
		KindRedirectMismatch: "the redirect URI differs from the one in the integration's settings",
		KindInvalidAccount:   "this is not the account that was allowed, check its address",
		KindInvalidRefresh:   "the stored tokens are not accepted, sign in again",
		KindRevoked:          "the access was taken back or used up, sign in again",
		KindInvalidClient:    "the integration ID or its secret key is wrong, or its redirect URI differs",
		KindMoved:            "the account is no longer at this address, sign in again",
		KindPayment:          "the account is not paid",
		KindForbidden:        "the server refuses access",
		KindBlocked:          "the account or this network address is blocked, ask amoCRM's support",
		KindOverload:         "the server is overloaded, try again later",
		KindBadReply:         "the answer is not that of a token endpoint, check the address",
	}
	if text, ok := words[k]; ok {
		return text
	}
	return "the server refused"
}

// LostPairError says that the server may have given a new pair of tokens whose
// answer never arrived, and no longer takes the old one. Only a new sign-in
// helps; nothing but the tokens is lost.
type LostPairError struct {
	Host string
	Err  error // what the server said to the old token or code
}

// AuthKind is KindLostPair.
func (e *LostPairError) AuthKind() Kind { return KindLostPair }

// Error tells what was lost.
func (e *LostPairError) Error() string {
	return fmt.Sprintf("sign-in at %s: the connection broke while new tokens were on their way, sign in again: %v", e.Host, e.Err)
}

// Unwrap gives the server's refusal of the old token.
func (e *LostPairError) Unwrap() error { return e.Err }

// Is makes it match amo.ErrToken.
func (e *LostPairError) Is(target error) bool { return target == amo.ErrToken }

// CallbackError is an answer of the consent page, or a pasted text, that
// cannot be used.
type CallbackError struct {
	Kind Kind
	Host string // with KindForeignHost: what was named, if it is fit to be shown
}

// AuthKind is e.Kind.
func (e *CallbackError) AuthKind() Kind { return e.Kind }

// Error tells what is wrong with the answer.
func (e *CallbackError) Error() string {
	words := map[Kind]string{
		KindDenied:         "access was refused on the consent page",
		KindWrongState:     "the answer does not belong to this sign-in, it was ignored",
		KindReplay:         "the answer was used before, it was ignored",
		KindForeignHost:    "the answer names an address that is not amoCRM's, nothing was sent there",
		KindCodeMissing:    "the answer has no code, sign in again",
		KindNotACode:       "the text is neither a code nor a redirected address, copy the whole of it",
		KindAccountMissing: "the account's address is needed, such as name.amocrm.ru",
		KindStrayVisit:     "the redirect URI was opened without an answer in it",
	}
	text := "sign-in: " + words[e.Kind]
	if e.Host != "" {
		text += " (" + e.Host + ")"
	}
	return text
}

// SettingsError is a setting of the integration that is missing.
type SettingsError struct{ Field string } // client_id, client_secret, redirect_uri

// AuthKind is KindSettings.
func (e *SettingsError) AuthKind() Kind { return KindSettings }

// Error names the setting.
func (e *SettingsError) Error() string {
	return "sign-in: the integration's " + e.Field + " is missing, copy it from its settings in amoCRM"
}

// Is makes it match amo.ErrToken: without settings no token can be had.
func (e *SettingsError) Is(target error) bool { return target == amo.ErrToken }

// StoreError says that the store of the tokens failed. A pair that could not
// be saved is kept in memory and saved at the next occasion.
type StoreError struct {
	Op  string // lock, load, save
	Err error
}

// AuthKind is the kind of the cause if it has one, KindOtherOwner for a lock
// that was not had in time, else KindStore.
func (e *StoreError) AuthKind() Kind {
	var known kinded
	switch {
	case errors.As(e.Err, &known):
		return known.AuthKind()
	case e.Op == "lock" && errors.Is(e.Err, context.DeadlineExceeded):
		return KindOtherOwner
	case errors.Is(e.Err, context.Canceled):
		return KindCancelled
	default:
		return KindStore
	}
}

// Error tells what the store could not do.
func (e *StoreError) Error() string { return fmt.Sprintf("%s the account's tokens: %v", e.Op, e.Err) }

// Unwrap gives the store's error.
func (e *StoreError) Unwrap() error { return e.Err }
