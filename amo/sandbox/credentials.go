package sandbox

import (
	"encoding/base64"
	"encoding/hex"
	"fmt"
	"math/rand/v2"
)

// The account and its only integration so far. The numbers are those of the
// examples in the user's guide.
const (
	accountID = 5135160
	subdomain = "nurmebel"

	integrationName = "Voronka"
)

// The life of the long-lived token: five years, the longest amoCRM grants,
// from a fixed day, so that a restarted sandbox knows the token again.
const (
	tokenIssuedAt  = 1767225600
	tokenExpiresAt = tokenIssuedAt + 5*365*86400
)

// Credentials is what a client needs to reach the account. Its JSON is the
// line `voronka sandbox` prints first.
type Credentials struct {
	BaseURL        string `json:"base_url"`
	Subdomain      string `json:"subdomain"`
	AccountID      int64  `json:"account_id"`
	ClientID       string `json:"client_id"`
	ClientSecret   string `json:"client_secret"`
	RedirectURI    string `json:"redirect_uri"`
	LongLivedToken string `json:"long_lived_token"`
}

// Credentials tells how to reach the account. They depend on the seed alone,
// apart from the base URL, which is Options.BaseURL, the redirect URI of
// OAuthOptions, and what hooks have changed.
func (s *Server) Credentials() Credentials {
	c := s.credentials
	app := s.app()
	c.ClientSecret = s.secret(app)
	c.RedirectURI = s.OAuth().RedirectURI
	if app.Subdomain != "" {
		c.Subdomain = app.Subdomain
	}
	return c
}

func newCredentials(seed uint64, baseURL string) (Credentials, error) {
	r := rand.New(rand.NewPCG(seed, 0x63726564))
	c := Credentials{
		BaseURL:      baseURL,
		Subdomain:    subdomain,
		AccountID:    accountID,
		ClientID:     randomUUID(r),
		ClientSecret: randomText(r, 64),
		RedirectURI:  DefaultRedirectURI,
	}
	var err error
	c.LongLivedToken, err = newToken(r, c.ClientID, demoUserID)
	return c, err
}

// newToken has the shape and the claims of amoCRM's tokens. The signature of
// the long-lived one is noise: the real one cannot be checked either, as the
// key is not published.
func newToken(r *rand.Rand, clientID string, userID int64) (string, error) {
	jti := hex.EncodeToString(randomBytes(r, 40))
	content, err := encodeToken(tokenClaims{
		Audience: clientID, ID: jti, IssuedAt: tokenIssuedAt, NotBefore: tokenIssuedAt, ExpiresAt: tokenExpiresAt,
		Subject: itoa(userID), AccountID: accountID, BaseDomain: "amocrm.ru", Version: 2,
		Scopes: tokenScopes(), HashUUID: randomUUID(r), APIDomain: "api-b.amocrm.ru",
	})
	if err != nil {
		return "", err
	}
	return content + "." + base64.RawURLEncoding.EncodeToString(randomBytes(r, 256)), nil
}

func randomBytes(r *rand.Rand, n int) []byte {
	b := make([]byte, n)
	for i := range b {
		b[i] = byte(r.Uint32())
	}
	return b
}

func randomUUID(r *rand.Rand) string {
	b := randomBytes(r, 16)
	b[6] = b[6]&0x0f | 0x40
	b[8] = b[8]&0x3f | 0x80
	return fmt.Sprintf("%x-%x-%x-%x-%x", b[:4], b[4:6], b[6:8], b[8:10], b[10:])
}

func randomText(r *rand.Rand, n int) string {
	const letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789"
	b := make([]byte, n)
	for i := range b {
		b[i] = letters[r.IntN(len(letters))]
	}
	return string(b)
}
