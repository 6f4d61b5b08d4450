package amo

// The memories of what leads are worked with: fields, links, incoming leads,
// webhooks; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (v *Currency) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Currency) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Catalog) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Catalog) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Element) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Element) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CustomField) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CustomField) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *FieldEnum) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v FieldEnum) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *FieldStatus) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v FieldStatus) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ChainedList) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ChainedList) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *NestedEnum) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v NestedEnum) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *FieldGroup) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v FieldGroup) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Link) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Link) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LinkMetadata) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LinkMetadata) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *StatusDescription) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v StatusDescription) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *RoleEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v RoleEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (u *Unsorted) UnmarshalJSON(b []byte) error { return decode(b, u) }

// MarshalJSON writes the entity over its source.
func (u Unsorted) MarshalJSON() ([]byte, error) { return encode(&u) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UnsortedEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UnsortedEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UnsortedSummary) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UnsortedSummary) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UnsortedCategories) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UnsortedCategories) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UnsortedCount) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UnsortedCount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (w *Webhook) UnmarshalJSON(b []byte) error { return decode(b, w) }

// MarshalJSON writes the entity over its source.
func (w Webhook) MarshalJSON() ([]byte, error) { return encode(&w) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserRef) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UserRef) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (r *receipt) UnmarshalJSON(b []byte) error { return decode(b, r) }

// MarshalJSON writes the entity over its source.
func (r receipt) MarshalJSON() ([]byte, error) { return encode(&r) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *complexReceipt) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v complexReceipt) MarshalJSON() ([]byte, error) { return encode(&v) }
