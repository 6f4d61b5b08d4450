package amo

import (
	"context"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// retryPolicy is how often a call is repeated, and how long it waits between.
type retryPolicy struct {
	attempts int // all of them, the first included
	first    time.Duration
	longest  time.Duration
}

func defaultRetries() retryPolicy {
	return retryPolicy{attempts: 4, first: 500 * time.Millisecond, longest: 10 * time.Second}
}

func (p retryPolicy) backoff() *backoff.ExponentialBackOff {
	b := backoff.NewExponentialBackOff()
	b.InitialInterval, b.MaxInterval = p.first, p.longest
	return b
}

// do makes a call, with its repetitions.
func (c *Client) do(ctx context.Context, what call) (*reply, error) {
	pauses := c.retries.backoff()
	for attempt := 1; ; attempt++ {
		r, err := c.authorized(ctx, what)
		if err == nil || attempt >= c.retries.attempts || !mayRepeat(what, err) || isOnce(ctx) && what.writes() && !notDone(err) {
			return r, err
		}
		wait := pauses.NextBackOff()
		if KindOf(err) == KindRateLimited {
			wait = 0 // the limiter holds the next request itself
		}
		if sleep(ctx, nil, wait) != nil {
			return nil, fmt.Errorf("%s: %w", what.op(), errors.Join(context.Cause(ctx), err))
		}
	}
}

// authorized sends the request with the current token and, when that is
// refused and can be renewed, once more with a new one.
func (c *Client) authorized(ctx context.Context, what call) (*reply, error) {
	var failed string
	r, err := c.request(ctx, what, func(ctx context.Context) (string, error) {
		token, err := c.tokens.Token(ctx)
		failed = token
		return token, err
	})
	renewer, ok := c.tokens.(refresher)
	if !ok || KindOf(err) != KindUnauthorized {
		return r, err
	}
	return c.request(ctx, what, func(ctx context.Context) (string, error) {
		return renewer.Refresh(ctx, failed)
	})
}

// mayRepeat reports whether a failed call can be sent again without the risk
// of doing something twice.
func mayRepeat(what call, err error) bool {
	if IsUnclear(err) {
		return false
	}
	var refusal *Error
	if errors.As(err, &refusal) {
		switch refusal.Kind {
		case KindRateLimited:
			return !refusal.Unsent // it was not carried out
		case KindTemporary:
			tooSlow := what.halves && refusal.Status == http.StatusGatewayTimeout
			return what.isRepeatable() && !tooSlow
		default:
			return false
		}
	}
	if IsOffline(err) {
		return what.isRepeatable() || neverSent(err)
	}
	return isTruncated(err) && what.isRepeatable()
}

// onceKey marks the contexts made by Once.
type onceKey struct{}

// Once is a context whose writes the client sends again only when the server
// has certainly not acted on them. It is for a caller that has to look at the
// row before it repeats a write: somebody else may have changed it meanwhile.
func Once(ctx context.Context) context.Context { return context.WithValue(ctx, onceKey{}, true) }

func isOnce(ctx context.Context) bool { return ctx.Value(onceKey{}) != nil }

func (c call) writes() bool { return c.method != http.MethodGet && c.method != http.MethodHead }

// notDone reports whether an error means that the server has not acted.
func notDone(err error) bool { return KindOf(err) == KindRateLimited || neverSent(err) }

// isRepeatable reports whether doing the call twice is as good as once: PATCH
// of the API sets whole values.
func (c call) isRepeatable() bool {
	switch c.method {
	case http.MethodGet, http.MethodHead, http.MethodPatch:
		return true
	default:
		return c.repeatable
	}
}

// neverSent reports whether there was no connection to send anything on.
func neverSent(err error) bool {
	var op *net.OpError
	return errors.As(err, &op) && op.Op == "dial"
}
