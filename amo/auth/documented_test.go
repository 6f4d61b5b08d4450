package auth

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

func object(t *testing.T, raw string) map[string]any {
	t.Helper()
	var v map[string]any
	if err := json.Unmarshal([]byte(raw), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// TestDocumentedGrants: the two requests of the documentation are what is
// sent for a code and for a refresh token, key by key.
func TestDocumentedGrants(t *testing.T) {
	for kind, raw := range map[string]string{
		grantCode: `{"client_id":"0d2c","client_secret":"s3cr","grant_type":"authorization_code",
			"code":"def502aa","redirect_uri":"http://localhost:8085/callback"}`,
		grantRefresh: `{"client_id":"0d2c","client_secret":"s3cr","grant_type":"refresh_token",
			"refresh_token":"def502bb","redirect_uri":"http://localhost:8085/callback"}`,
	} {
		want := object(t, raw)
		g := grant{kind: kind}
		if err := json.Unmarshal([]byte(raw), &g.app); err != nil {
			t.Fatal(err)
		}
		for _, key := range []string{"code", "refresh_token"} {
			if value, ok := want[key].(string); ok {
				g.value = value
			}
		}
		out, err := json.Marshal(g.body())
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, object(t, string(out))); diff != "" {
			t.Errorf("%s:\n%s", kind, diff)
		}
	}
}

// TestDocumentedAnswers: nothing of a pair is lost, and a refusal keeps what
// the server said beside the kind read from it.
func TestDocumentedAnswers(t *testing.T) {
	clean := newScrubber("s3cr")
	for _, raw := range []string{
		`{"token_type":"Bearer","expires_in":86400,"access_token":"eyJ0eXAi","refresh_token":"def502"}`,
		`{"token_type":"Bearer","expires_in":86400,"access_token":"eyJ0eXAi","refresh_token":"def502","server_time":1767225600}`,
	} {
		r, err := answer{status: http.StatusOK, header: http.Header{}, body: []byte(raw)}.pair("https://acme.amocrm.ru", time.Unix(1767225600, 0), clean)
		if err != nil {
			t.Fatal(err)
		}
		got := map[string]any{
			"token_type": r.pair.OAuth().Type(), "expires_in": float64(r.pair.LivesFor),
			"access_token": r.pair.Access, "refresh_token": r.pair.Refresh,
		}
		if r.pair.ServerTime != 0 {
			got["server_time"] = float64(r.pair.ServerTime)
		}
		if diff := cmp.Diff(object(t, raw), got); diff != "" {
			t.Error(diff)
		}
	}
	const refusal = `{"hint":"Authorization code has expired","title":"Некорректный запрос",
		"type":"https://developers.amocrm.ru/v3/errors/OAuthProblemJson","status":400,
		"detail":"В запросе отсутствует ряд параметров или параметры невалидны"}`
	e := answer{status: http.StatusBadRequest, header: http.Header{}, body: []byte(refusal)}.refused(clean)
	if e.Kind != KindCodeExpired || e.Hint != "Authorization code has expired" || e.Status != 400 {
		t.Errorf("%d %q %d", e.Kind, e.Hint, e.Status)
	}
	if diff := cmp.Diff(object(t, refusal), object(t, string(e.retrieve.Body))); diff != "" {
		t.Error(diff)
	}
}
