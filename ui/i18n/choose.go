package i18n

import (
	"os"
	"strings"

	"fyne.io/fyne/v2/lang"
)

// Choose picks the language from the first of its wishes that names one of
// ours: the saved setting, VORONKA_LANG, the language of the desktop. Without
// any it is Uzbek. A wish may be a locale such as ru_RU.UTF-8 or uz-Latn-UZ.
func Choose(wishes ...string) string {
	for _, w := range wishes {
		code, _, _ := strings.Cut(strings.ToLower(strings.TrimSpace(w)), "-")
		code, _, _ = strings.Cut(code, "_")
		code, _, _ = strings.Cut(code, ".")
		if known(code) {
			return code
		}
	}
	return Uzbek
}

// Detect picks the language for a start of the program. VORONKA_LANG wins over
// the saved setting, which may be empty; then the desktop decides.
func Detect(setting string) string {
	return Choose(os.Getenv("VORONKA_LANG"), setting, desktop())
}

// desktop is the desktop's locale, empty when it says nothing about a
// language: C and POSIX are what a bare system has, not somebody's choice.
func desktop() string {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG"} {
		if v := os.Getenv(name); v != "" {
			if v == "C" || v == "POSIX" || strings.HasPrefix(v, "C.") {
				return ""
			}
			break
		}
	}
	return lang.SystemLocale().String()
}
