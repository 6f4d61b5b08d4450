package cli_test

import (
	"encoding/json"
	"strings"
	"testing"

	"voronka/ui/cli"
)

// change is one change of `outbox list --json`.
type change struct {
	ChangeID json.Number `json:"change_id"`
	EntityID json.Number `json:"entity_id"`
	Text     string      `json:"text"`
	State    string      `json:"state"`
}

func (c *console) outbox() []change {
	c.Helper()
	return decode[[]change](c.T, c.ok("outbox", "list", "--json"))
}

func TestMoveIsKeptAndSent(t *testing.T) {
	c, s := loaded(t)
	l := c.open()
	before := s.account.Credentials()
	out := c.ok("lead", "move", l.ID.String(), "--status", "142")
	wantKeys(t, json.RawMessage(out), "id", "change_id")
	moved := decode[struct {
		ID       json.Number `json:"id"`
		ChangeID json.Number `json:"change_id"`
	}](t, out)
	if moved.ID != l.ID || before.AccountID == 0 {
		t.Errorf("moved %v", moved)
	}
	if now := s.status(t, l.ID); now != l.StatusID {
		t.Errorf("the move has reached the server at once: %s", now)
	}
	list := decode[[]json.RawMessage](t, c.ok("outbox", "list", "--json"))
	if len(list) != 1 {
		t.Fatalf("%d changes in the outbox", len(list))
	}
	wantKeys(t, list[0], "change_id", "entity", "entity_id", "kind", "text", "state", "attempts", "error", "created_at")
	held := decode[change](t, string(list[0]))
	if held.ChangeID != moved.ChangeID || held.EntityID != l.ID || held.State != "held" || !strings.HasPrefix(held.Text, l.Name+": ") || !strings.Contains(held.Text, " → ") {
		t.Errorf("outbox: %+v", held)
	}
	if now := c.leads("--status", "142", "--query", l.Name); len(now) == 0 || !now[0].Pending {
		t.Errorf("the replica shows %+v", now)
	}
	shown := c.ok("lead", "show", l.ID.String(), "--json")
	if got := decode[struct{ Changes []change }](t, shown).Changes; len(got) != 1 || got[0] != held {
		t.Errorf("lead show has the changes %v", got)
	}

	lines := c.syncLines()
	last := lines[len(lines)-1]
	wantKeys(t, last, "done", "leads", "contacts", "pushed", "conflicts", "refused", "requests", "seconds")
	sum := decode[struct {
		Done                    bool
		Leads, Contacts, Pushed int
		Conflicts, Refused      int
		Requests                int
		Seconds                 float64
	}](t, string(last))
	if !sum.Done || sum.Leads != 300 || sum.Contacts != 240 || sum.Pushed != 1 || sum.Conflicts != 0 || sum.Requests == 0 || sum.Seconds <= 0 {
		t.Errorf("the last line is %s", last)
	}
	if now := s.status(t, l.ID); now != "142" {
		t.Errorf("on the server the lead is in %s", now)
	}
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("left in the outbox: %v", left)
	}
}

// syncLines runs `sync --once` and gives its lines.
func (c *console) syncLines() []json.RawMessage {
	c.Helper()
	var lines []json.RawMessage
	for line := range strings.Lines(c.ok("sync", "--once")) {
		lines = append(lines, decode[json.RawMessage](c.T, line))
	}
	return lines
}

func TestProgressOfTheFirstLoad(t *testing.T) {
	c, s := newConsole(t), newServer(t, smallAccount)
	c.connect(s)
	lines := c.syncLines()
	for i, line := range lines {
		if done := decode[struct{ Done bool }](t, string(line)).Done; done != (i == len(lines)-1) {
			t.Errorf("line %d of %d: %s", i, len(lines), line)
		}
		if i < len(lines)-1 {
			wantKeys(t, line, "done", "phase", "progress", "leads", "contacts", "companies", "pending", "conflicts", "refused", "requests")
		}
	}
}

func TestMoveFailures(t *testing.T) {
	c, _ := loaded(t)
	l := c.open()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"99999999", "--status", "142"}, "99999999"},
		{[]string{l.ID.String(), "--status", "5"}, "no stage 5"},
		{[]string{l.ID.String(), "--status", "142", "--pipeline", "5"}, "no stage 142"},
		{[]string{l.ID.String(), "--status", l.StatusID.String()}, "already"},
	} {
		if line := c.fails(append([]string{"lead", "move"}, test.args...)...); !strings.Contains(line, test.want) {
			t.Errorf("%v: said %q", test.args, line)
		}
	}
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("in the outbox: %v", left)
	}
}

func TestCancelAndRetry(t *testing.T) {
	c, s := loaded(t)
	l := c.open()
	c.ok("lead", "move", l.ID.String(), "--status", "142")
	id := c.outbox()[0].ChangeID.String()
	if out := c.ok("outbox", "retry", id, "--json"); out != `[{"change_id":`+id+"}]\n" {
		t.Errorf("retry printed %q", out)
	}
	if state := c.outbox()[0].State; state != "queued" {
		t.Errorf("after retry the change is %s", state)
	}
	if out := c.ok("outbox", "retry", "--json"); out != `[{"change_id":`+id+"}]\n" {
		t.Errorf("retry of all printed %q", out)
	}
	c.ok("outbox", "cancel", id)
	if line := c.fails("outbox", "cancel", id); !strings.Contains(line, id) {
		t.Errorf("said %q", line)
	}
	if out := c.ok("outbox", "retry", "--json"); out != "[]\n" {
		t.Errorf("retry of nothing printed %q", out)
	}
	if now := decode[lead](t, c.ok("lead", "show", l.ID.String(), "--json")); now.StatusID != l.StatusID || now.Pending {
		t.Errorf("after cancel the lead is %+v", now)
	}
	c.ok("sync", "--once")
	if now := s.status(t, l.ID); now != l.StatusID {
		t.Errorf("a cancelled move has reached the server: %s", now)
	}
}

func TestSyncWithoutServer(t *testing.T) {
	t.Parallel() // the engine is patient for ten seconds
	c, s := loaded(t)
	l := c.open()
	c.ok("lead", "move", l.ID.String(), "--status", "142")
	s.Close()
	p := c.run("", "sync", "--once")
	if line := c.failed(p, cli.ExitFailed); !strings.Contains(line, "does not answer") {
		t.Errorf("said %q", line)
	}
	if strings.Contains(p.stdout, `"done":true`) {
		t.Errorf("it says it is done: %s", p.stdout)
	}
	if left := c.outbox(); len(left) != 1 || left[0].State == "sending" {
		t.Errorf("in the outbox: %+v", left)
	}
	if n := len(c.leads()); n != 300 {
		t.Errorf("%d leads are left", n)
	}
}

func TestSyncWithARevokedToken(t *testing.T) {
	c, s := loaded(t)
	other := newServer(t, otherAccount) // another seed, another token
	s.Config.Handler = other.account
	if line := c.fails("sync", "--once"); !strings.Contains(line, "access token") {
		t.Errorf("said %q", line)
	}
}
