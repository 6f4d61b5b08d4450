package ui

import (
	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/pending"
	"voronka/ui/sentence"
	"voronka/ui/shell"
)

// newSyncPage makes the page of what was not sent yet.
func (w *window) newSyncPage() *pending.Page {
	on := pending.Events{Open: w.openRow, Done: w.did, Sync: w.p.Account.Engine.Look, Failed: w.fail}
	if w.p.Accounts != nil {
		on.Export, on.SignIn = w.exportUnsent, w.signInAgain
	}
	return pending.New(pending.Params{
		Replica: w.p.Account.Store, Format: w.format, Status: w.p.Account.Engine.Status,
		Explain: func(err error) string { return sentence.Of(w.texts, err, w.p.Account.Host) },
		Now:     nowUnix, Do: w.do, Clock: kit.SystemClock(), On: on,
	})
}

// showSyncPage shows what was not sent yet.
func (w *window) showSyncPage() { w.navigate(shell.Sync) }

// openRow opens a row of the account where it is shown.
func (w *window) openRow(r cache.Row) {
	w.openPlace(r.Entity, r.ID)
}

// exportUnsent saves the unsent changes to a file and tells where.
func (w *window) exportUnsent() {
	w.tasks.Go(func() {
		path, err := w.p.Accounts.SaveUnsent(w.ctx, w.p.Account.ID)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			w.p.Log.Info("unsent changes saved", "file", path)
			w.shell.Snackbar(kit.Message{Text: w.texts.T("pending.exported", "File", path), Key: "export"})
		})
	})
}

var _ fyne.CanvasObject = (*pending.Page)(nil)
