package kit

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"
)

// fieldEntry is the part of a field that is typed into.
type fieldEntry struct {
	widget.Entry
	f       *Field
	reveal  *Link // of a secret, else nil
	locked  bool
	focused bool
	quiet   bool // the text is being changed by the program
}

var (
	_ fyne.Accessible = (*fieldEntry)(nil)
	_ Inspectable     = (*fieldEntry)(nil)
)

func newFieldEntry(f *Field) *fieldEntry {
	e := &fieldEntry{f: f}
	e.PlaceHolder = f.p.Placeholder
	e.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // without it a wide text brings a scroll bar
	if f.p.Lines > 0 {
		e.MultiLine, e.Wrapping = true, fyne.TextWrapWord
		e.SetMinRowsVisible(f.p.Lines)
	}
	e.ActionItem = f.p.Tail
	if f.p.Secret {
		e.Password = true
		e.reveal = NewLink("reveal-"+f.p.Name, f.p.Reveal, func() { e.conceal(!e.Password) }, f.p.Conceal)
		e.ActionItem = e.reveal
	}
	e.OnChanged = func(text string) {
		if e.quiet {
			return
		}
		if f.p.Reshape != nil {
			text = e.reshape(text)
		}
		if f.p.Changed != nil {
			f.p.Changed(text)
		}
	}
	e.OnSubmitted = func(string) {
		if f.p.Submitted != nil {
			f.p.Submitted()
		}
	}
	e.ExtendBaseWidget(e)
	return e
}

// reshape rewrites what was just typed.
func (e *fieldEntry) reshape(text string) string {
	shaped, cursor := e.f.p.Reshape(text, e.CursorColumn)
	if shaped == text {
		return text
	}
	e.quiet = true
	e.SetText(shaped)
	e.quiet = false
	e.CursorColumn = cursor
	return shaped
}

// conceal shows dots instead of the text, or the text.
func (e *fieldEntry) conceal(on bool) {
	if e.reveal == nil || e.Password == on {
		return
	}
	e.Password = on
	words := e.f.p.Conceal
	if on {
		words = e.f.p.Reveal
	}
	e.reveal.SetText(words)
	e.Refresh()
}

// concealed stands for a text that is told to nobody.
const concealed = "•••"

// Inspect names the field; a secret stays one.
func (e *fieldEntry) Inspect() (id, kind, text string) {
	text = e.Text
	if text != "" && (e.f.p.Secret || e.f.p.Private) {
		text = concealed
	}
	return "field:" + e.f.p.Name, "field", text
}

// AccessibilityLabel says what belongs here.
func (e *fieldEntry) AccessibilityLabel() string { return e.f.p.Label }

// AccessibilityRole tells that it is text.
func (e *fieldEntry) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// MinSize keeps the height of a control.
func (e *fieldEntry) MinSize() fyne.Size { return fyne.NewSize(120, e.f.height()) }

// AcceptsTab leaves the key to the form: it leads to the next field.
func (e *fieldEntry) AcceptsTab() bool { return false }

// FocusGained tells the form.
func (e *fieldEntry) FocusGained() {
	e.Entry.FocusGained()
	e.focused = true
	e.f.paintFrame()
	if e.f.p.Gained != nil {
		e.f.p.Gained()
	}
}

// FocusLost tells the form.
func (e *fieldEntry) FocusLost() {
	e.Entry.FocusLost()
	e.focused = false
	e.f.paintFrame()
	if e.f.p.Left != nil {
		e.f.p.Left()
	}
}

// TypedRune takes a letter, unless the field is locked.
func (e *fieldEntry) TypedRune(r rune) {
	if !e.locked {
		e.Entry.TypedRune(r)
	}
}

// TypedKey takes a key; a locked field takes those that only walk.
func (e *fieldEntry) TypedKey(ev *fyne.KeyEvent) {
	if e.f.p.Key != nil && e.f.p.Key(ev.Name) {
		return
	}
	switch ev.Name {
	case fyne.KeyEscape:
		if e.f.leave != nil {
			e.f.leave()
		} else {
			giveUp(e)
		}
		return
	case fyne.KeyLeft, fyne.KeyRight, fyne.KeyHome, fyne.KeyEnd:
	default:
		if e.locked {
			return
		}
	}
	e.Entry.TypedKey(ev)
}

// TypedShortcut takes a shortcut; a locked field can be selected and copied.
func (e *fieldEntry) TypedShortcut(s fyne.Shortcut) {
	if k, ok := s.(*desktop.CustomShortcut); ok && e.f.p.Sent != nil && k.Modifier == fyne.KeyModifierShortcutDefault &&
		(k.KeyName == fyne.KeyReturn || k.KeyName == fyne.KeyEnter) {
		e.f.p.Sent()
		return
	}
	if e.locked {
		switch s.(type) {
		case *fyne.ShortcutCopy, *fyne.ShortcutSelectAll:
		default:
			return
		}
	}
	e.Entry.TypedShortcut(s)
}

// TappedSecondary offers the menu of the clipboard, which would change a
// locked field.
func (e *fieldEntry) TappedSecondary(ev *fyne.PointEvent) {
	if !e.locked {
		e.Entry.TappedSecondary(ev)
	}
}

// Cursor is the text cursor.
func (e *fieldEntry) Cursor() desktop.Cursor { return desktop.TextCursor }

// CreateRenderer leaves out what Fyne draws around the text: the field does
// that.
func (e *fieldEntry) CreateRenderer() fyne.WidgetRenderer { return unframe(e.Entry.CreateRenderer()) }
