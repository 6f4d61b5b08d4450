package lead

import (
	"encoding/json"
	"fmt"
	"net/http/httptest"
	"slices"
	"strconv"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/input"
)

// account is a sandbox account as its client sees it.
type account struct {
	client *amo.Client
	fields []amo.CustomField
	groups []amo.FieldGroup
}

// serve generates a sandbox account and gives it some more fields, of every
// type that leads may have.
func serve(t *testing.T, seed uint64) *account {
	t.Helper()
	host, err := sandbox.New(sandbox.Options{Seed: seed, Leads: 60})
	if err != nil {
		t.Fatal(err)
	}
	server := httptest.NewServer(host)
	t.Cleanup(server.Close)
	client, err := amo.NewClient(server.URL, amo.StaticToken(host.Credentials().LongLivedToken), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(client.Close)
	a := &account{client: client}
	a.define(t)
	for page, err := range client.AllCustomFields(t.Context(), "leads", amo.CustomFieldQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		a.fields = append(a.fields, page.Items...)
	}
	for page, err := range client.AllFieldGroups(t.Context(), "leads", amo.PageQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		a.groups = append(a.groups, page.Items...)
	}
	return a
}

func (a *account) define(t *testing.T) {
	t.Helper()
	var drafts []amo.CustomFieldDraft
	for i, kind := range []string{
		amo.FieldText, amo.FieldTextarea, amo.FieldNumeric, amo.FieldMonetary, amo.FieldCheckbox, amo.FieldSelect, amo.FieldRadioButton, amo.FieldMultiselect,
		amo.FieldDate, amo.FieldDateTime, amo.FieldBirthday, amo.FieldURL, amo.FieldStreetAddress, amo.FieldSmartAddress, amo.FieldLegalEntity,
		amo.FieldChainedList, amo.FieldFile, amo.FieldTrackingData,
	} {
		d := amo.CustomFieldDraft{Type: kind, Name: "Yangi " + strconv.Itoa(i), IsAPIOnly: i%7 == 6}
		switch kind {
		case amo.FieldSelect, amo.FieldRadioButton, amo.FieldMultiselect:
			d.Enums = []amo.FieldEnum{{Value: "A", Sort: 1}, {Value: "B", Sort: 2}, {Value: "C", Sort: 3}}
		case amo.FieldMonetary:
			d.Currency = "USD"
		case amo.FieldChainedList:
			d.ChainedLists = []amo.ChainedList{{CatalogID: 90, Title: ptr("Mahsulot")}}
		}
		drafts = append(drafts, d)
	}
	if _, err := a.client.CreateCustomFields(t.Context(), "leads", drafts); err != nil {
		t.Fatal(err)
	}
}

// fill gives some fields of a lead values that the server takes.
func (a *account) fill(t *rapid.T, lead int64) {
	patch := amo.LeadPatch{ID: lead}
	for _, def := range a.fields {
		if rapid.IntRange(0, 2).Draw(t, "fill") == 0 {
			continue
		}
		values := drawValues(t, def)
		if values == nil {
			continue
		}
		p, err := amo.SetField(def.ID, values...)
		if err != nil {
			t.Fatal(err)
		}
		patch.CustomFieldsValues = append(patch.CustomFieldsValues, p)
	}
	if len(patch.CustomFieldsValues) == 0 {
		return
	}
	if _, err := a.client.UpdateLead(t.Context(), patch); err != nil {
		t.Fatalf("fill lead %d: %v", lead, err)
	}
}

// drawValues are values of a field, also odd ones: as the API takes them, not
// as a form makes them.
func drawValues(t *rapid.T, def amo.CustomField) []amo.Value {
	word := func() string {
		return rapid.StringMatching(`[A-Za-zўқғҳ👍0-9]( ?[A-Za-zўқғҳ👍0-9-]){0,20}`).Draw(t, "word")
	}
	enum := func() amo.Enum {
		return amo.Enum{EnumID: rapid.SampledFrom(def.Enums).Draw(t, "choice").ID}
	}
	switch def.Type {
	case amo.FieldText, amo.FieldTextarea, amo.FieldStreetAddress:
		return []amo.Value{amo.Text{Value: word()}}
	case amo.FieldNumeric, amo.FieldMonetary:
		return []amo.Value{amo.Number{Value: rapid.StringMatching(`-?[0-9]{1,14}(\.[0-9]{1,4})?`).Draw(t, "number")}}
	case amo.FieldCheckbox:
		return []amo.Value{amo.Checkbox{Value: rapid.Bool().Draw(t, "flag")}}
	case amo.FieldSelect, amo.FieldRadioButton:
		return []amo.Value{enum()}
	case amo.FieldMultiselect:
		var list []amo.Value
		for _, e := range def.Enums {
			if rapid.Bool().Draw(t, "one of many") {
				list = append(list, amo.Enum{EnumID: e.ID})
			}
		}
		return list
	case amo.FieldDate, amo.FieldBirthday:
		return []amo.Value{amo.Date{Value: amo.Stamp(strconv.FormatInt(rapid.Int64Range(-2_000_000_000, 4_000_000_000).Draw(t, "day"), 10))}}
	case amo.FieldDateTime:
		return []amo.Value{amo.DateTime{Value: amo.Stamp(strconv.FormatInt(rapid.Int64Range(0, 4_000_000_000).Draw(t, "moment"), 10))}}
	case amo.FieldURL:
		return []amo.Value{amo.URL{Value: rapid.SampledFrom([]string{"https://artel.uz", "artel", "ftp://x", "HTTP://A.UZ/ў"}).Draw(t, "address")}}
	case amo.FieldSmartAddress:
		return []amo.Value{amo.AddressPart{Value: word(), EnumCode: amo.AddressCity}, amo.AddressPart{Value: "Uz", EnumCode: amo.AddressCountry}}
	case amo.FieldLegalEntity:
		return []amo.Value{amo.RawValue{JSON: json.RawMessage(`{"value":{"name":` + strconv.Quote(word()) + `,"vat_id":"12-3","novelty":{"a":[1]}}}`)}}
	case amo.FieldChainedList:
		var list []amo.Value
		for id := range rapid.Int64Range(0, 5).Draw(t, "elements") {
			list = append(list, amo.ChainedItem{CatalogID: 90, CatalogElementID: 8001 + id})
		}
		return list
	case amo.FieldFile:
		return []amo.Value{amo.File{Value: amo.FileDetails{FileUUID: "u", FileName: "a.pdf"}}}
	}
	return nil
}

// TestAnyLead: whatever the account and the lead, opening it and touching
// nothing sends nothing, and touching one field sends exactly that field.
func TestAnyLead(t *testing.T) {
	app(t)
	accounts := []*account{serve(t, 1), serve(t, 2)}
	rapid.Check(t, func(r *rapid.T) {
		a := accounts[rapid.IntRange(0, len(accounts)-1).Draw(r, "account")]
		page, err := a.client.Leads(r.Context(), amo.LeadQuery{Limit: 50})
		if err != nil || len(page.Items) == 0 {
			r.Fatalf("leads: %v", err)
		}
		id := rapid.SampledFrom(page.Items).Draw(r, "lead").ID
		a.fill(r, id)
		lead, err := a.client.Lead(r.Context(), id, "contacts", "loss_reason")
		if err != nil {
			r.Fatal(err)
		}
		m := &memory{drafts: map[string][]byte{}, fields: a.fields, groups: a.groups, detail: cache.LeadDetail{Lead: lead}}
		v := present(r, m)
		if e, changed := v.edit(); changed || v.isChanged() || !v.draft().isEmpty() {
			r.Fatalf("untouched, lead %d would be sent as %+v", id, e)
		}
		v.update(v.scene) // news of the same lead is no change either
		if v.isChanged() {
			r.Fatalf("news of the same lead has changed it")
		}
		editable := slices.DeleteFunc(slices.Clone(v.details.fields), func(f field.Keyed) bool {
			return f.Rule().Shape() == input.Fixed || f.Rule().Field.ID == 0
		})
		f := rapid.SampledFrom(editable).Draw(r, "field")
		touch(r, f)
		e, changed := v.edit()
		if !f.Changed() {
			return // it holds something this version only shows, or had nothing to clear
		}
		want := cache.LeadEdit{ID: id, Fields: []cache.FieldEdit{{FieldID: f.ID(), Values: f.Values()}}}
		if !changed || fmt.Sprintf("%+v", e) != fmt.Sprintf("%+v", want) {
			r.Fatalf("touched %s of lead %d: %+v, want %+v", f.Key, id, e, want)
		}
	})
}

// touch empties a field that has something, and fills one that has nothing. To
// elements of catalogs another one is added now and then.
func touch(t *rapid.T, f field.Keyed) {
	chain := f.Rule().Shape() == input.Chain
	switch {
	case chain && (f.IsEmpty() || rapid.Bool().Draw(t, "one more")):
		levels := f.Rule().Levels()
		one := input.Element{Catalog: levels[len(levels)-1].Catalog, ID: 9001, Name: "Yana"}
		f.Restore(input.Typed{Elements: append(slices.Clone(f.Typed().Elements), one)})
	case !f.IsEmpty():
		f.Restore(input.Typed{})
	case len(f.Rule().Field.Enums) > 0 && f.Rule().Shape() != input.Address:
		f.Restore(input.Typed{Picked: []int64{f.Rule().Field.Enums[0].ID}})
	default:
		f.Restore(input.Typed{
			Text:  map[input.Shape]string{input.Day: "28.11.2026", input.Moment: "28.11.2026 14:20", input.Flag: input.Yes, input.Link: "https://artel.uz"}[f.Rule().Shape()] + map[bool]string{true: "5"}[f.Rule().Shape() == input.Text || f.Rule().Shape() == input.Area || f.Rule().Shape() == input.Number],
			Parts: map[string]string{"city": "Toshkent", "name": "Artel"},
		})
	}
}

// present builds the view of a memory's lead.
func present(t *rapid.T, m *memory) *view {
	p := NewPanel(Params{Replica: m, Format: formats["uz"], Now: func() int64 { return now }, Do: func(f func()) { f() }})
	defer p.Close()
	s, err := readScene(t.Context(), m, p.drafts, m.detail.Lead.ID)
	if err != nil {
		t.Fatal(err)
	}
	return newView(p, s)
}
