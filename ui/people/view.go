package people

import (
	"strconv"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// view is the form as Fyne sees it: what it is about, its fields, and at the
// foot what to do with what is typed.
type view struct {
	widget.BaseWidget
	f       *Form
	line    *canvas.Text
	state   *canvas.Text
	title   *kit.Prose
	browse  *kit.Link
	paste   *kit.Button
	closing *kit.Button
	edge    *kit.Fill
	count   *canvas.Text
	save    *kit.Button
	cancel  *kit.Button
	name    string
}

// Sizes of the form, in Fyne units.
const (
	side     float32 = 22
	footHigh float32 = 64
)

func newView(f *Form) *view {
	v := &view{f: f, line: canvas.NewText("", nil), state: canvas.NewText("", nil), count: canvas.NewText("", nil), edge: kit.NewLine()}
	v.line.TextSize, v.state.TextSize, v.count.TextSize = theme.TextSmall, theme.TextSmall, theme.TextSmall
	v.ExtendBaseWidget(v)
	return v
}

// show makes what stands around the fields of another subject.
func (v *view) show() {
	f, texts := v.f, v.f.texts()
	if f.scene == nil {
		v.Refresh()
		return
	}
	s := f.scene
	v.title = kit.NewHeading(v.heading(), 2)
	v.line.Text = v.what()
	if s.subject.ID != 0 && v.browse == nil || v.name != draftKey(s.subject) {
		v.name = draftKey(s.subject)
		v.browse = kit.NewLink("browse-person", texts.T("lead_menu.open_browser"), func() { f.p.On.Browse(s.subject.Entity, s.subject.ID) })
		v.paste = kit.NewPlainButton("paste-person", texts.T("people.paste"), theme.IconCopy, f.Paste)
		if f.p.On.Close != nil {
			v.closing = kit.NewIconButton("close-person", texts.T("lead.close"), theme.IconClose, f.p.On.Close)
		}
		save := texts.T("people.save")
		if s.subject.ID == 0 {
			save = texts.T("people.create")
		}
		v.save = kit.NewPrimaryButton("save-person", save, "", f.Save)
		v.cancel = kit.NewPlainButton("cancel-person", texts.T("people.cancel"), "", f.Cancel)
	}
	v.Refresh()
}

// heading is the name of the subject, or what is being made.
func (v *view) heading() string {
	s, texts := v.f.scene, v.f.texts()
	switch {
	case s.subject.ID != 0:
		return s.person.name
	case s.subject.Entity == cache.Contacts:
		return texts.T("people.new_contact")
	case s.subject.Entity == cache.Companies:
		return texts.T("people.new_firm")
	}
	return texts.T("topbar.new_lead")
}

// what is the small line over the heading.
func (v *view) what() string {
	s, texts := v.f.scene, v.f.texts()
	if s.subject.ID == 0 {
		return ""
	}
	kind := texts.T("people.contact")
	if s.subject.Entity == cache.Companies {
		kind = texts.T("lead.company")
	}
	if s.subject.ID < 0 {
		return kind
	}
	return kind + " · #" + strconv.FormatInt(s.subject.ID, 10)
}

// Inspect names the form.
func (v *view) Inspect() (id, kind, text string) {
	if v.f.scene == nil {
		return "", "form", ""
	}
	return "form:" + draftKey(v.f.scene.subject), "form", v.heading()
}

// CreateRenderer gives the parts to Fyne.
func (v *view) CreateRenderer() fyne.WidgetRenderer {
	r := viewFace{v}
	r.paint()
	return r
}

type viewFace struct{ v *view }

func (r viewFace) Destroy()           {}
func (r viewFace) MinSize() fyne.Size { return fyne.NewSize(2*side+field.Column+160, 200) }

// foot reports whether there is something to save or to leave.
func (v *view) foot() bool {
	return v.f.scene != nil && (v.f.scene.subject.ID == 0 || v.f.changes() > 0)
}

// Objects are the parts that mean something now.
func (r viewFace) Objects() []fyne.CanvasObject {
	v := r.v
	s := v.f.scene
	if s == nil {
		return nil
	}
	all := []fyne.CanvasObject{v.f.body, v.line, v.state, v.title, v.f.tags}
	switch {
	case s.subject.ID > 0:
		all = append(all, v.browse)
	case s.subject.ID == 0 && s.subject.Entity != cache.Companies:
		all = append(all, v.paste)
	}
	if v.closing != nil {
		all = append(all, v.closing)
	}
	if v.foot() {
		all = append(all, v.edge, v.count, v.cancel, v.save)
	}
	return all
}

// Layout stacks head, fields and foot.
func (r viewFace) Layout(size fyne.Size) {
	v := r.v
	s := v.f.scene
	if s == nil {
		return
	}
	right := size.Width - side
	y := float32(18)
	if v.closing != nil {
		min := v.closing.MinSize()
		right -= min.Width
		move(v.closing, right+8, y-8, min.Width, min.Height)
	}
	switch {
	case s.subject.ID > 0:
		min := v.browse.MinSize()
		move(v.browse, right-min.Width+6, y-5, min.Width, min.Height)
		right -= min.Width
	case s.subject.ID == 0 && s.subject.Entity != cache.Companies:
		min := v.paste.MinSize()
		move(v.paste, right-min.Width, y-4, min.Width, min.Height)
		right -= min.Width
	}
	w := right - side - 12
	if v.line.Text != "" {
		wide := kit.Measure(v.line.Text, theme.TextSmall, false)
		move(v.line, side, y-2, wide, 18)
		move(v.state, side+wide+12, y-2, w-wide, 18)
		y += 20
	}
	h := v.title.HeightFor(w)
	move(v.title, side, y-3, w, h)
	y += h + 6
	h = v.f.tags.HeightFor(size.Width - 2*side)
	move(v.f.tags, side, y, size.Width-2*side, h)
	y += h + 8
	end := size.Height
	if v.foot() {
		end -= footHigh
		move(v.edge, 0, end, size.Width, 1)
		x := size.Width - side
		min := v.save.MinSize()
		move(v.save, x-min.Width, end+(footHigh-min.Height)/2, min.Width, min.Height)
		x -= min.Width + 8
		min = v.cancel.MinSize()
		move(v.cancel, x-min.Width, end+(footHigh-min.Height)/2, min.Width, min.Height)
		move(v.count, side, end+(footHigh-18)/2, x-min.Width-side, 18)
	}
	move(v.f.body, 0, y, size.Width, max(end-y, 0))
}

func (r viewFace) paint() {
	v := r.v
	if v.f.scene == nil {
		return
	}
	texts := v.f.texts()
	muted := base.Color(theme.ColorMuted)
	v.line.Color, v.count.Color, v.state.Color = muted, muted, base.Color(theme.ColorAccent)
	v.count.Text = ""
	if n := v.f.changes(); n > 0 && v.f.scene.subject.ID != 0 {
		v.count.Text = texts.N("people.changes", n)
	}
	v.state.Text = ""
	switch p := v.f.scene.person; {
	case p.conflict:
		v.state.Text, v.state.Color = "● "+texts.T("card.conflict"), base.Color(theme.ColorRed)
	case p.refused:
		v.state.Text, v.state.Color = "● "+texts.T("card.refused"), base.Color(theme.ColorRed)
	case p.pending:
		v.state.Text = "● " + texts.T("card.pending")
	}
}

// Refresh follows what is typed and the theme.
func (r viewFace) Refresh() {
	r.paint()
	r.Layout(r.v.Size())
	for _, o := range r.Objects() {
		o.Refresh()
	}
	canvas.Refresh(r.v)
}
