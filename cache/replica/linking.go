package replica

import (
	"context"
	"encoding/json"

	"voronka/amo"
	"voronka/cache/merge"
)

// relink makes and takes away the links of items. Both calls are harmless when
// repeated.
func (p *pusher) relink(ctx context.Context, r route, items []item) (map[int64]receipt, error) {
	var make, cut []amo.LinkDraft
	for _, it := range items {
		on, off, err := links(it)
		if err != nil {
			return nil, &unsendableError{change: it.change.ID, err: err}
		}
		make, cut = append(make, on...), append(cut, off...)
	}
	if len(make) > 0 {
		if _, err := p.api.LinkMany(ctx, string(r.entity), make); err != nil {
			return nil, err
		}
	}
	if len(cut) > 0 {
		if err := p.api.UnlinkMany(ctx, string(r.entity), cut); err != nil {
			return nil, err
		}
	}
	receipts := map[int64]receipt{}
	for _, it := range items {
		receipts[it.change.EntityID] = receipt{id: it.change.EntityID}
	}
	return receipts, nil
}

// links writes what a change does to the links of its row. A row has one
// company, so another one is linked only after the old link is cut where the
// server does not do that by itself: a contact's is replaced as a lead's is.
func links(it item) (on, off []amo.LinkDraft, err error) {
	for _, key := range it.send.Keys() {
		value := it.send[key]
		if id, ok := merge.ContactID(key); ok {
			draft := amo.LinkDraft{EntityID: it.change.EntityID, ToEntityID: id, ToEntityType: amo.EntityContacts}
			switch textOf(value) {
			case "":
				off = append(off, draft)
			case merge.LinkMain:
				draft.Metadata = &amo.LinkDraftMetadata{IsMain: amo.Set(true)}
				on = append(on, draft)
			default:
				on = append(on, draft)
			}
			continue
		}
		if key != merge.Company {
			continue
		}
		var company int64
		if err := json.Unmarshal(value, &company); err != nil {
			return nil, nil, err
		}
		draft := amo.LinkDraft{EntityID: it.change.EntityID, ToEntityID: company, ToEntityType: amo.EntityCompanies}
		if company != 0 {
			on = append(on, draft)
		} else if draft.ToEntityID = it.row.company(); draft.ToEntityID != 0 {
			off = append(off, draft)
		}
	}
	return on, off, nil
}

// company is the one company the row is linked to, 0 for none.
func (t *target) company() int64 {
	raw, err := t.row.Get(merge.Company)
	if err != nil {
		return 0
	}
	var id int64
	if json.Unmarshal(raw, &id) != nil {
		return 0
	}
	return id
}
