package cli_test

import (
	"fmt"
	"strings"
	"testing"
)

// chosen is what a lead has on the server in a field of chained lists, as
// CATALOG/ID.
func chosen(t *testing.T, s *server, lead, field string) string {
	t.Helper()
	fields := get[struct {
		Fields []struct {
			ID     int64 `json:"field_id"`
			Values []struct {
				Catalog int64 `json:"catalog_id"`
				Element int64 `json:"catalog_element_id"`
			}
		} `json:"custom_fields_values"`
	}](t, s, "leads/"+lead).Fields
	var list []string
	for _, f := range fields {
		for _, v := range f.Values {
			if fmt.Sprint(f.ID) == field {
				list = append(list, fmt.Sprintf("%d/%d", v.Catalog, v.Element))
			}
		}
	}
	return strings.Join(list, " ")
}

// Elements of catalogs are chosen by name and by id, without the server.
func TestElementsAreChosen(t *testing.T) {
	c, s := loaded(t)
	l := c.open()
	id, field := l.ID.String(), fieldOf(t, s, "chained_list").ID.String()
	set := func(value, want string) {
		t.Helper()
		c.writes("lead", "set", id, "field:"+field+value)
		c.ok("sync", "--once")
		if got := chosen(t, s, id, field); got != want {
			t.Errorf("after %s it is %q, want %q", value, got, want)
		}
	}
	set("=oshxona mebeli, Registon — Ofis mebeli", "90/8001 91/8016")
	set("=8001", "90/8001")
	set("+=91/8016", "90/8001 91/8016")
	set("=", "")
	for _, value := range []string{"=nonsense", "=90/8016", "=8001,", "+=,"} {
		if line := c.fails("lead", "set", id, "field:"+field+value); !strings.Contains(line, "choice") {
			t.Errorf("%s: said %q", value, line)
		}
	}
}
