package amo

// The memories of events; see Source.

// UnmarshalJSON reads the entity and remembers its source.
func (v *Event) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v Event) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventEmbedded) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventEmbedded) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventEntity) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventEntity) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventType) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventType) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventValue) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventRef) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventRef) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventStatus) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventStatus) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventName) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventName) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventLink) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventLink) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventTarget) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventTarget) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventFieldValue) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventFieldValue) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventSale) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventSale) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventText) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventText) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventTime) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventTime) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventMessage) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventMessage) MarshalJSON() ([]byte, error) { return encode(&v) }

// UnmarshalJSON reads the entity and remembers its source.
func (v *EventRate) UnmarshalJSON(b []byte) error { return decode(b, v) }

// MarshalJSON writes the entity over its source.
func (v EventRate) MarshalJSON() ([]byte, error) { return encode(&v) }
