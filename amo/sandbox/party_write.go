package sandbox

import "strings"

// createParties answers POST /api/v4/contacts and /companies.
func createParties(kind string) handler {
	return func(s *Server, r *request) reply {
		return s.writeBatch(r, kind, false, func(tx *txn, m model) int64 {
			p := tx.addParty(kind, &party{head: tx.newHead(kind)})
			tx.fillParty(m, kind, p, true)
			if p.Name == "" && len(*m.issues) == 0 {
				m.missing("name")
			}
			return p.ID
		})
	}
}

// editParties answers PATCH of many, editParty PATCH of one.
func editParties(kind string) handler {
	return func(s *Server, r *request) reply { return s.writeBatch(r, kind, true, changeParty(kind)) }
}

func editParty(kind string) handler {
	return func(s *Server, r *request) reply { return s.writeOne(r, kind, changeParty(kind)) }
}

func changeParty(kind string) change {
	return func(tx *txn, m model) int64 {
		id, given := m.reference()
		if !given {
			return 0
		}
		p := tx.party(kind, id)
		if p == nil {
			m.refuse("id")
			return 0
		}
		p.UpdatedAt, p.UpdatedBy = tx.now, tx.userID
		tx.fillParty(m, kind, p, false)
		return id
	}
}

func (tx *txn) fillParty(m model, kind string, p *party, isNew bool) {
	tx.fillHead(m, kind, &p.head, isNew)
	if kind != kindContacts {
		return
	}
	first, hasFirst := m.text("first_name")
	last, hasLast := m.text("last_name")
	if hasFirst {
		p.First = first
	}
	if hasLast {
		p.Last = last
	}
	if (hasFirst || hasLast) && !m.has("name") {
		p.Name = strings.TrimSpace(p.First + " " + p.Last)
	}
}
