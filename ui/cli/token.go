package cli

import (
	"encoding/base64"
	"encoding/json"
	"strings"
)

// expiry reads when a token runs out (Unix seconds), 0 when it does not tell.
// amoCRM's tokens are JWTs. The signature is not checked, nothing is decided
// by what is read here: it is only shown.
func expiry(token string) int64 {
	parts := strings.Split(token, ".")
	if len(parts) != 3 {
		return 0
	}
	body, err := base64.RawURLEncoding.DecodeString(parts[1])
	if err != nil {
		return 0
	}
	var claims struct {
		ExpiresAt json.Number `json:"exp"`
	}
	if err := json.Unmarshal(body, &claims); err != nil {
		return 0
	}
	at, err := claims.ExpiresAt.Int64()
	if err != nil {
		return 0
	}
	return max(at, 0)
}
