package replica

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
)

// A server, or a user's rights, may lack all lists but the leads and the
// pipelines. The leads are loaded and kept current all the same, and the lists
// come as soon as they are offered.
func TestListsThatAreNotOffered(t *testing.T) {
	for name, refuse := range map[string]func(http.ResponseWriter){
		"no such route": problem(http.StatusNotFound, "Not Found"),
		"no rights":     problem(http.StatusForbidden, "Invalid scope"),
		"no tariff":     problem(http.StatusPaymentRequired, "Account is not paid"),
		"not allowed":   func(w http.ResponseWriter) { w.WriteHeader(http.StatusMethodNotAllowed) },
		"an ordinary page": func(w http.ResponseWriter) {
			w.Header().Set("Content-Type", "text/html")
			w.WriteHeader(http.StatusNotFound)
			_, _ = w.Write([]byte("<html>404</html>"))
		},
	} {
		t.Run(name, func(t *testing.T) {
			h := newHost(t, sandbox.Options{Leads: 60, Seed: 11})
			var offered atomic.Bool
			server := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
				list := strings.TrimPrefix(r.URL.Path, "/api/v4/")
				needed := list == "leads" || list == "account" || list == "users" || strings.HasPrefix(list, "leads/pipelines")
				if name == "an ordinary page" && list != "contacts" {
					needed = true // each of them costs the client's patience
				}
				if !offered.Load() && !needed {
					refuse(w)
					return
				}
				h.account.ServeHTTP(w, r)
			}))
			defer server.Close()
			c, err := amo.NewClient(server.URL, amo.StaticToken(h.account.Credentials().LongLivedToken), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
			if err != nil {
				t.Fatal(err)
			}
			defer c.Close()
			store := newStore(t, t.TempDir())
			if sum := once(t, Options{Store: store, API: c}); sum.Leads != 60 || sum.Contacts != 0 {
				t.Fatalf("without the lists: %+v", sum)
			}
			offered.Store(true)
			once(t, Options{Store: store, API: c})
			expectReplica(t, h, store)
		})
	}
}

func problem(status int, detail string) func(http.ResponseWriter) {
	return func(w http.ResponseWriter) {
		w.Header().Set("Content-Type", "application/problem+json")
		w.WriteHeader(status)
		_, _ = w.Write([]byte(`{"title":"` + http.StatusText(status) + `","status":400,"detail":"` + detail + `"}`))
	}
}
