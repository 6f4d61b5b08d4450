package auth

import (
	"encoding/json"
	"errors"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"
)

// shortestSecret keeps a secret of one or two letters from eating up a text.
const shortestSecret = 4

// longestText bounds what an error takes over from a server, in bytes.
const longestText = 300

// scrubber takes secrets out of texts that came from elsewhere.
type scrubber struct{ secrets []string }

// newScrubber remembers each secret in every form it may be quoted in.
func newScrubber(secrets ...string) scrubber {
	var s scrubber
	for _, secret := range secrets {
		if len(secret) < shortestSecret {
			continue
		}
		s.secrets = append(s.secrets, secret, url.QueryEscape(secret), url.PathEscape(secret))
		if quoted, err := json.Marshal(secret); err == nil {
			s.secrets = append(s.secrets, string(quoted[1:len(quoted)-1]))
		}
	}
	return s
}

var (
	queries = regexp.MustCompile(`(https?://[^\s"'?]*)\?[^\s"']*`)
	// longRuns are what tokens and codes look like, cut ones included, which
	// comparing with the whole does not find.
	longRuns = regexp.MustCompile(`[A-Za-z0-9_\-=+]{32,}`)
)

// text is s without secrets, in bounded length.
func (c scrubber) text(s string) string {
	s = strings.ToValidUTF8(s, "\uFFFD")
	for _, secret := range c.secrets {
		s = strings.ReplaceAll(s, secret, "[secret]")
	}
	s = queries.ReplaceAllString(s, "$1")
	s = longRuns.ReplaceAllString(s, "[removed]")
	if len(s) <= longestText {
		return s
	}
	n := longestText
	for n > 0 && !utf8.RuneStart(s[n]) {
		n--
	}
	return s[:n]
}

// err is cause unless its text holds a secret; then it is that text without.
func (c scrubber) err(cause error) error {
	var outer *url.Error
	if errors.As(cause, &outer) {
		cause = outer.Err // the address says nothing that the caller does not
	}
	said := cause.Error()
	if clean := c.text(said); clean != said {
		return errors.New(clean)
	}
	return cause
}
