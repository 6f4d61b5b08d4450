package amo

import (
	"encoding/json"
	"fmt"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"
)

func reflectNew(t reflect.Type) any { return reflect.New(t).Interface() }

// jsonValue draws any JSON value.
func jsonValue(depth int) *rapid.Generator[any] {
	return rapid.Custom(func(r *rapid.T) any {
		kinds := 4
		if depth > 0 {
			kinds = 6
		}
		switch rapid.IntRange(0, kinds-1).Draw(r, "kind") {
		case 0:
			return nil
		case 1:
			return rapid.Bool().Draw(r, "bool")
		case 2:
			return float64(rapid.Int32().Draw(r, "number")) / 4
		case 3:
			return rapid.String().Draw(r, "text")
		case 4:
			return rapid.SliceOfN(jsonValue(depth-1), 0, 3).Draw(r, "list")
		default:
			return rapid.MapOfN(rapid.String(), jsonValue(depth-1), 0, 3).Draw(r, "object")
		}
	})
}

// leadObject draws a lead as a server may write it: any of the known keys with
// values of their types, and unknown ones beside.
func leadObject() *rapid.Generator[map[string]any] {
	number := rapid.Custom(func(r *rapid.T) any { return float64(rapid.Int32().Draw(r, "n")) })
	text := rapid.Custom(func(r *rapid.T) any { return rapid.String().Draw(r, "s") })
	maybe := func(g *rapid.Generator[any]) *rapid.Generator[any] {
		return rapid.OneOf(g, rapid.Just[any](nil))
	}
	tag := rapid.Custom(func(r *rapid.T) any {
		return map[string]any{"id": number.Draw(r, "id"), "name": text.Draw(r, "name"), "color": maybe(text).Draw(r, "color"), "x": jsonValue(1).Draw(r, "x")}
	})
	fieldOf := rapid.Custom(func(r *rapid.T) any {
		return map[string]any{
			"field_id": number.Draw(r, "id"), "field_code": maybe(text).Draw(r, "code"), "is_computed": false,
			"values": rapid.SliceOfN(jsonValue(2), 0, 3).Draw(r, "values"),
		}
	})
	known := map[string]*rapid.Generator[any]{
		"id": number, "price": maybe(number), "status_id": number, "pipeline_id": number, "name": maybe(text),
		"closed_at": maybe(number), "updated_at": number,
		"is_deleted":             rapid.Custom(func(r *rapid.T) any { return rapid.Bool().Draw(r, "b") }),
		"price_with_minor_units": maybe(number),
		"custom_fields_values": rapid.Custom(func(r *rapid.T) any {
			return rapid.SliceOfN(fieldOf, 0, 3).Draw(r, "fields")
		}),
		"_embedded": rapid.Custom(func(r *rapid.T) any {
			return map[string]any{
				"tags": rapid.SliceOfN(tag, 0, 3).Draw(r, "tags"), "source": jsonValue(1).Draw(r, "source"), "y": jsonValue(1).Draw(r, "y"),
			}
		}),
	}
	keys := []string{
		"id", "price", "status_id", "pipeline_id", "name", "closed_at", "updated_at", "is_deleted",
		"price_with_minor_units", "custom_fields_values", "_embedded",
	}
	return rapid.Custom(func(r *rapid.T) map[string]any {
		object := map[string]any{}
		for range rapid.IntRange(0, 3).Draw(r, "unknown") {
			object["x_"+rapid.String().Draw(r, "key")] = jsonValue(2).Draw(r, "value")
		}
		for _, key := range keys {
			if rapid.Bool().Draw(r, "has "+key) {
				object[key] = known[key].Draw(r, key)
			}
		}
		return object
	})
}

// edit changes one field of a lead and says which key that is and what stands
// there then.
type edit struct {
	key   string
	apply func(*Lead)
	want  any
}

func edits(n int64, s string) []edit {
	f := float64(n)
	return []edit{
		{"", func(*Lead) {}, nil},
		{"price", func(l *Lead) { l.Price = n }, f},
		{"name", func(l *Lead) { l.Name = s }, s},
		{"status_id", func(l *Lead) { l.StatusID = n }, f},
		{"closed_at", func(l *Lead) { l.ClosedAt = &n }, f},
		{"closed_at", func(l *Lead) { l.ClosedAt = nil }, nil},
		{"is_deleted", func(l *Lead) { l.IsDeleted = !l.IsDeleted }, "opposite"},
		{"custom_fields_values", func(l *Lead) { l.CustomFieldsValues = nil }, nil},
		{"labor_cost", func(l *Lead) { l.LaborCost = &n }, f},
	}
}

// TestOverlayChangesOneKey: a lead read, changed in one field and written says
// what it said, but for that field.
func TestOverlayChangesOneKey(t *testing.T) {
	rapid.Check(t, func(r *rapid.T) {
		object := leadObject().Draw(r, "lead")
		raw, err := json.Marshal(object)
		if err != nil {
			r.Fatal(err)
		}
		var lead Lead
		if err := json.Unmarshal(raw, &lead); err != nil {
			r.Fatalf("%v in %s", err, raw)
		}
		before := lead
		e := rapid.SampledFrom(edits(rapid.Int64Range(1, 1<<31).Draw(r, "n"), rapid.String().Draw(r, "s"))).Draw(r, "edit")
		e.apply(&lead)
		out, err := json.Marshal(lead)
		if err != nil {
			r.Fatal(err)
		}
		var got, want map[string]any
		if json.Unmarshal(out, &got) != nil || json.Unmarshal(raw, &want) != nil {
			r.Fatalf("not an object: %s", out)
		}
		if !reflect.DeepEqual(before, lead) {
			if want[e.key] = e.want; e.want == "opposite" {
				want[e.key] = lead.IsDeleted
			}
		}
		if diff := cmp.Diff(want, got); diff != "" {
			r.Fatalf("after changing %q of %s:\n%s", e.key, raw, diff)
		}
		var again Lead
		if err := json.Unmarshal(out, &again); err != nil {
			r.Fatal(err)
		}
		if fmt.Sprint(again.Price, again.Name, again.StatusID, again.IsDeleted) != fmt.Sprint(lead.Price, lead.Name, lead.StatusID, lead.IsDeleted) {
			r.Fatalf("read again as %+v, was %+v", again, lead)
		}
	})
}

// TestOverlayOfParts: a change deep inside leaves its neighbours' unknown keys.
func TestOverlayOfParts(t *testing.T) {
	var lead Lead
	raw := `{"id":7,"z":1,"_embedded":{"y":2,"tags":[{"id":1,"name":"a","x":3},{"id":2,"name":"b","x":4}]},` +
		`"custom_fields_values":[{"field_id":5,"w":6,"values":[{"value":"old","v":7}]}]}`
	if err := lead.UnmarshalJSON([]byte(raw)); err != nil {
		t.Fatal(err)
	}
	lead.Embedded.Tags[0].Name = "A"
	lead.Embedded.Tags = append(lead.Embedded.Tags, Tag{Name: "new"})
	lead.Embedded.Contacts = []ContactRef{{ID: 9, IsMain: true}}
	lead.CustomFieldsValues[0].Values[0] = FieldValue(`{"value":"new"}`)
	out, err := lead.MarshalJSON()
	if err != nil {
		t.Fatal(err)
	}
	want := `{"id":7,"z":1,"_embedded":{"y":2,"tags":[{"id":1,"name":"A","x":3},{"id":2,"name":"b","x":4},{"name":"new"}],` +
		`"contacts":[{"id":9,"is_main":true}]},"custom_fields_values":[{"field_id":5,"w":6,"values":[{"value":"new"}]}]}`
	if string(out) != want {
		t.Errorf("wrote %s\nwant  %s", out, want)
	}
}

// TestFreshEntities are written with the keys that are set, and id.
func TestFreshEntities(t *testing.T) {
	color := "FF8F92"
	for want, v := range map[string]any{
		`{"id":0}`: Lead{},
		`{"id":7,"name":"Stol \"Oq\"","price":5,"custom_fields_values":[{"field_id":5,"values":[{"value":1}]}],"_embedded":{"tags":[{"id":1,"name":"VIP","color":"FF8F92"}]}}`: Lead{
			ID: 7, Name: `Stol "Oq"`, Price: 5,
			CustomFieldsValues: []FieldValues{{FieldID: 5, Values: []FieldValue{FieldValue(`{"value":1}`)}}},
			Embedded:           LeadEmbedded{Tags: []Tag{{ID: 1, Name: "VIP", Color: &color}}},
		},
		`{"id":1,"metadata":{"quantity":2.5,"catalog_id":90}}`: CatalogElement{ID: 1, Metadata: ElementMetadata{Quantity: "2.5", CatalogID: 90}},
		`{"leads":{"add":"A","view":"D"},"is_admin":true}`:     UserRights{Leads: map[string]string{"view": "D", "add": "A"}, IsAdmin: true},
	} {
		out, err := json.Marshal(v)
		if err != nil || string(out) != want {
			t.Errorf("wrote %s, %v\nwant  %s", out, err, want)
		}
	}
}
