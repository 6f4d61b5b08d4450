package amo

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/http/httptrace"
	"net/url"
	"sync/atomic"
	"time"
)

// call is one call of the API, which may take several requests.
type call struct {
	method string
	path   string // with apiPrefix, without query
	query  string
	body   []byte // kept whole, so that it can be sent again
	// repeatable says that a POST or DELETE may be carried out twice without
	// harm; others always may.
	repeatable bool
	// halves says that the caller cuts the batch in two when it takes the
	// server too long, so that the same one is not to be sent again.
	halves bool
}

func (c call) op() string { return c.method + " " + c.path }

// reply is a 2xx answer with its whole body.
type reply struct {
	call   call
	status int
	date   int64 // Unix seconds, 0 unknown
	body   []byte
}

// isEmpty reports whether the server had nothing to answer with.
func (r *reply) isEmpty() bool { return r.status == http.StatusNoContent || len(r.body) == 0 }

// bad is the error of an answer that cannot be used.
func (r *reply) bad(reason string, err error) error {
	return &BadReplyError{Method: r.call.method, Path: r.call.path, Status: r.status, Reason: reason, Err: err}
}

// badBy is bad for an answer with a cause that a caller may look for.
func (r *reply) badBy(cause error, reason string) error {
	return &BadReplyError{Method: r.call.method, Path: r.call.path, Status: r.status, Reason: reason, cause: cause}
}

// get calls a read. The query is checked before anything is sent.
func (c *Client) get(ctx context.Context, path string, q *query) (*reply, error) {
	encoded, err := q.encode()
	if err != nil {
		return nil, err
	}
	r, err := c.do(ctx, call{method: http.MethodGet, path: apiPrefix + path, query: encoded})
	if err != nil {
		return nil, err
	}
	if r.status != http.StatusNoContent && len(r.body) == 0 {
		return nil, r.bad("the answer is empty", nil)
	}
	return r, nil
}

// patch calls a write of body's fields.
func (c *Client) patch(ctx context.Context, path string, body any) (*reply, error) {
	return c.send(ctx, call{method: http.MethodPatch, path: path}, body)
}

// post calls a create, which is never repeated once it may have arrived.
func (c *Client) post(ctx context.Context, path string, body any) (*reply, error) {
	return c.send(ctx, call{method: http.MethodPost, path: path}, body)
}

// repost calls a POST that does the same when it is repeated.
func (c *Client) repost(ctx context.Context, path string, body any) (*reply, error) {
	return c.send(ctx, call{method: http.MethodPost, path: path, repeatable: true}, body)
}

// remove calls a DELETE; body may be nil.
func (c *Client) remove(ctx context.Context, path string, body any) (*reply, error) {
	return c.send(ctx, call{method: http.MethodDelete, path: path}, body)
}

// send makes a call with a body. The path is given without apiPrefix.
func (c *Client) send(ctx context.Context, what call, body any) (*reply, error) {
	what.path = apiPrefix + what.path
	if body != nil {
		raw, err := json.Marshal(body)
		if err != nil {
			return nil, fmt.Errorf("%s: encode the request: %w", what.op(), err)
		}
		what.body = raw
	}
	return c.do(ctx, what)
}

// request sends one request, once. It waits for the limiter first and tells it
// how the request ended. The token is asked for last, so that it is not stale
// after a long wait.
func (c *Client) request(ctx context.Context, what call, token func(context.Context) (string, error)) (*reply, error) {
	t, err := c.limiter.acquire(ctx)
	if err != nil {
		return nil, describe(what, err)
	}
	bearer, err := token(ctx)
	if err == nil && !isToken(bearer) {
		err = ErrToken
	}
	if err != nil {
		c.limiter.done(t, outcome{lost: true})
		return nil, fmt.Errorf("%s: access token: %w", what.op(), err)
	}
	r, err := c.exchange(ctx, what, bearer)
	c.limiter.done(t, outcomeOf(err))
	return r, err
}

// describe names the call in an error of the limiter.
func describe(what call, err error) error {
	var refusal *Error
	if errors.As(err, &refusal) {
		refusal.Method, refusal.Path = what.method, what.path
		return refusal
	}
	return fmt.Errorf("%s: waiting to be sent: %w", what.op(), err)
}

func outcomeOf(err error) outcome {
	var refusal *Error
	if errors.As(err, &refusal) {
		return outcome{kind: refusal.Kind, retryAfter: refusal.RetryAfter}
	}
	var bad *BadReplyError
	return outcome{lost: err != nil && !errors.As(err, &bad)}
}

// exchange makes the request and reads the answer.
func (c *Client) exchange(ctx context.Context, what call, token string) (*reply, error) {
	limited, cancel := context.WithTimeout(ctx, requestTimeout)
	defer cancel()
	req, err := c.newRequest(limited, what, token)
	if err != nil {
		return nil, err
	}
	var left atomic.Bool // there was a connection, so something may have been sent
	req = req.WithContext(httptrace.WithClientTrace(limited, &httptrace.ClientTrace{
		GotConn: func(httptrace.GotConnInfo) { left.Store(true) },
	}))
	start := time.Now()
	c.sent.Add(1)
	r, status, err := c.roundTrip(ctx, what, token, req)
	c.log.DebugContext(ctx, "request", "method", what.method, "path", what.path, "status", status, "duration", time.Since(start))
	if err != nil && !what.isRepeatable() && (status != 0 || left.Load()) {
		err = unclear(what, err)
	}
	return r, err
}

// roundTrip sends the request and reads the answer, whose status it tells too;
// 0 stands for none.
func (c *Client) roundTrip(ctx context.Context, what call, token string, req *http.Request) (*reply, int, error) {
	resp, err := c.http.Do(req)
	if err != nil {
		return nil, 0, c.lost(ctx, what, token, err)
	}
	r, err := c.read(ctx, what, token, resp)
	return r, resp.StatusCode, err
}

func (c *Client) newRequest(ctx context.Context, what call, token string) (*http.Request, error) {
	target := *c.base
	target.Path += what.path
	target.RawQuery = what.query
	req, err := http.NewRequestWithContext(ctx, what.method, target.String(), bytes.NewReader(what.body))
	if err != nil {
		return nil, fmt.Errorf("%s: cannot be asked for", what.op())
	}
	req.Header.Set("Authorization", "Bearer "+token)
	req.Header.Set("Accept", "application/hal+json, application/json, application/problem+json")
	req.Header.Set("User-Agent", c.agent)
	if what.body != nil {
		req.Header.Set("Content-Type", "application/json")
	} else {
		req.Body, req.GetBody = http.NoBody, nil
	}
	return req, nil
}

// lost is the error of a request without an answer. The end of the caller's
// own context is not the network's fault.
func (c *Client) lost(ctx context.Context, what call, token string, err error) error {
	if cause := context.Cause(ctx); cause != nil {
		return fmt.Errorf("%s: %w", what.op(), cause)
	}
	var outer *url.Error
	if errors.As(err, &outer) {
		err = outer.Err
	}
	if errors.Is(err, context.DeadlineExceeded) {
		err = fmt.Errorf("no answer within %s: %w", requestTimeout, err)
	}
	return &NetworkError{Op: what.op(), Host: c.base.Host, Err: scrubbed(err, token)}
}
