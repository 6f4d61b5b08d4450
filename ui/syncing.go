package ui

import (
	"errors"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/kit"
	"voronka/ui/sentence"
	"voronka/ui/shell"
)

// recount reads the counts behind badges and pill.
func (w *window) recount() {
	if w.counting {
		w.countAgain = true
		return
	}
	w.counting = true
	w.tasks.Go(func() {
		counts, err := w.p.Account.Store.Counts(w.ctx)
		w.do(func() {
			w.counting = false
			if w.ctx.Err() != nil {
				return
			}
			if w.countAgain {
				w.countAgain = false
				defer w.recount()
			}
			if err != nil {
				w.fail(err)
				return
			}
			w.showCounts(counts)
		})
	})
}

func (w *window) showCounts(c cache.Counts) {
	w.counts = c
	w.shell.SetBadges(shell.Badges{
		OverdueTasks: c.OverdueTasks, Pending: c.Pending, Trouble: c.Conflicts+c.Refused > 0,
	})
	w.showSync()
}

// showSync tells how the sync stands, on the pill.
func (w *window) showSync() {
	if w.p.Account.ID == 0 {
		return
	}
	status := w.p.Account.Engine.Status()
	w.shell.SetSync(syncState(status, w.counts.Pending))
	if status.LastSync != w.lastSync {
		w.lastSync = status.LastSync
		w.folk.feed.Online() // the server has just answered
	}
	w.sync.Status()
	w.showBoard()
}

func syncState(s replica.Status, pending int) shell.SyncState {
	state := shell.SyncState{LastAt: s.LastSync, Pending: pending}
	switch s.Phase {
	case replica.PhaseFirstLoad:
		state.Phase, state.Percent = shell.Syncing, int(max(s.Progress, 0)*100)
	case replica.PhaseSyncing:
		// A pull every twenty seconds is no news; the last one is.
		if state.Phase = shell.Online; s.LastSync == 0 {
			state.Phase = shell.Syncing
		}
	case replica.PhaseOffline:
		state.Phase = shell.Offline
		var refusal *amo.Error
		if errors.As(s.Err, &refusal) && refusal.Kind == amo.KindRateLimited {
			state.Phase = shell.SlowedUp
		}
	case replica.PhaseSignIn:
		state.Phase = shell.SignIn
	case replica.PhaseBlocked:
		state.Phase = shell.Blocked
		var refusal *amo.Error
		if errors.As(s.Err, &refusal) && refusal.Kind == amo.KindPayment {
			state.Phase = shell.Unpaid
		}
	case replica.PhaseLocked:
		state.Phase = shell.Locked
	case replica.PhaseIdle, replica.PhaseElsewhere:
	}
	return state
}

// explainSync says in a sentence what the pill says in a word, and tries again.
func (w *window) explainSync() {
	if w.p.Account.ID == 0 {
		return
	}
	w.p.Account.Engine.Look()
	status := w.p.Account.Engine.Status()
	if status.Err == nil {
		return
	}
	message := kit.Message{Text: sentence.Of(w.texts, status.Err, w.p.Account.Host), Key: "sync"}
	if status.Phase == replica.PhaseSignIn && w.p.Accounts != nil {
		message.Action, message.Do = w.texts.T("pill.sign_in"), w.signInAgain
	}
	w.shell.Snackbar(message)
}
