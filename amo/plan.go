package amo

import (
	"encoding/json"
	"fmt"
	"reflect"
	"slices"
	"strings"
)

// form is how a Go type stands in JSON.
type form uint8

const (
	formInt       form = iota // int64
	formIntRef                // *int64
	formString                // string
	formStringRef             // *string
	formStamp                 // Stamp
	formBool                  // bool
	formNumber                // json.Number
	formRaw                   // json.RawMessage, FieldValue
	formObject                // an entity
	formList                  // a list of entities or raw values
	formWords                 // map[string]string
)

// shape is a form with what it is made of.
type shape struct {
	form form
	elem *shape // of a list
	plan *plan  // of an object
	list int    // number of a list, which its usual length is remembered under
}

// plan says which field of an entity's type belongs to which JSON key.
type plan struct {
	typ    reflect.Type
	source int // index of the embedded Source
	fields []field
	byKey  map[string]int
}

// field is one field of an entity with a JSON key.
type field struct {
	key      string
	quoted   string // "key":
	index    int
	shape    *shape
	omitZero bool
}

// find looks a key up. guess is where the key is if the server's order is that
// of the type, which it mostly is.
func (p *plan) find(key []byte, guess int) (int, bool) {
	if guess < len(p.fields) && p.fields[guess].key == string(key) {
		return guess, true
	}
	i, ok := p.byKey[string(key)]
	return i, ok
}

// planSet holds the plans of all entities. It is made once and only read then.
type planSet struct {
	byType map[reflect.Type]*plan
	lists  int
}

// plans are fixed by the types of this package.
var plans = newPlans(slices.Concat(entityTypes(), valueTypes(), noteTypes())...)

// entityTypes are what answers hold; the types inside of them need no mention.
func entityTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[Account](), reflect.TypeFor[User](), reflect.TypeFor[Role](), reflect.TypeFor[Currency](),
		reflect.TypeFor[Pipeline](), reflect.TypeFor[LossReason](), reflect.TypeFor[CustomField](), reflect.TypeFor[Catalog](), reflect.TypeFor[Element](), reflect.TypeFor[FieldGroup](),
		reflect.TypeFor[Lead](), reflect.TypeFor[Contact](), reflect.TypeFor[Company](), reflect.TypeFor[Link](),
		reflect.TypeFor[Task](), reflect.TypeFor[Note](), reflect.TypeFor[Event](), reflect.TypeFor[EventType](),
		reflect.TypeFor[Unsorted](), reflect.TypeFor[UnsortedSummary](), reflect.TypeFor[Webhook](),
		reflect.TypeFor[receipt](), reflect.TypeFor[complexReceipt](),
	}
}

// valueTypes are the values of custom fields.
func valueTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[Text](), reflect.TypeFor[TrackingData](), reflect.TypeFor[URL](), reflect.TypeFor[Number](),
		reflect.TypeFor[Checkbox](), reflect.TypeFor[Date](), reflect.TypeFor[DateTime](), reflect.TypeFor[Enum](),
		reflect.TypeFor[Multitext](), reflect.TypeFor[AddressPart](), reflect.TypeFor[LegalEntity](), reflect.TypeFor[InvoiceItem](),
		reflect.TypeFor[LinkedEntity](), reflect.TypeFor[ChainedItem](), reflect.TypeFor[File](), reflect.TypeFor[Payer](),
		reflect.TypeFor[Supplier](),
	}
}

// noteTypes are the params of notes.
func noteTypes() []reflect.Type {
	return []reflect.Type{
		reflect.TypeFor[CommonNote](), reflect.TypeFor[CallNote](), reflect.TypeFor[ServiceNote](), reflect.TypeFor[CashierNote](),
		reflect.TypeFor[GeoNote](), reflect.TypeFor[SMSNote](), reflect.TypeFor[AttachmentNote](),
	}
}

func newPlans(roots ...reflect.Type) *planSet {
	s := &planSet{byType: map[reflect.Type]*plan{}}
	for _, t := range roots {
		s.add(t)
	}
	return s
}

func (s *planSet) add(t reflect.Type) *plan {
	if p, ok := s.byType[t]; ok {
		return p
	}
	p := &plan{typ: t, source: -1, byKey: map[string]int{}}
	s.byType[t] = p
	for i := range t.NumField() {
		f := t.Field(i)
		if f.Type == reflect.TypeFor[Source]() {
			p.source = i
			continue
		}
		key, options, _ := strings.Cut(f.Tag.Get("json"), ",")
		if key == "-" {
			continue
		}
		p.byKey[key] = len(p.fields)
		p.fields = append(p.fields, field{
			key: key, quoted: `"` + key + `":`, index: i, shape: s.shape(f.Type), omitZero: options == "omitzero",
		})
	}
	if p.source < 0 {
		panic(fmt.Sprintf("amo: %s has no Source", t))
	}
	return p
}

func (s *planSet) shape(t reflect.Type) *shape {
	switch t {
	case reflect.TypeFor[int64]():
		return &shape{form: formInt}
	case reflect.TypeFor[*int64]():
		return &shape{form: formIntRef}
	case reflect.TypeFor[string]():
		return &shape{form: formString}
	case reflect.TypeFor[*string]():
		return &shape{form: formStringRef}
	case reflect.TypeFor[Stamp]():
		return &shape{form: formStamp}
	case reflect.TypeFor[bool]():
		return &shape{form: formBool}
	case reflect.TypeFor[json.Number]():
		return &shape{form: formNumber}
	case reflect.TypeFor[json.RawMessage](), reflect.TypeFor[FieldValue]():
		return &shape{form: formRaw}
	case reflect.TypeFor[map[string]string]():
		return &shape{form: formWords}
	}
	switch t.Kind() {
	case reflect.Struct:
		return &shape{form: formObject, plan: s.add(t)}
	case reflect.Slice:
		sh := &shape{form: formList, elem: s.shape(t.Elem()), list: s.lists}
		s.lists++
		return sh
	default:
		panic(fmt.Sprintf("amo: no form for %s", t))
	}
}

// planOf is the plan of an entity's type.
func planOf[T any]() *plan {
	p, ok := plans.byType[reflect.TypeFor[T]()]
	if !ok {
		panic(fmt.Sprintf("amo: no plan for %s", reflect.TypeFor[T]()))
	}
	return p
}
