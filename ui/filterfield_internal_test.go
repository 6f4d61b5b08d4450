package ui

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
)

const (
	originField = 501 // select
	areaField   = 502 // numeric
	wordField   = 503 // text
	paidField   = 504 // checkbox
	dayField    = 505 // date
	bornField   = 506 // birthday
)

const fieldsJSON = `[{"id":501,"name":"Source","type":"select","sort":1,"enums":[{"id":1,"value":"Site","sort":1},{"id":2,"value":"OLX","sort":2},{"id":3,"value":"Friends","sort":3}]},
	{"id":502,"name":"Area","type":"numeric","sort":2},{"id":503,"name":"Comment","type":"text","sort":3},{"id":504,"name":"Paid","type":"checkbox","sort":4},
	{"id":505,"name":"Delivery","type":"date","sort":5},{"id":506,"name":"Born","type":"birthday","sort":6}]`

// fieldScene is a window over ten leads: the origin of lead 7000+i is choice
// 1 + i%3, its area i + 0.5; every even one has a comment and is paid.
func fieldScene(t *testing.T) *scene {
	t.Helper()
	s := newScene(t, 10)
	var leads []amo.Lead
	for i := range 10 {
		more := ""
		if i%2 == 0 {
			more = `,{"field_id":503,"field_type":"text","values":[{"value":"Oʻtkir"}]},{"field_id":504,"field_type":"checkbox","values":[{"value":true}]}`
		}
		leads = append(leads, decodeTest[amo.Lead](t, fmt.Sprintf(`{"id":%d,"name":"Bitim %d","price":1000,"status_id":1101,"pipeline_id":11,"responsible_user_id":9001,
			"created_at":1760000000,"updated_at":%d,"custom_fields_values":[{"field_id":501,"field_type":"select","values":[{"value":"x","enum_id":%d}]},
			{"field_id":502,"field_type":"numeric","values":[{"value":"%d.5"}]}%s]}`, 7000+i, i, 1760000100+i, 1+i%3, i, more)))
	}
	s.define(fieldsJSON, leads...)
	s.until("all leads are in one column", func() bool { return s.column(1101) == 10 && len(s.w.fields) == 6 })
	return s
}

func decodeTest[T any](t testing.TB, text string) (v T) {
	t.Helper()
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		t.Fatal(err)
	}
	return v
}

// define gives the account these fields of leads.
func (s *scene) define(fields string, leads ...amo.Lead) {
	s.t.Helper()
	b := cache.Batch{Leads: leads, CustomFields: map[cache.Entity][]amo.CustomField{cache.Leads: decodeTest[[]amo.CustomField](s.t, fields)}}
	if err := s.store.Apply(s.t.Context(), b); err != nil {
		s.t.Fatal(err)
	}
}

// narrowsTo waits until so many leads pass, and wants the chips of conditions
// to say this.
func (s *scene) narrowsTo(count int, chips ...string) {
	s.t.Helper()
	s.until(fmt.Sprintf("%d leads pass", count), func() bool { return s.column(1101) == count })
	var got []string
	for _, c := range s.w.fieldChips() {
		got = append(got, c.Text)
	}
	if strings.Join(got, "; ") != strings.Join(chips, "; ") {
		s.t.Errorf("the chips say %q, want %q", got, chips)
	}
}

// overlaid finds something over the window by its id.
func (s *scene) overlaid(id string) fyne.CanvasObject {
	s.t.Helper()
	for _, top := range s.w.win.Canvas().Overlays().List() {
		if o := named(top, id); o != nil {
			return o
		}
	}
	return nil
}

// press presses something over the window, or in it.
func (s *scene) press(id string) {
	s.t.Helper()
	o := s.overlaid(id)
	if o == nil {
		o = named(s.w.win.Canvas().Content(), id)
	}
	if o == nil {
		s.t.Fatalf("there is no %s", id)
	}
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	test.TapCanvas(s.w.win.Canvas(), at.AddXY(o.Size().Width/2, o.Size().Height/2))
}

// write types into a field over the window.
func (s *scene) write(id, text string) {
	s.t.Helper()
	field, ok := s.overlaid("field:" + id).(interface{ SetText(text string) })
	if !ok {
		s.t.Fatalf("there is no field %s", id)
	}
	field.SetText(text)
}

// ask opens what can be asked of a field.
func (s *scene) ask(field int64) {
	s.t.Helper()
	s.w.chooseField(s.w.board)
	s.press(fmt.Sprintf("item:field-%d", field))
}

// Conditions of every kind are chosen in menus, narrow the board exactly, are
// said on chips, and can be taken away.
func TestFieldsAreFilteredBy(t *testing.T) {
	s := fieldScene(t)
	s.ask(originField)
	s.press("item:choice-1")
	s.narrowsTo(4, "Source: Site")
	s.press("item:choice-3") // the menu has stayed
	s.narrowsTo(7, "Source: Site, Friends")
	s.press("item:choice-2")
	s.narrowsTo(10, "Source: Site, Friends +1")
	s.press("item:field-empty")
	s.narrowsTo(0, "Source: empty")
	s.press("item:choice-2")
	s.narrowsTo(3, "Source: OLX")
	s.press("item:choice-2") // the last one
	s.narrowsTo(10)
	s.w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})

	s.ask(areaField)
	s.press("item:field-range")
	s.write("range-from", "x")
	s.press("button:range-ok") // not a number: it stays
	s.write("range-from", "2.5")
	s.write("range-to", "4,5")
	s.press("button:range-ok")
	s.narrowsTo(3, "Area: 2.5 – 4.5")
	s.ask(paidField)
	s.press("item:field-no")
	s.narrowsTo(1, "Area: 2.5 – 4.5", "Paid: not ticked")
	s.w.filter(func(f *filters) { f.dropField(areaField) })
	s.narrowsTo(5, "Paid: not ticked")
	s.ask(paidField)
	s.press("item:field-yes")
	s.narrowsTo(5, "Paid: ticked")
	s.ask(wordField)
	s.press("item:field-contains")
	s.press("button:field-text-ok") // nothing is written: it stays
	s.write("field-text", " ўткир ")
	s.press("button:field-text-ok")
	s.narrowsTo(5, "Paid: ticked", "Comment: “ўткир”")
	s.ask(dayField)
	s.press("item:field-week")
	s.narrowsTo(0, "Paid: ticked", "Comment: “ўткир”", "Delivery: next 7 days")
	for _, c := range s.w.fieldChips() {
		c.Clear()
	}
	s.narrowsTo(10)

	// With both bounds taken out the condition is gone.
	s.ask(areaField)
	s.press("item:field-range")
	s.write("range-to", "1")
	s.press("button:range-ok")
	s.narrowsTo(1, "Area: up to 1")
	s.ask(areaField)
	s.press("item:field-range")
	s.write("range-to", "")
	s.press("button:range-ok")
	s.narrowsTo(10)
	s.ask(bornField)
	s.press("item:field-range")
	s.write("range-from", "17.05.1990")
	s.press("button:range-ok")
	s.narrowsTo(0, "Born: since 17.05.1990")
}

// preparing is a store that tells what has come of the fields it was to prepare.
type preparing struct {
	Store
	ends chan prepared
}

type prepared struct {
	field int64
	err   error
}

func (p preparing) PrepareField(ctx context.Context, id int64) error {
	err := p.Store.PrepareField(ctx, id)
	p.ends <- prepared{id, err}
	return err
}

// A field is made ready while the person still chooses what to ask of it, and
// one that is gone by then is no failure.
func TestAFieldIsPreparedWhileOneChooses(t *testing.T) {
	s := fieldScene(t)
	p := preparing{s.w.p.Account.Store, make(chan prepared, 2)}
	s.w.p.Account.Store = p
	s.ask(wordField)
	if got := <-p.ends; got != (prepared{wordField, nil}) {
		t.Errorf("prepared was %+v", got)
	}
	s.press("item:field-filled")
	s.narrowsTo(5, "Comment: filled in")
	s.w.fields = nil
	s.w.prepareField(99)
	var gone *cache.FieldFilterError
	if got := <-p.ends; !errors.As(got.err, &gone) || gone.FieldID != 99 {
		t.Errorf("prepared was %+v", got)
	}
	s.until("the window asks for the fields again", func() bool { return len(s.w.fields) == 6 })
	if s.overlaid("snackbar") != nil {
		t.Error("a failure is told")
	}
}

// A condition on a field that the account has no more says so, narrows nothing
// and can be taken away; it narrows again when the field is back.
func TestAFilterOutlivesItsField(t *testing.T) {
	s := fieldScene(t)
	s.w.setField(fieldIn(s.w.fields, wordField), fieldFilter{Test: cache.FieldFilled})
	s.w.setField(fieldIn(s.w.fields, originField), fieldFilter{Test: cache.FieldAnyOf, Enums: []int64{1, 77}})
	s.narrowsTo(2, "Comment: filled in", "Source: Site, #77")
	s.w.saveFilter("Ours")
	s.define(`[{"id":501,"name":"Where from","type":"select","sort":1,"enums":[{"id":1,"value":"Web","sort":1}]}]`)
	s.narrowsTo(4, "Comment: does not apply", "Where from: Web, #77")
	s.w.fieldMenu(wordField)(s.w.board)
	if s.overlaid("dialog:field-gone") == nil {
		t.Error("nothing says why")
	}
	s.w.win.Canvas().Focused().TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape})
	// The same id as another kind of field.
	s.define(`[{"id":501,"name":"Source","type":"text","sort":1},{"id":503,"name":"Comment","type":"text","sort":3}]`)
	s.narrowsTo(5, "Comment: filled in", "Source: does not apply")
	s.define(fieldsJSON)
	s.narrowsTo(2, "Comment: filled in", "Source: Site, #77")
	s.define(`[]`)
	s.narrowsTo(10, "Comment: does not apply", "Source: does not apply")
	s.w.fieldMenu(wordField)(s.w.board)
	s.press("item:drop-field")
	s.narrowsTo(10, "Source: does not apply")
	saved := s.w.prefs.savedFilters()
	s.w.filter(func(f *filters) { *f = saved[0].Filter })
	s.define(fieldsJSON)
	s.narrowsTo(2, "Comment: filled in", "Source: Site, #77")
}

// A board that is read while the account loses the field has the window learn
// of it, and tells nobody of a failure.
func TestAFieldGoesWhileTheBoardIsRead(t *testing.T) {
	s := fieldScene(t)
	s.w.setField(fieldIn(s.w.fields, wordField), fieldFilter{Test: cache.FieldFilled})
	s.narrowsTo(5, "Comment: filled in")
	s.define(`[{"id":501,"name":"Source","type":"text","sort":1}]`)
	_, err := s.store.Board(t.Context(), s.w.board.Query())
	s.w.boardFailed(err)
	s.narrowsTo(10, "Comment: does not apply")
	if s.w.shell == nil || s.overlaid("snackbar") != nil {
		t.Error("a failure is told")
	}
}

// Times that go on with the days, in the days of the account.
func TestPeriods(t *testing.T) {
	zone := time.FixedZone("Asia/Tashkent", 5*60*60)
	start := time.Date(2026, 11, 28, 0, 0, 0, 0, zone)
	const open = -1
	for p, want := range map[period][2]float64{
		periodToday: {float64(start.Unix()), float64(start.Unix() + day - 1)},
		periodWeek:  {float64(start.Unix()), float64(start.Unix() + 7*day - 1)},
		periodMonth: {float64(start.Unix()), float64(start.Unix() + 30*day - 1)},
		periodPast:  {open, float64(start.Unix() - 1)},
		"of old":    {open, open},
	} {
		from, to := p.bounds(start)
		got := [2]float64{open, open}
		for i, bound := range []*float64{from, to} {
			if bound != nil {
				got[i] = *bound
			}
		}
		if got != want {
			t.Errorf("%q is %v, want %v", p, got, want)
		}
	}
	c := fieldFilter{ID: dayField, Test: cache.FieldBetween, When: periodToday}
	if c.applies(&amo.CustomField{Type: amo.FieldNumeric}) || !c.applies(&amo.CustomField{Type: amo.FieldDateTime}) || c.applies(nil) {
		t.Error("today is of days and moments alone")
	}
}

// A long name or text leaves room for the rest of the line.
func TestChipsAreShort(t *testing.T) {
	if got := clipped(strings.Repeat("ў", 30), 24); len([]rune(got)) != 24 || !strings.HasSuffix(got, "…") {
		t.Errorf("%q", got)
	}
	if got := clipped("qisqa", 5); got != "qisqa" {
		t.Errorf("%q", got)
	}
}
