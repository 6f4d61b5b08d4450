package sandbox

import (
	"net/http"
	"strings"
)

func cutBearer(authorization string) (token string, ok bool) {
	scheme, token, _ := strings.Cut(authorization, " ")
	return token, strings.EqualFold(scheme, "Bearer")
}

// movedAway answers a request that came to the account's old host, nil when
// it came to the right one.
func (s *Server) movedAway(req *http.Request) *reply {
	app := s.app()
	if app.Host == "" || strings.EqualFold(req.Host, app.Host) {
		return nil
	}
	if !isAPI(req.URL.Path) && strings.TrimRight(req.URL.Path, "/") != "/oauth2/access_token" {
		return nil
	}
	r := htmlPage(http.StatusNotFound)
	if app.OldStatus == http.StatusUnauthorized {
		r = s.unauthorized()
	}
	return &r
}

// currentSubdomain answers GET /oauth2/account/current/subdomain, which tells
// where the account of a refresh token is. It answers on every host, as the
// shard does whose address is in the token.
func (s *Server) currentSubdomain(req *http.Request) reply {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	if _, refused := s.refreshGrant(req.Header.Get("X-Refresh-Token")); refused != nil {
		return s.unauthorized()
	}
	return s.whereabouts(req)
}

// subdomainByToken answers the older GET /oauth2/account/subdomain.
func (s *Server) subdomainByToken(req *http.Request) reply {
	if s.grant(req.Header.Get("Authorization")).userID == 0 {
		return s.unauthorized()
	}
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.whereabouts(req)
}

func (s *Server) whereabouts(req *http.Request) reply {
	_, top, _ := strings.Cut(s.baseDomain(), ".")
	w := &writer{}
	w.object()
	w.intField("id", accountID)
	w.textField("subdomain", s.state.account.subdomain)
	w.textField("domain", s.host(req, s.state.app))
	w.textField("top_level_domain", top)
	w.endObject()
	return reply{status: http.StatusOK, contentType: typeJSON, body: w.b}
}
