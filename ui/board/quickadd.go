package board

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"
)

// quickAdd is the field at the head of a column in which the name of a new
// lead is typed. Enter makes the lead and leaves the field ready for the next
// one; Esc, or leaving it empty, closes it. UI goroutine only.
type quickAdd struct {
	widget.Entry
	v *columnView
}

const addHeight float32 = 32

var _ fyne.Accessible = (*quickAdd)(nil)

func newQuickAdd(v *columnView) *quickAdd {
	q := &quickAdd{v: v}
	q.PlaceHolder = v.kit.format.Texts().T("column.add_name")
	q.Wrapping = fyne.TextWrap(fyne.TextTruncateClip) // without it a wide text brings a scroll bar
	q.OnSubmitted = func(string) { q.submit() }
	q.ExtendBaseWidget(q)
	return q
}

// longestName is how many characters amoCRM takes for a lead's name.
const longestName = 255

func (q *quickAdd) submit() {
	name := strings.TrimSpace(q.Text)
	if name == "" {
		return
	}
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	q.SetText("")
	q.v.sink.add(q.v.status.ID, name)
}

// TypedKey closes the field on Esc.
func (q *quickAdd) TypedKey(e *fyne.KeyEvent) {
	if e.Name == fyne.KeyEscape {
		q.v.closeAdd()
		return
	}
	q.Entry.TypedKey(e)
}

// FocusLost closes the field when nothing was typed.
func (q *quickAdd) FocusLost() {
	q.Entry.FocusLost()
	if strings.TrimSpace(q.Text) == "" {
		q.v.sink.later(q.v.abandonAdd)
	}
}

// MinSize keeps the height of a control.
func (q *quickAdd) MinSize() fyne.Size { return fyne.NewSize(60, addHeight) }

// Inspect names the field for outside inspection.
func (q *quickAdd) Inspect() (id, kind, text string) {
	return "field:add-" + strconv.FormatInt(q.v.status.ID, 10), "field", q.Text
}

// AccessibilityLabel says what belongs here.
func (q *quickAdd) AccessibilityLabel() string { return q.PlaceHolder }

// AccessibilityRole tells that it is text.
func (q *quickAdd) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// openAdd shows the field and gives it the keyboard.
func (v *columnView) openAdd() {
	if v.adding == nil {
		v.adding = newQuickAdd(v)
		v.collect()
		v.arrange(v.Size())
		v.sink.repaint()
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil {
		c.Focus(v.adding)
	}
}

// closeAdd takes the field away and gives the keyboard back to the board.
func (v *columnView) closeAdd() {
	v.dropAdd()
	v.sink.takeFocus()
}

// abandonAdd takes the field away when it was left empty meanwhile.
func (v *columnView) abandonAdd() {
	if v.adding == nil || v.adding.Text != "" {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Focused() == v.adding {
		return
	}
	v.dropAdd()
}

func (v *columnView) dropAdd() {
	if v.adding == nil {
		return
	}
	v.adding = nil
	v.collect()
	v.arrange(v.Size())
	v.sink.repaint()
}
