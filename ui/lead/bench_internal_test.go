package lead

import (
	"context"
	"sort"
	"strconv"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
)

// hundred is an account with 100 custom fields of all types, most of them
// filled.
func hundred(t testing.TB) *memory {
	t.Helper()
	m := plain(t)
	m.fields, m.detail.Lead.CustomFieldsValues = nil, nil
	for i := range 100 {
		def := amo.CustomField{ID: int64(1000 + i), Name: "Maydon " + strconv.Itoa(i), GroupID: ptr("order")}
		value := `[{"value":"qiymat"}]`
		switch i % 10 {
		case 0:
			def.Type = amo.FieldText
		case 1:
			def.Type, value = amo.FieldNumeric, `[{"value":"1234567.5"}]`
		case 2:
			def.Type, value = amo.FieldDate, `[{"value":1795849200}]`
		case 3:
			def.Type, value = amo.FieldSelect, `[{"value":"Variant 3","enum_id":3}]`
			for e := range 40 {
				def.Enums = append(def.Enums, amo.FieldEnum{ID: int64(e + 1), Value: "Variant " + strconv.Itoa(e+1)})
			}
		case 4:
			def.Type, value = amo.FieldURL, `[{"value":"https://artel.uz/erp"}]`
		case 5:
			def.Type, value = amo.FieldCheckbox, `[{"value":true}]`
		case 6:
			def.Type = amo.FieldTextarea
		case 7:
			def.Type, value = amo.FieldMonetary, `[{"value":"146000000"}]`
		case 8:
			def.Type, value = amo.FieldLegalEntity, `[{"value":{"name":"Artel Servis","entity_type":2,"mfo":"00445"}}]`
		case 9:
			def.Type = amo.FieldTrackingData
		}
		m.fields = append(m.fields, def)
		m.detail.Lead.CustomFieldsValues = append(m.detail.Lead.CustomFieldsValues, values(t, def, value))
	}
	return m
}

// BenchmarkOpenLeadOfHundredFields is the UI goroutine's part of opening a lead
// with 100 custom fields: all controls that can be seen are made, filled, laid
// out and measured. Reading the lead happens elsewhere.
func BenchmarkOpenLeadOfHundredFields(b *testing.B) {
	app(b)
	p := NewPanel(Params{Replica: hundred(b), Format: formats["uz"], Now: func() int64 { return now }, Do: func(f func()) { f() }})
	defer p.Close()
	s, err := readScene(context.Background(), p.p.Replica, p.drafts, 19619)
	if err != nil {
		b.Fatal(err)
	}
	w := test.NewTempWindow(b, p.Object())
	w.SetPadded(false)
	w.Resize(fyne.NewSize(520, 900))
	p.present(s) // the font and the icons are read once
	var took []float64
	for b.Loop() {
		began := time.Now()
		p.present(s)
		took = append(took, float64(time.Since(began))/1e6)
	}
	sort.Float64s(took)
	b.ReportMetric(took[len(took)*95/100], "p95-ms")
	b.ReportMetric(50, "budget-p95-ms")
}
