package auth

import (
	"context"
	"errors"

	"voronka/amo"
)

// Kind is what a failure means to a person.
type Kind uint8

// The kinds of failure. Those of the token endpoint are the rows in which the
// server is known to refuse POST /oauth2/access_token.
const (
	KindUnknown Kind = iota // none of the below

	// The answer of the consent page.
	KindDenied         // the person pressed Refuse
	KindWrongState     // an answer to a question not asked here: not ours, or forged
	KindReplay         // the answer came a second time
	KindForeignHost    // the answer names a host that is not amoCRM's
	KindCodeMissing    // an answer without a code
	KindNotACode       // the pasted text is neither a code nor a redirected address
	KindAccountMissing // a code alone does not tell the account's address
	KindStrayVisit     // someone opened the redirect URI by hand

	// The way there.
	KindPortTaken    // another program listens on the port of the redirect URI
	KindPortDenied   // the system does not let us listen on that port
	KindRedirectForm // the redirect URI is not one of this computer
	KindBrowser      // the browser could not be opened
	KindTimeout      // no answer in time
	KindCancelled    // the person gave up

	// Refusals of the token endpoint.
	KindCodeExpired      // 400: the code is older than 20 minutes
	KindCodeUsed         // 400: the code was exchanged before
	KindCodeGarbled      // 400: the code is cut or damaged
	KindParameter        // 400: a parameter is missing or empty
	KindRedirectMismatch // 400: the redirect URI is not that of the settings
	KindInvalidAccount   // 400: the code or token is of another account
	KindInvalidRefresh   // 400, 401: the refresh token is damaged or too old
	KindRevoked          // 401: used up or taken back
	KindInvalidClient    // 401: integration ID or secret are wrong
	KindMoved            // 401, 404: the account is not at this address, nor could it be found
	KindPayment          // 402: the account is not paid; seen for minutes on paid ones too
	KindForbidden        // 403 as JSON
	KindBlocked          // 403 as HTML: the account or this network address is blocked
	KindOverload         // 429, 5xx: the server asks for patience
	KindBadReply         // an answer that is not the endpoint's
	KindRefused          // any other refusal

	// Tokens.
	KindOffline    // the server could not be reached
	KindLostPair   // the new pair was lost on its way, sign in again
	KindSettings   // the integration's settings are incomplete
	KindNotSigned  // nothing is stored: sign in
	KindStore      // the new pair could not be stored
	KindNotAToken  // the pasted text is no long-lived token
	KindOtherOwner // another program holds the tokens for too long
	KindClosed     // the account is being disconnected
)

// kinded is an error that knows its kind.
type kinded interface {
	error
	AuthKind() Kind
}

// KindOf is the kind of the failure in err; KindUnknown for nil and for errors
// of elsewhere.
func KindOf(err error) Kind {
	var known kinded
	switch {
	case errors.As(err, &known):
		return known.AuthKind()
	case amo.IsOffline(err):
		return KindOffline
	case errors.Is(err, context.Canceled):
		return KindCancelled
	case errors.Is(err, context.DeadlineExceeded):
		return KindTimeout
	default:
		return KindUnknown
	}
}

// NeedsSignIn reports whether only a new sign-in helps.
func NeedsSignIn(err error) bool {
	switch KindOf(err) {
	case KindCodeExpired, KindCodeUsed, KindCodeGarbled, KindInvalidRefresh, KindRevoked, KindLostPair, KindNotSigned, KindMoved:
		return true
	default:
		return false
	}
}

// NeedsSettings reports whether the integration's settings, here or in
// amoCRM, must be put right first.
func NeedsSettings(err error) bool {
	switch KindOf(err) {
	case KindParameter, KindRedirectMismatch, KindInvalidAccount, KindInvalidClient, KindSettings, KindRedirectForm:
		return true
	default:
		return false
	}
}

// IsTemporary reports whether the same may succeed later without anyone doing
// anything.
func IsTemporary(err error) bool {
	switch KindOf(err) {
	case KindOverload, KindPayment, KindBadReply, KindOffline, KindOtherOwner:
		return true
	default:
		return false
	}
}
