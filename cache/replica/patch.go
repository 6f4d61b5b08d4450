package replica

import (
	"context"
	"encoding/json"
	"fmt"
	"strconv"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// item is a change on its way, with the row it was judged by and what is left
// to be written of it.
type item struct {
	change cache.Change
	row    *target
	send   merge.Fields
}

// label names the change in a request and in refusals of it.
func (it item) label() string { return strconv.FormatInt(it.change.ID, 10) }

// receipt is the server's word on one item: its id, and since when.
type receipt struct{ id, stamp int64 }

// patch writes the fields of items in one request.
func (p *pusher) patch(ctx context.Context, r route, items []item) (map[int64]receipt, error) {
	switch r.entity {
	case cache.Leads:
		return update(ctx, items, leadPatch, p.api.UpdateLeads)
	case cache.Contacts:
		return update(ctx, items, contactPatch, p.api.UpdateContacts)
	case cache.Companies:
		return update(ctx, items, companyPatch, p.api.UpdateCompanies)
	case cache.Tasks:
		return update(ctx, items, taskPatch, p.api.UpdateTasks)
	case cache.Notes:
		return update(ctx, items, notePatch, func(ctx context.Context, patches []amo.NotePatch) ([]amo.Updated, error) {
			return p.api.UpdateNotes(ctx, amo.NoteScope{Entity: string(r.parent)}, patches)
		})
	}
	return nil, fmt.Errorf("this version cannot change %s", r.entity)
}

// update sends a patch of each item and returns the receipts by row.
func update[P any](
	ctx context.Context, items []item, of func(item) (P, error), send func(context.Context, []P) ([]amo.Updated, error),
) (map[int64]receipt, error) {
	patches := make([]P, len(items))
	for i, it := range items {
		var err error
		if patches[i], err = of(it); err != nil {
			return nil, &unsendableError{change: it.change.ID, err: err}
		}
	}
	done, err := send(ctx, patches)
	receipts := make(map[int64]receipt, len(done))
	for _, u := range done {
		receipts[u.ID] = receipt{u.ID, u.UpdatedAt}
	}
	return receipts, err
}

// unsendableError is a change that this program cannot write as a request.
type unsendableError struct {
	change int64
	err    error
}

func (e *unsendableError) Error() string {
	return fmt.Sprintf("change %d cannot be sent: %v", e.change, e.err)
}

func (e *unsendableError) Unwrap() error { return e.err }

func leadPatch(it item) (amo.LeadPatch, error) {
	p := amo.LeadPatch{ID: it.change.EntityID, RequestID: it.label()}
	err := fill(it.send, filling{
		scalars: map[string]any{
			merge.Name: &p.Name, merge.Price: &p.Price, merge.Owner: &p.ResponsibleUserID,
			merge.Status: &p.StatusID, merge.Pipeline: &p.PipelineID, merge.LossReason: &p.LossReasonID,
		},
		tagsOn: &p.TagsToAdd, tagsOff: &p.TagsToDelete, fields: &p.CustomFieldsValues,
	})
	if err != nil {
		return p, err
	}
	// Won and lost stand in every pipeline, so the pipeline has to go with
	// them even when it stays.
	status, _ := p.StatusID.Value()
	if lead, ok := it.row.value.(amo.Lead); ok && p.PipelineID.IsZero() && (status == amo.StatusWon || status == amo.StatusLost) {
		p.PipelineID = amo.Set(lead.PipelineID)
	}
	// A reason counts with the status only.
	if lead, ok := it.row.value.(amo.Lead); ok && !p.LossReasonID.IsZero() && p.StatusID.IsZero() {
		p.StatusID, p.PipelineID = amo.Set(lead.StatusID), amo.Set(lead.PipelineID)
	}
	return p, nil
}

func contactPatch(it item) (amo.ContactPatch, error) {
	p := amo.ContactPatch{ID: it.change.EntityID, RequestID: it.label()}
	return p, fill(it.send, filling{
		scalars: map[string]any{
			merge.Name: &p.Name, merge.FirstName: &p.FirstName, merge.LastName: &p.LastName, merge.Owner: &p.ResponsibleUserID,
		},
		tagsOn: &p.TagsToAdd, tagsOff: &p.TagsToDelete, fields: &p.CustomFieldsValues,
	})
}

func companyPatch(it item) (amo.CompanyPatch, error) {
	p := amo.CompanyPatch{ID: it.change.EntityID, RequestID: it.label()}
	return p, fill(it.send, filling{
		scalars: map[string]any{merge.Name: &p.Name, merge.Owner: &p.ResponsibleUserID},
		tagsOn:  &p.TagsToAdd, tagsOff: &p.TagsToDelete, fields: &p.CustomFieldsValues,
	})
}

// taskPatch sends the text and the time along with every edit but a
// completion, as the documentation wants it.
func taskPatch(it item) (amo.TaskPatch, error) {
	p := amo.TaskPatch{ID: it.change.EntityID, RequestID: it.label()}
	var result string
	err := fill(it.send, filling{scalars: map[string]any{
		merge.Text: &p.Text, merge.CompleteTill: &p.CompleteTill, merge.TaskType: &p.TaskTypeID, merge.Owner: &p.ResponsibleUserID,
		merge.Completed: &p.IsCompleted, merge.Result: &result, merge.EntityID: &p.EntityID, merge.EntityType: &p.EntityType,
	}})
	if err != nil {
		return p, err
	}
	if _, set := it.send[merge.Result]; set {
		p.Result = amo.Set(amo.TaskResult{Text: result})
	}
	task, ok := it.row.value.(amo.Task)
	for key := range it.send {
		if !ok || key == merge.Completed || key == merge.Result {
			continue
		}
		if p.Text.IsZero() {
			p.Text = amo.Set(task.Text)
		}
		if p.CompleteTill.IsZero() {
			p.CompleteTill = amo.Set(task.CompleteTill)
		}
	}
	return p, nil
}

func notePatch(it item) (amo.NotePatch, error) {
	note, ok := it.row.value.(amo.Note)
	if !ok || note.NoteType != amo.NoteCommon {
		return amo.NotePatch{}, fmt.Errorf("notes of the type %q are not edited", note.NoteType)
	}
	return amo.NotePatch{
		ID: it.change.EntityID, RequestID: it.label(), NoteType: note.NoteType, Params: amo.CommonNote{Text: textOf(it.send[merge.Text])},
	}, nil
}

// filling says where the fields of a change go in a request.
type filling struct {
	scalars         map[string]any
	tagsOn, tagsOff *[]amo.TagRef
	fields          *[]amo.FieldPatch
	other           func(key string, value json.RawMessage) (bool, error)
}

// fill writes fields into a request.
func fill(fields merge.Fields, f filling) error {
	for _, key := range fields.Keys() {
		if err := fillOne(key, fields[key], f); err != nil {
			return fmt.Errorf("field %s: %w", key, err)
		}
	}
	return nil
}

func fillOne(key string, value json.RawMessage, f filling) error {
	if target := f.scalars[key]; target != nil {
		return json.Unmarshal(value, target)
	}
	if name, ok := merge.TagName(key); ok && f.tagsOn != nil {
		list := f.tagsOn
		if string(value) != "true" {
			if list = f.tagsOff; list == nil {
				return nil // a new row has no tags to lose
			}
		}
		*list = append(*list, amo.TagRef{Name: name})
		return nil
	}
	if id, ok := merge.FieldID(key); ok && f.fields != nil {
		patch, err := fieldPatch(id, value)
		if err == nil && (patch.Values != nil || f.tagsOff != nil) { // a new row has nothing to clear
			*f.fields = append(*f.fields, patch)
		}
		return err
	}
	if f.other != nil {
		if taken, err := f.other(key, value); taken || err != nil {
			return err
		}
	}
	return fmt.Errorf("this version cannot send it")
}

// fieldPatch writes a custom field as a request has it.
func fieldPatch(id int64, value json.RawMessage) (amo.FieldPatch, error) {
	if len(value) == 0 || string(value) == "null" {
		return amo.ClearField(id), nil
	}
	var f amo.FieldValues
	if err := f.UnmarshalJSON(value); err != nil {
		return amo.FieldPatch{}, err
	}
	return amo.SetField(id, f.Typed("")...)
}

// textOf is a JSON text, empty for anything else.
func textOf(raw json.RawMessage) (text string) {
	if json.Unmarshal(raw, &text) != nil {
		return ""
	}
	return text
}
