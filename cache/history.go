package cache

import "encoding/json"

// actState is what became of an act in the history.
type actState string

const (
	actPending   actState = "pending"
	actSent      actState = "sent"
	actCancelled actState = "cancelled" // taken back before it was sent
	actRefused   actState = "refused"
	actConflict  actState = "conflict"
)

// act is one thing the person did, as the history keeps it. Several acts may
// have gone into one change.
type act struct {
	kind     ChangeKind
	entity   Entity
	entityID int64
	changeID int64
	before   map[string]json.RawMessage
	after    map[string]json.RawMessage
	state    actState
}

func (w *writing) record(a act) error {
	before, err := json.Marshal(a.before)
	if err != nil {
		return err
	}
	after, err := json.Marshal(a.after)
	if err != nil {
		return err
	}
	_, err = w.exec(`INSERT INTO history (at, kind, entity, entity_id, change_id, before, after, state) VALUES (?, ?, ?, ?, ?, ?, ?, ?)`,
		w.now.Unix(), a.kind, a.entity, a.entityID, a.changeID, string(before), string(after), a.state)
	return err
}

// settle notes what became of the acts that went into a change.
func (w *writing) settle(changeID int64, state actState) error {
	_, err := w.exec(`UPDATE history SET state = ? WHERE change_id = ? AND state NOT IN ('sent', 'cancelled')`, state, changeID)
	return err
}
