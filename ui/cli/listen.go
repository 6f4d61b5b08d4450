package cli

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo/webhook"
)

// keepDeliveries is how long deliveries are kept: they hold names and phones.
const keepDeliveries = 30 * 24 * time.Hour

// listeningJSON is the line that `listen` prints when it listens. The secret is
// not in it.
type listeningJSON struct {
	BaseURL   string `json:"base_url"`
	AccountID int64  `json:"account_id"` // 0 when none is connected
	Folder    string `json:"folder"`     // of the deliveries
}

// listenFlags are the flags of `listen`.
type listenFlags struct{ addr, secret string }

func (r *run) listenCommand() *cobra.Command {
	var f listenFlags
	cmd := &cobra.Command{
		Use:   "listen --secret SECRET|-",
		Short: "Receive webhooks",
		Long: "Receives the webhooks of an account, and stores each on the disk before it answers,\n" +
			"until interrupted. First it prints one line of JSON: where it listens.\n\n" +
			"  POST /hooks/SECRET    a webhook\n" +
			"  GET, POST /refresh/SECRET, /refresh?secret_key=SECRET\n" +
			"                        refreshes tokens, as `refresh` does\n\n" +
			"It listens on this machine only, unless --addr says otherwise; amoCRM reaches it through\n" +
			"a server of yours that speaks https. Give the secret as - to have it read from standard\n" +
			"input: what stands in a command line, others on this machine can read. Deliveries are\n" +
			"kept until the window or `sync` takes them as hints of what to look at, for 30 days at\n" +
			"most, and wiped when the account is disconnected.",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error { return r.listen(ctx, f) }),
	}
	cmd.Flags().StringVar(&f.addr, "addr", "127.0.0.1:8918", "address to listen at; port 0 picks a free one")
	cmd.Flags().StringVar(&f.secret, "secret", "", "last part of the address, or - to read it from standard input")
	if err := cmd.MarkFlagRequired("secret"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (r *run) listen(ctx context.Context, f listenFlags) error {
	key, err := secret(bufio.NewReader(io.LimitReader(r.Stdin, maxSecret)), "secret", f.secret)
	if err != nil {
		return err
	}
	return r.with(func(d *desk) (err error) {
		conn, err := d.connection(ctx, r.account)
		if err != nil && (r.account != "" || !errors.Is(err, errNoAccount)) {
			return err
		}
		dir := d.DeliveriesDir(conn.AccountID)
		if _, err := webhook.RemoveBefore(dir, time.Now().Add(-keepDeliveries)); err != nil {
			return err
		}
		store, err := webhook.OpenFileStore(dir)
		if err != nil {
			return err
		}
		defer func() { err = errors.Join(err, store.Close()) }()
		handler, err := webhook.NewHandler(webhook.Params{Secret: key, Store: store, Refresh: d.refreshAll, Log: d.log.Logger})
		if err != nil {
			return usagef("%v", err)
		}
		defer handler.Wait()
		defer d.keepFresh(ctx)()
		return r.receive(ctx, f.addr, handler, listeningJSON{AccountID: conn.AccountID, Folder: dir})
	})
}

// refreshAll refreshes as `refresh` does.
func (d *desk) refreshAll(ctx context.Context) error {
	outcomes, err := d.accounts.Refresh(ctx)
	errs := []error{err}
	for _, o := range outcomes {
		errs = append(errs, at(o.Connection.Host, o.Err))
	}
	return errors.Join(errs...)
}

// receive serves until ctx ends.
func (r *run) receive(ctx context.Context, addr string, handler http.Handler, line listeningJSON) error {
	listener, err := new(net.ListenConfig).Listen(ctx, "tcp", addr)
	if err != nil {
		return &listenError{addr, err}
	}
	server := &http.Server{
		Handler: handler, ReadHeaderTimeout: 5 * time.Second, ReadTimeout: 10 * time.Second,
		WriteTimeout: 2 * time.Minute, IdleTimeout: time.Minute, MaxHeaderBytes: 16 << 10,
	}
	ended := make(chan error, 1)
	go func() { ended <- server.Serve(listener) }()
	line.BaseURL = "http://" + reachable(listener.Addr())
	err = r.printJSON(line)
	if err == nil {
		select {
		case err := <-ended:
			return fmt.Errorf("receive webhooks: %w", err)
		case <-ctx.Done():
		}
	}
	closing, cancel := context.WithTimeout(context.WithoutCancel(ctx), closePatience)
	defer cancel()
	if server.Shutdown(closing) != nil { // some request would not end
		err = errors.Join(err, server.Close())
	}
	<-ended // http.ErrServerClosed
	return err
}
