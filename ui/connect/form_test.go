package connect_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo/auth"
	"voronka/ui/connect"
	"voronka/ui/theme"
)

func TestEmptyFieldsAreAskedFor(t *testing.T) {
	for _, lang := range []string{"uz", "ru", "en"} {
		s := open(t, lang)
		s.tap(t, "button:connect")
		for _, key := range []string{"connect.need_address", "connect.need_client_id", "connect.need_secret"} {
			if !s.says(t, s.texts.T(key)) {
				t.Errorf("%s: %s is not said", lang, key)
			}
		}
		if on, ok := s.window.Canvas().Focused().(fyne.CanvasObject); !ok || on != s.part(t, "field:subdomain").o {
			t.Errorf("%s: the keyboard is not in the first field that is wrong", lang)
		}
		s.write(t, "field:client-id", "5")
		if s.says(t, s.texts.T("connect.need_client_id")) || !s.says(t, s.texts.T("connect.need_secret")) {
			t.Errorf("%s: typing does not take away the field's own sentence alone", lang)
		}
		s.tap(t, "tab:token")
		s.tap(t, "tab:browser")
		if s.says(t, s.texts.T("connect.need_secret")) {
			t.Errorf("%s: another tab keeps old sentences", lang)
		}
	}
}

func TestPastedAddress(t *testing.T) {
	s := open(t, "uz")
	for _, c := range []struct{ pasted, name, suffix string }{
		{"https://nurmebel.kommo.com/leads/list/", "nurmebel", ".kommo.com"},
		{"nurmebel.amocrm.com", "nurmebel", ".amocrm.com"},
		{"http://127.0.0.1:1234", "http://127.0.0.1:1234", ""},
		{"https://mebel.amocrm.ru", "mebel", ".amocrm.ru"},
	} {
		s.paste(t, "field:subdomain", c.pasted)
		if got := s.part(t, "field:subdomain").text; got != c.name {
			t.Errorf("%q becomes %q, want %q", c.pasted, got, c.name)
		}
		if got := s.parts(t)["button:suffix"].text; got != c.suffix {
			t.Errorf("%q: the suffix is %q, want %q", c.pasted, got, c.suffix)
		}
	}
	for pasted, key := range map[string]string{
		"https://nurmebel.amocrm.ru.evil.com": "connect.foreign_address", "нурмебель": "connect.bad_address",
	} {
		s.paste(t, "field:subdomain", pasted)
		s.tap(t, "button:connect")
		if !s.says(t, s.texts.T(key)) || s.part(t, "field:subdomain").text != pasted {
			t.Errorf("%q: %s is not said, or the field is changed", pasted, key)
		}
	}
}

// TestTypedAddress types an address letter by letter, as few would.
func TestTypedAddress(t *testing.T) {
	s := open(t, "uz")
	s.write(t, "field:subdomain", "https://nurmebel.kommo.com/leads")
	s.fillRest(t)
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if c.request.Address != "https://nurmebel.kommo.com" {
		t.Errorf("asked at %s", c.request.Address)
	}
	c.answer <- answer{err: &auth.WaitError{Kind: auth.KindTimeout}}
	s.queue.next(t)
}

func (s *stage) fillRest(t *testing.T) {
	t.Helper()
	s.paste(t, "field:client-id", clientID)
	s.paste(t, "field:secret", secret)
}

func TestSuffixIsChosen(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:suffix")
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyDown})
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	if got := s.part(t, "button:suffix").text; got != ".amocrm.com" {
		t.Fatalf("the suffix is %q", got)
	}
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if c.request.Address != "https://nurmebel.amocrm.com" {
		t.Errorf("asked at %s", c.request.Address)
	}
	c.answer <- answer{id: 1}
	s.queue.next(t)
}

func TestOddClientIDIsOnlyAHint(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.paste(t, "field:client-id", "sandbox-client")
	s.focus(t, "field:secret")
	if !s.says(t, s.texts.T("connect.client_id_hint")) {
		t.Error("an odd integration ID passes without a word")
	}
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if c.request.ClientID != "sandbox-client" {
		t.Errorf("asked with %q", c.request.ClientID)
	}
	c.answer <- answer{id: 1}
	s.queue.next(t)
	s.paste(t, "field:client-id", clientID)
	s.focus(t, "field:secret")
	if s.says(t, s.texts.T("connect.client_id_hint")) {
		t.Error("the hint stays")
	}
}

func TestRedirectURI(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.write(t, "field:redirect", "x")
	if got := s.part(t, "field:redirect").text; got != connect.DefaultRedirect {
		t.Fatalf("it is changed by accident: %q", got)
	}
	s.tap(t, "button:copy-redirect")
	if !slices.Equal(s.copied, []string{connect.DefaultRedirect}) || s.part(t, "button:copy-redirect").text != s.texts.T("connect.copied") {
		t.Errorf("copied %q", s.copied)
	}
	s.tap(t, "button:change-redirect")
	s.paste(t, "field:redirect", "http://localhost:9000/cb?x=1")
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if c.request.RedirectURI != "http://localhost:9000/cb?x=1" {
		t.Errorf("asked with %q", c.request.RedirectURI)
	}
	c.answer <- answer{err: &auth.RedirectError{}}
	s.queue.next(t)
	s.wipe(t, "field:redirect")
	s.tap(t, "button:connect")
	if !s.says(t, s.texts.T("connect.need_redirect")) {
		t.Error("an empty one is not refused")
	}
	s.tap(t, "button:change-redirect")
	if got := s.part(t, "field:redirect").text; got != connect.DefaultRedirect || s.says(t, s.texts.T("connect.need_redirect")) {
		t.Errorf("put back, it is %q", got)
	}
}

func TestKnownAccount(t *testing.T) {
	known := connect.Request{
		Address: "https://nurmebel.kommo.com", ClientID: clientID, Secret: secret, RedirectURI: "http://localhost:9000/cb",
	}
	s := newStage(t, "uz", theme.Light, 1440, 900, known)
	for id, want := range map[string]string{
		"field:subdomain": "nurmebel", "button:suffix": ".kommo.com", "field:client-id": clientID, "field:secret": "",
		"field:redirect": "http://localhost:9000/cb",
	} {
		if got := s.part(t, id).text; got != want {
			t.Errorf("%s is %q, want %q", id, got, want)
		}
	}
}

func TestRevealAndBack(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:reveal-secret")
	s.keepsSecrets(t) // the person sees it, whoever inspects the window does not
	if got := s.part(t, "button:reveal-secret").text; got != s.texts.T("connect.conceal") {
		t.Errorf("the link says %q", got)
	}
	s.tap(t, "button:back")
	if s.backs != 1 {
		t.Error("there is no way back")
	}
}

// TestLayout holds in every language, way and size: nothing covers anything
// else, and no part leaves the window sideways.
func TestLayout(t *testing.T) {
	for _, lang := range []string{"uz", "ru", "en"} {
		s := open(t, lang)
		for _, tab := range []string{"browser", "token", "code"} {
			s.window.Resize(fyne.NewSize(1440, 900)) // where every tab can be clicked
			s.tap(t, "tab:"+tab)
			for _, size := range []fyne.Size{{Width: 733, Height: 466}, {Width: 880, Height: 560}, {Width: 1100, Height: 700}, {Width: 1920, Height: 1080}} {
				s.window.Resize(size)
				s.checkLayout(t, fmt.Sprintf("%s %v %s", lang, size, tab), size)
			}
			s.press(t, "button:connect")
			for _, size := range []fyne.Size{{Width: 733, Height: 466}, {Width: 1100, Height: 700}} {
				s.window.Resize(size)
				s.checkLayout(t, fmt.Sprintf("%s %v %s with mistakes", lang, size, tab), size)
			}
		}
	}
}

// TestWaitingCanBeSeen: in the smallest window, too, one can cancel and read.
func TestWaitingCanBeSeen(t *testing.T) {
	for _, lang := range []string{"uz", "ru", "en"} {
		s := newStage(t, lang, theme.Light, 733, 466, connect.Request{})
		s.fill(t)
		s.press(t, "button:connect")
		c := <-s.accounts.calls
		if err := c.on.Open(consent); err != nil {
			t.Fatal(err)
		}
		s.queue.next(t)
		s.checkLayout(t, lang+" waiting", fyne.NewSize(733, 466))
		for _, id := range []string{"notice:connect", "field:link", "button:cancel"} {
			p := s.part(t, id)
			if p.y < 0 || p.y+p.h > 466 {
				t.Errorf("%s: %s is out of sight at %v", lang, id, p.y)
			}
		}
		c.answer <- answer{err: &auth.TokenError{Kind: auth.KindBlocked}}
		s.queue.next(t)
		p := s.part(t, "notice:connect")
		if p.y < 0 || p.y+p.h > 466 {
			t.Errorf("%s: the failure is out of sight at %v", lang, p.y)
		}
	}
}

// press runs a button wherever it has been scrolled to.
func (s *stage) press(t *testing.T, id string) {
	t.Helper()
	button, ok := s.part(t, id).o.(fyne.Tappable)
	if !ok {
		t.Fatalf("%s cannot be pressed", id)
	}
	button.Tapped(&fyne.PointEvent{})
}

func (s *stage) checkLayout(t *testing.T, where string, size fyne.Size) {
	t.Helper()
	parts := s.parts(t)
	var names []string
	for id := range parts {
		names = append(names, id)
	}
	slices.Sort(names)
	for i, a := range names {
		p := parts[a]
		if p.x < 0 || p.x+p.w > size.Width || p.w <= 0 || p.h <= 0 {
			t.Errorf("%s: %s stands at %v with %v×%v", where, a, p.x, p.w, p.h)
		}
		for _, b := range names[i+1:] {
			if tail := strings.HasPrefix(a, "button:") && p.within(parts[b]); !tail && p.overlaps(parts[b]) {
				t.Errorf("%s: %s covers %s", where, a, b)
			}
		}
	}
}
