package vault

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
	"go.uber.org/goleak"
	"pgregory.net/rapid"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// memory is a keychain in memory that may fail.
type memory struct {
	mu      sync.Mutex
	secrets map[string]string
	getErr  error
	setErr  error
}

func (m *memory) Get(service, user string) (string, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.getErr != nil {
		return "", m.getErr
	}
	secret, ok := m.secrets[service+"/"+user]
	if !ok {
		return "", keyring.ErrNotFound
	}
	return secret, nil
}

func (m *memory) Set(service, user, secret string) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.setErr != nil {
		return m.setErr
	}
	if m.secrets == nil {
		m.secrets = map[string]string{}
	}
	m.secrets[service+"/"+user] = secret
	return nil
}

func mustOpen(t *testing.T, dir string, mode Mode, system keychain) *Vault {
	t.Helper()
	v, err := open(t.Context(), dir, mode, system, time.Second)
	if err != nil {
		t.Fatal(err)
	}
	return v
}

// opens checks that b unseals what a seals: that both have the same key.
func opens(t *testing.T, a, b *Vault) {
	t.Helper()
	sealed, err := a.Seal(31, "tokens", []byte("secret"))
	if err != nil {
		t.Fatal(err)
	}
	plain, err := b.Unseal(31, "tokens", sealed)
	if err != nil || string(plain) != "secret" {
		t.Fatalf("unsealed %q, %v", plain, err)
	}
}

func TestSealIsBound(t *testing.T) {
	v := mustOpen(t, t.TempDir(), ModeFile, &memory{})
	other := mustOpen(t, t.TempDir(), ModeFile, &memory{})
	rapid.Check(t, func(t *rapid.T) {
		account := rapid.Int64Min(1).Draw(t, "account")
		purpose := rapid.StringN(1, 20, -1).Draw(t, "purpose")
		plain := rapid.SliceOf(rapid.Byte()).Draw(t, "plain")
		sealed, err := v.Seal(account, purpose, plain)
		if err != nil {
			t.Fatal(err)
		}
		if len(plain) > 3 && bytes.Contains(sealed, plain) {
			t.Fatal("the secret shows in what was sealed")
		}
		got, err := v.Unseal(account, purpose, sealed)
		if err != nil || !bytes.Equal(got, plain) {
			t.Fatalf("unsealed %q, %v", got, err)
		}
		changed := bytes.Clone(sealed)
		changed[rapid.IntRange(0, len(sealed)-1).Draw(t, "at")] ^= 1
		for name, try := range map[string]func() ([]byte, error){
			"account": func() ([]byte, error) { return v.Unseal(account+1, purpose, sealed) },
			"purpose": func() ([]byte, error) { return v.Unseal(account, purpose+"x", sealed) },
			"key":     func() ([]byte, error) { return other.Unseal(account, purpose, sealed) },
			"bytes":   func() ([]byte, error) { return v.Unseal(account, purpose, changed) },
			"cut":     func() ([]byte, error) { return v.Unseal(account, purpose, sealed[:len(sealed)-1]) },
		} {
			if _, err := try(); !errors.Is(err, ErrSealed) {
				t.Fatalf("another %s: %v", name, err)
			}
		}
	})
	if _, err := v.Seal(0, "tokens", nil); err == nil {
		t.Error("sealed for no account")
	}
	if _, err := v.Seal(1, "", nil); err == nil {
		t.Error("sealed for no purpose")
	}
}

func TestKeyStaysWhereItIs(t *testing.T) {
	absent := &KeychainError{Op: "test", Err: dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}}
	system := &memory{}
	dir := t.TempDir()
	first := mustOpen(t, dir, ModeAuto, system)
	if first.Keeper() != KeeperSystem {
		t.Fatalf("kept by %s", first.Keeper())
	}
	if _, err := os.Stat(filepath.Join(dir, keyFile)); !errors.Is(err, os.ErrNotExist) {
		t.Errorf("there is a key file too: %v", err)
	}
	opens(t, first, mustOpen(t, dir, ModeSystem, system))

	var keychain *KeychainError
	var mode *ModeError
	if _, err := open(t.Context(), dir, ModeAuto, &memory{getErr: absent}, time.Second); !errors.As(err, &keychain) {
		t.Errorf("keychain away: %v", err)
	}
	if _, err := open(t.Context(), dir, ModeAuto, &memory{}, time.Second); !errors.Is(err, ErrGone) {
		t.Errorf("key removed from the keychain: %v", err)
	}
	if _, err := open(t.Context(), dir, ModeFile, system, time.Second); !errors.As(err, &mode) || mode.Have != KeeperSystem {
		t.Errorf("file asked for: %v", err)
	}
	opens(t, first, mustOpen(t, dir, ModeAuto, system))

	filed := t.TempDir()
	second := mustOpen(t, filed, ModeAuto, &memory{setErr: absent})
	if second.Keeper() != KeeperFile {
		t.Fatalf("without a keychain kept by %s", second.Keeper())
	}
	for _, m := range []Mode{ModeAuto, ModeSystem, ModeFile} {
		later := mustOpen(t, filed, m, system)
		if later.Keeper() != KeeperFile {
			t.Errorf("mode %q: kept by %s", m, later.Keeper())
		}
		opens(t, second, later)
	}
}

func TestFallsBackOnlyWithoutKeychain(t *testing.T) {
	for _, c := range []struct {
		err  error
		mode Mode
		file bool
	}{
		{dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}, ModeAuto, true},
		{dbus.Error{Name: "org.freedesktop.DBus.Error.Spawn.ChildExited"}, ModeAuto, true},
		{errors.New("dbus: couldn't determine address of session bus"), ModeAuto, true},
		{keyring.ErrUnsupportedPlatform, ModeAuto, true},
		{keyring.ErrUnsupportedPlatform, ModeSystem, false},
		{dbus.Error{Name: "org.freedesktop.DBus.Error.NoReply"}, ModeAuto, false},
		{dbus.Error{Name: "org.freedesktop.Secret.Error.IsLocked"}, ModeAuto, false},
		{errors.New("failed to unlock correct collection"), ModeAuto, false},
	} {
		t.Run(fmt.Sprint(c.err, c.mode), func(t *testing.T) {
			dir := t.TempDir()
			v, err := open(t.Context(), dir, c.mode, &memory{setErr: c.err}, time.Second)
			if c.file {
				if err != nil || v.Keeper() != KeeperFile {
					t.Fatalf("opened %v, %v", v, err)
				}
				return
			}
			var keychain *KeychainError
			if !errors.As(err, &keychain) {
				t.Fatalf("error %v", err)
			}
			for _, name := range []string{keyFile, systemFile} {
				if _, err := os.Stat(filepath.Join(dir, name)); !errors.Is(err, os.ErrNotExist) {
					t.Errorf("%s was made: %v", name, err)
				}
			}
		})
	}
}

func TestKeyringOfTheSystem(t *testing.T) {
	keyring.MockInit()
	dir := t.TempDir()
	a, err := Open(t.Context(), dir, ModeSystem)
	if err != nil {
		t.Fatal(err)
	}
	b, err := Open(t.Context(), dir, ModeAuto)
	if err != nil {
		t.Fatal(err)
	}
	opens(t, a, b)
	keyring.MockInitWithError(errors.New("the keychain is locked"))
	var keychain *KeychainError
	if _, err := Open(t.Context(), dir, ModeAuto); !errors.As(err, &keychain) {
		t.Errorf("locked: %v", err)
	}
	if _, err := Open(t.Context(), t.TempDir(), ModeAuto); !errors.As(err, &keychain) {
		t.Errorf("locked, new folder: %v", err)
	}
}

// stuck never answers until it is let go.
type stuck chan struct{}

func (s stuck) Get(string, string) (string, error) { <-s; return "", keyring.ErrNotFound }
func (s stuck) Set(string, string, string) error   { <-s; return nil }

func TestKeychainThatDoesNotAnswer(t *testing.T) {
	silent := make(stuck)
	defer close(silent) // the goroutine left behind ends; goleak looks
	if _, err := open(t.Context(), t.TempDir(), ModeAuto, silent, time.Millisecond); !errors.Is(err, ErrNoAnswer) {
		t.Errorf("error %v", err)
	}
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := open(ctx, t.TempDir(), ModeAuto, silent, time.Minute); !errors.Is(err, context.Canceled) {
		t.Errorf("cancelled: %v", err)
	}
}

func TestManyAtOnceEndWithOneKey(t *testing.T) {
	absent := dbus.Error{Name: "org.freedesktop.DBus.Error.ServiceUnknown"}
	for name, system := range map[string]keychain{"system": &memory{}, "file": &memory{setErr: absent}} {
		t.Run(name, func(t *testing.T) {
			dir := t.TempDir()
			vaults := make([]*Vault, 16)
			var all sync.WaitGroup
			for i := range vaults {
				all.Go(func() {
					v, err := open(context.Background(), dir, ModeAuto, system, 10*time.Second)
					if err != nil {
						t.Error(err)
						return
					}
					vaults[i] = v
				})
			}
			all.Wait()
			if t.Failed() {
				return
			}
			for _, v := range vaults[1:] {
				opens(t, vaults[0], v)
			}
		})
	}
}

func TestKeyFile(t *testing.T) {
	dir := filepath.Join(t.TempDir(), "new")
	v := mustOpen(t, dir, ModeFile, &memory{})
	path := filepath.Join(dir, keyFile)
	info, err := os.Stat(path)
	if err != nil || info.Mode().Perm() != 0o600 {
		t.Fatalf("key file: %v, %v", info.Mode(), err)
	}
	if err := os.Chmod(path, 0o644); err != nil {
		t.Fatal(err)
	}
	opens(t, v, mustOpen(t, dir, ModeFile, &memory{}))
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("key file left open to others: %v, %v", info.Mode(), err)
	}

	key, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{
		"empty": "", "short": string(key[:40]), "long": strings.Repeat("ab", 600), "foreign": "not a key at all\n",
	} {
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		var damaged *KeyError
		_, err := open(t.Context(), dir, ModeAuto, &memory{}, time.Second)
		if !errors.As(err, &damaged) || damaged.Path != path {
			t.Errorf("%s key file: %v", name, err)
		}
		if err != nil && len(text) > 8 && strings.Contains(err.Error(), text[:8]) {
			t.Errorf("%s key file: its content is told: %v", name, err)
		}
		if after, err := os.ReadFile(path); err != nil || string(after) != text {
			t.Errorf("%s key file was changed: %v", name, err)
		}
	}

	below := filepath.Join(path, "folder")
	var failure *KeyError
	if _, err := open(t.Context(), below, ModeFile, &memory{}, time.Second); !errors.As(err, &failure) {
		t.Errorf("folder that cannot be made: %v", err)
	}
	var mode *ModeError
	if _, err := Open(t.Context(), dir, "cloud"); !errors.As(err, &mode) {
		t.Errorf("unknown mode: %v", err)
	}
}

func TestForeignEntryInKeychain(t *testing.T) {
	system := &memory{}
	dir := t.TempDir()
	mustOpen(t, dir, ModeSystem, system)
	for name := range system.secrets {
		system.secrets[name] = "hunter2 hunter2"
	}
	var keychain *KeychainError
	if _, err := open(t.Context(), dir, ModeAuto, system, time.Second); !errors.As(err, &keychain) || strings.Contains(err.Error(), "hunter2 hunter2") {
		t.Errorf("error %v", err)
	}
}

func TestPrintsNoKey(t *testing.T) {
	v := mustOpen(t, t.TempDir(), ModeFile, &memory{})
	for _, text := range []string{fmt.Sprint(v), fmt.Sprintf("%+v", v), fmt.Sprintf("%#v", v)} {
		if text != "vault(file)" {
			t.Errorf("prints as %q", text)
		}
	}
}

func FuzzUnseal(f *testing.F) {
	v, err := newVault(make([]byte, keySize), KeeperFile)
	if err != nil {
		f.Fatal(err)
	}
	good, err := v.Seal(31, "tokens", []byte("secret"))
	if err != nil {
		f.Fatal(err)
	}
	f.Add(good)
	f.Add([]byte{})
	f.Add([]byte{formatOne})
	f.Add(good[:20])
	f.Fuzz(func(t *testing.T, sealed []byte) {
		plain, err := v.Unseal(31, "tokens", sealed)
		if err == nil && string(plain) != "secret" {
			t.Errorf("forged %q", plain)
		}
	})
}
