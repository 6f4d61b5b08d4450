package amo

// Tag is a label of a lead, contact or company; each entity type has its own
// set. Color has no leading '#' and only leads have one.
type Tag struct {
	Source `json:"-"`

	ID    int64   `json:"id,omitzero"`
	Name  string  `json:"name,omitzero"`
	Color *string `json:"color,omitzero"`
}

// TagRef names a tag to add or delete, by ID when it is not 0, else by Name.
type TagRef struct {
	ID   int64  `json:"id,omitzero"`
	Name string `json:"name,omitzero"`
}
