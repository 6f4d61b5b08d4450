package auth

import (
	"net"
	"net/netip"
	"net/url"
	"strings"
)

// Platform is one of the places where accounts live: where its consent page
// is, and which hosts may be trusted with a secret.
type Platform struct {
	Name string
	// Consent is the address of the consent page, without query.
	Consent string
	// Suffixes are what an account's host ends in, with the leading dot.
	Suffixes []string
	// Base is set for a platform that is one explicit address, such as a
	// sandbox. Its scheme and port then hold for every host.
	Base string
}

// AmoRU is the Russian platform, www.amocrm.ru.
func AmoRU() Platform {
	return Platform{Name: "amocrm.ru", Consent: "https://www.amocrm.ru/oauth", Suffixes: []string{".amocrm.ru"}}
}

// AmoCOM is the global platform under its older name, www.amocrm.com.
func AmoCOM() Platform {
	return Platform{Name: "amocrm.com", Consent: "https://www.amocrm.com/oauth", Suffixes: []string{".amocrm.com", ".kommo.com"}}
}

// Kommo is the global platform, www.kommo.com.
func Kommo() Platform {
	return Platform{Name: "kommo.com", Consent: "https://www.kommo.com/oauth", Suffixes: []string{".kommo.com", ".amocrm.com"}}
}

// Platforms are those with accounts of real people.
func Platforms() []Platform { return []Platform{AmoRU(), AmoCOM(), Kommo()} }

// Sandbox is the platform of one explicit address, such as
// http://127.0.0.1:8443. No other host is trusted, except neighbours: an
// account at http://nurmebel.localhost:8443, a name reserved for private use,
// may move to http://yangi.localhost:8443, and one on this computer to another
// name of this computer, on the same port.
func Sandbox(baseURL string) (Platform, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return Platform{}, err
	}
	p := Platform{Name: base.Host, Consent: base.String() + "/oauth", Base: base.String()}
	if suffix := privateSuffix(base.Hostname()); suffix != "" {
		p.Suffixes = []string{suffix}
	}
	return p, nil
}

// privateSuffix is the domain of a host, when only this computer or its own
// network can give out names in it.
func privateSuffix(host string) string {
	if host == "localhost" {
		return ".localhost"
	}
	if _, parent, ok := strings.Cut(host, "."); ok {
		for _, zone := range privateZones() {
			if "."+parent == zone || strings.HasSuffix(parent, zone) {
				return "." + parent
			}
		}
	}
	return ""
}

func privateZones() []string { return []string{".localhost", ".test", ".internal", ".local"} }

// platformOf finds the platform of an account by its address.
func platformOf(baseURL string) (Platform, error) {
	base, err := parseBase(baseURL)
	if err != nil {
		return Platform{}, err
	}
	for _, p := range Platforms() {
		if base.Scheme == "https" && base.Port() == "" && p.hasSuffix(base.Hostname()) {
			return p, nil
		}
	}
	return Sandbox(baseURL)
}

// ConsentURL is the address to open in the browser. The answer comes to the
// integration's redirect URI in the same tab. It mirrors
// GET https://www.amocrm.ru/oauth.
func ConsentURL(p Platform, app App, state string) string {
	q := url.Values{"client_id": {app.ClientID}, "state": {state}, "mode": {"post_message"}}
	return p.Consent + "?" + q.Encode()
}

// BaseURL is the address of the account whose host the platform's answer named
// in `referer`. A scheme and a path around the host are dropped. It fails with
// *CallbackError of KindForeignHost unless the host belongs to the platform:
// a secret is sent to this address next.
func (p Platform) BaseURL(referer string) (string, error) {
	host, ok := bareHost(referer)
	if !ok {
		return "", &CallbackError{Kind: KindForeignHost}
	}
	if p.Base != "" {
		return p.explicitBase(host)
	}
	if !p.hasSuffix(host) {
		return "", &CallbackError{Kind: KindForeignHost, Host: shownHost(host)}
	}
	return "https://" + host, nil
}

// AccountURL is BaseURL for what a person types: the name of the account alone
// will do.
func (p Platform) AccountURL(typed string) (string, error) {
	typed = strings.ToLower(strings.TrimSpace(typed))
	switch {
	case typed == "" && p.Base != "":
		return p.Base, nil
	case typed == "":
		return "", &CallbackError{Kind: KindAccountMissing}
	case isLabel(typed) && p.Base == "" && len(p.Suffixes) > 0:
		typed += p.Suffixes[0]
	}
	return p.BaseURL(typed)
}

func (p Platform) explicitBase(host string) (string, error) {
	base, err := parseBase(p.Base)
	if err != nil {
		return "", err
	}
	if host == strings.ToLower(base.Host) {
		return p.Base, nil
	}
	name, port := splitPort(host)
	near := p.hasSuffix(name) || isLoopback(name) && isLoopback(base.Hostname())
	if port == base.Port() && near {
		return base.Scheme + "://" + host, nil
	}
	return "", &CallbackError{Kind: KindForeignHost, Host: shownHost(host)}
}

// hasSuffix reports whether a host is below one of the platform's domains.
func (p Platform) hasSuffix(host string) bool {
	if !isDomain(host) {
		return false
	}
	for _, suffix := range p.Suffixes {
		if strings.HasPrefix(suffix, ".") && len(host) > len(suffix) && strings.HasSuffix(host, suffix) {
			return true
		}
	}
	return false
}

// splitPort parts host and port; the port is empty when there is none.
func splitPort(host string) (name, port string) {
	if name, port, err := net.SplitHostPort(host); err == nil {
		return name, port
	}
	return host, ""
}

// isLoopback reports whether a host is this computer.
func isLoopback(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost")
}

// isNear reports whether a host is this computer or on a private network,
// where plain http shows a secret to nobody else.
func isNear(host string) bool {
	if ip, err := netip.ParseAddr(host); err == nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast()
	}
	return !strings.Contains(host, ".") || privateSuffix(strings.ToLower(host)) != ""
}
