package lead

import (
	"errors"

	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/field"
)

// tellClashes asks at each field for the decision of its conflict, and above
// them all for those of what has no field of its own.
func (d *details) tellClashes() {
	names := d.v.names()
	at := make(map[*field.Field]field.Clash)
	d.others = nil
	for _, c := range d.v.scene.clashes {
		f, key := d.field(fieldKey(c.Field)), c.Field
		switch c.Field {
		case merge.Status, merge.Pipeline, merge.LossReason: // they say together where the lead stands
			f, key = d.stage.field, ""
			if _, told := at[f]; told && c.Field != merge.Status {
				continue
			}
		}
		clash := field.Clash{Text: names.Clash(c), Mine: d.v.decide(c, key, cache.TakeMine), Theirs: d.v.decide(c, key, cache.TakeTheirs)}
		if f != nil {
			at[f] = clash
			continue
		}
		clash.Text = names.Field(c.Field, c.Before, c.Mine, c.Theirs) + ". " + clash.Text
		d.others = append(d.others, field.NewClash(d.v.texts(), c.Field, clash))
	}
	for _, f := range d.fields {
		f.SetClash(at[f.Field])
	}
	d.stage.field.SetClash(at[d.stage.field])
}

// decide decides a conflict, or with an empty key all those of its change.
// What was decided elsewhere meanwhile needs no telling.
func (v *view) decide(c cache.Conflict, key string, take cache.Take) func() {
	return func() {
		v.panel.run(func() (cache.Act, error) {
			return v.p.Replica.Resolve(v.panel.ctx, c.ChangeID, key, cache.Choice{Take: take})
		}, func(err error) {
			if err != nil && !errors.Is(err, cache.ErrNotFound) {
				v.p.On.Failed(err)
			}
		})
	}
}
