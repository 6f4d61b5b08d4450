package ui

import (
	"context"
	"time"

	"voronka/ui/connect"
	"voronka/ui/kit"
)

const (
	// sendPatience is how long unsent changes may take before the person is
	// asked again. A wipe that came hours later would come out of the blue.
	sendPatience = time.Minute
	sendPause    = 200 * time.Millisecond
)

// askDisconnect asks what shall become of the account that is open.
func (w *window) askDisconnect() {
	params := connect.Disconnect(w.texts, w.p.Account.Name, w.counts.Pending, func(fate connect.Fate) {
		switch fate {
		case connect.SendFirst:
			w.sendAndDisconnect()
		case connect.ExportFirst:
			w.saveAndDisconnect()
		case connect.Drop:
			w.disconnect()
		}
	})
	kit.NewDialog(w.win.Canvas(), params).Show()
}

// disconnect wipes the account that is open and turns to another one, or to
// the connect screen when there is none.
func (w *window) disconnect() {
	id := w.p.Account.ID
	w.host.turn(func(ctx context.Context) (Account, error) {
		if err := w.p.Accounts.Disconnect(ctx, id, true); err != nil {
			return Account{}, err
		}
		list, err := w.p.Accounts.List(ctx)
		if err != nil || len(list) == 0 {
			return Account{}, err
		}
		return w.p.Open(ctx, list[0].AccountID)
	})
}

// saveAndDisconnect keeps the unsent changes in a file first.
func (w *window) saveAndDisconnect() {
	w.tasks.Go(func() {
		path, err := w.p.Accounts.SaveUnsent(w.ctx, w.p.Account.ID)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.p.Log.Info("unsent changes saved", "file", path)
			kit.NewDialog(w.win.Canvas(), kit.DialogParams{
				Name: "saved", Title: w.texts.T("disconnect.saved"), Text: path,
				Answers: []kit.Answer{{Name: "saved-disconnect", Text: w.texts.T("disconnect.confirm"), Danger: true, Do: w.disconnect}},
				Cancel:  kit.Answer{Name: "saved-cancel", Text: w.texts.T("disconnect.cancel")},
			}).Show()
		})
	})
}

// sendAndDisconnect sends the unsent changes first. When some stay, the person
// is asked again.
func (w *window) sendAndDisconnect() {
	w.tasks.Go(func() {
		err := w.sendAll()
		counts, countErr := w.p.Account.Store.Counts(w.ctx)
		if err == nil {
			err = countErr
		}
		w.do(func() {
			switch {
			case err != nil:
				w.fail(err)
			case counts.Pending > 0:
				w.showCounts(counts)
				w.askDisconnect()
			default:
				w.disconnect()
			}
		})
	})
}

// sendAll lets everything that can be sent be sent, and waits for it a while.
func (w *window) sendAll() error {
	ctx, cancel := context.WithTimeout(w.ctx, sendPatience)
	defer cancel()
	if err := w.p.Account.Store.ReleaseHolds(ctx); err != nil {
		return err
	}
	w.p.Account.Engine.Poke()
	tick := time.NewTicker(sendPause)
	defer tick.Stop()
	for {
		counts, err := w.p.Account.Store.Counts(w.ctx)
		if err != nil || counts.Pending == counts.Conflicts+counts.Refused {
			return err
		}
		select {
		case <-ctx.Done():
			return nil // the caller looks at what is left
		case <-tick.C:
		}
	}
}
