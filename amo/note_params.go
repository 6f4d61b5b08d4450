package amo

import (
	"bytes"
	"encoding/json"
)

// The types of notes that can be written. Reads have more: amomail_message,
// chat, site_visit, zoom_meeting, ….
const (
	NoteCommon          = "common"
	NoteCallIn          = "call_in"
	NoteCallOut         = "call_out"
	NoteService         = "service_message"
	NoteExtendedService = "extended_service_message"
	NoteCashier         = "message_cashier"
	NoteGeolocation     = "geolocation"
	NoteSMSIn           = "sms_in"
	NoteSMSOut          = "sms_out"
	NoteAttachment      = "attachment"
)

// NoteParams is what a note says, by its type: CommonNote, CallNote,
// ServiceNote, CashierNote, GeoNote, SMSNote, AttachmentNote or RawNote. Those
// read from the server keep the keys this version does not know.
type NoteParams interface {
	json.Marshaler
	noteParams()
}

// CommonNote is the params of common.
type CommonNote struct {
	Source `json:"-"`

	Text string `json:"text"`
}

// CallNote is the params of call_in and call_out.
type CallNote struct {
	Source `json:"-"`

	Uniq            string          `json:"uniq,omitzero"` // the telephony's id of the call
	Duration        int64           `json:"duration,omitzero"`
	CallSource      string          `json:"source,omitzero"`           // the telephony's name
	Link            string          `json:"link,omitzero"`             // of the record
	Phone           string          `json:"phone,omitzero"`            // of the other side
	CallResponsible json.RawMessage `json:"call_responsible,omitzero"` // a user's id, or a name
	CallStatus      int64           `json:"call_status,omitzero"`      // 1 left a message … 4 talked … 7 busy
	CallResult      string          `json:"call_result,omitzero"`
}

// ServiceNote is the params of service_message and extended_service_message.
type ServiceNote struct {
	Source `json:"-"`

	Service string `json:"service"` // who says it
	Text    string `json:"text"`
}

// CashierNote is the params of message_cashier.
type CashierNote struct {
	Source `json:"-"`

	Status string `json:"status"` // created, shown, canceled
	Text   string `json:"text"`
}

// GeoNote is the params of geolocation.
type GeoNote struct {
	Source `json:"-"`

	Text      string `json:"text,omitzero"`
	Address   string `json:"address,omitzero"`
	Longitude string `json:"longitude,omitzero"` // degrees, as text
	Latitude  string `json:"latitude,omitzero"`  // degrees, as text
}

// SMSNote is the params of sms_in and sms_out.
type SMSNote struct {
	Source `json:"-"`

	Text  string `json:"text"`
	Phone string `json:"phone"`
}

// AttachmentNote is the params of attachment.
type AttachmentNote struct {
	Source `json:"-"`

	FileUUID    string `json:"file_uuid,omitzero"`
	VersionUUID string `json:"version_uuid,omitzero"`
	FileName    string `json:"file_name,omitzero"`
}

// RawNote is the params of any other type, or ones of an unknown shape.
type RawNote struct{ JSON json.RawMessage }

// MarshalJSON writes the params as they were read.
func (v RawNote) MarshalJSON() ([]byte, error) { return v.JSON.MarshalJSON() }

func (CommonNote) noteParams()     {}
func (CallNote) noteParams()       {}
func (ServiceNote) noteParams()    {}
func (CashierNote) noteParams()    {}
func (GeoNote) noteParams()        {}
func (SMSNote) noteParams()        {}
func (AttachmentNote) noteParams() {}
func (RawNote) noteParams()        {}

// Typed reads the note's params by its type.
func (n Note) Typed() NoteParams { return paramsOf(n.NoteType, n.Params) }

func paramsOf(noteType string, raw json.RawMessage) NoteParams {
	switch noteType {
	case NoteCommon:
		return typedNote[CommonNote](raw)
	case NoteCallIn, NoteCallOut:
		return typedNote[CallNote](raw)
	case NoteService, NoteExtendedService:
		return typedNote[ServiceNote](raw)
	case NoteCashier:
		return typedNote[CashierNote](raw)
	case NoteGeolocation:
		return typedNote[GeoNote](raw)
	case NoteSMSIn, NoteSMSOut:
		return typedNote[SMSNote](raw)
	case NoteAttachment:
		return typedNote[AttachmentNote](raw)
	default:
		return RawNote{JSON: bytes.Clone(raw)}
	}
}

func typedNote[T NoteParams](raw json.RawMessage) NoteParams {
	var v T
	if decodeEntity(raw, &v) != nil {
		return RawNote{JSON: bytes.Clone(raw)} // of another shape than its type promises
	}
	return v
}
