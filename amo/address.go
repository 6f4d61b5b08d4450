package amo

// The parts of a smart_address, as AddressPart.EnumCode names them.
const (
	AddressLine1   = "address_line_1"
	AddressLine2   = "address_line_2"
	AddressCity    = "city"
	AddressState   = "state"
	AddressZip     = "zip"
	AddressCountry = "country"
)

// AddressPart is one value of a smart_address field: one part of the address.
type AddressPart struct {
	Source `json:"-"`

	Value    string `json:"value"`
	EnumID   int64  `json:"enum_id,omitzero"`   // 1 to 6, in the order of the constants
	EnumCode string `json:"enum_code,omitzero"` // goes before EnumID in a write
}

func (v AddressPart) written() ([]byte, error) {
	kept := AddressPart{Value: v.Value, EnumCode: v.EnumCode}
	if v.EnumCode == "" {
		kept.EnumID = v.EnumID
	}
	return kept.MarshalJSON()
}

func (v AddressPart) code() string {
	if v.EnumCode != "" || v.EnumID < 1 || v.EnumID > int64(len(addressCodes)) {
		return v.EnumCode
	}
	return addressCodes[v.EnumID-1]
}

// addressCodes are in the order of the server's ids, from 1.
var addressCodes = [...]string{AddressLine1, AddressLine2, AddressCity, AddressState, AddressZip, AddressCountry}

// SmartAddress is the whole of a smart_address field.
type SmartAddress struct {
	Line1, Line2, City, State, Zip string
	Country                        string // two letters, UZ
}

// AddressOf puts the parts among the values together; a part given twice
// counts once, the last time.
func AddressOf(values []Value) SmartAddress {
	var a SmartAddress
	for _, v := range values {
		if part, ok := v.(AddressPart); ok {
			if field := a.part(part.code()); field != nil {
				*field = part.Value
			}
		}
	}
	return a
}

// Values are the parts that are filled, for SetField.
func (a SmartAddress) Values() []Value {
	var list []Value
	for _, code := range addressCodes {
		if text := *a.part(code); text != "" {
			list = append(list, AddressPart{Value: text, EnumCode: code})
		}
	}
	return list
}

func (a *SmartAddress) part(code string) *string {
	switch code {
	case AddressLine1:
		return &a.Line1
	case AddressLine2:
		return &a.Line2
	case AddressCity:
		return &a.City
	case AddressState:
		return &a.State
	case AddressZip:
		return &a.Zip
	case AddressCountry:
		return &a.Country
	default:
		return nil
	}
}
