// Package phone reads telephone numbers as people type them. Numbers without
// a country are Uzbek ones. It is the one place that knows the plans of the
// world's networks, by the tables of nyaruka/phonenumbers. Everything in it is
// safe for concurrent use.
package phone

import (
	"strings"

	"github.com/nyaruka/phonenumbers"
)

// home is the country of numbers that name none.
const home = "UZ"

// Number is a telephone number that exists by its country's plan.
type Number struct {
	plain string // +998901234567
	shown string // +998 90 123-45-67
}

// longest is the length of a text that may still be a number with signs and
// spaces in it.
const longest = 40

// Parse reads a number as it was typed or pasted: with any spaces, brackets
// and dashes, with or without the country's code. It reports false for what is
// no number of any plan, and for text that has more than a number in it, such
// as an extension: that has to be kept as it was typed.
func Parse(text string) (Number, bool) {
	text = strings.TrimSpace(text)
	if text == "" || len(text) > longest || strings.Trim(text, signs) != "" {
		return Number{}, false
	}
	for _, c := range readings(text) {
		n, err := phonenumbers.Parse(c.text, c.region)
		if err != nil || !phonenumbers.IsValidNumber(n) || n.GetExtension() != "" {
			continue
		}
		return Number{plain: phonenumbers.Format(n, phonenumbers.E164), shown: show(n)}, true
	}
	return Number{}, false
}

// signs are the characters a number may be typed with.
const signs = "+0123456789 ()-./\u00a0\u2009\u202f\u2010\u2011\u2012\u2013\u2212\t"

type reading struct{ text, region string }

// readings are the ways to understand a text, the likeliest first: as it
// stands, with the plus that was left out, and with the 8 that people of the
// neighbouring countries dial instead of +7.
func readings(text string) []reading {
	list := []reading{{text, home}}
	var digits strings.Builder
	for _, r := range text {
		if r >= '0' && r <= '9' {
			digits.WriteRune(r)
		}
	}
	d := digits.String()
	if strings.HasPrefix(text, "+") {
		return list
	}
	if len(d) == 11 && d[0] == '8' {
		list = append(list, reading{text, "RU"})
	}
	if len(d) > 9 {
		list = append(list, reading{"+" + d, home})
	}
	return list
}

// Plain is the number as it is sent and compared: "+998901234567".
func (n Number) Plain() string { return n.plain }

// String is the number as it is shown: "+998 90 123-45-67". Foreign numbers
// are grouped by their own plan.
func (n Number) String() string { return n.shown }

func show(n *phonenumbers.PhoneNumber) string {
	s := phonenumbers.Format(n, phonenumbers.INTERNATIONAL)
	if phonenumbers.GetRegionCodeForNumber(n) != home {
		return s
	}
	// "+998 90 123 45 67": the last two gaps are dashes here.
	if parts := strings.Split(s, " "); len(parts) == 5 {
		return strings.Join(parts[:2], " ") + " " + strings.Join(parts[2:], "-")
	}
	return s
}

// Show writes a number for people; a text that is none stays as it is.
func Show(text string) string {
	if n, ok := Parse(text); ok {
		return n.String()
	}
	return text
}

// Plain writes a number for sending and comparing; a text that is none stays
// as it is.
func Plain(text string) string {
	if n, ok := Parse(text); ok {
		return n.Plain()
	}
	return text
}
