//go:build inspect

package inspect

import (
	"fyne.io/fyne/v2"
	_ "unsafe" // for the link to Fyne's renderers
)

// rendererOf gives the renderer a widget is painted with. Fyne offers it to
// its own packages and, through fyne/test, to tests; that package would bring
// a second app and a test framework into the window.
//
//go:linkname rendererOf fyne.io/fyne/v2/internal/cache.Renderer
func rendererOf(fyne.Widget) fyne.WidgetRenderer

// placed is an object on the screen, in pixels from the window's top-left
// corner. What a scroll area cuts off is not part of it.
type placed struct {
	ID   string  `json:"id"`
	Kind string  `json:"kind"`
	Text string  `json:"text"`
	X    float32 `json:"x"`
	Y    float32 `json:"y"`
	W    float32 `json:"w"`
	H    float32 `json:"h"`
}

// area is a rectangle in canvas units.
type area struct{ x0, y0, x1, y1 float32 }

func areaOf(at fyne.Position, size fyne.Size) area {
	return area{at.X, at.Y, at.X + size.Width, at.Y + size.Height}
}

func (a area) and(b area) area {
	return area{max(a.x0, b.x0), max(a.y0, b.y0), min(a.x1, b.x1), min(a.y1, b.y1)}
}

func (a area) empty() bool { return a.x1 <= a.x0 || a.y1 <= a.y0 }

// walk visits the visible objects of a canvas in painting order.
type walk struct {
	scale   float32
	objects []placed
	visible int // all objects that Fyne walks for a frame, named ones or not
}

// walkCanvas lists what is on a canvas. UI goroutine only.
func walkCanvas(c fyne.Canvas) walk {
	w := walk{scale: c.Scale(), objects: []placed{}}
	whole := areaOf(fyne.Position{}, c.Size())
	w.visit(c.Content(), fyne.Position{}, whole)
	for _, o := range c.Overlays().List() {
		w.visit(o, fyne.Position{}, whole)
	}
	return w
}

func (w *walk) visit(o fyne.CanvasObject, offset fyne.Position, clip area) {
	if o == nil || !o.Visible() {
		return
	}
	w.visible++
	at := offset.Add(o.Position())
	shown := areaOf(at, o.Size()).and(clip)
	w.collect(o, shown)
	children, clips := childrenOf(o)
	if clips {
		clip = shown
	}
	for _, child := range children {
		w.visit(child, at, clip)
	}
}

// childrenOf gives the objects an object is painted with, and whether it cuts
// them off at its own edges.
func childrenOf(o fyne.CanvasObject) (children []fyne.CanvasObject, clips bool) {
	switch o := o.(type) {
	case *fyne.Container:
		return o.Objects, false
	case fyne.Widget:
		r := rendererOf(o)
		if r == nil {
			return nil, false
		}
		_, clips = o.(fyne.Scrollable) // the driver's own rule
		if _, ok := r.(interface{ IsClip() }); ok {
			clips = true
		}
		return r.Objects(), clips
	}
	return nil, false
}

func (w *walk) collect(o fyne.CanvasObject, shown area) {
	named, ok := o.(Object)
	if !ok || shown.empty() {
		return
	}
	id, kind, text := named.Inspect()
	if id == "" {
		return
	}
	w.objects = append(w.objects, placed{
		ID: id, Kind: kind, Text: text,
		X: shown.x0 * w.scale, Y: shown.y0 * w.scale,
		W: (shown.x1 - shown.x0) * w.scale, H: (shown.y1 - shown.y0) * w.scale,
	})
}
