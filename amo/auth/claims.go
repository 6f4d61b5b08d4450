package auth

import (
	"encoding/base64"
	"encoding/json"
	"errors"
	"math"
	"strconv"
	"strings"
)

// Claims is what an access token says of itself. The key to check its
// signature is not published, so all of it is a hint: no secret may be sent
// anywhere because of it alone.
type Claims struct {
	AccountID  int64
	UserID     int64
	ClientID   string
	APIDomain  string // host that answers for the account whatever its name, api-b.amocrm.ru
	BaseDomain string // amocrm.ru
	IssuedAt   int64  // Unix seconds of the server's clock, 0 unknown
	ExpiresAt  int64  // Unix seconds of the server's clock, 0 unknown
}

// LivesFor is how long the token lives in all, in seconds; 0 when unknown.
func (c Claims) LivesFor() int64 {
	if c.IssuedAt <= 0 || c.ExpiresAt <= c.IssuedAt {
		return 0
	}
	return c.ExpiresAt - c.IssuedAt
}

const longestToken = 64 << 10 // bytes

// errNotJWT has no part of the token in it.
var errNotJWT = errors.New("not a token of three parts with a readable middle")

// ParseClaims reads the middle part of a token. Claims of an odd type are left
// empty.
func ParseClaims(token string) (Claims, error) {
	if len(token) > longestToken {
		return Claims{}, errNotJWT
	}
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return Claims{}, errNotJWT
	}
	raw, err := base64.RawURLEncoding.DecodeString(strings.TrimRight(parts[1], "="))
	if err != nil {
		return Claims{}, errNotJWT
	}
	var body struct {
		AccountID  looseInt        `json:"account_id"`
		Subject    looseInt        `json:"sub"`
		Audience   json.RawMessage `json:"aud"`
		APIDomain  looseText       `json:"api_domain"`
		BaseDomain looseText       `json:"base_domain"`
		IssuedAt   looseInt        `json:"iat"`
		ExpiresAt  looseInt        `json:"exp"`
	}
	if err := json.Unmarshal(raw, &body); err != nil {
		return Claims{}, errNotJWT
	}
	return Claims{
		AccountID: int64(body.AccountID), UserID: int64(body.Subject), ClientID: audience(body.Audience),
		APIDomain: string(body.APIDomain), BaseDomain: string(body.BaseDomain),
		IssuedAt: int64(body.IssuedAt), ExpiresAt: int64(body.ExpiresAt),
	}, nil
}

// audience is a text, or a list whose first entry counts.
func audience(raw json.RawMessage) string {
	var one looseText
	var list []looseText
	if json.Unmarshal(raw, &list) == nil && len(list) > 0 {
		return string(list[0])
	}
	if json.Unmarshal(raw, &one) != nil {
		return ""
	}
	return string(one)
}

// looseInt is a whole number that may come as a text or with a fraction; 0
// when it is neither.
type looseInt int64

// UnmarshalJSON never fails.
func (n *looseInt) UnmarshalJSON(raw []byte) error {
	text := strings.Trim(string(raw), `"`)
	if whole, err := strconv.ParseInt(text, 10, 64); err == nil {
		*n = looseInt(whole)
		return nil
	}
	f, err := strconv.ParseFloat(text, 64)
	if err != nil || math.IsNaN(f) || math.Abs(f) > 1<<53 {
		f = 0
	}
	*n = looseInt(f)
	return nil
}

// looseText is a text; empty when it is anything else.
type looseText string

// UnmarshalJSON never fails.
func (s *looseText) UnmarshalJSON(raw []byte) error {
	var text string
	if json.Unmarshal(raw, &text) != nil {
		text = ""
	}
	*s = looseText(text)
	return nil
}
