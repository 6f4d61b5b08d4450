package board

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// zone is a place at the foot of the board that takes cards during a drag.
type zone uint8

const (
	zoneWon zone = iota
	zoneLost
	zonePipeline
	zones = 3
)

// name is what outside inspection calls the zone.
func (z zone) name() string {
	return [zones]string{"won", "lost", "pipeline"}[z]
}

func (z zone) tone() fyne.ThemeColorName {
	return [zones]fyne.ThemeColorName{theme.ColorGreen, theme.ColorRed, theme.ColorMuted}[z]
}

// words is what the zone says; the sign before it makes it more than a colour.
func (z zone) words(k *toolkit) string {
	t := k.format.Texts()
	switch z {
	case zoneWon:
		return "✓ " + t.T("drop.won")
	case zoneLost:
		return "× " + t.T("drop.lost")
	default:
		return "↔ " + t.T("drop.pipeline")
	}
}

// rect is a part of the board.
type rect struct{ x, y, w, h float32 }

func (r rect) holds(p point) bool {
	return p.x >= r.x && p.x < r.x+r.w && p.y >= r.y && p.y < r.y+r.h
}

// zoneRects shares the foot of the board among the zones.
func zoneRects(size fyne.Size) (out [zones]rect) {
	w := float32(int((size.Width - 2*edge - (zones-1)*columnGap) / zones))
	y := max(size.Height-stripHeight-stripMargin, 0)
	for i := range out {
		out[i] = rect{edge + float32(i)*(w+columnGap), y, w, stripHeight}
	}
	return out
}

// dropStrip offers won, lost and another pipeline while cards are in the air.
// UI goroutine only.
type dropStrip struct {
	parts [zones]*dropZone
}

func newDropStrip(k *toolkit) *dropStrip {
	s := &dropStrip{}
	for i := range s.parts {
		s.parts[i] = newDropZone(k, zone(i))
		s.parts[i].Hide()
	}
	return s
}

func (s *dropStrip) objects() []fyne.CanvasObject {
	out := make([]fyne.CanvasObject, len(s.parts))
	for i, p := range s.parts {
		out[i] = p
	}
	return out
}

func (s *dropStrip) arrange(size fyne.Size) {
	for i, r := range zoneRects(size) {
		place(s.parts[i], r.x, r.y, r.w, r.h)
	}
}

func (s *dropStrip) show(on bool) {
	for _, p := range s.parts {
		if on {
			p.light(false)
		}
		setVisible(p, on)
	}
}

// at is the zone under a point of the board.
func (s *dropStrip) at(size fyne.Size, p point) (zone, bool) {
	for i, r := range zoneRects(size) {
		if s.parts[i].Visible() && r.holds(p) {
			return zone(i), true
		}
	}
	return 0, false
}

// light marks the zone under the pointer and unmarks the others.
func (s *dropStrip) light(target spot) {
	for i, p := range s.parts {
		p.light(target.kind == overZone && target.zone == zone(i))
	}
}

// retint follows a change of theme or language.
func (s *dropStrip) retint() {
	for _, p := range s.parts {
		p.Refresh()
	}
}

// dropZone is one zone of the strip.
type dropZone struct {
	widget.BaseWidget
	kit    *toolkit
	zone   zone
	ground *surface
	words  *canvas.Text
	lit    bool
}

var _ fyne.Accessible = (*dropZone)(nil)

func newDropZone(k *toolkit, z zone) *dropZone {
	d := &dropZone{kit: k, zone: z, words: newText(baseSize, true)}
	d.ground = newSurface(k.bitmaps, look{})
	d.ExtendBaseWidget(d)
	return d
}

func (d *dropZone) light(on bool) {
	d.lit = on
	d.paint()
}

func (d *dropZone) paint() {
	l := look{fill: theme.ColorPanel, line: d.zone.tone(), radius: 10, border: 1, dash: 4}
	if d.lit {
		l.fill, l.border, l.dash = theme.ColorHover, 2, 0
	}
	d.ground.set(l)
	size := d.Size()
	if size.Width <= 0 {
		return
	}
	setText(d.words, d.kit.letters.Fit(d.zone.words(d.kit), size.Width-24, baseSize, true), d.zone.tone())
	min := d.words.MinSize()
	line(d.words, float32(int((size.Width-min.Width)/2)), float32(int((size.Height-min.Height)/2)))
}

// Inspect names the zone for outside inspection.
func (d *dropZone) Inspect() (id, kind, text string) {
	return "drop:" + d.zone.name(), "drop", d.words.Text
}

// AccessibilityLabel says what a drop here does.
func (d *dropZone) AccessibilityLabel() string { return d.zone.words(d.kit) }

// AccessibilityRole is that of words: keys and menus do the same.
func (d *dropZone) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer gives the zone's objects to Fyne.
func (d *dropZone) CreateRenderer() fyne.WidgetRenderer {
	return &dropZoneRenderer{d: d, all: []fyne.CanvasObject{&d.ground.Raster, d.words}}
}

type dropZoneRenderer struct {
	d   *dropZone
	all []fyne.CanvasObject
}

func (r *dropZoneRenderer) Destroy()                     {}
func (r *dropZoneRenderer) MinSize() fyne.Size           { return fyne.NewSize(40, stripHeight) }
func (r *dropZoneRenderer) Objects() []fyne.CanvasObject { return r.all }

// Layout gives the ground the whole zone.
func (r *dropZoneRenderer) Layout(size fyne.Size) {
	place(&r.d.ground.Raster, 0, 0, size.Width, size.Height)
	r.d.paint()
}

// Refresh follows a theme change.
func (r *dropZoneRenderer) Refresh() {
	r.d.paint()
	canvas.Refresh(&r.d.ground.Raster)
}
