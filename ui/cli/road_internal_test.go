package cli

import (
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
)

// A client goes on with the old address of an account that was renamed; its
// requests arrive at the new one, and requests to others are left alone.
func TestRoadFollowsTheAccount(t *testing.T) {
	serve := func(name string) *httptest.Server {
		s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
			w.Header().Set("Where", name+" "+r.Host)
		}))
		t.Cleanup(s.Close)
		return s
	}
	old, now, other := serve("old"), serve("new"), serve("other")
	road, err := newRoad(old.URL)
	if err != nil {
		t.Fatal(err)
	}
	client := &http.Client{Transport: road}
	defer client.CloseIdleConnections()
	where := func(address string) string {
		res, err := client.Get(address)
		if err != nil {
			t.Fatal(err)
		}
		if err := res.Body.Close(); err != nil {
			t.Error(err)
		}
		return res.Header.Get("Where")
	}
	bare := func(s *httptest.Server) string { return strings.TrimPrefix(s.URL, "http://") }
	if got := where(old.URL + "/x"); got != "old "+bare(old) {
		t.Errorf("at first: %s", got)
	}
	road.lead(now.URL)
	road.lead("not an address")
	if got := where(old.URL + "/x"); got != "new "+bare(now) {
		t.Errorf("moved: %s", got)
	}
	if got := where(other.URL); got != "other "+bare(other) {
		t.Errorf("elsewhere: %s", got)
	}
}
