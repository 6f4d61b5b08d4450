package amo

// The pairs of methods here give every entity its memory of the JSON it was
// read from; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (v *Lead) UnmarshalJSON(b []byte) error {
	type plain Lead
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Lead) MarshalJSON() ([]byte, error) {
	type plain Lead
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *LeadEmbedded) UnmarshalJSON(b []byte) error {
	type plain LeadEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v LeadEmbedded) MarshalJSON() ([]byte, error) {
	type plain LeadEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *ContactRef) UnmarshalJSON(b []byte) error {
	type plain ContactRef
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v ContactRef) MarshalJSON() ([]byte, error) {
	type plain ContactRef
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *CompanyRef) UnmarshalJSON(b []byte) error {
	type plain CompanyRef
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v CompanyRef) MarshalJSON() ([]byte, error) {
	type plain CompanyRef
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *LeadRef) UnmarshalJSON(b []byte) error {
	type plain LeadRef
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v LeadRef) MarshalJSON() ([]byte, error) {
	type plain LeadRef
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *CatalogElement) UnmarshalJSON(b []byte) error {
	type plain CatalogElement
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v CatalogElement) MarshalJSON() ([]byte, error) {
	type plain CatalogElement
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *LossReason) UnmarshalJSON(b []byte) error {
	type plain LossReason
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v LossReason) MarshalJSON() ([]byte, error) {
	type plain LossReason
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Contact) UnmarshalJSON(b []byte) error {
	type plain Contact
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Contact) MarshalJSON() ([]byte, error) {
	type plain Contact
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *ContactEmbedded) UnmarshalJSON(b []byte) error {
	type plain ContactEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v ContactEmbedded) MarshalJSON() ([]byte, error) {
	type plain ContactEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Company) UnmarshalJSON(b []byte) error {
	type plain Company
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Company) MarshalJSON() ([]byte, error) {
	type plain Company
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *CompanyEmbedded) UnmarshalJSON(b []byte) error {
	type plain CompanyEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v CompanyEmbedded) MarshalJSON() ([]byte, error) {
	type plain CompanyEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Tag) UnmarshalJSON(b []byte) error {
	type plain Tag
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Tag) MarshalJSON() ([]byte, error) {
	type plain Tag
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *FieldValues) UnmarshalJSON(b []byte) error {
	type plain FieldValues
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v FieldValues) MarshalJSON() ([]byte, error) {
	type plain FieldValues
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Task) UnmarshalJSON(b []byte) error {
	type plain Task
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Task) MarshalJSON() ([]byte, error) {
	type plain Task
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Pipeline) UnmarshalJSON(b []byte) error {
	type plain Pipeline
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Pipeline) MarshalJSON() ([]byte, error) {
	type plain Pipeline
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *PipelineEmbedded) UnmarshalJSON(b []byte) error {
	type plain PipelineEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v PipelineEmbedded) MarshalJSON() ([]byte, error) {
	type plain PipelineEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Status) UnmarshalJSON(b []byte) error {
	type plain Status
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Status) MarshalJSON() ([]byte, error) {
	type plain Status
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Account) UnmarshalJSON(b []byte) error {
	type plain Account
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Account) MarshalJSON() ([]byte, error) {
	type plain Account
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *AccountEmbedded) UnmarshalJSON(b []byte) error {
	type plain AccountEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v AccountEmbedded) MarshalJSON() ([]byte, error) {
	type plain AccountEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserGroup) UnmarshalJSON(b []byte) error {
	type plain UserGroup
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v UserGroup) MarshalJSON() ([]byte, error) {
	type plain UserGroup
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *TaskType) UnmarshalJSON(b []byte) error {
	type plain TaskType
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v TaskType) MarshalJSON() ([]byte, error) {
	type plain TaskType
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *DatetimeSettings) UnmarshalJSON(b []byte) error {
	type plain DatetimeSettings
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v DatetimeSettings) MarshalJSON() ([]byte, error) {
	type plain DatetimeSettings
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *User) UnmarshalJSON(b []byte) error {
	type plain User
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v User) MarshalJSON() ([]byte, error) {
	type plain User
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserRights) UnmarshalJSON(b []byte) error {
	type plain UserRights
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v UserRights) MarshalJSON() ([]byte, error) {
	type plain UserRights
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *StatusRights) UnmarshalJSON(b []byte) error {
	type plain StatusRights
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v StatusRights) MarshalJSON() ([]byte, error) {
	type plain StatusRights
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *UserEmbedded) UnmarshalJSON(b []byte) error {
	type plain UserEmbedded
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v UserEmbedded) MarshalJSON() ([]byte, error) {
	type plain UserEmbedded
	return encode(plain(v), v.Source)
}

// UnmarshalJSON reads the entity and remembers its source.
func (v *Role) UnmarshalJSON(b []byte) error {
	type plain Role
	return decode(b, (*plain)(v), &v.Source)
}

// MarshalJSON writes the entity over its source.
func (v Role) MarshalJSON() ([]byte, error) {
	type plain Role
	return encode(plain(v), v.Source)
}
