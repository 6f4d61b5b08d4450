package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net/url"
	"strings"

	"github.com/spf13/cobra"

	"voronka/amo/auth"
	"voronka/cache"
	"voronka/ui/account"
)

// maxSecret bounds what is read of standard input. The tokens of amoCRM have
// one to two thousand characters.
const maxSecret = 64 << 10

// connectFlags are the flags of `connect`.
type connectFlags struct {
	baseURL, host, token, limits           string
	clientID, clientSecret, redirect, code string
}

func (r *run) connectCommand() *cobra.Command {
	var f connectFlags
	cmd := &cobra.Command{
		Use:   "connect (--base-url URL | --host HOST) (--token TOKEN|- | --client-id ID --client-secret SECRET|- --redirect-uri URI [--code CODE|-])",
		Short: "Connect an account",
		Long: "Connects an account: by its long-lived token, or by the integration's ID and secret\n" +
			"with a code. The code may be the whole address the browser was sent to after Allow.\n" +
			"Without --code the address of the consent page is printed, and the answer is waited\n" +
			"for at the redirect URI, which must be one of this machine.\n\n" +
			"Give a token, secret or code as - and it is read from standard input, a line each, the\n" +
			"secret before the code. That is the better way: what stands in a command line, others\n" +
			"on this machine can read.\n\n" +
			"All of it is kept sealed; the key is in the system's keychain, or in a file of the data\n" +
			"folder with " + EnvKeychain + "=file.",
		Example: "  voronka connect --host nurmebel.amocrm.ru --token - < token.txt\n" +
			"  voronka connect --host nurmebel.amocrm.ru --client-id 5f2c1a90-… --client-secret - \\\n" +
			"    --redirect-uri http://localhost:8917/callback --code - < secret-and-code.txt",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error { return r.connect(ctx, f) }),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.baseURL, "base-url", "", "address of the server, for a sandbox: http://127.0.0.1:8080")
	flags.StringVar(&f.host, "host", "", "host of the account: nurmebel.amocrm.ru")
	flags.StringVar(&f.token, "token", "", "long-lived token, or - to read it from standard input")
	flags.StringVar(&f.clientID, "client-id", "", "ID of the integration")
	flags.StringVar(&f.clientSecret, "client-secret", "", "secret key of the integration, or - to read it from standard input")
	flags.StringVar(&f.redirect, "redirect-uri", "", "redirect URI, exactly as the integration has it")
	flags.StringVar(&f.code, "code", "", "code or redirected address, or - to read it from standard input")
	flags.StringVar(&f.limits, "limits", limitsOn, "keep to amoCRM's limits, on or off; off is for sandboxes")
	cmd.MarkFlagsMutuallyExclusive("base-url", "host")
	cmd.MarkFlagsOneRequired("base-url", "host")
	cmd.MarkFlagsMutuallyExclusive("token", "client-id")
	cmd.MarkFlagsMutuallyExclusive("token", "code")
	cmd.MarkFlagsOneRequired("token", "client-id")
	cmd.MarkFlagsRequiredTogether("client-id", "client-secret", "redirect-uri")
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
	way, err := r.way(base, f)
	if err != nil {
		return err
	}
	return r.with(func(d *desk) error {
		conn, err := way(ctx, d.accounts)
		if target := new(account.TargetError); errors.As(err, &target) {
			return &usageError{target.Error()}
		}
		if err != nil {
			return at(base.Host, err)
		}
		if err := d.settle(ctx, conn, f.limits); err != nil {
			return err
		}
		if r.json {
			return r.printJSON(accountOf(conn))
		}
		return r.printRows([][]string{accountOf(conn).row()})
	})
}

// settle keeps what the command line knows of a new connection.
func (d *desk) settle(ctx context.Context, conn cache.Connection, limits string) error {
	if err := d.SetSetting(ctx, settingLimits(conn.AccountID), limits); err != nil {
		return err
	}
	return d.remember(ctx, conn.AccountID)
}

// connecting connects an account.
type connecting func(context.Context, *account.Accounts) (cache.Connection, error)

// way is the way to connect that the flags describe.
func (r *run) way(base *url.URL, f connectFlags) (connecting, error) {
	input := bufio.NewReader(io.LimitReader(r.Stdin, maxSecret))
	if f.clientID == "" {
		token, err := secret(input, "token", f.token)
		if err != nil {
			return nil, err
		}
		return func(ctx context.Context, a *account.Accounts) (cache.Connection, error) {
			return a.Token(ctx, base.String(), token)
		}, nil
	}
	key, err := secret(input, "client secret", f.clientSecret)
	if err != nil {
		return nil, err
	}
	s := account.SignIn{
		Address: base.String(),
		App:     auth.App{ClientID: strings.TrimSpace(f.clientID), Secret: key, RedirectURI: f.redirect},
	}
	if f.code == "" {
		return r.browserWay(s), nil
	}
	code, err := secret(input, "code", f.code)
	if err != nil {
		return nil, err
	}
	return func(ctx context.Context, a *account.Accounts) (cache.Connection, error) { return a.Code(ctx, s, code) }, nil
}

// browserWay waits for the answer of a browser that the person opens.
func (r *run) browserWay(s account.SignIn) connecting {
	texts := r.texts()
	s.Pages = auth.PagesFunc(func(outcome error) auth.Page {
		page := auth.Page{Language: texts.Lang(), Title: texts.T("sign_in_page.worked"), Text: texts.T("sign_in_page.worked_text")}
		if outcome != nil {
			page.Title, page.Text = texts.T("sign_in_page.failed"), r.sentence(outcome)
		}
		return page
	})
	s.OnAddress = func(address string) { fmt.Fprintln(r.Stderr, own(texts.Lang(), openAddress, "Address", address)) }
	s.Report = func(err error) { fmt.Fprintln(r.Stderr, r.sentence(err)) }
	return func(ctx context.Context, a *account.Accounts) (cache.Connection, error) { return a.Browser(ctx, s) }
}

// secret gives what a flag has, read from standard input when that is "-".
func secret(input *bufio.Reader, what, given string) (string, error) {
	text := given
	if given == "-" {
		line, err := input.ReadString('\n')
		if err != nil && !errors.Is(err, io.EOF) {
			return "", fmt.Errorf("read the %s from standard input: %w", what, err)
		}
		text = line
	}
	text = strings.TrimSpace(text)
	if text == "" {
		return "", usagef("the %s is empty", what)
	}
	if strings.ContainsFunc(text, func(c rune) bool { return c <= ' ' || c >= 0x7f }) {
		return "", usagef("the %s has blanks or letters that it cannot have; was it cut or pasted twice?", what)
	}
	return text, nil
}

// address gives the server's address. Whether secrets may be sent there is
// judged further on.
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
