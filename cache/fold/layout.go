package fold

import "strings"

// The keys of the two layouts people here switch between, in the same order.
const (
	latinKeys    = "qwertyuiop[]asdfghjkl;'zxcvbnm,.`"
	cyrillicKeys = "йцукенгшщзхъфывапролджэячсмитьбюё"
)

// OtherLayout returns what the keys that were hit would have written in the
// other keyboard layout, Russian or Latin; false when s has no letter of
// either, or letters of both.
func OtherLayout(s string) (string, bool) {
	s = strings.ToLower(s)
	from, to := []rune(latinKeys), []rune(cyrillicKeys)
	latin := strings.ContainsAny(s, "abcdefghijklmnopqrstuvwxyz")
	cyrillic := strings.ContainsAny(s, cyrillicKeys)
	if latin == cyrillic {
		return "", false
	}
	if cyrillic {
		from, to = to, from
	}
	keys := make(map[rune]rune, len(from))
	for i, r := range from {
		keys[r] = to[i]
	}
	return strings.Map(func(r rune) rune {
		if other, ok := keys[r]; ok {
			return other
		}
		return r
	}, s), true
}
