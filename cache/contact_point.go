package cache

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"voronka/amo"
)

// The kinds of contact points.
const (
	pointPhone = "phone"
	pointEmail = "email"
)

// contactPoint is a phone or an e-mail address in the form it is looked for.
type contactPoint struct{ kind, value, tail string }

// tailDigits is how many of a phone's last digits are the same however it is
// written: Uzbek numbers have nine behind the country's code, Russian ones ten.
const tailDigits = 9

// phonePoint is a phone without all but its digits; false when it has none.
func phonePoint(text string) (contactPoint, bool) {
	digits := strings.Map(func(r rune) rune {
		if r >= '0' && r <= '9' {
			return r
		}
		return -1
	}, text)
	return contactPoint{pointPhone, digits, digits[max(0, len(digits)-tailDigits):]}, digits != ""
}

// emailPoint is an address as it is compared; false for what is none.
func emailPoint(text string) (contactPoint, bool) {
	address := strings.ToLower(strings.TrimSpace(text))
	return contactPoint{pointEmail, address, address}, strings.Contains(address, "@")
}

// sameAs reports whether two points reach the same person. A phone may be
// written with its country's code, with a trunk prefix or without either: what
// counts is the last ten digits of two that have so many, and otherwise that
// the shorter one, which must not be an extension, ends the longer one.
func (p contactPoint) sameAs(q contactPoint) bool {
	if p.kind != q.kind || p.tail != q.tail {
		return false
	}
	if p.kind != pointPhone || len(p.value) < tailDigits {
		return p.value == q.value
	}
	common := min(len(p.value), len(q.value), tailDigits+1)
	return p.value[len(p.value)-common:] == q.value[len(q.value)-common:]
}

// reach is how a contact or company can be reached: its points, and the first
// phone and address as they were written.
type reach struct {
	points       []contactPoint
	phone, email string
}

// Codes of the predefined fields that hold contact points.
const (
	codePhone = "PHONE"
	codeEmail = "EMAIL"
)

func reachOf(fields []amo.FieldValues) (r reach) {
	for i := range fields {
		f := &fields[i]
		read, first := phonePoint, &r.phone
		switch valueOr(f.FieldCode, "") {
		case codePhone:
		case codeEmail:
			read, first = emailPoint, &r.email
		default:
			continue
		}
		for _, v := range f.Typed(amo.FieldMultitext) {
			written, ok := v.(amo.Multitext)
			if !ok {
				continue // of another shape: nothing to reach anybody by
			}
			if *first == "" {
				*first = written.Value
			}
			if p, ok := read(written.Value); ok && !slices.Contains(r.points, p) {
				r.points = append(r.points, p)
			}
		}
	}
	return r
}

// noLetter is where names stand that begin with no letter.
const noLetter = "#"

// letterOf is under which letter a folded name stands in a list, whatever
// script it was written in.
func letterOf(folded string) string {
	r, _ := utf8.DecodeRuneInString(folded)
	if !unicode.IsLetter(r) {
		return noLetter
	}
	return string(unicode.ToUpper(r))
}
