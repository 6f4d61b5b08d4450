package cli_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"voronka/cache/fold"
)

// hit is one hit of `search --json`.
type hit struct {
	Kind    string      `json:"kind"`
	ID      json.Number `json:"id"`
	Title   string      `json:"title"`
	Snippet string      `json:"snippet"`
}

func (c *console) search(args ...string) []hit {
	c.Helper()
	return decode[[]hit](c.T, c.ok(append([]string{"search", "--json"}, args...)...))
}

func TestSearch(t *testing.T) {
	c, s := loaded(t)
	s.Close() // it never asks the network
	for _, object := range decode[[]json.RawMessage](t, c.ok("search", "--json", "a")) {
		wantKeys(t, object, "kind", "id", "title", "snippet")
	}
	for _, l := range c.leads()[:40] {
		hits := c.search(l.Name)
		if !slices.ContainsFunc(hits, func(h hit) bool { return h.Kind == "lead" && h.ID == l.ID }) {
			t.Errorf("%q does not find lead %s: %v", l.Name, l.ID, hits)
		}
		if got := c.search(l.ID.String()); len(got) == 0 || got[0].Kind != "lead" || got[0].ID != l.ID {
			t.Errorf("id %s finds %v first", l.ID, got)
		}
		if got := c.search("https://firma.amocrm.ru/leads/detail/" + l.ID.String()); len(got) != 1 || got[0].ID != l.ID {
			t.Errorf("the address of lead %s finds %v", l.ID, got)
		}
		if l.Contact == "" {
			continue
		}
		person := c.search(fold.Text(l.Contact))
		if !slices.ContainsFunc(person, func(h hit) bool { return h.Kind == "contact" && h.Title == l.Contact }) {
			t.Errorf("%q does not find %q: %v", fold.Text(l.Contact), l.Contact, person)
		}
	}
	if got := c.search("a", "--limit", "3"); len(got) != 3 {
		t.Errorf("--limit 3 gives %d hits", len(got))
	}
	if got := c.ok("search", "--json", "zzzzzz"); strings.TrimSpace(got) != "[]" {
		t.Errorf("nothing found is printed as %q", got)
	}
	name := c.leads()[0].Name
	if text := c.ok("search", name, "--limit", "1"); strings.Count(text, "\n") != 1 || !strings.Contains(text, "lead") || !strings.Contains(text, name) {
		t.Errorf("printed %q", text)
	}
}
