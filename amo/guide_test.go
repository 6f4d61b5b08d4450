package amo

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestGuideBodies: the requests of the user's guide are what the drafts write,
// and survive being read and written.
func TestGuideBodies(t *testing.T) {
	order, err := SetField(294471, Text{Value: "Maxsus maydon qiymati"})
	if err != nil {
		t.Fatal(err)
	}
	phone, err := SetFieldCode("PHONE", Multitext{Value: "+998901234567", EnumCode: KindWork})
	if err != nil {
		t.Fatal(err)
	}
	email, err := SetFieldCode("EMAIL", Multitext{Value: "alisher@example.com", EnumCode: KindWork})
	if err != nil {
		t.Fatal(err)
	}
	for name, tc := range map[string]struct {
		body  string
		draft any
		again any
	}{
		"lead": {
			`{"name":"Yangi sdelka","price":100000,"status_id":142,"pipeline_id":1300,"responsible_user_id":123}`,
			LeadDraft{Name: "Yangi sdelka", Price: Set[int64](100000), StatusID: 142, PipelineID: 1300, ResponsibleUserID: 123},
			&LeadDraft{},
		},
		"lead with fields and tags": {
			`{"name":"Premium sdelka","price":500000,"custom_fields_values":[{"field_id":294471,"values":[{"value":"Maxsus maydon qiymati"}]}],"tags_to_add":[{"name":"VIP"},{"name":"Premium"}]}`,
			LeadDraft{Name: "Premium sdelka", Price: Set[int64](500000), CustomFieldsValues: []FieldPatch{order}, TagsToAdd: []TagRef{{Name: "VIP"}, {Name: "Premium"}}},
			&LeadDraft{},
		},
		"edit":             {`{"name":"Yangilangan nom","price":200000}`, LeadPatch{Name: Set("Yangilangan nom"), Price: Set[int64](200000)}, &LeadPatch{}},
		"edit of a status": {`{"id":19620,"status_id":143}`, LeadPatch{ID: 19620, StatusID: Set(StatusLost)}, &LeadPatch{}},
		"tags": {
			`{"id":19619,"tags_to_add":[{"name":"Yangi teg"}],"tags_to_delete":[{"name":"Eski teg"}]}`,
			LeadPatch{ID: 19619, TagsToAdd: []TagRef{{Name: "Yangi teg"}}, TagsToDelete: []TagRef{{Name: "Eski teg"}}},
			&LeadPatch{},
		},
		"complex": {
			`{"name":"Murakkab sdelka","price":300000,"status_id":142,"pipeline_id":1300,"responsible_user_id":123,"_embedded":{"contacts":[{"first_name":"Alisher","last_name":"Navoiy",` +
				`"custom_fields_values":[{"field_code":"PHONE","values":[{"enum_code":"WORK","value":"+998901234567"}]},{"field_code":"EMAIL","values":[{"enum_code":"WORK","value":"alisher@example.com"}]}]}],` +
				`"companies":[{"name":"Example LLC"}]}}`,
			ComplexDraft{
				Name: "Murakkab sdelka", Price: Set[int64](300000), StatusID: 142, PipelineID: 1300, ResponsibleUserID: 123,
				Embedded: ComplexParts{
					Contacts:  []ContactDraft{{FirstName: "Alisher", LastName: "Navoiy", CustomFieldsValues: []FieldPatch{phone, email}}},
					Companies: []CompanyDraft{{Name: "Example LLC"}},
				},
			},
			&ComplexDraft{},
		},
		"pipeline, with the flags and colours the API wants": {
			`{"name":"Marketplace Sotuvlari","sort":10,"is_main":false,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"Yangi buyurtma","sort":10,"color":"#98cbff"},` +
				`{"id":142,"name":"Sotuv yakunlandi"},{"id":143,"name":"Bekor qilindi"}]}}`,
			PipelineDraft{Name: "Marketplace Sotuvlari", Sort: 10, IsUnsortedOn: true, Embedded: PipelineParts{Statuses: []StatusDraft{
				{Name: "Yangi buyurtma", Sort: 10, Color: "#98cbff"}, {ID: StatusWon, Name: "Sotuv yakunlandi"}, {ID: StatusLost, Name: "Bekor qilindi"},
			}}},
			&PipelineDraft{},
		},
		"lead with links": {
			`{"name":"Order 1002","created_by":0,"request_id":"r1","_embedded":{"contacts":[{"id":6001,"is_main":true}],"companies":[{"id":5001}],"source":{"external_id":"shop-1","type":"widget"}}}`,
			LeadDraft{Name: "Order 1002", CreatedBy: Set[int64](0), RequestID: "r1", Embedded: LeadParts{
				Contacts: []ContactLink{{6001, true}}, Companies: []EntityLink{{5001}}, Origin: &LeadOrigin{"shop-1", "widget"},
			}},
			&LeadDraft{},
		},
	} {
		t.Run(name, func(t *testing.T) {
			out, err := json.Marshal(tc.draft)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(meaning(t, []byte(tc.body)), meaning(t, out)); diff != "" {
				t.Error(diff)
			}
			if err := json.Unmarshal([]byte(tc.body), tc.again); err != nil {
				t.Fatal(err)
			}
			if out, err = json.Marshal(tc.again); err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(meaning(t, []byte(tc.body)), meaning(t, out)); diff != "" {
				t.Error(diff)
			}
		})
	}
	if c := (PipelineDraft{Name: "x", Embedded: PipelineParts{Statuses: []StatusDraft{{Name: "a", Sort: 1, Color: "#98cbff"}}}}).check(); c != nil {
		t.Error(c)
	}
}

func TestEventValues(t *testing.T) {
	want := []string{
		"lead_status/lead_status", "/", "note/", "customer_status/", "responsible_user/responsible_user", "tag tag/", "link/", "custom_field_value/",
		"sale_field_value/sale_field_value", "name_field_value/", "task/", "task_deadline/", "task_type/", "message/", "transaction/", "nps/", "helpbot/", "ltv/", "/",
	}
	kinds := func(values []EventValue) string {
		var list []string
		for _, v := range values {
			list = append(list, v.Kind())
		}
		return strings.Join(list, " ")
	}
	for i, raw := range itemsOf(t, fixture(t, "events.json"), "events") {
		e := again[Event](t, raw)
		if got := kinds(e.ValueAfter) + "/" + kinds(e.ValueBefore); got != want[i] {
			t.Errorf("%s: %s, want %s", e.Type, got, want[i])
		}
		if e.Type == "sale_field_changed" && (e.ValueAfter[0].SaleFieldValue.Sale != "155.5" || e.ValueBefore[0].SaleFieldValue.Sale != "") {
			t.Errorf("sale %+v", e)
		}
	}
	if (EventValue{}).Kind() != "" {
		t.Error("nothing has a kind")
	}
}

func TestNoteParams(t *testing.T) {
	want := []string{"CommonNote", "CallNote", "CallNote", "ServiceNote", "ServiceNote", "CashierNote", "GeoNote", "SMSNote", "SMSNote", "AttachmentNote", "RawNote", "RawNote"}
	for i, raw := range itemsOf(t, fixture(t, "notes.json"), "notes") {
		note := again[Note](t, raw)
		params := note.Typed()
		if got := fmt.Sprintf("%T", params); got != "amo."+want[i] {
			t.Errorf("%s: %s", note.NoteType, got)
		}
		out, err := params.MarshalJSON()
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(meaning(t, note.Params), meaning(t, out)); diff != "" {
			t.Errorf("%s changed on its way:\n%s", note.NoteType, diff)
		}
	}
}

// TestWalksOfTextIDs: lists whose ids are text end as others do, and ask for
// no more than the server gives.
func TestWalksOfTextIDs(t *testing.T) {
	var asked []string
	events := func(ids ...string) string {
		for i, id := range ids {
			ids[i] = `{"id":"` + id + `"}`
		}
		return `{"_links":{"next":{"href":"x"}},"_embedded":{"events":[` + strings.Join(ids, ",") + `]}}`
	}
	answers := inTurn(answer{200, halType, events("c", "b"), nil}, answer{200, halType, events("a"), nil}, answer{status: 204})
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.RawQuery)
		answers(w, r)
	})
	got := ""
	for page, err := range c.AllEvents(t.Context(), EventQuery{}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			got += e.ID
		}
	}
	if got != "cba" || fmt.Sprint(asked) != "[limit=100&page=1 limit=100&page=2 limit=100&page=3]" {
		t.Errorf("walked %q, asked %v", got, asked)
	}
	c = serve(t, answer{200, halType, `{"_embedded":{"custom_fields":[{"id":1}]}}`, nil}.ServeHTTP)
	for page, err := range c.AllCustomFields(t.Context(), EntityLeads, CustomFieldQuery{}) {
		if err != nil || len(page.Items) != 1 || page.HasNext {
			t.Errorf("%+v, %v", page, err)
		}
	}
	if c.Requests() != 1 {
		t.Errorf("%d requests", c.Requests())
	}
}

func TestMissingEntities(t *testing.T) {
	for name, a := range map[string]answer{"204": {status: 204}, "404": {404, problem4, `{"title":"Not Found","status":404,"detail":"Pipeline not found"}`, nil}} {
		t.Run(name, func(t *testing.T) {
			c := serve(t, a.ServeHTTP)
			for what, call := range map[string]func() error{
				"task":     func() error { _, err := c.Task(t.Context(), 1); return err },
				"pipeline": func() error { _, err := c.Pipeline(t.Context(), 1); return err },
				"field":    func() error { _, err := c.CustomField(t.Context(), EntityLeads, 1); return err },
				"group":    func() error { _, err := c.FieldGroup(t.Context(), EntityLeads, "default"); return err },
				"unsorted": func() error { _, err := c.UnsortedOne(t.Context(), "5e"); return err },
				"event":    func() error { _, err := c.Event(t.Context(), "01k7"); return err },
			} {
				if err := call(); !errors.Is(err, ErrNotFound) {
					t.Errorf("%s: error %v", what, err)
				}
			}
		})
	}
	c := serve(t, answer{400, problem4, `{"validation-errors":[{"errors":[{"code":"NotSupportedChoice","path":"id"}]}]}`, nil}.ServeHTTP)
	if err := c.DeletePipeline(t.Context(), 11); !errors.Is(err, ErrNotFound) {
		t.Errorf("error %v", err)
	}
	c = serve(t, answer{422, problem4, `{"title":"Unprocessable Entity","status":422,"detail":"Only pipelines without leads can be deleted"}`, nil}.ServeHTTP)
	if err := c.DeletePipeline(t.Context(), 11); KindOf(err) != KindUnprocessable || IsUnclear(err) {
		t.Errorf("error %v", err)
	}
	c = serve(t, answer{404, problem4, `{}`, nil}.ServeHTTP)
	if _, err := c.AcceptUnsorted(t.Context(), "5e", SortBy{}); !errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), "decided about already") {
		t.Errorf("error %v", err)
	}
}

func TestColors(t *testing.T) {
	if len(StatusColors()) != 21 || len(TagColors()) != 23 || !IsStatusColor("#fffeb2") || IsStatusColor("#FFFEB2") || IsStatusColor("") {
		t.Errorf("%d and %d colours", len(StatusColors()), len(TagColors()))
	}
}
