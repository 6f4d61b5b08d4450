package fold

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// longest is how many bytes of a word count; nobody types more to find it.
const longest = 60

// Word is one word of a text in the forms it is looked for: lower-case letters
// and digits alone. Both spell ё as yo, and е as ye where Uzbek says so, and
// letters one may take for each other as one: ҳ, х, x and h are h; қ, q and k
// are k.
type Word struct {
	Spelt string // letter by letter, so that what is typed of a word begins it
	// Short writes a sound in one way where people have several: yo and ye are
	// e, gh is g, kh is h, dj and zh are j. Most often it is Spelt again.
	Short string
}

// Words returns the words of s. What parts them is all that is neither letter
// nor digit; an apostrophe does not.
func Words(s string) []Word {
	var words []Word
	for word := range strings.FieldsFuncSeq(write(s, true), isBetween) {
		word = cut(word)
		words = append(words, Word{Spelt: spelt(word), Short: short(word)})
	}
	return words
}

func isBetween(r rune) bool {
	return !unicode.IsLetter(r) && !unicode.IsNumber(r) && !unicode.IsMark(r)
}

func cut(word string) string {
	if len(word) <= longest {
		return word
	}
	end := longest
	for !utf8.RuneStart(word[end]) {
		end--
	}
	return word[:end]
}

// Begins reports whether the word begins with what was typed of it.
func (w Word) Begins(typed Word) bool {
	return strings.HasPrefix(w.Spelt, typed.Spelt) || strings.HasPrefix(w.Short, typed.Short) ||
		strings.HasPrefix(w.Spelt, typed.Short) || strings.HasPrefix(w.Short, typed.Spelt)
}

// Equals reports whether the two are the same word in any writing.
func (w Word) Equals(other Word) bool {
	return w.Spelt == other.Spelt || w.Short == other.Short || w.Spelt == other.Short || w.Short == other.Spelt
}

// spelt takes letters for each other in a sounded text.
func spelt(sounded string) string {
	if !strings.ContainsAny(sounded, "xq") {
		return sounded
	}
	return oneLetter(sounded)
}

func oneLetter(s string) string {
	return strings.Map(func(r rune) rune {
		switch r {
		case 'x':
			return 'h'
		case 'q':
			return 'k'
		}
		return r
	}, s)
}

// short shortens the sounds of a sounded text that are written in several ways.
func short(sounded string) string {
	at := 0
	for at+1 < len(sounded) && sound(sounded[at], sounded[at+1]) == 0 {
		at++
	}
	if at+1 >= len(sounded) {
		return spelt(sounded)
	}
	out := append(make([]byte, 0, len(sounded)), sounded[:at]...)
	for ; at < len(sounded); at++ {
		letter := sounded[at]
		if at+1 < len(sounded) {
			if one := sound(letter, sounded[at+1]); one != 0 {
				letter = one
				at++
			}
		}
		out = append(out, letter)
	}
	return spelt(string(out))
}

// sound is the one letter two stand for, 0 when they do not.
func sound(first, second byte) byte {
	switch {
	case first == 'y' && (second == 'o' || second == 'e'):
		return 'e'
	case first == 'g' && second == 'h':
		return 'g'
	case first == 'k' && second == 'h':
		return 'h'
	case (first == 'd' && second == 'j') || (first == 'z' && second == 'h'):
		return 'j'
	}
	return 0
}

// The digits of a number, and how many others may stand together between them.
const maxBetween = 3

// Numbers returns the digits of every number in s of at least least digits, as
// a phone may be written: spaces, brackets, dashes and points between digits
// do not part them.
func Numbers(s string, least int) []string {
	var numbers []string
	var digits []byte
	between := 0
	end := func() {
		if len(digits) >= least {
			numbers = append(numbers, string(digits))
		}
		digits, between = digits[:0], 0
	}
	for _, r := range s {
		switch {
		case r >= '0' && r <= '9':
			digits = append(digits, byte(r))
			between = 0
		case r == '+': // the next number begins
			end()
		case len(digits) > 0 && isInNumber(r) && between < maxBetween:
			between++
		default:
			end()
		}
	}
	end()
	return numbers
}

func isInNumber(r rune) bool {
	switch r {
	case ' ', '\u00a0', '\u2009', '\u202f', '(', ')', '-', '.', '/', '‐', '‑', '–', '—', '−':
		return true
	}
	return false
}
