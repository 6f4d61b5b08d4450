package cli

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"net/url"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo/sandbox"
)

// closePatience is how long a sandbox that was told to stop waits for the
// requests under way.
const closePatience = 3 * time.Second

// The modes of a sandbox: as amoCRM is known to answer, and as the user's guide
// describes it where the two differ.
const (
	modeStrict = "strict"
	modeSeed   = "seed"
)

// sandboxFlags are the flags of `sandbox`.
type sandboxFlags struct {
	addr            string
	leads, contacts int
	seed            uint64
	limits, faults  string
	state           string
	mode, redirect  string
}

func (r *run) sandboxCommand() *cobra.Command {
	var f sandboxFlags
	cmd := &cobra.Command{
		Use:   "sandbox",
		Short: "Serve a made-up amoCRM account on this machine",
		Long: "Serves a made-up amoCRM account until interrupted. First it prints one line of JSON:\n" +
			"where it listens and what opens it.\n\n" +
			"--faults spoils answers on purpose, for example\n" +
			"  delay=200ms,500=0.1,429=0.05,cut-after=0.05,truncate=0.05,methods=PATCH,path=/leads\n\n" +
			"With --mode seed filter[status_id] works, webhooks are JSON, and a refresh ends the old\n" +
			"access token, among others.\n\n" +
			"What the API cannot do is under /sandbox/, for requests with the client secret in the\n" +
			"header X-Sandbox-Secret; \"go doc voronka/amo/sandbox\" lists all of it. For example:\n" +
			"  POST /sandbox/clock   {\"offset_seconds\":1300}                  a code given now has expired\n" +
			"  POST /sandbox/oauth   {\"redirect_uri\":\"http://localhost:1/\"}  the integration's settings\n" +
			"  POST /sandbox/faults  500=0.1                                  as --faults",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			options, err := f.options()
			if err != nil {
				return err
			}
			return r.sandbox(ctx, f.addr, options)
		}),
	}
	flags := cmd.Flags()
	flags.StringVar(&f.addr, "addr", "127.0.0.1:0", "address to listen at; port 0 picks a free one")
	flags.IntVar(&f.leads, "leads", sandbox.DefaultLeads, "how many leads")
	flags.IntVar(&f.contacts, "contacts", 0, "how many contacts (default about four to five leads)")
	flags.Uint64Var(&f.seed, "seed", 1, "chooses the content and the token")
	flags.StringVar(&f.limits, "limits", limitsOn, "amoCRM's limits, on or off")
	flags.StringVar(&f.faults, "faults", "", "faults, see above")
	flags.StringVar(&f.mode, "mode", modeStrict, "strict answers as amoCRM is known to, seed as its users' guide describes")
	flags.StringVar(&f.redirect, "redirect-uri", "", "where the consent page sends the browser, as the integration's settings say (default "+sandbox.DefaultRedirectURI+")")
	flags.StringVar(&f.state, "state", "", "file that keeps all changes across restarts")
	return cmd
}

// options turns flags into what the sandbox understands.
func (f sandboxFlags) options() (sandbox.Options, error) {
	if f.leads < 0 || f.contacts < 0 {
		return sandbox.Options{}, usagef("--leads and --contacts are numbers from 0 on")
	}
	o := sandbox.Options{
		Leads: f.leads, Contacts: f.contacts, Seed: f.seed, StateFile: f.state,
		OAuth: sandbox.OAuthOptions{RedirectURI: f.redirect},
	}
	if f.leads == 0 {
		o.Leads = -1 // there, 0 means the default
	}
	switch f.limits {
	case limitsOn:
		o.Limits = sandbox.DefaultLimits()
	case limitsOff:
	default:
		return sandbox.Options{}, usagef("--limits is on or off, not %q", f.limits)
	}
	switch f.mode {
	case modeSeed:
		o.SeedMode = true
	case modeStrict:
	default:
		return sandbox.Options{}, usagef("--mode is strict or seed, not %q", f.mode)
	}
	if u, err := url.Parse(f.redirect); err != nil || f.redirect != "" && (u.Host == "" || u.Fragment != "") {
		return sandbox.Options{}, usagef("--redirect-uri is an address such as %s", sandbox.DefaultRedirectURI)
	}
	faults, err := sandbox.ParseFaults(f.faults)
	if err != nil {
		return sandbox.Options{}, usagef("--faults: %v", err)
	}
	o.Faults = faults
	return o, nil
}

func (r *run) sandbox(ctx context.Context, addr string, o sandbox.Options) error {
	served, err := serveSandbox(ctx, addr, o)
	if err != nil {
		return err
	}
	if err := r.printJSON(served.credentials); err != nil {
		return errors.Join(err, served.Close())
	}
	select {
	case <-ctx.Done():
	case <-served.broken:
	}
	return served.Close()
}

// servedSandbox is a sandbox that listens.
type servedSandbox struct {
	credentials sandbox.Credentials
	account     *sandbox.Server
	server      *http.Server
	broken      chan struct{} // closed when it stopped listening
	serving     sync.WaitGroup
	err         error // why it did, read after serving
}

// serveSandbox makes an account and serves it at addr until Close.
func serveSandbox(ctx context.Context, addr string, o sandbox.Options) (*servedSandbox, error) {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, &listenError{addr, err}
	}
	account, err := sandbox.New(o)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	s := &servedSandbox{
		credentials: account.Credentials(),
		account:     account,
		server:      &http.Server{Handler: account, ReadHeaderTimeout: 10 * time.Second},
		broken:      make(chan struct{}),
	}
	s.credentials.BaseURL = "http://" + reachable(listener.Addr())
	s.serving.Go(func() {
		defer close(s.broken)
		if err := s.server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			s.err = fmt.Errorf("serve sandbox: %w", err)
		}
	})
	return s, nil
}

// reachable is an address a client on this machine can use: one that listens
// on all interfaces is reached over the loopback one.
func reachable(addr net.Addr) string {
	tcp, ok := addr.(*net.TCPAddr)
	if !ok || !tcp.IP.IsUnspecified() {
		return addr.String()
	}
	return net.JoinHostPort("127.0.0.1", fmt.Sprint(tcp.Port))
}

// Close lets the requests under way end, then makes the state durable.
func (s *servedSandbox) Close() error {
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	err := s.server.Shutdown(ctx)
	if err != nil { // some request would not end
		err = s.server.Close()
	}
	s.serving.Wait()
	return errors.Join(s.err, err, s.account.Close())
}

// listenError says that an address cannot be listened at.
type listenError struct {
	addr string
	err  error
}

func (e *listenError) Error() string { return fmt.Sprintf("listen at %s: %v", e.addr, e.err) }
func (e *listenError) Unwrap() error { return e.err }
