package input

import (
	"net/mail"
	"net/url"
	"strings"
	"unicode"
	"unicode/utf8"

	"voronka/amo"
)

// clean takes away what comes along when text is pasted: spaces and invisible
// signs at the ends, signs that are no text, and in a single line its breaks.
func clean(text string, lines bool) string {
	text = strings.ToValidUTF8(text, "")
	text = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\u2028", "\n", "\u2029", "\n").Replace(text)
	text = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' && lines, r == '\t' && lines:
			return r
		case r == '\n', r == '\t':
			return ' '
		case unicode.IsControl(r), r == '\ufeff', r == '\u200b':
			return -1
		}
		return r
	}, text)
	return strings.TrimFunc(text, unicode.IsSpace)
}

// tooLong is the outcome of a text with too many characters, false when it
// has not.
func (r Rule) tooLong(text string) (Outcome, bool) {
	most := r.Longest()
	if utf8.RuneCountInString(text) <= most {
		return Outcome{}, false
	}
	return Outcome{Mistake: Mistake{Reason: TooLong, Most: most}}, true
}

func (r Rule) checkText(text string) Outcome {
	text = clean(text, r.Field.Type == amo.FieldTextarea)
	if text == "" {
		return Outcome{}
	}
	if o, bad := r.tooLong(text); bad {
		return o
	}
	return Outcome{Values: []amo.Value{amo.Text{Value: text}}}
}

func (r Rule) checkLink(text string) Outcome {
	text = clean(text, false)
	if text == "" {
		return Outcome{}
	}
	if o, bad := r.tooLong(text); bad {
		return o
	}
	address, ok := WebAddress(text)
	if !ok {
		return wrong(NotLink)
	}
	return Outcome{Values: []amo.Value{amo.URL{Value: address}}}
}

// WebAddress is a text as an address a browser may open. A name with a dot,
// such as artel.uz/erp, is taken for one of https. Other schemes than http and
// https are not: opening them could start a program.
func WebAddress(text string) (string, bool) {
	text = clean(text, false)
	if strings.ContainsFunc(text, unicode.IsSpace) {
		return "", false
	}
	host, _, _ := strings.Cut(text, "/")
	if !strings.Contains(text, "://") && strings.Contains(host, ".") && !strings.Contains(host, "@") {
		text = "https://" + text
	}
	u, err := url.Parse(text)
	if err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Hostname() == "" {
		return "", false
	}
	if name := u.Hostname(); name != "localhost" && (!strings.Contains(strings.Trim(name, "."), ".") && !strings.Contains(name, ":")) {
		return "", false
	}
	return text, true
}

// isEmail reports whether a text is an address alone.
func isEmail(text string) bool {
	if strings.ContainsFunc(text, unicode.IsSpace) || strings.ContainsAny(text, "<>\"(),") {
		return false
	}
	a, err := mail.ParseAddress(text)
	if err != nil || a.Address != text {
		return false
	}
	_, domain, _ := strings.Cut(text, "@")
	return strings.Contains(strings.Trim(domain, "."), ".")
}

func checkFlag(text string) Outcome {
	switch text {
	case Yes:
		return Outcome{Values: []amo.Value{amo.Checkbox{Value: true}}}
	case No:
		return Outcome{Values: []amo.Value{amo.Checkbox{Value: false}}}
	}
	return Outcome{}
}

func (r Rule) checkDay(text string) Outcome {
	text = clean(text, false)
	if text == "" {
		return Outcome{}
	}
	day, ok := parseDay(text)
	if !ok {
		return wrong(NotDay)
	}
	return Outcome{Values: []amo.Value{amo.DayOf(day.Year, day.Month, day.Day, r.Format.Location())}}
}

func (r Rule) checkMoment(text string) Outcome {
	text = clean(text, false)
	if text == "" {
		return Outcome{}
	}
	t, ok := parseMoment(text, r.Format.Location())
	if !ok {
		return wrong(NotMoment)
	}
	return Outcome{Values: []amo.Value{amo.MomentOf(t)}}
}
