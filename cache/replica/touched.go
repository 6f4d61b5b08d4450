package replica

import (
	"context"
	"maps"
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// touched collects leads that something else's change has changed without
// moving their own stamp, so that no pull of leads would bring them: a task
// moves the lead's closest_task_at.
type touched struct{ leads map[int64]struct{} }

func newTouched() *touched { return &touched{leads: map[int64]struct{}{}} }

func (t *touched) task(task *amo.Task) {
	if task.EntityID != nil && task.EntityType != nil && *task.EntityType == "leads" {
		t.leads[*task.EntityID] = struct{}{}
	}
}

// idsPerRead keeps a request line that names ids short.
const idsPerRead = 100

// rereadLeads reads the touched leads by id.
func (p *puller) rereadLeads(ctx context.Context, t *touched) error {
	for ids := range slices.Chunk(slices.Sorted(maps.Keys(t.leads)), idsPerRead) {
		tick := p.fence.now()
		page, err := call(ctx, p.core, func(ctx context.Context) (amo.Page[amo.Lead], error) {
			return p.api.Leads(ctx, amo.LeadQuery{Limit: pageSize, With: leadWith(), IDs: ids})
		})
		if err != nil {
			return err
		}
		if len(page.Items) == 0 {
			continue
		}
		if err := p.apply(ctx, cache.Batch{Leads: page.Items}, tick); err != nil {
			return err
		}
	}
	return nil
}

// strangers notices leads in statuses that the replica does not know: the
// pipelines were changed since they were read.
type strangers struct {
	known map[amo.StatusRef]bool
	met   bool
}

func (c *core) newStrangers(ctx context.Context) (*strangers, error) {
	pipelines, err := c.store.Pipelines(ctx)
	if err != nil {
		return nil, err
	}
	s := &strangers{known: map[amo.StatusRef]bool{}}
	for _, p := range pipelines {
		for _, status := range p.Embedded.Statuses {
			s.known[amo.StatusRef{PipelineID: p.ID, StatusID: status.ID}] = true
		}
	}
	return s, nil
}

func (s *strangers) lead(l *amo.Lead) {
	if !s.known[amo.StatusRef{PipelineID: l.PipelineID, StatusID: l.StatusID}] {
		s.met = true
	}
}
