package cli_test

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"voronka/ui/cli"
)

// lead is one lead of `leads --json`.
type lead struct {
	ID                json.Number `json:"id"`
	Name              string      `json:"name"`
	StatusID          json.Number `json:"status_id"`
	PipelineID        json.Number `json:"pipeline_id"`
	ResponsibleUserID json.Number `json:"responsible_user_id"`
	UpdatedAt         int64       `json:"updated_at"`
	Tags              []string    `json:"tags"`
	Contact           string      `json:"contact"`
	Company           string      `json:"company"`
	Pending           bool        `json:"pending"`
}

func (c *console) leads(args ...string) []lead {
	c.Helper()
	return decode[[]lead](c.T, c.ok(append([]string{"leads", "--json"}, args...)...))
}

func TestLeads(t *testing.T) {
	c, s := loaded(t)
	s.Close() // nothing here may need it
	raw := decode[[]json.RawMessage](t, c.ok("leads", "--json"))
	if len(raw) != 300 {
		t.Fatalf("%d leads instead of 300", len(raw))
	}
	for _, object := range raw {
		wantKeys(t, object, "id", "name", "price", "status_id", "pipeline_id", "responsible_user_id", "updated_at",
			"tags", "contact", "company", "pending", "conflict")
	}
	all := c.leads()
	if !slices.IsSortedFunc(all, func(a, b lead) int { return int(b.UpdatedAt - a.UpdatedAt) }) {
		t.Error("not newest update first")
	}
	tagged := all[slices.IndexFunc(all, func(l lead) bool { return len(l.Tags) > 0 })]
	linked := all[slices.IndexFunc(all, func(l lead) bool { return l.Contact != "" })]
	filters := []struct {
		args []string
		pass func(lead) bool
	}{
		{[]string{"--status", all[0].StatusID.String()}, func(l lead) bool { return l.StatusID == all[0].StatusID }},
		{[]string{"--pipeline", all[0].PipelineID.String()}, func(l lead) bool { return l.PipelineID == all[0].PipelineID }},
		{[]string{"--owner", all[0].ResponsibleUserID.String()}, func(l lead) bool { return l.ResponsibleUserID == all[0].ResponsibleUserID }},
		{[]string{"--tag", tagged.Tags[0]}, func(l lead) bool { return slices.Contains(l.Tags, tagged.Tags[0]) }},
		{[]string{"--query", linked.Contact}, func(l lead) bool { return l.Contact == linked.Contact }},
		{[]string{"--status", "1"}, func(lead) bool { return false }},
		{[]string{"--pipeline", all[0].PipelineID.String(), "--status", "142"}, func(l lead) bool { return l.PipelineID == all[0].PipelineID && l.StatusID == "142" }},
	}
	for _, f := range filters {
		want := slices.DeleteFunc(slices.Clone(all), func(l lead) bool { return !f.pass(l) })
		got := c.leads(f.args...)
		if fmt.Sprint(got) != fmt.Sprint(want) {
			t.Errorf("%v: %d leads instead of %d", f.args, len(got), len(want))
		}
	}
	if overdue := c.leads("--overdue"); len(overdue) == 0 || len(overdue) == len(all) {
		t.Errorf("%d of %d leads are overdue", len(overdue), len(all))
	}
	if got := c.leads("--limit", "7"); fmt.Sprint(got) != fmt.Sprint(all[:7]) {
		t.Errorf("--limit 7 gives %d leads", len(got))
	}
	if text := c.ok("leads", "--limit", "3"); strings.Count(text, "\n") != 3 || !strings.Contains(text, all[0].Name) {
		t.Errorf("printed %q", text)
	}
}

func TestLeadShow(t *testing.T) {
	c, s := loaded(t)
	s.Close()
	for _, l := range c.leads()[:50] {
		out := c.ok("lead", "show", l.ID.String(), "--json")
		wantKeys(t, json.RawMessage(out), "id", "name", "price", "status_id", "pipeline_id", "responsible_user_id", "updated_at",
			"tags", "contact", "company", "pending", "conflict", "refused", "created_at", "closed_at", "loss_reason_id",
			"custom_fields_values", "contacts", "companies", "tasks", "changes")
		if strings.Contains(out, `s":null`) {
			t.Errorf("an empty list is null: %s", out)
		}
		shown := decode[lead](t, out)
		if fmt.Sprint(shown) != fmt.Sprint(l) {
			t.Errorf("lead show %v, leads %v", shown, l)
		}
	}
	if text := c.ok("lead", "show", c.leads()[0].ID.String()); !strings.Contains(text, c.leads()[0].Name) {
		t.Errorf("printed %q", text)
	}
	if line := c.fails("lead", "show", "99999999"); !strings.Contains(line, "99999999") {
		t.Errorf("said %q", line)
	}
}

// Reading and writing need neither the server nor the key of the token.
func TestEverythingLocalWorksAlone(t *testing.T) {
	c, s := loaded(t)
	s.Close()
	c.env[cli.EnvKeychain] = "nonsense"
	l := c.open()
	c.ok("lead", "show", l.ID.String())
	c.ok("lead", "move", l.ID.String(), "--status", "143")
	c.ok("outbox", "list")
	c.ok("accounts")
	if line := c.fails("sync", "--once"); !strings.Contains(line, "key") {
		t.Errorf("said %q", line)
	}
}

// open gives a lead that is neither won nor lost.
func (c *console) open() lead {
	c.Helper()
	all := c.leads()
	i := slices.IndexFunc(all, func(l lead) bool { return l.StatusID != "142" && l.StatusID != "143" })
	if i < 0 {
		c.Fatal("all leads are closed")
	}
	return all[i]
}
