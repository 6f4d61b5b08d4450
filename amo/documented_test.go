package amo

import (
	"encoding/json"
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// kept reads a value and writes it back.
func kept[T any](t *testing.T, raw json.RawMessage) { again[T](t, raw) }

// keptPage reads a list as the client does and compares its entities.
func keptPage[T any](t *testing.T, raw json.RawMessage) {
	t.Helper()
	var envelope struct {
		Links    map[string]json.RawMessage   `json:"_links"`
		Embedded map[string][]json.RawMessage `json:"_embedded"`
	}
	if err := json.Unmarshal(raw, &envelope); err != nil {
		t.Fatal(err)
	}
	for key, list := range envelope.Embedded {
		items, next, err := decodePage[T](raw, key)
		if err != nil || len(items) != len(list) {
			t.Fatalf("%d of %d %s, %v", len(items), len(list), key, err)
		}
		if _, ok := envelope.Links["next"]; ok != next {
			t.Errorf("%s: a next page: %t", key, next)
		}
		out, err := json.Marshal(items)
		if err != nil {
			t.Fatal(err)
		}
		want, err := json.Marshal(list)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(meaning(t, want), meaning(t, out)); diff != "" {
			t.Errorf("%s changed on their way:\n%s", key, diff)
		}
	}
}

// keptValue reads a value of a custom field as its type says, which must not
// be as one of an unknown shape.
func keptValue(t *testing.T, fieldType string, raw json.RawMessage) {
	t.Helper()
	v := FieldValue(raw).Typed(fieldType)
	if _, ok := v.(RawValue); ok {
		t.Errorf("%s is not read", raw)
	}
	out, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	if diff := cmp.Diff(meaning(t, raw), meaning(t, out)); diff != "" {
		t.Errorf("%T changed on its way:\n%s", v, diff)
	}
}

// keptRefusal asks a server that refuses: all it says is in the error.
func keptRefusal(t *testing.T, raw json.RawMessage) {
	t.Helper()
	var want struct {
		Status        int
		Title, Detail string
		Validation    []struct {
			RequestID string `json:"request_id"`
			Errors    []Invalid
		} `json:"validation-errors"`
	}
	if err := json.Unmarshal(raw, &want); err != nil {
		t.Fatal(err)
	}
	c := serve(t, answer{want.Status, problem4, string(raw), nil}.ServeHTTP)
	_, err := c.UpdateLead(t.Context(), LeadPatch{ID: 1, Name: Set("x")})
	var got *Error
	if !errors.As(err, &got) {
		t.Fatalf("error %v", err)
	}
	if got.Status != want.Status || got.Title != want.Title || got.Detail != want.Detail {
		t.Errorf("status %d, %q, %q", got.Status, got.Title, got.Detail)
	}
	var complaints []string
	for _, model := range want.Validation {
		for _, e := range model.Errors {
			complaints = append(complaints, model.RequestID+" "+e.Code+" "+e.Path+" "+e.Detail)
		}
	}
	for i, v := range got.Validation {
		if text := v.RequestID + " " + v.Code + " " + v.Path + " " + v.Detail; i >= len(complaints) || text != complaints[i] {
			t.Errorf("complaint %q", text)
		}
	}
	if len(got.Validation) != len(complaints) {
		t.Errorf("%d complaints, want %d", len(got.Validation), len(complaints))
	}
}

// TestDocumented: every JSON example of the user's guide and of what is known
// of the API is read and written again without loss, by what it is.
func TestDocumented(t *testing.T) {
	readers := map[string]func(*testing.T, json.RawMessage){
		"Page of Lead": keptPage[Lead], "Page of Link": keptPage[Link], "Page of Tag": keptPage[Tag], "Page of Event": keptPage[Event],
		"Page of Unsorted": keptPage[Unsorted], "Page of Webhook": keptPage[Webhook], "Page of receipt": keptPage[receipt],
		"receipt": kept[receipt], "complexReceipt": kept[complexReceipt], "CustomField": kept[CustomField], "EventValue": kept[EventValue],
		"LeadDraft": kept[LeadDraft], "LeadPatch": kept[LeadPatch], "ComplexDraft": kept[ComplexDraft], "PipelineDraft": kept[PipelineDraft],
		"StatusDescriptionDraft": kept[StatusDescriptionDraft], "ContactDraft": kept[ContactDraft], "LinkDraft": kept[LinkDraft],
		"TaskDraft": kept[TaskDraft], "TaskPatch": kept[TaskPatch], "NoteDraft": kept[NoteDraft], "NotePatch": kept[NotePatch],
		"IncomingDraft": kept[IncomingDraft], "SortBy": kept[SortBy], "UnsortedLink": kept[UnsortedLink], "WebhookDraft": kept[WebhookDraft],
		"refusal": keptRefusal,
	}
	var documented map[string][]json.RawMessage
	if err := json.Unmarshal(fixture(t, "documented.json"), &documented); err != nil {
		t.Fatal(err)
	}
	for name := range readers {
		if len(documented[name]) == 0 {
			t.Errorf("no %s", name)
		}
	}
	for _, name := range slices.Sorted(maps.Keys(documented)) {
		read := readers[name]
		if fieldType, ok := strings.CutPrefix(name, "value of "); ok {
			read = func(t *testing.T, raw json.RawMessage) { keptValue(t, fieldType, raw) }
		}
		if read == nil {
			t.Fatalf("nothing reads %s", name)
		}
		for _, raw := range documented[name] {
			t.Run(name, func(t *testing.T) { read(t, raw) })
		}
	}
}
