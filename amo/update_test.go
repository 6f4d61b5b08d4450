package amo

import (
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"strings"
	"sync"
	"testing"
)

// receiptServer answers PATCH /leads with receipts in reverse order, leaves
// out the ids it is told to, and notes the sizes of the batches.
type receiptServer struct {
	mu      sync.Mutex
	sizes   []int
	without map[int64]bool
	refuse  map[int64]bool
}

func (s *receiptServer) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	var models []struct {
		ID        int64  `json:"id"`
		RequestID string `json:"request_id"`
	}
	if err := json.NewDecoder(r.Body).Decode(&models); err != nil || r.Method != "PATCH" || r.URL.Path != "/api/v4/leads" {
		answer{status: 405}.ServeHTTP(w, r)
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.sizes = append(s.sizes, len(models))
	var list []string
	for _, m := range models {
		if s.refuse[m.ID] {
			answer{400, problem4, fmt.Sprintf(`{"validation-errors":[{"request_id":%q,"errors":[{"code":"NotSupportedChoice","path":"status_id"}]}]}`, m.RequestID), nil}.ServeHTTP(w, r)
			return
		}
		if !s.without[m.ID] {
			list = append([]string{fmt.Sprintf(`{"id":%d,"updated_at":%d,"request_id":%q}`, m.ID, 1_000_000+m.ID, m.RequestID)}, list...)
		}
	}
	answer{200, halType, `{"_embedded":{"leads":[` + strings.Join(list, ",") + `]}}`, nil}.ServeHTTP(w, r)
}

func patches(from, to int64) []LeadPatch {
	var list []LeadPatch
	for id := from; id <= to; id++ {
		list = append(list, LeadPatch{ID: id, Price: Set(id), RequestID: "same"})
	}
	return list
}

func TestLargeBatchesAreCut(t *testing.T) {
	s := &receiptServer{}
	c := serve(t, s.ServeHTTP)
	done, err := c.UpdateLeads(t.Context(), patches(1, 600))
	if err != nil || len(done) != 600 || fmt.Sprint(s.sizes) != "[250 250 100]" {
		t.Fatalf("%d receipts, batches %v, %v", len(done), s.sizes, err)
	}
	for i, d := range done {
		if want := (Updated{ID: int64(i + 1), UpdatedAt: 1_000_001 + int64(i), RequestID: "same"}); d != want {
			t.Fatalf("receipt %d: %+v, want %+v", i, d, want)
		}
	}
}

func TestRefusedBatchNamesTheLead(t *testing.T) {
	s := &receiptServer{refuse: map[int64]bool{407: true}, without: map[int64]bool{3: true}}
	c := serve(t, s.ServeHTTP)
	done, err := c.UpdateLeads(t.Context(), patches(1, 600))
	var refusal *Error
	if !errors.As(err, &refusal) || len(refusal.Validation) != 1 || refusal.Validation[0].ID != 407 {
		t.Errorf("error %v", err)
	}
	var missing *MissingError
	if !errors.As(err, &missing) || fmt.Sprint(missing.IDs) != "[3]" {
		t.Errorf("error %v", err)
	}
	if len(done) != 249 || fmt.Sprint(s.sizes) != "[250 250]" {
		t.Errorf("%d receipts, batches %v", len(done), s.sizes)
	}
}

func TestLeadsLeftOutOfTheAnswer(t *testing.T) {
	s := &receiptServer{without: map[int64]bool{2: true, 4: true}}
	c := serve(t, s.ServeHTTP)
	done, err := c.UpdateLeads(t.Context(), patches(1, 5))
	var missing *MissingError
	if !errors.As(err, &missing) || fmt.Sprint(missing.IDs) != "[2 4]" || !errors.Is(err, ErrNotFound) || len(done) != 3 {
		t.Errorf("%v, error %v", done, err)
	}
	c = serve(t, answer{200, halType, string(fixture(t, "patched.json")), nil}.ServeHTTP)
	if done, err := c.UpdateLeads(t.Context(), []LeadPatch{{ID: 7001, Price: Set[int64](1)}}); err != nil || done[0] != (Updated{ID: 7001}) {
		t.Errorf("%v, error %v", done, err)
	}
	c = serve(t, answer{200, halType, `{"_embedded":{"leads":[]}}`, nil}.ServeHTTP)
	if done, err := c.UpdateLeads(t.Context(), patches(1, 2)); !errors.As(err, &missing) || len(missing.IDs) != 2 || len(done) != 0 {
		t.Errorf("%v, error %v", done, err)
	}
	c = serve(t, answer{status: 204}.ServeHTTP)
	if done, err := c.UpdateLeads(t.Context(), patches(1, 2)); err != nil || len(done) != 2 {
		t.Errorf("%v, error %v", done, err)
	}
}

func TestPatchesOfNothing(t *testing.T) {
	c := serve(t, okLead().ServeHTTP)
	if done, err := c.UpdateLeads(t.Context(), nil); err != nil || len(done) != 0 {
		t.Errorf("%v, %v", done, err)
	}
	if _, err := c.UpdateLeads(t.Context(), []LeadPatch{{ID: 1}, {ID: -5}}); err == nil || !strings.Contains(err.Error(), "-5") {
		t.Errorf("a lead made here was sent: %v", err)
	}
	if _, err := c.UpdateLead(t.Context(), LeadPatch{}); err == nil {
		t.Error("a lead without an id was sent")
	}
	if c.Requests() != 0 {
		t.Errorf("%d requests sent", c.Requests())
	}
}

func TestBadReceipts(t *testing.T) {
	c := serve(t, answer{200, halType, `{"id":"x"`, nil}.ServeHTTP)
	var bad *BadReplyError
	if _, err := c.UpdateLead(t.Context(), LeadPatch{ID: 1}); !errors.As(err, &bad) {
		t.Errorf("error %v", err)
	}
	if _, err := c.UpdateLeads(t.Context(), patches(1, 2)); !errors.As(err, &bad) {
		t.Errorf("error %v", err)
	}
}

func TestOptional(t *testing.T) {
	for want, patch := range map[string]LeadPatch{
		`{}`:                      {},
		`{"price":0}`:             {Price: Set[int64](0)},
		`{"name":""}`:             {Name: Set("")},
		`{"loss_reason_id":null}`: {LossReasonID: Null[int64]()},
		`{"custom_fields_values":[{"field_code":"PHONE","values":[{"value":"x"}]},{"field_id":5,"values":null},{"field_id":6,"values":[]}]}`: {
			CustomFieldsValues: []FieldPatch{{FieldCode: "PHONE", Values: []FieldValue{FieldValue(`{"value":"x"}`)}}, {FieldID: 5}, {FieldID: 6, Values: []FieldValue{}}},
		},
	} {
		out, err := json.Marshal(patch)
		if err != nil || string(out) != want {
			t.Errorf("wrote %s, %v, want %s", out, err, want)
		}
		var back LeadPatch
		if err := json.Unmarshal(out, &back); err != nil {
			t.Fatal(err)
		}
		again, err := json.Marshal(back)
		if err != nil || string(again) != want {
			t.Errorf("read and wrote %s, %v, want %s", again, err, want)
		}
	}
	if v, ok := Set(5).Value(); v != 5 || !ok || Set(5).IsNull() || Set(5).IsZero() || !Null[int]().IsNull() || Null[int]().IsZero() {
		t.Error("an Optional forgets what it is")
	}
}
