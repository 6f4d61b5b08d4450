package sandbox

import (
	"net/http"
	"strings"
	"time"
)

// The lives of what OAuth hands out, when OAuthOptions says nothing else.
const (
	codeLife    = 20 * time.Minute
	accessLife  = 24 * time.Hour
	refreshLife = 90 * 24 * time.Hour
)

// DefaultRedirectURI is what the integration's settings say, unless
// OAuthOptions says something else.
const DefaultRedirectURI = "http://localhost:8085/callback"

// OAuthOptions is how the sign-in behaves. The zero OAuthOptions is amoCRM's.
// They can be changed at run time with Server.SetOAuth.
type OAuthOptions struct {
	// RedirectURI is what the integration's settings say, compared character
	// for character. Empty means DefaultRedirectURI.
	RedirectURI string
	// CodeLife, AccessLife and RefreshLife are 20 minutes, 24 hours and 90
	// days when zero; what is handed out counts in whole seconds of the
	// account's clock.
	CodeLife, AccessLife, RefreshLife time.Duration
	// StrictRefresh lets the old access token die at a refresh, as the user's
	// guide says. Nothing official does; without it the old one lives on to
	// its end.
	StrictRefresh bool
	// Kommo answers as the other platform: platform=2, server_time beside the
	// tokens, English texts.
	Kommo bool
	// BreakPopup lets a consent page of mode=popup that has no opener go
	// nowhere, instead of being redirected itself.
	BreakPopup bool
	// Referer overrides the account's address in the callback, to lead a
	// client astray.
	Referer string
}

func (o OAuthOptions) withDefaults() OAuthOptions {
	if o.RedirectURI == "" {
		o.RedirectURI = DefaultRedirectURI
	}
	if o.CodeLife <= 0 {
		o.CodeLife = codeLife
	}
	if o.AccessLife <= 0 {
		o.AccessLife = accessLife
	}
	if o.RefreshLife <= 0 {
		o.RefreshLife = refreshLife
	}
	return o
}

// OAuth is how the sign-in behaves now.
func (s *Server) OAuth() OAuthOptions { return *s.oauth.Load() }

// SetOAuth changes how the sign-in behaves from now on. It is not part of the
// state file.
func (s *Server) SetOAuth(o OAuthOptions) {
	o = o.withDefaults()
	s.oauth.Store(&o)
}

// oauthPaths are the paths beside the API that belong to the sign-in.
func (s *Server) oauthHandler(req *http.Request) func(*http.Request) reply {
	switch strings.TrimRight(req.URL.Path, "/") {
	case "/oauth":
		switch req.Method {
		case http.MethodGet:
			return s.consentPage
		case http.MethodPost:
			return s.consentAnswer
		}
	case "/oauth2/access_token":
		if req.Method == http.MethodPost {
			return s.accessToken
		}
	case "/oauth2/account/current/subdomain":
		if req.Method == http.MethodGet {
			return s.currentSubdomain
		}
	case "/oauth2/account/subdomain":
		if req.Method == http.MethodGet {
			return s.subdomainByToken
		}
	}
	return nil
}
