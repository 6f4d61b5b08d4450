package replica

import (
	"context"
	"errors"

	"voronka/amo"
	"voronka/cache"
)

// readRows reads the server's current rows of the leads that changes are
// about, once and without patience. A lead that is not in the answer exists no
// more, or is not visible.
func (c *core) readRows(ctx context.Context, changes []cache.Change) (map[int64]amo.Lead, error) {
	wanted := make(map[int64]bool, len(changes))
	leads := make([]int64, 0, len(changes))
	for _, change := range changes {
		if !wanted[change.EntityID] {
			wanted[change.EntityID] = true
			leads = append(leads, change.EntityID)
		}
	}
	page, err := c.api.Leads(ctx, amo.LeadQuery{Limit: pageSize, With: leadWith(), IDs: leads})
	if err != nil {
		return nil, err
	}
	rows := make(map[int64]amo.Lead, len(leads))
	for _, row := range page.Items {
		if wanted[row.ID] && !row.IsDeleted {
			rows[row.ID] = row
		}
	}
	// An absent row is about to be taken for a deleted one, which must not
	// rest on a filter that the server may have ignored.
	for _, id := range leads {
		if _, ok := rows[id]; ok {
			continue
		}
		row, err := c.api.Lead(ctx, id, leadWith()...)
		switch {
		case err == nil && !row.IsDeleted:
			rows[id] = row
		case err != nil && !errors.Is(err, amo.ErrNotFound):
			return nil, err
		}
	}
	return rows, nil
}
