package merge

import (
	"encoding/json"
	"fmt"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo"
)

func fields(pairs ...string) Fields {
	f := Fields{}
	for i := 0; i < len(pairs); i += 2 {
		f[pairs[i]] = json.RawMessage(pairs[i+1])
	}
	return f
}

// rowWith is a lead that stands as the fields say.
func rowWith(t interface{ Fatal(...any) }, f Fields) Row {
	row := Lead(new(amo.Lead))
	for _, key := range f.Keys() {
		if err := row.Set(key, f[key]); err != nil {
			t.Fatal(err)
		}
	}
	return row
}

// TestPromise04NothingIsSettledSilently runs through small (before, mine,
// theirs) of every kind of field that has one value: what both sides changed to
// different values is a conflict, equal values are not, what only one side
// changed is that side's, untouched fields have no say.
//
// To see it fail, have settle return true for what is neither's.
func TestPromise04NothingIsSettledSilently(t *testing.T) {
	values := map[string][]string{
		Name: {`""`, `"A"`, `"B"`}, Price: {"0", "5", "7"}, Owner: {"1", "2", "3"}, Status: {"142", "143", "101"},
		Pipeline: {"1", "2", "3"}, LossReason: {"null", "4", "5"}, Company: {"0", "8", "9"},
		CustomField(501): {"null", textField(501, "x"), textField(501, "y")},
		CustomField(502): {"null", numberField(502, "1"), numberField(502, "2.5")},
	}
	keys := []string{Name, Price, Owner, Status, Pipeline, LossReason, Company, CustomField(501), CustomField(502)}
	rapid.Check(t, func(t *rapid.T) {
		before, mine, theirs := Fields{}, Fields{}, Fields{}
		conflicts := map[string]bool{}
		send := map[string]string{}
		for _, key := range keys {
			pick := rapid.SampledFrom(values[key])
			b, m, th := pick.Draw(t, key+" before"), pick.Draw(t, key+" mine"), pick.Draw(t, key+" theirs")
			theirs[key] = json.RawMessage(th)
			if rapid.Bool().Draw(t, key+" untouched") {
				continue
			}
			before[key], mine[key] = json.RawMessage(b), json.RawMessage(m)
			switch {
			case th == m:
			case th == b:
				send[key] = m
			default:
				conflicts[key] = true
			}
		}
		got, err := Judge(rowWith(t, theirs), before, mine)
		if err != nil {
			t.Fatal(err)
		}
		if len(got.Conflicts) != len(conflicts) || len(got.Send) != len(send) {
			t.Fatalf("%s → %s over %s: %+v, want conflicts %v, to send %v", before, mine, theirs, got, conflicts, send)
		}
		for _, key := range got.Conflicts {
			if !conflicts[key] {
				t.Fatalf("%s is no conflict", key)
			}
		}
		for key, value := range send {
			if !Same(key, got.Send[key], json.RawMessage(value)) {
				t.Fatalf("%s: sends %s, want %s", key, got.Send[key], value)
			}
		}
		if got.IsDone() != (len(send) == 0 && len(conflicts) == 0) {
			t.Fatal("done or not")
		}
	})
}

func textField(id int64, text string) string {
	return fmt.Sprintf(`{"field_id":%d,"field_type":"text","values":[{"value":%q}]}`, id, text)
}

func numberField(id int64, text string) string {
	return fmt.Sprintf(`{"field_id":%d,"field_type":"numeric","values":[{"value":%q}]}`, id, text)
}

func phones(numbers ...string) string {
	f := `{"field_id":401,"field_type":"multitext","values":[`
	for i, n := range numbers {
		if i > 0 {
			f += ","
		}
		f += fmt.Sprintf(`{"value":%q,"enum_code":"WORK"}`, n)
	}
	return f + "]}"
}

// TestManyValuesMergeOneByOne: what either side adds is there, what either
// removes is not, and only a value that both have replaced is in dispute.
func TestManyValuesMergeOneByOne(t *testing.T) {
	key := CustomField(401)
	for _, tt := range []struct{ name, before, mine, theirs, want string }{
		{"both add", phones("1"), phones("1", "2"), phones("1", "3"), phones("1", "3", "2")},
		{"both add the same", phones("1"), phones("1", "2"), phones("1", "2"), phones("1", "2")},
		{"one adds, one removes", phones("1"), phones("1", "2"), "null", phones("2")},
		{"both remove", phones("1", "2"), phones("1"), phones("1"), phones("1")},
		{"different ones are replaced", phones("1", "2"), phones("1", "5"), phones("4", "2"), phones("4", "5")},
		{"both replace the same", phones("1"), phones("2"), phones("3"), ""},
		{"both replace the same alike", phones("1"), phones("2"), phones("2"), phones("2")},
		{"cleared while another adds", phones("1"), "null", phones("1", "2"), phones("2")},
	} {
		t.Run(tt.name, func(t *testing.T) {
			row := rowWith(t, fields(key, tt.theirs))
			got, err := Judge(row, fields(key, tt.before), fields(key, tt.mine))
			if err != nil {
				t.Fatal(err)
			}
			if tt.want == "" {
				if len(got.Conflicts) != 1 {
					t.Fatalf("%+v, want a conflict", got)
				}
				return
			}
			now := got.Send[key]
			if now == nil {
				now = json.RawMessage(tt.theirs)
			}
			if len(got.Conflicts) != 0 || !Same(key, now, json.RawMessage(tt.want)) {
				t.Fatalf("%s, conflicts %v, want %s", now, got.Conflicts, tt.want)
			}
		})
	}
}

// TestTagsAreASet: whatever two people do to tags, there is nothing to decide.
func TestTagsAreASet(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		before, mine, theirs := Fields{}, Fields{}, Fields{}
		for _, name := range []string{"VIP", "Eski"} {
			b := rapid.Bool().Draw(t, "before")
			before[Tag(name)] = json.RawMessage(fmt.Sprint(b))
			mine[Tag(name)] = json.RawMessage(fmt.Sprint(!b))
			theirs[Tag(name)] = json.RawMessage(fmt.Sprint(rapid.Bool().Draw(t, "theirs")))
		}
		row := rowWith(t, theirs)
		if err := Apply(row, before, mine, 5); err != nil {
			t.Fatal(err)
		}
		for key, want := range mine {
			if got, err := row.Get(key); err != nil || string(got) != string(want) {
				t.Fatalf("%s is %s, %v, want %s", key, got, err, want)
			}
		}
	})
}

// TestApplyThenJudgeIsDone: a row with a change over it is what the change
// wants, so it is not sent twice.
func TestApplyThenJudgeIsDone(t *testing.T) {
	change := fields(Name, `"N"`, Price, "9", Tag("VIP"), "true", Contact(7), `"main"`, Contact(8), `"linked"`,
		Company, "3", Status, "143", Pipeline, "1", LossReason, "2", CustomField(401), phones("1", "2"))
	l := new(amo.Lead)
	row := Lead(l)
	if err := Apply(row, Fields{}, change, 77); err != nil {
		t.Fatal(err)
	}
	got, err := Judge(row, Fields{}, change)
	if err != nil || !got.IsDone() {
		t.Fatalf("%+v, %v", got, err)
	}
	if l.ClosedAt == nil || *l.ClosedAt != 77 || l.UpdatedAt != 77 || l.MainContactID() != 7 {
		t.Fatalf("%+v", l)
	}
	if err := Apply(row, fields(Status, "143", Pipeline, "1"), fields(Status, "101", Pipeline, "1"), 78); err != nil {
		t.Fatal(err)
	}
	if l.ClosedAt != nil || l.LossReasonID != nil {
		t.Fatalf("an open lead is closed: %+v", l)
	}
}

func TestOneContactIsMain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		l := new(amo.Lead)
		row := Lead(l)
		for range 12 {
			id := rapid.Int64Range(1, 4).Draw(t, "contact")
			link := rapid.SampledFrom([]string{"null", `"linked"`, `"main"`}).Draw(t, "link")
			if err := row.Set(Contact(id), json.RawMessage(link)); err != nil {
				t.Fatal(err)
			}
			main := 0
			for _, c := range l.Embedded.Contacts {
				if c.IsMain {
					main++
				}
			}
			if len(l.Embedded.Contacts) > 0 && main != 1 || len(l.Embedded.Contacts) == 0 && main != 0 {
				t.Fatalf("%d main contacts of %+v", main, l.Embedded.Contacts)
			}
		}
	})
}

func TestSame(t *testing.T) {
	for _, tt := range []struct {
		key, a, b string
		want      bool
	}{
		{Price, "1", " 1 ", true},
		{Price, "1", "2", false},
		{Price, "0", "null", true},
		{Company, "", "0", true},
		{Name, "null", "", true},
		{Owner, "9007199254740993", "9007199254740992", false},
		{Price, "{", "1", false},
		{CustomField(1), "null", "", true},
		{CustomField(1), `{"field_id":1,"field_type":"numeric","values":[{"value":"12.50"}]}`, `{"field_id":1,"field_type":"numeric","values":[{"value":"12.5"}]}`, true},
		{CustomField(1), `{"field_id":1,"field_type":"select","values":[{"enum_id":5}]}`, `{"field_id":1,"field_name":"F","field_type":"select","values":[{"value":"Five","enum_id":5,"enum_code":null}]}`, true},
		{CustomField(1), `{"field_id":1,"field_type":"date","values":[{"value":"2026-03-05T12:00:00+05:00"}]}`, `{"field_id":1,"field_type":"date","values":[{"value":1772650800}]}`, true},
		{CustomField(1), `{"field_id":1,"field_type":"date","values":[{"value":"2026-03-06T12:00:00+05:00"}]}`, `{"field_id":1,"field_type":"date","values":[{"value":1772650800}]}`, false},
		{CustomField(1), `{"field_id":1,"field_type":"multiselect","values":[{"enum_id":5},{"enum_id":6}]}`, `{"field_id":1,"field_type":"multiselect","values":[{"enum_id":6},{"enum_id":5}]}`, true},
		{CustomField(1), `{"field_id":1,"field_type":"multiselect","values":[{"enum_id":5},{"enum_id":6}]}`, `{"field_id":1,"field_type":"multiselect","values":[{"enum_id":5},{"enum_id":5}]}`, false},
		{
			CustomField(1), `{"field_id":1,"field_type":"multiselect","values":[{"enum_id":5,"value":"A"},{"enum_id":5},{"value":"A"}]}`,
			`{"field_id":1,"field_type":"multiselect","values":[{"value":"A"},{"enum_id":5,"value":"A"},{"enum_id":5}]}`, true,
		},
		{CustomField(1), `{"field_id":1,"field_type":"numeric","values":[{"value":"12.50"}]}`, `{"field_id":1,"field_type":"text","values":[{"value":"12.5"}]}`, false},
		{CustomField(1), `{"field_id":1,"field_type":"x","values":[{"enum_id":null}]}`, `{"field_id":1,"field_type":"items","values":[{"entity_id":[false]}]}`, false},
	} {
		if got := Same(tt.key, json.RawMessage(tt.a), json.RawMessage(tt.b)); got != tt.want {
			t.Errorf("%s: %s and %s: %v", tt.key, tt.a, tt.b, got)
		}
		if got := Same(tt.key, json.RawMessage(tt.b), json.RawMessage(tt.a)); got != tt.want {
			t.Errorf("%s: %s and %s: %v the other way round", tt.key, tt.a, tt.b, got)
		}
	}
}

func FuzzSame(f *testing.F) {
	f.Add("price", []byte("1"), []byte("1"))
	f.Add("field:1", []byte(`{"field_id":1,"field_type":"date","values":[{"value":1}]}`), []byte(`null`))
	f.Add("field:1", []byte(`{"field_id":1,"field_type":"legal_entity","values":[{"value":{"name":null}}]}`), []byte(``))
	f.Add("field:1", []byte(`{"field_id":1,"field_type":"x","values":[{"enum_id":null}]}`), []byte(`{"field_id":1,"field_type":"items","values":[{"entity_id":[false]}]}`))
	f.Fuzz(func(t *testing.T, key string, a, b []byte) {
		if Same(key, a, b) != Same(key, b, a) {
			t.Errorf("%q: %q and %q: order matters", key, a, b)
		}
		if !Same(key, a, a) {
			t.Errorf("%q: %q differs from itself", key, a)
		}
	})
}

func FuzzApply(f *testing.F) {
	f.Add([]byte(`{"id":1,"name":"A"}`), []byte(`{"name":"A"}`), []byte(`{"name":"B","tag:x":true,"field:5":null,"contact:4":"main"}`))
	f.Fuzz(func(t *testing.T, base, before, after []byte) {
		var l amo.Lead
		var b, a Fields
		if l.UnmarshalJSON(base) != nil || json.Unmarshal(before, &b) != nil || json.Unmarshal(after, &a) != nil {
			return
		}
		if err := Apply(Lead(&l), b, a, 1); err != nil {
			return
		}
		if _, err := l.MarshalJSON(); err != nil {
			t.Errorf("a row with a change over it cannot be written: %v", err)
		}
	})
}
