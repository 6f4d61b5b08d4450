package connect_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo/auth"
	"voronka/ui/connect"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// failures is one error of every kind.
func failures() map[auth.Kind]error {
	all := map[auth.Kind]error{}
	for kind := auth.KindDenied; kind <= auth.KindClosed; kind++ {
		all[kind] = fmt.Errorf("connect: %w", &auth.TokenError{Kind: kind, Host: "nurmebel.amocrm.ru", Hint: token})
	}
	return all
}

// TestEveryFailureHasItsSentence: each kind has its own in each language,
// ends like one, and repeats nothing of the error.
func TestEveryFailureHasItsSentence(t *testing.T) {
	if n := len(failures()); n < 30 {
		t.Fatalf("only %d kinds of failure", n)
	}
	for _, l := range i18n.Languages() {
		texts := i18n.New(l.Code)
		seen := map[string]auth.Kind{}
		for kind, err := range failures() {
			s := connect.Sentence(texts, err)
			if other, ok := seen[s]; ok {
				t.Errorf("%s: kinds %d and %d share %q", l.Code, kind, other, s)
			}
			seen[s] = kind
			if s == texts.Failure(i18n.Unexpected) || !strings.HasSuffix(s, ".") || strings.Count(strings.ReplaceAll(s, "…", "."), ".") < 1 {
				t.Errorf("%s: kind %d: %q", l.Code, kind, s)
			}
			if strings.Contains(s, token) {
				t.Errorf("%s: kind %d repeats what the server said", l.Code, kind)
			}
		}
	}
}

func TestOtherFailures(t *testing.T) {
	texts := i18n.New("en")
	for err, want := range map[error]string{
		context.Canceled:           texts.T("sign_in.cancelled"),
		context.DeadlineExceeded:   texts.T("sign_in.timeout"),
		&auth.PortError{Port: 1}:   texts.T("sign_in.port_denied"),
		&auth.BrowserError{}:       texts.T("sign_in.browser"),
		errors.New("disk on fire"): texts.Failure(i18n.Unexpected),
	} {
		if got := connect.Sentence(texts, err); got != want {
			t.Errorf("%v: %q, want %q", err, got, want)
		}
	}
}

func TestPages(t *testing.T) {
	for _, l := range i18n.Languages() {
		texts := i18n.New(l.Code)
		pages := connect.Pages(texts)
		worked, denied := pages.Page(nil), pages.Page(&auth.CallbackError{Kind: auth.KindDenied})
		failed := pages.Page(&auth.TokenError{Kind: auth.KindCodeExpired})
		if worked.Title == denied.Title || denied.Title == failed.Title || worked.Title == failed.Title {
			t.Errorf("%s: the page does not say whether it worked: %q %q %q", l.Code, worked.Title, denied.Title, failed.Title)
		}
		if failed.Text != connect.Sentence(texts, &auth.TokenError{Kind: auth.KindCodeExpired}) || denied.Text == "" || worked.Text == "" {
			t.Errorf("%s: the page does not say what to do: %q", l.Code, failed.Text)
		}
		if worked.Language != l.Code || failed.Language != l.Code {
			t.Errorf("%s: the page says it is in %q", l.Code, worked.Language)
		}
	}
}

func TestRequestKeepsItsSecret(t *testing.T) {
	r := connect.Request{Address: "https://nurmebel.amocrm.ru", ClientID: clientID, Secret: secret}
	var log strings.Builder
	slog.New(slog.NewTextHandler(&log, nil)).Info("x", "request", r)
	for _, s := range []string{fmt.Sprint(r), fmt.Sprintf("%+v %#v %s %q %x", r, r, r, r, r), fmt.Sprint(&r), log.String()} {
		if strings.Contains(s, secret) || !strings.Contains(s, "nurmebel") {
			t.Errorf("printed as %q", s)
		}
	}
}

func TestSwitcher(t *testing.T) {
	texts := i18n.New("en")
	var done []string
	note := func(what string) func(int64) {
		return func(id int64) { done = append(done, fmt.Sprint(what, " ", id)) }
	}
	on := connect.SwitcherEvents{
		Open: note("open"), SignIn: note("sign in"), Disconnect: note("disconnect"),
		Add: func() { done = append(done, "add") },
	}
	accounts := []connect.Account{
		{ID: 7, Name: "nurmebel", Host: "nurmebel.amocrm.ru"},
		{ID: 8, Name: "yangi", Host: "yangi.kommo.com", State: connect.SignInAgain},
		{ID: 9, Name: "eski", State: connect.Blocked},
		{ID: 10, Name: "uzoq", State: connect.Offline},
		{ID: 11, Name: "qarz", State: connect.Unpaid},
		{ID: 12, Name: "yopiq", State: connect.Locked},
	}
	p := connect.Switcher(texts, accounts, 7, on)
	var ids, hints []string
	for _, item := range p.Items {
		ids, hints = append(ids, item.ID), append(hints, item.Hint)
		item.Do()
	}
	if got, want := strings.Join(ids, " "), "account-7 account-8 account-9 account-10 account-11 account-12 add-account disconnect"; got != want {
		t.Errorf("entries %q, want %q", got, want)
	}
	if got, want := strings.Join(done, ", "), "open 7, sign in 8, open 9, open 10, open 11, open 12, add, disconnect 7"; got != want {
		t.Errorf("they do %q, want %q", got, want)
	}
	if hints[0] != "nurmebel.amocrm.ru" || hints[1] != texts.T("pill.sign_in") || hints[2] == hints[3] || hints[4] == "" || hints[5] != texts.T("pill.locked") {
		t.Errorf("states %q", hints)
	}
	if !p.Items[0].Checked || p.Items[1].Checked {
		t.Error("the current account is not marked")
	}
	if got := connect.Switcher(texts, nil, 0, on).Items; len(got) != 1 || got[0].ID != "add-account" || got[0].Separator {
		t.Errorf("without accounts: %+v", got)
	}
}

func TestDisconnect(t *testing.T) {
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	for _, l := range i18n.Languages() {
		texts := i18n.New(l.Code)
		for button, want := range map[string]connect.Fate{
			"disconnect-send": connect.SendFirst, "disconnect-export": connect.ExportFirst, "disconnect-drop": connect.Drop,
		} {
			var got []connect.Fate
			p := connect.Disconnect(texts, "nurmebel", 3, func(f connect.Fate) { got = append(got, f) })
			if !strings.Contains(p.Title, "nurmebel") || !strings.Contains(p.Text, "3") || p.Name != "disconnect" {
				t.Errorf("%s asks %q %q", l.Code, p.Title, p.Text)
			}
			for _, a := range p.Answers {
				if a.Name == button {
					a.Do()
				}
			}
			if len(got) != 1 || got[0] != want {
				t.Errorf("%s: %s chooses %v", l.Code, button, got)
			}
		}
		chosen := 0
		p := connect.Disconnect(texts, "nurmebel", 0, func(connect.Fate) { chosen++ })
		if len(p.Answers) != 1 || !p.Answers[0].Danger {
			t.Errorf("%s: with nothing unsent there are %d answers", l.Code, len(p.Answers))
		}
		w := test.NewTempWindow(t, kit.NewProse("", 13, theme.ColorText, 1))
		w.Resize(fyne.NewSize(800, 600))
		kit.NewDialog(w.Canvas(), p).Show()
		w.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
		if chosen != 0 || w.Canvas().Overlays().Top() != nil {
			t.Errorf("%s: Esc chose %d times", l.Code, chosen)
		}
	}
}
