package pending

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// table shows the fields of a conflict: what stood there, what the person
// wants, and what somebody else has put there.
type table struct {
	c       *card
	head    [4]*canvas.Text
	rows    []*tableRow
	fit     *format.Fitter
	objects []fyne.CanvasObject
}

// tableRow is one field.
type tableRow struct {
	line  line
	cells [4]*canvas.Text
	chip  *canvas.Rectangle // under what will be sent
	rule  *kit.Fill
	links []*kit.Link
}

func newTable(c *card) *table {
	t := c.page.texts()
	tab := &table{c: c, fit: format.NewFitter(kit.Measure, 64)}
	for i, text := range []string{t.T("pending.field"), t.T("pending.before"), t.T("pending.mine"), t.T("pending.theirs")} {
		tab.head[i] = small(false)
		tab.head[i].Text = text
		tab.objects = append(tab.objects, tab.head[i])
	}
	many := c.item.clashing() > 1
	for _, l := range c.item.table {
		row := &tableRow{line: l, chip: canvas.NewRectangle(nil), rule: kit.NewLine()}
		tab.objects = append(tab.objects, row.chip, row.rule)
		for i := range row.cells {
			row.cells[i] = small(i == 2 && !l.free)
			tab.objects = append(tab.objects, row.cells[i])
		}
		row.links = tab.linksOf(l, many)
		for _, k := range row.links {
			tab.objects = append(tab.objects, k)
		}
		tab.rows = append(tab.rows, row)
	}
	return tab
}

// linksOf are the choices of one field: its side, when there are several, and a
// value that is neither.
func (tab *table) linksOf(l line, many bool) (links []*kit.Link) {
	if l.free {
		return nil
	}
	page, t := tab.c.page, tab.c.page.texts()
	id := formatID(l.change) + "-" + l.key
	if many && !l.move {
		links = append(
			links,
			kit.NewLink("theirs-"+id, t.T("pending.theirs"), func() { page.resolve(l.change, l.key, cache.Choice{Take: cache.TakeTheirs}) }),
			kit.NewLink("mine-"+id, t.T("pending.mine"), func() { page.resolve(l.change, l.key, cache.Choice{Take: cache.TakeMine}) }),
		)
	}
	if page.writable(l.key) && !l.move {
		links = append(links, kit.NewLink("new-"+id, t.T("pending.other_value"), func() { page.askValue(tab.c.item.row, l) }))
	}
	return links
}

// columns are where the cells begin and how wide they are, as shares of the
// width.
var columns = [4][2]float32{{0, 0.16}, {0.16, 0.2}, {0.36, 0.22}, {0.58, 0.42}}

func (tab *table) layout(x, y, width float32) {
	const gap = 10
	for i, h := range tab.head {
		putText(h, x+8+columns[i][0]*width, y, columns[i][1]*width-gap, rowHigh)
	}
	y += rowHigh
	for _, row := range tab.rows {
		put(row.rule, x, y-1, width, 1)
		right := x + width
		for i := len(row.links) - 1; i >= 0; i-- {
			min := row.links[i].MinSize()
			right -= min.Width
			put(row.links[i], right, y+(rowHigh-24)/2, min.Width, 24)
		}
		for i, text := range []string{row.line.name, row.line.before, row.line.mine, row.line.theirs} {
			at := x + 8 + columns[i][0]*width
			room := columns[i][1]*width - gap
			if i == 3 {
				room = max(right-at-gap, 0)
			}
			mine := i == 2 && !row.line.free
			if mine {
				text += " ✓"
			}
			row.cells[i].Text = tab.fit.Fit(text, room, theme.TextSmall, mine)
			kit.Strong(row.cells[i], mine)
			putText(row.cells[i], at, y, room, rowHigh)
			if mine {
				wide := kit.Measure(row.cells[i].Text, theme.TextSmall, true)
				put(row.chip, at-6, y+5, wide+12, rowHigh-10)
			}
		}
		y += rowHigh
	}
}

// paint gives the parts the colours of the theme.
func (tab *table) paint() {
	for _, h := range tab.head {
		h.Color = base.Color(theme.ColorMuted)
	}
	for _, row := range tab.rows {
		row.chip.FillColor, row.chip.CornerRadius = base.Color(theme.ColorAccentBackground), theme.RadiusTag
		if row.line.free {
			row.chip.Hide()
		}
		for i, c := range row.cells {
			colour := theme.ColorText
			switch {
			case i == 2 && !row.line.free:
				colour = theme.ColorAccent
			case i == 3 && row.line.free:
				colour = theme.ColorMuted
			}
			c.Color = base.Color(colour)
		}
	}
}
