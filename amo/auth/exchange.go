package auth

import (
	"context"
	"net/http"
)

// Exchange gives a code for the first pair of tokens of the account at base.
// The secret is sent there, so base must be what [Platform.BaseURL] or
// [Platform.AccountURL] gave. A nil client stands for one of its own. It
// mirrors POST /oauth2/access_token with grant_type authorization_code.
//
// It fails with *TokenError, *LostPairError, *SettingsError, *amo.NetworkError
// or the context's end. The Pair has no Version yet; see [Keep].
func Exchange(ctx context.Context, client *http.Client, base string, app App, code string) (Pair, error) {
	return newEndpoint(client).exchange(ctx, base, app, code)
}

func (e endpoint) exchange(ctx context.Context, base string, app App, code string) (Pair, error) {
	r, _, err := e.redeem(ctx, base, grant{app: app, kind: grantCode, value: code}, false)
	return r.pair, err
}
