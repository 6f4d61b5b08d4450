// Package fold brings names to one form, so that they can be looked for
// without knowing how they were typed: case, apostrophes, Latin or Cyrillic,
// accents and spacing do not matter.
//
// Uzbek is written in two alphabets and its Latin apostrophes in half a dozen
// ways (oʻ, o‘, o', o`), often not at all; Russian writes ё as е. Text folds
// all of that to lower-case Latin without apostrophes:
//
//	Ўткир, Oʻtkir, O'TKIR, otkir → otkir
//	Шуҳрат, Shuhrat              → shuhrat
//	Пётр, Петр                   → petr
//
// Russian and Uzbek disagree on е and ё at the beginning of a word: Елена is
// Elena or Yelena, Ёқуб is always Yoqub; and names come in other spellings
// too: Ahmedov, Axmedov, Akhmedov and Аҳмедов are the same name. So a text has
// several forms, and finding works on all of them; see Forms and Index for
// parts of a text, Words for whole words and their beginnings, Numbers for
// phones.
//
// Version tells forms made by one release from those of another.
package fold
