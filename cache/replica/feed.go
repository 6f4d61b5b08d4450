package replica

import (
	"context"
	"errors"
	"fmt"
	"slices"

	"voronka/amo"
	"voronka/cache"
)

// feedPages is how many pages of older events one call brings.
const feedPages = 3

// LoadFeed brings the notes and events of an entity (leads, contacts,
// companies) from the server into the store: what is new, and each time some
// more of what is older, until cache.FeedState says that the feed is whole. It
// may be called from any goroutine, whoever has the engine lock, and waits for
// the server once; a person is waiting for it, so it goes before what the
// engine does by itself. What the server does not offer, or this user may not
// see, is left out. Errors are the typed ones of amo.
func (e *Engine) LoadFeed(ctx context.Context, entity cache.Entity, id int64) error {
	if !slices.Contains(noteEntities(), entity) {
		return fmt.Errorf("load feed: %s have none", entity)
	}
	if id <= 0 {
		return nil // born here: the server knows nothing of it
	}
	f := feed{store: e.options.Store, api: e.options.API, clock: e.options.Clock, entity: entity, id: id}
	if err := f.notes(ctx); err != nil {
		return fmt.Errorf("load notes of %s %d: %w", entity, id, err)
	}
	if err := f.events(ctx); err != nil {
		return fmt.Errorf("load events of %s %d: %w", entity, id, err)
	}
	return nil
}

// feed is the loading of one entity's feed.
type feed struct {
	store  *cache.Store
	api    API
	clock  Clock
	entity cache.Entity
	id     int64
}

// notes reads the latest notes. When that is all of them, those that are not
// among them were deleted, which the API tells in no other way.
func (f *feed) notes(ctx context.Context) error {
	// Before the server is asked: what is sent meanwhile may be missing there.
	here, err := f.store.NoteIDs(ctx, f.entity, f.id)
	if err != nil {
		return err
	}
	page, err := f.api.Notes(ctx, amo.NoteScope{Entity: string(f.entity), EntityID: f.id},
		amo.NoteQuery{Limit: pageSize, Order: amo.Order{Field: "updated_at", Desc: true}})
	if absent(err) || errors.Is(err, amo.ErrNotFound) {
		return nil
	}
	if err != nil {
		return err
	}
	b := cache.Batch{Notes: map[cache.Entity][]amo.Note{}}
	there := map[int64]bool{}
	for _, n := range page.Items {
		if n.EntityID == f.id {
			b.Notes[f.entity] = append(b.Notes[f.entity], n)
			there[n.ID] = true
		}
	}
	if !page.HasNext && len(there) == len(page.Items) {
		b.DeletedNotes = slices.DeleteFunc(here, func(id int64) bool { return there[id] })
	}
	return f.store.Apply(ctx, b)
}

// events reads what happened since the last time and a stretch of what
// happened before all that is known.
func (f *feed) events(ctx context.Context) error {
	state, err := f.store.FeedState(ctx, f.entity, f.id)
	if err != nil {
		return err
	}
	known := state.LoadedAt != 0
	b := cache.Batch{}
	news, err := f.stretch(ctx, amo.Range{From: max(state.Newest-overlap, 0)})
	if absent(err) {
		return nil
	}
	if err != nil {
		return err
	}
	b.Events = news.events
	switch {
	case !known || news.more && news.oldest > state.Newest: // what was here does not reach up to the news
		state = cache.FeedState{Entity: f.entity, EntityID: f.id, Oldest: news.oldest, Whole: !news.more}
	case !state.Whole:
		older, err := f.stretch(ctx, amo.Range{To: state.Oldest})
		if err != nil {
			return err
		}
		b.Events = append(b.Events, older.events...)
		state.Oldest, state.Whole = older.oldest, !older.more
	}
	state.Newest, state.LoadedAt = max(news.newest, state.Newest), f.clock.Now().Unix()
	b.Feeds = []cache.FeedState{state}
	return f.store.Apply(ctx, b)
}

// stretch is some pages of an entity's events, newest first.
type stretch struct {
	events         []amo.Event
	newest, oldest int64 // server's clock of the first page; created_at of the last event
	more           bool
}

func (f *feed) stretch(ctx context.Context, when amo.Range) (s stretch, err error) {
	for number, pages := 1, 0; pages < feedPages; number++ {
		page, err := f.api.Events(ctx, amo.EventQuery{
			Page: number, Limit: eventPage, CreatedAt: when,
			Entities: []string{singular(f.entity)}, EntityIDs: []int64{f.id},
		})
		if err != nil {
			return s, err
		}
		if number == 1 {
			s.newest = page.Date
		}
		for _, e := range page.Items {
			if e.EntityID != f.id || entityOf(e.EntityType) != f.entity {
				return s, &ignoredError{"filter by entity"}
			}
			if when.To != 0 && e.CreatedAt > when.To {
				return s, &ignoredError{"filter by created_at"}
			}
			s.newest = max(s.newest, e.CreatedAt)
			s.oldest = e.CreatedAt
		}
		s.events = append(s.events, page.Items...)
		if s.oldest != when.To { // of the second where the last stretch ended, any number is read
			pages++
		}
		if s.more = page.HasNext && len(page.Items) > 0; !s.more {
			break
		}
	}
	return s, nil
}
