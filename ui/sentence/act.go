package sentence

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/format"
	"voronka/ui/input"
)

// Names knows what the ids in an act stand for. What it does not know is named
// by its number.
type Names struct {
	Format    *format.Format
	Pipelines []amo.Pipeline
	Users     []amo.User
	Fields    []amo.CustomField // of all entities
	Reasons   []amo.LossReason
	Rows      map[cache.Row]string        // leads, contacts, companies
	Elements  map[cache.ElementRef]string // of catalogs, as Elements finds them
}

// Elements are those that the custom fields of changes name, to ask for their
// names.
func Elements(changes ...merge.Fields) []cache.ElementRef {
	var values []amo.FieldValues
	for _, fields := range changes {
		for key, raw := range fields {
			if _, ok := merge.FieldID(key); !ok || !bytes.Contains(raw, []byte(`"catalog_element_id"`)) {
				continue
			}
			var have amo.FieldValues
			if json.Unmarshal(raw, &have) == nil { // what is no list of values names none
				values = append(values, have)
			}
		}
	}
	return input.Elements(values)
}

// ActKind names what an act did, for menus and lists: "Moved to a stage".
func (n Names) ActKind(kind cache.ActKind) string {
	t := n.Format.Texts()
	switch kind {
	case cache.ActMove:
		return t.T("act.move")
	case cache.ActAssign:
		return t.T("act.assign")
	case cache.ActTag:
		return t.T("act.tag")
	case cache.ActLink:
		return t.T("act.link")
	case cache.ActCreate:
		return t.T("act.create")
	case cache.ActComplete:
		return t.T("act.complete")
	case cache.ActNote:
		return t.T("act.note")
	case cache.ActResolve:
		return t.T("act.resolve")
	}
	return t.T("act.edit")
}

// Act tells what an act did, a line for each thing: "Budget: 120 → 146".
func (n Names) Act(a cache.Act) []string {
	var lines []string
	for _, c := range a.Changes {
		lines = append(lines, n.Change(c.Row, c.Before, c.After)...)
	}
	if len(lines) == 0 {
		lines = []string{n.ActKind(a.Kind)}
	}
	return lines
}

// Change tells what becomes of a row's fields, a line for each.
func (n Names) Change(row cache.Row, before, after merge.Fields) []string {
	if row.Entity == cache.Tasks {
		return n.task(before, after)
	}
	var lines []string
	if line := n.place(before, after); line != "" {
		lines = append(lines, line)
	}
	for _, key := range after.Keys() {
		if line := n.field(key, before[key], after[key]); line != "" {
			lines = append(lines, line)
		}
	}
	return lines
}

func (n Names) pair(label, before, after string) string {
	t := n.Format.Texts()
	if before == "" {
		before = t.T("lead.empty_value")
	}
	if after == "" {
		after = t.T("lead.empty_value")
	}
	return t.T("act.pair", "Field", label, "Before", before, "After", after)
}

// place tells of a move. Pipeline and status name a place together.
func (n Names) place(before, after merge.Fields) string {
	if _, moved := after[merge.Status]; !moved {
		return ""
	}
	from, to := n.stage(before), n.stage(after)
	if whole(before[merge.Pipeline]) != whole(after[merge.Pipeline]) && len(before) > 0 {
		from, to = n.pipeline(before)+" · "+from, n.pipeline(after)+" · "+to
	}
	return n.pair(n.Format.Texts().T("lead.status"), from, to)
}

func (n Names) pipeline(f merge.Fields) string {
	id := whole(f[merge.Pipeline])
	for _, p := range n.Pipelines {
		if p.ID == id {
			return p.Name
		}
	}
	return number(id)
}

func (n Names) stage(f merge.Fields) string {
	status, pipeline := whole(f[merge.Status]), whole(f[merge.Pipeline])
	for _, p := range n.Pipelines {
		for _, s := range p.Embedded.Statuses {
			if s.ID == status && (p.ID == pipeline || pipeline == 0) {
				return s.Name
			}
		}
	}
	return number(status)
}

// field tells of one field; empty for those that others tell of.
func (n Names) field(key string, before, after json.RawMessage) string {
	t := n.Format.Texts()
	switch key {
	case merge.Status, merge.Pipeline, merge.EntityType, merge.EntityID:
		return ""
	case merge.Name:
		return n.pair(t.T("act.name"), text(before), text(after))
	case merge.FirstName:
		return n.pair(t.T("act.first_name"), text(before), text(after))
	case merge.LastName:
		return n.pair(t.T("act.last_name"), text(before), text(after))
	case merge.Price:
		return n.pair(t.T("lead.budget"), n.Format.Number(whole(before)), n.Format.Money(whole(after)))
	case merge.Owner:
		return n.pair(t.T("lead.owner"), n.user(whole(before)), n.user(whole(after)))
	case merge.LossReason:
		return n.pair(t.T("lead.loss_reason"), n.reason(whole(before)), n.reason(whole(after)))
	case merge.Company:
		return n.pair(t.T("lead.company"), n.row(cache.Companies, whole(before)), n.row(cache.Companies, whole(after)))
	case merge.Text:
		return t.T("act.note_text", "Text", short(text(after)))
	}
	return n.keyed(key, before, after)
}

// keyed tells of tags, links and custom fields.
func (n Names) keyed(key string, before, after json.RawMessage) string {
	t := n.Format.Texts()
	if tag, ok := merge.TagName(key); ok {
		if string(after) == "true" {
			return t.T("act.tag_added", "Tag", tag)
		}
		return t.T("act.tag_removed", "Tag", tag)
	}
	if id, ok := merge.ContactID(key); ok {
		name := n.row(cache.Contacts, id)
		switch text(after) {
		case merge.LinkMain:
			return t.T("act.contact_main", "Name", name)
		case merge.LinkPlain:
			return t.T("act.contact_linked", "Name", name)
		}
		return t.T("act.contact_unlinked", "Name", name)
	}
	if id, ok := merge.FieldID(key); ok {
		rule := n.rule(id, before, after)
		return n.pair(rule.Field.Name, n.values(rule, before), n.values(rule, after))
	}
	return ""
}

// rule finds the definition of a custom field, or makes one of what its values
// say.
func (n Names) rule(id int64, values ...json.RawMessage) input.Rule {
	for _, f := range n.Fields {
		if f.ID == id {
			return input.Rule{Field: f, Format: n.Format, Elements: n.Elements}
		}
	}
	def := amo.CustomField{ID: id, Name: number(id)}
	for _, raw := range values {
		var have amo.FieldValues
		if json.Unmarshal(raw, &have) == nil && have.FieldName != "" {
			def.Name, def.Type = have.FieldName, have.FieldType
		}
	}
	return input.Rule{Field: def, Format: n.Format}
}

func (n Names) values(rule input.Rule, raw json.RawMessage) string {
	var have amo.FieldValues
	if json.Unmarshal(raw, &have) != nil {
		return "" // null: the field is empty
	}
	return short(rule.Show(have.Typed(rule.Field.Type)))
}

// task tells of a task.
func (n Names) task(before, after merge.Fields) []string {
	t := n.Format.Texts()
	var lines []string
	if done, has := after[merge.Completed]; has {
		switch {
		case string(done) == "true" && text(after[merge.Result]) != "":
			lines = append(lines, t.T("act.task_done_result", "Result", short(text(after[merge.Result]))))
		case string(done) == "true":
			lines = append(lines, t.T("act.task_done"))
		case len(before) > 0:
			lines = append(lines, t.T("act.task_reopened"))
		}
	} else if result, has := after[merge.Result]; has {
		lines = append(lines, t.T("act.task_done_result", "Result", short(text(result))))
	}
	if words, has := after[merge.Text]; has {
		lines = append(lines, t.T("act.task_text", "Text", short(text(words))))
	}
	if due, has := after[merge.CompleteTill]; has {
		was := ""
		if at := whole(before[merge.CompleteTill]); at != 0 {
			was = n.Format.DateTime(at)
		}
		lines = append(lines, n.pair(t.T("lead.task_due"), was, n.Format.DateTime(whole(due))))
	}
	if owner, has := after[merge.Owner]; has && len(before) > 0 {
		lines = append(lines, n.pair(t.T("lead.owner"), n.user(whole(before[merge.Owner])), n.user(whole(owner))))
	}
	return lines
}

func (n Names) user(id int64) string {
	if id == 0 {
		return ""
	}
	for _, u := range n.Users {
		if u.ID == id {
			return u.Name
		}
	}
	return number(id)
}

func (n Names) reason(id int64) string {
	if id == 0 {
		return ""
	}
	for _, r := range n.Reasons {
		if r.ID == id {
			return r.Name
		}
	}
	return number(id)
}

func (n Names) row(entity cache.Entity, id int64) string {
	if id == 0 {
		return ""
	}
	if name := n.Rows[cache.Row{Entity: entity, ID: id}]; name != "" {
		return name
	}
	return number(id)
}

func number(id int64) string { return "#" + strconv.FormatInt(id, 10) }

func whole(raw json.RawMessage) int64 {
	n, err := strconv.ParseInt(string(raw), 10, 64)
	if err != nil {
		return 0 // null or absent
	}
	return n
}

func text(raw json.RawMessage) string {
	var s string
	if json.Unmarshal(raw, &s) != nil {
		return "" // null or absent
	}
	return s
}

// longestWords is how much of a text is told, in characters.
const longestWords = 120

func short(s string) string {
	s = strings.Join(strings.Fields(s), " ")
	if r := []rune(s); len(r) > longestWords {
		return strings.TrimSpace(string(r[:longestWords])) + "…"
	}
	return s
}
