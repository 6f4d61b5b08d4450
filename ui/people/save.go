package people

import (
	"errors"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/input"
)

// Save stores what was changed, and nothing else. Something wrong is shown at
// its field, and nothing is stored.
func (f *Form) Save() {
	if f.scene == nil || f.saving || f.scene.subject.ID != 0 && f.changes() == 0 {
		return
	}
	if wrong := f.wrong(); wrong != nil {
		f.body.Reveal(wrong)
		wrong.Focus()
		return
	}
	f.saving = true
	of, gen := f.scene.subject, f.gen
	company, last := f.commands()
	f.work.Go(func() {
		act, err := f.store(company, last)
		f.p.Do(func() {
			if f.ctx.Err() != nil {
				return
			}
			f.saved(of, gen, act, err)
		})
	})
}

// wrong is the first field that cannot be saved, nil when all can.
func (f *Form) wrong() *field.Field {
	var first *field.Field
	for _, x := range f.fields {
		if f.hidden(x.key, x.Field) {
			continue
		}
		if !x.Check() && first == nil {
			first = x.Field
		}
	}
	if first != nil || f.scene.subject.ID != 0 && !f.nameless() {
		return first
	}
	key := keyFirst
	switch {
	case f.scene.subject.Entity == cache.Leads:
		key = keyLead
	case f.field(keyName) != nil:
		key = keyName
	}
	if !f.nameless() {
		return nil
	}
	x := f.field(key)
	x.Refuse(input.Missing)
	return x
}

// hidden reports whether a field is not on the form now: a chosen contact has
// its own.
func (f *Form) hidden(key string, x *field.Field) bool {
	if f.scene.subject.Entity != cache.Leads || f.picked(keyWho) == 0 {
		return false
	}
	return key == keyFirst || key == keyLast || key == keyName || x.Rule().Field.ID != 0
}

// nameless reports whether nothing says what is to be called how.
func (f *Form) nameless() bool {
	if f.scene.subject.Entity == cache.Leads {
		return f.said(keyLead) == "" && f.picked(keyWho) == 0 && f.said(keyFirst)+f.said(keyLast) == ""
	}
	if f.field(keyName) != nil {
		return f.said(keyName) == ""
	}
	return f.said(keyFirst)+f.said(keyLast) == ""
}

// said is what stands in a field of one line, as it would be sent.
func (f *Form) said(key string) string {
	if x := f.field(key); x != nil {
		for _, v := range x.Values() {
			if t, ok := v.(amo.Text); ok {
				return t.Value
			}
		}
	}
	return ""
}

// commands are what saving does: first the company that a contact is to get
// and does not exist, if any, then the rest.
func (f *Form) commands() (company *cache.CompanyEdit, last cache.Edit) {
	picked := f.picked(keyCompany)
	fresh := isFresh(picked)
	if fresh {
		company = &cache.CompanyEdit{Name: amo.Set(f.names[picked])}
	}
	switch f.scene.subject.Entity {
	case cache.Companies:
		return nil, f.companyEdit()
	case cache.Contacts:
		return company, f.contactEdit()
	}
	e := f.leadEdit()
	e.Company = company // made in the same call
	return nil, e
}

func (f *Form) leadEdit() cache.LeadEdit {
	e := cache.LeadEdit{}
	name := f.said(keyLead)
	if name == "" { // it is called after its contact
		if name = joinName(f.said(keyFirst), f.said(keyLast)); name == "" {
			name = f.names[f.picked(keyWho)]
		}
	}
	e.Name = amo.Set(name)
	for _, v := range f.field(keyPrice).Values() {
		if n, ok := v.(amo.Number); ok {
			if whole, ok := input.Sum(n); ok {
				e.Price = amo.Set(whole)
			}
		}
	}
	if at := f.picked(keyStage); at >= 1 && int(at) <= len(f.places) {
		e.PipelineID, e.StatusID = f.places[at-1].PipelineID, f.places[at-1].ID
	}
	owner := f.picked(keyOwner)
	if owner != 0 {
		e.OwnerID = amo.Set(owner)
	}
	company := f.picked(keyCompany)
	if company != 0 && !isFresh(company) {
		e.CompanyID = amo.Set(company)
	}
	e.AddTags, _ = f.tags.Changes()
	if who := f.picked(keyWho); who != 0 {
		e.Link, e.MainContactID = []int64{who}, who
		return e
	}
	c := f.contactEdit()
	if c.FirstName.IsZero() && c.LastName.IsZero() && len(c.Fields) == 0 {
		return e // a lead alone
	}
	c.AddTags, c.OwnerID = nil, e.OwnerID
	e.Contact = &c
	return e
}

func (f *Form) contactEdit() cache.ContactEdit {
	e := cache.ContactEdit{ID: f.scene.subject.ID}
	e.AddTags, e.RemoveTags = f.tags.Changes()
	for _, x := range f.fields {
		switch {
		case x.key == keyOwner && (x.Changed() || e.ID == 0):
			e.OwnerID = ownerOf(f.picked(keyOwner))
		case !x.Changed():
		case x.key == keyName:
			e.Name = amo.Set(f.said(keyName))
		case x.key == keyFirst:
			e.FirstName = amo.Set(f.said(keyFirst))
		case x.key == keyLast:
			e.LastName = amo.Set(f.said(keyLast))
		case x.key == keyCompany:
			if picked := f.picked(keyCompany); !isFresh(picked) {
				e.CompanyID = amo.Set(picked)
			}
		case x.ID() != 0:
			e.Fields = append(e.Fields, cache.FieldEdit{FieldID: x.ID(), Values: x.Values()})
		}
	}
	return e
}

func ownerOf(id int64) amo.Optional[int64] {
	if id == 0 {
		return amo.Optional[int64]{}
	}
	return amo.Set(id)
}

func (f *Form) companyEdit() cache.CompanyEdit {
	e := cache.CompanyEdit{ID: f.scene.subject.ID}
	e.AddTags, e.RemoveTags = f.tags.Changes()
	for _, x := range f.fields {
		switch {
		case x.key == keyOwner && (x.Changed() || e.ID == 0):
			e.OwnerID = ownerOf(f.picked(keyOwner))
		case !x.Changed():
		case x.key == keyName:
			e.Name = amo.Set(f.said(keyName))
		case x.ID() != 0:
			e.Fields = append(e.Fields, cache.FieldEdit{FieldID: x.ID(), Values: x.Values()})
		}
	}
	return e
}

// store carries the commands out. A company that a contact gets is made first:
// an edit names rows by id, and this one has none before.
func (f *Form) store(company *cache.CompanyEdit, last cache.Edit) (cache.Act, error) {
	hold := f.p.Hold()
	if company != nil {
		act, err := f.p.Replica.Do(f.ctx, cache.Command{Edits: []cache.Edit{*company}, Hold: hold})
		if err != nil {
			return act, err
		}
		e, ok := last.(cache.ContactEdit)
		if ok && len(act.Made) > 0 {
			e.CompanyID = amo.Set(act.Made[0].ID)
			last = e
		}
	}
	return f.p.Replica.Do(f.ctx, cache.Command{Edits: []cache.Edit{last}, Hold: hold})
}

// saved takes the answer to Save.
func (f *Form) saved(of Subject, gen int, act cache.Act, err error) {
	if gen == f.gen {
		f.saving = false
	}
	var value *cache.ValueError
	switch {
	case errors.Is(err, cache.ErrUnchanged):
	case errors.As(err, &value) && gen == f.gen && f.blame(value):
		return
	case err != nil:
		f.failed(err)
		return
	}
	f.drafts.Keep(draftKey(of), nil)
	if gen == f.gen {
		if of.ID == 0 {
			f.leave()
		} else {
			for _, x := range f.fields { // what was typed is what there is now
				x.Rebase(x.Values())
			}
			f.tags.Set(f.tags.Now(), f.scene.tags)
			f.Reload()
			f.view.Refresh()
		}
	}
	if err == nil {
		f.p.On.Saved(of, act)
	}
}

// blame shows a refusal of the replica at the field it is about.
func (f *Form) blame(e *cache.ValueError) bool {
	key := map[string]string{
		"name": keyName, "first_name": keyFirst, "last_name": keyLast, "price": keyPrice, "responsible_user_id": keyOwner, "company_id": keyCompany,
	}[e.Field]
	if id, custom := strings.CutPrefix(e.Field, "field:"); custom {
		key = "cf-" + id
	}
	if e.Entity == cache.Leads && key == keyName {
		key = keyLead
	}
	x := f.field(key)
	if x == nil {
		return false
	}
	reason := input.NotChoice
	switch e.Reason {
	case cache.ValueTooLong:
		reason = input.TooLong
	case cache.ValueMissing:
		reason = input.Missing
	case cache.ValueRange:
		reason = input.NotNumber
	case cache.ValueUnknown, cache.ValueType, cache.ValueReadOnly:
	}
	x.Say(input.Mistake{Reason: reason, Most: cache.MaxName}.Sentence(f.texts()))
	f.body.Reveal(x)
	x.Focus()
	return true
}
