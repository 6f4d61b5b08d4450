package i18n

import (
	"embed"
	"fmt"

	"fyne.io/fyne/v2/lang"
)

//go:embed fyne/*.json
var toolkit embed.FS

// TeachFyne gives Fyne's own widgets their words (OK, Cancel, Copy, weekdays)
// in this language, whatever language the desktop has. Fyne ships no Uzbek, and
// its Russian has Tuesday and Thursday swapped. Call it before the first widget
// is made, on the UI goroutine: Fyne keeps these words globally.
//
// Fyne shows the language of the desktop and has no way to choose another one,
// so the words are registered under the desktop's locale. None of them has
// plural forms that could go wrong by that.
func (t *Texts) TeachFyne() error {
	words, err := toolkit.ReadFile("fyne/" + t.lang + ".json")
	if err != nil {
		return fmt.Errorf("read the toolkit's words in %s: %w", t.lang, err)
	}
	if err := lang.AddTranslationsForLocale(words, lang.SystemLocale()); err != nil {
		return fmt.Errorf("teach the toolkit %s: %w", t.lang, err)
	}
	return nil
}
