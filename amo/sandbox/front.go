package sandbox

import (
	"net/http"
	"strings"
)

// platformDomains are those under which amoCRM serves accounts.
func platformDomains() []string { return []string{"amocrm.ru", "amocrm.com", "kommo.com"} }

// platformDomain is the domain of amoCRM's that a host is under, and its port
// with the colon. For other hosts, as a sandbox mostly has, it is empty.
func platformDomain(host string) (domain, port string) {
	name := host
	if i := strings.LastIndexByte(host, ':'); i >= 0 {
		name, port = host[:i], host[i:]
	}
	for _, domain := range platformDomains() {
		if strings.HasSuffix(strings.ToLower(name), "."+domain) {
			return domain, port
		}
	}
	return "", ""
}

// tidy is a request as the front end in front of amoCRM hands it on: slashes
// that stand together are one, and a question for the head is answered as one
// for the whole would be.
func tidy(req *http.Request) *http.Request {
	if !strings.Contains(req.URL.Path, "//") && req.Method != http.MethodHead {
		return req
	}
	r, u := *req, *req.URL
	for strings.Contains(u.Path, "//") {
		u.Path = strings.ReplaceAll(u.Path, "//", "/")
	}
	u.RawPath = ""
	if r.URL = &u; r.Method == http.MethodHead {
		r.Method = http.MethodGet // net/http keeps the body back
	}
	return &r
}

// base is the address in the answers' links. Behind something that speaks TLS
// for the sandbox, the links lead there: clients follow them.
func (s *Server) base(req *http.Request) string {
	if s.credentials.BaseURL != "" {
		return s.credentials.BaseURL
	}
	domain, _ := platformDomain(req.Host)
	if req.TLS != nil || domain != "" || strings.EqualFold(req.Header.Get("X-Forwarded-Proto"), "https") {
		return "https://" + req.Host
	}
	return "http://" + req.Host
}

// host is where the account is reached, with its port. The consent page and
// the look-up of an account are at other names of amoCRM's than the account.
func (s *Server) host(req *http.Request, app appRow) string {
	if app.Host != "" {
		return app.Host
	}
	_, host, _ := strings.Cut(s.base(req), "://")
	if domain, port := platformDomain(host); domain != "" {
		name := app.Subdomain
		if name == "" {
			name = subdomain
		}
		return name + "." + domain + port
	}
	return host
}

// isService reports whether a path is that of a service, whose errors are
// JSON; the pages of the front end are HTML.
func isService(path string) bool {
	return strings.HasPrefix(path, "/api/") || path == "/api" || strings.HasPrefix(path, "/private/") || strings.HasPrefix(path, "/v3/")
}

// noRoute says that a path leads nowhere. The API names it without its root.
func (s *Server) noRoute(req *http.Request) reply {
	path := req.URL.Path
	if isAPI(path) {
		path = strings.TrimPrefix(path, apiRoot)
	}
	return notFound("Cannot " + req.Method + " " + s.base(req) + path + "!")
}
