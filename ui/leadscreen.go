package ui

import (
	"errors"
	"net/url"
	"strconv"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/kit"
	"voronka/ui/sentence"
	"voronka/ui/theme"
)

func formatID(id int64) string { return strconv.FormatInt(id, 10) }

func (w *window) openLead(id int64) {
	w.board.SetOpened(id)
	w.lead.Show(id)
	w.shell.ShowPanel(w.lead.Object())
}

func (w *window) panelClosed() {
	w.lead.Show(0)
	w.board.SetOpened(0)
}

func (w *window) shellBack() {
	switch {
	case w.shell.PanelShown():
		w.shell.HidePanel()
	case w.filters.text != "":
		w.shell.SetSearch("")
	}
}

// leadMenu offers what can be done with a card.
func (w *window) leadMenu(id int64, at fyne.Position) {
	q := w.board.Query()
	items := []kit.Item{{ID: "open", Text: w.texts.T("lead_menu.open"), Do: func() { w.openLead(id) }}}
	items = append(items, w.statusItems(id, q.PipelineID)...)
	items = append(items,
		kit.Item{ID: "pipeline", Text: w.texts.T("lead_menu.move_pipeline"), Icon: theme.IconSwap, Disabled: len(w.pipelines) < 2, Do: func() { w.pipelineMenu(id, at) }},
		kit.Item{ID: "browser", Text: w.texts.T("lead_menu.open_browser"), Icon: theme.IconExternalLink, Separator: true, Do: func() { w.browseLead(id) }},
		kit.Item{ID: "copy-link", Text: w.texts.T("lead_menu.copy_link"), Icon: theme.IconCopy, Do: func() { w.copyLink(id) }},
	)
	w.shell.Menu(at, kit.MenuParams{Name: "lead", Items: items})
}

// statusItems are the statuses of a pipeline to move a lead to.
func (w *window) statusItems(lead, pipeline int64) []kit.Item {
	var items []kit.Item
	for _, p := range w.pipelines {
		if p.ID != pipeline {
			continue
		}
		for _, s := range p.Embedded.Statuses {
			if s.Type == amo.StatusUnsorted || pipeline == w.board.Query().PipelineID && s.ID == w.board.StatusOf(lead) {
				continue
			}
			items = append(items, kit.Item{
				ID: "status-" + formatID(s.ID), Text: s.Name, Dot: s.Color, Separator: len(items) == 0,
				Do: func() { w.board.MoveTo(lead, pipeline, s.ID) },
			})
		}
	}
	return items
}

func (w *window) pipelineMenu(lead int64, at fyne.Position) {
	var items []kit.Item
	for _, p := range w.pipelines {
		if p.ID == w.board.Query().PipelineID || p.IsArchive {
			continue
		}
		items = append(items, kit.Item{ID: "pipeline-" + formatID(p.ID), Text: p.Name, Do: func() {
			w.shell.Menu(at, kit.MenuParams{Name: "status", Title: p.Name, Items: w.statusItems(lead, p.ID)})
		}})
	}
	w.shell.Menu(at, kit.MenuParams{Name: "pipeline", Title: w.texts.T("lead_menu.move_pipeline"), Items: items})
}

// statusMenu offers the statuses for the lead with the keyboard.
func (w *window) statusMenu() {
	if id, at, ok := w.board.Cursor(); ok {
		w.shell.Menu(at, kit.MenuParams{Name: "status", Title: w.texts.T("lead_menu.move_to"), Items: w.statusItems(id, w.board.Query().PipelineID)})
	}
}

// moved tells about a move that was stored, and offers to undo it.
func (w *window) moved(m board.Moved) {
	w.p.Account.Engine.Poke()
	if m.Change.ID == 0 {
		return // it went back to where the server has it: nothing to send
	}
	w.shell.Snackbar(kit.Message{
		Text:   w.texts.T("snackbar.moved", "Name", m.Name, "Status", m.StatusTo),
		Action: w.texts.T("snackbar.undo"),
		Do:     func() { w.undo(m) },
		Key:    "moved",
	})
}

// undo takes a move back: out of the outbox when it was not sent, else by the
// opposite move.
func (w *window) undo(m board.Moved) {
	w.tasks.Go(func() {
		err := w.p.Account.Store.CancelChange(w.ctx, m.Change.ID)
		w.do(func() {
			switch {
			case w.ctx.Err() != nil:
			case err == nil:
				w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.undone"), Key: "moved"})
			case errors.Is(err, cache.ErrNotFound), errors.Is(err, cache.ErrSending):
				w.moveBack(m)
			default:
				w.fail(err)
			}
		})
	})
}

func (w *window) moveBack(m board.Moved) {
	if m.StatusID != 0 {
		w.board.MoveTo(m.Lead, m.PipelineID, m.StatusID)
	}
}

func (w *window) boardFailed(op board.Operation, err error) {
	if op == board.Moving && errors.Is(err, cache.ErrUnchanged) {
		return
	}
	w.fail(err)
}

func (w *window) leadFailed(err error) {
	if errors.Is(err, cache.ErrNotFound) {
		w.shell.HidePanel()
		w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone"), Key: "lead"})
		return
	}
	w.fail(err)
}

// fail tells the person what went wrong and the log why.
func (w *window) fail(err error) {
	w.p.Log.Error("window", "err", err)
	text := sentence.Of(w.texts, err, w.p.Account.Host)
	if w.connect != nil { // there is no snackbar over that screen
		w.tell(text)
		return
	}
	w.shell.Snackbar(kit.Message{Text: text, Key: "error"})
}

func (w *window) webAddress(lead int64) string {
	return w.p.Account.WebURL + "/leads/detail/" + formatID(lead)
}

func (w *window) browseLead(lead int64) {
	address, err := url.Parse(w.webAddress(lead))
	if err != nil {
		w.fail(err)
		return
	}
	w.follow(address)
}

func (w *window) copyLink(lead int64) {
	w.p.App.Clipboard().SetContent(w.webAddress(lead))
	w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.link_copied"), Key: "link"})
}
