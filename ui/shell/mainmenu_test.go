package shell_test

import (
	"slices"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/ui/shell"
	"voronka/ui/theme"
)

func TestMainMenu(t *testing.T) {
	s := newStage(t, "ru", 1440, 900)
	var done []string
	note := func(name string) func() { return func() { done = append(done, name) } }
	m := s.MainMenu(shell.Commands{
		NewLead: note("new"), SyncNow: note("sync"), Undo: note("undo"), Redo: note("redo"),
		Lead: shell.LeadCommands{MoveNext: note("next"), MovePrevious: note("previous")},
		View: shell.ViewCommands{
			Show: func(name shell.Screen) { done = append(done, string(name)) }, Theme: theme.Dark,
			SetTheme: func(m theme.Mode) { done = append(done, string(m)) }, SetCompact: func(bool) {}, SetLanguage: func(string) {},
		},
	})
	var menus []string
	shortcuts := map[string]string{}
	ticked := 0
	for _, menu := range m.Items {
		menus = append(menus, menu.Label)
		last := true // a line is at the beginning
		for _, item := range menu.Items {
			if item.IsSeparator && last {
				t.Errorf("%s has a line without items before it", menu.Label)
			}
			last = item.IsSeparator
			if item.Shortcut != nil {
				name := item.Shortcut.ShortcutName()
				if other, ok := shortcuts[name]; ok {
					t.Errorf("%s belongs to %q and %q", name, other, item.Label)
				}
				shortcuts[name] = item.Label
			}
			if item.ChildMenu != nil {
				for _, child := range item.ChildMenu.Items {
					if child.Checked {
						ticked++
					}
				}
			}
		}
		if last {
			t.Errorf("%s ends with a line, or is empty", menu.Label)
		}
	}
	if want := []string{"Файл", "Правка", "Вид", "Сделка"}; !slices.Equal(menus, want) {
		t.Errorf("menus: %q, want %q", menus, want)
	}
	if ticked != 3 {
		t.Errorf("%d ticks, want one each for theme, density, language", ticked)
	}
	for name, want := range map[string]string{
		(&desktop.CustomShortcut{KeyName: fyne.KeyN, Modifier: fyne.KeyModifierShortcutDefault}).ShortcutName(): "Новая сделка",
		(&desktop.CustomShortcut{KeyName: fyne.KeyK, Modifier: fyne.KeyModifierShortcutDefault}).ShortcutName(): "Поиск",
		(&fyne.ShortcutUndo{}).ShortcutName(): "Отменить",
	} {
		if shortcuts[name] != want {
			t.Errorf("%s is %q, want %q", name, shortcuts[name], want)
		}
	}
	if !slices.ContainsFunc(m.Items[0].Items, func(i *fyne.MenuItem) bool { return i.IsQuit && i.Label == "Выход" }) {
		t.Error("Fyne would add its own Quit")
	}
}

// TestUndoBelongsToTheField: while a person types, undo is about the text.
func TestUndoBelongsToTheField(t *testing.T) {
	s := newStage(t, "uz", 1440, 900)
	undone := 0
	m := s.MainMenu(shell.Commands{Undo: func() { undone++ }})
	undo := m.Items[1].Items[0]
	undo.Action()
	if undone != 1 {
		t.Fatalf("undone %d times", undone)
	}
	s.FocusSearch()
	s.write("abc")
	undo.Action()
	if undone != 1 || s.parts(t)["field:search"].text == "abc" {
		t.Errorf("undone %d times, the field has %q", undone, s.parts(t)["field:search"].text)
	}
}
