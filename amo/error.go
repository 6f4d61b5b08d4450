package amo

import (
	"errors"
	"fmt"
	"strconv"
	"strings"
	"time"
)

// ErrNotFound is matched (errors.Is) by the error of an entity that does not
// exist, is in the trash, or is hidden from the user.
var ErrNotFound = errors.New("not found")

// Kind is what a refusal of the server means to the caller.
type Kind uint8

// The kinds of refusal.
const (
	KindUnknown       Kind = iota // none of the below
	KindValidation                // 400: the request is wrong, see Validation; repeating does not help
	KindTemporary                 // 5xx, or a 400 that asks to repeat
	KindUnauthorized              // 401: token missing, expired or revoked
	KindPayment                   // 402: the account is not paid; seen for minutes on paid ones too
	KindForbidden                 // 403 as JSON: no rights
	KindBlocked                   // 403 as HTML: the account or address is blocked, all calls fail
	KindNotFound                  // 404
	KindMethod                    // 405
	KindUnprocessable             // 422
	KindRateLimited               // 429: too fast
)

var kindNames = [...]string{
	KindUnknown: "unknown", KindValidation: "validation", KindTemporary: "temporary",
	KindUnauthorized: "unauthorized", KindPayment: "payment", KindForbidden: "forbidden",
	KindBlocked: "blocked", KindNotFound: "not found", KindMethod: "method",
	KindUnprocessable: "unprocessable", KindRateLimited: "rate limited",
}

// String names the kind.
func (k Kind) String() string {
	if int(k) < len(kindNames) {
		return kindNames[k]
	}
	return kindNames[KindUnknown]
}

// Error is an answer of the server other than 2xx, or a call that was not
// sent because an earlier such answer forbids it (Unsent is then true). It
// never holds a query string or a token.
type Error struct {
	Method, Path string
	Status       int // HTTP status
	Kind         Kind
	Title        string // of the problem body, empty for HTML
	Detail       string // of the problem body, empty for HTML
	RequestID    string // X-Request-Id, which support asks for
	Validation   []Invalid
	RetryAfter   time.Duration // 0 when the server named none
	Body         string        // its first 200 bytes; an HTML page is summarised
	Unsent       bool          // refused by the limiter, no request was made
}

// Invalid is one complaint about one model of a write.
type Invalid struct {
	RequestID string // of the model; by default its index in the request
	Item      int    // which of the models given to the method, from 1; 0 unknown
	ID        int64  // of the entity that was written, 0 when unknown
	Code      string // NotSupportedChoice, InvalidType, FieldMissing, …
	Path      string // dotted path inside the model, custom_fields_values.0.field_id
	Detail    string
}

// Error tells what the server said, about what.
func (e *Error) Error() string {
	var b strings.Builder
	fmt.Fprintf(&b, "%s %s: ", e.Method, e.Path)
	if e.Unsent {
		fmt.Fprintf(&b, "not sent, the server refuses calls for now (%d, %s)", e.Status, e.Kind)
		if e.RetryAfter > 0 {
			fmt.Fprintf(&b, "; try again in %s", e.RetryAfter.Round(time.Second))
		}
		return b.String()
	}
	fmt.Fprintf(&b, "status %d (%s)", e.Status, e.Kind)
	switch {
	case e.Detail != "":
		b.WriteString(": " + e.Detail)
	case e.Title != "":
		b.WriteString(": " + e.Title)
	case e.Body != "":
		b.WriteString(": " + e.Body)
	}
	for i, v := range e.Validation {
		if i == maxShownInvalid {
			fmt.Fprintf(&b, "; and %d more", len(e.Validation)-i)
			break
		}
		b.WriteString("; " + v.String())
	}
	return b.String()
}

// maxShownInvalid keeps the text of a refused batch readable; the rest stays
// in Error.Validation.
const maxShownInvalid = 5

// String is the complaint in one line.
func (v Invalid) String() string {
	var b strings.Builder
	switch {
	case v.ID != 0:
		fmt.Fprintf(&b, "id %d: ", v.ID)
	case v.Item != 0:
		fmt.Fprintf(&b, "item %d: ", v.Item)
	case v.RequestID != "":
		fmt.Fprintf(&b, "item %s: ", v.RequestID)
	}
	b.WriteString(v.Path)
	if v.Detail != "" {
		b.WriteString(": " + v.Detail)
	}
	if v.Code != "" {
		b.WriteString(" (" + v.Code + ")")
	}
	return b.String()
}

// Is makes a 404 match ErrNotFound.
func (e *Error) Is(target error) bool {
	return target == ErrNotFound && e.Kind == KindNotFound
}

// NotFoundError is the answer 204 to a read of one entity: it does not exist,
// is in the trash, or is hidden from the user. It matches ErrNotFound.
type NotFoundError struct {
	Entity string // leads, contacts, companies, …
	ID     int64
	Name   string // the id where it is text: of an event, an incoming lead, a group of fields
}

// Error names the entity.
func (e *NotFoundError) Error() string {
	id := e.Name
	if id == "" {
		id = strconv.FormatInt(e.ID, 10)
	}
	return fmt.Sprintf("%s %s: the account has none such, or it is in the trash", e.Entity, id)
}

// Is makes it match ErrNotFound.
func (e *NotFoundError) Is(target error) bool { return target == ErrNotFound }

// MissingError says that the server accepted a batch but left some of its
// entities out of the answer: they were not written, most likely because they
// are in the trash. It matches ErrNotFound.
type MissingError struct {
	Entity string
	IDs    []int64
}

// Error names the entities.
func (e *MissingError) Error() string {
	return fmt.Sprintf("%s %v: not in the server's answer, so not written", e.Entity, e.IDs)
}

// Is makes it match ErrNotFound.
func (e *MissingError) Is(target error) bool { return target == ErrNotFound }

// NetworkError is a call without an answer: the server is out of reach, hung
// up, or took too long. Whether a write arrived is not known.
type NetworkError struct {
	Op   string // method and path, no query
	Host string
	Err  error // what the network said, without the address of the request
}

// Error tells which host did not answer, and why.
func (e *NetworkError) Error() string {
	return fmt.Sprintf("%s: no answer from %s: %v", e.Op, e.Host, e.Err)
}

// Unwrap gives the network's error.
func (e *NetworkError) Unwrap() error { return e.Err }

// BadReplyError is a 2xx answer that is not what the API promises: an HTML
// page, cut short, too large, or other JSON.
type BadReplyError struct {
	Method, Path string
	Status       int
	Reason       string
	Err          error // nil when Reason says it all
	cause        error // ErrWebPage, ErrTooLarge or nil
}

// What may be wrong with a BadReplyError; errors.Is tells.
var (
	ErrWebPage  = errors.New("a web page instead of data")
	ErrTooLarge = errors.New("an answer too large to be read")
)

// Is reports whether target is what was wrong with the answer.
func (e *BadReplyError) Is(target error) bool { return target != nil && target == e.cause }

// Error tells what is wrong with the answer.
func (e *BadReplyError) Error() string {
	text := fmt.Sprintf("%s %s: status %d, but %s", e.Method, e.Path, e.Status, e.Reason)
	if e.Err != nil {
		text += ": " + e.Err.Error()
	}
	return text
}

// Unwrap gives the cause, if any.
func (e *BadReplyError) Unwrap() error { return e.Err }

// QueryError is a request that was not made because the API does not document
// a part of it; the server would ignore that part and answer with other rows.
type QueryError struct {
	Resource string // leads, contacts, …
	Param    string // order, with, filter[statuses], …
	Value    string
}

// Error names the part.
func (e *QueryError) Error() string {
	return fmt.Sprintf("%s: the API offers no %s %q", e.Resource, e.Param, e.Value)
}

// IsOffline reports whether err means that the server could not be reached.
func IsOffline(err error) bool {
	var network *NetworkError
	return errors.As(err, &network)
}

// IsUnauthorized reports whether err means that the token is not accepted, or
// could not even be sent.
func IsUnauthorized(err error) bool {
	return KindOf(err) == KindUnauthorized || errors.Is(err, ErrToken)
}

// IsBlocked reports whether err means that the server refuses the whole
// account or address.
func IsBlocked(err error) bool { return KindOf(err) == KindBlocked }

// IsTemporary reports whether the same call may succeed later without anyone
// doing anything: no network, a server in trouble, a cut answer, too many
// calls. An *UnclearError is not temporary: its call may have succeeded.
func IsTemporary(err error) bool {
	if IsUnclear(err) {
		return false
	}
	if IsOffline(err) || isTruncated(err) {
		return true
	}
	kind := KindOf(err)
	return kind == KindTemporary || kind == KindRateLimited
}

// KindOf is the kind of the server's refusal in err, KindUnknown when there
// is none.
func KindOf(err error) Kind {
	var refusal *Error
	if errors.As(err, &refusal) {
		return refusal.Kind
	}
	return KindUnknown
}
