package input

import (
	"math"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"voronka/amo"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

func parseDay(text string) (format.Day, bool) { return format.ParseDay(text) }

func parseMoment(text string, zone *time.Location) (time.Time, bool) {
	return format.ParseMoment(text, zone)
}

// longestNumber is the most characters of a number; none has as many.
const longestNumber = 40

func (r Rule) checkNumber(text string) Outcome {
	text = clean(text, false)
	if text == "" {
		return Outcome{}
	}
	plain := r.plainNumber(text)
	if len(plain) > longestNumber && strings.Trim(plain, "0123456789.") == "" {
		return Outcome{Mistake: Mistake{Reason: TooLong, Most: longestNumber}}
	}
	n, err := amo.ParseNumber(plain)
	if err != nil {
		return wrong(NotNumber)
	}
	if r.Whole {
		if _, ok := Sum(n); !ok {
			return wrong(NotWhole)
		}
	}
	return Outcome{Values: []amo.Value{n}}
}

// MostSum is the largest sum the server takes for a budget, in whole units.
const MostSum = math.MaxInt32

// Sum is a number as whole units from 0 to MostSum; false when it is none.
func Sum(n amo.Number) (int64, bool) {
	x, ok := n.Rat()
	if !ok || !x.IsInt() || x.Sign() < 0 || !x.Num().IsInt64() || x.Num().Int64() > MostSum {
		return 0, false
	}
	return x.Num().Int64(), true
}

// plainNumber takes away what people write into numbers: gaps between groups,
// the currency, and the sign their language has before the fraction.
func (r Rule) plainNumber(text string) string {
	for _, word := range []string{r.Format.Symbol(), r.currency(), "сум", "soʻm", "so'm"} {
		if word != "" {
			text = strings.TrimSuffix(text, word)
		}
	}
	text = strings.Map(func(c rune) rune {
		switch {
		case unicode.IsSpace(c), strings.ContainsRune("'’ʻʼ_", c):
			return -1
		case c == '−', c == '–':
			return '-'
		}
		return c
	}, text)
	points, commas := strings.Count(text, "."), strings.Count(text, ",")
	switch {
	case points > 0 && commas > 0:
		if strings.LastIndexByte(text, '.') > strings.LastIndexByte(text, ',') {
			return strings.ReplaceAll(text, ",", "")
		}
		return strings.Replace(strings.ReplaceAll(text, ".", ""), ",", ".", 1)
	case commas > 1 && inThrees(text, ","):
		return strings.ReplaceAll(text, ",", "")
	case points > 1 && inThrees(text, "."):
		return strings.ReplaceAll(text, ".", "")
	case commas == 1 && r.Format.Texts().Lang() == i18n.English && inThrees(text, ","):
		return strings.ReplaceAll(text, ",", "")
	}
	return strings.Replace(text, ",", ".", 1)
}

func (r Rule) currency() string {
	if r.Field.Currency == nil {
		return ""
	}
	return *r.Field.Currency
}

// inThrees reports whether a sign stands before groups of three digits only.
func inThrees(text, sign string) bool {
	parts := strings.Split(strings.TrimLeft(text, "+-"), sign)
	for i, p := range parts {
		if strings.Trim(p, "0123456789") != "" || i > 0 && len(p) != 3 || i == 0 && (p == "" || len(p) > 3) {
			return false
		}
	}
	return true
}

// gap stands between groups of digits, as in sums everywhere in the program.
const gap = "\u00a0"

// GroupDigits puts gaps into a number while it is typed and says where the
// cursor goes, both counted in characters. Text that is no number stays as it
// is.
func GroupDigits(text string, cursor int) (grouped string, at int) {
	digits, after := 0, 0 // how many signs stand before the cursor, gaps left out
	var plain strings.Builder
	for i, c := range []rune(text) {
		if unicode.IsSpace(c) {
			continue
		}
		plain.WriteRune(c)
		if i < cursor {
			after++
		}
	}
	body := plain.String()
	sign := body[:len(body)-len(strings.TrimLeft(body, "+-−"))]
	whole, fraction := body[len(sign):], ""
	if i := strings.IndexAny(whole, ".,"); i >= 0 {
		whole, fraction = whole[:i], whole[i:]
	}
	if strings.Trim(whole, "0123456789") != "" || len(fraction) > 0 && strings.Trim(fraction[1:], "0123456789") != "" || utf8.RuneCountInString(sign) > 1 {
		return text, cursor
	}
	var b strings.Builder
	b.WriteString(sign)
	for i := range len(whole) {
		if i > 0 && (len(whole)-i)%3 == 0 {
			b.WriteString(gap)
		}
		b.WriteByte(whole[i])
	}
	b.WriteString(fraction)
	grouped = b.String()
	for _, c := range grouped {
		if digits == after {
			break
		}
		if string(c) != gap {
			digits++
		}
		at++
	}
	return grouped, at
}

// ShowNumber writes a number for typing: with gaps, and the sign before its
// fraction as the language has it.
func (r Rule) ShowNumber(n amo.Number) string {
	if _, ok := n.Rat(); !ok {
		return n.Value
	}
	text := n.Value
	if r.Format.Texts().Lang() != i18n.English {
		text = strings.Replace(text, ".", ",", 1)
	}
	grouped, _ := GroupDigits(text, 0)
	return grouped
}
