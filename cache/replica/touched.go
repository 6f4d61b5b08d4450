package replica

import (
	"context"

	"voronka/amo"
	"voronka/cache"
)

// aboutTask adds what a task is about to the suspects: the task has moved its
// closest_task_at without moving its stamp, so that no pull would bring it.
func (s suspects) aboutTask(t *amo.Task) {
	if t.EntityID != nil && t.EntityType != nil {
		s.add(cache.Entity(*t.EntityType), *t.EntityID)
	}
}

// idsPerRead keeps a request line that names ids short.
const idsPerRead = 100

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
