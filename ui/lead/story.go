package lead

import (
	"encoding/json"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
)

// story is a lead in words, ready to be drawn. It is made off the UI goroutine.
type story struct {
	id       int64
	line     string // number and creation
	title    string
	tags     []string
	steps    []step
	note     string // what is waiting or was refused, empty for nothing
	alarm    bool   // the note is about a refusal or a conflict
	sections []section
}

// step is one status of the lead's pipeline.
type step struct {
	status  int64
	name    string
	current bool
	passed  bool // before the current one
}

// section is a group of facts under a heading.
type section struct {
	title string // empty for the first
	facts []fact
}

// fact is a label with its value; link is what a tap on it opens, empty for none.
type fact struct{ label, value, link string }

// teller puts a lead into words.
type teller struct {
	format    *format.Format
	pipelines []amo.Pipeline
	users     []amo.User
	now       int64
}

func (t teller) tell(d cache.LeadDetail) story {
	texts := t.format.Texts()
	l := &d.Lead
	s := story{id: l.ID, title: l.Name}
	if s.title == "" {
		s.title = texts.T("card.no_name", "ID", l.ID)
	}
	s.line = texts.T("lead.created_line", "ID", l.ID, "Date", t.format.Date(l.CreatedAt))
	for _, tag := range l.Embedded.Tags {
		s.tags = append(s.tags, tag.Name)
	}
	pipeline, steps := t.steps(l)
	s.steps = steps
	s.note, s.alarm = t.note(d.Changes)
	s.sections = []section{t.details(d, pipeline), t.fields(l), t.contacts(d), t.tasks(d)}
	return s
}

// steps are the statuses the lead passes in its pipeline, won and lost last.
func (t teller) steps(l *amo.Lead) (pipeline string, steps []step) {
	for _, p := range t.pipelines {
		if p.ID != l.PipelineID {
			continue
		}
		passed := true
		for _, st := range p.Embedded.Statuses {
			current := st.ID == l.StatusID
			passed = passed && !current
			steps = append(steps, step{status: st.ID, name: st.Name, current: current, passed: passed && !st.IsClosed()})
		}
		return p.Name, steps
	}
	return "", nil
}

func (t teller) note(changes []cache.Change) (string, bool) {
	texts := t.format.Texts()
	for _, c := range changes {
		switch c.State {
		case cache.ChangeConflict:
			return texts.T("lead.conflict"), true
		case cache.ChangeRefused:
			return texts.T("lead.refused", "Reason", c.Error), true
		}
	}
	if len(changes) == 0 {
		return "", false
	}
	return texts.N("lead.pending_many", len(changes)), false
}

func (t teller) details(d cache.LeadDetail, pipeline string) section {
	texts, f, l := t.format.Texts(), t.format, &d.Lead
	s := section{facts: []fact{
		{label: texts.T("lead.budget"), value: f.Money(l.Price)},
		{label: texts.T("lead.owner"), value: orElse(t.user(l.ResponsibleUserID), texts.T("lead.no_owner"))},
		{label: texts.T("lead.pipeline"), value: pipeline},
	}}
	if d.Company != nil {
		s.facts = append(s.facts, fact{label: texts.T("lead.company"), value: d.Company.Name})
	}
	if l.StatusID == amo.StatusLost && len(l.Embedded.LossReason) > 0 {
		s.facts = append(s.facts, fact{label: texts.T("lead.loss_reason"), value: l.Embedded.LossReason[0].Name})
	}
	s.facts = append(s.facts, fact{label: texts.T("lead.updated"), value: f.Ago(l.UpdatedAt, t.now)})
	if l.ClosedAt != nil && *l.ClosedAt > 0 {
		s.facts = append(s.facts, fact{label: texts.T("lead.closed"), value: f.Date(*l.ClosedAt)})
	}
	return s
}

func (t teller) user(id int64) string {
	for _, u := range t.users {
		if u.ID == id {
			return u.Name
		}
	}
	if id == 0 {
		return ""
	}
	return "#" + strconv.FormatInt(id, 10)
}

func (t teller) fields(l *amo.Lead) section {
	s := section{title: t.format.Texts().T("lead.fields")}
	for _, f := range l.CustomFieldsValues {
		if value := t.values(f); value != "" {
			s.facts = append(s.facts, fact{label: f.FieldName, value: value, link: linkOf(f.FieldType, value)})
		}
	}
	return s
}

func (t teller) values(f amo.FieldValues) string {
	parts := make([]string, 0, len(f.Values))
	for _, v := range f.Values {
		if text := t.value(f.FieldType, v); text != "" {
			parts = append(parts, text)
		}
	}
	return strings.Join(parts, ", ")
}

// value writes one value of a custom field as the reference's section on field
// types describes them; a shape it does not know is left out rather than shown
// as JSON.
func (t teller) value(fieldType string, v amo.FieldValue) string {
	var item struct {
		Value any `json:"value"`
	}
	d := json.NewDecoder(strings.NewReader(string(v)))
	d.UseNumber()
	if err := d.Decode(&item); err != nil {
		return "" // not an object with a value: nothing a person could read
	}
	switch value := item.Value.(type) {
	case bool:
		if value {
			return t.format.Texts().T("lead.yes")
		}
		return t.format.Texts().T("lead.no")
	case json.Number:
		return t.number(fieldType, value)
	case string:
		if fieldType == "monetary" {
			return t.number(fieldType, json.Number(value))
		}
		return value
	case map[string]any:
		name, _ := value["name"].(string) // legal entities, files and links carry one
		return name
	}
	return ""
}

func (t teller) number(fieldType string, n json.Number) string {
	whole, err := n.Int64()
	if err != nil {
		return n.String()
	}
	switch fieldType {
	case "date", "birthday":
		return t.format.Date(whole)
	case "date_time":
		return t.format.DateTime(whole)
	case "monetary":
		return t.format.Money(whole)
	}
	return n.String()
}

// linkOf is the address behind a value, empty when there is none that is safe
// to open.
func linkOf(fieldType, value string) string {
	if fieldType != "url" {
		return ""
	}
	if strings.HasPrefix(value, "https://") || strings.HasPrefix(value, "http://") {
		return value
	}
	return ""
}

func (t teller) contacts(d cache.LeadDetail) section {
	s := section{title: t.format.Texts().T("lead.contacts")}
	for _, c := range d.Contacts {
		var ways []string
		for _, f := range c.CustomFieldsValues {
			if f.FieldCode != nil && (*f.FieldCode == "PHONE" || *f.FieldCode == "EMAIL") {
				ways = append(ways, t.values(f))
			}
		}
		s.facts = append(s.facts, fact{label: c.Name, value: strings.Join(ways, "\n")})
	}
	return s
}

func (t teller) tasks(d cache.LeadDetail) section {
	s := section{title: t.format.Texts().T("lead.tasks")}
	for _, task := range d.Tasks {
		if task.IsCompleted {
			continue
		}
		due, _ := t.format.Due(task.CompleteTill, t.now)
		s.facts = append(s.facts, fact{label: due, value: task.Text})
	}
	return s
}

func orElse(s, other string) string {
	if s == "" {
		return other
	}
	return s
}
