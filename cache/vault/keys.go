package vault

import (
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/gofrs/flock"
)

// The files of the vault in the data folder. Of the first two a folder has at
// most one: the key itself, or under which name the keychain has it.
const (
	keyFile    = "vault.key"
	systemFile = "vault.system"
	lockFile   = "vault.lock"
)

// keys finds the key of a folder. The caller holds the folder's lock.
type keys struct {
	dir    string
	system timedKeychain
}

// find returns the key and where it is, making one if there is none.
func (k *keys) find(ctx context.Context, mode Mode) ([]byte, Keeper, error) {
	key, err := k.read(keyFile, keySize)
	if err != nil || key != nil {
		return key, KeeperFile, err
	}
	name, err := k.read(systemFile, nameSize)
	if err != nil {
		return nil, "", err
	}
	if name != nil {
		if mode == ModeFile {
			return nil, "", &ModeError{Mode: mode, Have: KeeperSystem}
		}
		key, err := k.fromSystem(ctx, hex.EncodeToString(name))
		return key, KeeperSystem, err
	}
	if mode != ModeFile {
		key, err := k.makeInSystem(ctx)
		if err == nil || mode == ModeSystem || !isAbsent(err) {
			return key, KeeperSystem, err
		}
	}
	key = random(keySize)
	return key, KeeperFile, k.write(keyFile, key)
}

// nameSize is the size in bytes of a key's random name in the keychain. Each
// folder has its own, so that two folders never overwrite each other's key.
const nameSize = 8

func (k *keys) fromSystem(ctx context.Context, name string) ([]byte, error) {
	text, err := k.system.get(ctx, name)
	if err != nil {
		return nil, err
	}
	key, err := hex.DecodeString(text)
	if err != nil || len(key) != keySize {
		return nil, &KeychainError{Op: "read the key", Err: errors.New("it holds something else under the name of the key")}
	}
	return key, nil
}

// makeInSystem puts a new key into the keychain, and only when it is really
// there makes the folder depend on it.
func (k *keys) makeInSystem(ctx context.Context) ([]byte, error) {
	name := random(nameSize)
	made := random(keySize)
	if err := k.system.set(ctx, hex.EncodeToString(name), hex.EncodeToString(made)); err != nil {
		return nil, err
	}
	kept, err := k.fromSystem(ctx, hex.EncodeToString(name))
	if err != nil {
		return nil, err
	}
	return kept, k.write(systemFile, name)
}

func random(size int) []byte {
	b := make([]byte, size)
	rand.Read(b) // never fails: it ends the program instead
	return b
}

// read returns the size bytes a file of the vault holds in hexadecimal, nil
// when there is no such file.
func (k *keys) read(name string, size int) ([]byte, error) {
	path := filepath.Join(k.dir, name)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, &KeyError{Path: path, Err: err}
	}
	if info.Size() > 1024 {
		return nil, &KeyError{Path: path, Err: errors.New("it is not a file of the vault")}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return nil, &KeyError{Path: path, Err: err}
	}
	value, err := hex.DecodeString(strings.TrimSpace(string(text)))
	if err != nil || len(value) != size {
		// The text may be most of a key: it must not get into the message.
		return nil, &KeyError{Path: path, Err: fmt.Errorf("it is damaged: %d bytes in hexadecimal were expected", size)}
	}
	// A copy by hand may have made it readable for others.
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(path, 0o600); err != nil {
			return nil, &KeyError{Path: path, Err: err}
		}
	}
	return value, nil
}

// write makes a file of the vault, whole or not at all, and on the disk before
// anything is sealed with it.
func (k *keys) write(name string, value []byte) error {
	path := filepath.Join(k.dir, name)
	fresh := path + ".new"
	if err := os.Remove(fresh); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return &KeyError{Path: path, Err: err}
	}
	file, err := os.OpenFile(fresh, os.O_CREATE|os.O_EXCL|os.O_WRONLY, 0o600)
	if err != nil {
		return &KeyError{Path: path, Err: err}
	}
	_, err = file.WriteString(hex.EncodeToString(value) + "\n")
	if err := errors.Join(err, file.Sync(), file.Close()); err != nil {
		return &KeyError{Path: path, Err: err}
	}
	if err := os.Rename(fresh, path); err != nil {
		return &KeyError{Path: path, Err: err}
	}
	return nil
}

// lockFolder keeps other processes from finding or making the key at the same
// time, so that all end with one.
func lockFolder(ctx context.Context, dir string, wait time.Duration) (func(), error) {
	path := filepath.Join(dir, lockFile)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, &KeyError{Path: path, Err: err}
	}
	ctx, cancel := context.WithTimeout(ctx, wait)
	defer cancel()
	file := flock.New(path, flock.SetPermissions(0o600))
	if _, err := file.TryLockContext(ctx, 10*time.Millisecond); err != nil {
		return nil, &KeyError{Path: path, Err: errors.Join(err, file.Close())}
	}
	// Closing the file cannot fail in a way that keeps the lock.
	return func() { _ = file.Close() }, nil
}
