package cache

import (
	"fmt"

	"voronka/amo"
	"voronka/cache/merge"
)

func (e LeadEdit) into(w *writing, a *acting) error {
	fields := merge.Fields{}
	if err := e.fields(w, fields); err != nil {
		return err
	}
	if e.ID == 0 {
		return e.create(w, a, fields)
	}
	id, err := resolve(w, e.ID)
	if err != nil {
		return fmt.Errorf("lead %d: %w", e.ID, err)
	}
	r := Row{Leads, id}
	if e.moves() {
		place, err := w.placeOf(e, id)
		if err != nil {
			return err
		}
		if err := w.editRow(a, r, ChangeMove, ActMove, place); err != nil {
			return err
		}
	}
	links := merge.Fields{}
	e.links(links)
	if err := e.makePeople(w, a, id, links); err != nil {
		return err
	}
	if err := w.editRow(a, r, ChangeEdit, actOfFields(fields), fields); err != nil {
		return err
	}
	return w.editRow(a, r, ChangeLink, ActLink, links)
}

// actOfFields calls an edit by what alone it touches.
func actOfFields(fields merge.Fields) ActKind {
	kind := ActKind("")
	for key := range fields {
		this := ActEdit
		if _, isTag := merge.TagName(key); isTag {
			this = ActTag
		} else if key == merge.Owner {
			this = ActAssign
		}
		if kind != "" && kind != this {
			return ActEdit
		}
		kind = this
	}
	if kind == "" {
		return ActEdit
	}
	return kind
}

// moves reports whether the edit puts the lead somewhere.
func (e LeadEdit) moves() bool {
	return e.StatusID != 0 || e.PipelineID != 0 || !e.LossReasonID.IsZero()
}

// fields writes what the edit sets besides the place and the links.
func (e LeadEdit) fields(w *writing, into merge.Fields) error {
	check := checker{entity: Leads, id: e.ID}
	check.text(merge.Name, e.Name, into)
	check.price(e.Price, into)
	if err := w.putOwner(&check, e.OwnerID, into); err != nil {
		return err
	}
	check.tags(e.AddTags, e.RemoveTags, into)
	if err := w.putFields(&check, e.Fields, into); err != nil {
		return err
	}
	return check.err()
}

// links writes what the edit sets of contacts and the company.
func (e LeadEdit) links(into merge.Fields) {
	for _, id := range e.Link {
		into[merge.Contact(id)] = []byte(`"` + merge.LinkPlain + `"`)
	}
	for _, id := range e.Unlink {
		into[merge.Contact(id)] = []byte("null")
	}
	if e.MainContactID != 0 {
		into[merge.Contact(e.MainContactID)] = []byte(`"` + merge.LinkMain + `"`)
	}
	putCompany(e.CompanyID, into)
}

// makePeople makes the contact and the company that a lead which is there
// already is to get. Its first contact is the main one.
func (e LeadEdit) makePeople(w *writing, a *acting, id int64, links merge.Fields) error {
	if e.Contact == nil && e.Company == nil {
		return nil
	}
	m, _, err := readMerged(w.ctx, w.tx, Leads, id)
	if err != nil {
		return fmt.Errorf("lead %d: %w", id, err)
	}
	company := e.CompanyID
	if e.Company != nil {
		r, err := w.nextRow(Companies)
		if err != nil {
			return err
		}
		if err := e.Company.create(w, a, r, 0); err != nil {
			return err
		}
		company = amo.Set(r.ID)
		putCompany(company, links)
	}
	if e.Contact == nil {
		return nil
	}
	with := *e.Contact
	if e.Company != nil {
		with.CompanyID, with.Company = company, nil
	}
	r, err := w.nextRow(Contacts)
	if err != nil {
		return err
	}
	if err := with.makeCompany(w, a); err != nil {
		return err
	}
	if err := with.create(w, a, r, 0); err != nil {
		return err
	}
	how := merge.LinkPlain
	if l, ok := m.value.(*amo.Lead); ok && len(l.Embedded.Contacts) == 0 {
		how = merge.LinkMain
	}
	links[merge.Contact(r.ID)] = []byte(`"` + how + `"`)
	return nil
}

func putCompany(id amo.Optional[int64], into merge.Fields) {
	if id.IsZero() {
		return
	}
	company, _ := id.Value() // null is none
	into[merge.Company] = number(&company)
}

// placeOf writes where the edit puts a lead.
func (w *writing) placeOf(e LeadEdit, id int64) (merge.Fields, error) {
	from, err := w.place(id)
	if err != nil {
		return nil, fmt.Errorf("lead %d: %w", id, err)
	}
	m := Move{LeadID: id, PipelineID: e.PipelineID, StatusID: e.StatusID}
	if m.StatusID == 0 {
		m.StatusID = from.statusID
	}
	if reason, set := e.LossReasonID.Value(); set {
		m.LossReasonID = &reason
	}
	to, err := w.destination(m, from)
	if err != nil {
		return nil, err
	}
	if e.LossReasonID.IsNull() && to.statusID == amo.StatusLost {
		to.loss, to.touchesLoss = nil, true
	}
	return to.fields(to), nil
}

// create makes a lead with its contact and company.
func (e LeadEdit) create(w *writing, a *acting, fields merge.Fields) error {
	if err := w.putDefaults(e, fields); err != nil {
		return err
	}
	if err := w.putMarker(fields); err != nil {
		return err
	}
	e.links(fields)
	if len(e.Link) > 0 && e.MainContactID == 0 && e.Contact == nil {
		fields[merge.Contact(e.Link[0])] = []byte(`"` + merge.LinkMain + `"`)
	}
	lead, err := w.nextRow(Leads)
	if err != nil {
		return err
	}
	contact, company := Row{}, Row{}
	if e.Contact != nil {
		if contact, err = w.nextRow(Contacts); err != nil {
			return err
		}
		fields[merge.Contact(contact.ID)] = []byte(`"` + merge.LinkMain + `"`)
	}
	if e.Company != nil {
		if company, err = w.nextRow(Companies); err != nil {
			return err
		}
		fields[merge.Company] = number(&company.ID)
	}
	changeID, err := w.createRow(a, lead, fields, 0)
	if err != nil {
		return err
	}
	if e.Company != nil {
		if err := e.Company.create(w, a, company, changeID); err != nil {
			return err
		}
	}
	if e.Contact != nil {
		with := *e.Contact
		if e.Company != nil {
			with.CompanyID = amo.Set(company.ID)
		}
		if err := with.create(w, a, contact, changeID); err != nil {
			return err
		}
	}
	if e.Contact != nil || e.Company != nil { // the lead's columns name them
		return w.remerge(Leads, lead.ID)
	}
	return nil
}

func (w *writing) nextRow(entity Entity) (Row, error) {
	id, err := w.nextLocal()
	return Row{entity, id}, err
}

// putDefaults says outright what the server would choose by itself, so that
// the person sees it at once and nothing else comes of it.
func (w *writing) putDefaults(e LeadEdit, into merge.Fields) error {
	m := Move{PipelineID: e.PipelineID, StatusID: e.StatusID}
	if m.StatusID == 0 {
		pipelineID, statusID, err := w.firstStatus(e.PipelineID)
		if err != nil {
			return err
		}
		m.PipelineID, m.StatusID = pipelineID, statusID
	}
	if reason, set := e.LossReasonID.Value(); set {
		m.LossReasonID = &reason
	}
	to, err := w.destination(m, place{pipelineID: e.PipelineID})
	if err != nil {
		return err
	}
	for key, value := range to.fields(to) {
		into[key] = value
	}
	return w.putMe(into)
}

// putMe makes the current user responsible where nobody is named.
func (w *writing) putMe(into merge.Fields) error {
	if _, named := into[merge.Owner]; named {
		return nil
	}
	me, _, err := w.whoAmI()
	if err == nil && me != 0 {
		into[merge.Owner] = number(&me)
	}
	return err
}

// firstStatus is where a new lead goes: the first status people work in, of a
// pipeline or of the main one.
func (w *writing) firstStatus(pipelineID int64) (pipeline, status int64, err error) {
	pipelines, err := decoded[amo.Pipeline](w.ctx, w.tx, `SELECT base FROM pipelines ORDER BY sort, id`)
	if err != nil {
		return 0, 0, err
	}
	var chosen *amo.Pipeline
	for i := range pipelines {
		p := &pipelines[i]
		switch {
		case pipelineID != 0 && p.ID != pipelineID:
		case chosen == nil, p.IsMain && !chosen.IsMain:
			chosen = p
		}
	}
	if chosen == nil {
		return 0, 0, &StatusError{PipelineID: pipelineID}
	}
	sortStatuses(chosen.Embedded.Statuses)
	for _, s := range chosen.Embedded.Statuses {
		if s.Type != amo.StatusUnsorted && !s.IsClosed() {
			return chosen.ID, s.ID, nil
		}
	}
	return 0, 0, &StatusError{PipelineID: chosen.ID}
}
