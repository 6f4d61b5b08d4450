package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/theme"
)

// Avatar is a person's initials on a circle in the person's colour. UI
// goroutine only.
type Avatar struct {
	widget.BaseWidget
	side    float32
	circle  *canvas.Circle
	words   *canvas.Text
	objects []fyne.CanvasObject
}

// NewAvatar returns an empty avatar as wide and high as side.
func NewAvatar(side float32) *Avatar {
	a := &Avatar{side: side, circle: canvas.NewCircle(nil), words: newText(float32(int(side*0.45)), semiBold)}
	a.objects = []fyne.CanvasObject{a.circle, a.words}
	a.ExtendBaseWidget(a)
	return a
}

// Set shows a person by user id and name.
func (a *Avatar) Set(id int64, name string) {
	a.circle.FillColor = theme.Avatar(id)
	a.circle.Refresh()
	Write(a.words, format.Initials(name))
	a.Refresh()
}

// CreateRenderer gives the avatar's objects to Fyne.
func (a *Avatar) CreateRenderer() fyne.WidgetRenderer { return avatarFace{a} }

type avatarFace struct{ a *Avatar }

func (f avatarFace) Destroy()                     {}
func (f avatarFace) MinSize() fyne.Size           { return fyne.NewSquareSize(f.a.side) }
func (f avatarFace) Objects() []fyne.CanvasObject { return f.a.objects }

// Layout places the initials in the middle.
func (f avatarFace) Layout(size fyne.Size) {
	place(f.a.circle, 0, 0, size.Width, size.Height)
	w := width(f.a.words, f.a.words.Text)
	placeText(f.a.words, (size.Width-w)/2, 0, w, size.Height)
}

// Refresh follows the person and the theme.
func (f avatarFace) Refresh() {
	f.a.words.Color = base.Color(theme.ColorOnAccent)
	f.a.words.Refresh()
	f.Layout(f.a.Size())
}
