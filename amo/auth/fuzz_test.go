package auth

import (
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"pgregory.net/rapid"
)

// FuzzReferer: whatever is said to be the account's host, the secret goes to
// the platform's hosts and to no other.
func FuzzReferer(f *testing.F) {
	for _, seed := range []string{
		"nurmebel.amocrm.ru", "https://nurmebel.amocrm.ru/", "evil.com#.amocrm.ru", "a@b.amocrm.ru",
		"[::1].amocrm.ru", "a.amocrm.ru:1", `a\.amocrm.ru`, "xn--a.amocrm.ru", "//a.kommo.com", "%2e.amocrm.ru",
		"localhost:8443", "yangi.localhost:8443",
	} {
		f.Add(seed)
	}
	sandbox, err := Sandbox("http://nurmebel.localhost:8443")
	if err != nil {
		f.Fatal(err)
	}
	platforms := append(Platforms(), sandbox)
	f.Fuzz(func(t *testing.T, referer string) {
		for _, p := range platforms {
			for _, read := range []func(string) (string, error){p.BaseURL, p.AccountURL} {
				base, err := read(referer)
				if err != nil {
					if base != "" {
						t.Errorf("%q: refused, but %q", referer, base)
					}
					continue
				}
				checkTrusted(t, p, referer, base)
			}
		}
	})
}

// checkTrusted looks at an address as the client that sends the secret will.
func checkTrusted(t *testing.T, p Platform, referer, base string) {
	t.Helper()
	if base == p.Base {
		return
	}
	req, err := http.NewRequest(http.MethodPost, base+tokenPath, nil)
	if err != nil {
		t.Fatalf("%q gives %q: %v", referer, base, err)
	}
	host, scheme := req.URL.Hostname(), "https"
	if p.Base != "" {
		scheme = "http"
		if req.URL.Port() != "8443" {
			t.Errorf("%q gives the port of %q", referer, base)
		}
	} else if req.URL.Port() != "" {
		t.Errorf("%q gives the port of %q", referer, base)
	}
	// A sandbox may be under any name of this computer.
	trusted := p.Base != "" && (host == "localhost" || strings.HasPrefix(host, "127.") || host == "::1")
	for _, suffix := range p.Suffixes {
		trusted = trusted || strings.HasSuffix(host, suffix) && host != suffix[1:]
	}
	if !trusted || req.URL.Scheme != scheme || req.URL.User != nil || req.URL.Path != tokenPath || req.URL.RawQuery != "" {
		t.Errorf("%q gives %q", referer, base)
	}
	if again, err := p.BaseURL(base); err != nil || again != base {
		t.Errorf("%q gives %q, which gives %q, %v", referer, base, again, err)
	}
}

// FuzzCallback: any pasted text is a code that can be sent, or an error that
// does not repeat it.
func FuzzCallback(f *testing.F) {
	for _, seed := range []string{
		"", sampleCode, "http://localhost:8917/callback?code=" + sampleCode + "&referer=n.amocrm.ru&state=s",
		"?error=access_denied&state=s", "code=a&code=b", "?code=%zz", "a?b?c&d=e#f", "\u200b" + sampleCode + "==",
	} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, pasted string) {
		c, err := ParseCallback(pasted)
		switch KindOf(err) {
		case KindUnknown:
			if err != nil || !isCode(c.Code) || c.Denied {
				t.Errorf("%q gives %#v, %v", pasted, plain(c), err)
			}
		case KindDenied:
			if !c.Denied || c.Code != "" {
				t.Errorf("%q gives %#v", pasted, plain(c))
			}
		case KindCodeMissing, KindNotACode:
			if len(pasted) > 100 && strings.Contains(err.Error(), pasted) {
				t.Errorf("%q is repeated by %q", pasted, err)
			}
		default:
			t.Errorf("%q: kind %d", pasted, KindOf(err))
		}
	})
}

// FuzzRedirect: a listener is only ever opened on this computer.
func FuzzRedirect(f *testing.F) {
	for _, seed := range []string{"http://localhost:8917/callback", "http://[::1]:1/", "http://127.0.0.1", "http://0.0.0.0:1/", "http://localhost@evil:1"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, uri string) {
		r, err := parseRedirect(uri)
		if err != nil {
			return
		}
		for _, address := range r.addr {
			if !strings.HasPrefix(address, "127.0.0.1:") && !strings.HasPrefix(address, "[::1]:") {
				t.Errorf("%q listens on %q", uri, address)
			}
		}
		if r.port < 1 || r.port > 65535 || !strings.HasPrefix(r.path, "/") {
			t.Errorf("%q: %+v", uri, r)
		}
	})
}

// FuzzClaims reads tokens of any kind.
func FuzzClaims(f *testing.F) {
	f.Add(fakeJWT(map[string]any{"exp": 1767312000, "iat": "1", "account_id": 1.5, "aud": []string{"a"}}))
	f.Add("a.e30.b")
	f.Fuzz(func(t *testing.T, token string) {
		c, err := ParseClaims(token)
		if err != nil && c != (Claims{}) {
			t.Errorf("claims of no token: %+v", c)
		}
		if c.LivesFor() < 0 && c.ExpiresAt > c.IssuedAt {
			t.Errorf("lives for %d", c.LivesFor())
		}
	})
}

// FuzzAnswer reads answers of any kind in place of the token endpoint's.
func FuzzAnswer(f *testing.F) {
	f.Add(200, `{"token_type":"Bearer","expires_in":86400,"access_token":"eyJ.e30.c","refresh_token":"def502"}`)
	f.Add(400, `{"hint":"Authorization code has expired","status":400}`)
	f.Add(401, `{"hint":7,"title":[]}`)
	f.Add(403, `<html>`)
	f.Add(200, "\xef\xbb\xbf{}")
	f.Fuzz(func(t *testing.T, status int, body string) {
		a := answer{host: "n.amocrm.ru", status: status, header: http.Header{}, body: []byte(body)}
		clean := newScrubber("verysecretvalue")
		e := a.refused(clean)
		if strings.Contains(e.Error(), "verysecretvalue") || len(e.Hint) > longestText {
			t.Errorf("%q: %v", body, e)
		}
		if r, err := a.pair("https://n.amocrm.ru", time.Unix(0, 0), clean); err == nil && (!isToken(r.pair.Access) || !isToken(r.pair.Refresh)) {
			t.Errorf("%q gives a pair that cannot be sent", body)
		}
	})
}

// TestQueriesSurvive: what the platform puts into the redirect comes out.
func TestQueriesSurvive(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		want := Callback{
			Code:    rapid.StringMatching(`[A-Za-z0-9._~+/=-]{8,80}`).Draw(t, "code"),
			State:   rapid.String().Draw(t, "state"),
			Referer: rapid.String().Draw(t, "referer"),
		}
		q := url.Values{"code": {want.Code}, "state": {want.State}, "referer": {want.Referer}, "x": {rapid.String().Draw(t, "x")}}
		got, err := parseQuery(q.Encode())
		if isCode(want.Code) && (err != nil || got != want) {
			t.Fatalf("got %#v, %v", plain(got), err)
		}
	})
}
