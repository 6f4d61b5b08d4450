package amo

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func fixture(t testing.TB, name string) []byte {
	t.Helper()
	body, err := os.ReadFile(filepath.Join("testdata", name))
	if err != nil {
		t.Fatal(err)
	}
	return body
}

// meaning is what JSON says, apart from order and spelling.
func meaning(t testing.TB, body []byte) any {
	t.Helper()
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return v
}

// itemsOf are the entities of a HAL answer, as written.
func itemsOf(t testing.TB, body []byte, key string) []json.RawMessage {
	t.Helper()
	var envelope struct {
		Embedded map[string][]json.RawMessage `json:"_embedded"`
	}
	if err := json.Unmarshal(body, &envelope); err != nil {
		t.Fatal(err)
	}
	if len(envelope.Embedded[key]) == 0 {
		t.Fatalf("no %s in the fixture", key)
	}
	return envelope.Embedded[key]
}

// again reads an entity and writes it back, by way of both decoders.
func again[T any](t *testing.T, raw []byte) T {
	t.Helper()
	var v T
	if err := json.Unmarshal(raw, &v); err != nil {
		t.Fatal(err)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(meaning(t, raw), meaning(t, out)); diff != "" {
		t.Errorf("%T changed on its way:\n%s", v, diff)
	}
	return v
}

// forgotten is an entity written without its source: every field it has must
// be one of the source's own, with the same value.
func forgotten(t *testing.T, raw []byte, fresh any) {
	t.Helper()
	out, err := json.Marshal(fresh)
	if err != nil {
		t.Fatal(err)
	}
	known, ok := meaning(t, out).(map[string]any)
	if !ok {
		t.Fatalf("not an object: %s", out)
	}
	source := meaning(t, raw).(map[string]any)
	for key, value := range known {
		if key == "_embedded" {
			continue // its parts remember their own sources
		}
		if diff := cmp.Diff(source[key], value); diff != "" {
			t.Errorf("%s:\n%s", key, diff)
		}
	}
}

func TestRoundTrip(t *testing.T) {
	type reader func(*testing.T, []byte)
	for name, tc := range map[string]struct {
		key  string // of the list, empty for a single entity
		read reader
	}{
		"account.json":       {"", func(t *testing.T, b []byte) { v := again[Account](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"lead.json":          {"", func(t *testing.T, b []byte) { v := again[Lead](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"lead_lost.json":     {"", func(t *testing.T, b []byte) { v := again[Lead](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"leads_page.json":    {"leads", func(t *testing.T, b []byte) { v := again[Lead](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"leads_plain.json":   {"leads", func(t *testing.T, b []byte) { v := again[Lead](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"leads_trash.json":   {"leads", func(t *testing.T, b []byte) { v := again[Lead](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"users.json":         {"users", func(t *testing.T, b []byte) { v := again[User](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"pipelines.json":     {"pipelines", func(t *testing.T, b []byte) { v := again[Pipeline](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"contacts.json":      {"contacts", func(t *testing.T, b []byte) { v := again[Contact](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"companies.json":     {"companies", func(t *testing.T, b []byte) { v := again[Company](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"tasks.json":         {"tasks", func(t *testing.T, b []byte) { v := again[Task](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"custom_fields.json": {"custom_fields", func(t *testing.T, b []byte) { v := again[CustomField](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"links.json":         {"links", func(t *testing.T, b []byte) { v := again[Link](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"notes.json":         {"notes", func(t *testing.T, b []byte) { v := again[Note](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"events.json":        {"events", func(t *testing.T, b []byte) { v := again[Event](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"unsorted.json":      {"unsorted", func(t *testing.T, b []byte) { v := again[Unsorted](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"webhooks.json":      {"webhooks", func(t *testing.T, b []byte) { v := again[Webhook](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"groups.json":        {"custom_field_groups", func(t *testing.T, b []byte) { v := again[FieldGroup](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"statuses.json":      {"statuses", func(t *testing.T, b []byte) { v := again[Status](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"tags.json":          {"tags", func(t *testing.T, b []byte) { v := again[Tag](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"loss_reasons.json":  {"loss_reasons", func(t *testing.T, b []byte) { v := again[LossReason](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"catalogs.json":      {"catalogs", func(t *testing.T, b []byte) { v := again[Catalog](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"elements.json":      {"elements", func(t *testing.T, b []byte) { v := again[Element](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"roles.json":         {"roles", func(t *testing.T, b []byte) { v := again[Role](t, b); v.Source = Source{}; forgotten(t, b, v) }},
		"summary.json": {"", func(t *testing.T, b []byte) {
			v := again[UnsortedSummary](t, b)
			v.Source = Source{}
			forgotten(t, b, v)
		}},
	} {
		t.Run(name, func(t *testing.T) {
			body := fixture(t, name)
			if tc.key == "" {
				tc.read(t, body)
				return
			}
			for _, raw := range itemsOf(t, body, tc.key) {
				tc.read(t, raw)
			}
		})
	}
}

// TestKnownKeys: the fixtures' keys are fields of the types, but for the few
// that are kept in the source alone.
func TestKnownKeys(t *testing.T) {
	unknown := map[string]bool{"_links": true}
	for name, tc := range map[string]struct {
		raw  json.RawMessage
		plan *plan
	}{
		"account":       {fixture(t, "account.json"), planOf[Account]()},
		"lead":          {fixture(t, "lead.json"), planOf[Lead]()},
		"lost":          {fixture(t, "lead_lost.json"), planOf[Lead]()},
		"user":          {itemsOf(t, fixture(t, "users.json"), "users")[0], planOf[User]()},
		"pipeline":      {itemsOf(t, fixture(t, "pipelines.json"), "pipelines")[0], planOf[Pipeline]()},
		"contact":       {itemsOf(t, fixture(t, "contacts.json"), "contacts")[0], planOf[Contact]()},
		"company":       {itemsOf(t, fixture(t, "companies.json"), "companies")[0], planOf[Company]()},
		"task":          {itemsOf(t, fixture(t, "tasks.json"), "tasks")[0], planOf[Task]()},
		"custom_fields": {itemsOf(t, fixture(t, "custom_fields.json"), "custom_fields")[0], planOf[CustomField]()},
		"links":         {itemsOf(t, fixture(t, "links.json"), "links")[0], planOf[Link]()},
		"notes":         {itemsOf(t, fixture(t, "notes.json"), "notes")[0], planOf[Note]()},
		"events":        {itemsOf(t, fixture(t, "events.json"), "events")[0], planOf[Event]()},
		"unsorted":      {itemsOf(t, fixture(t, "unsorted.json"), "unsorted")[0], planOf[Unsorted]()},
		"webhooks":      {itemsOf(t, fixture(t, "webhooks.json"), "webhooks")[0], planOf[Webhook]()},
		"groups":        {itemsOf(t, fixture(t, "groups.json"), "custom_field_groups")[0], planOf[FieldGroup]()},
		"statuses":      {itemsOf(t, fixture(t, "statuses.json"), "statuses")[0], planOf[Status]()},
		"loss_reasons":  {itemsOf(t, fixture(t, "loss_reasons.json"), "loss_reasons")[0], planOf[LossReason]()},
		"catalogs":      {itemsOf(t, fixture(t, "catalogs.json"), "catalogs")[0], planOf[Catalog]()},
		"elements":      {itemsOf(t, fixture(t, "elements.json"), "elements")[0], planOf[Element]()},
		"roles":         {itemsOf(t, fixture(t, "roles.json"), "roles")[0], planOf[Role]()},
		"summary":       {fixture(t, "summary.json"), planOf[UnsortedSummary]()},
	} {
		for key := range meaning(t, tc.raw).(map[string]any) {
			if _, ok := tc.plan.find([]byte(key), 0); !ok && !unknown[key] {
				t.Errorf("%s: no field for %q", name, key)
			}
		}
	}
}

func TestLeadFields(t *testing.T) {
	var lead Lead
	if err := json.Unmarshal(fixture(t, "lead_lost.json"), &lead); err != nil {
		t.Fatal(err)
	}
	e := lead.Embedded
	got := fmt.Sprintln(lead.ID, lead.Name, lead.Price, lead.PriceWithMinorUnits, lead.StatusID, lead.PipelineID, *lead.LossReasonID,
		*lead.SourceID, *lead.ClosedAt, *lead.LaborCost, lead.Score == nil, lead.MainContactID(), lead.CompanyID(),
		e.Tags[0].Name, e.LossReason[0].Name, e.CatalogElements[0].Metadata.Quantity, string(e.Origin))
	want := `7010 Order 1001 100500 100500.5 143 11 41 77 1760010000 3600 true 6001 5001 VIP Too dear 2.5 ` +
		`{"external_id": "shop-1", "type": "widget"}` + "\n"
	if got != want {
		t.Errorf("read  %s\nwants %s", got, want)
	}
	if f := lead.CustomFieldsValues[1]; f.FieldID != 502 || f.FieldCode != nil || f.FieldType != "select" || len(f.Values) != 1 ||
		string(f.Values[0]) != `{"value": "Courier", "enum_id": 8801, "enum_code": null}` {
		t.Errorf("field %+v", f)
	}
	if code := lead.CustomFieldsValues[0].FieldCode; code == nil || *code != "ORDER_NO" {
		t.Errorf("code %v", code)
	}
}
