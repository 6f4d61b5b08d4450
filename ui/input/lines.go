package input

import (
	"strings"

	"voronka/amo"
	"voronka/ui/phone"
)

// checkLines sends phones as +998901234567. Lines that were not touched stay
// as they came, however they are written.
func (r Rule) checkLines(lines []Line, was []amo.Value) Outcome {
	var o Outcome
	for _, l := range lines {
		text := clean(l.Text, false)
		if text == "" {
			continue
		}
		if l.From >= 1 && l.From <= len(was) {
			if v, ok := was[l.From-1].(amo.Multitext); ok && r.kind(v) == l.Kind && r.showLine(v.Value) == l.Text {
				o.Values = append(o.Values, v)
				continue
			}
		}
		if long, bad := r.tooLong(text); bad {
			return long
		}
		v := amo.Multitext{Value: text, EnumCode: l.Kind}
		switch {
		case r.IsPhone():
			if n, ok := phone.Parse(text); ok {
				v.Value = n.Plain()
			} else {
				o.Notice = Mistake{Reason: UnknownPhone}
			}
		case r.IsEmail():
			if v.Value = strings.ToLower(text); !isEmail(v.Value) {
				return wrong(NotEmail)
			}
		}
		o.Values = append(o.Values, v)
	}
	return o
}

// kind is the kind of a value, which may be named by its id alone.
func (r Rule) kind(v amo.Multitext) string {
	if v.EnumCode != "" {
		return v.EnumCode
	}
	if e, ok := r.Choice(v.EnumID); ok {
		return kindOf(e)
	}
	return ""
}

func (r Rule) showLine(text string) string {
	if r.IsPhone() {
		return phone.Show(text)
	}
	return text
}
