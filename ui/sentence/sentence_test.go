package sentence_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"testing"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/cache"
	"voronka/cache/vault"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
)

const private = "def50200c0ffee"

// Every kind of failure to sign in has a sentence of its own, in each language,
// that repeats nothing of the error.
func TestSignInFailures(t *testing.T) {
	for _, l := range i18n.Languages() {
		texts := i18n.New(l.Code)
		seen := map[string]auth.Kind{}
		for kind := auth.KindDenied; kind <= auth.KindClosed; kind++ {
			s := sentence.Of(texts, fmt.Errorf("connect: %w", &auth.TokenError{Kind: kind, Host: "a.amocrm.ru", Hint: private}), "a.amocrm.ru")
			if other, ok := seen[s]; ok {
				t.Errorf("%s: kinds %d and %d share %q", l.Code, kind, other, s)
			}
			seen[s] = kind
			if s == texts.Failure(i18n.Unexpected) || strings.Contains(s, private) {
				t.Errorf("%s: kind %d: %q", l.Code, kind, s)
			}
		}
	}
}

func TestVaultAndStoreFailures(t *testing.T) {
	texts := i18n.New("en")
	for _, c := range []struct {
		err  error
		want string
	}{
		{&vault.KeychainError{Op: "read", Err: vault.ErrNoAnswer}, texts.Failure(i18n.Keychain)},
		{&vault.KeychainError{Op: "read", Err: vault.ErrGone}, texts.Failure(i18n.KeyGone)},
		{&vault.KeyError{Path: "/data/vault.key", Err: errors.New("x")}, texts.Failure(i18n.KeyFile, "File", "/data/vault.key")},
		{&vault.ModeError{Mode: "file", Have: vault.KeeperSystem}, texts.Failure(i18n.KeyMode)},
		{fmt.Errorf("unseal: %w", vault.ErrSealed), texts.Failure(i18n.Sealed)},
		{&auth.StoreError{Op: "load", Err: &vault.KeychainError{Op: "read", Err: vault.ErrNoAnswer}}, texts.Failure(i18n.Keychain)},
		{&auth.StoreError{Op: "save", Err: cache.ErrDiskFull}, texts.Failure(i18n.DiskFull)},
		{&auth.StoreError{Op: "save", Err: errors.New("x")}, texts.T("sign_in.store")},
		{context.Canceled, texts.Failure(i18n.Interrupted)},
		{context.DeadlineExceeded, texts.Failure(i18n.TooSlow)},
		{&amo.NetworkError{Op: "GET", Host: "h", Err: errors.New("refused")}, texts.Failure(i18n.Unreachable, "Host", "h")},
	} {
		if got := sentence.Of(texts, fmt.Errorf("wrapped: %w", c.err), "h"); got != c.want {
			t.Errorf("%v: %q, want %q", c.err, got, c.want)
		}
	}
}
