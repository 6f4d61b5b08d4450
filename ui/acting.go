package ui

import (
	"context"
	"errors"

	"voronka/cache"
	"voronka/ui/kit"
)

// act carries out a command behind the back of the UI goroutine and says what
// was done, with an undo. What changes nothing is not worth a word.
func (w *window) act(c cache.Command, said string) {
	c.Hold = w.prefs.hold()
	ctx := context.WithoutCancel(w.ctx) // what was begun is finished
	w.tasks.Go(func() {
		act, err := w.p.Account.Store.Do(ctx, c)
		w.do(func() {
			switch {
			case errors.Is(err, cache.ErrUnchanged):
			case err != nil:
				w.notDone(err)
			default:
				w.done(act, said)
			}
		})
	})
}

// done says what was done and offers to undo it.
func (w *window) done(act cache.Act, said string) {
	w.p.Account.Engine.Poke()
	w.relearnUndo()
	w.shell.Snackbar(kit.Message{
		Text: said, Action: w.texts.T("snackbar.undo"), Do: func() { w.undoAct(act.ID) }, Key: "act",
	})
}

// sendsSomething reports whether an act has left something to send.
func sendsSomething(act cache.Act) bool {
	for _, c := range act.Changes {
		if c.ChangeID != 0 {
			return true
		}
	}
	return false
}

// notDone says why something was not done.
func (w *window) notDone(err error) {
	if errors.Is(err, cache.ErrNotFound) {
		w.shell.Snackbar(kit.Message{Text: w.texts.T("lead.gone"), Key: "lead"})
		return
	}
	w.fail(err)
}
