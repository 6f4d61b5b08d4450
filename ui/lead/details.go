package lead

import (
	"slices"
	"strconv"

	"voronka/amo"
	"voronka/ui/field"
	"voronka/ui/input"
)

// The keys of the lead's own fields, in drafts and in the ids of their
// controls. Custom fields have "cf-" and their id.
const (
	keyPrice   = "price"
	keyOwner   = "owner"
	keyCompany = "company"
	keyLoss    = "loss"
)

// details are the lead's own and custom fields.
type details struct {
	v      *view
	form   *field.Form
	fields field.Set // in the order they are shown
	stage  *stageRow
	card   *contactCard  // of the main contact, nil without one
	others []field.Block // conflicts about what has no field here
}

func newDetails(v *view) *details {
	d := &details{v: v, form: field.NewForm()}
	texts := v.texts()
	d.add(keyPrice, field.Params{
		Label: texts.T("lead.budget"), Placeholder: "0",
		Rule: input.Rule{Whole: true, Field: amo.CustomField{Type: amo.FieldPrice, IsComputed: v.scene.lead().IsPriceComputed}},
	})
	d.add(keyOwner, field.Params{Label: texts.T("lead.owner"), People: true, Always: true, Placeholder: texts.T("lead.no_owner"), Rule: field.Choice(d.owners())})
	d.stage = newStageRow(v)
	d.add(keyCompany, field.Params{Label: texts.T("lead.company"), Placeholder: texts.T("lead.no_company"), Rule: field.Choice(nil), Find: v.findCompany})
	d.add(keyLoss, field.Params{Label: texts.T("lead.loss_reason"), Rule: field.Choice(d.losses())})
	for _, def := range v.scene.fields {
		d.addCustom(def)
	}
	// Values whose definition is not here are shown and left alone.
	for _, have := range v.scene.lead().CustomFieldsValues {
		if d.field(field.CustomKey(have.FieldID)) == nil {
			d.addCustom(amo.CustomField{ID: have.FieldID, Name: have.FieldName, Type: have.FieldType, IsAPIOnly: true})
		}
	}
	for _, f := range d.fields {
		f.SetValues(d.valuesOf(f.Key))
	}
	d.arrange()
	return d
}

func (d *details) owners() []amo.FieldEnum {
	var list []amo.FieldEnum
	for _, u := range d.v.scene.users {
		if u.Rights.IsActive || u.ID == d.v.scene.lead().ResponsibleUserID {
			list = append(list, amo.FieldEnum{ID: u.ID, Value: u.Name})
		}
	}
	return list
}

func (d *details) losses() []amo.FieldEnum {
	list := make([]amo.FieldEnum, len(d.v.scene.reasons))
	for i, r := range d.v.scene.reasons {
		list[i] = amo.FieldEnum{ID: r.ID, Value: r.Name}
	}
	return list
}

func (d *details) addCustom(def amo.CustomField) {
	d.add(field.CustomKey(def.ID), field.Params{Rule: input.Rule{Field: def, Elements: d.v.scene.elements}, FindElement: d.v.findElement})
}

func (d *details) add(key string, p field.Params) {
	v := d.v
	p.Name, p.Rule.Format, p.Today, p.Follow = key, v.format, v.today, v.follow
	p.Changed, p.Shaped = v.changed, d.form.Arrange
	p.Gained = func(f *field.Field) { d.form.Reveal(f) }
	d.fields = append(d.fields, field.Keyed{Key: key, Field: field.New(p)})
}

func (d *details) field(key string) *field.Field { return d.fields.Field(key) }

// valuesOf are the values of a field in the lead that was read.
func (d *details) valuesOf(key string) []amo.Value {
	s, l := d.v.scene, d.v.scene.lead()
	switch key {
	case keyPrice:
		if l.Price == 0 {
			return nil
		}
		return []amo.Value{amo.Number{Value: strconv.FormatInt(l.Price, 10)}}
	case keyOwner:
		return field.Chosen(l.ResponsibleUserID, s.user(l.ResponsibleUserID))
	case keyCompany:
		name := ""
		if s.detail.Company != nil {
			name = s.detail.Company.Name
		}
		return field.Chosen(l.CompanyID(), name)
	case keyLoss:
		if l.LossReasonID == nil {
			return nil
		}
		name := ""
		if len(l.Embedded.LossReason) > 0 {
			name = l.Embedded.LossReason[0].Name
		}
		return field.Chosen(*l.LossReasonID, name)
	}
	for _, have := range l.CustomFieldsValues {
		if field.CustomKey(have.FieldID) == key {
			return have.Typed(d.typeOf(have))
		}
	}
	return nil
}

// typeOf is the type of a field's definition, or of its values where that is
// not here.
func (d *details) typeOf(have amo.FieldValues) string {
	for _, def := range d.v.scene.fields {
		if def.ID == have.FieldID {
			return def.Type
		}
	}
	return have.FieldType
}

// update takes up another state of the same lead. What the person is editing
// stays and is offered the other value.
func (d *details) update() {
	by := ""
	if l := d.v.scene.lead(); l.UpdatedBy != 0 {
		by = d.v.scene.user(l.UpdatedBy)
	}
	for _, f := range d.fields {
		f.KnowElements(d.v.scene.elements)
		f.Meet(d.valuesOf(f.Key), by)
	}
	d.stage.update()
	d.arrange()
}

// arrange shows what the lead's stage wants shown, in the account's groups.
func (d *details) arrange() {
	d.tellClashes()
	s, l := d.v.scene, d.v.scene.lead()
	own := field.Section{Blocks: append(slices.Clone(d.others), d.field(keyPrice), d.field(keyOwner), d.stage.field, d.field(keyCompany))}
	if l.StatusID == amo.StatusLost {
		own.Blocks = append(own.Blocks, d.field(keyLoss))
	}
	sections := []field.Section{own}
	at := map[string]int{"": 0, "default": 0}
	for _, g := range s.groups {
		if g.ID != "default" {
			at[g.ID] = len(sections)
			sections = append(sections, field.Section{Title: g.Name})
		}
	}
	for _, f := range d.fields {
		def := f.Rule().Field
		if def.ID == 0 {
			continue // one of the lead's own
		}
		f.SetRequired(holds(def.RequiredStatuses, l))
		if !f.Clashes() && (holds(def.HiddenStatuses, l) && !f.Changed() || f.Rule().Shape() == input.Fixed && f.IsEmpty()) {
			continue
		}
		group := ""
		if def.GroupID != nil {
			group = *def.GroupID
		}
		i := at[group]
		sections[i].Blocks = append(sections[i].Blocks, f.Field)
	}
	if main := s.mainFirst(); len(main) > 0 {
		if d.card == nil || d.card.contact.ID != main[0].ID || d.card.scene != s {
			d.card = newContactCard(d.v, main[0], true)
		}
		sections = append(sections, field.Section{Title: d.v.texts().T("lead.main_contact"), Blocks: []field.Block{d.card}})
	}
	d.form.Set(sections)
}

// holds reports whether a list of stages has the lead's.
func holds(list []amo.FieldStatus, l *amo.Lead) bool {
	return slices.ContainsFunc(list, func(s amo.FieldStatus) bool {
		return s.StatusID == l.StatusID && (s.PipelineID == l.PipelineID || s.PipelineID == 0)
	})
}

// changed are the fields the person has changed.
func (d *details) changed() field.Set {
	return slices.DeleteFunc(slices.Clone(d.fields), func(f field.Keyed) bool { return !f.Changed() })
}

// wrong are the changed fields that cannot be saved.
func (d *details) wrong() field.Set {
	return slices.DeleteFunc(d.changed(), func(f field.Keyed) bool { return f.Err().Reason == "" })
}

// revert takes back what was typed.
func (d *details) revert() {
	for _, f := range d.fields {
		if f.Changed() || f.Offered() {
			f.SetValues(d.valuesOf(f.Key))
		}
	}
	d.arrange()
}

// restore puts back what a draft has. A field that has got another value since
// then offers that.
func (d *details) restore(kept map[string]fieldDraft) {
	for _, f := range d.fields {
		k, ok := kept[f.Key]
		if !ok {
			continue
		}
		now := f.Typed()
		f.Restore(k.Typed)
		if f.Changed() && !k.Was.Same(now) {
			f.Offer(f.Was(), "")
		}
	}
	d.arrange()
}

// stageRow says where the lead stands, as a choice among all stages of all
// pipelines; another one moves the lead at once, for a move is an act of its
// own.
type stageRow struct {
	v     *view
	field *field.Field
	list  []amo.Status // as they are chosen from
}

func newStageRow(v *view) *stageRow {
	r := &stageRow{v: v}
	rule := field.Choice(nil)
	rule.Format = v.format
	r.field = field.New(field.Params{Name: "stage", Label: v.texts().T("lead.pipeline"), Always: true, Rule: rule, Changed: r.chosen})
	r.update()
	return r
}

// update shows where the lead stands now. The lead's own pipeline stands first
// among the others.
func (r *stageRow) update() {
	l := r.v.scene.lead()
	var values []amo.Value
	var enums []amo.FieldEnum
	r.list = nil
	for _, p := range r.v.scene.ownFirst() {
		if p.IsArchive && p.ID != l.PipelineID {
			continue
		}
		for _, s := range p.Embedded.Statuses {
			here := s.ID == l.StatusID && p.ID == l.PipelineID
			if s.Type == amo.StatusUnsorted && !here {
				continue
			}
			s.PipelineID = p.ID
			r.list = append(r.list, s)
			e := amo.FieldEnum{ID: int64(len(r.list)), Value: p.Name + " · " + s.Name}
			enums = append(enums, e)
			if here {
				values = []amo.Value{amo.Enum{EnumID: e.ID, Value: e.Value}}
			}
		}
	}
	r.field.SetChoices(enums)
	r.field.SetValues(values)
}

func (r *stageRow) chosen() {
	picked := r.field.Typed().Picked
	if len(picked) == 0 || picked[0] < 1 || int(picked[0]) > len(r.list) {
		return
	}
	s, l := r.list[picked[0]-1], r.v.scene.lead()
	r.update()
	if s.ID != l.StatusID || s.PipelineID != l.PipelineID {
		r.v.p.On.Move(l.ID, s.PipelineID, s.ID)
	}
}
