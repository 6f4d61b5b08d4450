package people

import (
	"errors"

	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/sentence"
)

// tellClashes asks at each field for the decision of its conflict, and above
// them all for those of what has no field of its own.
func (f *Form) tellClashes() {
	s := f.scene
	names := sentence.Names{Format: f.p.Format, Users: s.users, Fields: s.fields, Elements: s.elements, Rows: map[cache.Row]string{
		{Entity: cache.Companies, ID: s.person.company}: s.person.companyName,
	}}
	at := make(map[*field.Field]field.Clash)
	f.others = nil
	for _, c := range s.clashes {
		clash := field.Clash{Text: names.Clash(c), Mine: f.decide(c, cache.TakeMine), Theirs: f.decide(c, cache.TakeTheirs)}
		if x := f.field(fieldKey(c.Field)); x != nil {
			at[x] = clash
			continue
		}
		clash.Text = names.Field(c.Field, c.Before, c.Mine, c.Theirs) + ". " + clash.Text
		f.others = append(f.others, field.NewClash(f.texts(), c.Field, clash))
	}
	for _, x := range f.fields {
		x.SetClash(at[x.Field])
	}
}

// decide decides a conflict. What was decided elsewhere meanwhile needs no
// telling.
func (f *Form) decide(c cache.Conflict, take cache.Take) func() {
	return func() {
		of := f.want
		f.work.Go(func() {
			act, err := f.p.Replica.Resolve(f.ctx, c.ChangeID, c.Field, cache.Choice{Take: take})
			f.p.Do(func() {
				switch {
				case f.ctx.Err() != nil || errors.Is(err, cache.ErrNotFound):
				case err != nil:
					f.failed(err)
				default:
					f.p.On.Saved(of, act)
				}
			})
		})
	}
}
