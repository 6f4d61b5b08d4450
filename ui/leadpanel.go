package ui

import (
	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/lead"
	"voronka/ui/people"
	"voronka/ui/shell"
)

// newLeadPanel makes the panel that shows and edits one lead over the board.
func (w *window) newLeadPanel() *lead.Panel {
	return lead.NewPanel(lead.Params{
		Replica: w.p.Account.Store, Format: w.format, Now: nowUnix, Do: w.do, Feed: leadFeed{w.folk.feed},
		On: lead.Events{
			Close: func() { w.shell.HidePanel() }, Move: w.moveLead, Browse: w.browseLead, Follow: w.follow, Step: w.stepLead,
			OpenContact: func(id int64) { w.openPlace(cache.Contacts, id) }, NewContact: w.newContactOf,
			Done: func(cache.Act) { w.p.Account.Engine.Poke() }, Kept: w.leadKept, Undo: w.undoAct, Failed: w.leadFailed,
		},
	})
}

func (w *window) openLead(id int64) {
	w.board.SetOpened(id)
	w.lead.Show(id)
	w.shell.ShowPanel(w.lead.Object())
}

func (w *window) panelClosed() {
	w.folk.aside.Show(people.Subject{})
	w.lead.Show(0)
	w.board.SetOpened(0)
}

// stepLead opens the previous or next lead of the column.
func (w *window) stepLead(by int) {
	if w.lead.Lead() == 0 {
		return
	}
	w.board.Reveal(w.lead.Lead())
	if id := w.board.Step(by); id != 0 {
		w.openLead(id)
	}
}

// leadKept tells that a lead was left with unsaved edits, and leads back.
func (w *window) leadKept(id int64) {
	w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.kept"), Action: w.texts.T("snackbar.open"), Do: func() {
		if w.screen == shell.Board {
			w.openLead(id)
		}
	}, Key: "kept"})
}
