package auth

import (
	"errors"
	"fmt"
	"net"
	"net/url"
	"strconv"
	"strings"
	"syscall"
)

// RedirectError is a redirect URI that this computer cannot answer at. The
// code can be pasted all the same.
type RedirectError struct{ Reason string }

// AuthKind is KindRedirectForm.
func (e *RedirectError) AuthKind() Kind { return KindRedirectForm }

// Error tells what the redirect URI should be.
func (e *RedirectError) Error() string {
	return "redirect URI: " + e.Reason + ", need one like http://localhost:8085/callback"
}

// PortError is a port of the redirect URI on which one cannot listen. Another
// port would not do, as the platform sends the browser to the registered one.
type PortError struct {
	Port  int
	Taken bool  // by another program; else the system forbids it
	Err   error // of the system
}

// AuthKind is KindPortTaken or KindPortDenied.
func (e *PortError) AuthKind() Kind {
	if e.Taken {
		return KindPortTaken
	}
	return KindPortDenied
}

// Error names the port.
func (e *PortError) Error() string {
	if e.Taken {
		return fmt.Sprintf("port %d is taken by another program: close it, or register a redirect URI with another port", e.Port)
	}
	return fmt.Sprintf("port %d cannot be listened on: register a redirect URI with another port: %v", e.Port, e.Err)
}

// Unwrap gives the system's error.
func (e *PortError) Unwrap() error { return e.Err }

// redirect is a redirect URI of this computer.
type redirect struct {
	host string // as the browser will write it, with port unless it is 80
	path string // escaped
	port int
	addr []string // addresses to listen on
}

// parseRedirect reads a redirect URI that a listener here can answer at. A
// name that only means this computer is listened for on both its addresses,
// because either may be the one the browser picks.
func parseRedirect(raw string) (redirect, error) {
	u, err := url.Parse(raw)
	switch {
	case err != nil:
		return redirect{}, &RedirectError{Reason: "not an address"} // the parser would repeat it
	case u.Scheme != "http":
		return redirect{}, &RedirectError{Reason: "not plain http, so it cannot be answered by this computer"}
	case u.User != nil || u.Fragment != "" || u.Opaque != "":
		return redirect{}, &RedirectError{Reason: "has a user or a fragment"}
	}
	r := redirect{host: strings.ToLower(u.Host), path: u.EscapedPath(), port: 80}
	if r.path == "" {
		r.path = "/"
	}
	if text := u.Port(); text != "" {
		if r.port, err = strconv.Atoi(text); err != nil || r.port < 1 || r.port > 65535 {
			return redirect{}, &RedirectError{Reason: "has no usable port"}
		}
	}
	if r.port == 80 {
		r.host = strings.TrimSuffix(r.host, ":80")
	}
	port := strconv.Itoa(r.port)
	switch strings.ToLower(u.Hostname()) {
	case "localhost":
		r.addr = []string{net.JoinHostPort("127.0.0.1", port), net.JoinHostPort("::1", port)}
	case "127.0.0.1", "::1":
		r.addr = []string{net.JoinHostPort(u.Hostname(), port)}
	default:
		return redirect{}, &RedirectError{Reason: "not an address of this computer"}
	}
	return r, nil
}

// Errors of Windows, where the names of package syscall stand for numbers of
// Go's own. No other system has errors of these numbers.
const (
	wsaInUse     = 10048
	wsaNoFamily  = 10047
	wsaNoAddress = 10049
)

func isErrno(err error, codes ...syscall.Errno) bool {
	var got syscall.Errno
	if !errors.As(err, &got) {
		return false
	}
	for _, code := range codes {
		if got == code {
			return true
		}
	}
	return false
}

// noSuchAddress reports whether the computer lacks the address altogether, as
// one without IPv6 does. Then the browser cannot pick it either.
func noSuchAddress(err error) bool {
	return isErrno(err, syscall.EADDRNOTAVAIL, syscall.EAFNOSUPPORT, syscall.EPROTONOSUPPORT, wsaNoAddress, wsaNoFamily)
}

func portError(port int, err error) error {
	return &PortError{Port: port, Taken: isErrno(err, syscall.EADDRINUSE, wsaInUse), Err: err}
}
