package replica

import (
	"context"
	"sync"

	"voronka/amo"
	"voronka/cache"
)

// fence keeps a page that was read before a change was sent from putting the
// lead's old row over the newer one that the sending brought back: the person
// would see the card jump back and forth. Every read takes a tick first; every
// row learnt by sending remembers the tick of that moment.
type fence struct {
	mu   sync.Mutex
	tick int64
	sent map[int64]sentRow // by lead
}

type sentRow struct{ tick, stamp int64 }

func newFence() *fence { return &fence{sent: map[int64]sentRow{}} }

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
	b.Leads = f.admit(b.Leads, tick)
	return store.Apply(context.WithoutCancel(ctx), b)
}

func (f *fence) admit(leads []amo.Lead, tick int64) []amo.Lead {
	if len(f.sent) == 0 {
		return leads
	}
	kept := make([]amo.Lead, 0, len(leads))
	for _, l := range leads {
		// A newer stamp is news whenever it was read. An older or equal one
		// may be of before; if it is not, the next round's overlap has it.
		if s, ok := f.sent[l.ID]; ok && s.tick > tick && l.UpdatedAt <= s.stamp {
			continue
		}
		kept = append(kept, l)
	}
	return kept
}

// learn runs write, which stores what a sending brought back: by lead the stamp
// it has since.
func (f *fence) learn(stamps map[int64]int64, write func() error) error {
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
