package connect_test

import (
	"errors"
	"slices"
	"strings"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo/auth"
	"voronka/ui/connect"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

const consent = "https://www.amocrm.ru/oauth?client_id=5f2c1a90&state=abcdefgh"

func open(t *testing.T, lang string) *stage {
	t.Helper()
	return newStage(t, lang, theme.Light, 1440, 900, connect.Request{})
}

// keepsSecrets fails when a part tells a secret to whoever looks from outside.
func (s *stage) keepsSecrets(t *testing.T) {
	t.Helper()
	for id, p := range s.parts(t) {
		for _, hidden := range []string{secret, token, code} {
			if strings.Contains(p.text, hidden) {
				t.Errorf("%s tells a secret", id)
			}
		}
	}
}

func (s *stage) notice(t *testing.T) string {
	t.Helper()
	return s.parts(t)["notice:connect"].text
}

func TestThroughTheBrowser(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:connect")
	s.tap(t, "button:connect") // an impatient second click
	c := <-s.accounts.calls
	want := connect.Request{
		Address: "https://nurmebel.amocrm.ru", ClientID: clientID, Secret: secret, RedirectURI: connect.DefaultRedirect,
	}
	if c.way != "browser" || c.request != want {
		t.Fatalf("%s asked for %#v", c.way, c.request)
	}
	if err := c.on.Open(consent); err != nil {
		t.Fatal(err)
	}
	s.queue.next(t)
	if got := s.part(t, "field:link").text; got != consent || s.notice(t) != s.texts.T("connect.waiting_hint") {
		t.Errorf("the link is %q, said is %q", got, s.notice(t))
	}
	s.tap(t, "button:copy-link")
	if !slices.Equal(s.copied, []string{consent}) || !slices.Equal(s.opened, []string{consent}) {
		t.Errorf("copied %q, opened %q", s.copied, s.opened)
	}
	s.keepsSecrets(t)
	c.answer <- answer{id: 42}
	s.queue.next(t)
	if !slices.Equal(s.connected, []int64{42}) || len(s.accounts.calls) != 0 {
		t.Errorf("connected %v, %d more calls", s.connected, len(s.accounts.calls))
	}
	if got := s.part(t, "field:secret").text; got != "" {
		t.Errorf("the secret stays in its field: %q", got)
	}
	if got := s.part(t, "field:subdomain").text; got != "nurmebel" {
		t.Errorf("the address has become %q", got)
	}
}

// TestNothingChangesWhileBusy: what is being sent is what is on the screen.
func TestNothingChangesWhileBusy(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	before := s.parts(t)
	s.write(t, "field:client-id", "x")
	s.paste(t, "field:subdomain", "boshqa")
	s.focus(t, "field:client-id").TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
	s.focus(t, "field:client-id").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
	for _, id := range []string{"tab:token", "button:suffix", "button:change-redirect", "button:demo", "button:connect"} {
		s.tap(t, id)
	}
	after := s.parts(t)
	for id, p := range before {
		if after[id].text != p.text {
			t.Errorf("%s was %q and is %q", id, p.text, after[id].text)
		}
	}
	if len(after) != len(before) || s.demos != 0 || len(s.accounts.calls) != 0 {
		t.Errorf("%d parts became %d, %d demos", len(before), len(after), s.demos)
	}
	c.answer <- answer{err: errors.New("x")}
	s.queue.next(t)
	s.tap(t, "button:demo")
	if s.demos != 1 {
		t.Error("the screen stays locked after the answer")
	}
}

func TestFailureSaysWhatToDoAndMayBeRepeated(t *testing.T) {
	s := open(t, "ru")
	s.fill(t)
	for _, err := range []error{
		&auth.TokenError{Kind: auth.KindInvalidClient}, &auth.PortError{Port: 8917, Taken: true}, &auth.WaitError{Kind: auth.KindTimeout},
		errors.New("the moon is in the way"),
	} {
		s.tap(t, "button:connect")
		c := <-s.accounts.calls
		if s.notice(t) != "" {
			t.Errorf("the last failure is still shown: %q", s.notice(t))
		}
		c.answer <- answer{err: err}
		s.queue.next(t)
		if got, want := s.notice(t), connect.Sentence(s.texts, err); got != want {
			t.Errorf("%v: said is %q, want %q", err, got, want)
		}
		s.keepsSecrets(t)
	}
	if len(s.connected) != 0 || s.part(t, "field:secret").text == "" {
		t.Error("a failure connects, or takes the secret that is needed for the next try")
	}
}

func TestReportDoesNotEndTheWait(t *testing.T) {
	s := open(t, "en")
	s.fill(t)
	s.refuse = errors.New("exec: no browser at https://www.amocrm.ru/oauth?state=abcdefgh")
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if err := c.on.Open(consent); !errors.Is(err, s.refuse) {
		t.Errorf("the sign-in is told %v", err)
	}
	s.queue.next(t)
	for _, err := range []error{
		&auth.BrowserError{Err: s.refuse}, &auth.CallbackError{Kind: auth.KindWrongState},
		&auth.CallbackError{Kind: auth.KindForeignHost, Host: "evil.example"},
	} {
		c.on.Report(err)
		s.queue.next(t)
		if s.notice(t) != connect.Sentence(s.texts, err) || s.part(t, "field:link").text != consent {
			t.Errorf("%v: said is %q", err, s.notice(t))
		}
	}
	c.answer <- answer{id: 1}
	s.queue.next(t)
	if len(s.connected) != 1 || s.notice(t) != "" {
		t.Errorf("connected %v, said is %q", s.connected, s.notice(t))
	}
}

func TestCancel(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:connect")
	first := <-s.accounts.calls
	s.tap(t, "button:cancel")
	<-first.ctx.Done()
	if got := s.notice(t); got != s.texts.T("sign_in.cancelled") {
		t.Errorf("said is %q", got)
	}
	if _, ok := s.parts(t)["button:cancel"]; ok {
		t.Error("what was cancelled can be cancelled")
	}
	s.tap(t, "button:connect")
	if len(s.accounts.calls) != 0 {
		t.Error("the next attempt starts while the port is still held")
	}
	// Late news of the first attempt is nobody's business any more.
	if err := first.on.Open(consent); err != nil {
		t.Fatal(err)
	}
	s.queue.next(t)
	first.on.Report(&auth.CallbackError{Kind: auth.KindReplay})
	s.queue.next(t)
	first.answer <- answer{id: 13}
	s.queue.next(t)
	second := <-s.accounts.calls
	if _, ok := s.parts(t)["field:link"]; ok || len(s.connected) != 0 || s.notice(t) != "" {
		t.Errorf("an overtaken attempt is heard: %v %q", s.connected, s.notice(t))
	}
	second.answer <- answer{id: 14}
	s.queue.next(t)
	if !slices.Equal(s.connected, []int64{14}) {
		t.Errorf("connected %v", s.connected)
	}
}

func TestCloseGivesUp(t *testing.T) {
	s := open(t, "uz")
	s.fill(t)
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	closed := make(chan struct{})
	go func() { s.Close(); close(closed) }()
	<-c.ctx.Done()
	select {
	case <-closed:
		t.Error("Close does not wait for the attempt")
	default:
	}
	c.answer <- answer{id: 5}
	<-closed
	s.queue.next(t)
	if len(s.connected) != 0 {
		t.Error("a closed screen connects")
	}
	s.tap(t, "button:connect")
	if len(s.accounts.calls) != 0 {
		t.Error("a closed screen starts an attempt")
	}
}

func TestByCode(t *testing.T) {
	s := open(t, "en")
	s.tap(t, "tab:code")
	s.fill(t)
	for pasted, want := range map[string]string{
		"":      s.texts.T("connect.need_code"),
		"hello": s.texts.T("sign_in.not_a_code"),
		"http://localhost:8917/callback?error=access_denied&state=x": s.texts.T("sign_in.denied"),
		"http://localhost:8917/callback?state=x":                     s.texts.T("sign_in.code_missing"),
	} {
		s.paste(t, "field:code", pasted)
		if pasted == "" {
			s.wipe(t, "field:code")
		}
		s.tap(t, "button:connect")
		if len(s.accounts.calls) != 0 || !s.says(t, want) {
			t.Errorf("%q is not refused with %q", pasted, want)
		}
	}
	for _, pasted := range []string{code, "http://localhost:8917/callback?code=" + code + "&referer=nurmebel.amocrm.ru&state=x"} {
		s.paste(t, "field:code", pasted)
		s.paste(t, "field:secret", secret)
		s.keepsSecrets(t)
		s.focus(t, "field:code").TypedKey(&fyne.KeyEvent{Name: fyne.KeyReturn})
		c := <-s.accounts.calls
		if c.way != "code" || c.text != pasted || c.request.Secret != secret || c.request.Address != "https://nurmebel.amocrm.ru" {
			t.Errorf("%s with %q", c.way, c.text)
		}
		c.answer <- answer{id: 3}
		s.queue.next(t)
		if s.part(t, "field:code").text != "" || s.part(t, "field:secret").text != "" {
			t.Error("code or secret stay in their fields")
		}
	}
}

func TestByToken(t *testing.T) {
	s := open(t, "en")
	s.tap(t, "tab:token")
	for _, id := range []string{"field:client-id", "field:secret", "field:redirect", "field:code"} {
		if _, ok := s.parts(t)[id]; ok {
			t.Errorf("%s is asked for", id)
		}
	}
	s.paste(t, "field:subdomain", "http://127.0.0.1:1234/")
	s.tap(t, "button:connect")
	if !s.says(t, s.texts.T("connect.need_token")) {
		t.Error("an empty token is not refused")
	}
	s.paste(t, "field:token", "two\nwords ё")
	s.tap(t, "button:connect")
	if !s.says(t, s.texts.T("sign_in.not_a_token")) || len(s.accounts.calls) != 0 {
		t.Error("a text that is no token is not refused")
	}
	s.paste(t, "field:token", " "+token+"\n")
	s.keepsSecrets(t)
	s.tap(t, "button:connect")
	c := <-s.accounts.calls
	if c.way != "token" || c.address != "http://127.0.0.1:1234" || strings.TrimSpace(c.text) != token {
		t.Errorf("%s at %s", c.way, c.address)
	}
	c.answer <- answer{id: 9}
	s.queue.next(t)
	if s.part(t, "field:token").text != "" || !slices.Equal(s.connected, []int64{9}) {
		t.Errorf("connected %v, the token's field has %q", s.connected, s.part(t, "field:token").text)
	}
}

// wipe empties a field by hand.
func (s *stage) wipe(t *testing.T, id string) {
	t.Helper()
	field, ok := s.focus(t, id).(fyne.Shortcutable)
	if !ok {
		t.Fatalf("%s takes no shortcuts", id)
	}
	field.TypedShortcut(&fyne.ShortcutSelectAll{})
	s.window.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyBackspace})
}

// says reports whether a sentence can be read somewhere.
func (s *stage) says(t *testing.T, sentence string) bool {
	t.Helper()
	found := false
	visit(t, s.Object(), fyne.Position{}, func(o fyne.CanvasObject, _ fyne.Position) {
		if p, ok := o.(*kit.Prose); ok && p.Text() == sentence {
			found = true
		}
	})
	return found
}
