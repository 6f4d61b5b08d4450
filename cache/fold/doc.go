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
// Elena or Yelena, Ёқуб is always Yoqub. Where it matters a text has two
// forms; see Forms, Index and the rule they keep together.
package fold
