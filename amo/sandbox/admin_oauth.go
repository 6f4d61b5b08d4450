package sandbox

import (
	"encoding/json"
	"net/http"
	"time"
)

// oauthJSON is OAuthOptions as the hooks read and write them; what a body
// leaves out stays as it is.
type oauthJSON struct {
	RedirectURI   *string `json:"redirect_uri,omitempty"`
	CodeLife      *int64  `json:"code_life_seconds,omitempty"`
	AccessLife    *int64  `json:"access_life_seconds,omitempty"`
	RefreshLife   *int64  `json:"refresh_life_seconds,omitempty"`
	StrictRefresh *bool   `json:"strict_refresh,omitempty"`
	Kommo         *bool   `json:"kommo,omitempty"`
	BreakPopup    *bool   `json:"break_popup,omitempty"`
	Referer       *string `json:"referer,omitempty"`
}

// adminOAuth answers the hooks of the sign-in:
//
//	GET  /sandbox/oauth               options and grants
//	POST /sandbox/oauth               options, see oauthJSON
//	POST /sandbox/oauth/revoke        {"grant":N}, or {"long_lived":true}
//	POST /sandbox/oauth/integration   {"enabled":false}, {"external":true}
//	POST /sandbox/oauth/secret        makes a new one and answers with it
//	POST /sandbox/oauth/move          see Move
func (s *Server) adminOAuth(method, what string, body []byte) reply {
	if method == http.MethodGet && what == "" {
		return plainJSON(map[string]any{"options": optionsJSON(s.OAuth()), "grants": s.Grants()})
	}
	if method != http.MethodPost {
		return notFound("No such hook")
	}
	var err error
	switch what {
	case "":
		err = s.adminSetOAuth(body)
	case "revoke":
		err = s.adminRevoke(body)
	case "integration":
		err = s.adminIntegration(body)
	case "secret":
		secret, err := s.RegenerateSecret()
		if err != nil {
			return internalError()
		}
		return plainJSON(map[string]string{"client_secret": secret})
	case "move":
		var m Move
		if err = json.Unmarshal(body, &m); err == nil {
			err = s.MoveAccount(m)
		}
	default:
		return notFound("No such hook")
	}
	if err != nil {
		return badRequest(err.Error())
	}
	return noContent()
}

func optionsJSON(o OAuthOptions) oauthJSON {
	code, access, refresh := seconds(o.CodeLife), seconds(o.AccessLife), seconds(o.RefreshLife)
	return oauthJSON{&o.RedirectURI, &code, &access, &refresh, &o.StrictRefresh, &o.Kommo, &o.BreakPopup, &o.Referer}
}

func (s *Server) adminSetOAuth(body []byte) error {
	var j oauthJSON
	if err := json.Unmarshal(body, &j); err != nil {
		return err
	}
	o := s.OAuth()
	life := func(given *int64, was time.Duration) time.Duration {
		return time.Duration(orElse(given, seconds(was))) * time.Second
	}
	s.SetOAuth(OAuthOptions{
		RedirectURI:   orElse(j.RedirectURI, o.RedirectURI),
		CodeLife:      life(j.CodeLife, o.CodeLife),
		AccessLife:    life(j.AccessLife, o.AccessLife),
		RefreshLife:   life(j.RefreshLife, o.RefreshLife),
		StrictRefresh: orElse(j.StrictRefresh, o.StrictRefresh),
		Kommo:         orElse(j.Kommo, o.Kommo),
		BreakPopup:    orElse(j.BreakPopup, o.BreakPopup),
		Referer:       orElse(j.Referer, o.Referer),
	})
	return nil
}

// orElse is what a body says, or what was before when it says nothing.
func orElse[T any](given *T, was T) T {
	if given == nil {
		return was
	}
	return *given
}

func (s *Server) adminRevoke(body []byte) error {
	var what struct {
		Grant     int64 `json:"grant"`
		LongLived bool  `json:"long_lived"`
	}
	if err := json.Unmarshal(body, &what); err != nil {
		return err
	}
	if what.LongLived {
		return s.RevokeLongLivedToken()
	}
	return s.RevokeGrant(what.Grant)
}

func (s *Server) adminIntegration(body []byte) error {
	var what struct{ Enabled, External *bool }
	if err := json.Unmarshal(body, &what); err != nil {
		return err
	}
	if what.Enabled != nil {
		if err := s.SetIntegrationEnabled(*what.Enabled); err != nil {
			return err
		}
	}
	if what.External != nil {
		return s.SetExternal(*what.External)
	}
	return nil
}
