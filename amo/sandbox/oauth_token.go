package sandbox

import (
	"crypto/subtle"
	"encoding/json"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"time"
)

// maxTokenRequest is how much of a body the token endpoint reads.
const maxTokenRequest = 64 << 10

// tokenRequest is the body of POST /oauth2/access_token.
type tokenRequest struct {
	ClientID     string `json:"client_id"`
	ClientSecret string `json:"client_secret"`
	GrantType    string `json:"grant_type"`
	Code         string `json:"code"`
	RefreshToken string `json:"refresh_token"`
	RedirectURI  string `json:"redirect_uri"`
}

// readTokenRequest takes JSON and forms of both kinds; what cannot be read has
// no members.
func readTokenRequest(req *http.Request) tokenRequest {
	var t tokenRequest
	kind, _, _ := mime.ParseMediaType(req.Header.Get("Content-Type"))
	if kind == "multipart/form-data" {
		if req.ParseMultipartForm(maxTokenRequest) != nil {
			return t
		}
		return tokenForm(req.PostForm)
	}
	raw, err := io.ReadAll(io.LimitReader(req.Body, maxTokenRequest))
	if err != nil {
		return t
	}
	if kind != "application/x-www-form-urlencoded" {
		if json.Unmarshal(raw, &t) == nil {
			return t
		}
		t = tokenRequest{}
	}
	form, err := url.ParseQuery(string(raw))
	if err != nil {
		return t
	}
	return tokenForm(form)
}

func tokenForm(form url.Values) tokenRequest {
	return tokenRequest{
		form.Get("client_id"), form.Get("client_secret"), form.Get("grant_type"),
		form.Get("code"), form.Get("refresh_token"), form.Get("redirect_uri"),
	}
}

// accessToken answers POST /oauth2/access_token: first what is missing, then
// whether the client is known, then the code or the token.
func (s *Server) accessToken(req *http.Request) reply {
	t := readTokenRequest(req)
	given := []struct{ name, value string }{
		{"client_id", t.ClientID},
		{"client_secret", t.ClientSecret},
		{"grant_type", t.GrantType},
		{"redirect_uri", t.RedirectURI},
	}
	switch t.GrantType {
	case "authorization_code":
		given = append(given, struct{ name, value string }{"code", t.Code})
	case "refresh_token":
		given = append(given, struct{ name, value string }{"refresh_token", t.RefreshToken})
	}
	for _, p := range given {
		if p.value == "" {
			return s.oauthProblem(http.StatusBadRequest, "Check the `"+p.name+"` parameter")
		}
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	app := s.state.app
	known := t.ClientID == s.credentials.ClientID &&
		subtle.ConstantTimeCompare([]byte(t.ClientSecret), []byte(s.secret(app))) == 1
	if !known || app.Off {
		return s.unknownClient()
	}
	switch t.GrantType {
	case "authorization_code":
		return s.exchangeCode(t)
	case "refresh_token":
		return s.refreshPair(t)
	}
	return s.oauthProblem(http.StatusBadRequest, "Check that all required parameters have been provided")
}

// exchangeCode gives the first pair for a code. The caller holds the lock.
func (s *Server) exchangeCode(t tokenRequest) reply {
	o, now := s.OAuth(), s.clock.unix()
	what, ok := s.sealer.open(sealedCode, t.Code)
	g := s.state.grants[what.grant]
	switch {
	case !ok || g == nil:
		return s.oauthProblem(http.StatusBadRequest, "Cannot decrypt the authorization code")
	case what.account != accountID:
		return s.oauthProblem(http.StatusBadRequest, "Invalid account")
	case now >= g.CodeAt+seconds(o.CodeLife):
		return s.oauthProblem(http.StatusBadRequest, "Authorization code has expired")
	case g.Serial != 0 || g.Revoked:
		return s.oauthProblem(http.StatusBadRequest, "Authorization code has been revoked")
	case t.RedirectURI != o.RedirectURI:
		return s.oauthProblem(http.StatusBadRequest, "Redirect URI is not associated with client")
	}
	return s.newPair(g)
}

// refreshPair gives the next pair for a refresh token, which dies by that.
// The caller holds the lock.
func (s *Server) refreshPair(t tokenRequest) reply {
	o := s.OAuth()
	if t.RedirectURI != o.RedirectURI {
		return s.oauthProblem(http.StatusBadRequest, "Redirect URI is not associated with client")
	}
	g, refused := s.refreshGrant(t.RefreshToken)
	if refused != nil {
		return *refused
	}
	return s.newPair(g)
}

// refreshGrant is the grant a living refresh token belongs to.
func (s *Server) refreshGrant(token string) (*grantRow, *reply) {
	refuse := func(status int, hint string) (*grantRow, *reply) {
		r := s.oauthProblem(status, hint)
		return nil, &r
	}
	what, ok := s.sealer.open(sealedRefresh, token)
	if !ok {
		// Both texts and both codes have been seen; the shape decides here.
		if len(token) > len(sealedPrefix) && token[:len(sealedPrefix)] == sealedPrefix {
			return refuse(http.StatusUnauthorized, "Cannot decrypt the refresh token")
		}
		return refuse(http.StatusBadRequest, "Invalid refresh token")
	}
	g := s.state.grants[what.grant]
	switch {
	case g == nil || g.Revoked || g.Serial != what.serial:
		return refuse(http.StatusUnauthorized, "Token has been revoked")
	case s.clock.unix() >= what.at+seconds(s.OAuth().RefreshLife):
		return refuse(http.StatusUnauthorized, "Token has expired")
	}
	return g, nil
}

// newPair moves a grant on to its next pair and answers with it.
func (s *Server) newPair(old *grantRow) reply {
	o, now := s.OAuth(), s.clock.unix()
	signer, err := s.signer()
	if err != nil {
		return internalError()
	}
	g := *old
	g.Serial++
	g.Access = newRequestID() + newRequestID()
	claims := tokenClaims{
		Audience: s.credentials.ClientID, ID: g.Access, IssuedAt: now, NotBefore: now,
		ExpiresAt: now + seconds(o.AccessLife), Subject: itoa(g.User), GrantType: "",
		AccountID: accountID, BaseDomain: s.baseDomain(), Version: 2, Scopes: tokenScopes(),
		HashUUID: g.UUID, APIDomain: "api-b." + s.baseDomain(),
	}
	access, err := signer.sign(claims)
	if err != nil {
		return internalError()
	}
	refresh := s.sealer.seal(sealed{sealedRefresh, accountID, g.ID, g.Serial, now})
	if err := s.save(record{Grant: &g}); err != nil {
		return internalError()
	}
	w := &writer{}
	w.object()
	w.textField("token_type", "Bearer")
	w.intField("expires_in", seconds(o.AccessLife))
	if o.Kommo {
		w.intField("server_time", now)
	}
	w.textField("access_token", access)
	w.textField("refresh_token", refresh)
	w.endObject()
	return reply{status: http.StatusOK, contentType: typeJSON, body: w.b}
}

func seconds(d time.Duration) int64 { return int64((d + time.Second - 1) / time.Second) }

// baseDomain is the platform's domain.
func (s *Server) baseDomain() string {
	if s.OAuth().Kommo {
		return "kommo.com"
	}
	return "amocrm.ru"
}

// oauthProblem is the error body of the token endpoint.
func (s *Server) oauthProblem(status int, hint string) reply {
	title, detail := "Некорректный запрос", "В запросе отсутствует ряд параметров или параметры невалидны"
	if s.OAuth().Kommo {
		title, detail = "Invalid request", "The request is missing parameters, or they are invalid"
	}
	return oauthReply(status, hint, title, detail)
}

// unknownClient refuses a wrong id or secret; it comes without a hint.
func (s *Server) unknownClient() reply {
	title, detail := "Некорректный клиент", "Авторизация клиента не прошла"
	if s.OAuth().Kommo {
		title, detail = "Invalid client", "Client authentication failed"
	}
	return oauthReply(http.StatusUnauthorized, "", title, detail)
}

func oauthReply(status int, hint, title, detail string) reply {
	w := &writer{}
	w.object()
	if hint != "" {
		w.textField("hint", hint)
	}
	w.textField("title", title)
	w.textField("type", "https://developers.amocrm.ru/v3/errors/OAuthProblemJson")
	w.intField("status", int64(status))
	w.textField("detail", detail)
	w.endObject()
	return reply{status: status, contentType: typeJSON, body: w.b}
}

// grant reads an Authorization header.
func (s *Server) grant(authorization string) grant {
	token, isBearer := cutBearer(authorization)
	if !isBearer {
		return grant{}
	}
	app := s.app()
	if app.Off {
		return grant{}
	}
	now := s.clock.unix()
	if token == s.credentials.LongLivedToken {
		if app.Barred || now >= tokenExpiresAt {
			return grant{}
		}
		return s.grantOf(demoUserID)
	}
	return s.shortLivedGrant(token, now)
}

func (s *Server) shortLivedGrant(token string, now int64) grant {
	if !s.hasGrants() {
		return grant{} // and no key is made for it
	}
	signer, err := s.signer()
	if err != nil {
		return grant{}
	}
	claims, ok := signer.read(token)
	if !ok || now >= claims.ExpiresAt {
		return grant{}
	}
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	g := s.state.grantByUUID(claims.HashUUID)
	if g == nil || g.Revoked || s.OAuth().StrictRefresh && g.Access != claims.ID {
		return grant{}
	}
	user, err := strconv.ParseInt(claims.Subject, 10, 64)
	if err != nil {
		return grant{}
	}
	u := s.state.user(user)
	return grant{integration: s.credentials.ClientID, userID: user, admin: u != nil && u.Admin}
}

func (st *state) grantByUUID(uuid string) *grantRow {
	for _, g := range st.grants {
		if g.UUID == uuid {
			return g
		}
	}
	return nil
}

func (s *Server) hasGrants() bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return len(s.state.grants) > 0
}

// grantOf is the grant of a user.
func (s *Server) grantOf(user int64) grant {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	u := s.state.user(user)
	return grant{integration: s.credentials.ClientID, userID: user, admin: u != nil && u.Admin}
}

// inContext is a grant seen through X-Context-User-ID: an administrator's may
// act as another employee. ok is false when there is no such one.
func (s *Server) inContext(g grant, header string) (as grant, ok bool) {
	if header == "" || g.userID == 0 {
		return g, true
	}
	id := intval(header)
	s.state.mu.RLock()
	u := s.state.user(id)
	s.state.mu.RUnlock()
	if !g.admin || u == nil || !u.Active {
		return grant{integration: g.integration}, false
	}
	return s.grantOf(id), true
}
