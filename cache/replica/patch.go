package replica

import (
	"encoding/json"
	"fmt"
	"strconv"

	"voronka/amo"
	"voronka/cache"
)

// patchOf writes a change as a PATCH of the touched fields. row is the
// server's current row: won and lost stand in every pipeline, so the pipeline
// has to go with them even when it stays.
func patchOf(change cache.Change, row amo.Lead) (amo.LeadPatch, error) {
	p := amo.LeadPatch{ID: change.EntityID, RequestID: strconv.FormatInt(change.ID, 10)}
	if change.Entity != cache.Leads || change.Kind != cache.ChangeMove {
		return p, fmt.Errorf("this version cannot send a change of kind %q of %s", change.Kind, change.Entity)
	}
	for field, raw := range change.After {
		var target *amo.Optional[int64]
		switch field {
		case "status_id":
			target = &p.StatusID
		case "pipeline_id":
			target = &p.PipelineID
		case "loss_reason_id":
			target = &p.LossReasonID
		default:
			return p, fmt.Errorf("this version cannot send the field %q of a move", field)
		}
		if err := json.Unmarshal(raw, target); err != nil {
			return p, fmt.Errorf("field %s of change %d is not a number: %w", field, change.ID, err)
		}
	}
	status, _ := p.StatusID.Value()
	if p.PipelineID.IsZero() && (status == amo.StatusWon || status == amo.StatusLost) {
		p.PipelineID = amo.Set(row.PipelineID)
	}
	return p, nil
}
