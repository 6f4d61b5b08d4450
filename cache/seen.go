package cache

import "context"

// seen reads rows as the person shall see them; from goes on after SELECT base
// and names a table of bases b. All reads of whole contacts, companies, tasks
// and notes pass here: what stands over the server's word comes in here.
func seen[T any](ctx context.Context, q querier, from string, args ...any) ([]T, error) {
	return decoded[T](ctx, q, `SELECT b.base `+from, args...)
}

// seenOne reads one such row by id; ErrNotFound when the replica does not have
// it.
func seenOne[T any](ctx context.Context, q querier, entity Entity, id int64) (row T, err error) {
	rows, err := seen[T](ctx, q, `FROM `+string(entity)+`_base AS b WHERE b.id = ?`, id)
	if err != nil {
		return row, err
	}
	if len(rows) == 0 {
		return row, ErrNotFound
	}
	return rows[0], nil
}
