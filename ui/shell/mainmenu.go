package shell

import (
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// Commands are the commands of the main menu. What is nil is left out.
type Commands struct {
	NewLead func()
	Connect func()
	SyncNow func()
	Quit    func()
	Undo    func() // when no text field has the keyboard
	Redo    func() // likewise
	About   func()
	Lead    LeadCommands
	View    ViewCommands
}

// LeadCommands act on the lead that has the keyboard or is open.
type LeadCommands struct {
	Open         func()
	MoveNext     func()
	MovePrevious func()
	MoveTo       func()
	MovePipeline func()
	OpenBrowser  func()
	CopyLink     func()
}

// ViewCommands change what is shown. The values beside them are ticked.
type ViewCommands struct {
	Show         func(Screen)
	NextPipeline func()
	SetTheme     func(theme.Mode)
	Theme        theme.Mode
	SetCompact   func(bool)
	Compact      bool
	SetLanguage  func(code string)
}

// MainMenu builds the window's menu. Its shortcuts work wherever the keyboard
// is. Build it again to move the ticks.
func (s *Shell) MainMenu(c Commands) *fyne.MainMenu {
	t := s.p.Texts
	b := menuBuilder{texts: t}

	b.begin("menu.file")
	b.add("menu.new_lead", command(fyne.KeyN), c.NewLead)
	b.add("menu.sync_now", command(fyne.KeyR), c.SyncNow)
	b.line()
	b.add("menu.connect", nil, c.Connect)
	b.line()
	b.quit("menu.quit", command(fyne.KeyQ), c.Quit)

	b.begin("menu.edit")
	b.add("menu.undo", &fyne.ShortcutUndo{}, s.unlessTyping(&fyne.ShortcutUndo{}, c.Undo))
	b.add("menu.redo", &fyne.ShortcutRedo{}, s.unlessTyping(&fyne.ShortcutRedo{}, c.Redo))
	b.line()
	b.add("menu.search", command(fyne.KeyK), s.FocusSearch)

	b.begin("menu.view")
	if c.View.Show != nil {
		for i, name := range s.p.Screens {
			key := fyne.KeyName(strconv.Itoa(i + 1))
			b.addText(name.Title(t), command(key), func() { c.View.Show(name) })
		}
		b.line()
	}
	b.add("menu.next_pipeline", commandShift(fyne.KeyP), c.View.NextPipeline)
	b.line()
	b.submenu("menu.theme", themeItems(t, c.View))
	b.submenu("menu.density", densityItems(t, c.View))
	b.submenu("menu.language", languageItems(t, c.View))

	b.begin("menu.lead")
	b.add("menu.open", nil, c.Lead.Open)
	b.line()
	b.add("menu.move_previous", alt(fyne.KeyLeft), c.Lead.MovePrevious)
	b.add("menu.move_next", alt(fyne.KeyRight), c.Lead.MoveNext)
	b.add("lead_menu.move_to", command(fyne.KeyM), c.Lead.MoveTo)
	b.add("lead_menu.move_pipeline", commandShift(fyne.KeyM), c.Lead.MovePipeline)
	b.line()
	b.add("menu.open_browser", command(fyne.KeyB), c.Lead.OpenBrowser)
	b.add("menu.copy_link", commandShift(fyne.KeyC), c.Lead.CopyLink)

	b.begin("menu.help")
	b.add("menu.about", nil, c.About)
	return b.menu()
}

// unlessTyping leaves a shortcut to the text field that has the keyboard: the
// main menu is asked first, and undo there means the text.
func (s *Shell) unlessTyping(shortcut fyne.Shortcut, do func()) func() {
	if do == nil {
		return nil
	}
	return func() {
		if c := s.canvas(); c != nil {
			if field, ok := c.Focused().(interface {
				fyne.Shortcutable
				SelectedText() string
			}); ok {
				field.TypedShortcut(shortcut)
				return
			}
		}
		do()
	}
}

func themeItems(t *i18n.Texts, v ViewCommands) []*fyne.MenuItem {
	if v.SetTheme == nil {
		return nil
	}
	var items []*fyne.MenuItem
	for _, m := range []struct {
		mode theme.Mode
		text string
	}{
		{theme.System, t.T("menu.theme_system")},
		{theme.Light, t.T("menu.theme_light")},
		{theme.Dark, t.T("menu.theme_dark")},
	} {
		item := fyne.NewMenuItem(m.text, func() { v.SetTheme(m.mode) })
		item.Checked = v.Theme == m.mode
		items = append(items, item)
	}
	return items
}

func densityItems(t *i18n.Texts, v ViewCommands) []*fyne.MenuItem {
	if v.SetCompact == nil {
		return nil
	}
	wide := fyne.NewMenuItem(t.T("menu.comfortable"), func() { v.SetCompact(false) })
	wide.Checked = !v.Compact
	narrow := fyne.NewMenuItem(t.T("menu.compact"), func() { v.SetCompact(true) })
	narrow.Checked = v.Compact
	return []*fyne.MenuItem{wide, narrow}
}

func languageItems(t *i18n.Texts, v ViewCommands) []*fyne.MenuItem {
	if v.SetLanguage == nil {
		return nil
	}
	var items []*fyne.MenuItem
	for _, l := range i18n.Languages() {
		item := fyne.NewMenuItem(l.Name, func() { v.SetLanguage(l.Code) })
		item.Checked = t.Lang() == l.Code
		items = append(items, item)
	}
	return items
}
