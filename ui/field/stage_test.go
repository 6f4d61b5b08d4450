package field_test

import (
	"encoding/json"
	"strconv"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/hand"
	"voronka/ui/i18n"
	"voronka/ui/input"
	"voronka/ui/theme"
)

// uzbek is made once: reading a catalogue takes long.
var uzbek = format.New(i18n.New("uz"), format.Currency{Code: "UZS"}, time.FixedZone("Tashkent", 5*3600))

func ptr[T any](v T) *T { return &v }

// definition is a field of a type with what the type needs.
func definition(id int64, kind string) amo.CustomField {
	d := amo.CustomField{ID: id, Name: kind + " " + strconv.FormatInt(id, 10), Type: kind}
	switch kind {
	case amo.FieldSelect, amo.FieldRadioButton, amo.FieldMultiselect:
		for i := range 5 {
			d.Enums = append(d.Enums, amo.FieldEnum{ID: int64(i + 1), Value: "Variant " + strconv.Itoa(i+1)})
		}
	case "phone":
		d.Type, d.Code = amo.FieldMultitext, ptr("PHONE")
		d.Enums = []amo.FieldEnum{{ID: 11, Value: "WORK"}, {ID: 12, Value: "MOB"}}
	case "tree":
		d.Type = amo.FieldCategory
		d.Nested = []amo.NestedEnum{{ID: 31, Value: "Mebel", Sort: 2}, {ID: 32, Value: "Telefon", Sort: 1}, {ID: 33, ParentID: ptr[int64](32), Value: "Smartfon"}}
	case amo.FieldChainedList:
		d.ChainedLists = []amo.ChainedList{{CatalogID: 90, Title: ptr("Mahsulot")}, {CatalogID: 91, ParentCatalogID: ptr[int64](90), Title: ptr("Model")}}
	}
	return d
}

func newField(kind string, with func(*field.Params)) *field.Field {
	p := field.Params{
		Rule:  input.Rule{Field: definition(7, kind), Format: uzbek},
		Today: func() format.Day { return format.Day{Year: 2026, Month: 11, Day: 28} },
	}
	p.FindElement = findElement
	if with != nil {
		with(&p)
	}
	return field.New(p)
}

// findElement looks through a catalog of five elements at once.
func findElement(catalog int64, text string, show func([]field.Found)) {
	var found []field.Found
	for i := range 5 {
		name := "Element " + strconv.Itoa(i+1)
		if strings.Contains(name, text) {
			found = append(found, field.Found{ID: catalog*100 + int64(i+1), Text: name})
		}
	}
	show(found)
}

func values(t testing.TB, kind, list string) []amo.Value {
	t.Helper()
	var f amo.FieldValues
	if err := json.Unmarshal([]byte(`{"field_id":7,"values":`+list+`}`), &f); err != nil {
		t.Fatal(err)
	}
	return f.Typed(kind)
}

func written(t testing.TB, list []amo.Value) string {
	t.Helper()
	if len(list) == 0 {
		return ""
	}
	b, err := json.Marshal(list)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func start(t testing.TB) {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
}

// window shows fields in a form of a window.
func window(t testing.TB, fields ...*field.Field) (fyne.Window, *field.Form) {
	t.Helper()
	form := field.NewForm()
	var s field.Section
	for _, f := range fields {
		s.Blocks = append(s.Blocks, f)
	}
	form.Set([]field.Section{s})
	w := test.NewTempWindow(t, form)
	w.SetPadded(false)
	w.Resize(fyne.NewSize(520, 700))
	return w, form
}

// text puts a text into a field as the keyboard does.
func text(t testing.TB, w fyne.Window, id, words string) {
	t.Helper()
	hand.Focus(t, w, id)
	hand.Type(w, words)
}
