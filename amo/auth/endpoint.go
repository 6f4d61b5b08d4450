package auth

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/http/httptrace"
	"sync/atomic"
	"time"

	"voronka/amo"
)

const (
	tokenPath = "/oauth2/access_token"

	connectTimeout   = 5 * time.Second
	handshakeTimeout = 10 * time.Second
	// requestTimeout bounds one request with its answer.
	requestTimeout = 30 * time.Second
	maxReply       = 1 << 20 // bytes of an answer
	agent          = "Voronka"
)

// endpoint makes the calls of one account's OAuth endpoints.
type endpoint struct {
	http    *http.Client
	now     func() time.Time
	timeout time.Duration // of one request
	pauses  pauses
}

// newEndpoint takes the transport and the timeout of a client, no cookies and
// no redirects: a secret must not follow one to another host. Without a client
// each call has a connection of its own, because a kept one that the server
// has closed meanwhile leaves in doubt what the server did.
func newEndpoint(c *http.Client) endpoint {
	own := http.Client{}
	if c != nil {
		own = *c
	}
	if own.Transport == nil {
		own.Transport = newTransport()
	}
	own.Jar = nil
	own.CheckRedirect = func(*http.Request, []*http.Request) error { return http.ErrUseLastResponse }
	return endpoint{http: &own, now: time.Now, timeout: requestTimeout, pauses: defaultPauses()}
}

func newTransport() *http.Transport {
	return &http.Transport{
		Proxy:               http.ProxyFromEnvironment,
		DialContext:         (&net.Dialer{Timeout: connectTimeout}).DialContext,
		TLSHandshakeTimeout: handshakeTimeout,
		ForceAttemptHTTP2:   true,
		DisableKeepAlives:   true,
	}
}

// answer is what came back from one request, whole.
type answer struct {
	host   string
	status int
	header http.Header
	body   []byte
}

// call sends one request. reached tells whether the server may have got it;
// without an answer the error is *amo.NetworkError or the context's end.
func (e endpoint) call(ctx context.Context, req *http.Request, clean scrubber) (a answer, reached bool, err error) {
	limited, cancel := context.WithTimeout(ctx, e.timeout)
	defer cancel()
	var connected atomic.Bool
	limited = httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { connected.Store(true) },
	})
	op, host := req.Method+" "+req.URL.Path, req.URL.Host
	lost := func(err error) error {
		if cause := context.Cause(ctx); cause != nil {
			return fmt.Errorf("%s at %s: %w", op, host, cause)
		}
		return &amo.NetworkError{Op: op, Host: host, Err: clean.err(err)}
	}
	req.Header.Set("Accept", "application/json")
	req.Header.Set("User-Agent", agent)
	resp, err := e.http.Do(req.WithContext(limited))
	if err != nil {
		return answer{}, connected.Load(), lost(err)
	}
	defer resp.Body.Close() //nolint:errcheck // nothing was written; a late error tells nothing
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxReply+1))
	a = answer{host: host, status: resp.StatusCode, header: resp.Header, body: body}
	switch {
	case err != nil && a.isSuccess():
		return answer{}, true, lost(err)
	case len(body) > maxReply:
		return answer{}, true, a.bad(clean)
	}
	return a, true, nil // of a refusal that broke off the status says enough
}

func (a answer) isSuccess() bool { return a.status >= 200 && a.status <= 299 }

// decode reads the JSON of a success into out.
func (a answer) decode(out any, clean scrubber) error {
	body := bytes.TrimPrefix(a.body, []byte("\xef\xbb\xbf"))
	if err := json.Unmarshal(body, out); err != nil {
		return a.bad(clean)
	}
	return nil
}

// bad is the error of an answer that is not the endpoint's.
func (a answer) bad(clean scrubber) error {
	return &TokenError{Kind: KindBadReply, Host: a.host, Status: a.status, retrieve: a.retrieve(clean, "")}
}

// newCall makes a request of one of the endpoint's paths.
func newCall(ctx context.Context, method, base, path string, body any) (*http.Request, error) {
	address, err := parseBase(base)
	if err != nil {
		return nil, err
	}
	raw := []byte(nil)
	if body != nil {
		if raw, err = json.Marshal(body); err != nil {
			return nil, errors.New("sign-in: the request cannot be written as JSON")
		}
	}
	req, err := http.NewRequestWithContext(ctx, method, address.String()+path, bytes.NewReader(raw))
	if err != nil {
		return nil, fmt.Errorf("sign-in at %s: the request cannot be made", address.Host)
	}
	// Without GetBody nothing below can send the request a second time.
	req.GetBody = nil
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	} else {
		req.Body = http.NoBody
	}
	return req, nil
}
