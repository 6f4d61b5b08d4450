package auth

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func TestRefererHosts(t *testing.T) {
	tests := []struct {
		platform Platform
		referer  string
		want     string // empty: refused
	}{
		{AmoRU(), "nurmebel.amocrm.ru", "https://nurmebel.amocrm.ru"},
		{AmoRU(), "NurMebel.AmoCRM.ru", "https://nurmebel.amocrm.ru"},
		{AmoRU(), "https://nurmebel.amocrm.ru", "https://nurmebel.amocrm.ru"},
		{AmoRU(), "http://nurmebel.amocrm.ru/", "https://nurmebel.amocrm.ru"},
		{AmoRU(), "//nurmebel.amocrm.ru", "https://nurmebel.amocrm.ru"},
		{AmoRU(), " https://nurmebel.amocrm.ru/leads/?a=b#c ", "https://nurmebel.amocrm.ru"},
		{AmoRU(), "a.b.amocrm.ru", "https://a.b.amocrm.ru"},
		{AmoCOM(), "shop.amocrm.com", "https://shop.amocrm.com"},
		{AmoCOM(), "shop.kommo.com", "https://shop.kommo.com"},
		{Kommo(), "shop.kommo.com", "https://shop.kommo.com"},

		{AmoRU(), "", ""},
		{AmoRU(), "amocrm.ru", ""},
		{AmoRU(), ".amocrm.ru", ""},
		{AmoRU(), "evilamocrm.ru", ""},
		{AmoRU(), "nurmebel.amocrm.ru.evil.com", ""},
		{AmoRU(), "amocrm.ru.evil.com", ""},
		{AmoRU(), "evil.com/.amocrm.ru", ""},
		{AmoRU(), "evil.com?.amocrm.ru", ""},
		{AmoRU(), "evil.com#.amocrm.ru", ""},
		{AmoRU(), `evil.com\.amocrm.ru`, ""},
		{AmoRU(), "evil.com@nurmebel.amocrm.ru", ""},
		{AmoRU(), "https://nurmebel.amocrm.ru@evil.com", ""},
		{AmoRU(), "https://nurmebel.amocrm.ru:443", ""},
		{AmoRU(), "nurmebel.amocrm.ru:8443", ""},
		{AmoRU(), "nurmebel.amocrm.ru:", ""},
		{AmoRU(), "nurmebel.amocrm.ru.", ""},
		{AmoRU(), "nurmebel..amocrm.ru", ""},
		{AmoRU(), "-nurmebel.amocrm.ru", ""},
		{AmoRU(), "nur_mebel.amocrm.ru", ""},
		{AmoRU(), "nur mebel.amocrm.ru", ""},
		{AmoRU(), "nur\x00mebel.amocrm.ru", ""},
		{AmoRU(), "evil.com\n.amocrm.ru", ""},
		{AmoRU(), "evil.com%2f.amocrm.ru", ""},
		{AmoRU(), "xn--nurmebl-4of.amocrm.ru", ""},
		{AmoRU(), "nurmebеl.amocrm.ru", ""}, // a Cyrillic е
		{AmoRU(), "evil.com。amocrm.ru", ""}, // an ideographic full stop
		{AmoRU(), "evil.com／.amocrm.ru", ""},
		{AmoRU(), "https://https://nurmebel.amocrm.ru", ""},
		{AmoRU(), "javascript:nurmebel.amocrm.ru", ""},
		{AmoRU(), "127.0.0.1", ""},
		{AmoRU(), "[::1]", ""},
		{AmoRU(), "[::1].amocrm.ru", ""},
		{AmoRU(), "shop.kommo.com", ""},
		{Kommo(), "nurmebel.amocrm.ru", ""},
		{AmoRU(), strings.Repeat("a", 64) + ".amocrm.ru", ""},
		{AmoRU(), strings.Repeat("a.", 130) + "amocrm.ru", ""},
	}
	for _, test := range tests {
		got, err := test.platform.BaseURL(test.referer)
		if test.want != "" {
			if err != nil || got != test.want {
				t.Errorf("%s: referer %q: got %q, %v, want %q", test.platform.Name, test.referer, got, err, test.want)
			}
			continue
		}
		if err == nil || KindOf(err) != KindForeignHost || got != "" {
			t.Errorf("%s: referer %q is taken for %q (%v)", test.platform.Name, test.referer, got, err)
		}
	}
}

func TestSandboxHosts(t *testing.T) {
	tests := []struct{ base, referer, want string }{
		{"http://127.0.0.1:8443", "127.0.0.1:8443", "http://127.0.0.1:8443"},
		{"http://127.0.0.1:8443/", "http://127.0.0.1:8443/", "http://127.0.0.1:8443"},
		{"http://127.0.0.1:8443", "127.0.0.1:8444", ""},
		{"http://127.0.0.1:8443", "127.0.0.1", ""},
		{"http://127.0.0.1:8443", "1.127.0.0.1:8443", ""},
		{"http://127.0.0.1:8443", "yangi.localhost:8443", "http://yangi.localhost:8443"},
		{"http://127.0.0.1:8443", "yangi.localhost", ""},
		{"http://127.0.0.1:8443", "192.168.1.2:8443", ""},
		{"http://192.168.1.2:8443", "127.0.0.1:8443", ""},
		{"http://192.168.1.2:8443", "localhost:8443", ""},
		{"http://127.0.0.1:8443", "nurmebel.amocrm.ru", ""},
		{"http://[::1]:8443", "[::1]:8443", "http://[::1]:8443"},
		{"http://[::1]:8443", "[::2]:8443", ""},
		{"http://localhost:8443", "nurmebel.localhost:8443", "http://nurmebel.localhost:8443"},
		{"http://nurmebel.localhost:8443", "yangi.localhost:8443", "http://yangi.localhost:8443"},
		{"http://nurmebel.localhost:8443", "yangi.localhost", ""},
		{"http://nurmebel.localhost:8443", "yangi.localhost:80", ""},
		{"https://crm.example.com", "crm.example.com", "https://crm.example.com"},
		{"https://crm.example.com", "other.example.com", ""},
		{"https://crm.example.com", "nurmebel.amocrm.ru", ""},
	}
	for _, test := range tests {
		p, err := Sandbox(test.base)
		if err != nil {
			t.Fatal(err)
		}
		got, err := p.BaseURL(test.referer)
		if got != test.want || (err == nil) != (test.want != "") {
			t.Errorf("sandbox %s: referer %q: got %q, %v, want %q", test.base, test.referer, got, err, test.want)
		}
	}
	for _, base := range []string{"", "127.0.0.1:8443", "http://example.com", "ftp://localhost", "http://u:p@localhost", "http://localhost?x=1", "http://a b", "http://8.8.8.8"} {
		if p, err := Sandbox(base); err == nil {
			t.Errorf("sandbox %q is taken: %+v", base, p)
		}
	}
}

func TestTypedAccounts(t *testing.T) {
	sandbox, err := Sandbox("http://127.0.0.1:8443")
	if err != nil {
		t.Fatal(err)
	}
	tests := []struct {
		platform Platform
		typed    string
		want     string
		kind     Kind
	}{
		{AmoRU(), "nurmebel", "https://nurmebel.amocrm.ru", KindUnknown},
		{AmoRU(), " NurMebel ", "https://nurmebel.amocrm.ru", KindUnknown},
		{AmoRU(), "https://nurmebel.amocrm.ru/leads/pipeline/1", "https://nurmebel.amocrm.ru", KindUnknown},
		{Kommo(), "shop", "https://shop.kommo.com", KindUnknown},
		{AmoRU(), "", "", KindAccountMissing},
		{AmoRU(), "evil.com", "", KindForeignHost},
		{sandbox, "", "http://127.0.0.1:8443", KindUnknown},
		{sandbox, "nurmebel", "", KindForeignHost},
	}
	for _, test := range tests {
		got, err := test.platform.AccountURL(test.typed)
		if got != test.want || KindOf(err) != test.kind {
			t.Errorf("%s: typed %q: got %q, %v", test.platform.Name, test.typed, got, err)
		}
	}
}

func TestPlatformOfAnAddress(t *testing.T) {
	for base, want := range map[string]string{
		"https://nurmebel.amocrm.ru":      "amocrm.ru",
		"https://shop.amocrm.com":         "amocrm.com",
		"https://nurmebel.amocrm.ru:8443": "nurmebel.amocrm.ru:8443",
		"http://127.0.0.1:1":              "127.0.0.1:1",
	} {
		if p, err := platformOf(base); err != nil || p.Name != want {
			t.Errorf("%s: got %q, %v, want %q", base, p.Name, err, want)
		}
	}
	var foreign *CallbackError
	if _, err := AmoRU().BaseURL(strings.Repeat("a", 60) + "." + strings.Repeat("b", 60) + ".com"); !errors.As(err, &foreign) || len(foreign.Host) > longestShown+4 {
		t.Errorf("a long host is repeated in full: %v", err)
	}
}

func TestConsentURL(t *testing.T) {
	state := NewState()
	u, err := url.Parse(ConsentURL(AmoRU(), App{ClientID: "id&x=1", Secret: "hidden"}, state.Value()))
	if err != nil {
		t.Fatal(err)
	}
	q := u.Query()
	if u.Scheme+"://"+u.Host+u.Path != "https://www.amocrm.ru/oauth" || q.Get("client_id") != "id&x=1" ||
		q.Get("state") != state.Value() || q.Get("mode") != "post_message" || len(q) != 3 {
		t.Errorf("consent address %s", u)
	}
	if strings.Contains(u.String(), "hidden") {
		t.Error("the secret is in the consent address")
	}
}
