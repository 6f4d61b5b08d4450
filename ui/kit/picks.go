package kit

import (
	"slices"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/ui/theme"
)

// Pick is something chosen. Name tells it from the others of a row.
type Pick struct{ Name, Text string }

// PicksParams says what a row of picks is like. Name is needed.
type PicksParams struct {
	Name   string                   // the row's id is "field:Name"
	Label  string                   // for a screen reader
	Add    string                   // on the chip that adds one, whose id is "chip:add-Name"
	Open   func()                   // lets the person choose one more; nil: none can be added
	Drop   func(text string) string // for a screen reader: takes one away, by "button:drop-Name-" and its name
	Remove func(name string)        // takes it away
	Gained func()                   // the keyboard has come here; may be nil
	Left   func()                   // and gone; may be nil
}

// Picks are what was chosen, each as a chip that can be taken away, with one to
// choose more. UI goroutine only.
type Picks struct {
	chipLines
	p   PicksParams
	now []Pick
}

var (
	_ Inspectable     = (*Picks)(nil)
	_ Leaver          = (*Picks)(nil)
	_ fyne.Accessible = (*Picks)(nil)
)

// NewPicks returns a row with nothing chosen.
func NewPicks(p PicksParams) *Picks {
	c := &Picks{p: p, chipLines: newChipLines()}
	if p.Open != nil {
		c.add = newTagAdder(p.Add, "add-"+p.Name, p.Open)
		c.add.gained, c.add.left, c.add.back = p.Gained, p.Left, c.dropLast
	}
	c.ExtendBaseWidget(c)
	return c
}

// Set shows what is chosen.
func (c *Picks) Set(now []Pick) {
	if slices.Equal(now, c.now) {
		return
	}
	c.now, c.chips = slices.Clone(now), nil
	for _, n := range now {
		id := c.p.Name + "-" + n.Name
		drop := NewGlyph("drop-"+id, c.p.Drop(n.Text), theme.IconClose, func() { c.p.Remove(n.Name) })
		c.chips = append(c.chips, newTagChip(c.letters.Fit(n.Text, tagWidest, theme.TextTiny, false), id, nil, drop))
	}
	c.Refresh()
}

func (c *Picks) dropLast() {
	if n := len(c.now); n > 0 {
		c.p.Remove(c.now[n-1].Name)
	}
}

// MarkWrong shows the chip that adds one as a mistake, or no more.
func (c *Picks) MarkWrong(wrong bool) {
	if c.add != nil && c.add.wrong != wrong {
		c.add.wrong = wrong
		c.add.Refresh()
	}
}

// Adder is the chip that adds one, under which a choice is shown; the row
// itself where there is none.
func (c *Picks) Adder() fyne.CanvasObject {
	if c.add == nil {
		return c
	}
	return c.add
}

// Focus gives the chip that adds one the keyboard.
func (c *Picks) Focus() {
	if c.add != nil {
		Focus(c, c.add)
	}
}

// OnLeave says what Esc does.
func (c *Picks) OnLeave(leave func()) {
	if c.add != nil {
		c.add.leave = leave
	}
}

// Inspect names the row; its text is all that is chosen.
func (c *Picks) Inspect() (id, kind, text string) {
	texts := make([]string, len(c.now))
	for i, n := range c.now {
		texts[i] = n.Text
	}
	return "field:" + c.p.Name, "field", strings.Join(texts, ", ")
}

// AccessibilityLabel says what is chosen here.
func (c *Picks) AccessibilityLabel() string { return c.p.Label }

// AccessibilityRole tells that it is text; what changes it are buttons.
func (c *Picks) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

// CreateRenderer gives the chips to Fyne.
func (c *Picks) CreateRenderer() fyne.WidgetRenderer { return chipLinesFace{&c.chipLines, c} }
