package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"

	"voronka/ui/theme"
)

// unframed is the renderer of an entry without its ground and border, which
// are its only rectangles: Fyne's border has no ground, which makes it darker
// than the same line elsewhere. A theme of its own could make them invisible as
// well, but Fyne remembers for good what has had one, and all that hangs on it.
type unframed struct {
	fyne.WidgetRenderer
	objects []fyne.CanvasObject
}

// unframe leaves behind the objects an entry is to have instead what Fyne draws
// around its text.
func unframe(r fyne.WidgetRenderer, behind ...fyne.CanvasObject) unframed {
	u := unframed{WidgetRenderer: r, objects: behind}
	for _, o := range r.Objects() {
		if _, is := o.(*canvas.Rectangle); !is {
			u.objects = append(u.objects, o)
		}
	}
	return u
}

// Objects are the text, and what stands beside it.
func (r unframed) Objects() []fyne.CanvasObject { return r.objects }

// paintEntry draws the ground and the line around what is typed into, in one
// piece; no ground lies flat on what is behind it.
func paintEntry(frame *canvas.Rectangle, ground fyne.ThemeColorName, focused, wrong bool) {
	line := theme.ColorLine
	switch {
	case wrong:
		line = theme.ColorRed
	case focused:
		line = theme.ColorAccent
	}
	fillRect(frame, ground, line, theme.RadiusField)
}
