package people

import (
	"regexp"
	"slices"
	"strings"
	"unicode"

	"voronka/ui/phone"
)

// Pasted is what was found in a text somebody has copied from elsewhere, such
// as the end of a letter or a chat.
type Pasted struct {
	First, Last string
	Phones      []string // as all numbers are shown
	Emails      []string // in lower case
}

// Reaches reports whether there is anything to reach somebody by.
func (p Pasted) Reaches() bool { return len(p.Phones)+len(p.Emails) > 0 }

var (
	emailShape = regexp.MustCompile(`[\p{L}\p{N}._%+\-]+@[\p{L}\p{N}\-]+(?:\.[\p{L}\p{N}\-]+)+`)
	phoneShape = regexp.MustCompile(`[+(]?\d[\d\x{a0}\x{2009}\x{202f}\x{2010}-\x{2013}\x{2212} ()./\-]{5,}\d`)
	longestBit = 4096 // bytes of a text that are looked at
	mostWords  = 3    // of a name
)

// ReadPasted finds a name, phones and e-mail addresses in a text of any shape.
func ReadPasted(text string) Pasted {
	text = strings.ToValidUTF8(text[:min(len(text), longestBit)], "")
	var p Pasted
	text = emailShape.ReplaceAllStringFunc(text, func(s string) string {
		if s = strings.ToLower(strings.Trim(s, ".-")); !slices.Contains(p.Emails, s) {
			p.Emails = append(p.Emails, s)
		}
		return "\n"
	})
	text = phoneShape.ReplaceAllStringFunc(text, func(s string) string {
		n, ok := phone.Parse(s)
		if !ok {
			return s
		}
		if !slices.Contains(p.Phones, n.String()) {
			p.Phones = append(p.Phones, n.String())
		}
		return "\n"
	})
	p.First, p.Last = nameIn(text)
	return p
}

// labels are words that stand before what they name, in lower case.
var labels = []string{
	"tel", "telefon", "phone", "mob", "mobile", "mobil", "email", "e-mail", "mail", "pochta", "e-pochta", "ism", "ismi", "fio", "f.i.sh", "name",
	"тел", "телефон", "моб", "мобильный", "почта", "имя", "фио", "контакт", "kontakt", "contact", "whatsapp", "telegram", "tg", "cell", "raqam",
}

// nameIn is the first line that looks like a name: two or three words of
// letters that begin with capitals, or else one such word.
func nameIn(text string) (first, last string) {
	for _, line := range strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune("\n\r,;|<>\"«»()", r) }) {
		words := nameWords(line)
		switch {
		case len(words) >= 2:
			return words[0], strings.Join(words[1:], " ")
		case len(words) == 1 && first == "":
			first = words[0]
		}
	}
	return first, ""
}

// nameWords are the words of a line, none when it is no name.
func nameWords(line string) []string {
	var words []string
	for _, w := range strings.Fields(line) {
		bare := strings.ToLower(strings.Trim(w, ":.-–—"))
		if bare == "" || slices.Contains(labels, bare) {
			continue
		}
		w = strings.Trim(w, ":–—")
		if !isNameWord(w) {
			return nil
		}
		words = append(words, w)
	}
	if len(words) > mostWords {
		return nil
	}
	return words
}

func isNameWord(w string) bool {
	for i, r := range w {
		if i == 0 && !unicode.IsUpper(r) {
			return false
		}
		if !unicode.IsLetter(r) && !unicode.Is(unicode.Mn, r) && !strings.ContainsRune("'’ʻʼ‘`-.", r) {
			return false
		}
	}
	return w != ""
}
