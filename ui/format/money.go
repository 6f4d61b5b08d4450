package format

import (
	"strconv"
	"strings"

	"voronka/ui/i18n"
)

// Currency is an account's currency, as GET /api/v4/account names it.
type Currency struct {
	Code   string // three letters: UZS
	Symbol string // "сум", "₽"; the code stands in when it is empty
}

// hardSpace stands between a sum and its currency; a line is never broken
// there.
const hardSpace = "\u00a0"

// Money writes a sum in whole units of the account's currency:
// "84 500 000 soʻm".
func (f *Format) Money(sum int64) string { return f.withSymbol(i18n.Group(sum)) }

// Short writes a sum with three digits and the name of its thousands, without
// the currency: "1,28 mlrd".
func (f *Format) Short(sum int64) string {
	if sum < 0 {
		return "−" + f.Short(-max(sum, -maxSum))
	}
	scales := [...]struct {
		unit int64
		key  string
	}{
		{1e12, "money.trillion"}, {1e9, "money.billion"}, {1e6, "money.million"}, {1e3, "money.thousand"},
	}
	for _, s := range scales {
		// What would round up to a whole of the larger unit belongs to it:
		// 999 999 is one million, not 1000 thousand.
		if sum < s.unit-s.unit/2000 || s.unit == 1e3 && sum < 1e3 {
			continue
		}
		return f.texts.T(s.key, "Sum", f.decimal(float64(sum)/float64(s.unit)))
	}
	return i18n.Group(sum)
}

// ShortMoney is Short with the currency: "1,28 mlrd soʻm".
func (f *Format) ShortMoney(sum int64) string { return f.withSymbol(f.Short(sum)) }

const maxSum = 1<<63 - 1

func (f *Format) withSymbol(s string) string {
	if symbol := f.Symbol(); symbol != "" {
		return s + hardSpace + symbol
	}
	return s
}

// Symbol returns the currency as it stands after a sum. The som has its own
// name in every language; amoCRM knows it in Russian only.
func (f *Format) Symbol() string {
	switch {
	case f.currency.Code == "UZS":
		return f.texts.T("money.uzs")
	case f.currency.Symbol != "":
		return f.currency.Symbol
	default:
		return f.currency.Code
	}
}

// Code returns the three letters of the account's currency.
func (f *Format) Code() string { return f.currency.Code }

// decimal writes three significant digits of a number below 1000, or all
// whole ones above, with the language's decimal sign and no idle zeros.
func (f *Format) decimal(v float64) string {
	digits := 2
	switch {
	case v >= 99.95:
		digits = 0
	case v >= 9.995:
		digits = 1
	}
	s := strconv.FormatFloat(v, 'f', digits, 64)
	if digits > 0 {
		s = strings.TrimRight(strings.TrimRight(s, "0"), ".")
	}
	if whole, err := strconv.ParseInt(s, 10, 64); err == nil {
		return i18n.Group(whole)
	}
	if f.texts.Lang() != i18n.English {
		s = strings.Replace(s, ".", ",", 1)
	}
	return s
}
