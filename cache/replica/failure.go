package replica

import (
	"context"
	"errors"
	"net/http"

	"voronka/amo"
	"voronka/cache/vault"
)

// failure is what an error of a call means for what comes next.
type failure uint8

const (
	failureNone      failure = iota
	failureCancelled         // our own context ended
	failureOutage            // nobody answers: the link is down for all calls
	failureHiccup            // this call failed, the same one may succeed later
	failureSignIn            // the token is not accepted: no call will succeed
	failureBlocked           // unpaid, no rights, blocked
	failureLocked            // the token is there, and the vault it is in does not open
	failureFinal             // the server understood and said no
)

// classify tells what err means. ctx is the caller's own: when it has ended,
// the error is its doing.
func classify(ctx context.Context, err error) failure {
	switch {
	case err == nil:
		return failureNone
	case ctx.Err() != nil:
		return failureCancelled
	case isAbsent(err):
		return failureFinal
	case vault.IsShut(err): // before the deadline, which a keychain lets pass as well
		return failureLocked
	case amo.IsOffline(err), errors.Is(err, context.DeadlineExceeded):
		return failureOutage
	}
	var refusal *amo.Error
	if errors.As(err, &refusal) {
		return classifyRefusal(refusal)
	}
	var query *amo.QueryError
	if errors.As(err, &query) || errors.Is(err, amo.ErrNotFound) {
		return failureFinal
	}
	return failureHiccup
}

// classifyWrite is classify for a write: that this user may not do this one
// thing says nothing about the others, unlike when a list is forbidden, and a
// change that cannot be written as a request will not be another time.
func classifyWrite(ctx context.Context, err error) failure {
	var unsendable *unsendableError
	var draft *amo.DraftError
	if ctx.Err() == nil && (amo.KindOf(err) == amo.KindForbidden || errors.As(err, &unsendable) || errors.As(err, &draft)) {
		return failureFinal
	}
	return classify(ctx, err)
}

func classifyRefusal(e *amo.Error) failure {
	switch e.Kind {
	case amo.KindUnauthorized:
		return failureSignIn
	case amo.KindPayment, amo.KindForbidden, amo.KindBlocked:
		return failureBlocked
	case amo.KindRateLimited:
		if e.Unsent { // the client's circuit breaker is open
			return failureBlocked
		}
		return failureHiccup
	case amo.KindTemporary:
		switch e.Status {
		case http.StatusBadGateway, http.StatusServiceUnavailable, http.StatusGatewayTimeout:
			return failureOutage // the gateway answers for a server that does not
		}
		return failureHiccup
	case amo.KindUnknown:
		if e.Status >= http.StatusInternalServerError {
			return failureHiccup
		}
	}
	return failureFinal
}

// statusOf is the HTTP status in err, 0 when no server answered.
func statusOf(err error) int {
	var refusal *amo.Error
	if errors.As(err, &refusal) {
		return refusal.Status
	}
	return 0
}
