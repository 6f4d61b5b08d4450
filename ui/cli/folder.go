package cli

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"strings"

	"voronka/cache"
	"voronka/cache/vault"
	"voronka/ui/account"
)

// settingAccount is the folder's setting that holds the id of the account
// used last.
const settingAccount = "account"

// desk is an opened data folder with its log: what every command but sandbox
// and version works on.
type desk struct {
	*cache.Folder
	accounts *account.Accounts
	log      *logbook
	logDir   string // the folder whose logs it writes
}

// dir is the data folder: the flag, the environment, or the system's place.
func (r *run) dir() (string, error) {
	if r.dataDir != "" {
		return r.dataDir, nil
	}
	if dir := r.Getenv(EnvFolder); dir != "" {
		return dir, nil
	}
	return cache.DefaultDir()
}

// open opens the data folder and its log.
func (r *run) open() (*desk, error) {
	dir, err := r.dir()
	if err != nil {
		return nil, err
	}
	return r.openAt(dir, dir, vault.Mode(r.Getenv(EnvKeychain)))
}

// openAt opens a data folder whose log stands in another one's logs. keychain
// says where the key of its tokens shall be.
func (r *run) openAt(dir, logDir string, keychain vault.Mode) (*desk, error) {
	folder, err := cache.OpenFolder(dir)
	if err != nil {
		return nil, err
	}
	log, err := openLog(logDir, r.Getenv(EnvLog))
	if err != nil {
		return nil, errors.Join(err, folder.Close())
	}
	accounts := account.New(account.Params{Folder: folder, Keychain: keychain, Log: log.Logger, Agent: agent()})
	return &desk{Folder: folder, accounts: accounts, log: log, logDir: logDir}, nil
}

// agent is how the program names itself to servers.
func agent() string { return "Voronka/" + Version }

// close waits for renewals of tokens, which are stored whatever ended the
// command, and closes the folder, then the log.
func (d *desk) close() error {
	return errors.Join(d.accounts.Close(context.Background()), d.Folder.Close(), d.log.close())
}

// with opens the data folder for f, logs why f failed, and closes everything.
func (r *run) with(f func(d *desk) error) (err error) {
	d, err := r.open()
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			d.log.Error("command failed", "command", r.Args[:min(1, len(r.Args))], "err", err)
		}
		err = errors.Join(err, d.close())
	}()
	return f(d)
}

// withAccount is with, for the account the person means.
func (r *run) withAccount(ctx context.Context, f func(s *session) error) error {
	return r.with(func(d *desk) (err error) {
		conn, err := d.connection(ctx, r.account)
		if err != nil {
			return err
		}
		s, err := d.openSession(ctx, conn)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, s.Close()) }()
		return f(s)
	})
}

// connection finds an account by id or subdomain; an empty name means the one
// used last, or else the one connected last.
func (d *desk) connection(ctx context.Context, name string) (cache.Connection, error) {
	all, err := d.Connections(ctx)
	if err != nil {
		return cache.Connection{}, err
	}
	if len(all) == 0 {
		return cache.Connection{}, errNoAccount
	}
	if name != "" {
		for _, c := range all {
			if strconv.FormatInt(c.AccountID, 10) == name || strings.EqualFold(c.Subdomain, name) || strings.EqualFold(c.Host, name) {
				return c, nil
			}
		}
		return cache.Connection{}, &unknownAccountError{name}
	}
	last, err := d.Setting(ctx, settingAccount)
	if err != nil {
		return cache.Connection{}, err
	}
	for _, c := range all {
		if strconv.FormatInt(c.AccountID, 10) == last {
			return c, nil
		}
	}
	return all[len(all)-1], nil
}

// connectionByID finds an account by its id.
func (d *desk) connectionByID(ctx context.Context, id int64) (cache.Connection, error) {
	return d.connection(ctx, strconv.FormatInt(id, 10))
}

// remember makes an account the one that commands mean by default.
func (d *desk) remember(ctx context.Context, accountID int64) error {
	return d.SetSetting(ctx, settingAccount, strconv.FormatInt(accountID, 10))
}

// errNoAccount says that nothing is connected yet.
var errNoAccount = errors.New("no account is connected")

// unknownAccountError says that no connected account has the name.
type unknownAccountError struct{ name string }

func (e *unknownAccountError) Error() string {
	return fmt.Sprintf("account %q is not connected", e.name)
}
