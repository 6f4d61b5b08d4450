package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
)

// The kinds and states of a connection.
const (
	kindLongLived = "long_lived"
	stateOK       = "ok"
)

// checkPatience bounds the one request that `connect` makes.
const checkPatience = 30 * time.Second

// maxToken bounds what is read of standard input. The tokens of amoCRM have
// one to two thousand characters.
const maxToken = 64 << 10

// connectFlags are the flags of `connect`.
type connectFlags struct {
	baseURL, host, token, limits string
}

func (r *run) connectCommand() *cobra.Command {
	var f connectFlags
	cmd := &cobra.Command{
		Use:   "connect (--base-url URL | --host HOST) --token TOKEN|-",
		Short: "Connect an account by its long-lived token",
		Long: "Connects an account by its long-lived token, after asking the server whether it is good.\n\n" +
			"Give the token as - and it is read from standard input. That is the better way:\n" +
			"what stands in a command line, others on this machine can read.\n\n" +
			"The token is kept sealed; the key is in the system's keychain, or in a file of the\n" +
			"data folder with " + EnvKeychain + "=file.",
		Example: "  voronka connect --host nurmebel.amocrm.ru --token - < token.txt",
		Args:    cobra.NoArgs,
		RunE:    act(func(ctx context.Context, _ []string) error { return r.connect(ctx, f) }),
	}
	cmd.Flags().StringVar(&f.baseURL, "base-url", "", "address of the server, for a sandbox: http://127.0.0.1:8080")
	cmd.Flags().StringVar(&f.host, "host", "", "host of the account: nurmebel.amocrm.ru")
	cmd.Flags().StringVar(&f.token, "token", "", "long-lived token, or - to read it from standard input")
	cmd.Flags().StringVar(&f.limits, "limits", limitsOn, "keep to amoCRM's limits, on or off; off is for sandboxes")
	cmd.MarkFlagsMutuallyExclusive("base-url", "host")
	cmd.MarkFlagsOneRequired("base-url", "host")
	if err := cmd.MarkFlagRequired("token"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (r *run) connect(ctx context.Context, f connectFlags) error {
	base, err := address(f)
	if err != nil {
		return err
	}
	if f.limits != limitsOn && f.limits != limitsOff {
		return usagef("--limits is on or off, not %q", f.limits)
	}
	token, err := r.readToken(f.token)
	if err != nil {
		return err
	}
	return r.with(func(d *desk) error {
		conn, err := d.connect(ctx, base, token, f.limits)
		if err != nil {
			return err
		}
		if r.json {
			return r.printJSON(accountOf(conn))
		}
		return r.printRows([][]string{accountOf(conn).row()})
	})
}

// readToken gives the token, read from standard input when it is "-".
func (r *run) readToken(given string) (string, error) {
	token := given
	if given == "-" {
		line, err := bufio.NewReader(io.LimitReader(r.Stdin, maxToken)).ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the token from standard input: %w", err)
		}
		token = line
	}
	token = strings.TrimSpace(token)
	if token == "" {
		return "", usagef("the token is empty")
	}
	if strings.ContainsFunc(token, func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		return "", usagef("the token has blanks or letters that no token has; was it cut or pasted twice?")
	}
	return token, nil
}

// address gives the server's address. amo.NewClient judges it further: it
// knows what a token may be sent over.
func address(f connectFlags) (*url.URL, error) {
	raw := strings.TrimSpace(f.baseURL)
	if f.host != "" {
		raw = "https://" + strings.ToLower(strings.TrimSpace(f.host))
	}
	base, err := url.Parse(raw)
	if err != nil || base.Host == "" {
		return nil, usagef("there is no server address in --host %q --base-url %q; they look like nurmebel.amocrm.ru and http://127.0.0.1:8080", f.host, f.baseURL)
	}
	if f.host != "" && strings.Trim(base.Path, "/") != "" {
		return nil, usagef("--host is a bare host such as nurmebel.amocrm.ru, not %q", f.host)
	}
	base.Path = strings.TrimRight(base.Path, "/")
	return base, nil
}

// connect asks the server whose account the token opens, seals the token and
// keeps the connection. It loads nothing.
func (d *desk) connect(ctx context.Context, base *url.URL, token, limits string) (cache.Connection, error) {
	client, err := d.client(base.String(), amo.StaticToken(token), limitsOf(limits))
	if err != nil {
		return cache.Connection{}, &usageError{err.Error()}
	}
	defer client.Close()
	asking, cancel := context.WithTimeout(ctx, checkPatience)
	defer cancel()
	account, err := client.Account(asking)
	if err != nil {
		return cache.Connection{}, at(base.Host, err)
	}
	if account.ID <= 0 {
		return cache.Connection{}, at(base.Host, &amo.BadReplyError{
			Method: http.MethodGet, Path: "/api/v4/account", Status: http.StatusOK, Reason: "the account has no id",
		})
	}
	return d.save(ctx, base, account, token, limits)
}

// save seals a token that was found good and keeps the connection.
func (d *desk) save(ctx context.Context, base *url.URL, account amo.Account, token, limits string) (cache.Connection, error) {
	sealed, err := d.seal(ctx, account.ID, token)
	if err != nil {
		return cache.Connection{}, err
	}
	conn := cache.Connection{
		AccountID: account.ID, Name: account.Name, Subdomain: account.Subdomain,
		Host: base.Host, BaseURL: base.String(),
		Kind: kindLongLived, Sealed: sealed, ExpiresAt: expiry(token), State: stateOK, CreatedAt: time.Now().Unix(),
	}
	if err := d.SaveConnection(ctx, conn); err != nil {
		return cache.Connection{}, err
	}
	if err := d.SetSetting(ctx, settingLimits(conn.AccountID), limits); err != nil {
		return cache.Connection{}, err
	}
	d.log.Info("account connected", "account", conn.AccountID, "host", conn.Host)
	return conn, d.remember(ctx, conn.AccountID)
}
