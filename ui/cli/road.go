package cli

import (
	"errors"
	"net"
	"net/http"
	"net/url"
	"sync/atomic"
	"time"
)

// road takes requests to where their account is now. An account may be renamed
// while it is at work; its client goes on writing the old address on requests.
type road struct {
	from *url.URL
	to   atomic.Pointer[url.URL]
	next *http.Transport
}

// newRoad starts at the account's address.
func newRoad(base string) (*road, error) {
	from, err := url.Parse(base)
	if err != nil {
		// The parser's error repeats its input, which may hold a pasted secret.
		return nil, errors.New("the account's address cannot be read")
	}
	r := &road{from: from, next: &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: 5 * time.Second}).DialContext,
		TLSHandshakeTimeout: 10 * time.Second,
		ForceAttemptHTTP2:   true,
		MaxIdleConnsPerHost: 4,
		IdleConnTimeout:     90 * time.Second,
	}}
	r.to.Store(from)
	return r, nil
}

// lead sends all further requests to a new address. It comes from auth, which
// trusts only addresses of the account's own platform.
func (r *road) lead(base string) {
	if to, err := url.Parse(base); err == nil && to.Host != "" {
		r.to.Store(to)
	}
}

// RoundTrip sends a request to where the account is. Requests to anywhere else
// pass as they are.
func (r *road) RoundTrip(req *http.Request) (*http.Response, error) {
	to := r.to.Load()
	if to != r.from && req.URL.Host == r.from.Host && req.URL.Scheme == r.from.Scheme {
		req = req.Clone(req.Context())
		req.URL.Scheme, req.URL.Host, req.Host = to.Scheme, to.Host, ""
	}
	return r.next.RoundTrip(req)
}

// CloseIdleConnections drops connections that nobody uses.
func (r *road) CloseIdleConnections() { r.next.CloseIdleConnections() }
