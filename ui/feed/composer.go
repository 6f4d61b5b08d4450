package feed

import (
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// composer is where notes are written.
type composer struct {
	widget.BaseWidget
	entry    *kit.Field
	hint     *canvas.Text
	add      *kit.Button
	cancel   *kit.Button
	texts    *i18n.Texts
	note     int64 // the note that is being changed, 0 for a new one
	hintWide float32
}

const (
	composeLines         = 2
	buttonGap    float32 = 8
	hintPad      float32 = 10
)

func newComposer(texts *i18n.Texts, typed func(string), send, cancel func()) *composer {
	c := &composer{texts: texts, hint: canvas.NewText(texts.T("feed.send_key"), nil)}
	c.hint.TextSize = theme.TextTiny
	c.hintWide = kit.Measure(c.hint.Text, theme.TextTiny, false)
	c.entry = kit.NewField(kit.FieldParams{
		Name: "note", Label: texts.T("feed.write"), Placeholder: texts.T("feed.write"), Bare: true, Lines: composeLines, Private: true,
		Changed: typed, Sent: send,
	})
	c.add = kit.NewPrimaryButton("send-note", texts.T("feed.send"), "", send)
	c.cancel = kit.NewPlainButton("cancel-note", texts.T("feed.cancel"), "", cancel)
	c.ExtendBaseWidget(c)
	return c
}

func (c *composer) text() string { return c.entry.Text() }

func (c *composer) set(text string) { c.entry.SetText(text) }

// edit begins to change a note; 0 writes a new one.
func (c *composer) edit(note int64, text string) {
	c.note = note
	c.add.SetText(c.texts.T("feed.send"))
	if note != 0 {
		c.add.SetText(c.texts.T("feed.save"))
	}
	c.entry.SetText(text)
}

func (c *composer) reset() { c.edit(0, "") }

func (c *composer) focus() {
	c.entry.Focus()
	c.entry.CursorToEnd()
}

// busy reports whether something is being written.
func (c *composer) busy() bool { return c.note != 0 || strings.TrimSpace(c.text()) != "" }

// HeightFor is the height at a width.
func (c *composer) HeightFor(width float32) float32 {
	h := c.entry.HeightFor(width)
	if c.busy() {
		h += buttonGap + theme.HeightControl
	}
	return h
}

// CreateRenderer gives the parts to Fyne.
func (c *composer) CreateRenderer() fyne.WidgetRenderer {
	f := composerFace{c}
	f.Refresh()
	return f
}

type composerFace struct{ c *composer }

func (f composerFace) Destroy()           {}
func (f composerFace) MinSize() fyne.Size { return fyne.NewSize(120, theme.HeightControl) }

// Objects are the parts that mean something now.
func (f composerFace) Objects() []fyne.CanvasObject {
	c := f.c
	switch {
	case !c.busy():
		return []fyne.CanvasObject{c.entry, c.hint}
	case c.note == 0:
		return []fyne.CanvasObject{c.entry, c.add}
	}
	return []fyne.CanvasObject{c.entry, c.add, c.cancel}
}

// Layout puts the buttons under the field, at its right.
func (f composerFace) Layout(size fyne.Size) {
	c := f.c
	h := c.entry.HeightFor(size.Width)
	move(c.entry, 0, 0, size.Width, h)
	move(c.hint, size.Width-c.hintWide-hintPad, hintPad-2, c.hintWide, c.hint.MinSize().Height)
	min := c.add.MinSize()
	move(c.add, size.Width-min.Width, h+buttonGap, min.Width, min.Height)
	x := size.Width - min.Width - buttonGap
	min = c.cancel.MinSize()
	move(c.cancel, x-min.Width, h+buttonGap, min.Width, min.Height)
}

// Refresh follows what is written and the theme.
func (f composerFace) Refresh() {
	f.c.hint.Color = base.Color(theme.ColorMuted)
	f.Layout(f.c.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(f.c)
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x)), float32(int(y))))
	o.Resize(fyne.NewSize(w, h))
}
