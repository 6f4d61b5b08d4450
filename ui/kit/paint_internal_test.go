package kit

import (
	"testing"

	"fyne.io/fyne/v2/test"

	"voronka/ui/theme"
)

// TestStrongTextFollowsItsLetters holds that a text keeps its weight, and gets
// a font that has its letters, whatever is written into it.
func TestStrongTextFollowsItsLetters(t *testing.T) {
	test.NewTempApp(t)
	words := newText(theme.TextBase, semiBold)
	for _, text := range []string{"Mebel", "Mebel 🔥", "", "Мебель"} {
		say(words, text, theme.ColorText)
		style, source := theme.SemiBold(text)
		if words.TextStyle != style || words.FontSource != source {
			t.Errorf("%q is drawn in %+v %v", text, words.TextStyle, words.FontSource)
		}
		if text != "" && width(words, text) < Measure(text, theme.TextBase, true) {
			t.Errorf("%q is measured in another weight", text)
		}
	}
	own := newText(theme.TextBase, medium)
	say(own, "Saqlash", theme.ColorText)
	if own.FontSource != theme.Medium() {
		t.Error("a text of medium weight became another")
	}
	plain := newText(theme.TextBase, regular)
	say(plain, "Mebel", theme.ColorText)
	if IsStrong(plain) {
		t.Error("a regular text became strong")
	}
}
