package sentence

import (
	"errors"

	"voronka/amo/auth"
	"voronka/ui/i18n"
)

// signInFailure is an error of package auth that knows its kind. Errors of
// elsewhere, to which auth gives a kind as well, are explained as what they
// are: nobody may have been signing in.
type signInFailure interface {
	error
	AuthKind() auth.Kind
}

// SignIn explains why an account could not be signed in to, or its tokens not
// renewed; empty when the error is not about that.
func SignIn(t *i18n.Texts, err error, host string) string {
	var failure signInFailure
	if !errors.As(err, &failure) {
		return ""
	}
	var store *auth.StoreError
	if errors.As(err, &store) {
		if s := Here(t, store.Err, host); s != "" {
			return s // a full disk has a sentence of its own
		}
	}
	return OfKind(t, failure.AuthKind())
}

// signInText is the text for a kind of failure, empty for none.
func signInText(kind auth.Kind) string {
	return map[auth.Kind]string{
		auth.KindDenied:         "sign_in.denied",
		auth.KindWrongState:     "sign_in.wrong_state",
		auth.KindReplay:         "sign_in.replay",
		auth.KindForeignHost:    "sign_in.foreign_host",
		auth.KindCodeMissing:    "sign_in.code_missing",
		auth.KindNotACode:       "sign_in.not_a_code",
		auth.KindAccountMissing: "sign_in.account_missing",
		auth.KindStrayVisit:     "sign_in.stray_visit",

		auth.KindPortTaken:    "sign_in.port_taken",
		auth.KindPortDenied:   "sign_in.port_denied",
		auth.KindRedirectForm: "sign_in.redirect_form",
		auth.KindBrowser:      "sign_in.browser",
		auth.KindTimeout:      "sign_in.timeout",
		auth.KindCancelled:    "sign_in.cancelled",

		auth.KindCodeExpired:      "sign_in.code_expired",
		auth.KindCodeUsed:         "sign_in.code_used",
		auth.KindCodeGarbled:      "sign_in.code_garbled",
		auth.KindParameter:        "sign_in.parameter",
		auth.KindRedirectMismatch: "sign_in.redirect_mismatch",
		auth.KindInvalidAccount:   "sign_in.invalid_account",
		auth.KindInvalidRefresh:   "sign_in.invalid_refresh",
		auth.KindRevoked:          "sign_in.revoked",
		auth.KindInvalidClient:    "sign_in.invalid_client",
		auth.KindMoved:            "sign_in.moved",
		auth.KindPayment:          "sign_in.payment",
		auth.KindForbidden:        "sign_in.forbidden",
		auth.KindBlocked:          "sign_in.blocked",
		auth.KindOverload:         "sign_in.overload",
		auth.KindBadReply:         "sign_in.bad_reply",
		auth.KindRefused:          "sign_in.refused",

		auth.KindOffline:    "sign_in.offline",
		auth.KindLostPair:   "sign_in.lost_pair",
		auth.KindSettings:   "sign_in.settings",
		auth.KindNotSigned:  "sign_in.not_signed",
		auth.KindStore:      "sign_in.store",
		auth.KindNotAToken:  "sign_in.not_a_token",
		auth.KindOtherOwner: "sign_in.other_owner",
		auth.KindClosed:     "sign_in.closed",
	}[kind]
}

// OfKind explains a failure of the sign-in by its kind alone; empty for a kind
// that is none.
func OfKind(t *i18n.Texts, kind auth.Kind) string {
	if key := signInText(kind); key != "" {
		return t.T(key)
	}
	return ""
}
