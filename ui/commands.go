package ui

import (
	"slices"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

func (w *window) mainMenu() *fyne.MainMenu {
	c := shell.Commands{
		Quit: w.p.App.Quit, Shortcuts: w.shell.ShowShortcuts,
		View: shell.ViewCommands{
			SetTheme: w.setTheme, Theme: w.theme.Mode(), SetLanguage: w.setLanguage,
			SetCompact: w.setCompact, Compact: w.prefs.get(prefDensity) == string(board.Compact),
		},
	}
	if w.p.Account.ID != 0 {
		c.SyncNow, c.NewLead, c.NewTask = w.explainSync, w.newLead, w.newTask
		c.NewContact, c.NewCompany = func() { w.newPerson(cache.Contacts) }, func() { w.newPerson(cache.Companies) }
		c.Undo, c.UndoWhat, c.Redo, c.RedoWhat = w.undoLast, w.undoing.undoWord, w.redoLast, w.undoing.redoWord
		c.View.Show, c.View.NextPipeline = w.navigate, w.nextPipeline
		w.boardCommands(&c.View)
		w.holdCommands(&c.View)
		c.Lead = shell.LeadCommands{
			Open: w.withCursor(w.openLead), Save: func() { w.lead.Save() },
			Previous: func() { w.stepLead(-1) }, Next: func() { w.stepLead(1) },
			MoveNext: func() { w.board.Push(1) }, MovePrevious: func() { w.board.Push(-1) },
			MoveTo: w.withTargets(w.moveMenu), MovePipeline: w.withTargets(func(leads []int64, at fyne.Position) { w.pipelineMenu(board.Drop{Leads: leads, At: at}) }),
			Assign: w.withTargets(w.assignMenu), Tag: w.withTargets(w.tagMenu),
			Task:        w.withTargets(func(leads []int64, _ fyne.Position) { w.taskSheet(leads) }),
			OpenBrowser: w.withCursor(w.browseLead), CopyLink: w.withTargets(func(leads []int64, _ fyne.Position) { w.copyLinks(leads) }),
			Call: w.callCursor,
		}
	}
	return w.shell.MainMenu(c)
}

// boardCommands are what the menu can do with the board as a whole. The board
// itself may be made later than the menu.
func (w *window) boardCommands(v *shell.ViewCommands) {
	v.AddHere = func() { w.board.AddHere() }
	v.Fold = func() { w.board.FoldCursor() }
	v.Unfold = func() { w.board.UnfoldAll() }
	v.SetOrder = func(id string) { w.setOrder(cache.Order(id)) }
	if w.board != nil {
		v.Order = string(w.board.Query().Order)
	}
	for _, o := range orders() {
		v.Orders = append(v.Orders, shell.Choice{ID: string(o), Text: w.orderName(o)})
	}
}

// holdSteps are how long a change may wait before it is sent, in seconds; with 0
// an undo is a change of its own.
var holdSteps = [...]int{0, 3, 5, 10, 30, 60}

// holdCommands let the person choose how long a change waits.
func (w *window) holdCommands(v *shell.ViewCommands) {
	v.Hold = formatID(int64(w.prefs.hold() / time.Second))
	v.SetHold = func(id string) {
		w.prefs.set(prefHold, id)
		w.win.SetMainMenu(w.mainMenu())
	}
	for _, seconds := range holdSteps {
		text := w.texts.T("menu.hold_none")
		if seconds > 0 {
			text = w.texts.N("menu.hold_seconds", seconds)
		}
		v.Holds = append(v.Holds, shell.Choice{ID: formatID(int64(seconds)), Text: text})
	}
}

func (w *window) orderName(o cache.Order) string {
	switch o {
	case cache.OrderCreated:
		return w.texts.T("sort.created")
	case cache.OrderPrice:
		return w.texts.T("sort.price")
	case cache.OrderName:
		return w.texts.T("sort.name")
	case cache.OrderTask:
		return w.texts.T("sort.task")
	default:
		return w.texts.T("sort.updated")
	}
}

// setOrder sorts the columns of the shown pipeline.
func (w *window) setOrder(o cache.Order) {
	q := w.board.Query()
	w.prefs.setOrder(q.PipelineID, o)
	q.Order = o
	w.board.SetQuery(q)
	w.win.SetMainMenu(w.mainMenu())
}

// columnMenu offers what can be done with a column.
func (w *window) columnMenu(status int64, at fyne.Position) {
	var items []kit.Item
	for _, o := range orders() {
		items = append(items, kit.Item{ID: "sort-" + string(o), Text: w.orderName(o), Checked: w.board.Query().Order == o, Do: func() { w.setOrder(o) }})
	}
	items = append(items,
		kit.Item{ID: "fold", Text: w.texts.T("column.fold"), Separator: true, Do: func() { w.board.SetFolded(status, true) }},
		kit.Item{ID: "unfold-all", Text: w.texts.T("column.unfold_all"), Do: w.board.UnfoldAll},
	)
	w.shell.Menu(at, kit.MenuParams{Name: "column", Title: w.texts.T("column.sort"), Items: items})
}

// withCursor does something with the lead that has the keyboard.
func (w *window) withCursor(do func(lead int64)) func() {
	return func() {
		if id, _, ok := w.board.Cursor(); ok {
			do(id)
		}
	}
}

// navigate shows a screen of the rail.
func (w *window) navigate(s shell.Screen) {
	if w.board == nil {
		return
	}
	w.screen = s
	w.shell.SetScreen(s)
	w.sync.SetShown(s == shell.Sync)
	if s == shell.Board {
		w.showBoard()
		return
	}
	w.boardShown = false
	w.shell.HidePanel()
	if s == shell.Sync {
		w.shell.SetContent(w.sync)
		return
	}
	if w.showFolk(s) {
		return
	}
	w.shell.SetContent(kit.NewEmptyState(string(s), s.Icon(), w.texts.T("empty.screen"), w.texts.T("empty.screen_hint"), nil))
}

func (w *window) nextPipeline() {
	i := slices.IndexFunc(w.pipelines, func(p amo.Pipeline) bool { return p.ID == w.board.Query().PipelineID })
	if len(w.pipelines) > 0 {
		w.choosePipeline(w.pipelines[(i+1)%len(w.pipelines)].ID)
	}
}

func (w *window) setTheme(m theme.Mode) {
	w.prefs.set(prefTheme, string(m))
	w.theme = theme.New(m)
	w.p.App.Settings().SetTheme(w.theme)
	w.win.SetMainMenu(w.mainMenu())
	if w.board != nil {
		w.board.Retint()
		w.lead.Retint()
	}
}

func (w *window) setCompact(compact bool) {
	d := board.Comfortable
	if compact {
		d = board.Compact
	}
	w.prefs.set(prefDensity, string(d))
	w.win.SetMainMenu(w.mainMenu())
	if w.board != nil {
		w.board.SetDensity(d)
	}
}

// setLanguage builds the window anew in another language.
func (w *window) setLanguage(code string) {
	w.prefs.set(prefLanguage, code)
	w.speak(code)
	if err := w.texts.TeachFyne(); err != nil {
		w.p.Log.Error("fyne not taught", "lang", code, "err", err)
	}
	w.build()
	if w.board == nil {
		return
	}
	w.showPipelines()
	w.showCounts(w.counts)
	w.board.Reload()
}
