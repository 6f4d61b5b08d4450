package people

import (
	"encoding/json"
	"maps"

	"voronka/ui/input"
)

// kept is what was typed into a form and not saved.
type kept struct {
	Fields map[string]keptField `json:"fields,omitempty"`
	Names  map[int64]string     `json:"names,omitempty"` // of choices that were found or are to be made
	Add    []string             `json:"add,omitempty"`   // tags
	Remove []string             `json:"remove,omitempty"`
}

// keptField is what was typed, and over what: when there is something else by
// now, that is offered.
type keptField struct {
	Was   input.Typed `json:"was"`
	Typed input.Typed `json:"typed"`
}

// keep keeps what is typed; nothing drops what was kept.
func (f *Form) keep() {
	if f.scene == nil {
		return
	}
	b, err := f.typing()
	if err != nil {
		f.failed(err)
		return
	}
	f.drafts.Keep(draftKey(f.scene.subject), b)
}

// typing is what is typed as it is kept, nil for nothing.
func (f *Form) typing() ([]byte, error) {
	if f.changes() == 0 {
		return nil, nil
	}
	k := kept{Fields: map[string]keptField{}, Names: maps.Clone(f.names)}
	k.Add, k.Remove = f.tags.Changes()
	for _, x := range f.fields {
		if x.Changed() {
			k.Fields[x.Key] = keptField{x.Read(), x.Typed()}
		}
	}
	return json.Marshal(k)
}

// drop forgets what is typed.
func (f *Form) drop() { f.drafts.Keep(draftKey(f.scene.subject), nil) }

// restore puts back what was kept. A draft that cannot be read, as of another
// version, counts as none.
func (f *Form) restore(b []byte) {
	var k kept
	if len(b) == 0 || json.Unmarshal(b, &k) != nil {
		return
	}
	maps.Copy(f.names, k.Names)
	for id := range k.Names {
		f.fresh = min(f.fresh, id)
	}
	f.tags.Apply(k.Add, k.Remove)
	for _, x := range f.fields {
		kept, ok := k.Fields[x.Key]
		if !ok {
			continue
		}
		now := x.Typed()
		if len(kept.Typed.Picked) == 1 && f.names[kept.Typed.Picked[0]] != "" {
			f.filling = true
			x.Choose(kept.Typed.Picked[0], f.names[kept.Typed.Picked[0]])
			f.filling = false
		} else {
			x.Restore(kept.Typed)
		}
		if x.Changed() && !kept.Was.Same(now) {
			x.Offer(x.Was(), "")
		}
	}
}

// Cancel takes back what was typed; a form of something new is left.
func (f *Form) Cancel() {
	if f.scene == nil {
		return
	}
	f.drop()
	if f.scene.subject.ID == 0 {
		f.leave()
		return
	}
	for _, x := range f.fields {
		if x.Changed() || x.Offered() {
			x.SetValues(f.valuesOf(x.Key))
		}
	}
	f.tags.Revert()
	f.setTwin(nil)
	f.arrange()
}

// leave is the end of a form of something new.
func (f *Form) leave() {
	f.Show(Subject{})
	f.p.On.Left()
}
