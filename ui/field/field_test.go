package field_test

import (
	"net/url"
	"strings"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/ui/field"
	"voronka/ui/hand"
	"voronka/ui/input"
)

// TestEveryType edits and clears a field of each type with keyboard and mouse.
func TestEveryType(t *testing.T) {
	for _, c := range []struct {
		kind, was string
		edit      func(t *testing.T, w fyne.Window)
		want      string
		clear     func(t *testing.T, w fyne.Window)
	}{
		{"text", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "UZ-1") }, `[{"value":"UZ-1"}]`, nil},
		{"textarea", `[]`, func(t *testing.T, w fyne.Window) {
			text(t, w, "field:cf-7", "a")
			hand.Key(w, fyne.KeyReturn)
			text(t, w, "field:cf-7", "b")
		}, `[{"value":"a\nb"}]`, nil},
		{"numeric", `[{"value":"5"}]`, func(t *testing.T, w fyne.Window) {
			hand.Focus(t, w, "field:cf-7")
			hand.Key(w, fyne.KeyEnd)
			text(t, w, "field:cf-7", "000,5")
		}, `[{"value":"5000.5"}]`, nil},
		{"monetary", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "146000000") }, `[{"value":"146000000"}]`, nil},
		{"url", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "artel.uz") }, `[{"value":"https://artel.uz"}]`, nil},
		{"streetaddress", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "Navoiy 5") }, `[{"value":"Navoiy 5"}]`, nil},
		{"date", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "1.2.27") }, `[{"value":"2027-02-01T12:00:00+05:00"}]`, nil},
		{"date_time", `[]`, func(t *testing.T, w fyne.Window) { text(t, w, "field:cf-7", "28.11.2026 14:30") }, `[{"value":1795858200}]`, nil},
		{
			"checkbox", `[]`, func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "field:cf-7") }, `[{"value":true}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"checkbox", `[{"value":true}]`, func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "field:cf-7") }, `[{"value":false}]`,
			func(t *testing.T, w fyne.Window) { hand.Focus(t, w, "field:cf-7"); hand.Key(w, fyne.KeyDelete) },
		},
		{
			"select", `[]`, func(t *testing.T, w fyne.Window) { choose(t, w, 2) }, `[{"value":"Variant 2","enum_id":2}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"radiobutton", `[{"value":"Variant 1","enum_id":1}]`, func(t *testing.T, w fyne.Window) { choose(t, w, 3) }, `[{"value":"Variant 3","enum_id":3}]`,
			func(t *testing.T, w fyne.Window) { hand.Focus(t, w, "field:cf-7"); hand.Key(w, fyne.KeyBackspace) },
		},
		{
			"multiselect", `[{"value":"Variant 1","enum_id":1}]`, func(t *testing.T, w fyne.Window) { choose(t, w, 3); hand.Key(w, fyne.KeyEscape) },
			`[{"value":"Variant 1","enum_id":1},{"value":"Variant 3","enum_id":3}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"phone", `[]`, func(t *testing.T, w fyne.Window) {
				text(t, w, "field:cf-7-1", "901234567")
				hand.Tap(t, w, "button:add-cf-7")
				text(t, w, "field:cf-7-2", "977654321")
				hand.Tap(t, w, "button:kind-cf-7-2")
				hand.Key(w, fyne.KeyDown, fyne.KeyReturn)
			}, `[{"value":"+998901234567","enum_code":"WORK"},{"value":"+998977654321","enum_code":"MOB"}]`,
			func(t *testing.T, w fyne.Window) {
				hand.Tap(t, w, "button:drop-cf-7-2")
				hand.Tap(t, w, "button:drop-cf-7-1")
			},
		},
		{
			"smart_address", `[{"value":"Toshkent","enum_code":"city"}]`, func(t *testing.T, w fyne.Window) {
				hand.Tap(t, w, "field:cf-7")
				text(t, w, "field:cf-7-zip", "100000")
			}, `[{"value":"Toshkent","enum_code":"city"},{"value":"100000","enum_code":"zip"}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"legal_entity", `[]`, func(t *testing.T, w fyne.Window) {
				hand.Tap(t, w, "field:cf-7")
				text(t, w, "field:cf-7-name", "Artel")
				hand.Tap(t, w, "field:cf-7-entity_type")
				hand.Key(w, fyne.KeyDown, fyne.KeyReturn)
				text(t, w, "field:cf-7-mfo", "00445")
			}, `[{"value":{"name":"Artel","entity_type":2,"mfo":"00445"}}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"tree", `[{"value":"Mebel","enum_id":31}]`, func(t *testing.T, w fyne.Window) { choose(t, w, 2) }, `[{"value":"Smartfon","enum_id":33}]`,
			func(t *testing.T, w fyne.Window) { hand.Tap(t, w, "button:clear-cf-7") },
		},
		{
			"chained_list", `[{"catalog_id":90,"catalog_element_id":9001},{"catalog_id":90,"catalog_element_id":8002}]`,
			func(t *testing.T, w fyne.Window) {
				hand.Tap(t, w, "button:drop-cf-7-1-90-8002")
				hand.Tap(t, w, "chip:add-cf-7-2")
				hand.Type(w, "4")
				hand.Key(w, fyne.KeyReturn)
				hand.Focus(t, w, "chip:add-cf-7-1")
				hand.Key(w, fyne.KeyDown)
				hand.Type(w, "2")
				hand.Key(w, fyne.KeyReturn)
			},
			`[{"catalog_id":90,"catalog_element_id":9001},{"catalog_id":90,"catalog_element_id":9002},{"catalog_id":91,"catalog_element_id":9104}]`,
			func(t *testing.T, w fyne.Window) {
				hand.Focus(t, w, "chip:add-cf-7-1")
				hand.Key(w, fyne.KeyBackspace, fyne.KeyDelete, fyne.KeyBackspace)
				hand.Tap(t, w, "button:drop-cf-7-2-91-9104")
			},
		},
	} {
		t.Run(c.kind, func(t *testing.T) {
			start(t)
			changes := 0
			f := newField(c.kind, func(p *field.Params) { p.Changed = func() { changes++ } })
			f.SetValues(values(t, f.Rule().Field.Type, c.was))
			w, _ := window(t, f)
			if f.Changed() || changes > 0 || written(t, f.Values()) != strings.Trim(c.was, "[]") && written(t, f.Values()) != c.was {
				t.Fatalf("untouched it is %s, changed: %v", written(t, f.Values()), f.Changed())
			}
			c.edit(t, w)
			if got := written(t, f.Values()); got != c.want || !f.Changed() || changes == 0 {
				t.Errorf("edited it is %s, want %s; told %d times", got, c.want, changes)
			}
			if m := f.Mistake(); m != "" {
				t.Errorf("it says %q", m)
			}
			if c.clear == nil {
				f.SetValues(values(t, f.Rule().Field.Type, c.want))
				hand.Focus(t, w, "field:cf-7")
				hand.Key(w, fyne.KeyPageDown, fyne.KeyEnd)
				for range 40 {
					hand.Key(w, fyne.KeyBackspace)
				}
			} else {
				c.clear(t, w)
			}
			if got := f.Values(); len(got) != 0 {
				t.Errorf("cleared it is %s", written(t, got))
			}
		})
	}
}

// choose opens the menu of a field and takes an entry with the keyboard.
func choose(t *testing.T, w fyne.Window, nth int) {
	t.Helper()
	hand.Tap(t, w, "field:cf-7")
	hand.Key(w, fyne.KeyHome)
	for range 6 {
		hand.Key(w, fyne.KeyUp)
	}
	for range nth - 1 {
		hand.Key(w, fyne.KeyDown)
	}
	hand.Key(w, fyne.KeyReturn)
}

func TestMistakesAreSaid(t *testing.T) {
	start(t)
	f := newField(amo.FieldURL, nil)
	w, _ := window(t, f)
	low := f.HeightFor(476)
	text(t, w, "field:cf-7", "artel/erp")
	if f.Mistake() != "Toʻliq havola kiriting: https://…" || f.Err().Reason != input.NotLink || f.HeightFor(476) <= low {
		t.Errorf("it says %q", f.Mistake())
	}
	if f.Check() {
		t.Error("it may be saved")
	}
}

func TestRequired(t *testing.T) {
	start(t)
	f := newField(amo.FieldText, nil)
	f.SetValues(values(t, amo.FieldText, `[{"value":"x"}]`))
	f.SetRequired(true)
	w, _ := window(t, f)
	if !f.Check() {
		t.Error("a filled one is wrong")
	}
	hand.Focus(t, w, "field:cf-7")
	hand.Key(w, fyne.KeyEnd, fyne.KeyBackspace)
	if f.Err().Reason != input.Missing {
		t.Errorf("an emptied one: %q", f.Err().Reason)
	}
}

// TestTidied: what was typed is written as all others are, once it is left.
func TestTidied(t *testing.T) {
	start(t)
	day, number := newField(amo.FieldDate, nil), newField("phone", func(p *field.Params) { p.Name = "tel" })
	w, _ := window(t, day, number)
	text(t, w, "field:cf-7", "1.2.27")
	text(t, w, "field:tel-1", "901234567")
	w.Canvas().Unfocus()
	if got := day.Typed().Text; got != "01.02.2027" {
		t.Errorf("the day is %q", got)
	}
	if got := number.Typed().Lines[0].Text; got != "+998 90 123-45-67" {
		t.Errorf("the number is %q", got)
	}
}

func TestCalendarKeepsTheTime(t *testing.T) {
	start(t)
	f := newField(amo.FieldDateTime, nil)
	w, _ := window(t, f)
	text(t, w, "field:cf-7", "28.11.2026 14:30")
	hand.Key(w, fyne.KeyDown) // opens the calendar
	hand.Key(w, fyne.KeyRight, fyne.KeyReturn)
	if got := f.Typed().Text; got != "29.11.2026 14:30" {
		t.Errorf("it is %q", got)
	}
}

func TestFollowing(t *testing.T) {
	start(t)
	var opened []string
	follow := func(p *field.Params) { p.Follow = func(u *url.URL) { opened = append(opened, u.String()) } }
	link, number := newField(amo.FieldURL, follow), newField("phone", func(p *field.Params) { follow(p); p.Name = "tel" })
	link.SetValues(values(t, amo.FieldURL, `[{"value":"https://artel.uz/a"}]`))
	number.SetValues(values(t, amo.FieldMultitext, `[{"value":"90 123 45 67","enum_code":"WORK"}]`))
	w, _ := window(t, link, number)
	hand.Tap(t, w, "button:open-cf-7")
	hand.Tap(t, w, "button:call-tel-1")
	link.SetValues(nil)
	text(t, w, "field:cf-7", "javascript:alert(1)")
	hand.Tap(t, w, "button:open-cf-7")
	if got := strings.Join(opened, " "); got != "https://artel.uz/a tel:+998901234567" {
		t.Errorf("opened %s", got)
	}
}

// TestFixed: what must not be edited has nothing to type into, and is sent as
// it came.
func TestFixed(t *testing.T) {
	start(t)
	for name, c := range map[string]struct{ kind, was string }{
		"an unknown type":  {"novelty", `[{"value":{"x":1}}]`},
		"a file":           {amo.FieldFile, `[{"value":{"file_uuid":"u","file_name":"a.pdf"}}]`},
		"two for a single": {amo.FieldText, `[{"value":"a"},{"value":"b"}]`},
	} {
		f := newField(c.kind, nil)
		f.SetValues(values(t, c.kind, c.was))
		f.Restore(input.Typed{Text: "from a draft"})
		w, _ := window(t, f)
		if hand.Has(w, "field:cf-7") {
			t.Errorf("%s can be edited", name)
		}
		if f.Mistake() == "" {
			t.Errorf("%s does not say why it cannot be edited", name)
		}
		if f.Changed() || written(t, f.Values()) != c.was {
			t.Errorf("%s would be sent as %s", name, written(t, f.Values()))
		}
	}
}

func TestOffer(t *testing.T) {
	start(t)
	f := newField(amo.FieldText, nil)
	f.SetValues(values(t, amo.FieldText, `[{"value":"before"}]`))
	w, _ := window(t, f)
	text(t, w, "field:cf-7", "mine ")
	f.Offer(values(t, amo.FieldText, `[{"value":"theirs"}]`), "Jasur")
	if got := written(t, f.Values()); !strings.Contains(got, "mine") || !f.Offered() {
		t.Errorf("after an offer it is %s", got)
	}
	hand.Tap(t, w, "button:take-cf-7")
	if got := written(t, f.Values()); got != `[{"value":"theirs"}]` || f.Changed() || f.Offered() {
		t.Errorf("taken, it is %s", got)
	}
}

func TestSearchedChoice(t *testing.T) {
	start(t)
	var asked []string
	var answer func([]field.Found)
	f := newField(amo.FieldSelect, func(p *field.Params) {
		p.Rule.Field.Enums = nil
		p.Find = func(text string, show func([]field.Found)) { asked, answer = append(asked, text), show }
	})
	w, _ := window(t, f)
	hand.Tap(t, w, "field:cf-7")
	answer(nil)
	stale := answer
	for _, r := range "ar" {
		w.Canvas().Focused().TypedRune(r)
	}
	answer([]field.Found{{ID: 5, Text: "Artel Servis"}, {ID: 6, Text: "Artel Mebel"}})
	stale([]field.Found{{ID: 9, Text: "late"}})
	hand.Key(w, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if got := f.Typed().Picked; len(got) != 1 || got[0] != 6 || strings.Join(asked, ",") != ",a,ar" {
		t.Errorf("chosen %v after asking %q", got, asked)
	}
}

// TestFormShowsWhatIsNear: a long form has few widgets, follows the keyboard,
// and keeps what is typed far away.
func TestFormShowsWhatIsNear(t *testing.T) {
	start(t)
	var fields []*field.Field
	for i := range 100 {
		fields = append(fields, field.New(field.Params{
			Rule: input.Rule{Field: definition(int64(100+i), amo.FieldText), Format: uzbek}, Today: nil,
		}))
	}
	w, form := window(t, fields...)
	if hand.Has(w, "field:cf-199") {
		t.Error("the last field is in the window's tree")
	}
	text(t, w, "field:cf-100", "first")
	form.Reveal(fields[99])
	if !hand.Has(w, "field:cf-199") {
		t.Fatal("the last field cannot be reached")
	}
	if !hand.Has(w, "field:cf-100") {
		t.Error("what has the keyboard was taken out of the window")
	}
	if hand.Has(w, "field:cf-130") {
		t.Error("what is far away stays in the window's tree")
	}
	text(t, w, "field:cf-199", "last")
	form.Top()
	if fields[0].Typed().Text != "first" || fields[99].Typed().Text != "last" {
		t.Errorf("%q and %q", fields[0].Typed().Text, fields[99].Typed().Text)
	}
}

// TestWheelOverAField: a field under the pointer does not stop the form.
func TestWheelOverAField(t *testing.T) {
	start(t)
	var fields []*field.Field
	for i := range 60 {
		fields = append(fields, field.New(field.Params{Rule: input.Rule{Field: definition(int64(100+i), amo.FieldText), Format: uzbek}}))
	}
	w, _ := window(t, fields...)
	for range 40 {
		test.Scroll(w.Canvas(), fyne.NewPos(300, 130), 0, -100)
	}
	if !hand.Has(w, "field:cf-159") {
		t.Error("the wheel does not reach the last field")
	}
}

// TestPhoneIsShownAsItWillBe: while it is typed, how it will be written stands
// at the end of the line, where there is room.
func TestPhoneIsShownAsItWillBe(t *testing.T) {
	start(t)
	for width, want := range map[float32]bool{760: true, 330: false} {
		f := newField("phone", func(p *field.Params) { p.Titled = true })
		w, _ := window(t, f)
		w.Resize(fyne.NewSize(width, 400))
		text(t, w, "field:cf-7-1", "901234567")
		shown := false
		for _, o := range test.LaidOutObjects(w.Content()) {
			if words, ok := o.(*canvas.Text); ok && words.Text == "→ +998 90 123-45-67" {
				shown = true
			}
		}
		if shown != want {
			t.Errorf("in a window of %v it is shown: %v", width, shown)
		}
	}
}
