package auth

import (
	"context"
	"errors"
	"io"
	"log"
	"net"
	"net/http"
	"sync"
	"time"
)

const (
	headerTimeout = 5 * time.Second
	maxHeader     = 32 << 10
	// outcomeTimeout is how long a browser waits for the end of the exchange.
	outcomeTimeout = 3 * time.Minute
	// closeTimeout is how long Close waits for pages on their way.
	closeTimeout = time.Second
)

// Listener answers at the redirect URI. It starts goroutines that end with
// Close.
type Listener struct {
	to      redirect
	pages   renderer
	server  *http.Server
	serving sync.WaitGroup
	closing chan struct{}
	once    sync.Once

	mu   sync.Mutex
	asks *asking // nil while no answer is waited for
}

// asking is one wait for an answer.
type asking struct {
	state   *State
	visits  chan *Visit
	refused func(error)
}

// Visit is the browser with the answer. It shows nothing until Answer.
type Visit struct {
	Callback Callback
	// Err is *CallbackError of KindDenied, KindCodeMissing or KindNotACode when
	// the answer is for us but there is nothing to exchange.
	Err error

	outcome chan error
}

// Answer shows the browser how the sign-in ended: nil when it worked. Only the
// first call counts.
func (v *Visit) Answer(outcome error) {
	select {
	case v.outcome <- outcome:
	default:
	}
}

// Listen starts to listen on exactly the redirect URI, for which pages has the
// words. It fails with *PortError or *RedirectError.
func Listen(ctx context.Context, redirectURI string, pages Pages) (*Listener, error) {
	to, err := parseRedirect(redirectURI)
	if err != nil {
		return nil, err
	}
	if pages == nil {
		return nil, errors.New("listener of the sign-in: no words for its pages given")
	}
	words, err := newRenderer(pages)
	if err != nil {
		return nil, err
	}
	sockets, err := bind(ctx, to)
	if err != nil {
		return nil, err
	}
	l := &Listener{to: to, pages: words, closing: make(chan struct{})}
	l.server = &http.Server{
		Handler:           l,
		ReadHeaderTimeout: headerTimeout,
		ReadTimeout:       headerTimeout,
		WriteTimeout:      outcomeTimeout + headerTimeout,
		MaxHeaderBytes:    maxHeader,
		// What it logs is the noise of broken connections.
		ErrorLog: log.New(io.Discard, "", 0),
	}
	l.server.SetKeepAlivesEnabled(false)
	for _, socket := range sockets {
		l.serving.Go(func() {
			// It returns when Close closes the socket; nobody waits for more.
			_ = l.server.Serve(socket)
		})
	}
	return l, nil
}

// bind takes all addresses of the redirect URI, or none.
func bind(ctx context.Context, to redirect) (sockets []net.Listener, err error) {
	defer func() {
		if err != nil {
			for _, socket := range sockets {
				_ = socket.Close() // it was not used
			}
			sockets = nil
		}
	}()
	var config net.ListenConfig
	var lacking error
	for _, address := range to.addr {
		socket, err := config.Listen(ctx, "tcp", address)
		switch {
		case err == nil:
			sockets = append(sockets, socket)
		case noSuchAddress(err):
			lacking = err
		default:
			return sockets, portError(to.port, err)
		}
	}
	if len(sockets) == 0 {
		return nil, portError(to.port, lacking)
	}
	return sockets, nil
}

// Wait waits for the answer that has the state, which it uses up. The browser
// is kept waiting until Visit.Answer. Answers with another state are shown
// their page and forgotten. One Wait at a time.
//
// It fails with *WaitError when the context ends.
func (l *Listener) Wait(ctx context.Context, state *State) (*Visit, error) {
	visits := l.expect(state, nil)
	defer l.expect(nil, nil)
	select {
	case v := <-visits:
		return v, nil
	case <-ctx.Done():
		return nil, waitError(ctx)
	case <-l.closing:
		return nil, &WaitError{Kind: KindCancelled}
	}
}

// expect begins a wait, or with a nil state ends it. refused is told of
// answers that are not taken; nil for nobody.
func (l *Listener) expect(state *State, refused func(error)) <-chan *Visit {
	l.mu.Lock()
	defer l.mu.Unlock()
	if state == nil {
		// The state stays, so that the same answer again is known as such.
		if l.asks != nil {
			l.asks.refused = nil
		}
		return nil
	}
	l.asks = &asking{state: state, visits: make(chan *Visit, 1), refused: refused}
	return l.asks.visits
}

// Close ends the listening, letting pages on their way arrive. It may be called
// more than once.
func (l *Listener) Close() error {
	l.once.Do(func() { close(l.closing) })
	ctx, cancel := context.WithTimeout(context.Background(), closeTimeout)
	defer cancel()
	err := l.server.Shutdown(ctx)
	if errors.Is(err, context.DeadlineExceeded) {
		err = l.server.Close() // a browser keeps connections open in advance
	}
	l.serving.Wait()
	return err
}

// WaitError is a wait for the person that ended without an answer.
type WaitError struct {
	Kind Kind  // KindTimeout or KindCancelled
	Last error // the last failure met while waiting, such as a browser that did not open; may be nil
}

// AuthKind is e.Kind.
func (e *WaitError) AuthKind() Kind { return e.Kind }

// Error tells why the wait ended.
func (e *WaitError) Error() string {
	text := "sign-in: given up before the consent page answered"
	if e.Kind == KindTimeout {
		text = "sign-in: the consent page did not answer in time, try again"
	}
	if e.Last != nil {
		text += ": " + e.Last.Error()
	}
	return text
}

// Unwrap gives the last failure.
func (e *WaitError) Unwrap() error { return e.Last }

// Is makes a wait that was given up match context.Canceled.
func (e *WaitError) Is(target error) bool {
	return e.Kind == KindCancelled && target == context.Canceled ||
		e.Kind == KindTimeout && target == context.DeadlineExceeded
}

func waitError(ctx context.Context) *WaitError {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return &WaitError{Kind: KindTimeout}
	}
	return &WaitError{Kind: KindCancelled}
}
