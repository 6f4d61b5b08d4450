package people

import (
	"errors"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/field"
	"voronka/ui/input"
)

// Save stores what was changed, and nothing else. Something wrong is shown at
// its field, and nothing is stored. What is typed while another save is on its
// way is stored after that.
func (f *Form) Save() {
	f.more = f.saving
	if f.scene == nil || f.saving || f.scene.subject.ID != 0 && f.changes() == 0 {
		return
	}
	if wrong := f.wrong(); wrong != nil {
		f.body.Reveal(wrong)
		wrong.Focus()
		return
	}
	f.do(f.edit())
}

// do carries out what the form is for.
func (f *Form) do(e cache.Edit) {
	f.saving = true
	of, gen := f.scene.subject, f.gen
	sent, command := f.typedNow(), cache.Command{Edits: []cache.Edit{e}, Hold: f.p.Hold()}
	f.work.Go(func() {
		act, err := f.p.Replica.Do(f.ctx, command)
		f.p.Do(func() {
			if f.ctx.Err() != nil {
				return
			}
			f.saved(of, gen, sent, act, err)
		})
	})
}

// typing is what stands in a form at one time, as far as it is changed.
type typing struct {
	fields    map[string]input.Typed
	add, drop []string // tags
}

func (f *Form) typedNow() typing {
	t := typing{fields: map[string]input.Typed{}}
	t.add, t.drop = f.tags.Changes()
	for _, x := range f.fields {
		if x.Changed() {
			t.fields[x.Key] = x.Typed()
		}
	}
	return t
}

// stored takes what was stored as what there is now. What was typed since then
// is a change to that.
func (f *Form) stored(sent typing) {
	for _, x := range f.fields {
		was, ok := sent.fields[x.Key]
		switch {
		case !ok:
		case x.Typed().Same(was):
			x.SetValues(x.Values())
		default:
			x.Rebase(x.Rule().Check(was, x.Was()).Values)
		}
	}
	f.tags.Stored(sent.add, sent.drop)
}

// wrong is the first field that cannot be saved, nil when all can.
func (f *Form) wrong() *field.Field {
	var first *field.Field
	for _, x := range f.fields {
		if f.hidden(x.Key, x.Field) {
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
	x.Refuse(input.NoName)
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

// edit is what saving does.
func (f *Form) edit() cache.Edit {
	var company *cache.CompanyEdit // that does not exist yet
	if picked := f.picked(keyCompany); isFresh(picked) {
		company = &cache.CompanyEdit{Name: amo.Set(f.names[picked])}
	}
	switch f.scene.subject.Entity {
	case cache.Companies:
		return f.companyEdit()
	case cache.Contacts:
		e := f.contactEdit()
		e.Company = company
		if lead := f.scene.subject.LeadID; lead != 0 {
			return cache.LeadEdit{ID: lead, Contact: &e}
		}
		return e
	}
	e := f.leadEdit()
	e.Company = company
	return e
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
		case x.Key == keyOwner && (x.Changed() || e.ID == 0):
			e.OwnerID = ownerOf(f.picked(keyOwner))
		case !x.Changed():
		case x.Key == keyName:
			e.Name = amo.Set(f.said(keyName))
		case x.Key == keyFirst:
			e.FirstName = amo.Set(f.said(keyFirst))
		case x.Key == keyLast:
			e.LastName = amo.Set(f.said(keyLast))
		case x.Key == keyCompany:
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
		case x.Key == keyOwner && (x.Changed() || e.ID == 0):
			e.OwnerID = ownerOf(f.picked(keyOwner))
		case !x.Changed():
		case x.Key == keyName:
			e.Name = amo.Set(f.said(keyName))
		case x.ID() != 0:
			e.Fields = append(e.Fields, cache.FieldEdit{FieldID: x.ID(), Values: x.Values()})
		}
	}
	return e
}

// saved takes the answer to Save.
func (f *Form) saved(of Subject, gen int, sent typing, act cache.Act, err error) {
	more := f.more
	if gen == f.gen {
		f.saving, f.more = false, false
		of = f.scene.subject // by the id it has now
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
			f.stored(sent)
			f.keep()
			f.Reload()
			f.view.Refresh()
			if more {
				f.Save()
			}
		}
	}
	if err == nil {
		f.p.On.Saved(of, act)
	}
}

// fieldKey is the key of the control for a field of the replica.
func fieldKey(of string) string {
	if id, custom := merge.FieldID(of); custom {
		return field.CustomKey(id)
	}
	return map[string]string{
		merge.Name: keyName, merge.FirstName: keyFirst, merge.LastName: keyLast, merge.Price: keyPrice, merge.Owner: keyOwner, merge.Company: keyCompany,
	}[of]
}

// blame shows a refusal of the replica at the field it is about.
func (f *Form) blame(e *cache.ValueError) bool {
	key := fieldKey(e.Field)
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
