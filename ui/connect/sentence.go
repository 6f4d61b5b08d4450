package connect

import (
	"voronka/amo/auth"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
)

// Sentence explains why an account could not be connected: what happened, and
// what to do. It is safe for concurrent use.
func Sentence(t *i18n.Texts, err error) string {
	if key, ok := sentences()[auth.KindOf(err)]; ok {
		return t.T(key)
	}
	return sentence.Of(t, err, "")
}

// sentences are the texts by kind of failure. A failure of no kind comes from
// elsewhere, and is explained as anywhere else.
func sentences() map[auth.Kind]string {
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
	}
}

// Pages are the words of the page at which the browser ends up: that it worked,
// that access was refused, or why it failed, and what to do. They are safe for
// concurrent use.
func Pages(t *i18n.Texts) auth.Pages {
	return auth.PagesFunc(func(outcome error) auth.Page {
		page := auth.Page{Language: t.Lang()}
		switch {
		case outcome == nil:
			page.Title, page.Text = t.T("sign_in_page.worked"), t.T("sign_in_page.worked_text")
			return page
		case auth.KindOf(outcome) == auth.KindDenied:
			page.Title = t.T("sign_in_page.denied")
		default:
			page.Title = t.T("sign_in_page.failed")
		}
		page.Text = Sentence(t, outcome)
		return page
	})
}
