package cache

import (
	"context"
	"fmt"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
	"voronka/cache/merge"
)

// commandsVersion is the first schema with acts, conflicts and drafts, and with
// everything that fillLater writes.
const commandsVersion = 4

// The fields of leads in the fixture of a later version.
const (
	fixturePlace  = 501 // text
	fixtureOrigin = 502 // select
	fixtureSize   = 503 // numeric
)

const fixtureFields = `[{"id":501,"name":"Manzil","type":"text","sort":1},
	{"id":502,"name":"Manba","type":"select","sort":2,"enums":[{"id":881,"value":"Sayt","sort":1},{"id":882,"value":"OLX","sort":2}]},
	{"id":503,"name":"Oʻlcham","type":"numeric","sort":3}]`

// fieldedLead is a lead with custom fields.
func fieldedLead(t testing.TB, spec leadSpec, fields string) amo.Lead {
	t.Helper()
	lead := spec.lead(t)
	lead.CustomFieldsValues = decode[[]amo.FieldValues](t, fields)
	return decode[amo.Lead](t, string(must(lead.MarshalJSON())(t)))
}

// fillLater puts more into the account of fillFixture: what later schemas can
// hold. Lead 7 has fields and unsent changes of them, lead 8 was deleted on the
// server, the lead -1 and its contact -2 are not sent, and an act is undone.
func fillLater(t testing.TB, s *Store) {
	t.Helper()
	ctx := t.Context()
	lead := func(id, price, updated int64) leadSpec {
		return leadSpec{ID: id, Name: fmt.Sprint("Bitim ", id), Price: price, Status: measureID, Updated: updated}
	}
	const fields = `[{"field_id":501,"field_name":"Manzil","field_code":null,"field_type":"text","values":[{"value":"Chilonzor"}]},` +
		`{"field_id":502,"field_name":"Manba","field_code":null,"field_type":"select","values":[{"value":"Sayt","enum_id":881,"enum_code":null}]}]`
	check(t, s.Apply(ctx, Batch{
		CustomFields: map[Entity][]amo.CustomField{Leads: decode[[]amo.CustomField](t, fixtureFields)},
		LossReasons:  decode[[]amo.LossReason](t, `[{"id":3,"name":"Qimmat","sort":1}]`),
		Leads:        []amo.Lead{fieldedLead(t, lead(7, 10, 60), fields), lead(8, 20, 70).lead(t)},
		Notes:        map[Entity][]amo.Note{Leads: {noteOf(t, 51, 7, "Ertaga qoʻngʻiroq")}},
		Events:       []amo.Event{event(t, "e1", "name_field_changed", 7, 60, `[{"name_field_value":{"name":"Eski"}}]`, `[{"name_field_value":{"name":"Bitim 7"}}]`)},
		Feeds:        []FeedState{{Entity: Leads, EntityID: 7, Newest: 60, Oldest: 60, Whole: true, LoadedAt: 61}},
		Incoming:     decode[[]amo.Unsorted](t, `[{"uid":"u1","category":"forms","pipeline_id":11,"created_at":9,"_embedded":{"leads":[{"id":6}]}}]`),
	}))
	do := func(hold time.Duration, edits ...Edit) Act {
		return must(s.Do(ctx, Command{Edits: edits, Hold: hold}))(t)
	}
	do(0, LeadEdit{ID: 7, Fields: []FieldEdit{
		{fixturePlace, []amo.Value{amo.Text{Value: "Yunusobod"}}}, {fixtureOrigin, nil}, {fixtureSize, []amo.Value{amo.Number{Value: "2.5"}}},
	}, AddTags: []string{"Shoshilinch"}})
	do(0, LeadEdit{Name: amo.Set("Yangi bitim"), Contact: &ContactEdit{Name: amo.Set("Yangi kontakt")}})
	do(time.Hour, NoteEdit{Entity: Leads, EntityID: 7, Text: "Yozib qoʻyildi"})
	check(t, s.SaveDraft(ctx, "lead/7", []byte(`{"name":"yozilmoqda"}`)))
	undone := do(time.Hour, LeadEdit{ID: 1, Price: amo.Set[int64](5)})
	must(s.Undo(ctx, undone.ID))(t)
	// Somebody else has set the same price to something else.
	disputed := do(0, LeadEdit{ID: 2, Price: amo.Set[int64](77)}).Changes[0].ChangeID
	check(t, s.ConflictChange(ctx, disputed, []Clash{{Field: merge.Price, By: 8, At: 90}},
		Batch{Leads: leadsOf(t, leadSpec{ID: 2, Name: "Шкаф ёлка", Price: 60, Owner: 8, Updated: 90})}))
	do(0, LeadEdit{ID: 8, Price: amo.Set[int64](21)})
	check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{8}}))
}

// verifyLater reads what fillLater wrote.
func verifyLater(t *testing.T, s *Store) {
	t.Helper()
	ctx := context.Background()
	d := must(s.Lead(ctx, 7))(t)
	values := map[int64]string{}
	for _, f := range d.Lead.CustomFieldsValues {
		values[f.FieldID] = string(f.Values[0])
	}
	if want := map[int64]string{fixturePlace: `{"value":"Yunusobod"}`, fixtureSize: `{"value":"2.5"}`}; !cmp.Equal(want, values) {
		t.Errorf("fields of lead 7: %v", values)
	}
	if len(d.Base.CustomFieldsValues) != 2 || len(d.Changes) != 1 {
		t.Errorf("lead 7: %+v", d)
	}
	for _, tt := range []struct {
		filter FieldFilter
		want   int
	}{
		{FieldFilter{FieldID: fixturePlace, Test: FieldContains, Text: "юнус"}, 1},
		{FieldFilter{FieldID: fixturePlace, Test: FieldContains, Text: "Chilonzor"}, 0},
		{FieldFilter{FieldID: fixtureOrigin, Test: FieldFilled}, 0},
		{FieldFilter{FieldID: fixtureSize, Test: FieldBetween, From: ptr(2.5)}, 1},
	} {
		if got := must(s.Leads(ctx, LeadQuery{Filter: Filter{Fields: []FieldFilter{tt.filter}}}))(t); len(got) != tt.want {
			t.Errorf("%+v passes %+v", tt.filter, got)
		}
	}
	born := must(s.Lead(ctx, -1))(t)
	if born.Lead.Name != "Yangi bitim" || len(born.Contacts) != 1 || born.Lead.MainContactID() != -2 {
		t.Errorf("the lead that is not sent: %+v", born)
	}
	conflicts := must(s.Conflicts(ctx))(t)
	if len(conflicts) != 2 || conflicts[1].EntityID != 2 || string(conflicts[1].Mine) != "77" || string(conflicts[1].Theirs) != "60" || conflicts[1].TheirsBy != 8 {
		t.Errorf("conflicts %+v", conflicts)
	}
	if gone := must(s.Gone(ctx))(t); len(gone) != 1 || gone[0].ID != 8 || gone[0].Name != "Bitim 8" || len(gone[0].Changes) != 1 {
		t.Errorf("gone %+v", gone)
	}
	if draft := must(s.Draft(ctx, "lead/7"))(t); string(draft) != `{"name":"yozilmoqda"}` {
		t.Errorf("draft %s", draft)
	}
	if notes, _, err := s.Notes(ctx, Leads, 7, FeedCursor{}, 10); err != nil || len(notes) != 2 {
		t.Errorf("notes %+v, %v", notes, err)
	}
	if feed := must(s.Feed(ctx, Leads, 7, FeedCursor{}, 10))(t); len(feed.Entries) != 3 || !feed.State.Whole {
		t.Errorf("feed %+v", feed)
	}
	acts := must(s.History(ctx, Leads, 1, 0))(t)
	if len(acts) != 2 || !acts[0].Undone || acts[1].Undone {
		t.Errorf("acts on lead 1: %+v", acts)
	}
	if _, redo, err := s.UndoState(ctx); err != nil || redo != nil {
		t.Errorf("to redo %+v, %v", redo, err)
	}
	if fields := must(s.CustomFields(ctx, Leads))(t); len(fields) != 3 || len(fields[1].Enums) != 2 {
		t.Errorf("fields %+v", fields)
	}
	if reasons := must(s.LossReasons(ctx))(t); len(reasons) != 1 {
		t.Errorf("loss reasons %+v", reasons)
	}
	if incoming := must(s.Incoming(ctx, 0))(t); len(incoming) != 1 {
		t.Errorf("incoming %+v", incoming)
	}
}
