package replica

import (
	"context"
	"encoding/json"
	"fmt"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
)

// The directory of an account (itself, its users, its pipelines, and what
// definitions.go reads) has no stamps to pull by; it is small and read whole
// now and then.

func (c *core) readAccount(ctx context.Context) (amo.Account, error) {
	return call(ctx, c, func(ctx context.Context) (amo.Account, error) {
		return c.api.Account(ctx, "users_groups", "task_types", "datetime_settings",
			"is_api_filter_enabled", "version", "drive_url", "amojo_id")
	})
}

func (c *core) readPipelines(ctx context.Context) ([]amo.Pipeline, error) {
	pipelines, err := call(ctx, c, c.api.Pipelines)
	if err == nil && pipelines == nil {
		pipelines = []amo.Pipeline{}
	}
	return pipelines, err
}

// readUsers reads all users and the server's clock at that moment. Only
// administrators may; for others it answers nil users and no error, and the
// names of owners stay unknown.
func (c *core) readUsers(ctx context.Context) (users []amo.User, date int64, err error) {
	users = []amo.User{}
	for page, head := 1, int64(0); ; page++ {
		read, err := call(ctx, c, func(ctx context.Context) (amo.Page[amo.User], error) {
			got, err := c.api.Users(ctx, amo.PageQuery{Page: page, Limit: pageSize})
			if amo.KindOf(err) == amo.KindForbidden {
				return amo.Page[amo.User]{Page: -1}, nil
			}
			return got, err
		})
		if err != nil || read.Page < 0 {
			return nil, 0, err
		}
		if date == 0 {
			date = read.Date
		}
		if len(read.Items) == 0 || read.Items[0].ID == head {
			return users, date, nil
		}
		users = append(users, read.Items...)
		head = read.Items[0].ID
		if !read.HasNext {
			return users, date, nil
		}
	}
}

// refresh reads the directory again and writes what has changed of it.
func (c *core) refresh(ctx context.Context) error {
	account, err := c.readAccount(ctx)
	if err != nil {
		return fmt.Errorf("refresh account: %w", err)
	}
	users, _, err := c.readUsers(ctx)
	if err != nil {
		return fmt.Errorf("refresh users: %w", err)
	}
	b, err := c.readDefinitions(ctx)
	if err != nil {
		return fmt.Errorf("refresh fields: %w", err)
	}
	if known, err := c.store.Account(ctx); err != nil || !sameJSON(known, account) {
		b.Account = &account
	}
	if known, err := c.store.Users(ctx); err != nil || !sameSet(known, users, func(u amo.User) int64 { return u.ID }) {
		b.Users = users
	}
	if err := c.fence.apply(ctx, c.store, b, c.fence.now()); err != nil {
		return err
	}
	return c.refreshPipelines(ctx)
}

// refreshPipelines reads the pipelines again and writes what has changed of
// them.
func (c *core) refreshPipelines(ctx context.Context) error {
	pipelines, err := c.readPipelines(ctx)
	if err != nil {
		return fmt.Errorf("refresh pipelines: %w", err)
	}
	known, err := c.store.Pipelines(ctx)
	if err == nil && sameSet(known, pipelines, func(p amo.Pipeline) int64 { return p.ID }) {
		return nil
	}
	return c.fence.apply(ctx, c.store, cache.Batch{Pipelines: pipelines}, c.fence.now())
}

// sameSet compares rows by id and JSON, in any order.
func sameSet[T any](a, b []T, id func(T) int64) bool {
	if len(a) != len(b) {
		return false
	}
	byID := make(map[int64]T, len(a))
	for _, v := range a {
		byID[id(v)] = v
	}
	for _, v := range b {
		if known, ok := byID[id(v)]; !ok || !sameJSON(known, v) {
			return false
		}
	}
	return true
}

func sameJSON(a, b any) bool {
	x, err := json.Marshal(a)
	if err != nil {
		return false
	}
	y, err := json.Marshal(b)
	return err == nil && merge.Same("", x, y)
}
