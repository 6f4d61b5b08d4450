package cache

import "voronka/amo"

func (w *writing) applyLeads(leads []amo.Lead) error {
	var gone []int64
	kept := make([]amo.Lead, 0, len(leads))
	for i := range leads {
		if leads[i].IsDeleted {
			gone = append(gone, leads[i].ID)
		} else {
			kept = append(kept, leads[i])
		}
	}
	if err := w.saveLeads(kept); err != nil {
		return err
	}
	return w.deleteLeads(gone)
}

func (w *writing) saveLeads(leads []amo.Lead) error {
	if len(leads) == 0 {
		return nil
	}
	ids := make([]int64, len(leads))
	for i := range leads {
		ids[i] = leads[i].ID
	}
	if err := w.keepContacts(leads, ids); err != nil {
		return err
	}
	bases, err := basesOf(leads, func(l *amo.Lead) sourced { return l })
	if err != nil {
		return err
	}
	stale, err := w.stale("leads_base", ids, bases)
	if err != nil || len(stale) == 0 {
		return err
	}
	if err := w.saveBases(Leads, ids, bases, stale); err != nil {
		return err
	}
	rows := make([]amo.Lead, len(stale))
	for n, i := range stale {
		rows[n] = leads[i]
		w.note(Leads, ids[i])
	}
	return w.saveMerged(rows)
}

// saveMerged writes leads as the person shall see them: with their unsent
// changes, their links, the values that are filtered by and the time of their
// nearest task.
func (w *writing) saveMerged(leads []amo.Lead) error {
	ids := make([]int64, len(leads))
	for i := range leads {
		ids[i] = leads[i].ID
	}
	times, err := w.taskTimes(ids)
	if err != nil {
		return err
	}
	if err := overlayRows(w.ctx, w.tx, Leads, leads, seeLead); err != nil {
		return err
	}
	if err := w.saveLinks(leads); err != nil {
		return err
	}
	if err := w.saveValues(leads); err != nil {
		return err
	}
	return w.execEach(saveLead, len(leads), func(i int) []any {
		var task *int64
		if at, known := times[ids[i]]; known {
			task = &at
		}
		return saveLeadArgs(&leads[i], task)
	})
}

// keepContacts gives leads that were read without their contacts the ones they
// had: an answer asked for less than with=contacts says nothing about them.
func (w *writing) keepContacts(leads []amo.Lead, ids []int64) error {
	var silent []int64
	for i := range leads {
		if leads[i].Embedded.Contacts == nil {
			silent = append(silent, ids[i])
		}
	}
	if len(silent) == 0 {
		return nil
	}
	known, err := decoded[amo.Lead](w.ctx, w.tx, `SELECT b.base FROM leads AS l JOIN leads_base AS b ON b.id = l.id
		WHERE l.contact_id <> 0 AND l.id IN (SELECT value FROM json_each(?))`, idArray(silent))
	if err != nil {
		return err
	}
	contacts := make(map[int64][]amo.ContactRef, len(known))
	for i := range known {
		contacts[known[i].ID] = known[i].Embedded.Contacts
	}
	for i := range leads {
		if old := contacts[ids[i]]; leads[i].Embedded.Contacts == nil && old != nil {
			if err := giveContacts(&leads[i], old); err != nil {
				return err
			}
		}
	}
	return nil
}

// giveContacts puts contacts into a lead and into the JSON it was read from.
func giveContacts(lead *amo.Lead, contacts []amo.ContactRef) error {
	lead.Embedded.Contacts = contacts
	base, err := lead.MarshalJSON()
	if err != nil {
		return err
	}
	*lead = amo.Lead{}
	return lead.UnmarshalJSON(base)
}

// deleteLeads takes leads with their links and values out of the replica.
func (w *writing) deleteLeads(ids []int64) error {
	if len(ids) == 0 {
		return nil
	}
	if err := w.deleteLinks(ids); err != nil {
		return err
	}
	if err := w.deleteValues(ids); err != nil {
		return err
	}
	return w.deleteRows(Leads, ids)
}

// saveLinks replaces the links of leads to contacts.
func (w *writing) saveLinks(leads []amo.Lead) error {
	ids := make([]int64, len(leads))
	type link struct {
		lead, contact int64
		main          bool
	}
	var links []link
	for i := range leads {
		l := &leads[i]
		ids[i] = l.ID
		main := l.MainContactID()
		for _, c := range l.Embedded.Contacts {
			links = append(links, link{l.ID, c.ID, c.ID == main})
		}
	}
	if err := w.deleteLinks(ids); err != nil {
		return err
	}
	return w.execEach(`INSERT OR REPLACE INTO lead_contacts (lead_id, contact_id, is_main) VALUES (?, ?, ?)`, len(links), func(i int) []any {
		return []any{links[i].lead, links[i].contact, links[i].main}
	})
}

func (w *writing) deleteLinks(leads []int64) error {
	_, err := w.exec(`DELETE FROM lead_contacts WHERE lead_id IN (SELECT value FROM json_each(?))`, idArray(leads))
	return err
}
