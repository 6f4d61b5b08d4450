package amo

// The memories of values of custom fields; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (v *AddressPart) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v AddressPart) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Text) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Text) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *TrackingData) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v TrackingData) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *URL) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v URL) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Checkbox) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Checkbox) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Number) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Number) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Enum) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Enum) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Multitext) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Multitext) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LegalEntity) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LegalEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LegalDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LegalDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *InvoiceItem) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v InvoiceItem) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ItemDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ItemDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Discount) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Discount) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LinkedEntity) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LinkedEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *LinkedDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v LinkedDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ChainedItem) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ChainedItem) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *File) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v File) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *FileDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v FileDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Payer) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Payer) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *PayerDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v PayerDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Supplier) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Supplier) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *SupplierDetails) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v SupplierDetails) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *Date) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Date) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *DateTime) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v DateTime) MarshalJSON() ([]byte, error) { return encode(&v) }
