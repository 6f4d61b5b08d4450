package auth

import (
	"context"
	"errors"
	"net/http"
)

const lookupPath = "/oauth2/account/current/subdomain"

// locate asks where the account of a pair is now, for one that was renamed. It
// mirrors GET /oauth2/account/current/subdomain on the host that the access
// token names in api_domain. The refresh token is sent there, so the host must
// be of the platform that gave it; it stays good.
func (e endpoint) locate(ctx context.Context, p Pair) (base string, err error) {
	platform, err := platformOf(p.BaseURL)
	if err != nil {
		return "", err
	}
	req, err := newCall(ctx, http.MethodGet, platform.lookupBase(p), lookupPath, nil)
	if err != nil {
		return "", err
	}
	req.Header.Set("X-Refresh-Token", p.Refresh)
	clean := newScrubber(p.Access, p.Refresh)
	a, _, err := e.call(ctx, req, clean)
	if err != nil {
		return "", err
	}
	if a.status != http.StatusOK {
		return "", a.refused(clean)
	}
	var body struct {
		ID     looseInt  `json:"id"`
		Domain looseText `json:"domain"`
	}
	if err := a.decode(&body, clean); err != nil {
		return "", err
	}
	if p.AccountID != 0 && body.ID != 0 && int64(body.ID) != p.AccountID {
		// Another account must not take over this one's place.
		return "", &TokenError{Kind: KindMoved, Host: a.host, Status: a.status, retrieve: a.retrieve(clean, "")}
	}
	return platform.BaseURL(string(body.Domain))
}

// lookupBase is the address that knows accounts by their refresh tokens.
func (p Platform) lookupBase(pair Pair) string {
	claims, err := ParseClaims(pair.Access)
	if err == nil && claims.APIDomain != "" {
		if base, err := p.BaseURL(claims.APIDomain); err == nil {
			return base
		}
	}
	return pair.BaseURL
}

// maybeMoved reports whether a refusal is what an account's old address says.
// A 401 without a hint is also what a wrong secret gets; the look-up tells
// which it is.
func maybeMoved(err error) bool {
	var refusal *TokenError
	if !errors.As(err, &refusal) {
		return false
	}
	switch refusal.Kind {
	case KindMoved, KindInvalidAccount:
		return true
	case KindInvalidClient:
		return refusal.Status == http.StatusUnauthorized
	default:
		return false
	}
}

// stillHere is the refusal of an address that the look-up has just confirmed:
// an account that is "not found" there is a front end having a bad moment.
func stillHere(err error) error {
	var refusal *TokenError
	if !errors.As(err, &refusal) || refusal.Kind != KindMoved {
		return err
	}
	trouble := *refusal
	trouble.Kind = KindOverload
	return &trouble
}

// renew gives the pair's refresh token for the next pair, following the
// account to its new address when it has moved.
func (e endpoint) renew(ctx context.Context, p Pair, app App, doubted bool) (r received, inDoubt bool, err error) {
	g := grant{app: app, kind: grantRefresh, value: p.Refresh}
	r, inDoubt, err = e.redeem(ctx, p.BaseURL, g, doubted)
	if err != nil && maybeMoved(err) {
		base, lookupErr := e.locate(ctx, p)
		switch {
		case lookupErr != nil && IsTemporary(lookupErr):
			return received{}, inDoubt, lookupErr
		case lookupErr != nil:
			return received{}, inDoubt, err
		case base == p.BaseURL:
			return received{}, inDoubt, stillHere(err)
		}
		r, inDoubt, err = e.redeem(ctx, base, g, inDoubt)
	}
	if r.pair.AccountID == 0 {
		r.pair.AccountID = p.AccountID
	}
	return r, inDoubt, err
}
