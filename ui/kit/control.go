package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// control is what everything that can be pressed has in common: pointer,
// keyboard, focus, and what it tells about itself. A widget embeds it and calls
// ExtendBaseWidget with itself.
type control struct {
	widget.BaseWidget
	id       string // "button:new-lead"
	kind     string // "button"
	tapped   func()
	disabled bool
	hovered  bool
	focused  bool
	touched  func() // state has changed: repaint
	leave    func() // Esc; nil where it means nothing
}

func (c *control) init(kind, name string, tapped func()) {
	c.kind, c.tapped = kind, tapped
	if name != "" {
		c.id = kind + ":" + name
	}
}

func (c *control) changed() {
	if c.touched != nil {
		c.touched()
	}
}

// Tapped runs the action.
func (c *control) Tapped(*fyne.PointEvent) { c.activate() }

func (c *control) activate() {
	if !c.disabled && c.tapped != nil {
		c.tapped()
	}
}

// TypedKey runs the action on Enter, Return and Space.
func (c *control) TypedKey(ev *fyne.KeyEvent) {
	switch ev.Name {
	case fyne.KeyReturn, fyne.KeyEnter, fyne.KeySpace:
		c.activate()
	case fyne.KeyEscape:
		if c.leave != nil {
			c.leave()
		}
	}
}

// TypedRune does nothing; letters mean nothing to a button.
func (c *control) TypedRune(rune) {}

// FocusGained shows the ring.
func (c *control) FocusGained() { c.focused = true; c.changed() }

// FocusLost hides the ring.
func (c *control) FocusLost() { c.focused = false; c.changed() }

// MouseIn marks the control under the pointer.
func (c *control) MouseIn(*desktop.MouseEvent) { c.hovered = true; c.changed() }

// MouseMoved does nothing; the control is marked already.
func (c *control) MouseMoved(*desktop.MouseEvent) {}

// MouseOut takes the mark away.
func (c *control) MouseOut() { c.hovered = false; c.changed() }

// Cursor is a hand over what can be pressed.
func (c *control) Cursor() desktop.Cursor {
	if c.disabled || c.tapped == nil {
		return desktop.DefaultCursor
	}
	return desktop.PointerCursor
}

// AccessibilityRole tells that it can be pressed.
func (c *control) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleButton }

// SetDisabled turns the control off or on.
func (c *control) SetDisabled(disabled bool) {
	if c.disabled != disabled {
		c.disabled = disabled
		c.changed()
	}
}

// OnLeave says what Esc does.
func (c *control) OnLeave(leave func()) { c.leave = leave }

// OnTapped replaces the action.
func (c *control) OnTapped(f func()) { c.tapped = f }
