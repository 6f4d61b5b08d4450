package auth

import (
	"encoding/base64"
	"strings"
	"testing"
)

const sampleCode = "def5020045e6f7a8b9c0d1e2f3a4b5c6"

func TestParseCallback(t *testing.T) {
	whole := "http://localhost:8917/callback?code=" + sampleCode + "&referer=nurmebel.amocrm.ru&state=St4te&platform=1&client_id=abc"
	tests := []struct {
		name, pasted string
		want         Callback
		kind         Kind
	}{
		{"whole address", whole, Callback{Code: sampleCode, Referer: "nurmebel.amocrm.ru", State: "St4te", Platform: "1", ClientID: "abc"}, KindUnknown},
		{"in quotes", ` "` + whole + `" `, Callback{Code: sampleCode, Referer: "nurmebel.amocrm.ru", State: "St4te", Platform: "1", ClientID: "abc"}, KindUnknown},
		{"broken into lines", whole[:50] + "\r\n  " + whole[50:], Callback{Code: sampleCode, Referer: "nurmebel.amocrm.ru", State: "St4te", Platform: "1", ClientID: "abc"}, KindUnknown},
		{"without scheme", "localhost:8917/callback?code=" + sampleCode, Callback{Code: sampleCode}, KindUnknown},
		{"query alone", "code=" + sampleCode + "&state=s", Callback{Code: sampleCode, State: "s"}, KindUnknown},
		{"with fragment", "http://x/?code=" + sampleCode + "#top", Callback{Code: sampleCode}, KindUnknown},
		{"referer as address", "?code=" + sampleCode + "&referer=https%3A%2F%2Fn.amocrm.ru%2F", Callback{Code: sampleCode, Referer: "https://n.amocrm.ru/"}, KindUnknown},
		{"code alone", "\n" + sampleCode + " ", Callback{Code: sampleCode}, KindUnknown},
		{"code with padding", sampleCode + "==", Callback{Code: sampleCode + "=="}, KindUnknown},
		{"zero width space", "\u200b" + sampleCode, Callback{Code: sampleCode}, KindUnknown},
		{"refused", "http://localhost/?error=access_denied&state=s", Callback{State: "s", Denied: true}, KindDenied},
		{"refused with a code", "?error=access_denied&code=" + sampleCode, Callback{Denied: true}, KindDenied},
		{"no code", "http://localhost/?state=s", Callback{State: "s"}, KindCodeMissing},
		{"no query", "http://localhost:8917/callback", Callback{}, KindCodeMissing},
		{"stray query", "http://localhost:8917/callback?a=b", Callback{}, KindCodeMissing},
		{"two codes", "?code=" + sampleCode + "&code=" + sampleCode, Callback{}, KindNotACode},
		{"two states", "?code=" + sampleCode + "&state=a&state=b", Callback{}, KindNotACode},
		{"bad escape", "?code=%zz", Callback{}, KindNotACode},
		{"semicolons", "?code=" + sampleCode + ";state=s", Callback{}, KindNotACode},
		{"empty", "", Callback{}, KindNotACode},
		{"code in lines", strings.Repeat(sampleCode+"\n", 3), Callback{Code: strings.Repeat(sampleCode, 3)}, KindUnknown},
		{"plain words", "hello there", Callback{}, KindNotACode},
		{"short", "def", Callback{}, KindNotACode},
		{"words", "the code, please", Callback{}, KindNotACode},
		{"control characters", "?code=def50200%0d%0aX-Evil:1", Callback{Code: "def50200\r\nX-Evil:1"}, KindNotACode},
		{"access token", fakeJWT(map[string]any{"exp": 1}), Callback{}, KindNotACode},
		{"huge", strings.Repeat("a", longestCallback+1), Callback{}, KindNotACode},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			got, err := ParseCallback(test.pasted)
			if KindOf(err) != test.kind || got != test.want {
				t.Errorf("got %#v, kind %d (%v)", plain(got), KindOf(err), err)
			}
		})
	}
}

// plain is a Callback that prints.
func plain(c Callback) any {
	type printed Callback
	return printed(c)
}

func TestState(t *testing.T) {
	s, other := NewState(), NewState()
	raw, err := base64.RawURLEncoding.DecodeString(s.Value())
	if err != nil || len(raw) != 32 {
		t.Fatalf("a state of %d bytes (%v)", len(raw), err)
	}
	for _, wrong := range []string{"", other.Value(), s.Value()[:10], s.Value() + "x", strings.ToUpper(s.Value()) + "0"} {
		if err := s.Redeem(wrong); KindOf(err) != KindWrongState {
			t.Errorf("a wrong state is answered with %v", err)
		}
	}
	if err := s.Redeem(s.Value()); err != nil {
		t.Errorf("the state itself: %v", err)
	}
	if err := s.Redeem(s.Value()); KindOf(err) != KindReplay {
		t.Errorf("the state once more: %v", err)
	}
}

func TestClaims(t *testing.T) {
	token := fakeJWT(map[string]any{
		"aud": []string{"app"}, "sub": "504141", "account_id": 5135160, "iat": 1767225600.25, "exp": "1767312000",
		"api_domain": "api-b.amocrm.ru", "base_domain": "amocrm.ru", "scopes": []string{"crm"},
	})
	got, err := ParseClaims(token)
	want := Claims{AccountID: 5135160, UserID: 504141, ClientID: "app", APIDomain: "api-b.amocrm.ru", BaseDomain: "amocrm.ru", IssuedAt: 1767225600, ExpiresAt: 1767312000}
	if err != nil || got != want {
		t.Errorf("got %+v, %v", got, err)
	}
	if got.LivesFor() != 86400 {
		t.Errorf("lives for %d s", got.LivesFor())
	}
	odd, err := ParseClaims(fakeJWT(map[string]any{"account_id": []int{1}, "exp": true, "iat": 1e300, "api_domain": 7, "aud": map[string]int{}}))
	if err != nil || odd != (Claims{}) {
		t.Errorf("odd claims: %+v, %v", odd, err)
	}
	for _, bad := range []string{"", "a.b", "a.!.c", "a.e30", "a.bm90IGpzb24.c", strings.Repeat("a", longestToken) + ".e30.c"} {
		if _, err := ParseClaims(bad); err == nil {
			t.Errorf("%.20q is read as a token", bad)
		}
	}
}
