package cache

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/cache/fold"
)

// The custom fields of the tests, one of each way to be filtered.
const (
	textField = 601 + iota
	numberField
	selectField
	manyField // multiselect
	tickField
	dayField
	momentField
	siteField // smart_address
)

const filterFields = `[{"id":601,"name":"Izoh","type":"text"},{"id":602,"name":"Maydon","type":"numeric"},
	{"id":603,"name":"Manba","type":"select","enums":[{"id":1,"value":"Sayt"},{"id":2,"value":"OLX"},{"id":3,"value":"Tavsiya"}]},
	{"id":604,"name":"Mahsulot","type":"multiselect","enums":[{"id":11,"value":"Oshxona"},{"id":12,"value":"Ofis"},{"id":13,"value":"Maktab"}]},
	{"id":605,"name":"Toʻlangan","type":"checkbox"},{"id":606,"name":"Sana","type":"date"},{"id":607,"name":"Vaqt","type":"date_time"},
	{"id":608,"name":"Obyekt","type":"smart_address"}]`

func filterDefinitions(t testing.TB) map[Entity][]amo.CustomField {
	return map[Entity][]amo.CustomField{Leads: decode[[]amo.CustomField](t, filterFields)}
}

// fieldTypes are the types of the fields of the tests.
func fieldTypes() map[int64]string {
	return map[int64]string{
		textField: amo.FieldText, numberField: amo.FieldNumeric, selectField: amo.FieldSelect, manyField: amo.FieldMultiselect,
		tickField: amo.FieldCheckbox, dayField: amo.FieldDate, momentField: amo.FieldDateTime, siteField: amo.FieldSmartAddress,
	}
}

func fieldIDs() []int64 {
	return []int64{textField, numberField, selectField, manyField, tickField, dayField, momentField, siteField}
}

// written are values as the server writes them.
func written() map[int64][]string {
	return map[int64][]string{
		textField:   {`[{"value":"Oʻtkir uchun"}]`, `[{"value":"шкаф"}]`, `[{"value":"field_id 602"}]`, `[{"value":""}]`, `[{"value":null}]`, `null`, `[]`},
		numberField: {`[{"value":"12.5"}]`, `[{"value":"-3"}]`, `[{"value":100}]`, `[{"value":"koʻp"}]`, `[{"value":null}]`},
		selectField: {`[{"value":"Sayt","enum_id":1,"enum_code":null}]`, `[{"value":"OLX","enum_id":2}]`, `[{"value":"Eski tanlov"}]`},
		manyField:   {`[{"value":"Oshxona","enum_id":11},{"value":"Ofis","enum_id":12}]`, `[{"value":"Maktab","enum_id":13}]`},
		tickField:   {`[{"value":true}]`, `[{"value":false}]`, `[{"value":null}]`},
		dayField:    {`[{"value":1760000000}]`, `[{"value":1760090000}]`, `[{"value":"2025-10-12T12:00:00+05:00"}]`},
		momentField: {`[{"value":1760000001}]`, `[{"value":1759990000}]`},
		siteField:   {`[{"value":"Navoiy koʻchasi 5","enum_id":1},{"value":"Toshkent","enum_id":3}]`, `[{"value":"Samarqand","enum_id":3}]`},
	}
}

// drawFields is custom_fields_values of a lead, in one of the ways JSON can be
// written.
func drawFields(t *rapid.T) string {
	var list []string
	for _, id := range fieldIDs() {
		if rapid.IntRange(0, 2).Draw(t, "empty") == 0 {
			continue
		}
		values := rapid.SampledFrom(written()[id]).Draw(t, "values")
		form := rapid.SampledFrom([]string{
			`{"field_id":%[1]d,"field_name":"x","field_code":null,"field_type":%[2]q,"values":%[3]s}`,
			`{"field_id":%[1]d,"field_name":"x","field_code":null,"field_type":%[2]q,"values":%[3]s}`,
			`{ "field_id" : %[1]d, "field_type":%[2]q,"values":%[3]s}`,
			`{"field_type":%[2]q,"values":%[3]s,"field_id":%[1]d}`,
		}).Draw(t, "form")
		list = append(list, fmt.Sprintf(form, id, fieldTypes()[id], values))
	}
	if len(list) == 0 {
		return "null"
	}
	return "[" + strings.Join(list, ",") + "]"
}

func drawEdit(t *rapid.T) FieldEdit {
	id := rapid.SampledFrom(fieldIDs()).Draw(t, "field")
	edit := FieldEdit{FieldID: id}
	if rapid.IntRange(0, 3).Draw(t, "clear") == 0 {
		return edit
	}
	pick := func(values ...amo.Value) { edit.Values = []amo.Value{rapid.SampledFrom(values).Draw(t, "value")} }
	switch id {
	case textField:
		pick(amo.Text{Value: "Oʻtkirga"}, amo.Text{Value: "602"}, amo.Text{Value: "Ёқуб"})
	case numberField:
		pick(amo.Number{Value: "12.50"}, amo.Number{Value: "13"})
	case selectField:
		pick(amo.Enum{EnumID: 1}, amo.Enum{EnumID: 3})
	case manyField:
		edit.Values = []amo.Value{amo.Enum{EnumID: 12}, amo.Enum{EnumID: 13}}
	case tickField:
		pick(amo.Checkbox{Value: true}, amo.Checkbox{})
	case dayField:
		pick(amo.DayOf(2025, time.October, 9, time.UTC), amo.DayOf(2025, time.October, 11, time.UTC))
	case momentField:
		pick(amo.MomentOf(time.Unix(1_760_000_001, 0)), amo.MomentOf(time.Unix(1_750_000_000, 0)))
	case siteField:
		edit.Values = []amo.Value{amo.AddressPart{Value: "Buxoro", EnumID: 3}}
	}
	return edit
}

func drawFieldFilter(t *rapid.T) FieldFilter {
	f := FieldFilter{FieldID: rapid.SampledFrom(fieldIDs()).Draw(t, "filter")}
	f.Test = rapid.SampledFrom(FieldTests(fieldTypes()[f.FieldID])).Draw(t, "test")
	switch f.Test {
	case FieldAnyOf:
		f.Enums = rapid.SliceOfN(rapid.SampledFrom([]int64{1, 2, 3, 11, 12, 13, 99}), 0, 3).Draw(t, "enums")
	case FieldContains:
		f.Text = rapid.SampledFrom([]string{"otkir", "ШКАФ", "602", "buxoro", "samarqand 5", "yoqub", "'", ""}).Draw(t, "text")
	case FieldBetween:
		bounds := rapid.Ptr(rapid.SampledFrom([]float64{-3, 12.5, 13, 100, 1_760_000_000, 1_760_000_001, 1_760_090_000}), true)
		f.From, f.To = bounds.Draw(t, "from"), bounds.Draw(t, "to")
	}
	return f
}

// passes is the condition as its comments say it, on the lead as the person
// sees it.
func (f *FieldFilter) passes(l *amo.Lead) bool {
	var values []amo.Value
	for _, have := range l.CustomFieldsValues {
		if have.FieldID == f.FieldID {
			values = append(values, have.Typed("")...)
		}
	}
	filled := slices.ContainsFunc(values, func(v amo.Value) bool { return !isNothing(v) })
	switch f.Test {
	case FieldFilled:
		return filled
	case FieldEmpty:
		return !filled
	case FieldNo:
		return !slices.ContainsFunc(values, isTicked)
	}
	return slices.ContainsFunc(values, func(v amo.Value) bool {
		switch f.Test {
		case FieldYes:
			return isTicked(v)
		case FieldAnyOf:
			choice, ok := v.(amo.Enum)
			return ok && slices.Contains(f.Enums, choice.EnumID)
		case FieldContains:
			text, ok := textIn(v)
			return ok && fold.Match(fold.Index(text), f.Text)
		case FieldBetween:
			n, ok := numberIn(v)
			return ok && (f.From == nil || n >= *f.From) && (f.To == nil || n <= *f.To)
		}
		return false
	})
}

func isTicked(v amo.Value) bool {
	tick, ok := v.(amo.Checkbox)
	return ok && tick.Value
}

// isNothing reports whether a value reads null or an empty text.
func isNothing(v amo.Value) bool {
	b, err := v.MarshalJSON()
	return err == nil && (strings.Contains(string(b), `"value":null`) || strings.Contains(string(b), `"value":""`))
}

func textIn(v amo.Value) (string, bool) {
	switch v := v.(type) {
	case amo.Text:
		return v.Value, v.Value != ""
	case amo.AddressPart:
		return v.Value, v.Value != ""
	}
	return "", false
}

func numberIn(v amo.Value) (float64, bool) {
	switch v := v.(type) {
	case amo.Number:
		exact, ok := v.Rat()
		if !ok {
			return 0, false
		}
		near, _ := exact.Float64()
		return near, true
	case amo.Date:
		at, ok := v.Value.Time()
		return float64(at.Unix()), ok
	case amo.DateTime:
		at, ok := v.Time()
		return float64(at.Unix()), ok
	}
	return 0, false
}

// fieldMachine does what a person and the server do to leads with custom
// fields.
type fieldMachine struct {
	t      *testing.T
	s      *Store
	acts   []int64
	births int64
	looks  int
}

func (x *fieldMachine) apply(rt *rapid.T) {
	var leads []amo.Lead
	for range rapid.IntRange(1, 3).Draw(rt, "leads") {
		spec := drawLead(rt, rapid.Int64Range(1, 6).Draw(rt, "lead"))
		base := strings.Replace(spec.json(), `"custom_fields_values":null`, `"custom_fields_values":`+drawFields(rt), 1)
		leads = append(leads, decode[amo.Lead](x.t, base))
	}
	check(x.t, x.s.Apply(x.t.Context(), Batch{Leads: leads}))
}

func (x *fieldMachine) remove(rt *rapid.T) {
	check(x.t, x.s.Apply(x.t.Context(), Batch{DeletedLeads: []int64{rapid.Int64Range(1, 6).Draw(rt, "gone")}}))
}

func (x *fieldMachine) edit(rt *rapid.T) {
	leads := x.leads()
	if len(leads) == 0 {
		return
	}
	x.did(x.s.Do(x.t.Context(), Command{Hold: time.Hour, Edits: []Edit{LeadEdit{
		ID: rapid.SampledFrom(leads).Draw(rt, "of").ID, Fields: []FieldEdit{drawEdit(rt)},
	}}}))
}

func (x *fieldMachine) make(rt *rapid.T) {
	x.did(x.s.Do(x.t.Context(), Command{Hold: time.Hour, Edits: []Edit{LeadEdit{Name: amo.Set("Yangi"), Fields: []FieldEdit{drawEdit(rt)}}}}))
}

func (x *fieldMachine) did(act Act, err error) {
	if err == nil {
		x.acts = append(x.acts, act.ID)
	} else if !errors.Is(err, ErrUnchanged) {
		x.t.Fatal(err)
	}
}

func (x *fieldMachine) undo(rt *rapid.T) {
	if len(x.acts) == 0 {
		return
	}
	_, err := x.s.Undo(x.t.Context(), rapid.SampledFrom(x.acts).Draw(rt, "undone"))
	var cannot *UndoError
	if err != nil && !errors.As(err, &cannot) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrUnchanged) {
		x.t.Fatal(err)
	}
}

// send has the server accept a change; a new lead gets its id.
func (x *fieldMachine) send(rt *rapid.T) {
	due := must(x.s.Due(x.t.Context(), endOfTime, 10))(x.t)
	if len(due) == 0 {
		return
	}
	c := rapid.SampledFrom(due).Draw(rt, "sent")
	done := Finished{IDs: []int64{c.ID}}
	if c.Kind == ChangeCreate {
		x.births++
		done.Born = map[int64]int64{c.ID: 1000 + x.births}
	}
	check(x.t, x.s.StartSending(x.t.Context(), done.IDs, 0))
	check(x.t, x.s.FinishChanges(x.t.Context(), done))
}

func (x *fieldMachine) cancel(rt *rapid.T) {
	if waiting := must(x.s.Outbox(x.t.Context()))(x.t); len(waiting) > 0 {
		check(x.t, x.s.CancelChange(x.t.Context(), rapid.SampledFrom(waiting).Draw(rt, "cancelled").ID))
	}
}

// redefine takes the fields out of the account, or changes the type of one,
// and brings them back.
func (x *fieldMachine) redefine(rt *rapid.T) {
	other := decode[[]amo.CustomField](x.t, `[{"id":603,"name":"Manba","type":"text"}]`)
	if rapid.Bool().Draw(rt, "all") {
		other = []amo.CustomField{}
	}
	check(x.t, x.s.Apply(x.t.Context(), Batch{CustomFields: map[Entity][]amo.CustomField{Leads: other}}))
	check(x.t, x.s.Apply(x.t.Context(), Batch{CustomFields: filterDefinitions(x.t)}))
}

// leads are all leads as the person sees them, in the order of a list.
func (x *fieldMachine) leads() (list []amo.Lead) {
	check(x.t, x.s.read(x.t.Context(), func(tx *sql.Tx) (err error) {
		list, err = seen[amo.Lead](x.t.Context(), tx, `FROM leads AS l JOIN leads_base AS b ON b.id = l.id ORDER BY l.updated_at DESC, l.id DESC`)
		return err
	}))
	return list
}

func (x *fieldMachine) compare(rt *rapid.T) {
	if x.looks++; x.looks%4 != 0 {
		return // boards are slow to read
	}
	ctx := x.t.Context()
	filter := Filter{Fields: rapid.SliceOfN(rapid.Custom(drawFieldFilter), 1, 2).Draw(rt, "fields")}
	if rapid.Bool().Draw(rt, "and by owner") {
		filter.OwnerIDs = []int64{7}
	}
	var want []int64
	counts, sums := map[int64]int{}, map[int64]int64{}
	for _, lead := range x.leads() {
		if filter.OwnerIDs != nil && lead.ResponsibleUserID != 7 ||
			slices.ContainsFunc(filter.Fields, func(f FieldFilter) bool { return !f.passes(&lead) }) {
			continue
		}
		want = append(want, lead.ID)
		if lead.PipelineID == salesID {
			counts[lead.StatusID]++
			sums[lead.StatusID] += lead.Price
		}
	}
	var got []int64
	for _, row := range must(x.s.Leads(ctx, LeadQuery{Filter: filter}))(x.t) {
		got = append(got, row.ID)
	}
	if !slices.Equal(got, want) {
		rt.Fatalf("%+v passes %v, want %v", filter.Fields, got, want)
	}
	for _, c := range must(x.s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: filter, Folded: []int64{142}}))(x.t).Columns {
		if c.Count != counts[c.Status.ID] || c.Sum != sums[c.Status.ID] {
			rt.Fatalf("%+v: column %d has %d leads worth %d, want %d and %d", filter.Fields, c.Status.ID, c.Count, c.Sum, counts[c.Status.ID], sums[c.Status.ID])
		}
		inColumn := slices.DeleteFunc(slices.Clone(want), func(id int64) bool { return !slices.Contains(c.IDs, id) })
		if c.Status.ID != 142 && !slices.Equal(c.IDs, inColumn) || len(c.IDs) != c.Count && c.IDs != nil {
			rt.Fatalf("%+v: column %d holds %v, want of %v", filter.Fields, c.Status.ID, c.IDs, want)
		}
	}
}

// Whatever the person and the server do, a filter by custom fields passes the
// leads that a look at each of them passes.
func TestFieldFiltersAreExact(t *testing.T) {
	s := quick(t)
	rapid.Check(t, func(rt *rapid.T) {
		for _, table := range []string{"leads", "leads_base", "outbox", "outbox_needs", "history", "acts", "aliases", "gone", "marks", "kept_fields", "lead_values"} {
			_, err := s.writer.ExecContext(t.Context(), `DELETE FROM `+table)
			check(t, err)
		}
		check(t, s.Apply(t.Context(), Batch{CustomFields: filterDefinitions(t)}))
		x := &fieldMachine{t: t, s: s}
		rt.Repeat(map[string]func(*rapid.T){
			"apply": x.apply, "apply more": x.apply, "edit": x.edit, "edit more": x.edit, "make": x.make, "remove": x.remove,
			"undo": x.undo, "send": x.send, "cancel": x.cancel, "redefine": x.redefine, "": x.compare,
		})
	})
}

// manyLeads are more than one transaction fills in; every third has the word.
func manyLeads(t testing.TB) []amo.Lead {
	leads := make([]amo.Lead, 2*fillSize+100)
	for i := range leads {
		word := "boshqa"
		if i%3 == 0 {
			word = "tanlangan"
		}
		leads[i] = fieldedLead(t, leadSpec{ID: int64(1 + i), Price: 10}, fmt.Sprintf(`[{"field_id":601,"field_type":"text","values":[{"value":%q}]}]`, word))
	}
	return leads
}

func countOf(t testing.TB, s *Store, f FieldFilter) int {
	t.Helper()
	return must(s.Board(t.Context(), BoardQuery{PipelineID: salesID, Filter: Filter{Fields: []FieldFilter{f}}}))(t).Count
}

// A filling that is cut short goes on where it was, with what has changed
// meanwhile on either side of that place.
func TestFillingGoesOn(t *testing.T) {
	dir := t.TempDir()
	folder := openFolder(t, dir)
	s := must(folder.OpenAccount(t.Context(), testAccount))(t)
	ctx := t.Context()
	leads := manyLeads(t)
	check(t, s.Apply(ctx, Batch{Pipelines: testPipelines(t), CustomFields: filterDefinitions(t), Leads: leads}))
	chosen := FieldFilter{FieldID: textField, Test: FieldContains, Text: "tanlangan"}
	check(t, s.write(ctx, func(w *writing) error {
		if err := w.keepField(textField); err != nil {
			return err
		}
		more, err := w.fillSome([]int64{textField}, fillSize)
		if !more {
			t.Error("all is filled in at once")
		}
		return err
	}))
	check(t, s.Close())
	s = openAccount(t, folder)
	change := func(id int64, text string) {
		must(s.Do(ctx, Command{Hold: time.Hour, Edits: []Edit{LeadEdit{ID: id, Fields: []FieldEdit{{textField, []amo.Value{amo.Text{Value: text}}}}}}}))(t)
	}
	change(2, "tanlangan")        // filled in already
	change(fillSize+2, "boshqa")  // not yet
	change(fillSize+500, "yangi") // likewise
	check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{1, 1099}}))
	want := 0
	for id := range int64(len(leads) + 1) {
		lead, err := s.Lead(ctx, id)
		if err == nil && chosen.passes(&lead.Lead) {
			want++
		} else if err != nil && !errors.Is(err, ErrNotFound) {
			t.Fatal(err)
		}
	}
	if got := countOf(t, s, chosen); got != want || got < 300 {
		t.Errorf("%d leads, want %d", got, want)
	}
	// What an earlier version of the program has kept is made anew.
	_, err := s.writer.ExecContext(ctx, `UPDATE kept_fields SET version = 'old'; UPDATE lead_values SET text = 'eski'`)
	check(t, err)
	if got := countOf(t, s, chosen); got != want {
		t.Errorf("in another version %d leads, want %d", got, want)
	}
}

// What ends a reading in the middle of a filling leaves no wrong answer.
func TestFillingIsInterrupted(t *testing.T) {
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{CustomFields: filterDefinitions(t), Leads: manyLeads(t)}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	if _, err := s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: Filter{Fields: []FieldFilter{{FieldID: textField, Test: FieldFilled}}}}); !errors.Is(err, context.Canceled) {
		t.Errorf("%v", err)
	}
	if got := countOf(t, s, FieldFilter{FieldID: textField, Test: FieldFilled}); got != 2*fillSize+100 {
		t.Errorf("%d leads", got)
	}
}

// A field that was prepared need not be filled in by the filter; one that the
// account does not have is told.
func TestAFieldIsPrepared(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{CustomFields: filterDefinitions(t), Leads: manyLeads(t)}))
	filled := []FieldFilter{{FieldID: textField, Test: FieldFilled}}
	ready := func() (ready bool) {
		check(t, s.read(ctx, func(tx *sql.Tx) (err error) { ready, err = isKept(ctx, tx, filled); return err }))
		return ready
	}
	if ready() {
		t.Error("it is ready before anybody has asked")
	}
	check(t, s.PrepareField(ctx, textField))
	if !ready() || countOf(t, s, filled[0]) != 2*fillSize+100 {
		t.Error("it is not ready")
	}
	var gone *FieldFilterError
	if err := s.PrepareField(ctx, 777); !errors.As(err, &gone) || gone.FieldID != 777 {
		t.Errorf("%v", err)
	}
}

// A filter that means nothing is told, and a field that the account has no
// more leaves nothing behind.
func TestFiltersThatDoNotApply(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{CustomFields: filterDefinitions(t), Leads: manyLeads(t)[:10]}))
	for _, tt := range []struct {
		filter FieldFilter
		want   FieldFilterError
	}{
		{FieldFilter{FieldID: 777, Test: FieldFilled}, FieldFilterError{FieldID: 777, Test: FieldFilled}},
		{FieldFilter{FieldID: dayField, Test: FieldContains}, FieldFilterError{dayField, amo.FieldDate, FieldContains}},
		{FieldFilter{FieldID: textField, Test: "louder"}, FieldFilterError{textField, amo.FieldText, "louder"}},
	} {
		q := Filter{Fields: []FieldFilter{{FieldID: textField, Test: FieldFilled}, tt.filter}}
		_, board := s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: q})
		_, list := s.Leads(ctx, LeadQuery{Filter: q})
		for _, err := range []error{board, list} {
			var got *FieldFilterError
			if !errors.As(err, &got) || *got != tt.want || got.Error() == "" {
				t.Errorf("%+v: %v", tt.filter, err)
			}
		}
	}
	if got := countOf(t, s, FieldFilter{FieldID: textField, Test: FieldFilled}); got != 10 {
		t.Errorf("%d leads", got)
	}
	check(t, s.Apply(ctx, Batch{CustomFields: map[Entity][]amo.CustomField{Leads: {}}}))
	if left := keptRows(t, s); left != 0 {
		t.Errorf("%d rows are left of a field that is gone", left)
	}
	if _, err := s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: Filter{Fields: []FieldFilter{{FieldID: textField, Test: FieldFilled}}}}); err == nil {
		t.Error("a field that is gone is filtered by")
	}
}

func keptRows(t *testing.T, s *Store) (n int) {
	t.Helper()
	check(t, s.writer.QueryRowContext(t.Context(), `SELECT (SELECT count(*) FROM lead_values) + (SELECT count(*) FROM kept_fields)`).Scan(&n))
	return n
}

// Only so many fields are kept: those filtered by last.
func TestFieldsThatAreKept(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	var fields []amo.CustomField
	var values []string
	for id := range int64(keptFields + 3) {
		fields = append(fields, decode[amo.CustomField](t, fmt.Sprintf(`{"id":%d,"name":"x","type":"text"}`, 1+id)))
		values = append(values, fmt.Sprintf(`{"field_id":%d,"field_type":"text","values":[{"value":"bor"}]}`, 1+id))
	}
	lead := fieldedLead(t, leadSpec{ID: 1}, "["+strings.Join(values, ",")+"]")
	check(t, s.Apply(ctx, Batch{CustomFields: map[Entity][]amo.CustomField{Leads: fields}, Leads: []amo.Lead{lead}}))
	for _, f := range fields {
		if got := countOf(t, s, FieldFilter{FieldID: f.ID, Test: FieldFilled}); got != 1 {
			t.Fatalf("field %d: %d leads", f.ID, got)
		}
	}
	if got := keptRows(t, s); got != 2*keptFields {
		t.Errorf("%d rows are kept", got)
	}
	// All at once is more than are kept, and still answered.
	var all []FieldFilter
	for _, f := range fields {
		all = append(all, FieldFilter{FieldID: f.ID, Test: FieldFilled})
	}
	if got := must(s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: Filter{Fields: all}}))(t); got.Count != 1 {
		t.Errorf("%d leads by all fields", got.Count)
	}
}

// Of a value that is kept: the number, the text, and whether it is one at all.
func TestReducedValues(t *testing.T) {
	type kept struct {
		Number, Text any
		Says         bool
	}
	for _, tt := range []struct {
		fieldType, raw string
		want           kept
	}{
		{amo.FieldText, `{"value":"Oʻtkir Aka"}`, kept{nil, "otkir aka", true}},
		{amo.FieldText, `{"value":""}`, kept{nil, "", false}},
		{amo.FieldNumeric, `{"value":"12.50"}`, kept{12.5, nil, true}},
		{amo.FieldNumeric, `{"value":7}`, kept{7.0, nil, true}},
		{amo.FieldNumeric, `{"value":"ikki"}`, kept{nil, "ikki", true}},
		{amo.FieldPrice, `{"value":""}`, kept{nil, "", false}},
		{amo.FieldCheckbox, `{"value":true}`, kept{true, nil, true}},
		{amo.FieldCheckbox, `{"value":false}`, kept{false, nil, true}},
		{amo.FieldCheckbox, `{"value":null}`, kept{false, nil, false}},
		{amo.FieldDate, `{"value":1760000000}`, kept{int64(1_760_000_000), nil, true}},
		{amo.FieldBirthday, `{"value":"1990-05-17T12:00:00+05:00"}`, kept{int64(642_927_600), nil, true}},
		{amo.FieldDateTime, `{"value":"keyin"}`, kept{nil, "keyin", true}},
		{amo.FieldSelect, `{"value":"Sayt","enum_id":5}`, kept{int64(5), nil, true}},
		{amo.FieldSelect, `{"value":"Sayt"}`, kept{nil, nil, true}},
		{amo.FieldURL, `{"value":"https://voronka.uz"}`, kept{nil, "https://voronka.uz", true}},
		{amo.FieldLegalEntity, `{"value":{"name":"Nur MChJ","vat_id":"301","entity_type":2}}`, kept{nil, "nur mchj\n301", true}},
		{amo.FieldChainedList, `{"catalog_id":1,"catalog_element_id":2}`, kept{nil, "", true}},
		{"of tomorrow", `{"value":[1,"bir"]}`, kept{nil, "bir", true}},
		{"of tomorrow", `{"value":null}`, kept{nil, "", false}},
		{amo.FieldText, `{"value":{"x":"ichki"}}`, kept{nil, "ichki", true}},
	} {
		number, text, says := reduced(amo.FieldValue(tt.raw), tt.fieldType)
		if diff := cmp.Diff(tt.want, kept{number, text, says}); diff != "" {
			t.Errorf("%s %s (-want +got):\n%s", tt.fieldType, tt.raw, diff)
		}
	}
}

// One field is read out of a lead however the JSON is written.
func TestValuesIn(t *testing.T) {
	const one = `{"field_id":601,"field_type":"text","values":[{"value":"bir"}]}`
	for _, tt := range []struct {
		name, fields string
		want         []string
	}{
		{"none", `null`, nil},
		{"alone", `[` + one + `]`, []string{"bir"}},
		{"among others", `[{"field_id":6012,"values":[{"value":"ikki"}]},` + one + `,{"field_id":602,"values":[]}]`, []string{"bir"}},
		{"with spaces", `[{ "field_id": 601, "values": [ {"value": "bir"} ] }]`, []string{"bir"}},
		{"in another order", `[{"values":[{"value":"bir"}],"field_id":601}]`, []string{"bir"}},
		{"twice", `[` + one + `,` + one + `]`, []string{"bir", "bir"}},
		{"named in a text", `[{"field_id":602,"values":[{"value":"{\"field_id\":601,"}]}]`, nil},
		{"of a longer number", `[{"field_id":6012,"field_type":"text","values":[{"value":"ikki"}]}]`, nil},
	} {
		base := strings.Replace(leadSpec{ID: 1}.json(), `"custom_fields_values":null`, `"custom_fields_values":`+tt.fields, 1)
		fields, err := valuesIn([]byte(base), textField)
		check(t, err)
		var got []string
		for _, row := range appendValues(nil, 1, fields, keptField{textField, amo.FieldText}) {
			got = append(got, row.text.(string))
		}
		if !slices.Equal(got, tt.want) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
	if _, err := valuesIn([]byte(`{"custom_fields_values":[{"field_id":601,`), textField); err == nil {
		t.Error("half a lead is read")
	}
}
