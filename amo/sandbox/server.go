package sandbox

import (
	"bytes"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// maxBody is how much of a request body is read.
const maxBody = 16 << 20

// Server is the sandbox account. It may be used by many goroutines at once.
// Close it when Options.StateFile is set or webhooks were subscribed to.
type Server struct {
	options     Options
	credentials Credentials
	oauth       atomic.Pointer[OAuthOptions]
	sealer      sealer
	signer      func() (signer, error) // made when first needed
	pages       pages
	clock       clock
	state       *state
	limiter     *limiter
	mischief    *mischief
	log         *requestLog
	courier     *courier
	traps       traps
	journal     *journal // nil without a state file
	routes      []route
	before      atomic.Pointer[func(*http.Request)]
	close       func() error
}

// New makes the account. It takes about a second for 100,000 leads. Errors
// come from the state file alone: it cannot be read or written, or it belongs
// to other Options.
func New(o Options) (*Server, error) {
	o = o.withDefaults()
	credentials, err := newCredentials(o.Seed, strings.TrimSuffix(o.BaseURL, "/"))
	if err != nil {
		return nil, err
	}
	sealer, err := newSealer(o.Seed)
	if err != nil {
		return nil, err
	}
	s := &Server{
		sealer:      sealer,
		signer:      sync.OnceValues(func() (signer, error) { return newSigner(o.Seed) }),
		pages:       newPages(),
		options:     o,
		credentials: credentials,
		clock:       clock{now: o.Now},
		limiter:     newLimiter(o.Limits),
		mischief:    newMischief(o.Faults),
		log:         newRequestLog(),
		routes:      apiRoutes(),
	}
	s.SetOAuth(o.OAuth)
	s.courier = newCourier(s.clock.time, o.Hooks, s.disableHook)
	s.close = sync.OnceValue(s.closeJournal)
	if o.StateFile == "" {
		s.state = generate(o, startOfDay(o.Now()))
		s.state.lenient = o.SeedMode
		return s, nil
	}
	if err := s.open(); err != nil {
		return nil, fmt.Errorf("sandbox state: %w", err)
	}
	return s, nil
}

// Close ends the delivery of webhooks, makes what was written durable and
// closes the state file. Requests must have ended. Further calls return what the first one did.
func (s *Server) Close() error { return s.close() }

func (s *Server) closeJournal() error {
	s.courier.close()
	if s.journal == nil {
		return nil
	}
	if err := s.journal.close(); err != nil {
		return fmt.Errorf("sandbox state: %w", err)
	}
	return nil
}

// ServeHTTP answers a request to the account or to the hooks under /sandbox/.
// A fault that cuts the connection panics with http.ErrAbortHandler, which
// http.Server understands.
func (s *Server) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	req = tidy(req)
	req.Body = http.MaxBytesReader(w, req.Body, maxBody)
	if strings.HasPrefix(req.URL.Path, "/sandbox/") {
		s.send(w, s.admin(req))
		return
	}
	entry := s.log.begin(req, s.clock.time())
	_, entry.route, _ = s.route(req.Method, apiPath(req))
	if before := s.before.Load(); before != nil {
		(*before)(req)
	}
	s.spring(req)
	f := s.mischief.draw(req.Method, req.URL.Path)
	if !waitFor(req, f.wait) || f.cutBefore {
		s.log.end(entry, 0)
		panic(http.ErrAbortHandler)
	}
	var r reply
	if f.answer != nil {
		r = *f.answer
	} else {
		r = s.answer(req, f.next)
	}
	if f.cutAfter {
		s.log.end(entry, 0)
		panic(http.ErrAbortHandler)
	}
	s.log.end(entry, r.status)
	if f.truncate && len(r.body) > 1 {
		s.sendHalf(w, r)
		panic(http.ErrAbortHandler)
	}
	s.send(w, r)
}

// waitFor reports whether the caller still waits.
func waitFor(req *http.Request, d time.Duration) bool {
	if d <= 0 {
		return true
	}
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
		return true
	case <-req.Context().Done():
		return false
	}
}

// answer takes a request past the limits and the token to its handler.
func (s *Server) answer(req *http.Request, next nextFault) reply {
	grant := s.grant(req.Header.Get("Authorization"))
	if refused := s.limiter.check(grant.integration, s.clock.now()); refused != nil {
		return *refused
	}
	if away := s.movedAway(req); away != nil {
		return *away
	}
	if handle := s.oauthHandler(req); handle != nil {
		return handle(req)
	}
	if !isService(req.URL.Path) {
		return htmlPage(http.StatusNotFound)
	}
	grant, known := s.inContext(grant, req.Header.Get("X-Context-User-ID"))
	if grant.userID == 0 || !known {
		return s.unauthorized()
	}
	handler, pattern, at := s.route(req.Method, apiPath(req))
	if handler == nil {
		if pattern != "" {
			return reply{status: http.StatusMethodNotAllowed}
		}
		return s.noRoute(req)
	}
	query := parseQuery(req.URL.RawQuery)
	return handler(s, &request{
		Request: req, base: s.base(req), path: apiRoot + apiPath(req), query: query, wants: withSet(query),
		place: at, userID: grant.userID, admin: grant.admin, now: s.clock.unix(), next: next,
	})
}

const apiRoot = "/api/v4"

func isAPI(path string) bool { return path == apiRoot || strings.HasPrefix(path, apiRoot+"/") }

// apiPath is the path below the root of the API, empty outside of it.
func apiPath(req *http.Request) string {
	path := strings.TrimRight(req.URL.Path, "/")
	if !isAPI(path) {
		return ""
	}
	return strings.TrimPrefix(path, apiRoot)
}

// grant is what a token stands for; the zero grant is an unknown token.
type grant struct {
	integration string
	userID      int64
	admin       bool
}

func (s *Server) send(w http.ResponseWriter, r reply) {
	s.sendHead(w, r)
	// A caller who went away cannot be told anything.
	_, _ = io.Copy(w, bytes.NewReader(r.body))
}

func (s *Server) sendHalf(w http.ResponseWriter, r reply) {
	s.sendHead(w, r)
	_, _ = w.Write(r.body[:len(r.body)/2])
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

func (s *Server) sendHead(w http.ResponseWriter, r reply) {
	h := w.Header()
	h.Set("Server", "nginx")
	h.Set("Date", s.clock.time().UTC().Format(http.TimeFormat))
	h.Set("X-Request-Id", newRequestID())
	if r.status != http.StatusNoContent && r.status != http.StatusMethodNotAllowed {
		h.Set("Content-Length", strconv.Itoa(len(r.body)))
	}
	if r.contentType != "" {
		h.Set("Content-Type", r.contentType)
		h.Set("Cache-Control", "no-store, no-cache, must-revalidate")
		h.Set("Pragma", "no-cache")
	}
	if r.location != "" {
		h.Set("Location", r.location)
	}
	if r.retryAfter > 0 {
		h.Set("Retry-After", strconv.Itoa(r.retryAfter))
	}
	w.WriteHeader(r.status)
}

func newRequestID() string {
	var b [16]byte
	for i := 0; i < len(b); i += 8 {
		n := rand.Uint64()
		for j := range 8 {
			b[i+j] = byte(n >> (8 * j))
		}
	}
	return hex.EncodeToString(b[:])
}
