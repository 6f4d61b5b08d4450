package field

import (
	"fyne.io/fyne/v2"

	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// control is the part of a field that is typed into or chosen from. It stands
// in the column of controls of a field as wide as it is told; what has parts of
// its own puts their labels into the column of labels.
type control interface {
	objects() []fyne.CanvasObject
	height(width float32) float32 // of the whole field's width
	arrange(width float32)
	show()              // what stands in the field, not told back to it
	mark(input.Mistake) // frames what is wrong
	focus()
	fixed() bool // it only shows
}

func newControl(f *Field) control {
	if f.fixed {
		return newShown(f)
	}
	switch f.p.Rule.Shape() {
	case input.Area:
		return newLine(f, areaLines)
	case input.Flag:
		return newFlag(f)
	case input.One:
		return newOne(f)
	case input.Many:
		return newMany(f)
	case input.Chain:
		return newChain(f)
	case input.Lines:
		return newLines(f)
	case input.Address, input.Firm:
		return newParts(f)
	}
	return newLine(f, 0)
}

// areaLines is how much of a long text is seen at once.
const areaLines = 3

// single is a control that is one object in the column of controls.
type single struct {
	f      *Field
	object fyne.CanvasObject
	tall   float32
}

func (s *single) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.object} }
func (s *single) height(float32) float32       { return s.tall }
func (s *single) arrange(width float32)        { move(s.object, Column, 0, width-Column, s.tall) }
func (s *single) fixed() bool                  { return false }

// shown is a value that can only be looked at.
type shown struct {
	f     *Field
	prose *kit.Prose
}

// shownLines is how much of a value is shown.
const shownLines = 8

// shownTop puts the first line beside the label.
const shownTop float32 = 6

func newShown(f *Field) *shown {
	return &shown{f, kit.NewProse("", theme.TextBase, theme.ColorText, shownLines)}
}

func (s *shown) objects() []fyne.CanvasObject { return []fyne.CanvasObject{s.prose} }
func (s *shown) fixed() bool                  { return true }
func (s *shown) focus()                       {}
func (s *shown) mark(input.Mistake)           {}

func (s *shown) height(width float32) float32 {
	return s.prose.HeightFor(width-Column) + 2*shownTop
}

func (s *shown) arrange(width float32) {
	move(s.prose, Column, shownTop, width-Column, s.prose.HeightFor(width-Column))
}

func (s *shown) show() {
	text := s.f.p.Rule.Show(s.f.was)
	colour := theme.ColorText
	if text == "" {
		text, colour = s.f.p.Rule.Format.Texts().T("lead.empty_value"), theme.ColorMuted
	}
	s.prose.Set(text, colour)
}

// flag is a box to tick.
type flag struct {
	single
	check *kit.Check
}

func newFlag(f *Field) *flag {
	texts := f.p.Rule.Format.Texts()
	c := &flag{single: single{f: f, tall: theme.HeightControl}}
	c.check = kit.NewCheck(kit.CheckParams{
		Name: f.p.Name, Label: f.p.Label, ClearLabel: texts.T("field.clear"), Gained: f.gained, Left: f.left,
		Words: func(m kit.Mark) string {
			switch m {
			case kit.On:
				return texts.T("lead.yes")
			case kit.Off:
				return texts.T("lead.no")
			}
			return texts.T("field.unset")
		},
		Changed: func(m kit.Mark) {
			f.put(input.Typed{Text: map[kit.Mark]string{kit.On: input.Yes, kit.Off: input.No}[m]})
		},
	})
	c.object = c.check
	return c
}

func (c *flag) mark(input.Mistake) {}
func (c *flag) focus()             { kit.Focus(c.f, c.check) }

func (c *flag) show() {
	switch c.f.typed.Text {
	case input.Yes:
		c.check.Set(kit.On)
	case input.No:
		c.check.Set(kit.Off)
	default:
		c.check.Set(kit.Unset)
	}
}
