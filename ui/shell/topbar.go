package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/format"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// topBar holds the pipeline, the search, the state of the sync and the main
// action.
type topBar struct {
	widget.BaseWidget
	p        Params
	under    *kit.Fill
	edge     *kit.Fill
	pipeline *kit.Button
	search   *kit.SearchField
	pill     *kit.Pill
	newLead  *kit.Button
	all      []Pipeline
	shown    int64
	sync     SyncState
	titles   *format.Fitter
	objects  []fyne.CanvasObject
	covered  float32 // at the right, by the panel
}

func newTopBar(p Params) *topBar {
	t := &topBar{p: p, under: kit.NewFill(theme.ColorPanel), edge: kit.NewLine(), titles: format.NewFitter(kit.Measure, 16)}
	t.pipeline = kit.NewTitleButton("pipeline", p.Texts.T("topbar.no_pipeline"), t.choosePipeline)
	t.search = kit.NewSearchField("search", p.Texts.T("topbar.search"), searchHint(), p.Actions.Search)
	t.search.OnOpen(p.Actions.OpenSearch)
	t.pill = kit.NewPill("sync", p.Texts.T("pill.hint"), p.Actions.ShowSync)
	t.objects = []fyne.CanvasObject{t.under, t.edge, t.pipeline, t.search, t.pill}
	if p.Actions.NewLead != nil {
		t.newLead = kit.NewPrimaryButton("new-lead", p.Texts.T("topbar.new_lead"), theme.IconPlus, p.Actions.NewLead)
		t.objects = append(t.objects, t.newLead)
	}
	t.ExtendBaseWidget(t)
	t.tick()
	return t
}

func (t *topBar) setPipelines(all []Pipeline, shown int64) {
	t.all, t.shown = all, shown
	name := t.p.Texts.T("topbar.no_pipeline")
	for _, p := range all {
		if p.ID == shown {
			name = p.Name
		}
	}
	t.pipeline.SetText(t.titles.Fit(name, pipelineMost, theme.TextTitle, true))
	t.arrange()
}

// choosePipeline offers the pipelines.
func (t *topBar) choosePipeline() {
	if len(t.all) == 0 || t.p.Actions.ChoosePipeline == nil {
		return
	}
	items := make([]kit.Item, len(t.all))
	for i, p := range t.all {
		items[i] = kit.Item{Text: p.Name, Checked: p.ID == t.shown, Do: func() { t.p.Actions.ChoosePipeline(p.ID) }}
	}
	c := fyne.CurrentApp().Driver().CanvasForObject(t)
	if c == nil {
		return
	}
	title := t.p.Texts.T("topbar.pipeline")
	kit.NewMenu(c, worded(t.p.Texts, kit.MenuParams{Name: "pipeline", Title: title, Items: items})).ShowUnder(t.pipeline)
}

func (t *topBar) setSync(s SyncState) {
	t.sync = s
	t.tick()
}

// tick writes the state of the sync anew.
func (t *topBar) tick() {
	text, tone := t.sync.words(t.p.Texts, t.p.Format, t.p.Clock.Now().Unix())
	if t.pill.Set(text, tone) {
		t.arrange()
	}
}

func (t *topBar) arrange() { t.layout(t.Size()) }

// cover tells how much at the right lies under the panel. What cannot be seen
// there must not get the keyboard either.
func (t *topBar) cover(width float32) {
	t.covered = width
	t.arrange()
}

const (
	barPad       float32 = 18
	searchMost   float32 = 400
	searchLeast  float32 = 170
	pipelineMost float32 = 260
)

func (t *topBar) layout(size fyne.Size) {
	high := theme.HeightTopBar - 1
	move(t.under, 0, 0, size.Width, high)
	move(t.edge, 0, high, size.Width, 1)
	mid := func(o fyne.CanvasObject, x, w, h float32) { move(o, x, float32(int((high-h)/2)), w, h) }

	left := t.pipeline.MinSize()
	mid(t.pipeline, barPad-4, left.Width, left.Height)
	x := barPad - 4 + left.Width + 16

	right := size.Width - barPad
	pill := t.pill.MinSize()
	if t.newLead != nil {
		lead := t.leadSize(right - 10 - pill.Width - 20 - searchLeast - x)
		right -= lead.Width
		mid(t.newLead, right, lead.Width, lead.Height)
		right -= 10
	}
	right -= pill.Width
	mid(t.pill, right, pill.Width, pill.Height)
	show(t.pill, right < size.Width-t.covered)
	if t.newLead != nil {
		show(t.newLead, t.newLead.Position().X < size.Width-t.covered)
	}
	mid(t.search, x, max(min(right-20-x, searchMost), 0), theme.HeightControl)
}

// leadSize leaves the main action its icon where there is no room for words.
func (t *topBar) leadSize(room float32) fyne.Size {
	t.newLead.SetCompact(false)
	if size := t.newLead.MinSize(); size.Width <= room {
		return size
	}
	t.newLead.SetCompact(true)
	return t.newLead.MinSize()
}

// CreateRenderer gives the parts to Fyne.
func (t *topBar) CreateRenderer() fyne.WidgetRenderer { return topBarFace{t} }

type topBarFace struct{ t *topBar }

func (f topBarFace) Destroy()                     {}
func (f topBarFace) MinSize() fyne.Size           { return fyne.NewSize(0, theme.HeightTopBar) }
func (f topBarFace) Objects() []fyne.CanvasObject { return f.t.objects }
func (f topBarFace) Layout(size fyne.Size)        { f.t.layout(size) }

// Refresh follows a theme change.
func (f topBarFace) Refresh() {
	for _, o := range f.t.objects {
		o.Refresh()
	}
}
