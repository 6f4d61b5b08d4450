package cli

import (
	"context"
	"sync"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/vault"
)

// purposeToken is what a connection's token is sealed for.
const purposeToken = "token"

// keyError says that the key a token is sealed with cannot be had.
type keyError struct{ err error }

func (e *keyError) Error() string { return e.err.Error() }
func (e *keyError) Unwrap() error { return e.err }

// seal seals a token for an account.
func (d *desk) seal(ctx context.Context, accountID int64, token string) ([]byte, error) {
	v, err := vault.Open(ctx, d.Dir(), d.keychain)
	if err != nil {
		return nil, &keyError{err}
	}
	sealed, err := v.Seal(accountID, purposeToken, []byte(token))
	if err != nil {
		return nil, &keyError{err}
	}
	return sealed, nil
}

// sealedTokens unseals an account's token when the first request needs it, so
// that nothing waits for the keychain which could do without.
func (d *desk) sealedTokens(conn cache.Connection) amo.Tokens {
	return &sealedTokens{unseal: func(ctx context.Context) (string, error) {
		v, err := vault.Open(ctx, d.Dir(), d.keychain)
		if err != nil {
			return "", &keyError{err}
		}
		token, err := v.Unseal(conn.AccountID, purposeToken, conn.Sealed)
		if err != nil {
			return "", &keyError{err}
		}
		return string(token), nil
	}}
}

// sealedTokens is an amo.Tokens that asks once. A failure is not kept: the
// person may unlock the keychain meanwhile.
type sealedTokens struct {
	unseal func(context.Context) (string, error)

	mu    sync.Mutex
	token string
}

// Token unseals the token, or gives the one unsealed before.
func (t *sealedTokens) Token(ctx context.Context) (string, error) {
	t.mu.Lock()
	defer t.mu.Unlock()
	if t.token == "" {
		token, err := t.unseal(ctx)
		if err != nil {
			return "", err
		}
		t.token = token
	}
	return t.token, nil
}
