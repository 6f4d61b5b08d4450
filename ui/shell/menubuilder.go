package shell

import (
	"fyne.io/fyne/v2"

	"voronka/ui/i18n"
)

// menuBuilder collects menus without commands that nobody offers, without
// double lines, and without empty menus.
type menuBuilder struct {
	texts *i18n.Texts
	menus []*fyne.Menu
	rule  bool // a line is due before the next item
}

func (b *menuBuilder) begin(key string) {
	b.menus = append(b.menus, fyne.NewMenu(b.texts.T(key)))
	b.rule = false
}

func (b *menuBuilder) line() { b.rule = len(b.last().Items) > 0 }

func (b *menuBuilder) last() *fyne.Menu { return b.menus[len(b.menus)-1] }

func (b *menuBuilder) add(key string, shortcut fyne.Shortcut, do func()) {
	b.addText(b.texts.T(key), shortcut, do)
}

func (b *menuBuilder) addText(text string, shortcut fyne.Shortcut, do func()) {
	if do == nil {
		return
	}
	item := fyne.NewMenuItem(text, do)
	item.Shortcut = shortcut
	b.put(item)
}

// quit adds the item that Fyne would add itself, in English, if it were
// missing.
func (b *menuBuilder) quit(key string, shortcut fyne.Shortcut, do func()) {
	item := fyne.NewMenuItem(b.texts.T(key), do)
	item.Shortcut, item.IsQuit = shortcut, true
	if do == nil {
		item.Action = func() { fyne.CurrentApp().Quit() }
	}
	b.put(item)
}

func (b *menuBuilder) submenu(key string, items []*fyne.MenuItem) {
	if len(items) == 0 {
		return
	}
	item := fyne.NewMenuItem(b.texts.T(key), nil)
	item.ChildMenu = fyne.NewMenu("", items...)
	b.put(item)
}

func (b *menuBuilder) put(item *fyne.MenuItem) {
	m := b.last()
	if b.rule {
		m.Items = append(m.Items, fyne.NewMenuItemSeparator())
		b.rule = false
	}
	m.Items = append(m.Items, item)
}

func (b *menuBuilder) menu() *fyne.MainMenu {
	var full []*fyne.Menu
	for _, m := range b.menus {
		if len(m.Items) > 0 {
			full = append(full, m)
		}
	}
	return fyne.NewMainMenu(full...)
}
