// Package hand presses and types in a window of Fyne's test driver, as a
// person's hand does. It is for tests of the screens and names what it touches
// by the ids of package inspect.
package hand

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"voronka/ui/kit"
)

// Find looks for what stands in the window under an id, over the others first.
func Find(t testing.TB, w fyne.Window, id string) fyne.CanvasObject {
	t.Helper()
	if top := w.Canvas().Overlays().Top(); top != nil {
		if o := seek(top, id); o != nil {
			return o
		}
	}
	o := seek(w.Content(), id)
	if o == nil {
		t.Fatalf("%s is not in the window", id)
	}
	return o
}

// Has reports whether something stands in the window itself under an id.
func Has(w fyne.Window, id string) bool { return seek(w.Content(), id) != nil }

func seek(o fyne.CanvasObject, id string) fyne.CanvasObject {
	if !o.Visible() {
		return nil
	}
	if named, ok := o.(kit.Inspectable); ok {
		if got, _, _ := named.Inspect(); got == id {
			return o
		}
	}
	var children []fyne.CanvasObject
	switch c := o.(type) {
	case *fyne.Container:
		children = c.Objects
	case fyne.Widget:
		children = test.WidgetRenderer(c).Objects()
	}
	for _, child := range children {
		if found := seek(child, id); found != nil {
			return found
		}
	}
	return nil
}

// Words are the texts of what stands over the window; nil when nothing does.
func Words(w fyne.Window) []string {
	top := w.Canvas().Overlays().Top()
	if top == nil {
		return nil
	}
	var words []string
	for _, o := range test.LaidOutObjects(top) {
		if text, ok := o.(*canvas.Text); ok {
			words = append(words, text.Text)
		}
	}
	return words
}

// Tap presses what stands under an id.
func Tap(t testing.TB, w fyne.Window, id string) {
	t.Helper()
	o, ok := Find(t, w, id).(fyne.Tappable)
	if !ok {
		t.Fatalf("%s cannot be pressed", id)
	}
	o.Tapped(&fyne.PointEvent{})
}

// Focus gives the keyboard to what stands under an id.
func Focus(t testing.TB, w fyne.Window, id string) {
	t.Helper()
	o, ok := Find(t, w, id).(fyne.Focusable)
	if !ok {
		t.Fatalf("%s takes no keyboard", id)
	}
	w.Canvas().Focus(o)
}

// Type types letters where the keyboard is.
func Type(w fyne.Window, words string) {
	for _, r := range words {
		w.Canvas().Focused().TypedRune(r)
	}
}

// Key presses keys where the keyboard is before the first of them.
func Key(w fyne.Window, names ...fyne.KeyName) {
	on := w.Canvas().Focused()
	for _, n := range names {
		on.TypedKey(&fyne.KeyEvent{Name: n})
	}
}

// Settle runs what a screen has queued for the UI goroutine, which in a test is
// the test's own, until a condition holds. Failed are what the screen has told
// of, to be said when it does not.
func Settle(t testing.TB, queue <-chan func(), what string, holds func() bool, failed *[]error) {
	t.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case f := <-queue:
			f()
		case <-deadline:
			t.Fatalf("waited in vain for %s; failed: %v", what, *failed)
		}
	}
}
