package sandbox

import (
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"fmt"
	"math/rand/v2"
)

// The account and its only integration so far. The numbers are those of the
// examples in the user's guide.
const (
	accountID   = 5135160
	subdomain   = "nurmebel"
	redirectURI = "http://localhost:8085/callback"
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
// apart from the base URL, which is Options.BaseURL.
func (s *Server) Credentials() Credentials { return s.credentials }

func newCredentials(seed uint64, baseURL string) (Credentials, error) {
	r := rand.New(rand.NewPCG(seed, 0x63726564))
	c := Credentials{
		BaseURL:      baseURL,
		Subdomain:    subdomain,
		AccountID:    accountID,
		ClientID:     randomUUID(r),
		ClientSecret: randomText(r, 64),
		RedirectURI:  redirectURI,
	}
	var err error
	c.LongLivedToken, err = newToken(r, c.ClientID, demoUserID)
	return c, err
}

// newToken has the shape and the claims of amoCRM's tokens. The signature is
// noise: the real one cannot be checked either, as the key is not published.
func newToken(r *rand.Rand, clientID string, userID int64) (string, error) {
	jti := hex.EncodeToString(randomBytes(r, 40))
	header := struct {
		Type      string `json:"typ"`
		Algorithm string `json:"alg"`
		ID        string `json:"jti"`
	}{"JWT", "RS256", jti}
	claims := struct {
		Audience   string   `json:"aud"`
		ID         string   `json:"jti"`
		IssuedAt   int64    `json:"iat"`
		NotBefore  int64    `json:"nbf"`
		ExpiresAt  int64    `json:"exp"`
		Subject    string   `json:"sub"`
		GrantType  string   `json:"grant_type"`
		AccountID  int64    `json:"account_id"`
		BaseDomain string   `json:"base_domain"`
		Version    int      `json:"version"`
		Scopes     []string `json:"scopes"`
		HashUUID   string   `json:"hash_uuid"`
		APIDomain  string   `json:"api_domain"`
	}{
		clientID, jti, tokenIssuedAt, tokenIssuedAt, tokenExpiresAt, fmt.Sprint(userID), "", accountID,
		"amocrm.ru", 2,
		[]string{"crm", "files", "files_delete", "notifications", "push_notifications"},
		randomUUID(r), "api-b.amocrm.ru",
	}
	var parts [2]string
	for i, part := range []any{header, claims} {
		b, err := json.Marshal(part)
		if err != nil {
			return "", fmt.Errorf("make token: %w", err)
		}
		parts[i] = base64.RawURLEncoding.EncodeToString(b)
	}
	return parts[0] + "." + parts[1] + "." + base64.RawURLEncoding.EncodeToString(randomBytes(r, 256)), nil
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
