package input

import "voronka/ui/i18n"

// Reason is what is wrong with something typed.
type Reason string

// The reasons.
const (
	Missing      Reason = "missing"       // the stage demands a value
	TooLong      Reason = "too_long"      // Most says how much there may be
	TooMany      Reason = "too_many"      // elements; Most says how many there may be
	NotNumber    Reason = "not_number"    //
	NotWhole     Reason = "not_whole"     // a budget is a whole sum from 0 to MostSum
	NotDay       Reason = "not_day"       // or a day that does not exist
	NotMoment    Reason = "not_moment"    //
	NotLink      Reason = "not_link"      //
	NotEmail     Reason = "not_email"     //
	NotChoice    Reason = "not_choice"    // the account has no such choice any more
	NoName       Reason = "no_name"       // a firm without its name
	NotDigits    Reason = "not_digits"    // Part has only digits
	NotCountry   Reason = "not_country"   // two Latin letters
	UnknownPhone Reason = "unknown_phone" // of no plan, sent as it was typed
)

// Mistake is what is wrong with something typed; without a Reason nothing is.
type Mistake struct {
	Reason Reason
	Most   int    // of TooLong, in characters, and of TooMany
	Part   string // of a field with parts: which one
}

// Sentence says what is wrong and what to do, in a person's language; empty
// when nothing is.
func (m Mistake) Sentence(t *i18n.Texts) string {
	switch m.Reason {
	case Missing:
		return t.T("mistake.missing")
	case TooLong:
		return t.T("mistake.too_long", "Most", i18n.Group(int64(m.Most)))
	case TooMany:
		return t.T("mistake.too_many", "Most", m.Most)
	case NotNumber:
		return t.T("mistake.not_number")
	case NotWhole:
		return t.T("mistake.not_whole")
	case NotDay:
		return t.T("mistake.not_day")
	case NotMoment:
		return t.T("mistake.not_moment")
	case NotLink:
		return t.T("mistake.not_link")
	case NotEmail:
		return t.T("mistake.not_email")
	case NotChoice:
		return t.T("mistake.not_choice")
	case NoName:
		return t.T("mistake.no_name")
	case NotDigits:
		return t.T("mistake.not_digits", "Part", PartName(t, m.Part))
	case NotCountry:
		return t.T("mistake.not_country")
	case UnknownPhone:
		return t.T("mistake.unknown_phone")
	}
	return ""
}
