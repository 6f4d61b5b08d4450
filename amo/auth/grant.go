package auth

import (
	"context"
	"errors"
	"net/http"
	"strings"
	"time"

	"github.com/cenkalti/backoff/v5"
)

// grant is what is given to the token endpoint for a new pair. It works once.
type grant struct {
	app   App
	kind  string // authorization_code, refresh_token
	value string // the code or the refresh token
}

const (
	grantCode    = "authorization_code"
	grantRefresh = "refresh_token"
)

// body is the request. redirect_uri is wanted for both kinds.
func (g grant) body() map[string]string {
	b := map[string]string{
		"client_id": g.app.ClientID, "client_secret": g.app.Secret,
		"redirect_uri": g.app.RedirectURI, "grant_type": g.kind,
	}
	if g.kind == grantCode {
		b["code"] = g.value
	} else {
		b["refresh_token"] = g.value
	}
	return b
}

func (g grant) scrubber() scrubber { return newScrubber(g.value, g.app.Secret) }

// received is a new pair and the moment its access token ends.
type received struct {
	pair    Pair
	expires time.Time
}

// assumedLife is that of an access token that does not tell; amoCRM gives all
// of them a day.
const assumedLife = 24 * time.Hour

// send makes one request for a pair. It mirrors POST /oauth2/access_token.
// inDoubt tells that the server may have given a pair although none arrived.
func (e endpoint) send(ctx context.Context, base string, g grant) (r received, inDoubt bool, err error) {
	req, err := newCall(ctx, http.MethodPost, base, tokenPath, g.body())
	if err != nil {
		return received{}, false, err
	}
	clean := g.scrubber()
	asked := e.now()
	a, reached, err := e.call(ctx, req, clean)
	if err != nil {
		return received{}, reached, err
	}
	if !a.isSuccess() {
		// A gateway may answer for a server that did its part.
		return received{}, a.status >= 500, a.refused(clean)
	}
	r, err = a.pair(base, asked, clean)
	return r, err != nil, err
}

// pair reads a success. Expiry counts from the moment of asking, which is never
// later than the server's giving, and by the local clock alone.
func (a answer) pair(base string, asked time.Time, clean scrubber) (received, error) {
	var body struct {
		ExpiresIn  looseInt  `json:"expires_in"`
		Access     looseText `json:"access_token"`
		Refresh    looseText `json:"refresh_token"`
		ServerTime looseInt  `json:"server_time"`
	}
	if err := a.decode(&body, clean); err != nil {
		return received{}, err
	}
	if !isToken(string(body.Access)) || !isToken(string(body.Refresh)) {
		return received{}, a.bad(clean)
	}
	claims, err := ParseClaims(string(body.Access))
	if err != nil {
		claims = Claims{} // only a hint
	}
	life := lifeOf(int64(body.ExpiresIn), claims.LivesFor())
	expires := asked.Add(life)
	return received{expires: expires, pair: Pair{
		Access: string(body.Access), Refresh: string(body.Refresh), BaseURL: base,
		ExpiresAt: ceilUnix(expires), LivesFor: int64(life / time.Second),
		ServerTime: int64(body.ServerTime), AccountID: claims.AccountID,
	}}, nil
}

// lifeOf is the shorter of what the answer and the token say, in seconds.
func lifeOf(said, claimed int64) time.Duration {
	const longest = 10 * 365 * 86400 // seconds; keeps the sum within its type
	switch {
	case said <= 0 && claimed <= 0:
		return assumedLife
	case said <= 0:
		said = claimed
	case claimed > 0:
		said = min(said, claimed)
	}
	return time.Duration(min(said, longest)) * time.Second
}

// ceilUnix rounds up, so that a token of a second is not stored as one that
// has ended before it came.
func ceilUnix(t time.Time) int64 { return t.Add(time.Second - time.Nanosecond).Unix() }

// isToken reports whether a header can carry the token.
func isToken(s string) bool {
	if s == "" || len(s) > longestToken {
		return false
	}
	return strings.IndexFunc(s, func(r rune) bool { return r <= ' ' || r > '~' }) < 0
}

// pauses is how often a grant is sent, and how long to wait between.
type pauses struct {
	attempts       int // all of them, the first included
	first, longest time.Duration
}

func defaultPauses() pauses {
	return pauses{attempts: 3, first: 500 * time.Millisecond, longest: 5 * time.Second}
}

// longestWait is how long a server may ask to wait before that is left to the
// caller.
const longestWait = 10 * time.Second

// redeem gives a grant until it is answered. A grant whose answer was lost is
// given again: if the server never saw it, it is still good, and if it did, it
// says so, which makes the error *LostPairError. doubted tells that an answer
// was lost before this call; inDoubt, that this is so after it.
func (e endpoint) redeem(ctx context.Context, base string, g grant, doubted bool) (r received, inDoubt bool, err error) {
	if err := g.app.check(); err != nil {
		return received{}, doubted, err
	}
	wait := backoff.NewExponentialBackOff()
	wait.InitialInterval, wait.MaxInterval = e.pauses.first, e.pauses.longest
	for attempt := 1; ; attempt++ {
		r, lost, err := e.send(ctx, base, g)
		if err == nil {
			return r, false, nil
		}
		doubted = doubted || lost
		if doubted && isSpent(err) {
			return received{}, false, &LostPairError{Host: hostOf(base), Err: err}
		}
		pause, again := mayGiveAgain(err, lost)
		if !again || attempt >= e.pauses.attempts || ctx.Err() != nil {
			return received{}, doubted, err
		}
		if sleep(ctx, max(pause, wait.NextBackOff())) != nil {
			return received{}, doubted, err
		}
	}
}

// isSpent reports whether the server knows the grant as one given before.
func isSpent(err error) bool {
	switch KindOf(err) {
	case KindCodeUsed, KindRevoked, KindInvalidRefresh:
		return true
	default:
		return false
	}
}

// mayGiveAgain tells whether to send a grant again at once, and after what
// pause at least. A server out of reach is left to the caller, who has more
// patience.
func mayGiveAgain(err error, lost bool) (time.Duration, bool) {
	var refusal *TokenError
	if errors.As(err, &refusal) && refusal.Kind == KindOverload {
		return refusal.RetryAfter, refusal.RetryAfter <= longestWait
	}
	return 0, lost
}

// sleep waits, unless the context ends first.
func sleep(ctx context.Context, d time.Duration) error {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-ctx.Done():
		return context.Cause(ctx)
	case <-timer.C:
		return nil
	}
}
