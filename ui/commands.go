package ui

import (
	"slices"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

func (w *window) mainMenu() *fyne.MainMenu {
	c := shell.Commands{
		Quit: w.p.App.Quit,
		View: shell.ViewCommands{
			SetTheme: w.setTheme, Theme: w.theme.Mode(), SetLanguage: w.setLanguage,
			SetCompact: w.setCompact, Compact: w.prefs.get(prefDensity) == string(board.Compact),
		},
	}
	if w.p.Account.ID != 0 {
		c.SyncNow = w.explainSync
		c.View.Show, c.View.NextPipeline = w.navigate, w.nextPipeline
		c.Lead = shell.LeadCommands{
			Open:     w.withCursor(w.openLead),
			MoveNext: func() { w.board.Push(1) }, MovePrevious: func() { w.board.Push(-1) },
			MoveTo: w.statusMenu, OpenBrowser: w.withCursor(w.browseLead), CopyLink: w.withCursor(w.copyLink),
		}
	}
	return w.shell.MainMenu(c)
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
	if s == shell.Board {
		w.showBoard()
		return
	}
	w.boardShown = false
	w.shell.HidePanel()
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
		w.lead.Reload()
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
