package lead

import (
	"strconv"
	"strings"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	base "fyne.io/fyne/v2/theme"
	"fyne.io/fyne/v2/widget"

	"voronka/cache"
	"voronka/ui/field"
	"voronka/ui/kit"
	"voronka/ui/sentence"
	"voronka/ui/theme"
)

// history is the tab of what this program has done to the lead.
type history struct {
	v    *view
	form *field.Form
}

func newHistory(v *view) *history {
	h := &history{v: v, form: field.NewForm()}
	h.update()
	return h
}

func (h *history) update() {
	names := h.v.names()
	blocks := make([]field.Block, 0, len(h.v.scene.acts))
	for _, a := range h.v.scene.acts {
		blocks = append(blocks, newActRow(h.v, names, a))
	}
	if len(blocks) == 0 {
		blocks = append(blocks, newSaying(h.v.texts().T("lead.no_history")))
	}
	h.form.Set([]field.Section{{Blocks: blocks}})
}

// names says what the ids in the lead's acts stand for.
func (v *view) names() sentence.Names {
	rows := make(map[cache.Row]string)
	for id, name := range v.scene.contacts {
		rows[cache.Row{Entity: cache.Contacts, ID: id}] = name
	}
	if c := v.scene.detail.Company; c != nil {
		rows[cache.Row{Entity: cache.Companies, ID: c.ID}] = c.Name
	}
	return sentence.Names{
		Format: v.format, Pipelines: v.scene.pipelines, Users: v.scene.users, Fields: v.scene.fields, Reasons: v.scene.reasons, Rows: rows,
		Elements: v.scene.elements,
	}
}

// actRow is one act: when, what, how far it has come, and the way back.
type actRow struct {
	widget.BaseWidget
	when  *canvas.Text
	words *kit.Prose
	state *canvas.Text
	undo  *kit.Link // nil when it was undone
	line  *kit.Fill
	act   cache.Act
}

var _ field.Block = (*actRow)(nil)

// actLines is how many lines of an act are shown.
const actLines = 6

func newActRow(v *view, names sentence.Names, a cache.Act) *actRow {
	texts := v.texts()
	r := &actRow{
		when: small(v.format.Ago(a.At, v.p.Now()), theme.ColorMuted), state: small("", theme.ColorMuted), line: kit.NewLine(), act: a,
		words: kit.NewProse(strings.Join(names.Act(a), "\n"), theme.TextBase, theme.ColorText, actLines),
	}
	r.state.Text = actState(v, a)
	if a.Undone {
		r.words.Set(r.words.Text(), theme.ColorMuted)
	} else if v.p.On.Undo != nil {
		r.undo = kit.NewLink("undo-"+strconv.FormatInt(a.ID, 10), texts.T("snackbar.undo"), func() { v.p.On.Undo(a.ID) })
	}
	r.ExtendBaseWidget(r)
	return r
}

// actState says how far an act has come.
func actState(v *view, a cache.Act) string {
	texts := v.texts()
	if a.Undone {
		return texts.T("act.undone")
	}
	waiting := false
	for _, c := range a.Changes {
		if c.State.IsRefused() {
			return texts.T("card.refused")
		}
		waiting = waiting || c.State.IsWaiting()
	}
	if waiting {
		return texts.T("lead.pending")
	}
	return texts.T("act.sent")
}

// Inspect names the act.
func (r *actRow) Inspect() (id, kind, text string) {
	return "act:" + strconv.FormatInt(r.act.ID, 10), "act", r.words.Text()
}

// HeightFor is the height at a width.
func (r *actRow) HeightFor(width float32) float32 { return r.place(width) }

func (r *actRow) place(width float32) float32 {
	h := r.when.MinSize().Height
	x := width
	if r.undo != nil {
		min := r.undo.MinSize()
		x -= min.Width - 10
		move(r.undo, x, 0, min.Width, 24)
	}
	move(r.when, 0, 4, x, h)
	w := kit.Measure(r.state.Text, theme.TextSmall, false)
	move(r.state, x-w-8, 4, w, h)
	y := 4 + h + 2
	text := r.words.HeightFor(width)
	move(r.words, 0, y, width, text)
	y += text + 8
	move(r.line, 0, y, width, 1)
	return y + 1
}

// CreateRenderer gives the parts to Fyne.
func (r *actRow) CreateRenderer() fyne.WidgetRenderer { return actRowFace{r} }

type actRowFace struct{ r *actRow }

func (f actRowFace) Destroy()              {}
func (f actRowFace) MinSize() fyne.Size    { return fyne.NewSize(200, 40) }
func (f actRowFace) Layout(size fyne.Size) { f.r.place(size.Width) }

// Objects are the parts.
func (f actRowFace) Objects() []fyne.CanvasObject {
	all := []fyne.CanvasObject{f.r.when, f.r.words, f.r.state, f.r.line}
	if f.r.undo != nil {
		all = append(all, f.r.undo)
	}
	return all
}

// Refresh follows the theme.
func (f actRowFace) Refresh() {
	f.r.when.Color, f.r.state.Color = base.Color(theme.ColorMuted), base.Color(theme.ColorMuted)
	for _, o := range f.Objects() {
		o.Refresh()
	}
	f.Layout(f.r.Size())
}
