package cli

import (
	"context"
	"errors"
	"slices"
	"strconv"
	"time"

	"voronka/amo"
	"voronka/cache"
)

// names maps ids to names for words.
type names map[int64]string

func (n names) of(id int64) string {
	if name, ok := n[id]; ok && name != "" {
		return name
	}
	return strconv.FormatInt(id, 10)
}

// timeLayout is how times are written for a person.
const timeLayout = "02.01.2006 15:04"

// words turns ids of an account into what a person calls them.
type words struct {
	host      string // of the account
	zone      *time.Location
	pipelines []amo.Pipeline
	users     names
}

func (s *session) words(ctx context.Context) (words, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return words{}, err
	}
	pipelines, err := s.Store.Pipelines(ctx)
	if err != nil {
		return words{}, err
	}
	users, err := s.Store.Users(ctx)
	if err != nil {
		return words{}, err
	}
	w := words{host: s.Conn.Host, zone: zone, pipelines: pipelines, users: names{}}
	for _, u := range users {
		w.users[u.ID] = u.Name
	}
	return w, nil
}

func (w words) user(id int64) string { return w.users.of(id) }

func (w words) pipeline(id int64) string {
	i := slices.IndexFunc(w.pipelines, func(p amo.Pipeline) bool { return p.ID == id })
	if i < 0 {
		return strconv.FormatInt(id, 10)
	}
	return w.pipelines[i].Name
}

func (w words) status(pipeline, id int64) string {
	for _, p := range w.pipelines {
		if p.ID != pipeline {
			continue
		}
		for _, s := range p.Embedded.Statuses {
			if s.ID == id {
				return s.Name
			}
		}
	}
	return strconv.FormatInt(id, 10)
}

// zone is the time zone the account lives in: what "overdue" and "today" go
// by.
func (s *session) zone(ctx context.Context) (*time.Location, error) {
	account, err := s.Store.Account(ctx)
	if err != nil && !errors.Is(err, cache.ErrNotFound) { // not loaded yet
		return nil, err
	}
	if zone, err := time.LoadLocation(account.Embedded.DatetimeSettings.Timezone); err == nil && account.ID != 0 {
		return zone, nil
	}
	return time.FixedZone("Asia/Tashkent", 5*60*60), nil // which has no summer time
}
