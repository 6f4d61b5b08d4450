// Package theme is the look of Voronka: its colours in light and dark, its
// sizes, the Inter font and its icons, as a Fyne theme and as plain values for
// code that draws images itself.
//
// A Theme does not change after New and is safe for concurrent use; another
// look is another Theme. Look-ups read a table in memory and nothing else,
// because Fyne makes thousands of them a second.
package theme
