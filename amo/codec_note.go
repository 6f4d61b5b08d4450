package amo

// The memories of notes; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (n *Note) UnmarshalJSON(b []byte) error { return decode(b, n) }

// MarshalJSON writes the entity over its source.
func (n Note) MarshalJSON() ([]byte, error) { return encode(&n) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CommonNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CommonNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CallNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CallNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *ServiceNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v ServiceNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *CashierNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v CashierNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *GeoNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v GeoNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *SMSNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v SMSNote) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *AttachmentNote) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v AttachmentNote) MarshalJSON() ([]byte, error) { return encode(&v) }
