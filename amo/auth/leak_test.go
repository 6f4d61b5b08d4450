package auth

import (
	"bytes"
	"encoding/json"
	"fmt"
	"log/slog"
	"net/url"
	"strings"
	"testing"
)

// noLeak fails when a text has a secret of the fake in it, or most of one.
func noLeak(t testing.TB, f *fake, text string) {
	t.Helper()
	f.mu.Lock()
	defer f.mu.Unlock()
	for _, secret := range f.secrets {
		for _, part := range []string{secret, secret[:len(secret)/2], secret[len(secret)/2:], url.QueryEscape(secret)} {
			if strings.Contains(text, part) {
				at := strings.Index(text, part)
				t.Errorf("a secret comes after %q", text[max(0, at-200):at])
				return
			}
		}
	}
}

func TestNothingPrintsItsSecrets(t *testing.T) {
	f := newFake(t)
	pair := f.grantPair()
	state := NewState()
	long, err := ParseLongLived(pair.Access)
	if err != nil {
		t.Fatal(err)
	}
	f.secrets = append(f.secrets, state.Value())
	callback := Callback{Code: f.newCode(), State: state.Value()}
	b := newBench(t)
	b.revokeAll()
	if _, err := b.tokens.Refresh(t.Context(), b.first.Access); err == nil {
		t.Fatal("a revoked pair is renewed")
	}
	f.secrets = append(f.secrets, b.secrets...)
	var out bytes.Buffer
	for _, v := range []any{b.tokens, Params{App: f.app}, Visit{Callback: callback}, &attempt{Params: Params{App: f.app}, state: state}, pair, &pair, f.app, &f.app, state, callback, &callback, long, *long, struct{ P any }{pair}, []Pair{pair}} {
		for _, verb := range []string{"%v", "%+v", "%#v", "%s", "%q", "%d", "%x"} {
			fmt.Fprintf(&out, verb+"\n", v)
		}
		slog.New(slog.NewTextHandler(&out, nil)).Info("x", "v", v)
	}
	for _, v := range []any{pair, f.app, long} {
		slog.New(slog.NewJSONHandler(&out, nil)).Info("x", "v", v)
	}
	noLeak(t, f, out.String())
}

// TestNothingLeaksOnTheWay runs every failure with its log kept.
func TestNothingLeaksOnTheWay(t *testing.T) {
	var out bytes.Buffer
	log := slog.New(slog.NewJSONHandler(&out, &slog.HandlerOptions{Level: slog.LevelDebug}))
	for _, wrong := range []fault{0, cutBefore, cutAfter, page403, json403, page429, page502, pay402, page200, half200, after502, odd400} {
		b := newBench(t, WithLogger(log))
		b.fail(wrong, wrong, wrong)
		if _, err := b.tokens.Refresh(t.Context(), b.first.Access); err != nil {
			fmt.Fprintf(&out, "%v %+v %#v\n", err, err, err)
			for _, cause := range causes(err) {
				fmt.Fprintf(&out, "%v %+v %#v\n", cause, cause, cause)
			}
		}
		for _, r := range b.seen() {
			fmt.Fprintln(&out, r)
		}
		if err := b.tokens.Close(t.Context()); err != nil {
			t.Error(err)
		}
		noLeak(t, b.fake, out.String())
		out.Reset()
	}
}

// causes is everything an error unwraps to.
func causes(err error) []error {
	var all []error
	switch u := err.(type) {
	case interface{ Unwrap() error }:
		if next := u.Unwrap(); next != nil {
			all = append(append(all, next), causes(next)...)
		}
	case interface{ Unwrap() []error }:
		for _, next := range u.Unwrap() {
			all = append(append(all, next), causes(next)...)
		}
	}
	return all
}

func TestScrubber(t *testing.T) {
	secret := `a"b/c+d e&f`
	quoted, err := json.Marshal(secret)
	if err != nil {
		t.Fatal(err)
	}
	s := newScrubber(secret, "", "abc")
	for _, text := range []string{secret, string(quoted), url.QueryEscape(secret), url.PathEscape(secret), "https://x/?code=" + secret} {
		got := s.text("before " + text + " after")
		if strings.Contains(got, "c+d") || strings.Contains(got, "c%2Bd") {
			t.Errorf("%q stays", got)
		}
	}
	if got := s.text("abc stays, as it is too short to be told from words"); !strings.HasPrefix(got, "abc") {
		t.Errorf("got %q", got)
	}
	if got := s.text(strings.Repeat("ў ", 1000)); len(got) > longestText {
		t.Errorf("%d bytes", len(got))
	}
	if got := s.text("dial tcp 127.0.0.1:443: connect: connection refused"); !strings.HasSuffix(got, "refused") {
		t.Errorf("got %q", got)
	}
}
