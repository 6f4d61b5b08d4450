package connect

import (
	"net/url"
	"strings"
	"testing"

	"pgregory.net/rapid"
)

const (
	ru = iota
	com
	kommo
)

func TestReadAddress(t *testing.T) {
	own := func(whole string) address { return address{whole: whole} }
	for _, c := range []struct {
		text  string
		want  address
		wrong problem
	}{
		{text: "nurmebel", want: address{name: "nurmebel"}},
		{text: "  NurMebel \n", want: address{name: "nurmebel"}},
		{text: "new-1", want: address{name: "new-1"}},
		{text: "nurmebel.amocrm.ru", want: address{name: "nurmebel"}},
		{text: "nurmebel.amocrm.com", want: address{name: "nurmebel", suffix: com}},
		{text: "nurmebel.kommo.com", want: address{name: "nurmebel", suffix: kommo}},
		{text: "nurmebel/", want: address{name: "nurmebel"}},
		{text: "https://nurmebel.amocrm.ru/leads/pipeline/12?filter=1#x", want: address{name: "nurmebel"}},
		{text: "https://nurmebel.kommo.com:443/", want: address{name: "nurmebel", suffix: kommo}},
		{text: "http://nurmebel.amocrm.ru", want: address{name: "nurmebel"}}, // always asked by https
		{text: "HTTPS://NURMEBEL.AMOCRM.RU/", want: address{name: "nurmebel"}},
		{text: "https://nurmebel\u200b.amocrm.ru", want: address{name: "nurmebel"}},

		{text: "http://127.0.0.1:1234", want: own("http://127.0.0.1:1234")},
		{text: "http://127.0.0.1:1234/api/v4/", want: own("http://127.0.0.1:1234")},
		{text: "127.0.0.1:1234", want: own("http://127.0.0.1:1234")},
		{text: "localhost:8080", want: own("http://localhost:8080")},
		{text: "http://nurmebel.localhost:8443", want: own("http://nurmebel.localhost:8443")},
		{text: "https://nurmebel.test", want: own("https://nurmebel.test")},
		{text: "http://[::1]:9000", want: own("http://[::1]:9000")},
		{text: "http://192.168.1.20:80", want: own("http://192.168.1.20:80")},

		{text: "", wrong: addressEmpty},
		{text: " \t ", wrong: addressEmpty},
		{text: "нурмебель", wrong: addressBad},
		{text: "nurmebel.amocrm.ru.", wrong: addressBad},
		{text: "nur mebel!", wrong: addressBad},
		{text: "-nurmebel", wrong: addressBad},
		{text: "xn--80a", wrong: addressBad},
		{text: "amocrm.ru", wrong: addressBad},
		{text: "https://www.amocrm.ru/oauth", wrong: addressBad},
		{text: "https://a.b.amocrm.ru", wrong: addressBad},
		{text: "https://nurmebel.amocrm.ru:8443", wrong: addressForeign},
		{text: "https://me:pw@nurmebel.amocrm.ru", wrong: addressBad},
		{text: "ftp://nurmebel.amocrm.ru", wrong: addressBad},
		{text: "://nurmebel", wrong: addressBad},
		{text: "https://", wrong: addressBad},
		{text: strings.Repeat("a", 64), wrong: addressBad},
		{text: "https://nurmebel.amocrm.ru.evil.com", wrong: addressForeign},
		{text: "https://evilamocrm.ru", wrong: addressForeign},
		{text: "nurmebel.example.com", wrong: addressForeign},
		{text: "http://8.8.8.8", wrong: addressForeign},
	} {
		got, wrong := readAddress(c.text, ru)
		if got != c.want || wrong != c.wrong {
			t.Errorf("%q: %+v %q, want %+v %q", c.text, got, wrong, c.want, c.wrong)
		}
	}
}

func TestSuffixBesideTheFieldCounts(t *testing.T) {
	a, wrong := readAddress("nurmebel", kommo)
	if got, want := a.url(), "https://nurmebel.kommo.com"; got != want || wrong != addressFine {
		t.Errorf("%s %q, want %s", got, wrong, want)
	}
	a, wrong = readAddress("https://nurmebel.amocrm.com/leads", kommo)
	if got, want := a.url(), "https://nurmebel.amocrm.com"; got != want || wrong != addressFine {
		t.Errorf("%s %q, want %s: a pasted suffix wins", got, wrong, want)
	}
}

// TestAddressesOfAccounts: however an account's address is written, it is the
// same account, and the form shows it in one way.
func TestAddressesOfAccounts(t *testing.T) {
	all := suffixes()
	rapid.Check(t, func(t *rapid.T) {
		name := rapid.StringMatching(`[a-z0-9]([a-z0-9-]{0,20}[a-z0-9])?`).Filter(func(s string) bool {
			return s != "www" && isLabel(s)
		}).Draw(t, "name")
		suffix := rapid.IntRange(0, len(all)-1).Draw(t, "suffix")
		scheme := rapid.SampledFrom([]string{"", "https://", "http://", "HTTPS://"}).Draw(t, "scheme")
		path := rapid.SampledFrom([]string{"", "/", "/leads/", "/leads/detail/1?tab=2#3", "?a=b"}).Draw(t, "path")
		air := rapid.SampledFrom([]string{"", " ", "\n", "\u00a0"}).Draw(t, "air")
		text := air + scheme + name + all[suffix] + path + air
		want := address{name: name, suffix: suffix}
		if got, wrong := readAddress(text, ru); got != want || wrong != addressFine {
			t.Fatalf("%q: %+v %q", text, got, wrong)
		}
		again, wrong := readAddress(want.typed(), suffix)
		if again != want || wrong != addressFine {
			t.Fatalf("%q reads back as %+v %q", want.typed(), again, wrong)
		}
	})
}

func FuzzReadAddress(f *testing.F) {
	for _, s := range []string{
		"nurmebel", "https://nurmebel.amocrm.ru/x", "http://127.0.0.1:1", "[::1]:2", "a@b", "://", "https://x.amocrm.ru@evil.com",
		"http://[fe80::1%25eth0]", "https://nurmebel.amocrm.ru\\@evil.com", "K.amocrm.ru",
	} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		a, wrong := readAddress(text, ru)
		if wrong != addressFine {
			if a != (address{}) {
				t.Errorf("%q is wrong (%s) and %+v", text, wrong, a)
			}
			return
		}
		u, err := url.Parse(a.url())
		if err != nil || u.Host == "" || u.User != nil || u.Path != "" || u.RawQuery != "" {
			t.Fatalf("%q gives %q, which is no plain address: %v", text, a.url(), err)
		}
		if a.whole == "" && (u.Scheme != "https" || u.Host != a.name+suffixes()[a.suffix]) {
			t.Errorf("%q gives %q", text, a.url())
		}
		if again, wrong := readAddress(a.typed(), a.suffix); again != a || wrong != addressFine {
			t.Errorf("%q gives %+v, which reads back as %+v %q", text, a, again, wrong)
		}
	})
}

func TestIsUUID(t *testing.T) {
	for text, want := range map[string]bool{
		"5f2c1a90-7d1e-4c3b-9a55-0e6f8b2d4c11": true, "5F2C1A90-7D1E-4C3B-9A55-0E6F8B2D4C11": true,
		"": false, "5f2c1a90": false, "5f2c1a90-7d1e-4c3b-9a55-0e6f8b2d4c1g": false,
		"5f2c1a9007d1e-4c3b-9a55-0e6f8b2d4c11": false, "5f2c1a90-7d1e-4c3b-9a55-0e6f8b2d4c111": false,
	} {
		if got := isUUID(text); got != want {
			t.Errorf("%q: %v", text, got)
		}
	}
}
