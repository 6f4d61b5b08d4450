package account_test

import (
	"bytes"
	"context"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"net/http/httptest"
	"net/url"
	"path/filepath"
	"strings"
	"sync"
	"testing"

	"voronka/amo"
	"voronka/amo/auth"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/cache/vault"
	"voronka/ui/account"
)

// desk is a data folder with accounts, beside a sandbox they can be connected
// to.
type desk struct {
	*testing.T
	*account.Accounts
	folder *cache.Folder
	server *sandbox.Server
	base   string
	log    *journal
}

// journal is a log that many goroutines write.
type journal struct {
	mu   sync.Mutex
	text bytes.Buffer
}

func (j *journal) Write(p []byte) (int, error) {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.Write(p)
}

func (j *journal) String() string {
	j.mu.Lock()
	defer j.mu.Unlock()
	return j.text.String()
}

func newDesk(t *testing.T) *desk {
	t.Helper()
	server, err := sandbox.New(sandbox.Options{Leads: 5, Seed: 1})
	if err != nil {
		t.Fatal(err)
	}
	// Goroutines of the sandbox itself may end after the listener.
	t.Cleanup(func() {
		if err := server.Close(); err != nil {
			t.Error(err)
		}
	})
	listening := httptest.NewServer(server)
	t.Cleanup(listening.Close)
	d := &desk{T: t, server: server, base: listening.URL, log: &journal{}}
	d.folder = openFolder(t, filepath.Join(t.TempDir(), "data"))
	d.Accounts = d.open(d.folder)
	return d
}

func openFolder(t *testing.T, dir string) *cache.Folder {
	t.Helper()
	folder, err := cache.OpenFolder(dir)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := folder.Close(); err != nil {
			t.Error(err)
		}
	})
	return folder
}

// open gives the accounts of a folder as another process would have them.
func (d *desk) open(folder *cache.Folder) *account.Accounts {
	log := slog.New(slog.NewTextHandler(d.log, &slog.HandlerOptions{Level: slog.LevelDebug}))
	a := account.New(account.Params{Folder: folder, Keychain: vault.ModeFile, Log: log, Agent: "Voronka/test"})
	d.Cleanup(func() {
		if err := a.Close(context.Background()); err != nil {
			d.Error(err)
		}
	})
	return a
}

// signIn is the sandbox's integration.
func (d *desk) signIn() account.SignIn {
	c := d.server.Credentials()
	return account.SignIn{
		Address: d.base,
		App:     auth.App{ClientID: c.ClientID, Secret: c.ClientSecret, RedirectURI: c.RedirectURI},
	}
}

// answer clicks a button of the consent page and gives where the browser is
// sent next.
func (d *desk) answer(decision, state string) string {
	c := d.server.Credentials()
	client := &http.Client{CheckRedirect: func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }}
	res, err := client.PostForm(d.base+"/oauth", url.Values{
		"client_id": {c.ClientID}, "state": {state}, "account_id": {fmt.Sprint(c.AccountID)}, "decision": {decision},
	})
	if err != nil {
		d.Error(err)
		return ""
	}
	client.CloseIdleConnections()
	if err := res.Body.Close(); err != nil || res.StatusCode != http.StatusFound {
		d.Errorf("consent: %s, %v", res.Status, err)
	}
	return res.Header.Get("Location")
}

// connected connects the sandbox's account by a pasted address.
func (d *desk) connected() cache.Connection {
	d.Helper()
	c, err := d.Code(d.Context(), d.signIn(), d.answer("allow", ""))
	if err != nil {
		d.Fatal(err)
	}
	return c
}

// call asks the API for the account.
func (d *desk) call(a *account.Accounts, c cache.Connection) error {
	d.Helper()
	client, err := amo.NewClient(c.BaseURL, a.Tokens(c), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		d.Fatal(err)
	}
	defer client.Close()
	_, err = client.Account(d.Context())
	return err
}

func (d *desk) state() string {
	d.Helper()
	list, err := d.List(d.Context())
	if err != nil || len(list) != 1 {
		d.Fatalf("%d accounts, %v", len(list), err)
	}
	return list[0].State
}

// browse follows an address as a browser that shows the consent page does, and
// gives the page at which it ends up.
func (d *desk) browse(consent, decision string) string {
	u, err := url.Parse(consent)
	if err != nil {
		d.Error(err)
		return ""
	}
	client := &http.Client{}
	defer client.CloseIdleConnections()
	res, err := client.Get(d.answer(decision, u.Query().Get("state")))
	if err != nil {
		d.Error(err)
		return ""
	}
	page, err := io.ReadAll(res.Body)
	if err := res.Body.Close(); err != nil {
		d.Error(err)
	}
	if err != nil {
		d.Error(err)
	}
	return string(page)
}

// freeRedirect is a redirect URI whose port nobody listens on.
func freeRedirect(t *testing.T) string {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close() //nolint:errcheck // it was only asked for its port
	return "http://127.0.0.1:" + l.Addr().String()[strings.LastIndex(l.Addr().String(), ":")+1:] + "/callback"
}
