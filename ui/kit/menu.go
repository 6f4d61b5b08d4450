package kit

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Item is an entry of a Menu.
type Item struct {
	ID        string         // becomes the id "item:ID"; may be empty
	Text      string         // what people typed is welcome
	Hint      string         // at the right, muted: a count, a shortcut
	Icon      theme.IconName // may be empty
	Dot       string         // #rrggbb of a status, drawn as a dot; empty without
	Danger    bool           // in red
	Checked   bool
	Disabled  bool
	Separator bool // a line above this entry
	Do        func()
}

// searchFrom is how many entries a menu has before it offers a search.
const searchFrom = 12

// MenuParams says what a menu shows.
type MenuParams struct {
	Name   string // the menu's id is "dialog:Name"
	Title  string // above the entries; may be empty
	Search string // placeholder of the search field in a long menu
	Empty  string // what is said when the search finds nothing
	Items  []Item

	// Find looks for entries elsewhere at every change of the search field; it
	// calls show with them at once or later, on the UI goroutine. Without it
	// the search goes over Items.
	Find func(text string, show func([]Item))
	// Offer makes an entry of the text that was typed, such as a new tag; it is
	// shown under the others.
	Offer func(text string) (Item, bool)
	// Stay keeps the menu open after a choice, which turns the entry's check.
	Stay bool
	// Checked is asked after each choice in a menu that stays, where one takes
	// the checks of others away; without it a choice turns its own.
	Checked func(id string) bool
}

// searches reports whether the menu has a search field.
func (p MenuParams) searches() bool {
	return p.Find != nil || p.Offer != nil || len(p.Items) >= searchFrom
}

// Menu is a list to choose from that floats over the window. It walks by
// arrows, chooses by Enter or a click and leaves by Esc or a click elsewhere. A
// long one can be searched by typing. UI goroutine only.
type Menu struct {
	params MenuParams
	popup  *widget.PopUp
	rows   *menuRows
	search *SearchField // nil in a short menu
}

// NewMenu returns a menu for a canvas; Show opens it.
func NewMenu(on fyne.Canvas, p MenuParams) *Menu {
	m := &Menu{params: p}
	m.rows = newMenuRows(p, m.choose, m.Hide)
	body := &menuBody{menu: m, rows: m.rows, name: p.Name}
	if p.Title != "" {
		body.title = newText(theme.TextTiny, medium)
		body.title.Text = p.Title
	}
	if p.searches() {
		m.search = NewSearchField(p.Name+"-search", p.Search, "", m.rows.filter)
		m.search.OnLeave(m.Hide)
		m.search.OnKey(m.rows.key)
		body.search = m.search
	}
	body.ExtendBaseWidget(body)
	m.popup = widget.NewPopUp(body, on)
	return m
}

// ShowAt opens the menu with its corner at a place of the canvas, moved so
// that all of it can be seen.
func (m *Menu) ShowAt(at fyne.Position) {
	size := m.popup.MinSize()
	all := m.popup.Canvas.Size()
	const margin = 8
	at.X = max(min(at.X, all.Width-size.Width-margin), margin)
	at.Y = max(min(at.Y, all.Height-size.Height-margin), margin)
	m.popup.ShowAtPosition(at)
	m.popup.Resize(size)
	if m.search != nil {
		m.popup.Canvas.Focus(m.search)
		return
	}
	m.popup.Canvas.Focus(m.rows)
}

// ShowUnder opens the menu under an object.
func (m *Menu) ShowUnder(o fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	m.ShowAt(at.AddXY(0, o.Size().Height+4))
}

// ShowOver opens the menu in the place of an object.
func (m *Menu) ShowOver(o fyne.CanvasObject) {
	at := fyne.CurrentApp().Driver().AbsolutePositionForObject(o)
	m.ShowAt(at.SubtractXY(menuPad, menuPad))
}

// Type puts a text into the search field as if it were typed.
func (m *Menu) Type(text string) {
	if m.search != nil && text != "" {
		m.search.SetText(text)
		m.search.CursorColumn = len([]rune(text))
		m.search.Refresh()
	}
}

// Hide closes the menu.
func (m *Menu) Hide() { m.popup.Hide() }

// choose closes the menu first, unless it stays: what the entry does may open
// another one.
func (m *Menu) choose(i Item) {
	if !m.params.Stay {
		m.Hide()
	}
	if i.Do != nil {
		i.Do()
	}
	if m.params.Stay {
		m.rows.recheck(i.ID)
	}
}

// menuBody stacks title, search field and rows.
type menuBody struct {
	widget.BaseWidget
	menu   *Menu
	name   string
	title  *canvas.Text
	search *SearchField
	rows   *menuRows
}

// Inspect names the menu.
func (b *menuBody) Inspect() (id, kind, text string) {
	return "dialog:" + b.name, "dialog", b.menu.params.Title
}

// CreateRenderer gives the menu's objects to Fyne.
func (b *menuBody) CreateRenderer() fyne.WidgetRenderer {
	f := &menuBodyFace{b: b}
	if b.title != nil {
		f.objects = append(f.objects, b.title)
	}
	if b.search != nil {
		f.objects = append(f.objects, b.search)
	}
	f.objects = append(f.objects, b.rows)
	f.Refresh()
	return f
}

type menuBodyFace struct {
	b       *menuBody
	objects []fyne.CanvasObject
}

const (
	menuPad   float32 = 6
	menuTitle float32 = 26
)

func (f *menuBodyFace) Destroy()                     {}
func (f *menuBodyFace) Objects() []fyne.CanvasObject { return f.objects }

// MinSize is that of the rows and what stands above them.
func (f *menuBodyFace) MinSize() fyne.Size {
	size := f.b.rows.MinSize().AddWidthHeight(2*menuPad, 2*menuPad)
	if f.b.title != nil {
		size.Height += menuTitle
		size.Width = max(size.Width, width(f.b.title, f.b.title.Text)+2*menuPad+2*rowPad)
	}
	if f.b.search != nil {
		size.Height += theme.HeightControl + menuPad
	}
	return size
}

// Layout stacks the parts.
func (f *menuBodyFace) Layout(size fyne.Size) {
	y, w := menuPad, size.Width-2*menuPad
	if f.b.title != nil {
		placeText(f.b.title, menuPad+rowPad, y, w-2*rowPad, menuTitle)
		y += menuTitle
	}
	if f.b.search != nil {
		place(f.b.search, menuPad, y, w, theme.HeightControl)
		y += theme.HeightControl + menuPad
	}
	place(f.b.rows, menuPad, y, w, size.Height-menuPad-y)
}

// Refresh follows the theme.
func (f *menuBodyFace) Refresh() {
	if f.b.title != nil {
		say(f.b.title, f.b.title.Text, theme.ColorMuted)
	}
	for _, o := range f.objects {
		o.Refresh()
	}
}

// matches tells whether an entry is wanted: every word typed is in its text.
func matches(text string, words []string) bool {
	if len(words) == 0 {
		return true
	}
	text = fold(text)
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// fold makes spellings equal that people do not tell apart: case, the many
// apostrophes of Uzbek, and ё.
func fold(s string) string {
	return foldSigns.Replace(strings.ToLower(s))
}

var foldSigns = strings.NewReplacer("ʻ", "'", "ʼ", "'", "‘", "'", "’", "'", "`", "'", "ё", "е")
