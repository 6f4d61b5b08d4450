package amo

import (
	"errors"
	"fmt"
	"strings"
)

// UnclearError is a call that must not be repeated blindly (most often a
// create) and whose end is not known: it left this machine, and then the
// connection broke, the server failed, or the answer could not be read. It may
// have been carried out. Look for what it would have made before sending it
// again: the API has no idempotency key.
//
// Unwrap gives what went wrong, so that IsOffline still tells why.
type UnclearError struct {
	Method, Path string
	// Items are the indexes of the models whose end is unclear, among those
	// given to the method; nil when that is all of the call.
	Items []int
	Err   error
}

// Error says what may have happened, and what to do.
func (e *UnclearError) Error() string {
	var items string
	if len(e.Items) > 0 {
		items = " (items " + strings.Trim(fmt.Sprint(e.Items), "[]") + ")"
	}
	return fmt.Sprintf("%s %s%s: it may have been carried out, look before repeating it: %v", e.Method, e.Path, items, e.Err)
}

// Unwrap gives what went wrong.
func (e *UnclearError) Unwrap() error { return e.Err }

// IsUnclear reports whether err leaves open whether a call was carried out.
func IsUnclear(err error) bool {
	var unclear *UnclearError
	return errors.As(err, &unclear)
}

// unclear wraps the error of a request that reached the server's connection
// when it does not tell that the server did nothing.
func unclear(what call, err error) error {
	var refusal *Error
	if errors.As(err, &refusal) && refusal.Kind != KindTemporary {
		return err // the server said no
	}
	return &UnclearError{Method: what.method, Path: what.path, Err: err}
}

// unread wraps the error of an answer that says that a write was carried out
// but not what it made.
func unread(answer *reply, err error) error {
	if err == nil || answer.call.isRepeatable() {
		return err
	}
	return &UnclearError{Method: answer.call.method, Path: answer.call.path, Err: err}
}
