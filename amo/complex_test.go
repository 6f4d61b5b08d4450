package amo

import (
	"errors"
	"fmt"
	"io"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestComplexLeads(t *testing.T) {
	c := serve(t, answer{200, "application/json", string(fixture(t, "complex.json")), nil}.ServeHTTP)
	got, err := c.CreateComplexLeads(t.Context(), []ComplexDraft{{RequestID: "a"}, {RequestID: "b"}, {}})
	want := []ComplexResult{
		{LeadID: 7003, ContactID: 6003, CompanyID: 5003, RequestID: "a"},
		{LeadID: 7004, ContactID: 6004, Merged: true, RequestID: "b"},
		{LeadID: 7004, ContactID: 6004, Merged: true},
	}
	if diff := cmp.Diff(want, got); err != nil || diff != "" {
		t.Error(err, diff)
	}
	// The guide reads the first element and knows of no request ids.
	c = serve(t, answer{200, "application/json", `[{"id":1,"contact_id":2,"company_id":3}]`, nil}.ServeHTTP)
	if got, err := c.CreateComplexLeads(t.Context(), []ComplexDraft{{}}); err != nil || got[0] != (ComplexResult{LeadID: 1, ContactID: 2, CompanyID: 3}) {
		t.Errorf("%v, %v", got, err)
	}
	c = serve(t, answer{200, "application/json", `[{"id":1,"request_id":["1"]}]`, nil}.ServeHTTP)
	var open *UnclearError
	if _, err := c.CreateComplexLeads(t.Context(), []ComplexDraft{{}, {}}); !errors.As(err, &open) || fmt.Sprint(open.Items) != "[1]" {
		t.Errorf("error %v", err)
	}
	for _, body := range []string{`{"id":1}`, `[{"id":1}`, `[1]`, ``} {
		c = serve(t, answer{200, "application/json", body, nil}.ServeHTTP)
		if _, err := c.CreateComplexLeads(t.Context(), []ComplexDraft{{}}); !errors.As(err, &open) || c.Requests() != 1 {
			t.Errorf("%s: error %v", body, err)
		}
	}
}

func TestComplexBatches(t *testing.T) {
	var sizes []int
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		body, err := io.ReadAll(r.Body)
		if err != nil {
			t.Error(err)
		}
		n := strings.Count(string(body), `"request_id"`)
		sizes = append(sizes, n)
		items := make([]string, n)
		for i := range items {
			items[i] = fmt.Sprintf(`{"id":%d,"request_id":["%d"]}`, i+1, i)
		}
		answer{200, "application/json", "[" + strings.Join(items, ",") + "]", nil}.ServeHTTP(w, r)
	})
	done, err := c.CreateComplexLeads(t.Context(), make([]ComplexDraft, 120))
	if err != nil || len(done) != 120 || fmt.Sprint(sizes) != "[50 50 20]" {
		t.Errorf("%d results, batches %v, %v", len(done), sizes, err)
	}
}

func TestComplexLimits(t *testing.T) {
	full := make([]FieldPatch, 41)
	for i := range full {
		full[i] = FieldPatch{FieldID: int64(i + 1), Values: []FieldValue{FieldValue(`{"value":"x"}`)}}
	}
	c := serve(t, okLead().ServeHTTP)
	for path, d := range map[string]ComplexDraft{
		"custom_fields_values":                       {CustomFieldsValues: full},
		"_embedded.contacts":                         {Embedded: ComplexParts{Contacts: make([]ContactDraft, 2)}},
		"_embedded.companies":                        {Embedded: ComplexParts{Companies: make([]CompanyDraft, 2)}},
		"_embedded.contacts.0.custom_fields_values":  {Embedded: ComplexParts{Contacts: []ContactDraft{{CustomFieldsValues: full}}}},
		"_embedded.companies.0.custom_fields_values": {Embedded: ComplexParts{Companies: []CompanyDraft{{CustomFieldsValues: full}}}},
	} {
		var draft *DraftError
		if _, err := c.CreateComplexLeads(t.Context(), []ComplexDraft{{}, d}); !errors.As(err, &draft) || draft.Path != path || draft.Item != 2 {
			t.Errorf("error %v, want one about %s", err, path)
		}
	}
	if c.Requests() != 0 {
		t.Errorf("%d requests sent", c.Requests())
	}
}
