package shell

import (
	"runtime"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Every key of the program is in this file: those of the main menu, which works
// wherever the keyboard is, and those of the board.
//
// Letters go with Ctrl (Cmd on a Mac) only: Fyne finds those by the key's place
// when the keyboard is Cyrillic.

// keys are the keys of the main menu.
type keys struct {
	newLead, addHere, sync, quit            fyne.Shortcut
	undo, redo, search                      fyne.Shortcut
	nextPipeline, fold, unfold              fyne.Shortcut
	previousStage, nextStage                fyne.Shortcut
	save, previousLead, nextLead            fyne.Shortcut
	moveTo, movePipeline, assign, tag, task fyne.Shortcut
	browser, copyLink, call, shortcuts      fyne.Shortcut
}

func menuKeys() keys {
	return keys{
		newLead: command(fyne.KeyN), addHere: commandShift(fyne.KeyN), sync: command(fyne.KeyR), quit: command(fyne.KeyQ),
		undo: &fyne.ShortcutUndo{}, redo: &fyne.ShortcutRedo{}, search: command(fyne.KeyK),
		nextPipeline: commandShift(fyne.KeyP), fold: commandShift(fyne.KeyF), unfold: commandShift(fyne.KeyU),
		previousStage: alt(fyne.KeyLeft), nextStage: alt(fyne.KeyRight),
		save: command(fyne.KeyS), previousLead: alt(fyne.KeyUp), nextLead: alt(fyne.KeyDown),
		moveTo: command(fyne.KeyM), movePipeline: commandShift(fyne.KeyM),
		assign: commandShift(fyne.KeyA), tag: command(fyne.KeyT), task: commandShift(fyne.KeyT),
		browser: command(fyne.KeyB), copyLink: commandShift(fyne.KeyC), call: commandShift(fyne.KeyL),
		shortcuts: command(fyne.KeyF1), // Fyne gives no menu a key without Ctrl or Alt
	}
}

// screenKey is the key that shows the n-th screen of the rail, from 1.
func screenKey(n int) fyne.Shortcut { return command(fyne.KeyName(rune('0' + n))) }

// boardKeys are the keys of the board's cards, which are in no menu.
func boardKeys(t *i18n.Texts) []kit.Line {
	ctrl := modifierName(fyne.KeyModifierShortcutDefault)
	return []kit.Line{
		{Left: t.T("keys.walk"), Right: "← → ↑ ↓"},
		{Left: t.T("keys.ends"), Right: "Home, End"},
		{Left: t.T("keys.pages"), Right: "Page Up, Page Down"},
		{Left: t.T("keys.open"), Right: "Enter"},
		{Left: t.T("keys.select"), Right: t.T("keys.space") + ", " + ctrl + " + " + t.T("keys.click")},
		{Left: t.T("keys.range"), Right: "Shift + ↑ ↓, Shift + " + t.T("keys.click")},
		{Left: t.T("keys.column"), Right: ctrl + " + A"},
		{Left: t.T("menu.redo"), Right: ctrl + " + Shift + Z"},
		{Left: t.T("keys.back"), Right: "Esc"},
		{Left: t.T("keys.next_part"), Right: "Tab"},
	}
}

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

// ShortcutLines lists every key with what it does, menu by menu, then those of
// the board.
func (s *Shell) ShortcutLines(m *fyne.MainMenu) []kit.Line {
	var lines []kit.Line
	for _, menu := range m.Items {
		var own []kit.Line
		for _, item := range menu.Items {
			if name := keyName(item.Shortcut); name != "" {
				own = append(own, kit.Line{Left: item.Label, Right: name})
			}
		}
		if len(own) > 0 {
			lines = append(append(lines, kit.Line{Left: menu.Label}), own...)
		}
	}
	lines = append(lines, kit.Line{Left: s.p.Texts.T("nav.board")})
	return append(lines, boardKeys(s.p.Texts)...)
}

// ShowShortcuts lists every key over the window.
func (s *Shell) ShowShortcuts(m *fyne.MainMenu) {
	c := s.canvas()
	if c == nil {
		return
	}
	kit.NewSheet(c, kit.SheetParams{
		Name: "shortcuts", Title: s.p.Texts.T("menu.shortcuts"), Width: 760,
		Parts:  []kit.SheetPart{kit.NewLineList(s.ShortcutLines(m))},
		Cancel: kit.Answer{Name: "close-shortcuts", Text: s.p.Texts.T("snackbar.close")},
	}).Show()
}

// keyName is a shortcut as it is printed on the keys, empty without one.
func keyName(s fyne.Shortcut) string {
	k, ok := s.(fyne.KeyboardShortcut)
	if !ok {
		return ""
	}
	name := string(k.Key())
	switch k.Key() {
	case fyne.KeyLeft:
		name = "←"
	case fyne.KeyRight:
		name = "→"
	case fyne.KeyUp:
		name = "↑"
	case fyne.KeyDown:
		name = "↓"
	}
	if m := modifierName(k.Mod()); m != "" {
		return m + " + " + name
	}
	return name
}

func modifierName(m fyne.KeyModifier) string {
	var parts []string
	for _, p := range []struct {
		key  fyne.KeyModifier
		name string
	}{
		{fyne.KeyModifierControl, "Ctrl"},
		{fyne.KeyModifierSuper, "Cmd"},
		{fyne.KeyModifierAlt, "Alt"},
		{fyne.KeyModifierShift, "Shift"},
	} {
		if m&p.key != 0 {
			parts = append(parts, p.name)
		}
	}
	return strings.Join(parts, " + ")
}
