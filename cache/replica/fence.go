package replica

import (
	"context"
	"sync"

	"voronka/amo"
	"voronka/cache"
)

// fence keeps a page that was read before a change was sent from putting the
// row as it was over the newer one that the sending brought back: the person
// would see the card jump back and forth. Every read takes a tick first; every
// row learnt by sending remembers the tick of that moment.
type fence struct {
	mu   sync.Mutex
	tick int64
	sent map[cache.Row]sentRow
}

type sentRow struct{ tick, stamp int64 }

func newFence() *fence { return &fence{sent: map[cache.Row]sentRow{}} }

// now is the tick of a read that is about to start.
func (f *fence) now() int64 {
	f.mu.Lock()
	defer f.mu.Unlock()
	return f.tick
}

// apply writes what a read that started at tick brought. The write is finished
// even when ctx ends meanwhile, so that stopping costs no page twice.
func (f *fence) apply(ctx context.Context, store *cache.Store, b cache.Batch, tick int64) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if ctx.Err() != nil {
		return ctx.Err()
	}
	return store.Apply(context.WithoutCancel(ctx), f.admit(b, tick))
}

// applyAll is apply for pages of a first load, which are written even when ctx
// has ended.
func (f *fence) applyAll(ctx context.Context, store *cache.Store, pages []pageRead) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	batches := make([]cache.Batch, len(pages))
	for i, p := range pages {
		batches[i] = f.admit(p.batch, p.tick)
	}
	return store.ApplyAll(context.WithoutCancel(ctx), batches...)
}

// admit leaves out the rows of a batch that may be older than what a sending
// brought back.
func (f *fence) admit(b cache.Batch, tick int64) cache.Batch {
	if len(f.sent) == 0 {
		return b
	}
	b.Leads = admitted(f, cache.Leads, b.Leads, tick, func(v *amo.Lead) (int64, int64) { return v.ID, v.UpdatedAt })
	b.Contacts = admitted(f, cache.Contacts, b.Contacts, tick, func(v *amo.Contact) (int64, int64) { return v.ID, v.UpdatedAt })
	b.Companies = admitted(f, cache.Companies, b.Companies, tick, func(v *amo.Company) (int64, int64) { return v.ID, v.UpdatedAt })
	b.Tasks = admitted(f, cache.Tasks, b.Tasks, tick, func(v *amo.Task) (int64, int64) { return v.ID, v.UpdatedAt })
	return b
}

func admitted[T any](f *fence, entity cache.Entity, rows []T, tick int64, key func(*T) (id, stamp int64)) []T {
	kept := make([]T, 0, len(rows))
	for i := range rows {
		id, stamp := key(&rows[i])
		// A newer stamp is news whenever it was read. An older or equal one
		// may be of before; if it is not, the next round's overlap has it.
		if s, ok := f.sent[cache.Row{Entity: entity, ID: id}]; ok && s.tick > tick && stamp <= s.stamp {
			continue
		}
		kept = append(kept, rows[i])
	}
	return kept
}

// learn runs write, which stores what a sending brought back: by row the stamp
// it has since.
func (f *fence) learn(stamps map[cache.Row]int64, write func() error) error {
	f.mu.Lock()
	defer f.mu.Unlock()
	if err := write(); err != nil {
		return err
	}
	f.tick++
	for id, stamp := range stamps {
		f.sent[id] = sentRow{f.tick, stamp}
	}
	return nil
}

// forget drops what is remembered. Only for when no read is under way.
func (f *fence) forget() {
	f.mu.Lock()
	defer f.mu.Unlock()
	clear(f.sent)
}
