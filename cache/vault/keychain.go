package vault

import (
	"context"
	"errors"
	"io/fs"
	"net"
	"os/exec"
	"runtime"
	"slices"
	"strings"
	"time"

	"github.com/godbus/dbus/v5"
	"github.com/zalando/go-keyring"
)

// service is the program's name in the keychain.
const service = "uz.voronka.desktop"

// keychain is what the vault needs of the system's keychain.
type keychain interface {
	Get(service, user string) (string, error)
	Set(service, user, secret string) error
}

// systemKeychain is the keychain of the operating system.
type systemKeychain struct{}

func (systemKeychain) Get(service, user string) (string, error) { return keyring.Get(service, user) }

func (systemKeychain) Set(service, user, secret string) error {
	return keyring.Set(service, user, secret)
}

// timedKeychain gives a keychain, which may wait for the person and knows no
// contexts, a deadline.
type timedKeychain struct {
	system keychain
	wait   time.Duration
}

func (t timedKeychain) get(ctx context.Context, name string) (string, error) {
	return t.call(ctx, "read the key", func() (string, error) { return t.system.Get(service, name) })
}

func (t timedKeychain) set(ctx context.Context, name, secret string) error {
	_, err := t.call(ctx, "keep the key", func() (string, error) { return "", t.system.Set(service, name, secret) })
	return err
}

// call runs fn on a goroutine of its own. When the deadline passes the
// goroutine is left behind: nothing can interrupt a call that waits for the
// person's password, and it ends with their answer or with the process. It
// shares nothing but the buffered channel, so it can do no harm until then.
func (t timedKeychain) call(ctx context.Context, op string, fn func() (string, error)) (string, error) {
	type answer struct {
		text string
		err  error
	}
	answers := make(chan answer, 1)
	go func() {
		text, err := fn()
		answers <- answer{text, err}
	}()
	deadline := time.NewTimer(t.wait)
	defer deadline.Stop()
	select {
	case a := <-answers:
		if errors.Is(a.err, keyring.ErrNotFound) {
			a.err = ErrGone
		}
		if a.err != nil {
			return "", &KeychainError{Op: op, Err: a.err}
		}
		return a.text, nil
	case <-deadline.C:
		return "", &KeychainError{Op: op, Err: ErrNoAnswer}
	case <-ctx.Done():
		return "", &KeychainError{Op: op, Err: ctx.Err()}
	}
}

// absentNames are the D-Bus errors that say nobody serves secrets here: no
// service, none that could be started, or one without any collection.
var absentNames = []string{
	"org.freedesktop.DBus.Error.ServiceUnknown",
	"org.freedesktop.DBus.Error.NameHasNoOwner",
	"org.freedesktop.DBus.Error.NoServer",
	"org.freedesktop.DBus.Error.FileNotFound",
	"org.freedesktop.DBus.Error.Disconnected",
	"org.freedesktop.Secret.Error.NoSuchObject",
}

// isAbsent reports whether the system has no keychain, as opposed to one that
// is locked, refuses, or does not answer.
func isAbsent(err error) bool {
	var keychain *KeychainError
	if !errors.As(err, &keychain) {
		return false
	}
	if errors.Is(err, keyring.ErrUnsupportedPlatform) {
		return true
	}
	var reply dbus.Error
	if errors.As(err, &reply) {
		return slices.Contains(absentNames, reply.Name) || strings.HasPrefix(reply.Name, "org.freedesktop.DBus.Error.Spawn.")
	}
	var missing *exec.Error // the program that talks to the keychain
	if errors.As(err, &missing) || errors.Is(err, fs.ErrNotExist) {
		return true
	}
	if runtime.GOOS == "darwin" || runtime.GOOS == "windows" {
		return false
	}
	// There is no session bus: it does not answer, cannot be launched, or has
	// no address, which the library says in words only.
	var network *net.OpError
	var exit *exec.ExitError
	return errors.As(err, &network) || errors.As(err, &exit) || strings.HasPrefix(keychain.Err.Error(), "dbus: ")
}
