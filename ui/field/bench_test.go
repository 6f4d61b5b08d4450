package field_test

import (
	"sort"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/input"
)

// BenchmarkFormOfHundredFields is the widgets' part of opening a lead with 100
// custom fields of all types: made, filled, laid out and painted.
func BenchmarkFormOfHundredFields(b *testing.B) {
	start(b)
	kinds := []string{
		amo.FieldText, amo.FieldNumeric, amo.FieldSelect, amo.FieldDate, amo.FieldURL, amo.FieldCheckbox, amo.FieldMultiselect,
		amo.FieldTextarea, amo.FieldMonetary, "phone",
	}
	w := test.NewTempWindow(b, field.NewForm())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(520, 900))
	var took []float64
	for b.Loop() {
		began := time.Now()
		var s field.Section
		for i := range 100 {
			f := field.New(field.Params{
				Rule: input.Rule{Field: definition(int64(i+1), kinds[i%len(kinds)]), Format: uzbek}, Name: "f" + strconv.Itoa(i),
				Today: func() format.Day { return format.Day{Year: 2026, Month: 11, Day: 28} },
			})
			f.SetValues(nil)
			s.Blocks = append(s.Blocks, f)
		}
		form := field.NewForm()
		form.Set([]field.Section{s})
		w.SetContent(form)
		took = append(took, float64(time.Since(began))/1e6)
	}
	sort.Float64s(took)
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
	b.ReportMetric(50, "budget-p95-ms")
}
