package cache

import (
	"bytes"
	"database/sql"
	"encoding/json"

	"voronka/amo"
)

// sourced is an entity of the API: it remembers the JSON it was read from.
type sourced interface {
	Raw() json.RawMessage
	json.Marshaler
}

// baseOf is what is kept as the server's word: the JSON it sent, or for an
// entity made here its encoding.
func baseOf(v sourced) ([]byte, error) {
	if raw := v.Raw(); raw != nil {
		return raw, nil
	}
	return v.MarshalJSON()
}

func (w *writing) applyAccount(account *amo.Account) error {
	if account == nil {
		return nil
	}
	base, err := baseOf(account)
	if err != nil {
		return err
	}
	same, err := w.isSame(`SELECT base FROM account`, [][]byte{base})
	if err != nil || same {
		return err
	}
	if _, err := w.exec(`DELETE FROM account`); err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO account (id, current_user_id, base) VALUES (?, ?, ?)`, account.ID, account.CurrentUserID, base)
	if err != nil {
		return err
	}
	w.note(Account, account.ID)
	return w.applyTaskTypes(account.Embedded.TaskTypes)
}

// applyTaskTypes replaces the names cards show for tasks.
func (w *writing) applyTaskTypes(types []amo.TaskType) error {
	if _, err := w.exec(`DELETE FROM task_types`); err != nil {
		return err
	}
	return w.execEach(`INSERT OR REPLACE INTO task_types (id, name) VALUES (?, ?)`, len(types), func(i int) []any {
		return []any{types[i].ID, types[i].Name}
	})
}

func (w *writing) applyUsers(users []amo.User) error {
	if users == nil {
		return nil
	}
	bases, err := basesOf(users, func(u *amo.User) sourced { return u })
	if err != nil {
		return err
	}
	same, err := w.isSame(`SELECT base FROM users ORDER BY rowid`, bases)
	if err != nil || same {
		return err
	}
	if _, err := w.exec(`DELETE FROM users`); err != nil {
		return err
	}
	for _, u := range users {
		w.note(Users, u.ID)
	}
	return w.execEach(`INSERT OR REPLACE INTO users (id, name, base) VALUES (?, ?, ?)`, len(users), func(i int) []any {
		return []any{users[i].ID, users[i].Name, bases[i]}
	})
}

func (w *writing) applyPipelines(pipelines []amo.Pipeline) error {
	if pipelines == nil {
		return nil
	}
	bases, err := basesOf(pipelines, func(p *amo.Pipeline) sourced { return p })
	if err != nil {
		return err
	}
	same, err := w.isSame(`SELECT base FROM pipelines ORDER BY rowid`, bases)
	if err != nil || same {
		return err
	}
	for _, table := range []string{"pipelines", "statuses"} {
		if _, err := w.exec(`DELETE FROM ` + table); err != nil {
			return err
		}
	}
	for i := range pipelines {
		if err := w.savePipeline(&pipelines[i], bases[i]); err != nil {
			return err
		}
	}
	return nil
}

func (w *writing) savePipeline(p *amo.Pipeline, base []byte) error {
	w.note(Pipelines, p.ID)
	if _, err := w.exec(`INSERT OR REPLACE INTO pipelines (id, sort, base) VALUES (?, ?, ?)`, p.ID, p.Sort, base); err != nil {
		return err
	}
	statuses := p.Embedded.Statuses
	return w.execEach(`INSERT OR REPLACE INTO statuses (pipeline_id, id) VALUES (?, ?)`, len(statuses), func(i int) []any {
		return []any{p.ID, statuses[i].ID}
	})
}

// basesOf returns what is kept of each row.
func basesOf[T any](rows []T, source func(*T) sourced) ([][]byte, error) {
	bases := make([][]byte, len(rows))
	for i := range rows {
		var err error
		if bases[i], err = baseOf(source(&rows[i])); err != nil {
			return nil, err
		}
	}
	return bases, nil
}

// isSame reports whether the query answers with exactly these rows, in any
// order.
func (w *writing) isSame(query string, bases [][]byte, args ...any) (bool, error) {
	wanted := make(map[string]int, len(bases))
	for _, b := range bases {
		wanted[string(b)]++
	}
	rows, strange := 0, false
	err := each(w.ctx, w.tx, func(r *sql.Rows) error {
		var base sql.RawBytes
		if err := r.Scan(&base); err != nil {
			return err
		}
		rows++
		wanted[string(base)]--
		strange = strange || wanted[string(base)] < 0
		return nil
	}, query, args...)
	return rows == len(bases) && !strange, err
}

// stale returns the indexes of the rows that differ from what the table keeps
// of them, or that it does not keep. When a row comes several times, only the
// last one counts.
func (w *writing) stale(table string, ids []int64, bases [][]byte) ([]int, error) {
	last := make(map[int64]int, len(ids))
	for i, id := range ids {
		last[id] = i
	}
	err := each(w.ctx, w.tx, func(rows *sql.Rows) error {
		var id int64
		var base sql.RawBytes
		if err := rows.Scan(&id, &base); err != nil {
			return err
		}
		if i, ok := last[id]; ok && bytes.Equal(base, bases[i]) {
			delete(last, id)
		}
		return nil
	}, `SELECT id, base FROM `+table+` WHERE id IN (SELECT value FROM json_each(?))`, idArray(ids))
	if err != nil {
		return nil, err
	}
	out := make([]int, 0, len(last))
	for i, id := range ids {
		if at, ok := last[id]; ok && at == i {
			out = append(out, i)
		}
	}
	return out, nil
}
