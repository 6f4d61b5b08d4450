package sentence_test

import (
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
)

func namesIn(lang string) sentence.Names {
	p := amo.Pipeline{ID: 11, Name: "Asosiy"}
	p.Embedded.Statuses = []amo.Status{{ID: 1, Name: "Yangi"}, {ID: 2, Name: "Muzokara"}}
	return sentence.Names{
		Format:    format.New(i18n.New(lang), format.Currency{Code: "UZS"}, nil),
		Pipelines: []amo.Pipeline{p}, Users: []amo.User{{ID: 9, Name: "Dilnoza"}},
		Rows: map[cache.Row]string{{Entity: cache.Leads, ID: 7}: "Mebel", {Entity: cache.Contacts, ID: 5}: "Alisher"},
	}
}

func fields(text string) (f merge.Fields) {
	if err := json.Unmarshal([]byte(text), &f); err != nil {
		panic(err)
	}
	return f
}

func TestChangesInWords(t *testing.T) {
	names := namesIn("en")
	for _, c := range []struct {
		before, after string
		want          string
	}{
		{`{"status_id":1,"pipeline_id":11}`, `{"status_id":2,"pipeline_id":11}`, "Stage: Yangi → Muzokara"},
		{`{"price":100}`, `{"price":84500000}`, "Budget: 100 → 84 500 000 soʻm"},
		{`{"name":"A"}`, `{"name":"B"}`, "Name: A → B"},
		{`{"responsible_user_id":9}`, `{"responsible_user_id":8}`, "Owner: Dilnoza → #8"},
		{`{"tag:VIP":false}`, `{"tag:VIP":true}`, "Tag added: VIP"},
		{`{}`, `{"contact:5":"main"}`, "Main contact: Alisher"},
	} {
		got := strings.Join(names.Change(cache.Row{Entity: cache.Leads, ID: 7}, fields(c.before), fields(c.after)), "\n")
		if got = strings.ReplaceAll(got, "\u00a0", " "); got != c.want {
			t.Errorf("%s → %s: %q, want %q", c.before, c.after, got, c.want)
		}
	}
}

// An act is named by what it did and to what: one row by its name, several by
// their number.
func TestActTitles(t *testing.T) {
	lead := func(id int64) cache.Row { return cache.Row{Entity: cache.Leads, ID: id} }
	one := cache.Act{Kind: cache.ActMove, Rows: []cache.Row{lead(7)}}
	many := cache.Act{Kind: cache.ActAssign, Rows: []cache.Row{lead(7), lead(8), lead(9), {Entity: cache.Contacts, ID: 5}}}
	for lang, want := range map[string][2]string{
		"en": {"move · “Mebel”", "new owner · 3 leads, 1 contact"},
		"ru": {"перемещение · «Mebel»", "смена ответственного · 3 сделки, 1 контакт"},
		"uz": {"koʻchirish · «Mebel»", "masʼulni almashtirish · 3 bitim, 1 kontakt"},
	} {
		names := namesIn(lang)
		if got := [2]string{names.ActTitle(one), names.ActTitle(many)}; got != want {
			t.Errorf("%s: %q, want %q", lang, got, want)
		}
	}
}

// Every reason why an act cannot be taken back has a sentence of its own.
func TestUndoFailures(t *testing.T) {
	for _, l := range i18n.Languages() {
		texts, seen := i18n.New(l.Code), map[string]bool{texts(l.Code).Failure(i18n.Unexpected): true}
		for _, reason := range []cache.UndoReason{cache.UndoMade, cache.UndoChanged, cache.UndoGone, cache.UndoSending} {
			s := sentence.Of(texts, fmt.Errorf("undo act 3: %w", &cache.UndoError{ActID: 3, Reason: reason}), "h")
			if seen[s] {
				t.Errorf("%s: %s: %q again", l.Code, reason, s)
			}
			seen[s] = true
		}
	}
}

func texts(lang string) *i18n.Texts { return i18n.New(lang) }

// Values of a conflict are written one by one.
func TestValuesInWords(t *testing.T) {
	names := namesIn("en")
	for _, c := range []struct{ key, value, field, want string }{
		{merge.Price, `210750000`, "Budget", "210 750 000 soʻm"},
		{merge.Owner, `9`, "Owner", "Dilnoza"},
		{merge.Status, `2`, "Stage", "Muzokara"},
		{merge.Tag("VIP"), `true`, "Tag: VIP", "Yes"},
		{merge.Tag("VIP"), `null`, "Tag: VIP", "No"},
		{merge.Name, `null`, "Name", ""},
		{merge.Contact(5), `"linked"`, "Contact Alisher", "Yes"},
	} {
		raw := json.RawMessage(c.value)
		got := strings.ReplaceAll(names.Value(c.key, raw), "\u00a0", " ")
		if got != c.want || names.Field(c.key, raw) != c.field {
			t.Errorf("%s %s: %q of %q, want %q of %q", c.key, c.value, got, names.Field(c.key, raw), c.want, c.field)
		}
	}
}
