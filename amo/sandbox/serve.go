package sandbox

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// shutdownWait is how long requests under way may take to end.
const shutdownWait = 3 * time.Second

// Running is a sandbox that listens.
type Running struct {
	// BaseURL is where it listens, such as http://127.0.0.1:41234.
	BaseURL string

	server *Server
	http   *http.Server
	cancel context.CancelFunc
	done   chan struct{}
	err    error // valid when done is closed
}

// Serve makes an account and serves it on a TCP address until ctx ends or
// Close is called. An empty address means a free port of the loopback
// interface. When Options.BaseURL is empty, it becomes the address listened on.
func Serve(ctx context.Context, addr string, o Options) (*Running, error) {
	if addr == "" {
		addr = "127.0.0.1:0"
	}
	var config net.ListenConfig
	listener, err := config.Listen(ctx, "tcp", addr)
	if err != nil {
		return nil, fmt.Errorf("sandbox: listen on %s: %w", addr, err)
	}
	if o.BaseURL == "" {
		o.BaseURL = "http://" + listener.Addr().String()
	}
	server, err := New(o)
	if err != nil {
		return nil, errors.Join(err, listener.Close())
	}
	ctx, cancel := context.WithCancel(ctx)
	r := &Running{
		BaseURL: "http://" + listener.Addr().String(),
		server:  server,
		http:    &http.Server{Handler: server, ReadHeaderTimeout: 10 * time.Second},
		cancel:  cancel,
		done:    make(chan struct{}),
	}
	go r.run(ctx, listener)
	return r, nil
}

// run owns the listener and the server until both have ended.
func (r *Running) run(ctx context.Context, listener net.Listener) {
	defer close(r.done)
	defer r.cancel()
	stopped := make(chan error, 1)
	go func() { stopped <- r.http.Serve(listener) }()
	var err error
	select {
	case err = <-stopped:
	case <-ctx.Done():
		wait, cancel := context.WithTimeout(context.WithoutCancel(ctx), shutdownWait)
		defer cancel()
		if err = r.http.Shutdown(wait); err != nil {
			err = r.http.Close() // slow callers are cut off
		}
		<-stopped
	}
	if errors.Is(err, http.ErrServerClosed) {
		err = nil
	}
	if err != nil {
		err = fmt.Errorf("sandbox: serve on %s: %w", r.BaseURL, err)
	}
	r.err = errors.Join(err, r.server.Close())
}

// Server is the account being served, for its hooks.
func (r *Running) Server() *Server { return r.server }

// Credentials are those of the account.
func (r *Running) Credentials() Credentials { return r.server.Credentials() }

// Wait returns when the sandbox has ended: nil after Close or the end of the
// context, otherwise why it could not go on, or could not save its state.
func (r *Running) Wait() error {
	<-r.done
	return r.err
}

// Close ends the sandbox, waits for it and returns what Wait does.
func (r *Running) Close() error {
	r.cancel()
	return r.Wait()
}
