package feed

import (
	"strings"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// restore puts back the note that was being written here.
func (f *Feed) restore() {
	gen, key := f.gen, f.draftKey()
	f.work.Go(func() {
		kept, err := f.drafts.Read(f.ctx, key)
		f.p.Do(func() {
			if gen != f.gen || f.ctx.Err() != nil {
				return
			}
			if err != nil {
				f.failed(err)
				return
			}
			if len(kept) > 0 && f.composer.text() == "" && f.composer.note == 0 {
				f.composer.set(string(kept))
				f.view.Refresh()
			}
		})
	})
}

// typed keeps what is being written. A change of a note is not kept: the note
// itself is.
func (f *Feed) typed(text string) {
	if f.id != 0 && f.composer.note == 0 {
		var value []byte
		if strings.TrimSpace(text) != "" {
			value = []byte(text)
		}
		f.drafts.Keep(f.draftKey(), value)
	}
	f.view.Refresh()
}

// send stores the note that was written, or the other text of an old one.
func (f *Feed) send() {
	text := strings.TrimSpace(f.composer.text())
	if text == "" || f.id == 0 {
		return
	}
	edit := cache.NoteEdit{ID: f.composer.note, Text: text}
	if edit.ID == 0 {
		edit.Entity, edit.EntityID = f.entity, f.id
		f.drafts.Keep(f.draftKey(), nil)
	}
	f.composer.reset()
	f.view.Refresh()
	gen := f.gen
	f.work.Go(func() {
		act, err := f.p.Replica.Do(f.ctx, cache.Command{Edits: []cache.Edit{edit}})
		f.p.Do(func() {
			if f.ctx.Err() != nil {
				return
			}
			f.sent(gen, edit, act, err)
		})
	})
}

func (f *Feed) sent(gen int, edit cache.NoteEdit, act cache.Act, err error) {
	switch {
	case isUnchanged(err):
		return
	case err != nil:
		if gen == f.gen && f.composer.text() == "" { // what was written is not lost
			f.composer.edit(edit.ID, edit.Text)
			f.typed(edit.Text)
		}
		f.failed(err)
		return
	}
	if f.p.Written != nil {
		f.p.Written(act)
	}
	if gen == f.gen {
		f.Reload()
		f.rows.Top()
	}
}

// menu offers what can be done with a note.
func (f *Feed) menu(row int, at fyne.Position) {
	if row >= len(f.list) || f.list[row].kind != noteItem {
		return
	}
	it, texts := &f.list[row], f.p.Format.Texts()
	text, note := it.spans[0].text, it.note
	var items []kit.Item
	if it.mine {
		items = append(items, kit.Item{ID: "edit-note", Text: texts.T("feed.edit"), Do: func() {
			f.composer.edit(note, text)
			f.view.Refresh()
			f.composer.focus()
		}})
	}
	items = append(items, kit.Item{ID: "copy-note", Text: texts.T("feed.copy"), Icon: theme.IconCopy, Do: func() { f.p.Copy(text) }})
	f.p.Menu(at, kit.MenuParams{Name: "note", Items: items})
}

// cancel leaves the note as it was.
func (f *Feed) cancel() {
	f.composer.reset()
	f.view.Refresh()
	f.restore()
}
