package vault

import (
	"context"
	"crypto/aes"
	"crypto/cipher"
	"fmt"
	"path/filepath"
	"strconv"
	"time"
)

// keySize is the size of the key in bytes: AES-256.
const keySize = 32

// formatOne is the first byte of everything sealed: AES-256-GCM, the nonce in
// front of the text.
const formatOne = 1

// keychainWait is how long the keychain may take: it may be asking the person
// to unlock it.
const keychainWait = 30 * time.Second

// Mode says where the key of a folder without one shall be made.
type Mode string

// The modes. A key that exists is used wherever it is, in every mode but
// ModeFile, which fails when it is in the system's keychain.
const (
	ModeAuto   Mode = ""       // in the keychain, or in a file when the system has no keychain
	ModeSystem Mode = "system" // in the keychain, or not at all
	ModeFile   Mode = "file"   // in a file
)

// Keeper says where the key is.
type Keeper string

// The keepers of a key.
const (
	KeeperSystem Keeper = "system" // keychain of the operating system
	KeeperFile   Keeper = "file"   // vault.key in the data folder
)

// Vault seals and unseals with the key of one data folder. It is safe for
// concurrent use and needs no closing.
type Vault struct {
	aead   cipher.AEAD
	keeper Keeper
}

// Open finds or makes the key of the data folder dir. It may wait for the
// person to unlock the keychain, 30 seconds at most, and for another process
// that is opening the same folder. Errors: *KeychainError, *KeyError,
// *ModeError.
func Open(ctx context.Context, dir string, mode Mode) (*Vault, error) {
	return open(ctx, dir, mode, systemKeychain{}, keychainWait)
}

func open(ctx context.Context, dir string, mode Mode, system keychain, wait time.Duration) (*Vault, error) {
	switch mode {
	case ModeAuto, ModeSystem, ModeFile:
	default:
		return nil, fmt.Errorf("open vault: %w", &ModeError{Mode: mode})
	}
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	unlock, err := lockFolder(ctx, dir, 2*wait)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	defer unlock()
	k := keys{dir: dir, system: timedKeychain{system, wait}}
	key, keeper, err := k.find(ctx, mode)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return newVault(key, keeper)
}

func newVault(key []byte, keeper Keeper) (*Vault, error) {
	block, err := aes.NewCipher(key)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	aead, err := cipher.NewGCMWithRandomNonce(block)
	if err != nil {
		return nil, fmt.Errorf("open vault: %w", err)
	}
	return &Vault{aead: aead, keeper: keeper}, nil
}

// Keeper tells where the key is, so that the program can say so.
func (v *Vault) Keeper() Keeper { return v.keeper }

// String keeps the key out of logs that print a Vault.
func (v *Vault) String() string { return "vault(" + string(v.keeper) + ")" }

// GoString is String: %#v prints no key either.
func (v *Vault) GoString() string { return v.String() }

// Seal encrypts a secret of an account for a purpose ("tokens", say). What it
// returns opens with the same vault, account and purpose only.
func (v *Vault) Seal(accountID int64, purpose string, plain []byte) ([]byte, error) {
	if accountID == 0 || purpose == "" {
		return nil, fmt.Errorf("seal secret: it needs an account and a purpose, not %d and %q", accountID, purpose)
	}
	sealed := make([]byte, 1, 1+v.aead.Overhead()+len(plain))
	sealed[0] = formatOne
	return v.aead.Seal(sealed, nil, plain, binding(accountID, purpose)), nil
}

// Unseal decrypts what Seal has returned. It fails with ErrSealed when the
// bytes were sealed with another key, for another account or purpose, or were
// changed since.
func (v *Vault) Unseal(accountID int64, purpose string, sealed []byte) ([]byte, error) {
	if len(sealed) == 0 || sealed[0] != formatOne {
		return nil, fmt.Errorf("unseal %s of account %d: %w", purpose, accountID, ErrSealed)
	}
	plain, err := v.aead.Open(nil, nil, sealed[1:], binding(accountID, purpose))
	if err != nil {
		return nil, fmt.Errorf("unseal %s of account %d: %w", purpose, accountID, ErrSealed)
	}
	return plain, nil
}

// binding is the data the seal is valid for.
func binding(accountID int64, purpose string) []byte {
	b := []byte("voronka sealed secret\x00")
	b = append(b, formatOne, 0)
	b = strconv.AppendInt(b, accountID, 10)
	b = append(b, 0)
	return append(b, purpose...)
}
