package cache

import (
	"encoding/json"
	"strings"

	"voronka/amo"
)

// bornNote is a note with what it belongs to, which its JSON does not say.
type bornNote struct {
	entity Entity
	note   *amo.Note
}

func (w *writing) applyNotes(notes map[Entity][]amo.Note) error {
	var rows []bornNote
	for _, entity := range bearers() {
		for i := range notes[entity] {
			rows = append(rows, bornNote{entity, &notes[entity][i]})
		}
	}
	if len(rows) == 0 {
		return nil
	}
	ids := make([]int64, len(rows))
	for i := range rows {
		ids[i] = rows[i].note.ID
	}
	bases, err := basesOf(rows, func(n *bornNote) sourced { return n.note })
	if err != nil {
		return err
	}
	stale, err := w.stale("notes_base", ids, bases)
	if err != nil || len(stale) == 0 {
		return err
	}
	changed := make([]bornNote, len(stale))
	for n, i := range stale {
		changed[n] = rows[i]
		w.note(Notes, ids[i])
	}
	if err := w.saveNotes(changed); err != nil {
		return err
	}
	return w.saveBases(Notes, ids, bases, stale)
}

// saveNotes writes the columns of notes as the person shall see them.
func (w *writing) saveNotes(notes []bornNote) error {
	notes, err := w.seenNotes(notes)
	if err != nil {
		return err
	}
	return w.execEach(`INSERT OR REPLACE INTO notes (id, entity, entity_id, note_type, text, created_by, created_at, updated_at)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?)`, len(notes), func(i int) []any {
		n := notes[i].note
		return []any{n.ID, notes[i].entity, n.EntityID, n.NoteType, noteText(n), n.CreatedBy, n.CreatedAt, n.UpdatedAt}
	})
}

// noteText is what a note says, in the words it holds; "" when it holds none.
func noteText(n *amo.Note) string {
	switch p := n.Typed().(type) {
	case amo.CommonNote:
		return p.Text
	case amo.CallNote:
		return spaced(p.Phone, p.CallResult)
	case amo.ServiceNote:
		return p.Text
	case amo.CashierNote:
		return p.Text
	case amo.GeoNote:
		return spaced(p.Text, p.Address)
	case amo.SMSNote:
		return spaced(p.Phone, p.Text)
	case amo.AttachmentNote:
		return p.FileName
	}
	// Types that are only read have their text, if any, where the others have.
	var plain struct {
		Text string `json:"text"`
	}
	if json.Unmarshal(n.Params, &plain) != nil {
		return ""
	}
	return plain.Text
}

func spaced(parts ...string) string { return strings.TrimSpace(strings.Join(parts, " ")) }
