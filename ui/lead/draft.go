package lead

import (
	"encoding/json"
	"strconv"

	"voronka/ui/input"
)

// draft is what was typed into a lead and not saved.
type draft struct {
	Name   *string               `json:"name,omitzero"`
	Tags   *tagDraft             `json:"tags,omitzero"`
	Fields map[string]fieldDraft `json:"fields,omitempty"` // by the field's key
}

type tagDraft struct {
	Add    []string `json:"add,omitempty"`
	Remove []string `json:"remove,omitempty"`
}

// fieldDraft is what was typed, and over what: when the server has something
// else by now, that is offered.
type fieldDraft struct {
	Was   input.Typed `json:"was"`
	Typed input.Typed `json:"typed"`
}

func (d *draft) isEmpty() bool {
	return d == nil || d.Name == nil && d.Tags == nil && len(d.Fields) == 0
}

func draftKey(lead int64) string { return "lead/" + strconv.FormatInt(lead, 10) }

// write is the draft as it is kept, nil for nothing typed.
func (d *draft) write() ([]byte, error) {
	if d.isEmpty() {
		return nil, nil
	}
	return json.Marshal(d)
}

// readDraft reads what was kept. A draft that cannot be read, as of another
// version, counts as none.
func readDraft(value []byte) *draft {
	var kept draft
	if value == nil || json.Unmarshal(value, &kept) != nil {
		return nil
	}
	return &kept
}
