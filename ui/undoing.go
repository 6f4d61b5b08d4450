package ui

import (
	"context"
	"errors"
	"unicode"
	"unicode/utf8"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/driver/desktop"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/sentence"
)

// undoing is what can be taken back and done again.
type undoing struct {
	undo, redo         *cache.Act
	undoWord, redoWord string // in words, empty for nothing
	reading, again     bool
}

// did tells about an act that a screen has carried out, and offers to take it
// back.
func (w *window) did(a cache.Act) {
	w.withNames(a, func(names sentence.Names) { w.done(a, capital(names.ActTitle(a))) })
}

// capital begins a sentence.
func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// withNames reads what the rows of an act are called, off the UI goroutine.
func (w *window) withNames(a cache.Act, then func(sentence.Names)) {
	names := w.names()
	w.tasks.Go(func() {
		err := nameRows(w.ctx, w.p.Account.Store, &names, a)
		w.do(func() {
			if err != nil {
				w.fail(err)
				return
			}
			then(names)
		})
	})
}

// nameRows reads what one row is called; of several only the number is told.
func nameRows(ctx context.Context, s Store, names *sentence.Names, a cache.Act) (err error) {
	if len(a.Rows) == 1 {
		names.Rows, err = s.Names(ctx, a.Rows)
	}
	return err
}

// names knows what the window knows of the account.
func (w *window) names() sentence.Names {
	return sentence.Names{Format: w.format, Pipelines: w.pipelines, Users: w.users, Reasons: w.reasons}
}

// titleOf names an act; nil is named by nothing.
func titleOf(ctx context.Context, s Store, names sentence.Names, a *cache.Act) (string, error) {
	if a == nil {
		return "", nil
	}
	err := nameRows(ctx, s, &names, *a)
	return names.ActTitle(*a), err
}

// relearnUndo reads what can be taken back and done again, and says so in the
// menu.
func (w *window) relearnUndo() {
	if w.undoing.reading {
		w.undoing.again = true
		return
	}
	w.undoing.reading = true
	names := w.names()
	w.tasks.Go(func() {
		store := w.p.Account.Store
		undo, redo, err := store.UndoState(w.ctx)
		var undoWord, redoWord string
		if err == nil {
			undoWord, err = titleOf(w.ctx, store, names, undo)
		}
		if err == nil {
			redoWord, err = titleOf(w.ctx, store, names, redo)
		}
		w.do(func() {
			u := &w.undoing
			u.reading = false
			if u.again {
				u.again = false
				defer w.relearnUndo()
			}
			if err != nil {
				w.fail(err)
				return
			}
			changed := undoWord != u.undoWord || redoWord != u.redoWord
			u.undo, u.redo, u.undoWord, u.redoWord = undo, redo, undoWord, redoWord
			if changed {
				w.win.SetMainMenu(w.mainMenu())
			}
		})
	})
}

// undoLast takes back what was done last.
func (w *window) undoLast() {
	if w.undoing.undo == nil {
		w.shell.Snackbar(kit.Message{Text: w.texts.T("undo.nothing"), Key: "act"})
		return
	}
	w.undoAct(w.undoing.undo.ID)
}

// redoLast does again what was taken back last.
func (w *window) redoLast() {
	if w.undoing.redo == nil {
		w.shell.Snackbar(kit.Message{Text: w.texts.T("undo.nothing_again"), Key: "act"})
		return
	}
	w.changeAct(w.undoing.redo.ID, w.p.Account.Store.Redo, func(a cache.Act) { w.did(a) })
}

// undoAct takes an act back and offers to do it again. An act that was taken
// back already needs no telling.
func (w *window) undoAct(id int64) {
	w.changeAct(id, w.p.Account.Store.Undo, func(a cache.Act) {
		w.relearnUndo()
		w.withNames(a, func(names sentence.Names) {
			text := w.texts.T("undo.undone", "What", names.ActTitle(a))
			if sendsSomething(a) {
				text = w.texts.T("snackbar.undo_late")
			}
			w.shell.Snackbar(kit.Message{
				Text: text, Action: w.texts.T("menu.redo"), Key: "act",
				Do: func() { w.changeAct(a.ID, w.p.Account.Store.Redo, func(a cache.Act) { w.did(a) }) },
			})
		})
	})
}

func (w *window) changeAct(id int64, do func(context.Context, int64) (cache.Act, error), then func(cache.Act)) {
	w.tasks.Go(func() {
		a, err := do(w.ctx, id)
		w.do(func() {
			w.p.Account.Engine.Poke()
			switch {
			case errors.Is(err, cache.ErrNotFound):
				w.relearnUndo()
			case err != nil:
				w.fail(err)
			default:
				then(a)
			}
		})
	})
}

// redoAgain is the other key of redo, which a menu has no room for.
func redoAgain() *desktop.CustomShortcut {
	return &desktop.CustomShortcut{KeyName: fyne.KeyZ, Modifier: fyne.KeyModifierShortcutDefault | fyne.KeyModifierShift}
}

// shortcut handles the keys that stand in no menu.
func (w *window) shortcut(s fyne.Shortcut) {
	if s.ShortcutName() == redoAgain().ShortcutName() && w.board != nil {
		w.redoLast()
	}
}
