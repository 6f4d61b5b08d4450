package cli_test

import (
	"strings"
	"testing"
)

func TestMarkerFieldIsChosen(t *testing.T) {
	c, s := loaded(t)
	field := fieldOf(t, s, "text").ID.String()
	for _, step := range []struct{ arg, want string }{{"", "0"}, {field, field}, {"", field}, {"off", "0"}} {
		args := []string{"marker", "--json"}
		if step.arg != "" {
			args = append(args, step.arg)
		}
		if got := strings.TrimSpace(c.ok(args...)); got != `{"field_id":`+step.want+`}` {
			t.Errorf("marker %s: %s, want %s", step.arg, got, step.want)
		}
		if step.arg == field {
			id := c.writes("lead", "add", "--name", "Belgili").ID.String()
			if shown := c.ok("lead", "show", id, "--json"); !strings.Contains(shown, "voronka-") {
				t.Errorf("a new lead has no mark: %s", shown)
			}
		}
	}
	c.fails("marker", fieldOf(t, s, "numeric").ID.String())
}
