package amo

import (
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"net/netip"
	"net/url"
	"strings"
	"sync/atomic"
	"time"
)

const (
	connectTimeout   = 5 * time.Second
	handshakeTimeout = 10 * time.Second
	// requestTimeout bounds one request with its answer's body; waiting for
	// the limiter is not counted.
	requestTimeout = 30 * time.Second
	idleTimeout    = 90 * time.Second
	idlePerHost    = 4

	apiPrefix        = "/api/v4"
	defaultUserAgent = "Voronka"
)

// Client calls the API of one account. It is safe for use by many goroutines
// and starts none that outlive a call, apart from the transport's own.
//
// Calls that may be repeated without harm (reads, PATCH, which sets whole
// values, and the few other writes that say so) are repeated a few times when
// the network or the server fails. A create is repeated only when it was not
// sent; when its end is not known, the error is an *UnclearError.
//
// Errors are *Error, *NetworkError, *BadReplyError, *UnclearError,
// *NotFoundError, *MissingError, and before anything is sent *QueryError and
// *DraftError, or the cause of the context's end.
type Client struct {
	base    *url.URL
	tokens  Tokens
	http    *http.Client
	limiter *Limiter
	agent   string
	log     *slog.Logger
	retries retryPolicy
	sent    atomic.Int64
}

type config struct {
	http    *http.Client
	limiter *Limiter
	agent   string
	log     *slog.Logger
	retries retryPolicy
}

// Option changes how a Client works.
type Option func(*config)

// WithHTTPClient sets whose transport and timeout are used. Its cookie jar and
// redirect policy are not: the API needs no cookies, and a token must not
// follow a redirect to another host.
func WithHTTPClient(c *http.Client) Option { return func(o *config) { o.http = c } }

// WithLimiter shares a limiter with other clients of the same account. Without
// it the client has its own with DefaultLimits.
func WithLimiter(l *Limiter) Option { return func(o *config) { o.limiter = l } }

// WithUserAgent sets the User-Agent header.
func WithUserAgent(agent string) Option { return func(o *config) { o.agent = agent } }

// WithLogger sets where each request is noted, at level debug, by method,
// path, status and duration. Without it nothing is logged.
func WithLogger(l *slog.Logger) Option { return func(o *config) { o.log = l } }

// withRetries sets how often calls are repeated.
func withRetries(p retryPolicy) Option { return func(o *config) { o.retries = p } }

// NewClient makes a client for the account at baseURL, such as
// https://nurmebel.amocrm.ru. Plain http is taken only for this machine and
// private networks: anywhere else it would show the token to everyone on the
// way.
func NewClient(baseURL string, tokens Tokens, opts ...Option) (*Client, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return nil, err
	}
	if tokens == nil {
		return nil, fmt.Errorf("client for %s: no source of tokens given", base.Host)
	}
	o := config{agent: defaultUserAgent, retries: defaultRetries()}
	for _, opt := range opts {
		opt(&o)
	}
	if o.http == nil {
		o.http = &http.Client{Transport: newTransport()}
	}
	if o.limiter == nil {
		o.limiter = NewLimiter(DefaultLimits())
	}
	if o.log == nil {
		o.log = slog.New(slog.DiscardHandler)
	}
	client := *o.http
	client.Jar = nil
	client.CheckRedirect = redirectPolicy(base)
	return &Client{
		base: base, tokens: tokens, http: &client, limiter: o.limiter,
		agent: o.agent, log: o.log, retries: o.retries,
	}, nil
}

// Requests is how many requests were sent so far, repeated ones included.
func (c *Client) Requests() int64 { return c.sent.Load() }

// Limiter is the limiter the client's calls wait at.
func (c *Client) Limiter() *Limiter { return c.limiter }

// Close drops idle connections. The client may still be used.
func (c *Client) Close() { c.http.CloseIdleConnections() }

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout: handshakeTimeout,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: idlePerHost,
		IdleConnTimeout:     idleTimeout,
	}
}

func parseBase(raw string) (*url.URL, error) {
	base, err := url.Parse(raw)
	if err != nil {
		// url.Error repeats its input, which may hold a pasted secret.
		return nil, errors.New("account address: not a URL like https://name.amocrm.ru")
	}
	base.Path = strings.TrimRight(base.Path, "/")
	switch {
	case base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("account address: need a URL like https://name.amocrm.ru and nothing more")
	case base.Scheme == "https":
		return base, nil
	case base.Scheme == "http" && isNear(base.Hostname()):
		return base, nil
	case base.Scheme == "http":
		return nil, fmt.Errorf("account address %s: plain http would show the token on the way, use https", base.Host)
	default:
		return nil, fmt.Errorf("account address %s: scheme %q is neither https nor http", base.Host, base.Scheme)
	}
}

// isNear reports whether a host is this machine or on a private network.
func isNear(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	host = strings.ToLower(host)
	if !strings.Contains(host, ".") {
		return true
	}
	for _, suffix := range []string{".localhost", ".local", ".internal", ".test"} {
		if strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// maxRedirects is generous: the API is not known to redirect at all.
const maxRedirects = 3

// redirectPolicy follows redirects of reads inside the account's own host.
// Others are left as the answer, which then is an error.
func redirectPolicy(base *url.URL) func(*http.Request, []*http.Request) error {
	return func(next *http.Request, via []*http.Request) error {
		first := via[0]
		sameHost := next.URL.Scheme == base.Scheme && next.URL.Host == base.Host
		isRead := first.Method == http.MethodGet || first.Method == http.MethodHead
		if !sameHost || !isRead || len(via) > maxRedirects {
			return http.ErrUseLastResponse
		}
		return nil
	}
}
