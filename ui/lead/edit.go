package lead

import (
	"voronka/amo"
	"voronka/cache"
	"voronka/ui/input"
)

// edit is what saving does to the lead: what the person has changed, and
// nothing else. It reports false when nothing was.
func (v *view) edit() (cache.LeadEdit, bool) {
	e := cache.LeadEdit{ID: v.scene.lead().ID}
	changed := false
	if v.head.title.isChanged() {
		e.Name, changed = amo.Set(v.head.title.now), true
	}
	if v.head.tags.IsChanged() {
		e.AddTags, e.RemoveTags = v.head.tags.Changes()
		changed = true
	}
	for _, f := range v.details.changed() {
		changed = true
		values := f.Values()
		switch f.Key {
		case keyPrice:
			e.Price = amo.Set(sum(values))
		case keyOwner:
			e.OwnerID = amo.Set(first(values))
		case keyCompany:
			e.CompanyID = orNone(first(values))
		case keyLoss:
			e.LossReasonID = orNone(first(values))
		default:
			e.Fields = append(e.Fields, cache.FieldEdit{FieldID: f.ID(), Values: values})
		}
	}
	return e, changed
}

// sum is a budget; an empty one is 0.
func sum(values []amo.Value) int64 {
	for _, v := range values {
		if n, ok := v.(amo.Number); ok {
			if whole, ok := input.Sum(n); ok {
				return whole
			}
		}
	}
	return 0
}

// first is the choice of one, 0 for none.
func first(values []amo.Value) int64 {
	for _, v := range values {
		if e, ok := v.(amo.Enum); ok {
			return e.EnumID
		}
	}
	return 0
}

func orNone(id int64) amo.Optional[int64] {
	if id == 0 {
		return amo.Null[int64]()
	}
	return amo.Set(id)
}

// draft is what is typed and not saved.
func (v *view) draft() *draft {
	d := &draft{}
	if v.head.title.isChanged() {
		d.Name = &v.head.title.now
	}
	if add, remove := v.head.tags.Changes(); len(add)+len(remove) > 0 {
		d.Tags = &tagDraft{Add: add, Remove: remove}
	}
	for _, f := range v.details.changed() {
		if d.Fields == nil {
			d.Fields = make(map[string]fieldDraft)
		}
		d.Fields[f.Key] = fieldDraft{Was: f.Read(), Typed: f.Typed()}
	}
	return d
}

// restore puts a draft back and reports whether anything of it is still a
// change.
func (v *view) restore(d *draft) bool {
	if d.isEmpty() {
		return false
	}
	if d.Name != nil {
		v.head.title.restore(*d.Name)
	}
	if d.Tags != nil {
		v.head.tags.Apply(d.Tags.Add, d.Tags.Remove)
	}
	v.details.restore(d.Fields)
	return v.isChanged()
}

func (v *view) isChanged() bool {
	return v.head.title.isChanged() || v.head.tags.IsChanged() || len(v.details.changed()) > 0
}
