package input

import (
	"maps"
	"slices"
)

// Typed is what stands in a field as the person sees it, also when it is not
// valid yet. Which parts are used follows from the field's Shape. It is kept
// in drafts as JSON.
type Typed struct {
	Text     string            `json:"text,omitzero"`      // as it is typed; Yes, No or nothing of a Flag
	Picked   []int64           `json:"picked,omitempty"`   // ids of choices, or of what a search has found
	Parts    map[string]string `json:"parts,omitempty"`    // of an Address or a Firm, by the API's names
	Lines    []Line            `json:"lines,omitempty"`    // of Lines
	Elements []Element         `json:"elements,omitempty"` // of a Chain
}

// Line is one of several texts of a field, such as a phone.
type Line struct {
	Kind string `json:"kind,omitzero"` // WORK, MOB, …; empty where the field has no kinds
	Text string `json:"text,omitzero"`
	From int    `json:"from,omitzero"` // which value of the field it was, from 1; 0 for a new one
}

// The texts of a Flag.
const (
	Yes = "true"
	No  = "false"
)

// Same reports whether two states are the same to the person.
func (t Typed) Same(u Typed) bool {
	return t.Text == u.Text && slices.Equal(t.Picked, u.Picked) && sameElements(t.Elements, u.Elements) && slices.Equal(filled(t.Lines), filled(u.Lines)) &&
		maps.Equal(written(t.Parts), written(u.Parts))
}

// IsEmpty reports whether nothing is typed or chosen.
func (t Typed) IsEmpty() bool { return t.Same(Typed{}) }

// filled leaves out lines that were added and never typed into.
func filled(lines []Line) []Line {
	return slices.DeleteFunc(slices.Clone(lines), func(l Line) bool { return l.Text == "" && l.From == 0 })
}

func written(parts map[string]string) map[string]string {
	out := maps.Clone(parts)
	maps.DeleteFunc(out, func(_, text string) bool { return text == "" })
	if len(out) == 0 {
		return nil
	}
	return out
}
