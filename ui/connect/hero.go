package connect

import (
	"image/color"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// hero is the left half of the card: the logo, and what the program is for.
type hero struct {
	widget.BaseWidget
	slogan string
	ground *canvas.Rectangle
	logo   *canvas.Rectangle
	letter *canvas.Text
	lines  []*canvas.Text // of the slogan
	about  *kit.Prose
	fitter *format.Fitter

	objects []fyne.CanvasObject
}

const (
	heroPad     float32 = 32
	logoSide    float32 = 44
	logoRadius  float32 = 12
	sloganSize  float32 = 26
	sloganStep  float32 = 32
	sloganLines         = 5
)

func newHero(t *i18n.Texts) *hero {
	h := &hero{
		slogan: t.T("connect.slogan"), ground: canvas.NewRectangle(nil), logo: canvas.NewRectangle(nil),
		letter: canvas.NewText("V", nil), about: kit.NewProse(t.T("connect.about"), theme.TextBase, theme.ColorOnAccent, 8),
		fitter: format.NewFitter(kit.Measure, sloganLines),
	}
	h.letter.TextSize, h.letter.Alignment = 20, fyne.TextAlignCenter
	kit.Strong(h.letter, true)
	h.logo.CornerRadius = logoRadius
	h.ground.TopLeftCornerRadius, h.ground.BottomLeftCornerRadius = cardRadius, cardRadius
	h.objects = []fyne.CanvasObject{h.ground, h.logo, h.letter, h.about}
	for range sloganLines {
		line := canvas.NewText("", nil)
		line.TextSize = sloganSize
		h.lines = append(h.lines, line)
		h.objects = append(h.objects, line)
	}
	h.ExtendBaseWidget(h)
	return h
}

// CreateRenderer gives the parts to Fyne.
func (h *hero) CreateRenderer() fyne.WidgetRenderer {
	f := heroFace{h}
	f.Refresh()
	return f
}

type heroFace struct{ h *hero }

func (f heroFace) Destroy()                     {}
func (f heroFace) MinSize() fyne.Size           { return fyne.Size{} }
func (f heroFace) Objects() []fyne.CanvasObject { return f.h.objects }

// Layout stacks logo, slogan and the rest.
func (f heroFace) Layout(size fyne.Size) {
	h, w, y := f.h, size.Width-2*heroPad, heroPad+4
	move(h.ground, 0, 0, size.Width, size.Height)
	move(h.logo, heroPad, y, logoSide, logoSide)
	letter := h.letter.MinSize().Height
	move(h.letter, heroPad, y+(logoSide-letter)/2, logoSide, letter)
	y += logoSide + 22
	broken := h.fitter.Wrap(h.slogan, w, sloganSize, true, sloganLines)
	for i, line := range h.lines {
		setVisible(line, i < len(broken))
		if i < len(broken) {
			line.Text = broken[i]
			kit.Strong(line, true)
			line.Refresh()
			move(line, heroPad, y, w, sloganStep)
			y += sloganStep
		}
	}
	y += 14
	move(h.about, heroPad, y, w, h.about.HeightFor(w))
}

// Refresh follows the theme.
func (f heroFace) Refresh() {
	h, on := f.h, base.Color(theme.ColorOnAccent)
	h.ground.FillColor = base.Color(theme.ColorAccentFill)
	h.logo.FillColor = veil(on)
	h.letter.Color = on
	for _, line := range h.lines {
		line.Color = on
	}
	for _, o := range h.objects {
		o.Refresh()
	}
}

// veil is a colour that lets most of what lies under it through.
func veil(c color.Color) color.Color {
	const share = 0x33 // of 0xff
	r, g, b, _ := c.RGBA()
	return color.NRGBA{R: uint8(r >> 8), G: uint8(g >> 8), B: uint8(b >> 8), A: share}
}
