package field

import (
	"slices"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// one is a choice of one: a menu of a few, a search of many.
type one struct {
	single
	picker *kit.Picker
}

func newOne(f *Field) *one {
	c := &one{single: single{f: f, tall: theme.HeightControl}}
	c.picker = newPicker(f, c.open)
	c.object = c.picker
	return c
}

func newPicker(f *Field, open func()) *kit.Picker {
	texts := f.p.Rule.Format.Texts()
	p := kit.PickerParams{
		Name: f.p.Name, Label: f.p.Label, Placeholder: f.p.Placeholder, Avatar: f.p.People, Open: open,
		ClearLabel: texts.T("field.clear"), Gained: f.gained, Left: f.left,
	}
	if p.Placeholder == "" {
		p.Placeholder = texts.T("field.choose")
	}
	if !f.p.Always {
		p.Clear = f.clear
	}
	return kit.NewPicker(p)
}

func (c *one) mark(m input.Mistake) { c.picker.MarkWrong(m.Reason != "") }
func (c *one) focus()               { kit.Focus(c.f, c.picker) }

func (c *one) show() {
	id := int64(0)
	if len(c.f.typed.Picked) > 0 {
		id = c.f.typed.Picked[0]
	}
	c.picker.Set(c.f.p.Rule.ChoiceName(id, c.f.was), id)
}

func (c *one) open() {
	p := menu(c.f)
	if c.f.p.Find != nil {
		p.Find = c.find
	} else {
		for _, e := range c.f.p.Rule.Choices() {
			p.Items = append(p.Items, c.item(Found{ID: e.ID, Text: e.Value, Hint: c.f.p.Rule.Above(e.ID)}))
		}
	}
	showMenu(c.picker, p)
}

// find lets a search fill the menu.
func (c *one) find(text string, show func([]kit.Item)) {
	c.f.p.Find(text, func(found []Found) {
		items := make([]kit.Item, len(found))
		for i, x := range found {
			items[i] = c.item(x)
		}
		show(items)
	})
}

func (c *one) item(x Found) kit.Item {
	return kit.Item{
		ID: strconv.FormatInt(x.ID, 10), Text: x.Text, Hint: x.Hint, Checked: slices.Contains(c.f.typed.Picked, x.ID),
		Do: func() {
			c.f.Choose(x.ID, x.Text)
			c.focus()
		},
	}
}

// menu is what the menus of a field have in common.
func menu(f *Field) kit.MenuParams {
	texts := f.p.Rule.Format.Texts()
	return kit.MenuParams{Name: f.p.Name, Search: texts.T("lead_menu.search"), Empty: texts.T("lead_menu.nothing")}
}

func showMenu(under fyne.CanvasObject, p kit.MenuParams) {
	if on := fyne.CurrentApp().Driver().CanvasForObject(under); on != nil {
		kit.NewMenu(on, p).ShowUnder(under)
	}
}

// many is a choice of any number: a menu that stays open.
type many struct {
	single
	picker *kit.Picker
}

func newMany(f *Field) *many {
	c := &many{single: single{f: f, tall: theme.HeightControl}}
	c.picker = newPicker(f, c.open)
	c.object = c.picker
	return c
}

func (c *many) mark(m input.Mistake) { c.picker.MarkWrong(m.Reason != "") }
func (c *many) focus()               { kit.Focus(c.f, c.picker) }

func (c *many) show() {
	names := make([]string, len(c.f.typed.Picked))
	for i, id := range c.f.typed.Picked {
		names[i] = c.f.p.Rule.ChoiceName(id, c.f.was)
	}
	c.picker.Set(strings.Join(names, ", "), 0)
}

func (c *many) open() {
	p := menu(c.f)
	p.Stay = true
	for _, id := range c.all() {
		p.Items = append(p.Items, kit.Item{
			ID: strconv.FormatInt(id, 10), Text: c.f.p.Rule.ChoiceName(id, c.f.was), Checked: slices.Contains(c.f.typed.Picked, id), Do: func() { c.flip(id) },
		})
	}
	showMenu(c.picker, p)
}

// all is what can be chosen, with what was chosen and is gone.
func (c *many) all() []int64 {
	var ids []int64
	for _, e := range c.f.p.Rule.Field.Enums {
		ids = append(ids, e.ID)
	}
	for _, id := range c.f.read.Picked {
		if !slices.Contains(ids, id) {
			ids = append(ids, id)
		}
	}
	return ids
}

// flip takes a choice or gives it up. The order is the account's, so that
// taking one back is no change.
func (c *many) flip(id int64) {
	picked := slices.Clone(c.f.typed.Picked)
	if i := slices.Index(picked, id); i >= 0 {
		picked = slices.Delete(picked, i, i+1)
	} else {
		picked = append(picked, id)
	}
	if sameSet(picked, c.f.read.Picked) {
		picked = slices.Clone(c.f.read.Picked)
	}
	c.f.put(input.Typed{Picked: picked})
	c.show()
}

func sameSet(a, b []int64) bool {
	x, y := slices.Sorted(slices.Values(a)), slices.Sorted(slices.Values(b))
	return slices.Equal(x, y)
}
