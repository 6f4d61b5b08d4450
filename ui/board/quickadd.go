package board

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/ui/kit"
	"voronka/ui/theme"
)

// addHeight is that of the field of quick add.
const addHeight = theme.HeightControl

// newQuickAdd returns the field at the head of a column in which the name of a
// new lead is typed. Enter makes the lead and leaves the field ready for the
// next one; Esc, or leaving it empty, closes it.
func newQuickAdd(v *columnView) *kit.Field {
	words := v.kit.format.Texts().T("column.add_name")
	var f *kit.Field
	f = kit.NewField(kit.FieldParams{
		Name: "add-" + strconv.FormatInt(v.status.ID, 10), Label: words, Placeholder: words, Bare: true,
		Submitted: v.submitAdd,
		Left: func() {
			if strings.TrimSpace(f.Text()) == "" {
				v.sink.later(v.abandonAdd)
			}
		},
	})
	f.OnLeave(v.closeAdd)
	return f
}

// longestName is how many characters amoCRM takes for a lead's name.
const longestName = 255

// submitAdd makes a lead with the name that was typed.
func (v *columnView) submitAdd() {
	name := strings.TrimSpace(v.adding.Text())
	if name == "" {
		return
	}
	if r := []rune(name); len(r) > longestName {
		name = string(r[:longestName])
	}
	v.adding.SetText("")
	v.sink.add(v.status.ID, name)
}

// openAdd shows the field and gives it the keyboard.
func (v *columnView) openAdd() {
	if v.adding == nil {
		v.adding = newQuickAdd(v)
		v.collect()
		v.arrange(v.Size())
		v.sink.repaint()
	}
	v.adding.Focus()
}

// closeAdd takes the field away and gives the keyboard back to the board.
func (v *columnView) closeAdd() {
	v.dropAdd()
	v.sink.takeFocus()
}

// abandonAdd takes the field away when it was left empty meanwhile.
func (v *columnView) abandonAdd() {
	if v.adding == nil || v.adding.Text() != "" {
		return
	}
	if c := fyne.CurrentApp().Driver().CanvasForObject(v); c != nil && c.Focused() == v.adding.Entry() {
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
