package cache

import (
	"encoding/json"
	"fmt"

	"voronka/amo"
	"voronka/cache/merge"
)

// taskFollowUp is the type of task every account has: a call, or to follow up.
const taskFollowUp = 1

func (e TaskEdit) into(w *writing, a *acting) error {
	fields := merge.Fields{}
	check := checker{entity: Tasks, id: e.ID}
	check.text(merge.Text, e.Text, fields)
	check.number(merge.CompleteTill, e.CompleteTill, fields)
	check.number(merge.TaskType, e.TaskTypeID, fields)
	if err := w.putOwner(&check, e.OwnerID, fields); err != nil {
		return err
	}
	if done, set := e.Completed.Value(); set {
		fields[merge.Completed] = plain(done)
	}
	if result, set := e.Result.Value(); set {
		fields[merge.Result] = plain(result)
	}
	if e.ID == 0 {
		return e.create(w, a, &check, fields)
	}
	if err := check.err(); err != nil {
		return err
	}
	id, err := resolve(w, e.ID)
	if err != nil {
		return fmt.Errorf("task %d: %w", e.ID, err)
	}
	what := actOfFields(fields)
	if _, completes := fields[merge.Completed]; completes {
		what = ActComplete
	}
	return w.editRow(a, Row{Tasks, id}, ChangeEdit, what, fields)
}

func (e TaskEdit) create(w *writing, a *acting, check *checker, fields merge.Fields) error {
	check.required(merge.Text, fields)
	check.required(merge.CompleteTill, fields)
	if err := check.err(); err != nil {
		return err
	}
	if err := w.putParent(e.Entity, e.EntityID, fields); err != nil {
		return err
	}
	if err := w.putMe(fields); err != nil {
		return err
	}
	if _, typed := fields[merge.TaskType]; !typed {
		fields[merge.TaskType] = plain(taskFollowUp)
	}
	r, err := w.nextRow(Tasks)
	if err != nil {
		return err
	}
	done := fields.Pick([]string{merge.Completed, merge.Result})
	delete(fields, merge.Completed)
	delete(fields, merge.Result)
	if _, err := w.createRow(a, r, fields, 0); err != nil {
		return err
	}
	return w.editRow(a, r, ChangeEdit, ActComplete, done)
}

// putParent says what a task or note is about.
func (w *writing) putParent(entity Entity, id int64, into merge.Fields) error {
	if entity == "" {
		return nil
	}
	id, err := resolve(w, id)
	if err == nil {
		_, err = readBase(w.ctx, w.tx, entity, id)
	}
	if err != nil {
		return fmt.Errorf("%s %d: %w", entity, id, err)
	}
	into[merge.EntityType], into[merge.EntityID] = plain(string(entity)), number(&id)
	return nil
}

func (e NoteEdit) into(w *writing, a *acting) error {
	check := checker{entity: Notes, id: e.ID}
	fields := merge.Fields{}
	check.text(merge.Text, amo.Set(e.Text), fields)
	check.filled(merge.Text, e.Text)
	if err := check.err(); err != nil {
		return err
	}
	if e.ID == 0 {
		if err := w.putParent(e.Entity, e.EntityID, fields); err != nil {
			return err
		}
		r, err := w.nextRow(Notes)
		if err != nil {
			return err
		}
		_, err = w.createRow(a, r, fields, 0)
		return err
	}
	id, err := resolve(w, e.ID)
	if err != nil {
		return fmt.Errorf("note %d: %w", e.ID, err)
	}
	m, _, err := readMerged(w.ctx, w.tx, Notes, id)
	if err != nil {
		return fmt.Errorf("note %d: %w", id, err)
	}
	// They are sent with it: the path of a note begins with what it is about.
	about, err := merge.Read(m.row, merge.Fields{merge.EntityType: nil, merge.EntityID: nil})
	if err != nil {
		return err
	}
	for key, value := range about {
		fields[key] = value
	}
	return w.editRow(a, Row{Notes, id}, ChangeEdit, ActNote, fields)
}

// layNote puts the columns of a note that was born here into the replica: what
// it is about stands nowhere else.
func (w *writing) layNote(id int64, fields merge.Fields) error {
	var entity string
	var about int64
	if err := json.Unmarshal(fields[merge.EntityType], &entity); err != nil {
		return fmt.Errorf("a note has to be about something: %w", err)
	}
	if err := json.Unmarshal(fields[merge.EntityID], &about); err != nil {
		return fmt.Errorf("a note has to be about something: %w", err)
	}
	return w.saveNotes([]bornNote{{Entity(entity), &amo.Note{ID: id, EntityID: about, CreatedAt: w.now.Unix(), UpdatedAt: w.now.Unix()}}})
}

// renameNote gives a note its id of the server's, unless a pull was faster.
func (w *writing) renameNote(local, real int64) error {
	_, err := w.exec(`INSERT OR IGNORE INTO notes (id, entity, entity_id, note_type, text, created_by, created_at, updated_at)
		SELECT ?, entity, entity_id, note_type, text, created_by, created_at, updated_at FROM notes WHERE id = ?`, real, local)
	return err
}

// plain is a value as JSON. It is for values that always have one.
func plain(v any) json.RawMessage {
	b, err := json.Marshal(v)
	if err != nil {
		panic(err) // a text, a number or a truth value
	}
	return b
}
