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
	var content fyne.CanvasObject = w.board
	switch why {
	case loading:
		content = kit.NewEmptyState("first-sync", theme.IconSync, w.texts.T("empty.first_sync"), w.texts.T("empty.first_sync_hint"), nil)
	case nothing:
		content = kit.NewEmptyState("board", theme.IconBoard, w.texts.T("empty.board"), w.texts.T("empty.board_hint"), nil)
	case something:
	}
	w.shell.SetContent(content)
}

// emptiness is why a board may have nothing to show.
type emptiness int

const (
	something emptiness = iota // there are leads, or columns to look at
	loading                    // the first load has not brought any yet
	nothing                    // the account has no pipelines
)

func (w *window) emptiness() emptiness {
	for _, s := range w.board.Statuses() {
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
	}
	return something
}
