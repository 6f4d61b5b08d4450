package shell

import (
	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// Params says what a shell is made with. All but Actions are needed.
type Params struct {
	Texts      *i18n.Texts
	Format     *format.Format
	Dispatcher kit.Dispatcher
	Clock      kit.Clock
	Screens    []Screen // in the rail, in this order; Settings stands at its foot
	Actions    Actions
}

// Actions are what a person can do in the frame. What is nil is not offered.
type Actions struct {
	Navigate       func(Screen)
	ChooseAccount  func(anchor fyne.CanvasObject) // the account block was pressed
	ChoosePipeline func(id int64)
	Search         func(text string) // every change of the search field
	OpenSearch     func(text string) // the search field was asked for, or begun to be typed into: a search opens over it
	NewLead        func()
	ShowSync       func()              // the sync pill was pressed
	PanelClosed    func()              // the side panel went away
	Covered        func(width float32) // so much of the content's right lies under the side panel; may be nil
}

// Pipeline is a pipeline to choose from.
type Pipeline struct {
	ID   int64
	Name string
}

// Account is whose leads are shown.
type Account struct {
	Name string // nurmebel
	Host string // nurmebel.amocrm.ru
}

// Badges are the counts in the rail; 0 shows none.
type Badges struct {
	OverdueTasks int
	Inbox        int
	Pending      int  // unsent changes
	Trouble      bool // some of them wait for the person
}

// Shell is the frame of the window. UI goroutine only.
type Shell struct {
	p       Params
	frame   *frame
	rail    *rail
	top     *topBar
	filters *filterLine
	panel   *kit.Panel
	snack   *kit.Snackbar
	layer   *fyne.Container
	ticker  *ticker
}

// New returns a frame without content.
func New(p Params) *Shell {
	s := &Shell{p: p, panel: kit.NewPanel("lead"), layer: container.NewWithoutLayout()}
	s.rail = newRail(p)
	s.top = newTopBar(p)
	s.filters = newFilterLine(p.Texts)
	s.snack = kit.NewSnackbar(p.Dispatcher, p.Clock)
	s.panel.Hide()
	s.ticker = newTicker(p.Dispatcher, p.Clock, s.top.tick)
	s.frame = newFrame(s)
	s.snack.OnResize(func() { s.frame.face.layoutSnack() })
	return s
}

// Close stops the clock that keeps the sync pill fresh. The shell may still be
// shown.
func (s *Shell) Close() { s.ticker.stop() }

// Object returns the frame, for the window's content.
func (s *Shell) Object() fyne.CanvasObject { return s.frame }

// Layer returns the layer above everything, for the ghost of a drag. It has no
// layout: whoever puts an object there moves and sizes it, relative to the
// frame.
func (s *Shell) Layer() *fyne.Container { return s.layer }

// SetContent shows a screen.
func (s *Shell) SetContent(o fyne.CanvasObject) { s.frame.setContent(o) }

// SetScreen marks a screen in the rail and shows the filter line only where it
// filters something.
func (s *Shell) SetScreen(name Screen) {
	s.rail.choose(name)
	s.frame.setFilters(name == Board || name == List)
}

// SetAccount shows whose leads these are.
func (s *Shell) SetAccount(a Account) { s.rail.account.set(a) }

// SetBadges shows the counts in the rail.
func (s *Shell) SetBadges(b Badges) { s.rail.badges(b, s.p.Format) }

// SetPipelines offers pipelines to choose from and names the one that is shown.
func (s *Shell) SetPipelines(all []Pipeline, shown int64) { s.top.setPipelines(all, shown) }

// SetSync shows how the sync stands.
func (s *Shell) SetSync(state SyncState) {
	if state == s.top.sync {
		return // its age would be written anew for no news
	}
	s.top.setSync(state)
	s.ticker.set(state.Phase == Online && state.LastAt != 0)
}

// SetTotals shows how many leads the filter passes and their sum, in whole
// units of the account's currency.
func (s *Shell) SetTotals(count int, sum int64) {
	leads := s.p.Texts.N("total.leads", count)
	s.filters.setTotals(s.p.Texts.T("total.leads_sum", "Leads", leads, "Sum", s.p.Format.Money(sum)))
}

// SetCounting says that the totals are not known yet.
func (s *Shell) SetCounting() { s.filters.setTotals(s.p.Texts.T("total.counting")) }

// SetFormat changes how sums and times are written, when the account tells its
// currency or zone.
func (s *Shell) SetFormat(f *format.Format) {
	s.p.Format = f
	s.top.p.Format = f
	s.top.tick()
}

// SetFilters shows the filters as chips, in this order.
func (s *Shell) SetFilters(all []Filter) { s.filters.set(all) }

// FocusSearch gives the keyboard to the search field.
func (s *Shell) FocusSearch() {
	if s.p.Actions.OpenSearch != nil {
		s.p.Actions.OpenSearch("")
		return
	}
	if c := s.canvas(); c != nil {
		c.Focus(s.top.search)
	}
}

// MenuOverSearch opens a search in the place of the search field, which begins
// with a text.
func (s *Shell) MenuOverSearch(text string, p kit.MenuParams) {
	if c := s.canvas(); c != nil {
		m := kit.NewMenu(c, s.worded(p))
		m.ShowOver(s.top.search)
		m.Type(text)
	}
}

// SetSearch puts a text into the search field.
func (s *Shell) SetSearch(text string) {
	if s.top.search.Text != text {
		s.top.search.SetText(text)
	}
}

// ShowPanel opens the panel at the right with a content.
func (s *Shell) ShowPanel(o fyne.CanvasObject) {
	s.panel.SetContent(o)
	if !s.panel.Visible() {
		s.panel.Show()
		s.frame.arrange()
	}
}

// HidePanel closes the panel and forgets its content.
func (s *Shell) HidePanel() {
	if !s.panel.Visible() {
		return
	}
	s.panel.Hide()
	s.panel.SetContent(nil)
	s.frame.arrange()
	if s.p.Actions.PanelClosed != nil {
		s.p.Actions.PanelClosed()
	}
}

// PanelShown reports whether the panel is open.
func (s *Shell) PanelShown() bool { return s.panel.Visible() }

// SetFoot tells how high something is that the screen shows at its foot, so that
// messages stand above it; 0 for nothing.
func (s *Shell) SetFoot(height float32) {
	if s.frame.foot != height {
		s.frame.foot = height
		s.frame.face.layoutSnack()
	}
}

// Snackbar shows a message at the foot of the window.
func (s *Shell) Snackbar(m kit.Message) { s.snack.Push(m) }

// Menu opens a list to choose from at a place of the window.
func (s *Shell) Menu(at fyne.Position, p kit.MenuParams) {
	if c := s.canvas(); c != nil {
		kit.NewMenu(c, s.worded(p)).ShowAt(at)
	}
}

// MenuUnder opens a list to choose from under an object.
func (s *Shell) MenuUnder(o fyne.CanvasObject, p kit.MenuParams) {
	if c := s.canvas(); c != nil {
		kit.NewMenu(c, s.worded(p)).ShowUnder(o)
	}
}

func (s *Shell) worded(p kit.MenuParams) kit.MenuParams { return worded(s.p.Texts, p) }

func worded(t *i18n.Texts, p kit.MenuParams) kit.MenuParams {
	if p.Search == "" {
		p.Search = t.T("lead_menu.search")
	}
	if p.Empty == "" {
		p.Empty = t.T("lead_menu.nothing")
	}
	return p
}

func (s *Shell) canvas() fyne.Canvas {
	return fyne.CurrentApp().Driver().CanvasForObject(s.frame)
}

// Bounds returns where the screen stands in the frame, for a first guess at
// its size.
func (s *Shell) Bounds() (at fyne.Position, size fyne.Size) {
	return s.frame.contentAt, s.frame.contentSize
}

// Narrow reports whether the rail shows icons only.
func (s *Shell) Narrow() bool { return s.frame.Size().Width < theme.NarrowBelow }
