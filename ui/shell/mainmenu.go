package shell

import (
	"fyne.io/fyne/v2"

	"voronka/ui/i18n"
	"voronka/ui/theme"
)

// Commands are the commands of the main menu. What is nil is left out.
type Commands struct {
	NewLead func()
	// NewContact, NewCompany and NewTask open what they are made with.
	NewContact, NewCompany, NewTask func()

	Connect func()
	SyncNow func()
	Quit    func()
	Undo    func() // when no text field has the keyboard
	Redo    func() // likewise
	// UndoWhat and RedoWhat say in words what they would do; empty for nothing.
	UndoWhat, RedoWhat string
	About              func()
	// Shortcuts gets the menu it is a command of.
	Shortcuts func(*fyne.MainMenu)
	Lead      LeadCommands
	View      ViewCommands
}

// LeadCommands act on the lead that has the keyboard or is open.
type LeadCommands struct {
	Open         func()
	Save         func() // what was typed into the open lead
	Previous     func() // lead of the column
	Next         func()
	MoveNext     func()
	MovePrevious func()
	MoveTo       func()
	MovePipeline func()
	Assign       func()
	Tag          func()
	Task         func()
	OpenBrowser  func()
	CopyLink     func()
	Call         func()
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
	AddHere      func() // quick add in the column with the keyboard
	Fold         func() // the column with the keyboard
	Unfold       func() // all columns
	Orders       []Choice
	SetOrder     func(id string)
	Order        string
	Holds        []Choice // how long a change waits before it is sent
	SetHold      func(id string)
	Hold         string
}

// Choice is one of several values to choose from.
type Choice struct{ ID, Text string }

// MainMenu builds the window's menu. Its shortcuts work wherever the keyboard
// is. Build it again to move the ticks.
func (s *Shell) MainMenu(c Commands) *fyne.MainMenu {
	t := s.p.Texts
	b, k := menuBuilder{texts: t}, menuKeys()

	b.begin("menu.file")
	b.add("menu.new_lead", k.newLead, c.NewLead)
	b.add("menu.new_contact", nil, c.NewContact)
	b.add("menu.new_company", nil, c.NewCompany)
	b.add("menu.new_task", nil, c.NewTask)
	b.add("menu.add_here", k.addHere, c.View.AddHere)
	b.add("menu.sync_now", k.sync, c.SyncNow)
	b.line()
	b.add("menu.connect", nil, c.Connect)
	b.line()
	b.quit("menu.quit", k.quit, c.Quit)

	b.begin("menu.edit")
	b.addText(withWhat(t, t.T("menu.undo"), c.UndoWhat), k.undo, s.unlessTyping(k.undo, c.Undo))
	b.addText(withWhat(t, t.T("menu.redo"), c.RedoWhat), k.redo, s.unlessTyping(k.redo, c.Redo))
	b.line()
	b.add("menu.search", k.search, s.FocusSearch)

	b.begin("menu.view")
	if c.View.Show != nil {
		for i, name := range s.p.Screens {
			b.addText(name.Title(t), screenKey(i+1), func() { c.View.Show(name) })
		}
		b.line()
	}
	b.add("menu.next_pipeline", k.nextPipeline, c.View.NextPipeline)
	b.add("column.fold", k.fold, c.View.Fold)
	b.add("column.unfold_all", k.unfold, c.View.Unfold)
	b.submenu("column.sort", orderItems(c.View))
	b.line()
	b.submenu("menu.theme", themeItems(t, c.View))
	b.submenu("menu.density", densityItems(t, c.View))
	b.submenu("menu.language", languageItems(t, c.View))
	b.submenu("menu.hold", holdItems(c.View))

	b.begin("menu.lead")
	b.add("menu.open", nil, c.Lead.Open)
	b.add("lead.save", k.save, c.Lead.Save)
	b.add("lead.previous", k.previousLead, c.Lead.Previous)
	b.add("lead.next", k.nextLead, c.Lead.Next)
	b.line()
	b.add("menu.move_previous", k.previousStage, c.Lead.MovePrevious)
	b.add("menu.move_next", k.nextStage, c.Lead.MoveNext)
	b.add("lead_menu.move_to", k.moveTo, c.Lead.MoveTo)
	b.add("lead_menu.move_pipeline", k.movePipeline, c.Lead.MovePipeline)
	b.line()
	b.add("lead_menu.assign", k.assign, c.Lead.Assign)
	b.add("lead_menu.tag", k.tag, c.Lead.Tag)
	b.add("lead_menu.task", k.task, c.Lead.Task)
	b.line()
	b.add("menu.open_browser", k.browser, c.Lead.OpenBrowser)
	b.add("menu.copy_link", k.copyLink, c.Lead.CopyLink)
	b.add("lead_menu.call", k.call, c.Lead.Call)

	b.begin("menu.help")
	var menu *fyne.MainMenu
	if c.Shortcuts != nil {
		b.add("menu.shortcuts", k.shortcuts, func() { c.Shortcuts(menu) })
	}
	b.add("menu.about", nil, c.About)
	menu = b.menu()
	return menu
}

// withWhat names a command and what it is about.
func withWhat(t *i18n.Texts, command, what string) string {
	if what == "" {
		return command
	}
	return t.T("menu.with_what", "Command", command, "What", what)
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

func orderItems(v ViewCommands) []*fyne.MenuItem {
	if v.SetOrder == nil {
		return nil
	}
	var items []*fyne.MenuItem
	for _, o := range v.Orders {
		item := fyne.NewMenuItem(o.Text, func() { v.SetOrder(o.ID) })
		item.Checked = v.Order == o.ID
		items = append(items, item)
	}
	return items
}

func holdItems(v ViewCommands) []*fyne.MenuItem {
	if v.SetHold == nil {
		return nil
	}
	var items []*fyne.MenuItem
	for _, h := range v.Holds {
		item := fyne.NewMenuItem(h.Text, func() { v.SetHold(h.ID) })
		item.Checked = v.Hold == h.ID
		items = append(items, item)
	}
	return items
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
