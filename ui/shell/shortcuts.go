package shell

import (
	"runtime"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
)

// The shortcuts of the main menu. Letters go with Ctrl (Cmd on a Mac) only:
// Fyne finds those by the key's place when the keyboard is Cyrillic.

func command(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault}
}

func commandShift(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

func alt(key fyne.KeyName) fyne.Shortcut {
	return &desktop.CustomShortcut{KeyName: key, Modifier: fyne.KeyModifierAlt}
}

// searchHint is the shortcut shown in the search field.
func searchHint() string {
	if runtime.GOOS == "darwin" {
		return "⌘K"
	}
	return "Ctrl K"
}
