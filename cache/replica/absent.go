package replica

import (
	"errors"
	"fmt"
	"net/http"

	"voronka/amo"
	"voronka/cache"
)

// absentError says that the server does not let this user read a list, or has
// none. A board of leads is of use without contacts, companies, tasks and what
// else stands around it, so those lists are left out then, and asked for again
// now and then.
type absentError struct {
	entity cache.Entity
	err    error
}

func (e *absentError) Error() string { return fmt.Sprintf("%s are not offered: %v", e.entity, e.err) }
func (e *absentError) Unwrap() error { return e.err }

// absent recognises the answers that mean so. A 404 as a web page may be a
// hiccup of the front end, but the client has tried more than once by now.
func absent(err error) bool {
	switch amo.KindOf(err) {
	case amo.KindForbidden, amo.KindNotFound, amo.KindMethod:
		return true
	case amo.KindPayment: // not in this account's tariff; when nothing is paid for, the leads say so first
		return true
	}
	return statusOf(err) == http.StatusNotFound
}

func isAbsent(err error) bool {
	var e *absentError
	return errors.As(err, &e)
}
