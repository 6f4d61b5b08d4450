package kit

import "fyne.io/fyne/v2"

// giveUp takes the keyboard from something: Esc steps out of it, and the next
// one means the window.
func giveUp(o fyne.CanvasObject) {
	if c := fyne.CurrentApp().Driver().CanvasForObject(o); c != nil {
		c.Unfocus()
	}
}

// Focus gives the keyboard to something in the window that shows at, or to
// something that was put into the window a moment ago: Fyne knows the window of
// an object only once it was painted.
func Focus(at fyne.CanvasObject, what fyne.Focusable) {
	driver := fyne.CurrentApp().Driver()
	if c := driver.CanvasForObject(at); c != nil {
		c.Focus(what)
		return
	}
	if windows := driver.AllWindows(); len(windows) > 0 {
		windows[len(windows)-1].Canvas().Focus(what)
	}
}
