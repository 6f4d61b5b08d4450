package ui

import (
	"errors"
	"net/url"
	"strconv"
	"strings"

	"fyne.io/fyne/v2"

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

// leadMenu offers what can be done with cards.
func (w *window) leadMenu(leads []int64, at fyne.Position) {
	d := board.Drop{Leads: leads, At: at}
	one := len(leads) == 1
	items := []kit.Item{
		{ID: "open", Text: w.texts.T("lead_menu.open"), Disabled: !one, Do: func() { w.openLead(leads[0]) }},
		{ID: "move-to", Text: w.texts.T("lead_menu.move_to"), Icon: theme.IconArrowRight, Separator: true, Do: func() { w.moveMenu(leads, at) }},
		{ID: "pipeline", Text: w.texts.T("lead_menu.move_pipeline"), Icon: theme.IconSwap, Disabled: len(w.pipelines) < 2, Do: func() { w.pipelineMenu(d) }},
		{ID: "browser", Text: w.texts.T("lead_menu.open_browser"), Icon: theme.IconExternalLink, Separator: true, Disabled: !one, Do: func() { w.browseLead(leads[0]) }},
		{ID: "copy-link", Text: w.texts.T("lead_menu.copy_link"), Icon: theme.IconCopy, Do: func() { w.copyLinks(leads) }},
	}
	w.shell.Menu(at, kit.MenuParams{Name: "lead", Title: w.countTitle(leads), Items: items})
}

// countTitle says over a menu that it is for several leads.
func (w *window) countTitle(leads []int64) string {
	if len(leads) < 2 {
		return ""
	}
	return w.texts.N("card.selected", len(leads))
}

// bulk does something with the selected leads.
func (w *window) bulk(a board.Action, leads []int64, at fyne.Position) {
	switch a {
	case board.ActionMove:
		w.moveMenu(leads, at)
	case board.ActionAssign, board.ActionTag, board.ActionTask:
	}
}

// moveMenu offers the statuses of the shown pipeline.
func (w *window) moveMenu(leads []int64, at fyne.Position) {
	w.statusMenu(board.Drop{Leads: leads, At: at}, w.board.Query().PipelineID)
}

// moveTargets offers the statuses for the selected leads, or the one with the
// keyboard.
func (w *window) moveTargets() {
	if leads, at := w.board.Targets(); len(leads) > 0 {
		w.moveMenu(leads, at)
	}
}

// pipelineTargets is moveTargets for the other pipelines.
func (w *window) pipelineTargets() {
	if leads, at := w.board.Targets(); len(leads) > 0 {
		w.pipelineMenu(board.Drop{Leads: leads, At: at})
	}
}

// moveLead moves one lead, for a screen that shows one.
func (w *window) moveLead(lead, pipeline, status int64) {
	_, at, _ := w.board.Cursor()
	w.dropped(board.Drop{Leads: []int64{lead}, To: board.Place{PipelineID: pipeline, StatusID: status}, At: at})
}

// moved tells about a move that was stored, and offers to undo it.
func (w *window) moved(d board.Drop, name string, changes []cache.Change) {
	w.p.Account.Engine.Poke()
	w.board.Unselect()
	status := w.statusName(d.To)
	text := w.texts.T("snackbar.moved", "Name", name, "Status", status)
	if len(d.Leads) > 1 {
		text = w.texts.N("snackbar.moved_many", len(d.Leads), "Status", status)
	}
	w.shell.Snackbar(kit.Message{Text: text, Action: w.texts.T("snackbar.undo"), Do: func() { w.undo(changes) }, Key: "moved"})
}

// statusName is a status in words.
func (w *window) statusName(at board.Place) string {
	for _, p := range w.pipelines {
		if at.PipelineID != 0 && p.ID != at.PipelineID {
			continue
		}
		for _, s := range p.Embedded.Statuses {
			if s.ID == at.StatusID {
				return s.Name
			}
		}
	}
	return ""
}

// undo takes moves back out of the outbox.
func (w *window) undo(changes []cache.Change) {
	w.tasks.Go(func() {
		var err error
		for _, c := range changes {
			err = errors.Join(err, w.p.Account.Store.CancelChange(w.ctx, c.ID))
		}
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.undone"), Key: "moved"})
		})
	})
}

// notMoved says why cards are back where they were.
func (w *window) notMoved(err error) {
	if errors.Is(err, cache.ErrNotFound) {
		w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone"), Key: "lead"})
		return
	}
	w.fail(err)
}

// goneWhileDragged tells that a card in the air was deleted.
func (w *window) goneWhileDragged(name string) {
	w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone_named", "Name", name), Key: "lead"})
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

// copyLinks copies the addresses of leads, a line each.
func (w *window) copyLinks(leads []int64) {
	lines := make([]string, len(leads))
	for i, id := range leads {
		lines[i] = w.webAddress(id)
	}
	w.p.App.Clipboard().SetContent(strings.Join(lines, "\n"))
	w.shell.Snackbar(kit.Message{Text: w.texts.T("snackbar.link_copied"), Key: "link"})
}

// copyTargets is copyLinks for the selected leads, or the one with the
// keyboard.
func (w *window) copyTargets() {
	if leads, _ := w.board.Targets(); len(leads) > 0 {
		w.copyLinks(leads)
	}
}
