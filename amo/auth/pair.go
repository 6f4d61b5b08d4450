package auth

import (
	"fmt"
	"log/slog"
	"net/url"
	"time"

	"golang.org/x/oauth2"
)

// Pair is an access token with the refresh token that replaces it, and the
// account they are for. A refresh token works once.
type Pair struct {
	Access  string `json:"access_token"`
	Refresh string `json:"refresh_token"`
	// ExpiresAt is when the access token ends, in Unix seconds of the local
	// clock; 0 when not known.
	ExpiresAt int64 `json:"expires_at"`
	// LivesFor is how long the access token lives in all, in seconds; 0 when
	// not known.
	LivesFor int64 `json:"lives_for,omitempty"`
	// ServerTime is the server's clock when it gave the pair, in Unix seconds;
	// 0 on platforms that do not tell it.
	ServerTime int64 `json:"server_time,omitempty"`
	// AccountID is what the access token says of itself, 0 when it says
	// nothing. A hint: the token's signature cannot be checked.
	AccountID int64 `json:"account_id,omitempty"`
	// BaseURL is the account's address, https://nurmebel.amocrm.ru.
	BaseURL string `json:"base_url"`
	// Version grows by one with each pair stored for a connection.
	Version int64 `json:"version"`
}

// OAuth gives the pair as the common OAuth type. Refreshing it by that
// package's own means would lose the pair; use [Tokens].
func (p Pair) OAuth() *oauth2.Token {
	t := &oauth2.Token{AccessToken: p.Access, TokenType: "Bearer", RefreshToken: p.Refresh, ExpiresIn: p.LivesFor}
	if p.ExpiresAt != 0 {
		t.Expiry = time.Unix(p.ExpiresAt, 0)
	}
	return t
}

// Host is the account's host, nurmebel.amocrm.ru.
func (p Pair) Host() string { return hostOf(p.BaseURL) }

// hostOf is the host of an address, for texts.
func hostOf(base string) string {
	u, err := url.Parse(base)
	if err != nil || u.Host == "" {
		return "an account without an address" // the address may be anything, so it is not shown
	}
	return u.Host
}

// String names the pair without its tokens.
func (p Pair) String() string { return fmt.Sprintf("tokens of %s, version %d", p.Host(), p.Version) }

// Format keeps the tokens out of anything printed, whatever the verb.
func (p Pair) Format(f fmt.State, _ rune) { writeText(f, p.String()) }

// LogValue keeps the tokens out of logs.
func (p Pair) LogValue() slog.Value { return slog.StringValue(p.String()) }
