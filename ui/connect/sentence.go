package connect

import (
	"voronka/amo/auth"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
)

// Sentence explains why an account could not be connected: what happened, and
// what to do. It is safe for concurrent use.
func Sentence(t *i18n.Texts, err error) string {
	// By kind first: on this screen a deadline and a cancelled wait are about
	// the sign-in.
	if s := sentence.OfKind(t, auth.KindOf(err)); s != "" {
		return s
	}
	return sentence.Of(t, err, "")
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
