package cli_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// wrote is the answer of a command that changes a row.
type wrote struct {
	ID       json.Number
	ChangeID json.Number `json:"change_id"`
}

// writes runs a command that changes a row.
func (c *console) writes(args ...string) wrote {
	c.Helper()
	w := decode[wrote](c.T, c.ok(args...))
	if w.ChangeID == "0" || w.ChangeID == "" {
		c.Fatalf("%v: no change: %v", args, w)
	}
	return w
}

// get asks the server for something of its API.
func get[T any](t *testing.T, s *server, path string) T {
	t.Helper()
	req, err := http.NewRequestWithContext(t.Context(), http.MethodGet, s.URL+"/api/v4/"+path, nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header.Set("Authorization", "Bearer "+s.token)
	resp, err := s.Client().Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer func() {
		if err := resp.Body.Close(); err != nil {
			t.Error(err)
		}
	}()
	var v T
	if err := json.NewDecoder(resp.Body).Decode(&v); err != nil {
		t.Fatalf("%s: %s: %v", path, resp.Status, err)
	}
	return v
}

// onServer is a lead or contact as the server has it.
type onServer struct {
	Name     string
	Price    int64
	Owner    json.Number    `json:"responsible_user_id"`
	Fields   []serverFields `json:"custom_fields_values"`
	Embedded struct {
		Tags []struct{ Name string }
	} `json:"_embedded"`
}

type serverFields struct {
	ID     json.Number `json:"field_id"`
	Code   string      `json:"field_code"`
	Values []struct {
		Value any
		Enum  json.Number `json:"enum_id"`
		Kind  string      `json:"enum_code"`
	}
}

// field is the values of a field, by id or code.
func (o onServer) field(key string) serverFields {
	at := slices.IndexFunc(o.Fields, func(f serverFields) bool { return f.ID.String() == key || f.Code == key })
	if at < 0 {
		return serverFields{}
	}
	return o.Fields[at]
}

func (o onServer) hasTag(name string) bool {
	return slices.ContainsFunc(o.Embedded.Tags, func(t struct{ Name string }) bool { return t.Name == name })
}

// definition is a custom field of the account.
type definition struct {
	ID       json.Number
	Name     string
	Type     string
	IsAPI    bool `json:"is_api_only"`
	Computed bool `json:"is_computed"`
	Enums    []struct {
		ID    json.Number
		Value string
	}
}

// fieldOf finds a field of a type.
func fieldOf(t *testing.T, s *server, kind string) definition {
	t.Helper()
	list := get[struct {
		Embedded struct {
			Fields []definition `json:"custom_fields"`
		} `json:"_embedded"`
	}](t, s, "leads/custom_fields?limit=250").Embedded.Fields
	at := slices.IndexFunc(list, func(d definition) bool { return d.Type == kind && !d.IsAPI && !d.Computed })
	if at < 0 {
		t.Fatalf("the account has no %s", kind)
	}
	return list[at]
}

func TestLeadIsMadeChangedAndSent(t *testing.T) {
	c, s := loaded(t)
	choice, day, number := fieldOf(t, s, "select"), fieldOf(t, s, "date"), fieldOf(t, s, "numeric")

	out := c.ok("lead", "add", "--name", "Oshxona mebeli", "--price", "12 500 000", "--tag", "Eski")
	wantKeys(t, json.RawMessage(out), "id", "change_id")
	made := decode[wrote](t, out)
	if !strings.HasPrefix(made.ID.String(), "-") {
		t.Fatalf("the new lead is %v", made)
	}
	// A row born here is named by its own number, without a --.
	id := made.ID.String()
	if shown := decode[lead](t, c.ok("lead", "show", id, "--json")); shown.Name != "Oshxona mebeli" || !shown.Pending {
		t.Errorf("shown %+v", shown)
	}
	c.writes("lead", "set", id, "price=15000000", "field:"+choice.ID.String()+"="+choice.Enums[0].Value,
		"field:"+day.ID.String()+"=28.11.2026", "field:"+number.ID.String()+"=12,5")
	c.writes("lead", "tag", id, "-Eski", "+VIP")
	note := decode[struct {
		wrote
		NoteID json.Number `json:"note_id"`
	}](t, c.ok("lead", "note", id, "-10% va'da qilindi"))
	if note.ID != made.ID || !strings.HasPrefix(note.NoteID.String(), "-") {
		t.Errorf("the note is %+v", note)
	}
	for _, change := range c.outbox() {
		if strings.HasSuffix(change.Text, ": edit") || !strings.Contains(change.Text, ": ") {
			t.Errorf("the outbox says %q", change.Text)
		}
	}
	c.ok("sync", "--once")

	shown := decode[lead](t, c.ok("lead", "show", id, "--json"))
	if strings.HasPrefix(shown.ID.String(), "-") || shown.Pending {
		t.Fatalf("after sync the lead is %+v", shown)
	}
	there := get[onServer](t, s, "leads/"+shown.ID.String())
	if there.Name != "Oshxona mebeli" || there.Price != 15_000_000 || !there.hasTag("VIP") || there.hasTag("Eski") {
		t.Errorf("the server has %+v", there)
	}
	if v := there.field(choice.ID.String()).Values; len(v) != 1 || v[0].Enum != choice.Enums[0].ID {
		t.Errorf("the choice is %v", v)
	}
	if v := there.field(number.ID.String()).Values; len(v) != 1 || v[0].Value != "12.5" {
		t.Errorf("the number is %v", v)
	}
	if v := there.field(day.ID.String()).Values; len(v) != 1 {
		t.Errorf("the day is %v", v)
	}
	notes := get[struct {
		Embedded struct {
			Notes []struct {
				Params struct{ Text string }
			}
		} `json:"_embedded"`
	}](t, s, "leads/"+shown.ID.String()+"/notes").Embedded.Notes
	if !slices.ContainsFunc(notes, func(n struct{ Params struct{ Text string } }) bool { return n.Params.Text == "-10% va'da qilindi" }) {
		t.Errorf("the notes are %v", notes)
	}

	c.writes("lead", "set", id, "name=Yangi nom", "field:"+number.ID.String()+"=")
	c.ok("sync", "--once")
	there = get[onServer](t, s, "leads/"+shown.ID.String())
	if there.Name != "Yangi nom" || len(there.field(number.ID.String()).Values) != 0 || len(there.field(choice.ID.String()).Values) != 1 {
		t.Errorf("the server has %+v", there)
	}
}

func TestContactIsMadeChangedAndSent(t *testing.T) {
	c, s := loaded(t)
	made := c.writes("contact", "add", "--first-name", "Nodira", "--last-name", "Karimova", "--phone", "90 123 45 67", "--phone", "MOB:97 765 43 21", "--email", "N@Artel.uz")
	c.writes("contact", "set", made.ID.String(), "phone+=93 111 22 33")
	c.ok("sync", "--once")
	raw := c.ok("contact", "show", made.ID.String(), "--json")
	wantKeys(t, json.RawMessage(raw), "id", "name", "first_name", "last_name", "responsible_user_id", "created_at", "updated_at", "tags",
		"company_id", "company", "phones", "emails", "pending", "conflict", "refused", "custom_fields_values", "leads", "tasks", "changes")
	shown := decode[struct {
		ID      json.Number
		Name    string
		Phones  []string
		Pending bool
	}](t, raw)
	if shown.Pending || shown.Name != "Nodira Karimova" || len(shown.Phones) != 3 {
		t.Errorf("shown %+v", shown)
	}
	there := get[onServer](t, s, "contacts/"+shown.ID.String())
	phones := there.field("PHONE").Values
	if len(phones) != 3 || phones[0].Value != "+998901234567" || phones[1].Kind != "MOB" || phones[2].Value != "+998931112233" {
		t.Errorf("the phones are %v", phones)
	}
	if v := there.field("EMAIL").Values; len(v) != 1 || v[0].Value != "n@artel.uz" {
		t.Errorf("the e-mails are %v", v)
	}
	// One phone in the place of all, the other fields as they were.
	c.writes("contact", "set", shown.ID.String(), "phone=97 765 43 21", "last_name=Saidova")
	c.ok("sync", "--once")
	there = get[onServer](t, s, "contacts/"+shown.ID.String())
	if v := there.field("PHONE").Values; len(v) != 1 || v[0].Value != "+998977654321" || v[0].Kind != "MOB" || there.Name != "Nodira Saidova" {
		t.Errorf("the server has %+v", there)
	}
}

func TestUndoAndRedo(t *testing.T) {
	c, s := loaded(t)
	if line := c.fails("undo"); !strings.Contains(line, "nothing to undo") {
		t.Errorf("said %q", line)
	}
	l := c.open()
	id := l.ID.String()
	named := c.writes("lead", "set", id, "name=Birinchi")
	if tagged := c.writes("lead", "tag", id, "+Sinov"); tagged.ChangeID != named.ChangeID {
		t.Fatalf("the tag is change %s, the name %s", tagged.ChangeID, named.ChangeID)
	}
	out := c.ok("undo", named.ChangeID.String())
	wantKeys(t, json.RawMessage(out), "id", "change_id", "act_id", "kind", "text", "undone", "acts")
	type took struct {
		Acts []struct{ Kind, Text string }
	}
	if got := decode[took](t, out); len(got.Acts) != 2 || got.Acts[0].Kind != "tag" || got.Acts[1].Kind != "edit" || got.Acts[1].Text == "" {
		t.Errorf("a change that two acts went into: taken back were %+v", got.Acts)
	}
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("in the outbox: %v", left)
	}
	if line := c.fails("undo", named.ChangeID.String()); !strings.Contains(line, "nothing to undo") {
		t.Errorf("said %q", line)
	}
	if got := decode[took](t, c.ok("redo", named.ChangeID.String())); len(got.Acts) != 2 || got.Acts[0].Kind != "edit" {
		t.Errorf("carried out again were %+v", got.Acts)
	}
	c.ok("undo") // one at a time
	if line := c.fails("undo", "99999999"); !strings.Contains(line, "99999999") {
		t.Errorf("said %q", line)
	}
	c.ok("undo")
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("in the outbox: %v", left)
	}
	c.ok("redo")
	if line := c.fails("undo", "99999999"); !strings.Contains(line, "99999999") {
		t.Errorf("said %q", line)
	}
	c.writes("lead", "set", id, "name=Ikkinchi")
	if line := c.fails("redo"); !strings.Contains(line, "nothing to redo") {
		t.Errorf("said %q", line)
	}
	c.ok("sync", "--once")
	if now := get[onServer](t, s, "leads/"+id); now.Name != "Ikkinchi" {
		t.Errorf("the server has %+v", now)
	}
	c.ok("undo") // what was sent is taken back by sending the opposite
	c.ok("sync", "--once")
	if now := get[onServer](t, s, "leads/"+id); now.Name != "Birinchi" {
		t.Errorf("after undo the server has %+v", now)
	}
}

func TestConflictsAreListedAndDecided(t *testing.T) {
	c, s := loaded(t)
	l := c.open()
	id := l.ID.String()
	number, err := l.ID.Int64()
	if err != nil {
		t.Fatal(err)
	}
	clash := func(mine, theirs int) {
		t.Helper()
		c.writes("lead", "set", id, "price="+strconv.Itoa(mine))
		if err := s.account.Edit(0, "leads", number, map[string]any{"price": theirs}); err != nil {
			t.Fatal(err)
		}
		lines := c.syncLines()
		if sum := decode[struct{ Conflicts int }](t, string(lines[len(lines)-1])); sum.Conflicts != 1 {
			t.Fatalf("sync says %s", lines[len(lines)-1])
		}
	}
	clash(111, 222)
	list := decode[[]json.RawMessage](t, c.ok("conflicts", "list", "--json"))
	if len(list) != 1 {
		t.Fatalf("%d conflicts", len(list))
	}
	wantKeys(t, list[0], "change_id", "entity", "entity_id", "lead_id", "field", "before", "mine", "theirs", "theirs_by", "theirs_at")
	one := decode[struct {
		LeadID       json.Number `json:"lead_id"`
		Field        string
		Mine, Theirs int
	}](t, string(list[0]))
	if one.LeadID != l.ID || one.Field != "price" || one.Mine != 111 || one.Theirs != 222 {
		t.Errorf("the conflict is %s", list[0])
	}
	if line := c.fails("conflicts", "resolve", id, "--take", "mine", "--field", "name"); !strings.Contains(line, id) {
		t.Errorf("said %q", line)
	}
	c.writes("conflicts", "resolve", id, "--take", "mine")
	c.ok("sync", "--once")
	if now := get[onServer](t, s, "leads/"+id); now.Price != 111 {
		t.Errorf("the server has %d", now.Price)
	}
	clash(333, 444)
	c.writes("conflicts", "resolve", id, "--take", "theirs", "--field", "price")
	c.ok("sync", "--once")
	if now := get[onServer](t, s, "leads/"+id); now.Price != 444 {
		t.Errorf("the server has %d", now.Price)
	}
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("in the outbox: %v", left)
	}
}

func TestWriteFailures(t *testing.T) {
	c, s := loaded(t)
	choice := fieldOf(t, s, "select")
	s.Close() // nothing here may need it
	l := c.open()
	id := l.ID.String()
	for _, test := range []struct {
		args []string
		want string
	}{
		{[]string{"lead", "set", "99999999", "name=x"}, "99999999"},
		{[]string{"lead", "show", "-99999999"}, "-99999999"},
		{[]string{"lead", "set", id, "price=-5"}, "price"},
		{[]string{"lead", "set", id, "price=ming"}, "price"},
		{[]string{"lead", "set", id, "owner=Nobody"}, "Nobody"},
		{[]string{"lead", "set", id, "company=Nobody"}, "Nobody"},
		{[]string{"lead", "set", id, "field:1=x"}, "field:1"},
		{[]string{"lead", "set", id, "field:" + choice.ID.String() + "=nonsense"}, choice.Name},
		{[]string{"lead", "set", id, "name=" + strings.Repeat("x", 256)}, "name"},
		{[]string{"lead", "set", id, "name=" + l.Name}, "already"},
		{[]string{"lead", "add", "--name", "x", "--status", "5"}, "5"},
		{[]string{"lead", "note", "99999999", "x"}, "99999999"},
		{[]string{"contact", "show", "99999999"}, "Contact 99999999"},
		{[]string{"contact", "set", "99999999", "name=x"}, "Contact 99999999"},
		{[]string{"conflicts", "resolve", id, "--take", "mine"}, id},
		{[]string{"redo"}, "nothing to redo"},
	} {
		if line := c.fails(test.args...); !strings.Contains(line, test.want) {
			t.Errorf("%v: said %q", test.args, line)
		}
	}
	if left := c.outbox(); len(left) != 0 {
		t.Errorf("in the outbox: %v", left)
	}
	// Without a server all of it still answers at once.
	c.writes("lead", "set", id, "price=777")
	if now := decode[struct{ Price int64 }](t, c.ok("lead", "show", id, "--json")); now.Price != 777 {
		t.Errorf("shown %+v", now)
	}
}
