package amo

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"regexp"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// problem is the body of an error answer.
type problem struct {
	Title      string      `json:"title"`
	Detail     string      `json:"detail"`
	Validation []complaint `json:"validation-errors"`
}

// complaint is what the server has against one model of a write.
type complaint struct {
	RequestID json.RawMessage `json:"request_id"` // a string; numbers are met too
	Errors    []struct {
		Code   string `json:"code"`
		Path   string `json:"path"`
		Detail string `json:"detail"`
	} `json:"errors"`
}

// refused is the error an answer other than 2xx stands for.
func (c *Client) refused(what call, token string, resp *http.Response) error {
	body, err := io.ReadAll(io.LimitReader(resp.Body, maxError))
	if err != nil {
		body = bytes.TrimSpace(body) // the status says enough, a cut body is used as far as it goes
	}
	e := &Error{
		Method: what.method, Path: what.path, Status: resp.StatusCode,
		RequestID:  cut(clean(resp.Header.Get("X-Request-Id"), token), maxShownBody),
		RetryAfter: retryAfter(resp.Header),
	}
	html := isHTML(resp.Header, body)
	var p problem
	if html {
		e.Body = cut(clean("a web page "+summary(body), token), maxShownBody)
	} else {
		e.Body = cut(clean(string(body), token), maxShownBody)
		// A body that is no JSON leaves p empty; Body shows what it was.
		if json.Unmarshal(body, &p) != nil {
			p = problem{}
		}
	}
	e.Title, e.Detail = clean(p.Title, token), clean(p.Detail, token)
	e.Validation = invalids(p.Validation, token)
	e.Kind = kindOf(resp.StatusCode, html, len(e.Validation) > 0, p)
	if e.Status >= 300 && e.Status < 400 {
		e.Detail = "the server points to another address, which is not followed with the account's token"
	}
	return e
}

func invalids(list []complaint, token string) []Invalid {
	var out []Invalid
	for _, c := range list {
		id := clean(strings.Trim(string(c.RequestID), `"`), token)
		if id == "null" {
			id = ""
		}
		for _, e := range c.Errors {
			out = append(out, Invalid{RequestID: id, Code: clean(e.Code, token), Path: clean(e.Path, token), Detail: clean(e.Detail, token)})
		}
	}
	return out
}

func kindOf(status int, html, validation bool, p problem) Kind {
	switch {
	case status >= 500:
		return KindTemporary
	case status == http.StatusBadRequest && !validation && (html || asksToRepeat(p)):
		return KindTemporary
	case status == http.StatusForbidden && html:
		return KindBlocked
	case status == http.StatusNotFound && html:
		// The API answers JSON; a page is the front end having a bad moment.
		return KindTemporary
	}
	kinds := map[int]Kind{
		http.StatusBadRequest: KindValidation, http.StatusUnauthorized: KindUnauthorized,
		http.StatusPaymentRequired: KindPayment, http.StatusForbidden: KindForbidden,
		http.StatusNotFound: KindNotFound, http.StatusMethodNotAllowed: KindMethod,
		http.StatusUnprocessableEntity: KindUnprocessable, http.StatusTooManyRequests: KindRateLimited,
		http.StatusRequestTimeout: KindTemporary,
	}
	return kinds[status]
}

// asksToRepeat recognises the 400 that is a failure of the server: it has no
// validation-errors and says, in the account's language, to try again.
func asksToRepeat(p problem) bool {
	text := strings.ToLower(p.Title + " " + p.Detail)
	for _, sign := range []string{"repeat", "try again", "retry", "system error", "повтор", "системн", "попробуйте", "qayta"} {
		if strings.Contains(text, sign) {
			return true
		}
	}
	return false
}

// retryAfter reads Retry-After in both its forms.
func retryAfter(h http.Header) time.Duration {
	value := strings.TrimSpace(h.Get("Retry-After"))
	if seconds, err := strconv.Atoi(value); err == nil {
		return min(time.Duration(max(seconds, 0)), longestRetryAfter/time.Second) * time.Second
	}
	if at, err := http.ParseTime(value); err == nil {
		// The server's clock, if it tells it: ours may be wrong.
		now := time.Now()
		if date, err := http.ParseTime(h.Get("Date")); err == nil {
			now = date
		}
		return min(max(at.Sub(now), 0), longestRetryAfter)
	}
	return 0
}

// maxShownBody is how much of a body an Error keeps, in bytes.
const maxShownBody = 200

// cut shortens s to n bytes at most, at a character's border.
func cut(s string, n int) string {
	if len(s) <= n {
		return s
	}
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

var urlQuery = regexp.MustCompile(`(https?://[^\s"'?]*)\?[^\s"']*`)

// longestText bounds what an error takes over from a server, in bytes.
const longestText = 1000

// clean takes the token and the queries of addresses out of a server's text.
func clean(s, token string) string {
	if token != "" {
		s = strings.ReplaceAll(s, token, "[token]")
	}
	return cut(urlQuery.ReplaceAllString(strings.ToValidUTF8(s, "\uFFFD"), "$1"), longestText)
}

// scrubbed is err unless its text holds the token or an address with a query,
// as it may when the server's own bytes are quoted; then it is that text
// cleaned, and the cause is given up.
func scrubbed(err error, token string) error {
	text := err.Error()
	if cleaned := clean(text, token); cleaned != text {
		return errors.New(cleaned)
	}
	return err
}
