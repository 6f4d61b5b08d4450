package people

import (
	"slices"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/input"
)

// The keys of the fields that are not custom ones, in drafts and in the ids of
// their controls. Custom fields have "cf-" and their id.
const (
	keyFirst   = "first-name"
	keyLast    = "last-name"
	keyName    = "name"
	keyCompany = "company"
	keyOwner   = "owner"
	keyLead    = "lead-name"
	keyPrice   = "price"
	keyStage   = "stage"
	keyWho     = "who" // the contact of a new lead, when it is one that exists
)

// The codes of the fields that stand before the others.
const (
	codePosition = "POSITION"
	codePhone    = "PHONE"
	codeEmail    = "EMAIL"
)

func code(def amo.CustomField) string {
	if def.Code == nil {
		return ""
	}
	return *def.Code
}

// makeFields makes the fields of the scene, with the values that were read.
func (f *Form) makeFields() {
	texts, s := f.texts(), f.scene
	f.fields = nil
	plain := func(key, label string) {
		f.add(key, field.Params{Label: label, Rule: input.Rule{Field: amo.CustomField{Type: amo.FieldText}}})
	}
	if s.subject.Entity == cache.Leads {
		plain(keyLead, texts.T("people.lead_name"))
		f.add(keyPrice, field.Params{Label: texts.T("lead.budget"), Placeholder: "0", Rule: input.Rule{Whole: true, Field: amo.CustomField{Type: amo.FieldPrice}}})
		f.add(keyStage, field.Params{Label: texts.T("lead.status"), Always: true, Rule: field.Choice(f.stages())})
		f.add(keyWho, field.Params{Label: texts.T("people.contact"), Placeholder: texts.T("people.new_or_find"), Rule: field.Choice(nil), Find: f.findContact})
	}
	switch {
	case s.isOneName():
		label := texts.T("people.name")
		if s.subject.Entity != cache.Companies {
			label = texts.T("people.whole_name")
		}
		plain(keyName, label)
	default:
		plain(keyFirst, texts.T("people.first_name"))
		plain(keyLast, texts.T("people.last_name"))
	}
	if s.subject.Entity != cache.Companies {
		f.add(keyCompany, field.Params{Label: texts.T("lead.company"), Placeholder: texts.T("people.company_hint"), Rule: field.Choice(nil), Find: f.findCompany})
	}
	for _, def := range s.fields {
		titled := code(def) == codePhone || code(def) == codeEmail
		f.add(field.CustomKey(def.ID), field.Params{Titled: titled, Rule: input.Rule{Field: def, Elements: s.elements}, FindElement: f.findElement})
	}
	// Values whose definition is not here are shown and left alone.
	for _, have := range s.person.values {
		if f.field(field.CustomKey(have.FieldID)) == nil {
			f.add(field.CustomKey(have.FieldID), field.Params{Rule: input.Rule{Field: amo.CustomField{ID: have.FieldID, Name: have.FieldName, Type: have.FieldType, IsAPIOnly: true}}})
		}
	}
	f.add(keyOwner, field.Params{Label: texts.T("lead.owner"), People: true, Always: true, Placeholder: texts.T("lead.no_owner"), Rule: field.Choice(f.owners())})
	for _, x := range f.fields {
		x.SetValues(f.valuesOf(x.Key))
	}
}

func (f *Form) owners() []amo.FieldEnum {
	var list []amo.FieldEnum
	for _, u := range f.scene.users {
		if u.Rights.IsActive || u.ID == f.scene.person.owner {
			list = append(list, amo.FieldEnum{ID: u.ID, Value: u.Name})
		}
	}
	return list
}

// stages are all stages a lead can begin at; the id of a choice is its place.
func (f *Form) stages() []amo.FieldEnum {
	var list []amo.FieldEnum
	f.places = nil
	for _, p := range f.scene.pipelines {
		for _, st := range p.Embedded.Statuses {
			if p.IsArchive || st.Type == amo.StatusUnsorted || st.ID == amo.StatusWon || st.ID == amo.StatusLost {
				continue
			}
			st.PipelineID = p.ID
			f.places = append(f.places, st)
			list = append(list, amo.FieldEnum{ID: int64(len(f.places)), Value: p.Name + " · " + st.Name})
		}
	}
	return list
}

// stage is the choice of the place a new lead was asked for at.
func (f *Form) stage() []amo.Value {
	want := f.scene.subject
	pipeline := want.PipelineID
	if pipeline == 0 {
		for _, p := range f.scene.pipelines {
			if p.IsMain {
				pipeline = p.ID
			}
		}
	}
	at := slices.IndexFunc(f.places, func(s amo.Status) bool {
		return s.PipelineID == pipeline && (want.StatusID == 0 || s.ID == want.StatusID)
	})
	if at < 0 {
		at = slices.IndexFunc(f.places, func(s amo.Status) bool { return s.PipelineID == pipeline })
	}
	if at < 0 {
		return nil
	}
	return field.Chosen(int64(at+1), f.field(keyStage).Rule().Field.Enums[at].Value)
}

func (f *Form) add(key string, p field.Params) {
	p.Name, p.Rule.Format, p.Follow = key, f.p.Format, f.p.On.Follow
	p.Today = func() format.Day { return format.DayOf(timeOf(f.p.Now(), f.p.Format)) }
	p.Changed = func() { f.typed(key) }
	p.Shaped = f.body.Arrange
	p.Gained = func(x *field.Field) { f.body.Reveal(x) }
	f.fields = append(f.fields, field.Keyed{Key: key, Field: field.New(p)})
}

func (f *Form) field(key string) *field.Field { return f.fields.Field(key) }

// valuesOf are the values of a field in what was read.
func (f *Form) valuesOf(key string) []amo.Value {
	p := f.scene.person
	switch key {
	case keyName:
		return text(p.name)
	case keyFirst:
		return text(p.first)
	case keyLast:
		return text(p.last)
	case keyCompany:
		return field.Chosen(p.company, p.companyName)
	case keyOwner:
		owner := p.owner
		if f.scene.subject.ID == 0 {
			owner = f.p.Me()
		}
		return field.Chosen(owner, f.scene.user(owner))
	case keyStage:
		return f.stage()
	}
	for _, have := range p.values {
		if field.CustomKey(have.FieldID) == key {
			return have.Typed(f.typeOf(have))
		}
	}
	return nil
}

func (f *Form) typeOf(have amo.FieldValues) string {
	for _, def := range f.scene.fields {
		if def.ID == have.FieldID {
			return def.Type
		}
	}
	return have.FieldType
}

func text(s string) []amo.Value {
	if s == "" {
		return nil
	}
	return []amo.Value{amo.Text{Value: s}}
}

// picked is the choice of a field, 0 for none.
func (f *Form) picked(key string) int64 {
	if x := f.field(key); x != nil && len(x.Typed().Picked) > 0 {
		return x.Typed().Picked[0]
	}
	return 0
}

// sections are the form's fields in the account's groups.
func (f *Form) sections() []field.Section {
	texts, s := f.texts(), f.scene
	var list []field.Section
	existing := false
	if s.subject.Entity == cache.Leads {
		list = append(list, field.Section{Blocks: f.blocks(keyLead, keyPrice, keyStage, keyOwner)})
		existing = f.picked(keyWho) != 0
		list = append(list, field.Section{Title: texts.T("people.contact"), Blocks: f.blocks(keyWho)})
		if existing {
			return append(list, field.Section{Blocks: f.blocks(keyCompany)})
		}
	}
	own := field.Section{Blocks: append(slices.Clone(f.others), f.blocks(keyName, keyFirst, keyLast, keyCompany)...)}
	var phones, emails field.Section
	groups := []field.Section{{}}
	at := map[string]int{"": 0, "default": 0}
	for _, g := range s.groups {
		if g.ID != "default" {
			at[g.ID] = len(groups)
			groups = append(groups, field.Section{Title: g.Name})
		}
	}
	for _, x := range f.fields {
		def := x.Rule().Field
		if def.ID == 0 || x.Rule().Shape() == input.Fixed && x.IsEmpty() && !x.Clashes() {
			continue
		}
		group := ""
		if def.GroupID != nil {
			group = *def.GroupID
		}
		switch code(def) {
		case codePosition:
			own.Blocks = append(own.Blocks, x.Field)
		case codePhone:
			phones = field.Section{Title: texts.T("people.phones"), Blocks: []field.Block{x.Field}}
		case codeEmail:
			emails = field.Section{Title: texts.T("people.emails"), Blocks: []field.Block{x.Field}}
		default:
			groups[at[group]].Blocks = append(groups[at[group]].Blocks, x.Field)
		}
	}
	if f.twin != nil {
		if f.twin.byEmail {
			emails.Blocks = append(emails.Blocks, f.twin)
		} else {
			phones.Blocks = append(phones.Blocks, f.twin)
		}
	}
	if s.subject.Entity != cache.Leads {
		groups[0].Blocks = append(groups[0].Blocks, f.blocks(keyOwner)...)
	}
	if len(groups[0].Blocks) > 1 || s.subject.Entity == cache.Leads {
		groups[0].Title = texts.T("people.more")
	} else {
		groups[0].Title = texts.T("lead.owner")
	}
	return append(append(append(list, own, phones, emails), groups...), f.linked()...)
}

func (f *Form) blocks(keys ...string) []field.Block {
	var list []field.Block
	for _, key := range keys {
		if x := f.field(key); x != nil {
			list = append(list, x)
		}
	}
	return list
}
