package sandbox

// event is a row of the history. It is never changed.
type event struct {
	Number    int64        `json:"number"`
	UID       string       `json:"uid"`
	Type      string       `json:"type"`
	Entity    string       `json:"entity"` // lead, contact, company, task
	EntityID  int64        `json:"entity_id"`
	CreatedBy int64        `json:"created_by,omitempty"`
	CreatedAt int64        `json:"created_at"`
	After     []eventValue `json:"after,omitempty"`
	Before    []eventValue `json:"before,omitempty"`
}

func (e *event) id() int64 { return e.Number }

// eventValue is one item of value_after or value_before. Kind is its only
// member's name; which of the others count depends on it.
type eventValue struct {
	Kind      string `json:"kind"`
	ID        int64  `json:"id,omitempty"`
	Pipeline  int64  `json:"pipeline,omitempty"`
	Field     int64  `json:"field,omitempty"`
	FieldType int64  `json:"field_type,omitempty"`
	Text      string `json:"text,omitempty"`
}

func (st *state) putEvent(e *event) {
	st.noteID(kindEvents, e.Number)
	st.events.put(e)
	st.eventBy[e.UID] = e
}

// eventUID is a text of the shape amoCRM's event ids have: 26 lower-case
// characters, of which the first ten are the time, so that later ones sort
// after earlier ones.
func eventUID(at, number int64) string {
	const letters = "0123456789abcdefghjkmnpqrstvwxyz"
	var b [26]byte
	milli := at * 1000
	for i := 9; i >= 0; i-- {
		b[i] = letters[milli&31]
		milli >>= 5
	}
	n := number
	for i := 25; i >= 10; i-- {
		b[i] = letters[n&31]
		n >>= 5
	}
	return string(b[:])
}

// write writes the value as the API shows it.
func (v eventValue) write(w *writer) {
	w.object()
	w.key(v.Kind)
	w.object()
	switch v.Kind {
	case "lead_status":
		w.intField("id", v.ID)
		w.intField("pipeline_id", v.Pipeline)
	case "tag", "name_field_value":
		w.textField("name", v.Text)
	case "link":
		w.key("entity")
		w.object()
		w.textField("type", v.Text)
		w.intField("id", v.ID)
		w.endObject()
	case "custom_field_value":
		w.intField("field_id", v.Field)
		w.intField("field_type", v.FieldType)
		w.idField("enum_id", v.ID)
		w.textField("text", v.Text)
	case "sale_field_value":
		w.intField("sale", v.ID)
	case "task":
		w.textField("text", v.Text)
	case "task_deadline":
		w.intField("timestamp", v.ID)
	default: // note, responsible_user, task_type
		w.intField("id", v.ID)
	}
	w.endObject()
	w.endObject()
}

// singular is what events and hooks call a kind.
func singular(kind string) string {
	switch kind {
	case kindLeads:
		return "lead"
	case kindContacts:
		return "contact"
	case kindCompanies:
		return "company"
	}
	return "task"
}

// plural undoes singular.
func plural(entity string) string {
	for _, kind := range []string{kindLeads, kindContacts, kindCompanies} {
		if singular(kind) == entity {
			return kind
		}
	}
	return kindTasks
}
