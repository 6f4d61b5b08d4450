package auth

import (
	"fmt"
	"net/url"
	"strings"
	"unicode"
)

// Callback is the answer of the consent page: the query with which it sends
// the browser to the redirect URI.
type Callback struct {
	Code     string // to exchange, good once and for 20 minutes
	Referer  string // the account's host as the platform wrote it; not trusted yet
	State    string // as it was sent
	Platform string // "1" amocrm.ru, "2" amocrm.com and kommo.com; may be empty
	ClientID string // of the integration; may be empty
	Denied   bool   // the person refused, there is no code
}

// Format keeps code and state out of anything printed.
func (c Callback) Format(f fmt.State, _ rune) { writeText(f, "[callback]") }

const (
	longestCallback = 16 << 10 // bytes
	shortestCode    = 8        // bytes; real ones have hundreds
	longerThanWords = 64       // bytes that tell a code in several lines from words
)

// ParseCallback reads what a person pasted: the whole address the browser was
// sent to, its query, or the code alone. The code is not checked against the
// account, that is for the server. It fails with *CallbackError of KindDenied,
// KindCodeMissing or KindNotACode. With KindDenied the Callback is filled all
// the same.
func ParseCallback(pasted string) (Callback, error) {
	text := strings.Trim(strings.TrimSpace(pasted), `"'<>`)
	words := len(strings.Fields(text))
	// An address copied from a letter or a terminal may be broken into lines.
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	switch {
	case text == "" || len(text) > longestCallback:
		return Callback{}, &CallbackError{Kind: KindNotACode}
	case isAddress(text):
		return parseAddress(text)
	case isCode(text) && (words == 1 || len(text) >= longerThanWords):
		return Callback{Code: text}, nil
	case strings.Contains(text, "://"):
		return Callback{}, &CallbackError{Kind: KindCodeMissing}
	default:
		return Callback{}, &CallbackError{Kind: KindNotACode}
	}
}

// isAddress reports whether a text has a query in it, or is one. A code may end
// in signs of equality.
func isAddress(text string) bool {
	for _, start := range []string{"code=", "error=", "state=", "referer="} {
		if strings.HasPrefix(text, start) {
			return true
		}
	}
	return strings.ContainsAny(text, "?&")
}

// parseAddress reads an address with a query, or a query alone.
func parseAddress(text string) (Callback, error) {
	if _, query, ok := strings.Cut(text, "?"); ok {
		text = query
	}
	text, _, _ = strings.Cut(text, "#")
	c, err := parseQuery(text)
	if KindOf(err) == KindStrayVisit {
		err = &CallbackError{Kind: KindCodeMissing}
	}
	return c, err
}

// parseQuery reads the query of the redirect. A parameter given twice makes
// the answer unusable: two readers could take different ones.
func parseQuery(query string) (Callback, error) {
	if len(query) > longestCallback {
		return Callback{}, &CallbackError{Kind: KindNotACode}
	}
	values, err := url.ParseQuery(query)
	if err != nil {
		return Callback{}, &CallbackError{Kind: KindNotACode}
	}
	var c Callback
	refused := ""
	for key, field := range map[string]*string{
		"code": &c.Code, "referer": &c.Referer, "state": &c.State,
		"platform": &c.Platform, "client_id": &c.ClientID, "error": &refused,
	} {
		if len(values[key]) > 1 {
			return Callback{}, &CallbackError{Kind: KindNotACode}
		}
		*field = values.Get(key)
	}
	return c.judged(refused)
}

// judged says whether there is something to exchange.
func (c Callback) judged(refused string) (Callback, error) {
	switch {
	case refused != "":
		// access_denied is the only value there is; any other is no consent either.
		c.Code, c.Denied = "", true
		return c, &CallbackError{Kind: KindDenied}
	case c.Code == "" && c.State == "" && c.Referer == "":
		return c, &CallbackError{Kind: KindStrayVisit}
	case c.Code == "":
		return c, &CallbackError{Kind: KindCodeMissing}
	case !isCode(c.Code):
		return c, &CallbackError{Kind: KindNotACode}
	default:
		return c, nil
	}
}

// isCode reports whether a text can be a code. An access token, which gets
// pasted by mistake, cannot.
func isCode(s string) bool {
	if len(s) < shortestCode || strings.Count(s, ".") == 2 && strings.HasPrefix(s, "eyJ") {
		return false
	}
	for _, c := range []byte(s) {
		switch {
		case c >= 'a' && c <= 'z', c >= 'A' && c <= 'Z', c >= '0' && c <= '9':
		case strings.IndexByte("-_.~+/=", c) >= 0:
		default:
			return false
		}
	}
	return true
}
