package auth

import (
	"errors"
	"fmt"
	"net/netip"
	"net/url"
	"strings"
)

const (
	longestHost  = 253
	longestLabel = 63
)

// parseBase reads an account's address. Plain http is taken only for this
// computer and private networks: anywhere else it would show the secret.
func parseBase(raw string) (*url.URL, error) {
	base, err := url.Parse(strings.TrimRight(strings.TrimSpace(raw), "/"))
	switch {
	case err != nil:
		// The parser's error repeats its input, which may hold a pasted secret.
		return nil, errors.New("account address: not a URL like https://name.amocrm.ru")
	case base.Host == "" || base.User != nil || base.RawQuery != "" || base.Fragment != "":
		return nil, errors.New("account address: need a URL like https://name.amocrm.ru and nothing more")
	case base.Scheme == "https", base.Scheme == "http" && isNear(base.Hostname()):
		return base, nil
	default:
		return nil, fmt.Errorf("account address %s: use https, anything else would show the secret on the way", base.Host)
	}
}

// bareHost takes the host, with its port if it has one, out of what the
// platform calls referer: a host as a rule, an address at times. It refuses
// whatever two programs could read in two ways.
func bareHost(referer string) (string, bool) {
	host := strings.ToLower(strings.TrimSpace(referer))
	for _, scheme := range []string{"https://", "http://", "//"} {
		if rest, ok := strings.CutPrefix(host, scheme); ok {
			host = rest
			break
		}
	}
	if i := strings.IndexAny(host, "/?#"); i >= 0 {
		host = host[:i]
	}
	name, port := host, ""
	if i := strings.LastIndexByte(host, ':'); i >= 0 && !strings.HasSuffix(host, "]") {
		if name, port = host[:i], host[i+1:]; !isPort(port) {
			return "", false
		}
	}
	if strings.HasPrefix(name, "[") {
		ip, err := netip.ParseAddr(strings.TrimSuffix(name[1:], "]"))
		return host, err == nil && ip.Is6() && ip.Zone() == "" && strings.HasSuffix(name, "]")
	}
	return host, isDomain(name)
}

// isDomain reports whether a name is made of plain labels. Names in other
// scripts are refused, encoded or not: the platform has none, and they can be
// drawn like ones it has.
func isDomain(name string) bool {
	if len(name) > longestHost {
		return false
	}
	for label := range strings.SplitSeq(name, ".") {
		if !isLabel(label) || strings.HasPrefix(label, "xn--") {
			return false
		}
	}
	return true
}

// isLabel reports whether s can stand between the dots of a host's name.
func isLabel(s string) bool {
	if s == "" || len(s) > longestLabel || s[0] == '-' || s[len(s)-1] == '-' {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

func isPort(s string) bool {
	if s == "" || len(s) > 5 {
		return false
	}
	for _, c := range []byte(s) {
		if c < '0' || c > '9' {
			return false
		}
	}
	return true
}

// longestShown bounds a host that an error repeats.
const longestShown = 80

// shownHost is a host as an error may show it. It is plain by now, but whoever
// made it up may have put a secret's worth of text into it.
func shownHost(host string) string {
	if len(host) > longestShown {
		return host[:longestShown] + "…"
	}
	return host
}
