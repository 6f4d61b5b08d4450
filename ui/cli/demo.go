package cli

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"

	"github.com/gofrs/flock"
	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/vault"
)

// demoMark is a file in the demo's folder that says that the demo made it, and
// may empty it.
const demoMark = "voronka-demo"

// demoFlags are the flags of `demo`.
type demoFlags struct {
	leads int
	seed  uint64
}

func (r *run) demoCommand() *cobra.Command {
	var f demoFlags
	cmd := &cobra.Command{
		Use:   "demo",
		Short: "Open the window on a made-up account",
		Long: "Opens the window on a made-up account, which the program serves to itself. Its data\n" +
			"stands in a folder of its own, emptied each time, and never mixes with real accounts.",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			if f.leads < 0 {
				return usagef("--leads is a number from 0 on")
			}
			return r.demo(ctx, f)
		}),
	}
	cmd.Flags().IntVar(&f.leads, "leads", sandbox.DefaultLeads, "how many leads")
	cmd.Flags().Uint64Var(&f.seed, "seed", 1, "chooses the content")
	return cmd
}

func (r *run) demo(ctx context.Context, f demoFlags) (err error) {
	home, err := r.dir()
	if err != nil {
		return err
	}
	unlock, err := lockDemo(home)
	if err != nil {
		return err
	}
	defer unlock()
	dir := filepath.Join(home, "demo")
	if err := freshDemo(dir); err != nil {
		return err
	}
	o := sandbox.Options{Leads: f.leads, Seed: f.seed}
	if f.leads == 0 {
		o.Leads = -1 // there, 0 means the default
	}
	served, err := serveSandbox(ctx, "127.0.0.1:0", o)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, served.Close()) }()
	d, err := r.openAt(dir, home, vault.ModeFile)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, d.close()) }()
	conn, err := d.connectDemo(ctx, served.credentials)
	if err != nil {
		return err
	}
	return r.show(ctx, d, conn, true)
}

// connectDemo keeps the connection to a sandbox of this process. The key of
// its token stays in the demo's folder: it opens nothing real, and asking the
// system's keychain would only puzzle the person.
func (d *desk) connectDemo(ctx context.Context, c sandbox.Credentials) (cache.Connection, error) {
	account := amo.Account{ID: c.AccountID, Name: c.Subdomain, Subdomain: c.Subdomain}
	conn, err := d.accounts.KeepToken(ctx, c.BaseURL, account, c.LongLivedToken)
	if err != nil {
		return cache.Connection{}, err
	}
	return conn, d.settle(ctx, conn, limitsOff)
}

// demoHost stands in the window for the address of the demo, which is a port
// of this machine that means nothing to a person.
const demoHost = "demo"

// lockDemo lets one demo at a time use the folder under home. The lock stands
// beside that folder, which is emptied under it.
func lockDemo(home string) (unlock func(), err error) {
	if err := os.MkdirAll(home, 0o700); err != nil {
		return nil, &cache.FolderError{Dir: home, Err: err}
	}
	lock := flock.New(filepath.Join(home, "demo.lock"), flock.SetPermissions(0o600))
	locked, err := lock.TryLock()
	if err != nil {
		return nil, &cache.FolderError{Dir: home, Err: err}
	}
	if !locked {
		return nil, errors.Join(errSecondWindow, lock.Close())
	}
	// The lock ends with the process at the latest.
	return func() { _ = lock.Close() }, nil
}

// freshDemo empties the demo's folder. It touches only a folder that bears its
// mark, and takes an empty one for its own; the mark stays throughout, so that
// a start that was cut off does not leave a folder nobody dares to delete.
func freshDemo(dir string) error {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return &cache.FolderError{Dir: dir, Err: err}
	}
	inside, err := os.ReadDir(dir)
	if err != nil {
		return &cache.FolderError{Dir: dir, Err: err}
	}
	mark := filepath.Join(dir, demoMark)
	if info, err := os.Lstat(mark); len(inside) > 0 && (err != nil || !info.Mode().IsRegular()) {
		return &foreignFolderError{dir}
	}
	note := []byte("Made by `voronka demo`, which empties this folder at each start.\n")
	if err := os.WriteFile(mark, note, 0o600); err != nil {
		return &cache.FolderError{Dir: dir, Err: err}
	}
	for _, entry := range inside {
		if entry.Name() == demoMark {
			continue
		}
		if err := os.RemoveAll(filepath.Join(dir, entry.Name())); err != nil {
			return &cache.FolderError{Dir: dir, Err: err}
		}
	}
	return nil
}

// foreignFolderError says that the demo's folder was not made by the demo.
type foreignFolderError struct{ dir string }

func (e *foreignFolderError) Error() string {
	return fmt.Sprintf("%s was not made by the demo and is left alone", e.dir)
}
