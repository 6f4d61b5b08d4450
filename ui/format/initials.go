package format

import (
	"strings"
	"unicode"
)

// Initials returns the one or two capital letters that stand for a person:
// "DK" for Dilshod Karimov, "МИ" for Мария Иванова. A name without letters
// gives its first digit or sign, and no name gives nothing.
func Initials(name string) string {
	var out []rune
	for _, word := range strings.Fields(name) {
		for _, r := range word {
			if unicode.IsLetter(r) && !unicode.Is(unicode.Lm, r) {
				out = append(out, unicode.ToUpper(r))
				break
			}
		}
		if len(out) == 2 {
			break
		}
	}
	if len(out) == 0 {
		for _, r := range strings.TrimSpace(name) {
			return string(r)
		}
	}
	return string(out)
}
