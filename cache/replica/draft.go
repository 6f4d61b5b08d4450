package replica

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// made is what became of one create: the server's ids by change.
type made map[int64]int64

// post makes rows in one request and returns the ids, by change, of those the
// server has told. The error may leave open whether the others were made.
func (p *pusher) post(ctx context.Context, r route, items []item) (made, error) {
	if r.verb == verbComplex {
		return p.postComplex(ctx, items)
	}
	switch r.entity {
	case cache.Leads:
		return postAll(ctx, items, leadDraft, p.api.CreateLeads)
	case cache.Contacts:
		return postAll(ctx, items, func(it item) (amo.ContactDraft, error) { return contactDraft(it.change) }, p.api.CreateContacts)
	case cache.Companies:
		return postAll(ctx, items, func(it item) (amo.CompanyDraft, error) { return companyDraft(it.change) }, p.api.CreateCompanies)
	case cache.Tasks:
		return postAll(ctx, items, taskDraft, p.api.CreateTasks)
	case cache.Notes:
		return postAll(ctx, items, noteDraft, func(ctx context.Context, drafts []amo.NoteDraft) ([]amo.Created, error) {
			return p.api.CreateNotes(ctx, amo.NoteScope{Entity: string(r.parent)}, drafts)
		})
	}
	return nil, fmt.Errorf("this version cannot make %s", r.entity)
}

func postAll[D any](
	ctx context.Context, items []item, of func(item) (D, error), send func(context.Context, []D) ([]amo.Created, error),
) (made, error) {
	drafts := make([]D, len(items))
	for i, it := range items {
		var err error
		if drafts[i], err = of(it); err != nil {
			return nil, &unsendableError{change: it.change.ID, err: err}
		}
	}
	receipts, err := send(ctx, drafts)
	ids := made{}
	for i, r := range receipts {
		if r.ID != 0 {
			ids[items[i].change.ID] = r.ID
		}
	}
	return ids, err
}

func (p *pusher) postComplex(ctx context.Context, items []item) (made, error) {
	drafts := make([]amo.ComplexDraft, len(items))
	for i, it := range items {
		var err error
		if drafts[i], err = complexDraft(it); err != nil {
			return nil, &unsendableError{change: it.change.ID, err: err}
		}
	}
	results, err := p.api.CreateComplexLeads(ctx, drafts)
	ids := made{}
	for i, r := range results {
		if r.LeadID == 0 {
			continue
		}
		ids[items[i].change.ID] = r.LeadID
		for _, with := range items[i].change.With {
			switch with.Entity {
			case cache.Contacts:
				ids[with.ID] = r.ContactID
			case cache.Companies:
				ids[with.ID] = r.CompanyID
			}
		}
	}
	return ids, err
}

func leadDraft(it item) (amo.LeadDraft, error) {
	d := amo.LeadDraft{RequestID: it.label()}
	err := fill(it.change.After, filling{
		scalars: map[string]any{
			merge.Name: &d.Name, merge.Price: &d.Price, merge.Owner: &d.ResponsibleUserID,
			merge.Status: &d.StatusID, merge.Pipeline: &d.PipelineID, merge.LossReason: &d.LossReasonID,
		},
		tagsOn: &d.TagsToAdd, fields: &d.CustomFieldsValues,
		other: func(key string, value json.RawMessage) (bool, error) {
			if id, ok := merge.ContactID(key); ok {
				if link := textOf(value); link != "" {
					d.Embedded.Contacts = append(d.Embedded.Contacts, amo.ContactLink{ID: id, IsMain: link == merge.LinkMain})
				}
				return true, nil
			}
			id, ok, err := companyID(key, value)
			if id != 0 {
				d.Embedded.Companies = []amo.EntityLink{{ID: id}}
			}
			return ok, err
		},
	})
	return d, err
}

func companyID(key string, value json.RawMessage) (id int64, ok bool, err error) {
	if key != merge.Company {
		return 0, false, nil
	}
	err = json.Unmarshal(value, &id)
	return id, true, err
}

func contactDraft(c cache.Change) (amo.ContactDraft, error) {
	d := amo.ContactDraft{RequestID: item{change: c}.label()}
	return d, fill(c.After, filling{
		scalars: map[string]any{
			merge.Name: &d.Name, merge.FirstName: &d.FirstName, merge.LastName: &d.LastName, merge.Owner: &d.ResponsibleUserID,
		},
		tagsOn: &d.TagsToAdd, fields: &d.CustomFieldsValues,
		other: companyLater,
	})
}

// companyLater takes the company of a new contact: it is linked by a call of
// its own, or by the complex lead that makes both.
func companyLater(key string, _ json.RawMessage) (bool, error) { return key == merge.Company, nil }

func companyDraft(c cache.Change) (amo.CompanyDraft, error) {
	d := amo.CompanyDraft{RequestID: item{change: c}.label()}
	return d, fill(c.After, filling{
		scalars: map[string]any{merge.Name: &d.Name, merge.Owner: &d.ResponsibleUserID},
		tagsOn:  &d.TagsToAdd, fields: &d.CustomFieldsValues,
	})
}

func taskDraft(it item) (amo.TaskDraft, error) {
	d := amo.TaskDraft{RequestID: it.label()}
	return d, fill(it.change.After, filling{
		scalars: map[string]any{
			merge.Text: &d.Text, merge.CompleteTill: &d.CompleteTill, merge.TaskType: &d.TaskTypeID, merge.Owner: &d.ResponsibleUserID,
			merge.EntityID: &d.EntityID, merge.EntityType: &d.EntityType,
		},
		other: func(key string, _ json.RawMessage) (bool, error) {
			return key == merge.Completed || key == merge.Result, nil // by a PATCH afterwards
		},
	})
}

func noteDraft(it item) (amo.NoteDraft, error) {
	d := amo.NoteDraft{RequestID: it.label(), NoteType: amo.NoteCommon, Params: amo.CommonNote{Text: textOf(it.change.After[merge.Text])}}
	return d, json.Unmarshal(it.change.After[merge.EntityID], &d.EntityID)
}

// complexDraft writes a lead with the contact and the company that are made
// with it.
func complexDraft(it item) (amo.ComplexDraft, error) {
	lead, err := leadDraft(it)
	if err != nil {
		return amo.ComplexDraft{}, err
	}
	// Links to the contact and the company go without saying.
	d := amo.ComplexDraft{
		Name: lead.Name, Price: lead.Price, StatusID: lead.StatusID, PipelineID: lead.PipelineID,
		ResponsibleUserID: lead.ResponsibleUserID, LossReasonID: lead.LossReasonID,
		CustomFieldsValues: lead.CustomFieldsValues, TagsToAdd: lead.TagsToAdd, RequestID: it.label(),
	}
	for _, with := range it.change.With {
		switch with.Entity {
		case cache.Contacts:
			contact, err := contactDraft(with)
			if err != nil {
				return d, err
			}
			contact.RequestID = ""
			d.Embedded.Contacts = append(d.Embedded.Contacts, contact)
		case cache.Companies:
			company, err := companyDraft(with)
			if err != nil {
				return d, err
			}
			company.RequestID = ""
			d.Embedded.Companies = append(d.Embedded.Companies, company)
		}
	}
	return d, nil
}
