package vault

import (
	"errors"
	"fmt"
)

// ErrSealed means that a sealed secret does not open here.
var ErrSealed = errors.New("the secret was sealed with another key or for another account, or is damaged; connect the account again")

// ErrGone means the keychain no longer has the key of a folder.
var ErrGone = errors.New("the key is not there any more")

// ErrNoAnswer means the keychain has not answered in time; it may be waiting
// to be unlocked.
var ErrNoAnswer = errors.New("no answer in time; unlock the keychain and try again")

// IsShut reports whether err says that the vault does not open: the keychain is
// locked, refuses or does not answer, or a file of the vault is not to be read.
// No server is to blame, and only a person can mend it.
func IsShut(err error) bool {
	var (
		keychain *KeychainError
		file     *KeyError
		mode     *ModeError
	)
	return errors.As(err, &keychain) || errors.As(err, &file) || errors.As(err, &mode)
}

// KeychainError means the keychain of the operating system holds the key of
// the folder, or shall hold it, and does not serve.
type KeychainError struct {
	Op  string // what was tried
	Err error  // ErrGone, ErrNoAnswer, or the system's own
}

func (e *KeychainError) Error() string {
	return fmt.Sprintf("system keychain: %s: %v", e.Op, e.Err)
}

// Unwrap returns why.
func (e *KeychainError) Unwrap() error { return e.Err }

// KeyError means a file of the vault in the data folder cannot be read or
// written, or is not what it should be.
type KeyError struct {
	Path string
	Err  error
}

func (e *KeyError) Error() string { return fmt.Sprintf("vault file %s: %v", e.Path, e.Err) }

// Unwrap returns why.
func (e *KeyError) Unwrap() error { return e.Err }

// ModeError means a key cannot be had in the mode asked for: the mode is
// unknown, or it asks for a key file while the key is in the keychain.
type ModeError struct {
	Mode Mode
	Have Keeper // where the key is, "" when the mode is unknown
}

func (e *ModeError) Error() string {
	if e.Have == "" {
		return fmt.Sprintf("unknown keychain mode %q; use system or file", e.Mode)
	}
	return fmt.Sprintf("keychain mode %q was asked for, but the key of this data folder is kept by the %s keychain; use that, or another data folder", e.Mode, e.Have)
}
