package amo

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// TestAllElements: a catalog is read to its end also from a server that leaves
// out the links to the next page, as it was seen with 137 rows and a limit of
// 100.
func TestAllElements(t *testing.T) {
	for _, rows := range []int{0, 1, 100, 137, 200} {
		c := serve(t, func(w http.ResponseWriter, r *http.Request) {
			page, err := strconv.Atoi(r.URL.Query().Get("page"))
			if err != nil || r.URL.Query().Get("limit") != "100" || r.URL.Path != "/api/v4/catalogs/91/elements" {
				t.Errorf("asked %s", r.URL)
			}
			var items []string
			for id := (page-1)*100 + 1; id <= min(page*100, rows); id++ {
				items = append(items, fmt.Sprintf(`{"id":%d}`, id))
			}
			if items == nil {
				w.WriteHeader(http.StatusNoContent)
				return
			}
			answer{200, halType, `{"_links":{"self":{"href":"x"}},"_embedded":{"elements":[` + strings.Join(items, ",") + `]}}`, nil}.ServeHTTP(w, r)
		})
		read := 0
		for page, err := range c.AllElements(t.Context(), 91, ElementQuery{Limit: 100}) {
			if err != nil {
				t.Fatal(err)
			}
			read += len(page.Items)
		}
		if read != rows {
			t.Errorf("read %d of %d elements", read, rows)
		}
	}
}
