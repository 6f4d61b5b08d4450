// Package sentence explains failures to a person: one sentence in their
// language, saying what happened and what to do. The cause belongs to the log.
package sentence

import (
	"context"
	"errors"
	"net"
	"net/http"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/i18n"
)

// Of explains err. host names the server in failures that are about one.
func Of(t *i18n.Texts, err error, host string) string {
	for _, explain := range []func(*i18n.Texts, error, string) string{Vault, SignIn, Undo, Here, Server} {
		if s := explain(t, err, host); s != "" {
			return s
		}
	}
	return t.Failure(i18n.Unexpected)
}

// Here explains what went wrong on this machine; empty when nothing did.
func Here(t *i18n.Texts, err error, _ string) string {
	var (
		folder  *cache.FolderError
		damaged *cache.DamagedError
		newer   *cache.NewerError
		status  *cache.StatusError
	)
	switch {
	case errors.As(err, &folder):
		return t.Failure(i18n.Unwritable, "Folder", folder.Dir)
	case errors.As(err, &damaged):
		return t.Failure(i18n.Damaged, "File", damaged.Path)
	case errors.As(err, &newer):
		return t.Failure(i18n.Newer, "File", newer.Path)
	case errors.Is(err, cache.ErrDiskFull):
		return t.Failure(i18n.DiskFull)
	case errors.As(err, &status):
		return t.Failure(i18n.UnknownStatus, "ID", status.StatusID)
	case errors.Is(err, cache.ErrUnchanged):
		return t.Failure(i18n.Unchanged)
	case errors.Is(err, cache.ErrSending):
		return t.Failure(i18n.BeingSent)
	case errors.Is(err, cache.ErrConflict):
		return t.Failure(i18n.InConflict)
	case errors.Is(err, cache.ErrUnclear):
		return t.Failure(i18n.MadePerhaps)
	case errors.Is(err, cache.ErrBusy):
		return t.Failure(i18n.EngineElsewhere)
	case errors.Is(err, cache.ErrNotFound):
		return t.Failure(i18n.NotHere)
	case errors.Is(err, context.Canceled):
		return t.Failure(i18n.Interrupted)
	}
	return ""
}

// Server explains what a server answered, or that it did not; empty when the
// error is not about one.
func Server(t *i18n.Texts, err error, host string) string {
	var (
		network *amo.NetworkError
		bad     *amo.BadReplyError
		refusal *amo.Error
		timeout net.Error
	)
	switch {
	case errors.As(err, &network):
		if errors.As(err, &timeout) && timeout.Timeout() {
			return t.Failure(i18n.TimedOut, "Host", network.Host)
		}
		return t.Failure(i18n.Unreachable, "Host", network.Host)
	case errors.As(err, &bad):
		return t.Failure(badReply(bad), "Host", host)
	case errors.As(err, &refusal):
		return refused(t, refusal, host)
	case errors.Is(err, amo.ErrNotFound):
		return t.Failure(i18n.NotFound)
	case errors.Is(err, context.DeadlineExceeded):
		return t.Failure(i18n.TooSlow)
	}
	return ""
}

// badReply says in which way an answer was not that of the API.
func badReply(err *amo.BadReplyError) i18n.Failure {
	switch {
	case amo.IsTemporary(err):
		return i18n.Truncated
	case errors.Is(err, amo.ErrWebPage):
		return i18n.WebPage
	case errors.Is(err, amo.ErrTooLarge):
		return i18n.Enormous
	}
	return i18n.Garbled
}

func refused(t *i18n.Texts, err *amo.Error, host string) string {
	switch err.Kind {
	case amo.KindUnauthorized:
		return t.Failure(i18n.WrongToken)
	case amo.KindPayment:
		return t.Failure(i18n.Payment)
	case amo.KindForbidden:
		return t.Failure(i18n.Forbidden)
	case amo.KindBlocked:
		return t.Failure(i18n.Blocked)
	case amo.KindNotFound:
		return t.Failure(i18n.NotFound)
	case amo.KindRateLimited:
		return t.Failure(i18n.RateLimited)
	case amo.KindValidation, amo.KindUnprocessable:
		reason := err.Detail
		if reason == "" {
			reason = err.Title
		}
		if len(err.Validation) > 0 {
			reason = err.Validation[0].String()
		}
		if reason == "" {
			reason = http.StatusText(err.Status)
		}
		return t.Failure(i18n.Invalid, "Reason", strings.TrimRight(reason, "."))
	}
	if err.Status == http.StatusNotFound { // as a web page: hardly a server of the API
		return t.Failure(i18n.WebPage, "Host", host)
	}
	return t.Failure(i18n.ServerError, "Status", err.Status)
}
