package amo

import (
	"errors"
	"testing"
)

// TestRefusedBeforeSending: what the server is known to refuse, or would
// ignore, is not sent.
func TestRefusedBeforeSending(t *testing.T) {
	c := serve(t, okLead().ServeHTTP)
	ctx := t.Context()
	own := PipelineParts{Statuses: []StatusDraft{{Name: "New", Sort: 10}}}
	painted := func(color string) PipelineParts {
		return PipelineParts{Statuses: []StatusDraft{{Name: "New", Sort: 10, Color: color}}}
	}
	drafts := map[string]func() error{
		"name": func() error { _, err := c.CreatePipelines(ctx, []PipelineDraft{{Embedded: own}}); return err },
		"_embedded.statuses": func() error {
			_, err := c.CreatePipelines(ctx, []PipelineDraft{{Name: "P", Embedded: PipelineParts{Statuses: []StatusDraft{{ID: StatusWon, Name: "Won"}}}}})
			return err
		},
		"_embedded.statuses.0.color": func() error {
			_, err := c.CreatePipelines(ctx, []PipelineDraft{{Name: "P", Embedded: painted("#99ccff")}})
			return err
		},
		"color": func() error {
			_, err := c.UpdateStatus(ctx, StatusPatch{ID: 1, PipelineID: 2, Color: Set("#FFFEB2")})
			return err
		},
		"id": func() error {
			_, err := c.CreateStatuses(ctx, 1, []StatusDraft{{ID: StatusWon, Name: "Won"}})
			return err
		},
		"sort": func() error { _, err := c.CreateStatuses(ctx, 1, []StatusDraft{{Name: "New"}}); return err },
		"enums": func() error {
			_, err := c.CreateCustomFields(ctx, EntityLeads, []CustomFieldDraft{{Type: FieldSelect, Name: "x"}})
			return err
		},
		"currency": func() error {
			_, err := c.CreateCustomFields(ctx, EntityLeads, []CustomFieldDraft{{Type: FieldMonetary, Name: "x"}})
			return err
		},
		"search_in": func() error {
			_, err := c.CreateCustomFields(ctx, EntityLeads, []CustomFieldDraft{{Type: FieldLinkedEntity, Name: "x"}})
			return err
		},
		"chained_lists": func() error {
			_, err := c.CreateCustomFields(ctx, EntityLeads, []CustomFieldDraft{{Type: FieldChainedList, Name: "x"}})
			return err
		},
		"to_entity_type": func() error {
			_, err := c.Link(ctx, EntityLeads, 1, []LinkDraft{{ToEntityID: 1, ToEntityType: "../x"}})
			return err
		},
		"entity_id": func() error {
			_, err := c.CreateNotes(ctx, NoteScope{Entity: EntityLeads}, []NoteDraft{{}})
			return err
		},
		"source_name": func() error { _, err := c.CreateUnsorted(ctx, CategorySIP, []IncomingDraft{{}}); return err },
		"settings": func() error {
			_, err := c.Subscribe(ctx, WebhookDraft{"https://h.test", []string{"add_world"}, 0})
			return err
		},
	}
	for path, call := range drafts {
		var draft *DraftError
		if err := call(); !errors.As(err, &draft) || draft.Path != path || draft.Error() == "" {
			t.Errorf("error %v, want one about %s", err, path)
		}
	}
	queries := map[string]func() error{
		"entity of tags":   func() error { _, err := c.Tags(ctx, "../users", TagQuery{}); return err },
		"entity of fields": func() error { _, err := c.CustomFields(ctx, "catalogs/../x", CustomFieldQuery{}); return err },
		"entity of groups": func() error { _, err := c.FieldGroups(ctx, CustomerSegments, PageQuery{}); return err },
		"entity of links":  func() error { _, err := c.Links(ctx, "tasks", 1, LinkQuery{}); return err },
		"target of links":  func() error { _, err := c.Links(ctx, EntityLeads, 1, LinkQuery{ToEntityType: "tasks"}); return err },
		"entity of notes":  func() error { _, err := c.Notes(ctx, NoteScope{Entity: "tasks"}, NoteQuery{}); return err },
		"two entities": func() error {
			_, err := c.Notes(ctx, NoteScope{EntityLeads, 1}, NoteQuery{EntityIDs: []int64{2}})
			return err
		},
		"order of fields": func() error {
			_, err := c.CustomFields(ctx, EntityLeads, CustomFieldQuery{Order: Order{Field: "name"}})
			return err
		},
		"many users":         func() error { _, err := c.Events(ctx, EventQuery{CreatedBy: make([]int64, 11)}); return err },
		"ids without entity": func() error { _, err := c.Events(ctx, EventQuery{EntityIDs: []int64{1}}); return err },
		"plural entity":      func() error { _, err := c.Events(ctx, EventQuery{Entities: []string{"leads"}}); return err },
		"field and others": func() error {
			_, err := c.Events(ctx, EventQuery{Types: []string{"custom_field_1_value_changed", "lead_added"}})
			return err
		},
		"enum without field": func() error {
			_, err := c.Events(ctx, EventQuery{After: EventValueFilter{EnumIDs: []int64{1}}})
			return err
		},
		"half a status": func() error {
			_, err := c.Events(ctx, EventQuery{After: EventValueFilter{LeadStatuses: []StatusRef{{0, 142}}}})
			return err
		},
		"language":      func() error { _, err := c.EventTypes(ctx, "uz"); return err },
		"category":      func() error { _, err := c.Unsorted(ctx, UnsortedQuery{Categories: []string{"fax"}}); return err },
		"made category": func() error { _, err := c.CreateUnsorted(ctx, CategoryMail, nil); return err },
		"linked to a task": func() error {
			_, err := c.LinkUnsorted(ctx, "5e", UnsortedLink{Link: UnsortedLinkTarget{EntityType: "tasks"}})
			return err
		},
	}
	for name, call := range queries {
		var query *QueryError
		if err := call(); !errors.As(err, &query) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	missing := map[string]func() error{
		"event":     func() error { _, err := c.Event(ctx, "../leads"); return err },
		"group":     func() error { return c.DeleteFieldGroup(ctx, EntityLeads, "a/b") },
		"no group":  func() error { _, err := c.UpdateFieldGroup(ctx, EntityLeads, FieldGroupPatch{}); return err },
		"unsorted":  func() error { _, err := c.AcceptUnsorted(ctx, "5e?x", SortBy{}); return err },
		"pipeline":  func() error { return c.DeletePipeline(ctx, 0) },
		"one of it": func() error { _, err := c.UnsortedOne(ctx, ""); return err },
	}
	for name, call := range missing {
		if err := call(); !errors.Is(err, ErrNotFound) {
			t.Errorf("%s: error %v", name, err)
		}
	}
	if c.Requests() != 0 {
		t.Errorf("%d requests sent", c.Requests())
	}
}
