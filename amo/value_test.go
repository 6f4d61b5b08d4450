package amo

import (
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

// valueSamples are values of every type as the server answers them, and as a
// write sends them back.
func valueSamples() []struct{ fieldType, read, goType, written string } {
	return []struct{ fieldType, read, goType, written string }{
		{FieldText, `{"value":"A-1001"}`, "amo.Text", `{"value":"A-1001"}`},
		{FieldTextarea, `{"value":"bir\nikki","x":1}`, "amo.Text", `{"value":"bir\nikki","x":1}`},
		{FieldStreetAddress, `{"value":"Chilonzor 5"}`, "amo.Text", `{"value":"Chilonzor 5"}`},
		{FieldOrgLegalName, `{"value":"Akfa MChJ"}`, "amo.Text", `{"value":"Akfa MChJ"}`},
		{FieldTrackingData, `{"value":"google"}`, "amo.TrackingData", `{"value":"google"}`},
		{FieldURL, `{"value":"https://example.test"}`, "amo.URL", `{"value":"https://example.test"}`},
		{FieldNumeric, `{"value":"12.50"}`, "amo.Number", `{"value":"12.50"}`},
		{FieldNumeric, `{"value":12.5}`, "amo.Number", `{"value":12.5}`},
		{FieldPrice, `{"value":"99"}`, "amo.Number", `{"value":"99"}`},
		{FieldMonetary, `{"value":"1250000000"}`, "amo.Number", `{"value":"1250000000"}`},
		{FieldCheckbox, `{"value":true}`, "amo.Checkbox", `{"value":true}`},
		{FieldCheckbox, `{"value":false}`, "amo.Checkbox", `{"value":false}`},
		{FieldDate, `{"value":1767225600}`, "amo.Date", `{"value":1767225600}`},
		{FieldDate, `{"value":"2026-01-01T12:00:00+05:00"}`, "amo.Date", `{"value":"2026-01-01T12:00:00+05:00"}`},
		{FieldBirthday, `{"value":-86400}`, "amo.Date", `{"value":-86400}`},
		{FieldDateTime, `{"value":1767225661}`, "amo.DateTime", `{"value":1767225661}`},
		{FieldSelect, `{"value":"Courier","enum_id":8801,"enum_code":null}`, "amo.Enum", `{"enum_id":8801}`},
		{FieldRadioButton, `{"value":"Courier","enum_code":"courier"}`, "amo.Enum", `{"enum_code":"courier"}`},
		{FieldMultiselect, `{"value":"Courier"}`, "amo.Enum", `{"value":"Courier"}`},
		{FieldCategory, `{"value":"Phones","enum_id":9902}`, "amo.Enum", `{"enum_id":9902}`},
		{FieldMultitext, `{"value":"+998900000002","enum_id":4103,"enum_code":"MOB"}`, "amo.Multitext", `{"value":"+998900000002","enum_code":"MOB"}`},
		{FieldMultitext, `{"value":"+998900000002","enum_id":4103,"enum":"MOB"}`, "amo.Multitext", `{"value":"+998900000002","enum_id":4103}`},
		{FieldSmartAddress, `{"value":"Tashkent","enum_id":3,"enum_code":"city"}`, "amo.AddressPart", `{"value":"Tashkent","enum_code":"city"}`},
		{
			FieldLegalEntity, `{"value":{"name":"LLC","entity_type":2,"vat_id":"301","mfo":"00014","oked":"47110","x_new":"y"}}`,
			"amo.LegalEntity", `{"value":{"name":"LLC","entity_type":2,"vat_id":"301","mfo":"00014","oked":"47110","x_new":"y"}}`,
		},
		{
			FieldItems, `{"value":{"sku":"S1","description":"Stol","unit_price":100.5,"quantity":2,"unit_type":"pc","discount":{"type":"amount","value":1},` +
				`"vat_rate_id":0,"external_uid":"u","x_new":1,"is_discount_recalculated":true,"is_total_sum_recalculated":false,"total_sum":200}}`,
			"amo.InvoiceItem", `{"value":{"sku":"S1","description":"Stol","unit_price":100.5,"quantity":2,"unit_type":"pc","discount":{"type":"amount","value":1},` +
				`"vat_rate_id":0,"external_uid":"u","x_new":1}}`,
		},
		{FieldLinkedEntity, `{"value":{"name":"X","entity_id":6001,"entity_type":"contacts","catalog_id":null}}`, "amo.LinkedEntity", `{"value":{"name":"X","entity_id":6001,"entity_type":"contacts","catalog_id":null}}`},
		{FieldChainedList, `{"catalog_id":90,"catalog_element_id":8001}`, "amo.ChainedItem", `{"catalog_id":90,"catalog_element_id":8001}`},
		{FieldFile, `{"value":{"file_uuid":"7d","version_uuid":"9a","file_name":"a.pdf","file_size":10,"is_deleted":false}}`, "amo.File", `{"value":{"file_uuid":"7d","version_uuid":"9a","file_name":"a.pdf","file_size":10}}`},
		{FieldPayer, `{"value":{"name":"X","type":"legal","vat_id":"301"}}`, "amo.Payer", `{"value":{"name":"X","type":"legal","vat_id":"301"}}`},
		{FieldPayer, `{"value":{"name":"X","entity_type":"contacts","entity_id":6001}}`, "amo.Payer", `{"value":{"name":"X","entity_type":"contacts","entity_id":6001}}`},
		{FieldSupplier, `{"value":{"entity_id":521}}`, "amo.Supplier", `{"value":{"entity_id":521}}`},
		{"hologram", `{"value":{"x":[1]}}`, "amo.RawValue", `{"value":{"x":[1]}}`},
		{FieldText, `"plain"`, "amo.RawValue", `"plain"`},
		{FieldText, `{"value":{"not":"text"}}`, "amo.RawValue", `{"value":{"not":"text"}}`},
		{FieldLegalEntity, `{"value":"not an object"}`, "amo.RawValue", `{"value":"not an object"}`},
	}
}

func TestValues(t *testing.T) {
	for _, tc := range valueSamples() {
		t.Run(tc.fieldType+" "+cut(tc.read, 40), func(t *testing.T) {
			f := FieldValues{FieldID: 5, FieldType: tc.fieldType, Values: []FieldValue{FieldValue(tc.read)}}
			v := f.Typed("")[0]
			if got := fmt.Sprintf("%T", v); got != tc.goType {
				t.Fatalf("read as %s, want %s", got, tc.goType)
			}
			if err := f.Replace(v); err != nil || string(f.Values[0]) != tc.read {
				t.Errorf("kept as %s, %v", f.Values[0], err)
			}
			patch, err := SetField(5, v)
			if err != nil || string(patch.Values[0]) != tc.written {
				t.Errorf("sent as %s, %v, want %s", patch.Values[0], err, tc.written)
			}
			// What was sent reads as a value of the same type again.
			if got := fmt.Sprintf("%T", patch.Values[0].Typed(tc.fieldType)); got != tc.goType {
				t.Errorf("sent back as %s", got)
			}
		})
	}
}

// TestNewValues are written from scratch.
func TestNewValues(t *testing.T) {
	tashkent := time.FixedZone("UZT", 5*3600)
	number, err := ParseNumber(" 12,50 ")
	if err != nil {
		t.Fatal(err)
	}
	for want, v := range map[string]Value{
		`{"value":""}`:                                            Text{},
		`{"value":"https://example.test"}`:                        URL{Value: "https://example.test"},
		`{"value":"utm"}`:                                         TrackingData{Value: "utm"},
		`{"value":"12.50"}`:                                       number,
		`{"value":false}`:                                         Checkbox{},
		`{"value":"2026-01-01T12:00:00+05:00"}`:                   DayOf(2026, time.January, 1, tashkent),
		`{"value":1767225661}`:                                    MomentOf(time.Unix(1767225661, 5)),
		`{"enum_id":8801}`:                                        Enum{EnumID: 8801, Value: "Courier"},
		`{"enum_code":"courier"}`:                                 Enum{EnumCode: "courier", Value: "Courier"},
		`{"value":"Courier"}`:                                     Enum{Value: "Courier"},
		`{"value":"+998","enum_code":"MOB"}`:                      Multitext{Value: "+998", EnumCode: KindMobile, EnumID: 4},
		`{"value":"100000","enum_id":5}`:                          AddressPart{Value: "100000", EnumID: 5},
		`{"value":{"name":"LLC","entity_type":2,"oked":"47110"}}`: LegalEntity{Value: LegalDetails{Name: "LLC", EntityType: 2, OKED: "47110"}},
		`{"value":{"unit_price":100.5,"discount":{"type":"percentage","value":1}}}`: InvoiceItem{Value: ItemDetails{UnitPrice: "100.5", Discount: Discount{Type: "percentage", Value: "1"}, TotalSum: "9"}},
		`{"value":{"entity_id":6001,"entity_type":"contacts"}}`:                     LinkedEntity{Value: LinkedDetails{EntityID: 6001, EntityType: "contacts"}},
		`{"catalog_id":90,"catalog_element_id":8001}`:                               ChainedItem{CatalogID: 90, CatalogElementID: 8001},
		`{"value":{"file_uuid":"7d","file_size":3}}`:                                File{Value: FileDetails{FileUUID: "7d", FileSize: 3, IsDeleted: true}},
		`{"value":{"name":"X","type":"individual"}}`:                                Payer{Value: PayerDetails{Name: "X", Type: "individual"}},
		`{"value":{"entity_id":521}}`:                                               Supplier{Value: SupplierDetails{EntityID: 521}},
		`[1]`:                                                                       RawValue{JSON: json.RawMessage(`[1]`)},
	} {
		patch, err := SetField(5, v)
		if err != nil || string(patch.Values[0]) != want {
			t.Errorf("%T: wrote %s, %v, want %s", v, patch.Values, err, want)
		}
	}
}

func TestPatchesOfFields(t *testing.T) {
	set, err := SetFieldCode("PHONE", Multitext{Value: "1"}, Multitext{Value: "2", EnumCode: KindWork})
	if err != nil {
		t.Fatal(err)
	}
	for want, p := range map[string]FieldPatch{
		`{"field_code":"PHONE","values":[{"value":"1"},{"value":"2","enum_code":"WORK"}]}`: set,
		`{"field_id":5,"values":null}`:         ClearField(5),
		`{"field_code":"PHONE","values":null}`: ClearFieldCode("PHONE"),
	} {
		if out, err := json.Marshal(p); err != nil || string(out) != want {
			t.Errorf("wrote %s, %v, want %s", out, err, want)
		}
	}
	if none, err := SetField(5); err != nil || none.Values != nil {
		t.Errorf("no values do not clear: %+v, %v", none, err)
	}
	if _, err := SetField(5, RawValue{JSON: json.RawMessage(`{`)}); err == nil {
		t.Error("a value that is not JSON is sent")
	}
	if _, err := SetField(5, InvoiceItem{Value: ItemDetails{UnitPrice: "cheap"}}); err == nil || !strings.Contains(err.Error(), "field 5") {
		t.Errorf("error %v", err)
	}
}

func TestDays(t *testing.T) {
	tashkent, samoa := time.FixedZone("UZT", 5*3600), time.FixedZone("SST", -11*3600)
	rapid.Check(t, func(r *rapid.T) {
		zone := rapid.SampledFrom([]*time.Location{tashkent, samoa, time.UTC}).Draw(r, "zone")
		at := time.Unix(rapid.Int64Range(-2e9, 4e9).Draw(r, "at"), 0).In(zone)
		year, month, day := at.Date()
		gotYear, gotMonth, gotDay, ok := DayOf(year, month, day, zone).Day(zone)
		if !ok || gotYear != year || gotMonth != month || gotDay != day {
			r.Fatalf("%s became %d-%d-%d", at, gotYear, gotMonth, gotDay)
		}
		if back, ok := MomentOf(at).Time(); !ok || !back.Equal(at) {
			r.Fatalf("%s became %s", at, back)
		}
	})
	if _, _, _, ok := (Date{Value: "tomorrow"}).Day(time.UTC); ok {
		t.Error("tomorrow is a day")
	}
	if _, ok := (DateTime{}).Time(); ok {
		t.Error("nothing is a moment")
	}
}

func TestNumbers(t *testing.T) {
	for _, text := range []string{"", "abc", "1e9", "0x10", "1/3", "--1", "1.2.3", ".", "+", strings.Repeat("9", 41), "Inf", "1 000"} {
		if _, err := ParseNumber(text); !errors.Is(err, ErrNumber) {
			t.Errorf("%q is a number", text)
		}
	}
	for _, pair := range [][2]string{{"12.50", "12.5"}, {"+1", "1"}, {"-0", "0"}, {".5", "0.5"}, {"7.", "7"}} {
		x, err := ParseNumber(pair[0])
		if err != nil || !x.SameAs(Number{Value: pair[1]}) {
			t.Errorf("%v, %v", pair, err)
		}
	}
	if (Number{Value: "x"}).SameAs(Number{Value: "1"}) || !(Number{Value: "x"}).SameAs(Number{Value: "x"}) {
		t.Error("text that is no number compares as one")
	}
}

func TestAddress(t *testing.T) {
	whole := SmartAddress{Line1: "Chilonzor 5", City: "Toshkent", Zip: "100000", Country: "UZ"}
	if diff := cmp.Diff(whole, AddressOf(whole.Values())); diff != "" {
		t.Error(diff)
	}
	mixed := []Value{
		AddressPart{Value: "Toshkent", EnumID: 3},
		AddressPart{Value: "UZ", EnumCode: AddressCountry},
		AddressPart{Value: "?", EnumID: 99},
		AddressPart{Value: "?"},
		Text{Value: "?"},
		AddressPart{Value: "2", EnumCode: AddressLine2},
		AddressPart{Value: "S", EnumCode: AddressState},
	}
	if diff := cmp.Diff(SmartAddress{Line2: "2", City: "Toshkent", State: "S", Country: "UZ"}, AddressOf(mixed)); diff != "" {
		t.Error(diff)
	}
}

// FuzzValues: any JSON as a value of any type is kept, and what is sent of it
// is JSON.
func FuzzValues(f *testing.F) {
	types := map[string]bool{}
	for _, tc := range valueSamples() {
		f.Add(tc.fieldType, []byte(tc.read))
		types[tc.fieldType] = true
	}
	for fieldType := range types {
		f.Add(fieldType, []byte(`null`))
		f.Add(fieldType, []byte(`[]`))
		f.Add(fieldType, []byte(`{"value":null,"value":1}`))
	}
	f.Fuzz(func(t *testing.T, fieldType string, raw []byte) {
		var any any
		if json.Unmarshal(raw, &any) != nil {
			return // also a number too large to be compared
		}
		v := FieldValue(raw).Typed(fieldType)
		kept, err := v.MarshalJSON()
		if err != nil {
			t.Fatalf("%T: %v", v, err)
		}
		if diff := cmp.Diff(meaning(t, raw), meaning(t, kept)); diff != "" {
			t.Fatalf("%T changed on its way:\n%s", v, diff)
		}
		patch, err := SetField(1, v)
		if err != nil || !json.Valid(patch.Values[0]) {
			t.Fatalf("%T: sent as %s, %v", v, patch.Values, err)
		}
		// What is sent of a value is the same the second time.
		again, err := SetField(1, patch.Values[0].Typed(fieldType))
		if err != nil || fmt.Sprint(meaning(t, again.Values[0])) != fmt.Sprint(meaning(t, patch.Values[0])) {
			t.Fatalf("%T: sent as %s, then as %s, %v", v, patch.Values[0], again.Values[0], err)
		}
	})
}
