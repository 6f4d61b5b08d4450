package amo

// The pairs of methods here give every entity its memory of the JSON it was
// read from; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (l *Lead) UnmarshalJSON(b []byte) error { return decode(b, l) }

// MarshalJSON writes the entity over its source.
func (l Lead) MarshalJSON() ([]byte, error) { return encode(&l) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LeadEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LeadEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ContactRef) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ContactRef) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CompanyRef) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CompanyRef) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LeadRef) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LeadRef) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CatalogElement) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CatalogElement) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LossReason) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LossReason) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Contact) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Contact) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ContactEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ContactEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Company) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Company) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CompanyEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CompanyEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Tag) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Tag) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (f *FieldValues) UnmarshalJSON(b []byte) error { return decode(b, f) }

// MarshalJSON writes the entity over its source.
func (f FieldValues) MarshalJSON() ([]byte, error) { return encode(&f) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Task) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Task) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Pipeline) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Pipeline) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *PipelineEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v PipelineEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (s *Status) UnmarshalJSON(b []byte) error { return decode(b, s) }

// MarshalJSON writes the entity over its source.
func (s Status) MarshalJSON() ([]byte, error) { return encode(&s) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Account) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Account) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *AccountEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v AccountEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserGroup) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UserGroup) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *TaskType) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v TaskType) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *DatetimeSettings) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v DatetimeSettings) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *User) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v User) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserRights) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UserRights) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *StatusRights) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v StatusRights) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v UserEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Role) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Role) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ElementMetadata) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ElementMetadata) MarshalJSON() ([]byte, error) { return encode(&v) }
