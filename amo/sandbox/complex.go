package sandbox

import (
	"net/http"
	"slices"
)

// The limits of POST /api/v4/leads/complex.
const (
	maxComplex       = 50
	maxComplexFields = 40
)

// createComplex answers POST /api/v4/leads/complex: leads with at most one
// contact and one company each, made together. Duplicates are not looked for,
// as for every integration that has no widget.
func createComplex(s *Server, r *request) reply {
	models, refused := r.batch(maxComplex)
	if refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(r.userID, r.now)
	made := make([]*lead, len(models))
	for i, m := range models {
		made[i] = tx.newComplex(m)
	}
	if refused := s.finish(tx, models); refused != nil {
		return *refused
	}
	w := &writer{}
	w.array()
	for i, l := range made {
		w.object()
		w.intField("id", l.ID)
		w.idField("contact_id", l.Main)
		w.idField("company_id", l.Company)
		w.key("request_id")
		w.array()
		w.text(models[i].requestID(i))
		w.endArray()
		w.boolField("merged", false)
		w.endObject()
	}
	w.endArray()
	return reply{status: http.StatusOK, contentType: typeHAL, body: w.b}
}

func (tx *txn) newComplex(m model) *lead {
	countFields(m)
	embedded := m.child("_embedded")
	contacts, _ := embedded.list(kindContacts)
	companies, _ := embedded.list(kindCompanies)
	if len(contacts) > 1 {
		embedded.outOfRange(kindContacts, "This collection should contain 1 element or less.")
	}
	if len(companies) > 1 {
		embedded.outOfRange(kindCompanies, "This collection should contain 1 element or less.")
	}
	metadata := embedded.child("metadata")
	rest := m
	rest.members = withoutParties(m.members)
	if category, given := metadata.text("category"); given {
		return tx.complexIncoming(rest, metadata, category, contacts, companies)
	}
	main := tx.st.mainPipeline()
	l := tx.addLead(&lead{head: tx.newHead(kindLeads), Pipeline: main.ID, Status: main.first()})
	l.Name = defaultLeadName(l.ID)
	tx.fillLead(rest, l, true)
	for _, item := range companies {
		l.Company = tx.complexParty(item, kindCompanies).ID
	}
	for _, item := range contacts {
		c := tx.complexParty(item, kindContacts)
		l.Contacts, l.Main = []int64{c.ID}, c.ID
		if l.Company != 0 {
			c.Company = l.Company
		}
	}
	return l
}

// complexIncoming makes an incoming record of a lead with metadata.
func (tx *txn) complexIncoming(m, metadata model, category string, contacts, companies []model) *lead {
	if !slices.Contains([]string{"sip", "forms"}, category) {
		metadata.refuse("category")
	}
	u := &unsorted{Category: category, CreatedAt: tx.now}
	u.SourceName, _ = metadata.textOrNull("form_name")
	u.SourceUID, _ = metadata.textOrNull("form_id")
	u.Metadata = asJSON(metadata.members)
	target := tx.st.mainPipeline()
	if id, given := m.integer("pipeline_id"); given {
		if p := tx.st.pipeline(id); p != nil {
			target = p
		} else {
			m.refuse("pipeline_id")
		}
	}
	u.Pipeline = target.ID
	for _, item := range contacts {
		u.hide(kindContacts, tx.hiddenParty(item, kindContacts))
	}
	for _, item := range companies {
		u.hide(kindCompanies, tx.hiddenParty(item, kindCompanies))
	}
	return tx.newIncoming(m, u, target)
}

// complexParty makes a contact or company, or takes the one an id names.
func (tx *txn) complexParty(m model, kind string) *party {
	countFields(m)
	if id, given := m.nullable("id"); given && id != 0 {
		if p := tx.party(kind, id); p != nil {
			return p
		}
		m.refuse("id")
	}
	p := tx.addParty(kind, &party{head: tx.newHead(kind)})
	tx.fillParty(m, kind, p, true)
	return p
}

func countFields(m model) {
	if values, ok := m.members["custom_fields_values"].([]any); ok && len(values) > maxComplexFields {
		m.outOfRange("custom_fields_values", "This collection should contain 40 elements or less.")
	}
}

// withoutParties is a lead's model without the entities to be made with it,
// which plain leads take for ones that exist.
func withoutParties(members map[string]any) map[string]any {
	out := make(map[string]any, len(members))
	for name, v := range members {
		out[name] = v
	}
	embedded, ok := members["_embedded"].(map[string]any)
	if !ok {
		return out
	}
	rest := make(map[string]any, len(embedded))
	for name, v := range embedded {
		if name != kindContacts && name != kindCompanies {
			rest[name] = v
		}
	}
	out["_embedded"] = rest
	return out
}

// listCurrencies answers GET /api/v4/currencies.
func listCurrencies(_ *Server, r *request) reply {
	w := &writer{}
	w.object()
	w.self(r.href("/currencies"))
	w.key("_embedded")
	w.object()
	w.key("currencies")
	w.array()
	for _, c := range [][3]string{{"UZS", "Uzbekistan sum", "soʻm"}, {"RUB", "Russian ruble", "₽"}, {"USD", "US dollar", "$"}, {"EUR", "Euro", "€"}} {
		w.object()
		w.textField("code", c[0])
		w.textField("name", c[1])
		w.textField("symbol", c[2])
		w.endObject()
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return reply{status: http.StatusOK, contentType: typeHAL, body: w.b}
}
