package cache

import (
	"fmt"
	"maps"

	"voronka/amo"
	"voronka/cache/merge"
)

func (e ContactEdit) into(w *writing, a *acting) error {
	if e.ID == 0 {
		r, err := w.nextRow(Contacts)
		if err != nil {
			return err
		}
		if err := e.makeCompany(w, a); err != nil {
			return err
		}
		return e.create(w, a, r, 0)
	}
	id, err := resolve(w, e.ID)
	if err != nil {
		return fmt.Errorf("contact %d: %w", e.ID, err)
	}
	fields := merge.Fields{}
	if err := e.fields(w, fields); err != nil {
		return err
	}
	r := Row{Contacts, id}
	if _, err := readRecord(w.ctx, w.tx, Contacts, id); err != nil {
		return fmt.Errorf("contact %d: %w", id, err)
	}
	if err := e.makeCompany(w, a); err != nil {
		return err
	}
	if err := w.editRow(a, r, ChangeEdit, actOfFields(fields), fields); err != nil {
		return err
	}
	link := merge.Fields{}
	putCompany(e.CompanyID, link)
	return w.editRow(a, r, ChangeLink, ActLink, link)
}

// makeCompany makes the company the contact is to get.
func (e *ContactEdit) makeCompany(w *writing, a *acting) error {
	if e.Company == nil {
		return nil
	}
	r, err := w.nextRow(Companies)
	if err != nil {
		return err
	}
	e.CompanyID = amo.Set(r.ID)
	return e.Company.create(w, a, r, 0)
}

func (e ContactEdit) fields(w *writing, into merge.Fields) error {
	check := checker{entity: Contacts, id: e.ID}
	check.text(merge.Name, e.Name, into)
	check.text(merge.FirstName, e.FirstName, into)
	check.text(merge.LastName, e.LastName, into)
	if err := w.putOwner(&check, e.OwnerID, into); err != nil {
		return err
	}
	check.tags(e.AddTags, e.RemoveTags, into)
	if err := w.putFields(&check, e.Fields, into); err != nil {
		return err
	}
	return check.err()
}

func (e ContactEdit) create(w *writing, a *acting, r Row, bundle int64) error {
	fields := merge.Fields{}
	if err := e.fields(w, fields); err != nil {
		return err
	}
	link := merge.Fields{}
	putCompany(e.CompanyID, link)
	if bundle != 0 { // the complex call links the two
		maps.Copy(fields, link)
	}
	if err := w.putMe(fields); err != nil {
		return err
	}
	if _, err := w.createRow(a, r, fields, bundle); err != nil || bundle != 0 {
		return err
	}
	return w.editRow(a, r, ChangeLink, ActLink, link)
}

func (e CompanyEdit) into(w *writing, a *acting) error {
	if e.ID == 0 {
		r, err := w.nextRow(Companies)
		if err != nil {
			return err
		}
		return e.create(w, a, r, 0)
	}
	id, err := resolve(w, e.ID)
	if err != nil {
		return fmt.Errorf("company %d: %w", e.ID, err)
	}
	fields := merge.Fields{}
	if err := e.fields(w, fields); err != nil {
		return err
	}
	return w.editRow(a, Row{Companies, id}, ChangeEdit, actOfFields(fields), fields)
}

func (e CompanyEdit) fields(w *writing, into merge.Fields) error {
	check := checker{entity: Companies, id: e.ID}
	check.text(merge.Name, e.Name, into)
	if err := w.putOwner(&check, e.OwnerID, into); err != nil {
		return err
	}
	check.tags(e.AddTags, e.RemoveTags, into)
	if err := w.putFields(&check, e.Fields, into); err != nil {
		return err
	}
	return check.err()
}

func (e CompanyEdit) create(w *writing, a *acting, r Row, bundle int64) error {
	fields := merge.Fields{}
	if err := e.fields(w, fields); err != nil {
		return err
	}
	if err := w.putMe(fields); err != nil {
		return err
	}
	_, err := w.createRow(a, r, fields, bundle)
	return err
}
