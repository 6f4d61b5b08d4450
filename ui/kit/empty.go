package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// EmptyState says why there is nothing to see and what to do about it: an
// icon, a sentence, a hint, and perhaps a button. UI goroutine only.
type EmptyState struct {
	widget.BaseWidget
	name    string
	icon    theme.IconName
	picture *picture
	words   paragraph
	hint    paragraph
	button  *Button // nil without an action
	objects []fyne.CanvasObject
}

var _ Inspectable = (*EmptyState)(nil)

// NewEmptyState returns the state with the id "empty:name". button may be nil.
func NewEmptyState(name string, icon theme.IconName, text, hint string, button *Button) *EmptyState {
	e := &EmptyState{
		name: name, icon: icon, picture: newPicture(icon),
		words: newParagraph(text, theme.TextTitle, semiBold, 2), hint: newParagraph(hint, theme.TextBase, regular, 4),
		button: button,
	}
	e.objects = []fyne.CanvasObject{e.picture.image}
	for _, p := range []paragraph{e.words, e.hint} {
		for _, line := range p.lines {
			e.objects = append(e.objects, line)
		}
	}
	if button != nil {
		e.objects = append(e.objects, button)
	}
	e.ExtendBaseWidget(e)
	return e
}

// Inspect names the state.
func (e *EmptyState) Inspect() (id, kind, text string) {
	return "empty:" + e.name, "empty", e.words.text
}

// CreateRenderer gives the state's objects to Fyne.
func (e *EmptyState) CreateRenderer() fyne.WidgetRenderer {
	f := emptyFace{e}
	f.Refresh()
	return f
}

type emptyFace struct{ e *EmptyState }

const (
	emptyIcon   float32 = 40
	emptyMargin float32 = 24
	emptyMost   float32 = 520
)

func (f emptyFace) Destroy()                     {}
func (f emptyFace) MinSize() fyne.Size           { return fyne.NewSize(200, 140) }
func (f emptyFace) Objects() []fyne.CanvasObject { return f.e.objects }

// Layout places the parts in the middle, a little above the half.
func (f emptyFace) Layout(size fyne.Size) {
	y := max(float32(int(size.Height*0.42))-70, 0)
	place(f.e.picture.image, (size.Width-emptyIcon)/2, y, emptyIcon, emptyIcon)
	y += emptyIcon + 12
	room := min(size.Width-2*emptyMargin, emptyMost)
	y += f.e.words.place((size.Width-room)/2, y, room, fyne.TextAlignCenter) + 6
	y += f.e.hint.place((size.Width-room)/2, y, room, fyne.TextAlignCenter)
	if f.e.button != nil {
		min := f.e.button.MinSize()
		place(f.e.button, (size.Width-min.Width)/2, y+16, min.Width, min.Height)
	}
}

// Refresh follows the theme.
func (f emptyFace) Refresh() {
	f.e.picture.tint(f.e.icon, theme.ColorFaint, true)
	f.e.words.paint(theme.ColorText)
	f.e.hint.paint(theme.ColorMuted)
}
