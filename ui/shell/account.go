package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// accountBlock says whose leads these are and lets a person change that.
type accountBlock struct {
	widget.BaseWidget
	texts   *i18n.Texts
	tapped  func(fyne.CanvasObject)
	account Account
	folded  bool
	hovered bool
	focused bool

	ground  *canvas.Rectangle
	logo    *canvas.Rectangle
	letter  *canvas.Text
	name    *canvas.Text
	host    *canvas.Text
	arrow   *canvas.Image
	fitter  *format.Fitter
	objects []fyne.CanvasObject
}

var (
	_ fyne.Focusable    = (*accountBlock)(nil)
	_ fyne.Accessible   = (*accountBlock)(nil)
	_ kit.Inspectable   = (*accountBlock)(nil)
	_ desktop.Hoverable = (*accountBlock)(nil)
)

const (
	logoSide  float32 = 32
	logoPad   float32 = 8
	arrowSide float32 = 11
)

func newAccountBlock(t *i18n.Texts, tapped func(fyne.CanvasObject)) *accountBlock {
	a := &accountBlock{
		texts: t, tapped: tapped,
		ground: canvas.NewRectangle(nil), logo: canvas.NewRectangle(nil),
		letter: canvas.NewText("V", nil), name: canvas.NewText("", nil), host: canvas.NewText("", nil),
		arrow: canvas.NewImageFromResource(nil), fitter: format.NewFitter(kit.Measure, 8),
	}
	a.letter.TextSize, a.letter.Alignment = theme.TextTitle, fyne.TextAlignCenter
	kit.Strong(a.letter, true)
	a.name.TextSize, a.host.TextSize = theme.TextBase, theme.TextTiny
	a.logo.CornerRadius, a.ground.CornerRadius = theme.RadiusButton, theme.RadiusButton
	a.arrow.FillMode = canvas.ImageFillContain
	a.objects = []fyne.CanvasObject{a.ground, a.logo, a.letter, a.name, a.host, a.arrow}
	a.ExtendBaseWidget(a)
	return a
}

func (a *accountBlock) set(account Account) {
	if a.account != account {
		a.account = account
		a.Refresh()
	}
}

func (a *accountBlock) fold(folded bool) {
	a.folded = folded
	a.Refresh()
}

// Tapped offers the accounts.
func (a *accountBlock) Tapped(*fyne.PointEvent) {
	if a.tapped != nil {
		a.tapped(a)
	}
}

// TypedKey offers the accounts on Enter and Space.
func (a *accountBlock) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		a.Tapped(nil)
	}
}

// TypedRune does nothing.
func (a *accountBlock) TypedRune(rune) {}

// FocusGained shows where the keyboard is.
func (a *accountBlock) FocusGained() { a.focused = true; a.Refresh() }

// FocusLost ends that.
func (a *accountBlock) FocusLost() { a.focused = false; a.Refresh() }

// MouseIn marks the block.
func (a *accountBlock) MouseIn(*desktop.MouseEvent) { a.hovered = true; a.Refresh() }

// MouseMoved does nothing.
func (a *accountBlock) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark away.
func (a *accountBlock) MouseOut() { a.hovered = false; a.Refresh() }

// Inspect names the block.
func (a *accountBlock) Inspect() (id, kind, text string) {
	return "button:account", "button", a.account.Name
}

// AccessibilityLabel says whose leads these are.
func (a *accountBlock) AccessibilityLabel() string {
	return a.texts.T("nav.account", "Name", a.account.Name)
}

// AccessibilityRole tells that it can be pressed.
func (a *accountBlock) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// CreateRenderer gives the parts to Fyne.
func (a *accountBlock) CreateRenderer() fyne.WidgetRenderer {
	f := accountFace{a}
	f.Refresh()
	return f
}

type accountFace struct{ a *accountBlock }

func (f accountFace) Destroy()                     {}
func (f accountFace) MinSize() fyne.Size           { return fyne.NewSquareSize(logoSide) }
func (f accountFace) Objects() []fyne.CanvasObject { return f.a.objects }

// Layout places the logo, and the names beside it.
func (f accountFace) Layout(size fyne.Size) {
	a := f.a
	move(a.ground, 0, 0, size.Width, size.Height)
	x := logoPad
	if a.folded {
		x = float32(int((size.Width - logoSide) / 2))
	}
	y := float32(int((size.Height - logoSide) / 2))
	move(a.logo, x, y, logoSide, logoSide)
	letter := a.letter.MinSize().Height
	move(a.letter, x, y+(logoSide-letter)/2, logoSide, letter)
	if a.folded {
		return
	}
	x += logoSide + 10
	room := size.Width - x - 2
	a.name.Text = a.fitter.Fit(a.account.Name, room, theme.TextBase, true)
	kit.Strong(a.name, true)
	move(a.name, x, y, room, a.name.MinSize().Height)
	if a.tapped != nil {
		room -= arrowSide + 3
	}
	a.host.Text = a.fitter.Fit(a.account.Host, room, theme.TextTiny, false)
	hostSize := a.host.MinSize()
	move(a.host, x, y+17, hostSize.Width, hostSize.Height)
	move(a.arrow, x+hostSize.Width+3, y+18+(hostSize.Height-arrowSide)/2, arrowSide, arrowSide)
}

// Refresh copies the state to the canvas objects.
func (f accountFace) Refresh() {
	a := f.a
	a.ground.FillColor, a.ground.StrokeWidth, a.ground.StrokeColor = nil, 0, nil
	if a.hovered && a.tapped != nil {
		a.ground.FillColor = base.Color(theme.ColorHover)
	}
	if a.focused {
		a.ground.StrokeColor, a.ground.StrokeWidth = base.Color(theme.ColorFocus), 2
	}
	a.logo.FillColor = base.Color(theme.ColorAccentFill)
	a.letter.Color = base.Color(theme.ColorOnAccent)
	a.name.Color = base.Color(theme.ColorText)
	a.host.Color = base.Color(theme.ColorMuted)
	a.arrow.Resource = theme.Icon(theme.IconChevronDown, theme.ColorMuted)
	show(a.ground, a.hovered && a.tapped != nil || a.focused)
	show(a.name, !a.folded)
	show(a.host, !a.folded)
	show(a.arrow, !a.folded && a.tapped != nil && a.account.Host != "")
	f.Layout(a.Size())
	for _, o := range a.objects {
		o.Refresh()
	}
}

func show(o fyne.CanvasObject, on bool) {
	switch {
	case on && !o.Visible():
		o.Show()
	case !on && o.Visible():
		o.Hide()
	}
}
