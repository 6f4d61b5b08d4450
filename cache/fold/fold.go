package fold

import (
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/unicode/norm"
)

// Version changes with the forms. What was stored in those of another version
// has to be made anew.
const Version = "3"

// separator stands between the forms of an Index. Text never yields it, so a
// match cannot run over the border of two forms.
const separator = "\n"

// Text returns the plain form of s: lower-case Latin letters, digits and
// punctuation, words parted by single spaces, no apostrophes, quotes, accents
// or control characters; letters of other scripts stay as they are. Folding a
// folded text changes nothing.
func Text(s string) string { return write(s, false) }

// Forms returns the forms of s, the plain one first: most texts have one, some
// three. The others are spelt and short as in Word.
func Forms(s string) []string {
	forms := []string{write(s, false)}
	sounded := forms[0]
	if strings.ContainsAny(s, "еёЕЁ\u0308") { // U+0308 makes a ё of an е
		sounded = write(s, true)
	}
	for _, form := range [...]string{spelt(sounded), short(sounded)} {
		if !slices.Contains(forms, form) {
			forms = append(forms, form)
		}
	}
	return forms
}

// Index returns what is stored to look for s later: all its forms. A stored
// text contains a sought one when its Index contains any of the sought one's
// Forms.
func Index(s string) string {
	forms := Forms(s)
	if len(forms) == 1 {
		return forms[0]
	}
	return strings.Join(forms, separator)
}

// Match reports whether the text behind index, made by Index, contains s.
func Match(index, s string) bool { return Contains(index, Forms(s)) }

// Contains is Match of a text whose Forms are known, for many indexes.
func Contains(index string, forms []string) bool {
	for _, form := range forms {
		if strings.Contains(index, form) {
			return true
		}
	}
	return false
}

// write folds s; sounded picks the second form.
func write(s string, sounded bool) string {
	// Beside a broken byte the normaliser lets a rune pass as it is.
	s = norm.NFC.String(strings.ToValidUTF8(s, " "))
	for {
		out := writeComposed(s, sounded)
		// What stood between two runes that compose, as Hangul's parts do, may
		// be gone now.
		if norm.NFC.IsNormalString(out) {
			return out
		}
		s = norm.NFC.String(out)
	}
}

// writeComposed is write for a valid text in NFC.
func writeComposed(s string, sounded bool) string {
	out := make([]byte, 0, len(s))
	gap := false        // a space is due before the next letter
	before := rune(' ') // the lower-case rune before, to know where е is ye
	for _, r := range s {
		r = unicode.ToLower(r)
		if r < utf8.RuneSelf {
			switch {
			case r == '\'' || r == '`' || r == '"':
			case r <= ' ' || r == 0x7f:
				gap = len(out) > 0
				before = ' '
			default:
				out = space(out, gap)
				gap = false
				out = append(out, byte(r))
				before = r
			}
			continue
		}
		if unicode.IsSpace(r) || unicode.IsControl(r) || r == utf8.RuneError {
			gap = len(out) > 0
			before = ' '
			continue
		}
		latin := spell(r, before, sounded)
		before = r
		if latin == "" {
			continue
		}
		out = space(out, gap)
		gap = false
		out = append(out, latin...)
	}
	return string(out)
}

func space(out []byte, gap bool) []byte {
	if gap {
		return append(out, ' ')
	}
	return out
}

// spell gives the folded form of one lower-case rune beyond ASCII, "" for one
// that is dropped.
func spell(r, before rune, sounded bool) string {
	if sounded {
		switch {
		case r == 'ё':
			return "yo"
		case r == 'е' && startsSyllable(before):
			return "ye"
		}
	}
	if latin, ok := letters[r]; ok {
		return latin
	}
	if unicode.In(r, unicode.Mn, unicode.Me, unicode.Cf) {
		return ""
	}
	// An accented letter is worth its bare one.
	if bare, size := utf8.DecodeRune(norm.NFD.PropertiesString(string(r)).Decomposition()); size > 0 && unicode.IsLetter(bare) && bare != r {
		if latin, ok := letters[bare]; ok {
			return latin
		}
		return string(unicode.ToLower(bare))
	}
	return string(r)
}

// startsSyllable reports whether an Uzbek е after this rune is said ye: at the
// beginning of a word and after a vowel or a separating sign.
func startsSyllable(before rune) bool {
	return !unicode.IsLetter(before) || strings.ContainsRune("аеёиоуўэюяъь", before)
}

// letters spells what has a fixed form: Uzbek and Russian Cyrillic, the kinds
// of apostrophes and quotes (dropped), dashes, and Latin letters that do not
// decompose.
var letters = map[rune]string{
	'а': "a", 'б': "b", 'в': "v", 'г': "g", 'д': "d", 'е': "e", 'ё': "e", 'ж': "j", 'з': "z", 'и': "i",
	'й': "y", 'к': "k", 'л': "l", 'м': "m", 'н': "n", 'о': "o", 'п': "p", 'р': "r", 'с': "s", 'т': "t",
	'у': "u", 'ф': "f", 'х': "x", 'ц': "ts", 'ч': "ch", 'ш': "sh", 'щ': "shch", 'ъ': "", 'ы': "i", 'ь': "",
	'э': "e", 'ю': "yu", 'я': "ya", 'ў': "o", 'қ': "q", 'ғ': "g", 'ҳ': "h", 'і': "i", 'ї': "i", 'є': "e",

	'ʻ': "", 'ʼ': "", '‘': "", '’': "", '‛': "", '´': "", '′': "", 'ʹ': "", 'ʽ': "", 'ˈ': "", '＇': "",
	'ʾ': "", 'ʿ': "", 'ˊ': "", 'ˋ': "", '‵': "", '‚': "", '‹': "", '›': "", '՚': "", 'ꞌ': "",
	'«': "", '»': "", '“': "", '”': "", '„': "", '″': "",
	'‐': "-", '‑': "-", '–': "-", '—': "-", '−': "-",

	'ı': "i", 'ß': "ss", 'æ': "ae", 'œ': "oe", 'ø': "o", 'ł': "l", 'đ': "d", 'ħ': "h",
}
