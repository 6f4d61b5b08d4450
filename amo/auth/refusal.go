package auth

import (
	"bytes"
	"encoding/json"
	"mime"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"

	"golang.org/x/oauth2"
)

// problem is the body of a refusal. Title and detail are in the account's
// language, so that nothing is decided by them.
type problem struct {
	Hint             looseText `json:"hint"`
	Title            looseText `json:"title"`
	Detail           looseText `json:"detail"`
	Error            looseText `json:"error"` // of other OAuth servers
	ErrorDescription looseText `json:"error_description"`
}

// refused is the error an answer other than 2xx stands for.
func (a answer) refused(clean scrubber) *TokenError {
	var p problem
	page := a.isPage()
	if page || json.Unmarshal(bytes.TrimPrefix(a.body, []byte("\xef\xbb\xbf")), &p) != nil {
		p = problem{} // status and form say enough
	}
	hint := string(p.Hint)
	if hint == "" {
		hint = string(p.ErrorDescription)
	}
	e := &TokenError{
		Host: a.host, Status: a.status, Hint: clean.text(hint),
		RetryAfter: retryAfter(a.header), retrieve: a.retrieve(clean, string(p.Error)),
	}
	e.Kind, e.Parameter = kindOfHint(hint)
	if e.Kind == KindUnknown {
		e.Kind = kindOfStatus(a.status, page, string(p.Error))
	}
	if a.status >= 500 || a.status == http.StatusTooManyRequests {
		e.Kind, e.Parameter = KindOverload, ""
	}
	return e
}

// retrieve is the refusal in the common OAuth type: the answer without what
// was asked, which has the secret in it.
func (a answer) retrieve(clean scrubber, code string) *oauth2.RetrieveError {
	header := a.header.Clone()
	header.Del("Set-Cookie")
	return &oauth2.RetrieveError{
		Response: &http.Response{
			Status:     strconv.Itoa(a.status) + " " + http.StatusText(a.status),
			StatusCode: a.status, Header: header, Body: http.NoBody,
		},
		Body:      []byte(clean.text(string(a.body))),
		ErrorCode: clean.text(code),
	}
}

// missing is how the endpoint names a parameter it did not get.
var missing = regexp.MustCompile("^check the `([a-z_]{1,40})` parameter")

// kindOfHint reads the one part of a refusal that is always in English.
func kindOfHint(hint string) (kind Kind, parameter string) {
	hint = strings.ToLower(strings.TrimSpace(hint))
	if m := missing.FindStringSubmatch(hint); m != nil {
		return KindParameter, m[1]
	}
	rows := []struct {
		text string
		kind Kind
	}{
		{"authorization code has expired", KindCodeExpired},
		{"authorization code has been revoked", KindCodeUsed},
		{"decrypt the authorization code", KindCodeGarbled},
		{"redirect uri is not associated", KindRedirectMismatch},
		{"invalid account", KindInvalidAccount},
		{"invalid refresh token", KindInvalidRefresh},
		{"decrypt the refresh token", KindInvalidRefresh},
		{"token has expired", KindInvalidRefresh},
		{"token has been revoked", KindRevoked},
	}
	for _, row := range rows {
		if strings.Contains(hint, row.text) {
			return row.kind, ""
		}
	}
	return KindUnknown, ""
}

// kindOfStatus sorts a refusal without a known hint.
func kindOfStatus(status int, page bool, code string) Kind {
	switch {
	case status >= 200 && status <= 299:
		return KindBadReply
	case status >= 300 && status <= 399, status == http.StatusNotFound, status == http.StatusGone:
		return KindMoved
	case status == http.StatusUnauthorized, code == "invalid_client":
		return KindInvalidClient
	case status == http.StatusPaymentRequired:
		return KindPayment
	case status == http.StatusForbidden && page:
		return KindBlocked
	case status == http.StatusForbidden:
		return KindForbidden
	case status == http.StatusRequestTimeout, status == http.StatusBadRequest && page:
		return KindOverload // of the front end
	default:
		return KindRefused
	}
}

// isPage reports whether the answer is a web page. Content-Type alone does not
// tell: gateways get it wrong both ways.
func (a answer) isPage() bool {
	body := bytes.TrimLeft(bytes.TrimPrefix(a.body, []byte("\xef\xbb\xbf")), " \t\r\n")
	if len(body) > 0 {
		switch body[0] {
		case '<':
			return true
		case '{', '[':
			return false
		}
	}
	media, _, err := mime.ParseMediaType(a.header.Get("Content-Type"))
	return err == nil && (media == "text/html" || media == "application/xhtml+xml")
}

// longestRetryAfter is believed, anything longer is cut to it.
const longestRetryAfter = time.Hour

// retryAfter reads Retry-After in both its forms.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil {
		return min(time.Duration(min(max(seconds, 0), 1<<20))*time.Second, longestRetryAfter)
	}
	at, err := http.ParseTime(value)
	if err != nil {
		return 0
	}
	now := time.Now()
	if date, err := http.ParseTime(h.Get("Date")); err == nil {
		now = date // the server's clock, if it tells it: ours may be wrong
	}
	return min(max(at.Sub(now), 0), longestRetryAfter)
}
