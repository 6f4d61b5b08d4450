package cache

import (
	"encoding/json"
	"maps"
	"slices"

	"voronka/amo"
)

// applyIncoming replaces the incoming leads by the list of all there are; nil
// leaves them.
func (w *writing) applyIncoming(list []amo.Unsorted) error {
	if list == nil {
		return nil
	}
	bases, err := basesOf(list, func(u *amo.Unsorted) sourced { return u })
	if err != nil {
		return err
	}
	same, err := w.isSame(`SELECT base FROM incoming`, bases)
	if err != nil || same {
		return err
	}
	gone, err := w.ids(`DELETE FROM incoming RETURNING lead_id`)
	if err != nil {
		return err
	}
	concerned := map[int64]bool{}
	for _, id := range gone {
		concerned[id] = true
	}
	for i := range list {
		concerned[list[i].LeadID()] = true
	}
	w.note(Incoming, slices.Sorted(maps.Keys(concerned))...)
	return w.execEach(`INSERT OR REPLACE INTO incoming (uid, lead_id, pipeline_id, created_at, base) VALUES (?, ?, ?, ?, ?)`, len(list), func(i int) []any {
		u := &list[i]
		return []any{u.UID, u.LeadID(), u.PipelineID, u.CreatedAt, bases[i]}
	})
}

// jsonArray writes text for json_each.
func jsonArray(list []string) (string, error) {
	b, err := json.Marshal(list)
	return string(b), err
}
