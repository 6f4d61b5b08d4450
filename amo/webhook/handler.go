package webhook

import (
	"context"
	"crypto/rand"
	"crypto/sha256"
	"crypto/subtle"
	"errors"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strings"
	"sync"
	"time"
)

const (
	// DefaultMaxBody bounds a delivery, in bytes; real ones have a few KB.
	DefaultMaxBody = 1 << 20

	// storeDeadline leaves of the server's two seconds what the network needs.
	storeDeadline   = 1500 * time.Millisecond
	readDeadline    = 5 * time.Second
	refreshDeadline = time.Minute
	// maxSaving bounds the deliveries waiting for the store.
	maxSaving = 256
)

// Store keeps deliveries. SaveDelivery returns when the delivery would survive
// the loss of power, or ctx ends. It must be safe for use by many goroutines.
type Store interface {
	SaveDelivery(ctx context.Context, d Delivery) error
}

// Params are what a Handler works with.
type Params struct {
	Secret  string                      // last step of the address; without slashes
	Store   Store                       // where deliveries go
	Refresh func(context.Context) error // renews tokens; nil: there is no /refresh
	MaxBody int64                       // bytes, 0: DefaultMaxBody
	Limits  Limits
	Log     *slog.Logger // nil: nothing is logged
}

// Handler receives deliveries and stores them durably before it answers.
//
//	POST /…/SECRET             a delivery: 200 when it is stored
//	GET, POST /refresh/SECRET  renews tokens, also as /refresh?secret_key=SECRET
//
// Any other address, so any wrong secret, is 404. A delivery gets 405 for
// another method, 413 beyond the limits, 415 for a kind of body amoCRM does
// not send, 400 when it cannot be read, and 503 when it was not stored in
// time; the server then sends it again later.
type Handler struct {
	secret  [sha256.Size]byte
	params  Params
	saving  chan struct{} // a place for each delivery being stored
	refresh chan struct{} // a place for the one refresh under way
	stores  sync.WaitGroup
}

// NewSecret makes a secret nobody guesses.
func NewSecret() string { return rand.Text() }

// NewHandler makes a handler. Call Wait when its server is shut down.
func NewHandler(p Params) (*Handler, error) {
	switch {
	case p.Secret == "":
		return nil, errors.New("webhook receiver: a secret is needed, or anyone could send deliveries")
	case strings.ContainsAny(p.Secret, "/?#% "):
		return nil, errors.New("webhook receiver: the secret must not have spaces or any of / ? # %, it is a part of the address")
	case p.Store == nil:
		return nil, errors.New("webhook receiver: nowhere to store deliveries")
	}
	if p.MaxBody <= 0 {
		p.MaxBody = DefaultMaxBody
	}
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	h := &Handler{
		secret: sha256.Sum256([]byte(p.Secret)), params: p,
		saving: make(chan struct{}, maxSaving), refresh: make(chan struct{}, 1),
	}
	h.params.Secret = "" // the hash is enough from here on
	return h, nil
}

// Wait returns when no delivery is being stored any more: some may be even
// after their request was answered 503.
func (h *Handler) Wait() { h.stores.Wait() }

// ServeHTTP answers a request.
func (h *Handler) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	steps := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	last := steps[len(steps)-1]
	switch {
	case steps[0] == "refresh":
		secret := last
		if len(steps) == 1 {
			secret = r.URL.Query().Get("secret_key")
		}
		if h.params.Refresh == nil || len(steps) > 2 || !h.isSecret(secret) {
			answer(w, http.StatusNotFound, "not found")
			return
		}
		h.serveRefresh(w, r)
	case h.isSecret(last):
		h.serveDelivery(w, r)
	default:
		answer(w, http.StatusNotFound, "not found")
	}
}

// isSecret compares in a time that tells neither the secret nor its length.
func (h *Handler) isSecret(given string) bool {
	sum := sha256.Sum256([]byte(given))
	return subtle.ConstantTimeCompare(sum[:], h.secret[:]) == 1
}

func (h *Handler) serveDelivery(w http.ResponseWriter, r *http.Request) {
	start := time.Now()
	status, text := h.receive(w, r, start)
	h.params.Log.InfoContext(r.Context(), "delivery", "status", status, "result", text, "duration", time.Since(start))
	answer(w, status, text)
}

// receive takes a delivery in and tells how it went.
func (h *Handler) receive(w http.ResponseWriter, r *http.Request, start time.Time) (int, string) {
	if r.Method != http.MethodPost {
		w.Header().Set("Allow", http.MethodPost)
		return http.StatusMethodNotAllowed, "deliveries are posted"
	}
	media := mediaOf(r.Header)
	if media == "" {
		return http.StatusUnsupportedMediaType, "a form or JSON is expected"
	}
	if r.ContentLength > h.params.MaxBody {
		return http.StatusRequestEntityTooLarge, "the delivery is too large"
	}
	// Where the writer cannot bound the reading, the server's own timeout does.
	_ = http.NewResponseController(w).SetReadDeadline(start.Add(readDeadline))
	body, err := io.ReadAll(http.MaxBytesReader(w, r.Body, h.params.MaxBody))
	var tooLarge *http.MaxBytesError
	switch {
	case errors.As(err, &tooLarge):
		return http.StatusRequestEntityTooLarge, "the delivery is too large"
	case err != nil:
		return http.StatusBadRequest, "the delivery broke off"
	}
	d := NewDelivery(media, body, start.Unix())
	payload, err := d.Decode(h.params.Limits)
	var limit *LimitError
	switch {
	case errors.As(err, &limit):
		return http.StatusRequestEntityTooLarge, "the delivery has too many keys"
	case err != nil:
		return http.StatusBadRequest, "the delivery cannot be read"
	}
	if err := h.save(r.Context(), d); err != nil {
		h.params.Log.ErrorContext(r.Context(), "delivery not stored", "error", err)
		return http.StatusServiceUnavailable, "the delivery was not stored, send it again"
	}
	h.params.Log.DebugContext(r.Context(), "delivery stored", "id", d.ID, "events", len(payload.Events), "bytes", len(body))
	return http.StatusOK, "ok"
}

// errSlow is the error of a store that did not end in time.
var errSlow = errors.New("the store took too long")

// save stores a delivery within the deadline. The caller hanging up does not
// stop it: what was received whole is kept.
func (h *Handler) save(ctx context.Context, d Delivery) error {
	ctx, cancel := context.WithTimeoutCause(context.WithoutCancel(ctx), storeDeadline, errSlow)
	select {
	case h.saving <- struct{}{}:
	case <-ctx.Done():
		cancel()
		return context.Cause(ctx)
	}
	done := make(chan error, 1)
	h.stores.Go(func() {
		defer cancel()
		defer func() { <-h.saving }()
		done <- h.params.Store.SaveDelivery(ctx, d)
	})
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
	}
	select {
	case err := <-done: // ended at the same moment
		return err
	default:
		return context.Cause(ctx)
	}
}

func (h *Handler) serveRefresh(w http.ResponseWriter, r *http.Request) {
	if r.Method != http.MethodGet && r.Method != http.MethodPost {
		w.Header().Set("Allow", "GET, POST")
		answer(w, http.StatusMethodNotAllowed, "a refresh is asked for by GET or POST")
		return
	}
	ctx, cancel := context.WithTimeout(r.Context(), refreshDeadline)
	defer cancel()
	select {
	case h.refresh <- struct{}{}:
		defer func() { <-h.refresh }()
	case <-ctx.Done():
		answer(w, http.StatusServiceUnavailable, "another refresh is under way")
		return
	}
	if err := h.params.Refresh(ctx); err != nil {
		h.params.Log.ErrorContext(ctx, "refresh failed", "error", err)
		answer(w, http.StatusServiceUnavailable, "not refreshed, see the log")
		return
	}
	answer(w, http.StatusOK, "ok")
}

// mediaOf is the kind of a body, empty for one that is not taken.
func mediaOf(header http.Header) string {
	if coding := header.Get("Content-Encoding"); coding != "" && !strings.EqualFold(coding, "identity") {
		return ""
	}
	media, _, err := mime.ParseMediaType(header.Get("Content-Type"))
	switch {
	case err != nil:
		return ""
	case media == "application/x-www-form-urlencoded":
		return MediaForm
	case media == "application/json" || strings.HasSuffix(media, "+json"):
		return MediaJSON
	default:
		return ""
	}
}

func answer(w http.ResponseWriter, status int, text string) {
	h := w.Header()
	h.Set("Content-Type", "text/plain; charset=utf-8")
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	w.WriteHeader(status)
	// A caller that hung up is told nothing; its delivery is stored or not
	// whatever it hears.
	_, _ = io.WriteString(w, text+"\n")
}
