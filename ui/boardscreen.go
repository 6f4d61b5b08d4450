package ui

import (
	"fyne.io/fyne/v2"

	"voronka/cache/replica"
	"voronka/ui/kit"
	"voronka/ui/shell"
	"voronka/ui/theme"
)

func (w *window) showTotals(count int, sum int64) {
	w.shell.SetTotals(count, sum)
	w.showBoard()
}

// showBoard shows the board, or why there is nothing on it.
func (w *window) showBoard() {
	if w.screen != shell.Board || w.board == nil {
		return
	}
	why := w.emptiness()
	if why == w.empty && w.boardShown {
		return
	}
	w.empty, w.boardShown = why, true
	t := w.texts
	var content, notice fyne.CanvasObject = w.board, nil
	switch why {
	case loading:
		content = kit.NewEmptyState("first-sync", theme.IconSync, t.T("empty.first_sync"), t.T("empty.first_sync_hint"), nil)
	case nothing:
		content = kit.NewEmptyState("unloaded", theme.IconSync, t.T("empty.unloaded"), t.T("empty.unloaded_hint"), nil)
	case noLeads:
		notice = kit.NewEmptyState("board", theme.IconBoard, t.T("empty.board"), t.T("empty.board_hint"),
			kit.NewPlainButton("first-lead", t.T("topbar.new_lead"), theme.IconPlus, w.newLead))
	case noMatch:
		notice = kit.NewEmptyState("filter", theme.IconSearch, t.T("empty.filter"), t.T("empty.filter_hint"),
			kit.NewPlainButton("clear-filter", t.T("filter.clear"), "", w.clearFilter))
	case something:
	}
	w.board.SetNotice(notice)
	w.shell.SetContent(content)
}

// emptiness is why a board may have nothing to show.
type emptiness int

const (
	something emptiness = iota // there are leads, or they have not been read yet
	loading                    // the first load has not brought any yet
	nothing                    // no pipelines: the first load has not begun
	noLeads                    // in the pipeline
	noMatch                    // under the filter
)

func (w *window) emptiness() emptiness {
	statuses := w.board.Statuses()
	for _, s := range statuses {
		if s.Count > 0 {
			return something
		}
	}
	switch {
	case w.p.Account.StartSync != nil:
		return something // not read yet: the board is about to be drawn
	case w.p.Account.Engine.Status().Phase == replica.PhaseFirstLoad:
		return loading
	case len(w.pipelines) == 0:
		return nothing
	case len(statuses) == 0:
		return something
	case w.filters.empty():
		return noLeads
	}
	return noMatch
}
