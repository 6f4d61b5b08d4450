package field

import (
	"context"
	"maps"
	"slices"
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/input"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// chain is a choice of elements from one or several catalogs, a line of chips
// for each. What hangs on what the API does not tell, so every level offers all
// elements of its catalog.
type chain struct {
	f      *Field
	levels []input.Level
	rows   []*kit.Picks // of the levels; one without levels only shows
}

const chainGap float32 = 6

// chainTop puts the first line of chips beside the label.
const chainTop = (theme.HeightControl - 22) / 2

func newChain(f *Field) *chain {
	c := &chain{f: f, levels: f.p.Rule.Levels()}
	for i := range max(len(c.levels), 1) {
		c.rows = append(c.rows, c.row(i))
	}
	return c
}

func (c *chain) row(i int) *kit.Picks {
	texts := c.f.p.Rule.Format.Texts()
	p := kit.PicksParams{
		Name: c.f.p.Name + "-" + strconv.Itoa(i+1), Label: c.f.p.Label, Gained: c.f.gained, Left: c.f.left,
		Drop:   func(text string) string { return texts.T("field.drop_element", "Name", text) },
		Remove: func(name string) { c.remove(i, name) },
	}
	if c.f.p.FindElement != nil && i < len(c.levels) {
		p.Open, p.Add = func() { c.open(i) }, texts.T("field.add_any_element")
		if title := c.levels[i].Title; title != "" {
			p.Add = texts.T("field.add_element", "Title", title)
		}
	}
	return kit.NewPicks(p)
}

// level is the row in which an element stands; those of foreign catalogs stand
// in the first.
func (c *chain) level(e input.Element) int {
	return max(slices.IndexFunc(c.levels, func(l input.Level) bool { return l.Catalog == e.Catalog }), 0)
}

func nameOf(e input.Element) string {
	return strconv.FormatInt(e.Catalog, 10) + "-" + strconv.FormatInt(e.ID, 10)
}

func (c *chain) objects() []fyne.CanvasObject {
	all := make([]fyne.CanvasObject, len(c.rows))
	for i, r := range c.rows {
		all[i] = r
	}
	return all
}

func (c *chain) height(width float32) float32 {
	y := chainTop
	for _, r := range c.rows {
		y += r.HeightFor(width-Column) + chainGap
	}
	return y - chainGap + chainTop
}

func (c *chain) arrange(width float32) {
	y := chainTop
	for _, r := range c.rows {
		h := r.HeightFor(width - Column)
		move(r, Column, y, width-Column, h)
		y += h + chainGap
	}
}

func (c *chain) show() {
	picks := make([][]kit.Pick, len(c.rows))
	for _, e := range c.f.typed.Elements {
		i := c.level(e)
		picks[i] = append(picks[i], kit.Pick{Name: nameOf(e), Text: c.f.p.Rule.ElementName(e)})
	}
	for i, r := range c.rows {
		r.Set(picks[i])
	}
}

func (c *chain) mark(m input.Mistake) {
	for _, r := range c.rows {
		r.MarkWrong(m.Reason != "")
	}
}

func (c *chain) focus()      { c.rows[0].Focus() }
func (c *chain) fixed() bool { return false }

// open offers the elements of a level's catalog. Those that are chosen are
// checked, and choosing one of them takes it away.
func (c *chain) open(i int) {
	p := menu(c.f)
	p.Title = c.levels[i].Title
	catalog := c.levels[i].Catalog
	p.Find = func(text string, show func([]kit.Item)) {
		c.f.p.FindElement(catalog, text, func(found []Found) {
			items := make([]kit.Item, len(found))
			for n, x := range found {
				items[n] = c.item(i, input.Element{Catalog: catalog, ID: x.ID, Name: x.Text}, x.Hint)
			}
			show(items)
		})
	}
	showMenu(c.rows[i].Adder(), p)
}

func (c *chain) item(i int, e input.Element, hint string) kit.Item {
	chosen := slices.ContainsFunc(c.f.typed.Elements, e.Is)
	return kit.Item{
		ID: strconv.FormatInt(e.ID, 10), Text: e.Name, Hint: hint, Checked: chosen,
		Do: func() {
			if chosen {
				c.remove(i, nameOf(e))
			} else {
				c.add(e)
			}
			c.rows[i].Focus()
		},
	}
}

// add puts an element behind the others of its level.
func (c *chain) add(e input.Element) {
	c.f.KnowElements(map[cache.ElementRef]string{{CatalogID: e.Catalog, ID: e.ID}: e.Name})
	elements := append(slices.Clone(c.f.typed.Elements), e)
	slices.SortStableFunc(elements, func(a, b input.Element) int { return c.level(a) - c.level(b) })
	c.put(elements)
}

func (c *chain) remove(i int, name string) {
	c.put(slices.DeleteFunc(slices.Clone(c.f.typed.Elements), func(e input.Element) bool { return nameOf(e) == name && c.level(e) == i }))
}

// put takes what is chosen now. What was taken away and put back is no change.
func (c *chain) put(elements []input.Element) {
	had := c.f.read.Elements
	if len(elements) == len(had) && !slices.ContainsFunc(elements, func(e input.Element) bool { return !slices.ContainsFunc(had, e.Is) }) {
		elements = slices.Clone(had)
	}
	c.f.put(input.Typed{Elements: elements})
	c.show()
	c.f.shaped()
}

// Catalogs is where elements are looked for: the local store.
type Catalogs interface {
	Elements(ctx context.Context, q cache.ElementQuery) ([]cache.Element, error)
}

// elementsMost bounds what a search of a catalog's elements shows.
const elementsMost = 200

// FindElements looks for elements of a catalog by words of their names, for
// Params.FindElement. Off the UI goroutine.
func FindElements(ctx context.Context, c Catalogs, catalog int64, text string) ([]Found, error) {
	rows, err := c.Elements(ctx, cache.ElementQuery{CatalogID: catalog, Text: text, Limit: elementsMost})
	if err != nil {
		return nil, err
	}
	found := make([]Found, len(rows))
	for i, r := range rows {
		found[i] = Found{ID: r.ID, Text: r.Name}
	}
	return found, nil
}

// KnowElements tells what elements of a Chain are called, beside those the field
// knows.
func (f *Field) KnowElements(elements map[cache.ElementRef]string) {
	if len(elements) == 0 || f.p.Rule.Shape() != input.Chain {
		return
	}
	known := maps.Clone(f.p.Rule.Elements)
	if known == nil {
		known = make(map[cache.ElementRef]string, len(elements))
	}
	maps.Copy(known, elements)
	if !maps.Equal(known, f.p.Rule.Elements) {
		f.p.Rule.Elements = known
		f.show()
	}
}
