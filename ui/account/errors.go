package account

import (
	"errors"
	"fmt"
	"net/http"

	"voronka/amo"
)

// ErrUnknown means that no account with the id is connected.
var ErrUnknown = errors.New("the account is not connected")

// UnsentError means that an account was not disconnected because changes made
// here would be lost.
type UnsentError struct {
	Name  string // of the account
	Count int    // changes, conflicts and refused ones included
}

// Error tells how many changes wait.
func (e *UnsentError) Error() string {
	return fmt.Sprintf("%d changes were not sent yet", e.Count)
}

// SignInError means that an account does not open until the person signs in
// again, or puts the settings of the integration right. It matches what the
// API answers to a token it does not take, so that whoever calls the API knows
// that no other call will succeed either.
type SignInError struct {
	AccountID int64
	Err       error // why
}

// Error tells what to do.
func (e *SignInError) Error() string {
	return fmt.Sprintf("account %d has to be connected again: %v", e.AccountID, e.Err)
}

// Unwrap returns why, and the refusal as the API would tell it.
func (e *SignInError) Unwrap() []error { return []error{e.Err, refused()} }

// refused is the API's answer to a token it does not take.
func refused() *amo.Error {
	return &amo.Error{Method: http.MethodGet, Path: "/api/v4/account", Status: http.StatusUnauthorized, Kind: amo.KindUnauthorized}
}

// errRefused is the refusal of a long-lived token, which cannot be renewed.
var errRefused = errors.New("the server does not take the long-lived token any more")

// TargetError means that an address is not one that an account can be at.
type TargetError struct{ Err error }

// Error tells why.
func (e *TargetError) Error() string { return e.Err.Error() }

// Unwrap returns why.
func (e *TargetError) Unwrap() error { return e.Err }
