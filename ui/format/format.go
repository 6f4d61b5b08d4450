package format

import (
	"time"

	"voronka/ui/i18n"
)

// Format writes values for one account in one language. It is immutable and
// safe for concurrent use.
type Format struct {
	texts    *i18n.Texts
	currency Currency
	zone     *time.Location
}

// New returns the ways of writing for a language, the account's currency and
// its time zone (nil: Asia/Tashkent).
func New(texts *i18n.Texts, currency Currency, zone *time.Location) *Format {
	if zone == nil {
		zone = Zone("")
	}
	return &Format{texts: texts, currency: currency, zone: zone}
}

// Texts returns the language it writes in.
func (f *Format) Texts() *i18n.Texts { return f.texts }

// Location returns the time zone it writes in.
func (f *Format) Location() *time.Location { return f.zone }

// Number writes a whole number with thin spaces between groups of digits:
// "10 412".
func (f *Format) Number(n int64) string { return i18n.Group(n) }
