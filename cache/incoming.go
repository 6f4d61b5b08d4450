package cache

import (
	"context"
	"database/sql"

	"voronka/amo"
)

// Incoming returns the incoming leads of a pipeline, newest first; of all
// pipelines for 0.
func (s *Store) Incoming(ctx context.Context, pipelineID int64) (list []amo.Unsorted, err error) {
	defer func() { err = s.fail(err, "list incoming leads of pipeline %d", pipelineID) }()
	err = s.read(ctx, func(tx *sql.Tx) (err error) {
		list, err = decoded[amo.Unsorted](ctx, tx, `SELECT b.base FROM incoming AS b WHERE ? IN (0, b.pipeline_id) ORDER BY b.created_at DESC, b.uid`, pipelineID)
		return err
	})
	return list, err
}
