package sentence

import (
	"encoding/json"

	"voronka/cache"
	"voronka/cache/merge"
)

// Field names a field of a row as the forms do. Pipeline and status name a
// place together, so both are called the stage.
func (n Names) Field(key string, values ...json.RawMessage) string {
	t := n.Format.Texts()
	switch key {
	case merge.Name:
		return t.T("act.name")
	case merge.FirstName:
		return t.T("act.first_name")
	case merge.LastName:
		return t.T("act.last_name")
	case merge.Price:
		return t.T("lead.budget")
	case merge.Owner:
		return t.T("lead.owner")
	case merge.Status, merge.Pipeline:
		return t.T("lead.status")
	case merge.LossReason:
		return t.T("lead.loss_reason")
	case merge.Company:
		return t.T("lead.company")
	case merge.Text:
		return t.T("field_name.text")
	case merge.CompleteTill:
		return t.T("field_name.due")
	case merge.TaskType:
		return t.T("field_name.task_type")
	case merge.Completed:
		return t.T("field_name.completed")
	case merge.Result:
		return t.T("field_name.result")
	}
	if tag, ok := merge.TagName(key); ok {
		return t.T("filter.tag_is", "Tag", tag)
	}
	if id, ok := merge.ContactID(key); ok {
		return t.T("field_name.contact", "Name", n.row(cache.Contacts, id))
	}
	if id, ok := merge.FieldID(key); ok {
		return n.rule(id, values...).Field.Name
	}
	return key
}

// Value writes the value of one field; empty when it has none. Values of a
// place are written by Stage.
func (n Names) Value(key string, raw json.RawMessage) string {
	t := n.Format.Texts()
	if len(raw) == 0 || string(raw) == "null" {
		return n.absent(key)
	}
	switch key {
	case merge.Price:
		return n.Format.Money(whole(raw))
	case merge.Owner:
		return n.user(whole(raw))
	case merge.LossReason:
		return n.reason(whole(raw))
	case merge.Company:
		return n.row(cache.Companies, whole(raw))
	case merge.Status:
		return n.Stage(merge.Fields{merge.Status: raw})
	case merge.CompleteTill:
		return n.Format.DateTime(whole(raw))
	case merge.TaskType:
		return number(whole(raw))
	case merge.Completed:
		return n.yesNo(string(raw) == "true")
	}
	if _, ok := merge.TagName(key); ok {
		return n.yesNo(string(raw) == "true")
	}
	if _, ok := merge.ContactID(key); ok {
		if text(raw) == merge.LinkMain {
			return t.T("lead.main_contact")
		}
		return t.T("lead.yes")
	}
	if id, ok := merge.FieldID(key); ok {
		return n.values(n.rule(id, raw), raw)
	}
	return short(text(raw))
}

// absent writes that a field has no value: for what is or is not, that is an
// answer.
func (n Names) absent(key string) string {
	_, tag := merge.TagName(key)
	_, contact := merge.ContactID(key)
	if tag || contact || key == merge.Completed {
		return n.yesNo(false)
	}
	return ""
}

func (n Names) yesNo(yes bool) string {
	if yes {
		return n.Format.Texts().T("lead.yes")
	}
	return n.Format.Texts().T("lead.no")
}

// Stage writes the place that fields name: the stage, and the pipeline when
// they name that too.
func (n Names) Stage(f merge.Fields) string {
	stage := n.StageAlone(f)
	if stage != "" && whole(f[merge.Pipeline]) != 0 && len(n.Pipelines) > 1 {
		return n.pipeline(f) + " · " + stage
	}
	return stage
}

// StageAlone writes the stage that fields name, without the pipeline.
func (n Names) StageAlone(f merge.Fields) string {
	if whole(f[merge.Status]) == 0 {
		return ""
	}
	return n.stage(f)
}

// Clash says who has set the field of a conflict to what.
func (n Names) Clash(c cache.Conflict) string {
	t := n.Format.Texts()
	value := n.Value(c.Field, c.Theirs)
	if value == "" {
		value = t.T("lead.empty_value")
	}
	if c.TheirsBy == 0 {
		return t.T("field.changed", "Value", value)
	}
	return t.T("field.changed_by", "Who", n.user(c.TheirsBy), "Value", value)
}
