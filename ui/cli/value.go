package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strconv"
	"strings"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/input"
	"voronka/ui/phone"
)

// valueError says that what was typed cannot stand in a field.
type valueError struct {
	field   string // as the person calls it
	mistake input.Mistake
	closed  bool // nobody fills it in from here
}

func (e *valueError) Error() string {
	return fmt.Sprintf("value of %q: %s", e.field, e.mistake.Reason)
}

// unknownError says that nothing of a kind has the name or id.
type unknownError struct {
	say  phrase
	name string
}

func (e *unknownError) Error() string { return fmt.Sprintf("%s: %q", e.say, e.name) }

// values turns texts into values of one entity's fields.
type values struct {
	rule   input.Rule // of no field yet
	fields []amo.CustomField
	was    []amo.FieldValues     // of the row
	edits  map[int64][]amo.Value // set so far
	order  []int64               // of edits
	users  []amo.User

	find     func(string) (int64, error)          // a company
	elements func(int64) ([]cache.Element, error) // of a catalog
}

// values prepares for the assignments to one row.
func (r *run) values(ctx context.Context, s *session, entity cache.Entity, was []amo.FieldValues) (*values, error) {
	format, err := s.format(ctx, r.texts())
	if err != nil {
		return nil, err
	}
	fields, err := s.Store.CustomFields(ctx, entity)
	if err != nil {
		return nil, err
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return nil, err
	}
	return &values{
		rule: input.Rule{Format: format}, fields: fields, was: was, edits: map[int64][]amo.Value{}, users: users,
		find: func(name string) (int64, error) { return s.company(ctx, name) },
		elements: func(catalog int64) ([]cache.Element, error) {
			return s.Store.Elements(ctx, cache.ElementQuery{CatalogID: catalog})
		},
	}, nil
}

// company finds a company by its id or whole name.
func (s *session) company(ctx context.Context, name string) (int64, error) {
	if name == "" {
		return 0, nil
	}
	id, err := strconv.ParseInt(name, 10, 64)
	if err == nil && id != 0 {
		d, err := s.Store.Company(ctx, id)
		if errors.Is(err, cache.ErrNotFound) {
			return 0, &unknownError{noCompany, name}
		}
		return d.Company.ID, err
	}
	list, err := s.Store.Companies(ctx, cache.ContactQuery{Text: name})
	if err != nil {
		return 0, err
	}
	list = slices.DeleteFunc(list, func(c cache.CompanyRow) bool { return !strings.EqualFold(c.Name, name) })
	if len(list) != 1 {
		return 0, &unknownError{noCompany, name}
	}
	return list[0].ID, nil
}

// owner finds a user by id, name or e-mail.
func (v *values) owner(name string) (int64, error) {
	var found []int64
	for _, u := range v.users {
		if strconv.FormatInt(u.ID, 10) == name {
			return u.ID, nil
		}
		if strings.EqualFold(u.Name, name) || strings.EqualFold(u.Email, name) {
			found = append(found, u.ID)
		}
	}
	if len(found) != 1 {
		return 0, &unknownError{noUser, name}
	}
	return found[0], nil
}

// price reads a budget; an empty text is none.
func (v *values) price(text string) (int64, error) {
	rule := v.rule
	rule.Field = amo.CustomField{Type: amo.FieldNumeric}
	rule.Whole = true
	out := rule.Check(input.Typed{Text: text}, nil)
	if out.Mistake.Reason != "" {
		return 0, &valueError{field: keyPrice, mistake: out.Mistake}
	}
	if len(out.Values) == 0 {
		return 0, nil
	}
	n, ok := out.Values[0].(amo.Number)
	sum, whole := input.Sum(n)
	if !ok || !whole {
		return 0, &valueError{field: keyPrice, mistake: input.Mistake{Reason: input.NotWhole}}
	}
	return sum, nil
}

// byCode finds the field that holds phones or e-mails.
func (v *values) byCode(key string) (int64, error) {
	for _, f := range v.fields {
		if f.Code != nil && strings.EqualFold(*f.Code, key) {
			return f.ID, nil
		}
	}
	return 0, &unknownError{noField, key}
}

// set gives a custom field the value a text stands for.
func (v *values) set(id int64, a assignment) error {
	at := slices.IndexFunc(v.fields, func(f amo.CustomField) bool { return f.ID == id })
	if at < 0 {
		return &unknownError{noField, a.key}
	}
	rule := v.rule
	rule.Field = v.fields[at]
	was, touched := v.edits[id]
	if !touched {
		v.order = append(v.order, id)
		for _, have := range v.was {
			if have.FieldID == id {
				was = have.Typed(rule.Field.Type)
			}
		}
	}
	typed, err := v.typed(rule, a, was)
	if err != nil {
		return err
	}
	out := rule.Check(typed, was)
	if out.Mistake.Reason != "" {
		return &valueError{field: rule.Field.Name, mistake: out.Mistake}
	}
	v.edits[id] = out.Values
	return nil
}

// changes are the edits of all fields that were set.
func (v *values) changes() []cache.FieldEdit {
	edits := make([]cache.FieldEdit, 0, len(v.order))
	for _, id := range v.order {
		edits = append(edits, cache.FieldEdit{FieldID: id, Values: v.edits[id]})
	}
	return edits
}

// typed is how a text would stand in the form.
func (v *values) typed(rule input.Rule, a assignment, was []amo.Value) (input.Typed, error) {
	before, editable := rule.Read(was)
	closed := &valueError{field: rule.Field.Name, closed: true}
	if rule.Shape() == input.Fixed {
		return input.Typed{}, closed
	}
	if a.value == "" && !a.add {
		return input.Typed{}, nil
	}
	if a.add && !editable {
		return input.Typed{}, closed
	}
	switch rule.Shape() {
	case input.Flag:
		return flagOf(rule, a.value)
	case input.One, input.Many:
		return choicesOf(rule, a, before)
	case input.Chain:
		return v.elementsOf(rule, a, before)
	case input.Lines:
		return linesOf(rule, a, before), nil
	case input.Address, input.Firm:
		return partsOf(rule, a, before)
	}
	if a.add {
		return input.Typed{}, &valueError{field: rule.Field.Name, mistake: input.Mistake{Reason: input.NotChoice}}
	}
	return input.Typed{Text: a.value}, nil
}

func flagOf(rule input.Rule, text string) (input.Typed, error) {
	texts := rule.Format.Texts()
	switch strings.ToLower(text) {
	case "true", "1", "yes", strings.ToLower(texts.T("lead.yes")):
		return input.Typed{Text: input.Yes}, nil
	case "false", "0", "no", strings.ToLower(texts.T("lead.no")):
		return input.Typed{Text: input.No}, nil
	}
	return input.Typed{}, &valueError{field: rule.Field.Name, mistake: input.Mistake{Reason: input.NotChoice}}
}

// choicesOf finds choices by id or by their text. Several stand between
// commas, unless the whole is the text of one.
func choicesOf(rule input.Rule, a assignment, before input.Typed) (input.Typed, error) {
	var out input.Typed
	if a.add && rule.Shape() == input.Many {
		out.Picked = slices.Clone(before.Picked)
	}
	parts := []string{a.value}
	if _, whole := choiceOf(rule, a.value); !whole && rule.Shape() == input.Many {
		parts = strings.Split(a.value, ",")
	}
	for _, part := range parts {
		id, ok := choiceOf(rule, strings.TrimSpace(part))
		if !ok {
			return input.Typed{}, &valueError{field: rule.Field.Name, mistake: input.Mistake{Reason: input.NotChoice}}
		}
		if !slices.Contains(out.Picked, id) {
			out.Picked = append(out.Picked, id)
		}
	}
	return out, nil
}

func choiceOf(rule input.Rule, text string) (int64, bool) {
	for _, e := range rule.Field.Enums {
		if strings.EqualFold(e.Value, text) || strconv.FormatInt(e.ID, 10) == text {
			return e.ID, true
		}
	}
	return 0, false
}

// linesOf reads phones and the like, with commas between them and perhaps the
// kind before each: "MOB:+998901234567". What was there keeps its kind.
func linesOf(rule input.Rule, a assignment, before input.Typed) input.Typed {
	var out input.Typed
	if a.add {
		out.Lines = slices.Clone(before.Lines)
	}
	kinds := rule.Kinds()
	for _, part := range strings.Split(a.value, ",") {
		part = strings.TrimSpace(part)
		line := input.Line{Text: part}
		if len(kinds) > 0 {
			line.Kind = kinds[0]
		}
		at := slices.IndexFunc(before.Lines, func(l input.Line) bool { return sameLine(rule, l.Text, part) })
		if kind, text, ok := strings.Cut(part, ":"); ok && slices.Contains(kinds, kind) {
			line = input.Line{Kind: kind, Text: strings.TrimSpace(text)}
		} else if at >= 0 {
			line = before.Lines[at]
		}
		if !slices.Contains(out.Lines, line) {
			out.Lines = append(out.Lines, line)
		}
	}
	return out
}

func sameLine(rule input.Rule, a, b string) bool {
	if rule.IsPhone() {
		return phone.Show(a) == phone.Show(b)
	}
	return strings.EqualFold(a, b)
}

// partsOf reads the parts of an address or a firm: a JSON object by the API's
// names, or the bare name of a firm or first line of an address. Parts that
// are not named stay.
func partsOf(rule input.Rule, a assignment, before input.Typed) (input.Typed, error) {
	parts := map[string]string{}
	for name, text := range before.Parts {
		parts[name] = text
	}
	if !strings.HasPrefix(a.value, "{") {
		parts[rule.Parts()[0].Name] = a.value
		return input.Typed{Parts: parts}, nil
	}
	named := map[string]string{}
	if err := json.Unmarshal([]byte(a.value), &named); err != nil {
		return input.Typed{}, usagef("%s: not a JSON object of texts", a.key)
	}
	for name, text := range named {
		if !slices.ContainsFunc(rule.Parts(), func(p input.Part) bool { return p.Name == name }) {
			return input.Typed{}, usagef("%s has no part %q", a.key, name)
		}
		parts[name] = text
	}
	return input.Typed{Parts: parts}, nil
}

// noneYet passes over the error of what was not loaded yet.
func noneYet(err error) error {
	if errors.Is(err, cache.ErrNotFound) {
		return nil
	}
	return err
}
