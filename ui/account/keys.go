package account

import (
	"context"
	"encoding/json"
	"fmt"
	"sync"

	"voronka/cache/vault"
)

// What secrets are sealed for. One sealed for one purpose does not open for
// another.
const (
	purposeToken  = "token"
	purposePair   = "pair"
	purposeSecret = "secret"
)

// keys opens the vault of the folder when it is needed first, so that nothing
// waits for the keychain which could do without. A failure is not kept: the
// person may unlock the keychain meanwhile. The vault bounds how long the
// keychain may take.
type keys struct {
	dir  string
	mode vault.Mode

	mu     sync.Mutex
	opened *vault.Vault
}

func (k *keys) vault(ctx context.Context) (*vault.Vault, error) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if k.opened != nil {
		return k.opened, nil
	}
	v, err := vault.Open(ctx, k.dir, k.mode)
	if err != nil {
		return nil, err
	}
	k.opened = v
	return v, nil
}

func (k *keys) seal(ctx context.Context, accountID int64, purpose, secret string) ([]byte, error) {
	v, err := k.vault(ctx)
	if err != nil {
		return nil, err
	}
	return v.Seal(accountID, purpose, []byte(secret))
}

func (k *keys) unseal(ctx context.Context, accountID int64, purpose string, sealed []byte) (string, error) {
	v, err := k.vault(ctx)
	if err != nil {
		return "", err
	}
	plain, err := v.Unseal(accountID, purpose, sealed)
	return string(plain), err
}

// sealedPair is what of a pair of tokens needs sealing, and what belongs to it
// alone. Address and version stand in the open, beside it.
type sealedPair struct {
	Access     string `json:"access"`
	Refresh    string `json:"refresh"`
	LivesFor   int64  `json:"lives_for,omitempty"`
	ServerTime int64  `json:"server_time,omitempty"`
}

func (k *keys) sealPair(ctx context.Context, accountID int64, p sealedPair) ([]byte, error) {
	text, err := json.Marshal(p)
	if err != nil {
		return nil, fmt.Errorf("seal tokens of account %d: they cannot be written down", accountID)
	}
	return k.seal(ctx, accountID, purposePair, string(text))
}

func (k *keys) unsealPair(ctx context.Context, accountID int64, sealed []byte) (sealedPair, error) {
	text, err := k.unseal(ctx, accountID, purposePair, sealed)
	if err != nil {
		return sealedPair{}, err
	}
	var p sealedPair
	if err := json.Unmarshal([]byte(text), &p); err != nil {
		// The parser's error may quote what it read.
		return sealedPair{}, fmt.Errorf("unseal tokens of account %d: %w", accountID, vault.ErrSealed)
	}
	return p, nil
}
