package sandbox

import (
	"fmt"
	"slices"
)

// maxPrice is the largest budget the API takes.
const maxPrice = 2_147_483_647

// createLeads answers POST /api/v4/leads.
func createLeads(s *Server, r *request) reply {
	return s.writeBatch(r, kindLeads, false, func(tx *txn, m model) int64 {
		main := tx.st.mainPipeline()
		l := tx.addLead(&lead{head: tx.newHead(kindLeads), Pipeline: main.ID, Status: main.first()})
		l.Name = defaultLeadName(l.ID)
		tx.fillLead(m, l, true)
		return l.ID
	})
}

// defaultLeadName is what a lead is called that was given no name.
func defaultLeadName(id int64) string { return fmt.Sprintf("Сделка #%d", id) }

// editLeads answers PATCH /api/v4/leads, editLead PATCH /api/v4/leads/{id}.
func editLeads(s *Server, r *request) reply { return s.writeBatch(r, kindLeads, true, changeLead) }

func editLead(s *Server, r *request) reply { return s.writeOne(r, kindLeads, changeLead) }

// changeLead changes the lead a model names.
func changeLead(tx *txn, m model) int64 {
	id, given := m.reference()
	if !given {
		return 0
	}
	l := tx.lead(id)
	if l == nil {
		m.refuse("id")
		return 0
	}
	l.UpdatedAt, l.UpdatedBy = tx.now, tx.userID
	waited := tx.st.isIncoming(l)
	tx.fillLead(m, l, false)
	if waited && !tx.st.isIncoming(l) {
		// To move it out by hand is to accept it.
		if u := tx.st.waitingFor(id); u != nil {
			tx.accept(tx.unsorted(u.ID))
		}
	}
	return id
}

// fillLead applies what a model says to a lead.
func (tx *txn) fillLead(m model, l *lead, isNew bool) {
	if price, given := m.integer("price"); given {
		if price < 0 || price > maxPrice {
			m.outOfRange("price", "This value should be between 0 and 2147483647.")
		}
		l.Price = price
	}
	tx.fillHead(m, kindLeads, &l.head, isNew)
	was := l.Status
	tx.fillStatus(m, l)
	tx.fillClosing(m, l, was, isNew)
	if isNew {
		tx.fillLinks(m, l)
	}
}

// fillHead applies what leads, contacts and companies have in common.
func (tx *txn) fillHead(m model, kind string, h *head, isNew bool) {
	if name, given := m.text("name"); given && (name != "" || !isNew) {
		h.Name = name
	}
	if owner, given := tx.userField(m, "responsible_user_id"); given {
		h.Owner = owner
	}
	h.Group = tx.st.groupOf(h.Owner)
	if author, given := tx.authorField(m, "created_by"); given {
		h.CreatedBy = author
	}
	if author, given := tx.authorField(m, "updated_by"); given {
		h.UpdatedBy = author
	}
	if at, given := m.integer("created_at"); given {
		h.CreatedAt = at
	}
	if at, given := m.integer("updated_at"); given {
		h.UpdatedAt = at
	}
	tx.applyFields(m, tx.st.fields[kind], h)
	tx.applyTags(m, kind, h, isNew)
}

// fillStatus moves a lead. An ordinary status names its pipeline by itself;
// won and lost stay in the lead's unless the model names one. A pipeline
// alone means its first status, but a closed lead stays closed.
func (tx *txn) fillStatus(m model, l *lead) {
	pipelineID, hasPipeline := m.integer("pipeline_id")
	statusID, hasStatus := m.integer("status_id")
	target := tx.st.pipeline(l.Pipeline)
	if target == nil { // deleted while the lead was in the trash
		target = tx.st.mainPipeline()
	}
	switch {
	case hasPipeline:
		if target = tx.st.pipeline(pipelineID); target == nil {
			m.refuse("pipeline_id")
			return
		}
	case hasStatus:
		if p := tx.st.pipelineOf(statusID); p != nil {
			target = p
		}
	}
	if !hasStatus {
		statusID = l.Status
		if target.ID != l.Pipeline && !l.isClosed() {
			statusID = target.first()
		}
	}
	chosen := target.status(statusID)
	if chosen == nil || chosen.Unsorted && statusID != l.Status {
		m.refuse("status_id")
		return
	}
	l.Pipeline, l.Status = target.ID, statusID
}

// fillClosing keeps closed_at and the loss reason in step with the status.
func (tx *txn) fillClosing(m model, l *lead, was int64, isNew bool) {
	reason, hasReason := m.nullable("loss_reason_id")
	if hasReason && reason != 0 && tx.st.reason(reason) == nil {
		m.refuse("loss_reason_id")
	}
	closedAt, hasClosed := m.nullable("closed_at")
	if !l.isClosed() {
		l.ClosedAt, l.LossReason = 0, 0
		return
	}
	if isNew || was != l.Status || l.ClosedAt == 0 {
		l.ClosedAt = tx.now
	}
	if hasClosed && closedAt != 0 {
		l.ClosedAt = closedAt
	}
	if l.Status != statusLost {
		l.LossReason = 0
	} else if hasReason {
		l.LossReason = reason
	}
}

// fillLinks links a new lead to contacts and a company that exist.
func (tx *txn) fillLinks(m model, l *lead) {
	embedded := m.child("_embedded")
	contacts, _ := embedded.list("contacts")
	for _, item := range contacts {
		id, given := item.reference()
		if !given {
			continue
		}
		if tx.st.contacts.live.byID[id] == nil {
			item.refuse("id")
			continue
		}
		if !slices.Contains(l.Contacts, id) {
			l.Contacts = append(l.Contacts, id)
		}
		if main, _ := item.boolean("is_main"); main || l.Main == 0 {
			l.Main = id
		}
	}
	companies, _ := embedded.list("companies")
	for _, item := range companies {
		id, given := item.reference()
		switch {
		case !given:
		case tx.st.companies.live.byID[id] == nil:
			item.refuse("id")
		default:
			l.Company = id
		}
	}
}
