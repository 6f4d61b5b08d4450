package connect

import (
	"net/netip"
	"net/url"
	"strings"
	"unicode"

	"voronka/amo/auth"
)

// problem is what is wrong with an address, in words for a person by its key.
type problem string

const (
	addressFine    problem = ""
	addressEmpty   problem = "connect.need_address"
	addressBad     problem = "connect.bad_address"
	addressForeign problem = "connect.foreign_address"
)

// suffixes are what the host of an account ends in, in the order a person
// chooses from.
func suffixes() []string {
	all := auth.Platforms()
	names := make([]string, len(all))
	for i, p := range all {
		names[i] = "." + p.Name
	}
	return names
}

// address is the address of an account as the form has it: the name of the
// account and what its host ends in, or a whole address of another server.
type address struct {
	name   string // nurmebel
	suffix int    // index into suffixes
	whole  string // http://127.0.0.1:1234; empty for an account of amoCRM
}

// url is the address to sign in to: https://nurmebel.amocrm.ru.
func (a address) url() string {
	if a.whole != "" {
		return a.whole
	}
	return "https://" + a.name + suffixes()[a.suffix]
}

// typed is the address as the field shows it, beside the suffix.
func (a address) typed() string {
	if a.whole != "" {
		return a.whole
	}
	return a.name
}

// readAddress understands what was typed or pasted: the name of an account, its
// host, the address of any of its pages, or the address of a server of one's
// own. suffix is the one chosen beside the field; an address with another one
// wins.
func readAddress(text string, suffix int) (address, problem) {
	text, ok := plain(text)
	switch {
	case text == "":
		return address{}, addressEmpty
	case !ok:
		return address{}, addressBad
	}
	scheme, rest, explicit := strings.Cut(text, "://")
	if !explicit {
		scheme, rest = "", text
	}
	if i := strings.IndexAny(rest, "/?#"); i >= 0 {
		rest = rest[:i]
	}
	switch {
	case scheme != "" && scheme != "https" && scheme != "http", explicit && scheme == "", rest == "", strings.Contains(rest, "@"):
		return address{}, addressBad
	case !explicit && isLabel(rest):
		return address{name: rest, suffix: suffix}, addressFine
	}
	if a, p, known := ofPlatform(rest); known {
		return a, p
	}
	return ofServer(scheme, rest)
}

// plain is a text in small letters without what cannot be seen; ok tells that
// it has no other letters than an address has.
func plain(text string) (_ string, ok bool) {
	text = strings.Map(func(r rune) rune {
		if unicode.IsSpace(r) || unicode.Is(unicode.Cf, r) {
			return -1
		}
		return r
	}, text)
	for _, r := range text {
		if r <= ' ' || r > '~' {
			return text, false
		}
	}
	return strings.ToLower(text), true
}

// ofPlatform reads a host of amoCRM. known tells that it is one, fit to be an
// account's or not.
func ofPlatform(host string) (_ address, _ problem, known bool) {
	host = strings.TrimSuffix(host, ":443")
	for i, suffix := range suffixes() {
		name, ok := strings.CutSuffix(host, suffix)
		switch {
		case host == suffix[1:], ok && (!isLabel(name) || name == "www"):
			return address{}, addressBad, true
		case ok:
			return address{name: name, suffix: i}, addressFine, true
		}
	}
	return address{}, addressFine, false
}

// ofServer reads the host of a server of one's own, such as a sandbox: one on
// this computer or its network, because the secret goes there next.
func ofServer(scheme, host string) (address, problem) {
	if !isHost(host) || scheme == "" && !strings.ContainsAny(host, ".:") {
		return address{}, addressBad
	}
	// Plain http is what a sandbox may have only when it is near.
	near, err := auth.Sandbox("http://" + host)
	switch {
	case err != nil:
		return address{}, addressForeign
	case scheme == "https":
		return address{whole: "https://" + host}, addressFine
	default:
		return address{whole: near.Base}, addressFine
	}
}

// isHost reports whether a text has the form of some host, with or without a
// port.
func isHost(text string) bool {
	u, err := url.Parse("https://" + text)
	if err != nil || u.Host != text || u.User != nil {
		return false
	}
	if ip, err := netip.ParseAddr(u.Hostname()); err == nil {
		return ip.Zone() == ""
	}
	for label := range strings.SplitSeq(u.Hostname(), ".") {
		if !isLabel(label) {
			return false
		}
	}
	return true
}

// isLabel reports whether a text can be the name of an account: one label of a
// host's name.
func isLabel(s string) bool {
	const longest = 63
	if s == "" || len(s) > longest || s[0] == '-' || s[len(s)-1] == '-' || strings.HasPrefix(s, "xn--") {
		return false
	}
	for _, c := range []byte(s) {
		if (c < 'a' || c > 'z') && (c < '0' || c > '9') && c != '-' {
			return false
		}
	}
	return true
}

// isWhole reports whether a text is more than the name of an account, so that
// it is worth being taken apart while a person still types.
func isWhole(text string) bool {
	text = strings.ToLower(text)
	for _, suffix := range suffixes() {
		if strings.HasSuffix(text, suffix) || strings.Contains(text, suffix+"/") {
			return true
		}
	}
	return false
}

// isUUID reports whether a text has the form of an integration ID,
// 5f2c1a90-0000-4000-8000-000000000000.
func isUUID(s string) bool {
	if len(s) != 36 {
		return false
	}
	for i, c := range []byte(s) {
		dash := i == 8 || i == 13 || i == 18 || i == 23
		if dash != (c == '-') || !dash && !strings.ContainsRune("0123456789abcdefABCDEF", rune(c)) {
			return false
		}
	}
	return true
}
