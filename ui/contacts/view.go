package contacts

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/phone"
	"voronka/ui/theme"
)

func shown(number string) string { return phone.Show(number) }

// view is the screen as Fyne sees it.
type view struct {
	widget.BaseWidget
	s         *Screen
	left      *kit.Ground
	right     *kit.Ground
	search    *kit.SearchField
	contacts  *kit.Chip
	companies *kit.Chip
	fresh     *kit.Button
	count     *canvas.Text
	rows      *kit.Rows
	letters   *letterBar
	nobody    *kit.EmptyState
	pick      *kit.EmptyState
}

// Sizes of the screen, in Fyne units.
const (
	margin    float32 = 18
	top       float32 = 14
	between   float32 = 18
	inner     float32 = 10
	listMost  float32 = 400
	listLeast float32 = 270
	rowHigh   float32 = 50
	lettersW  float32 = 22
)

func newView(s *Screen) *view {
	texts := s.texts()
	v := &view{
		s: s, left: kit.NewGround(theme.ColorPanel, theme.ColorLine, theme.RadiusCard), right: kit.NewGround(theme.ColorPanel, theme.ColorLine, theme.RadiusCard),
		count: canvas.NewText("", nil),
	}
	v.count.TextSize = theme.TextSmall
	v.search = kit.NewSearchField("people-search", texts.T("people.search"), "", s.search)
	v.search.Text = s.text
	v.search.OnKey(s.key)
	v.contacts = kit.NewChip("contacts", texts.T("people.tab_contacts"), false, func() { s.turn(cache.Contacts) })
	v.companies = kit.NewChip("companies", texts.T("people.tab_companies"), false, func() { s.turn(cache.Companies) })
	v.fresh = kit.NewIconButton("new-person", texts.T("people.new_contact"), theme.IconPlus, func() { s.Choose(s.entity, 0) })
	v.rows = kit.NewRows(kit.RowsParams{
		Name: "people", Label: texts.T("nav.contacts"), Step: rowHigh, Hovers: true, Typed: s.key,
		Count:  func() int { return len(s.ids) },
		Key:    func(row int) any { return s.ids[row] },
		Make:   func(int) fyne.CanvasObject { return newRow() },
		Fill:   v.fill,
		Tapped: func(row int, _ fyne.Position) { s.Choose(s.entity, s.ids[row]) },
	})
	v.letters = newLetterBar(s.pickLetter)
	v.nobody = kit.NewEmptyState("nobody", theme.IconSearch, texts.T("people.nobody"), texts.T("people.nobody_hint"), nil)
	v.pick = kit.NewEmptyState("pick", theme.IconContacts, texts.T("people.pick"), texts.T("people.pick_hint"), nil)
	v.turned()
	v.ExtendBaseWidget(v)
	return v
}

// turned shows which of the two is listed.
func (v *view) turned() {
	v.contacts.Set(v.s.texts().T("people.tab_contacts"), v.s.entity == cache.Contacts)
	v.companies.Set(v.s.texts().T("people.tab_companies"), v.s.entity == cache.Companies)
}

func (v *view) fill(at int, o fyne.CanvasObject) {
	face, ok := o.(*row)
	if !ok {
		return
	}
	s := v.s
	id := s.ids[at]
	one, have := s.people[id]
	if !have {
		s.need(id)
		one = person{id: id}
	} else if one.name == "" {
		one.name = s.texts().T("people.no_name") + " #" + strconv.FormatInt(id, 10)
	}
	face.set(one, s.entity, s.chosen == cache.Row{Entity: s.entity, ID: id}, v.rows.Hovered() == at)
}

// CreateRenderer gives the parts to Fyne.
func (v *view) CreateRenderer() fyne.WidgetRenderer {
	f := viewFace{v}
	f.paint()
	return f
}

type viewFace struct{ v *view }

func (f viewFace) Destroy()           {}
func (f viewFace) MinSize() fyne.Size { return fyne.NewSize(560, 240) }

// Objects are the parts that mean something now.
func (f viewFace) Objects() []fyne.CanvasObject {
	v := f.v
	all := []fyne.CanvasObject{v.left, v.right, v.search, v.contacts, v.companies, v.fresh, v.count, v.rows, v.letters}
	if len(v.s.ids) == 0 && !v.s.reading {
		all = append(all, v.nobody)
	}
	if v.s.chosen.Entity == "" {
		return append(all, v.pick)
	}
	return append(all, v.s.p.Form)
}

// Layout puts the list at the left and the form at the right.
func (f viewFace) Layout(size fyne.Size) {
	v := f.v
	high := size.Height - 2*top
	wide := max(min(size.Width*0.32, listMost), listLeast)
	move(v.left, margin, top, wide, high)
	x, w := margin+inner, wide-2*inner
	y := top + inner
	move(v.search, x, y, w, theme.HeightControl)
	y += theme.HeightControl + 10
	min := v.contacts.MinSize()
	move(v.contacts, x, y, min.Width, min.Height)
	next := v.companies.MinSize()
	move(v.companies, x+min.Width+6, y, next.Width, next.Height)
	plus := v.fresh.MinSize()
	move(v.fresh, x+w-plus.Width, y-1, plus.Width, plus.Height)
	count := kit.Measure(v.count.Text, theme.TextSmall, false)
	move(v.count, x+w-plus.Width-count-8, y+5, count, 16)
	y += min.Height + 8
	rest := max(top+high-y-6, 0)
	move(v.rows, x-2, y, w-lettersW+6, rest)
	move(v.letters, x+w-lettersW+6, y, lettersW, rest)
	move(v.nobody, x, y, w, rest)
	x = margin + wide + between
	w = size.Width - x - margin
	move(v.right, x, top, w, high)
	move(v.s.p.Form, x+1, top+1, w-2, high-2)
	move(v.pick, x, top, w, high)
}

func (f viewFace) paint() {
	v := f.v
	v.count.Text, v.count.Color = "", base.Color(theme.ColorMuted)
	if n := len(v.s.ids); n > 0 {
		v.count.Text = v.s.p.Format.Number(int64(n))
	}
	v.letters.set(v.s.letters, v.s.letter)
}

// Refresh follows the list, the choice and the theme.
func (f viewFace) Refresh() {
	f.paint()
	f.Layout(f.v.Size())
	for _, o := range f.Objects() {
		o.Refresh()
	}
	canvas.Refresh(f.v)
}

// row is one contact or company of the list.
type row struct {
	widget.BaseWidget
	one     person
	entity  cache.Entity
	ground  *kit.Ground
	avatar  *kit.Avatar
	name    *canvas.Text
	line    *canvas.Text
	mark    *canvas.Circle
	fit     *format.Fitter
	objects []fyne.CanvasObject
}

var _ kit.Inspectable = (*row)(nil)

const avatarSide float32 = 32

func newRow() *row {
	r := &row{
		ground: kit.NewGround("", "", theme.RadiusButton), avatar: kit.NewAvatar(avatarSide), name: canvas.NewText("", nil), line: canvas.NewText("", nil),
		mark: canvas.NewCircle(nil), fit: format.NewFitter(kit.Measure, 8),
	}
	r.name.TextSize, r.line.TextSize = theme.TextBase, theme.TextSmall
	r.objects = []fyne.CanvasObject{r.ground, r.avatar, r.name, r.line, r.mark}
	r.ExtendBaseWidget(r)
	return r
}

func (r *row) set(one person, entity cache.Entity, chosen, over bool) {
	r.one, r.entity = one, entity
	ground := fyne.ThemeColorName("")
	switch {
	case chosen:
		ground = theme.ColorAccentBackground
	case over:
		ground = theme.ColorHover
	}
	r.ground.Set(ground, "")
	r.avatar.Set(one.id, one.name)
	r.Refresh()
}

// Inspect names the row.
func (r *row) Inspect() (id, kind, text string) {
	kind = "contact"
	if r.entity == cache.Companies {
		kind = "company"
	}
	return kind + ":" + strconv.FormatInt(r.one.id, 10), kind, r.one.name
}

// CreateRenderer gives the parts to Fyne.
func (r *row) CreateRenderer() fyne.WidgetRenderer { return rowFace{r} }

type rowFace struct{ r *row }

func (f rowFace) Destroy()                     {}
func (f rowFace) MinSize() fyne.Size           { return fyne.NewSize(120, rowHigh) }
func (f rowFace) Objects() []fyne.CanvasObject { return f.r.objects }

// Layout puts the name over the line, beside the initials.
func (f rowFace) Layout(size fyne.Size) {
	r := f.r
	move(r.ground, 0, 1, size.Width, size.Height-2)
	move(r.avatar, 10, (size.Height-avatarSide)/2, avatarSide, avatarSide)
	x := 10 + avatarSide + 11
	room := size.Width - x - 24
	r.name.Text = r.fit.Fit(r.one.name, room, theme.TextBase, true)
	kit.Strong(r.name, true)
	r.line.Text = r.under(size.Width - x - 8)
	if r.line.Text == "" {
		move(r.name, x, 16, room, 18)
	} else {
		move(r.name, x, 8, room, 18)
	}
	move(r.line, x, 26, size.Width-x-8, 16)
	move(r.mark, size.Width-18, 13, 8, 8)
}

// leastFirm is how much of a company's name is worth showing.
const leastFirm float32 = 48

// under is the line under the name, in a room: where company and phone are too
// much for it, the company is cut, for half a phone is none.
func (r *row) under(room float32) string {
	whole := joined(r.one.firm, r.one.reach)
	if r.one.firm == "" || r.one.reach == "" || kit.Measure(whole, theme.TextSmall, false) <= room {
		return r.fit.Fit(whole, room, theme.TextSmall, false)
	}
	left := room - kit.Measure(" · "+r.one.reach, theme.TextSmall, false)
	if left < leastFirm {
		return r.fit.Fit(r.one.reach, room, theme.TextSmall, false)
	}
	return joined(r.fit.Fit(r.one.firm, left, theme.TextSmall, false), r.one.reach)
}

// Refresh follows the row and the theme.
func (f rowFace) Refresh() {
	r := f.r
	f.Layout(r.Size())
	r.name.Color, r.line.Color = base.Color(theme.ColorText), base.Color(theme.ColorMuted)
	r.mark.FillColor = base.Color(theme.ColorAccent)
	if r.one.trouble {
		r.mark.FillColor = base.Color(theme.ColorRedDot)
	}
	if r.one.waiting || r.one.trouble {
		r.mark.Show()
	} else {
		r.mark.Hide()
	}
	for _, o := range r.objects {
		o.Refresh()
	}
}

func move(o fyne.CanvasObject, x, y, w, h float32) {
	o.Move(fyne.NewPos(float32(int(x)), float32(int(y))))
	o.Resize(fyne.NewSize(w, h))
}
