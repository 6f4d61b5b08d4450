package draft

import (
	"context"
	"fmt"
	"sync"
	"time"
)

// Store is where drafts are kept; it is called off the UI goroutine. A nil
// value drops a draft.
type Store interface {
	SaveDraft(ctx context.Context, key string, value []byte) error
	Draft(ctx context.Context, key string) ([]byte, error)
}

const (
	pause    = 300 * time.Millisecond // how long typing may go on before it is kept
	lastKept = 5 * time.Second        // bounds the last write, when the window closes
)

// Keeper keeps drafts by key. It is safe for concurrent use.
type Keeper struct {
	store  Store
	failed func(error) // on the writing goroutine

	mu      sync.Mutex
	pending map[string][]byte // what is not written yet
	wake    chan struct{}     // holds one
	stop    context.CancelFunc
	done    chan struct{}
}

// NewKeeper starts the keeping; failed gets what could not be written, which
// is tried again.
func NewKeeper(store Store, failed func(error)) *Keeper {
	ctx, stop := context.WithCancel(context.Background())
	k := &Keeper{store: store, failed: failed, pending: make(map[string][]byte), wake: make(chan struct{}, 1), stop: stop, done: make(chan struct{})}
	go k.run(ctx)
	return k
}

// Close writes what is pending and returns when that is done.
func (k *Keeper) Close() {
	k.stop()
	<-k.done
}

// Keep takes what is typed under a key; nil drops what is kept.
func (k *Keeper) Keep(key string, value []byte) {
	k.mu.Lock()
	k.pending[key] = value
	k.mu.Unlock()
	select {
	case k.wake <- struct{}{}:
	default:
	}
}

// Rename keeps under another key what is not written yet: what it is typed into
// is called otherwise by now. The store knows that of what is written.
func (k *Keeper) Rename(from, to string) {
	k.mu.Lock()
	defer k.mu.Unlock()
	value, waits := k.pending[from]
	if _, newer := k.pending[to]; waits && !newer {
		k.pending[to] = value
	}
	delete(k.pending, from)
}

// Read returns a draft, nil when there is none. It does I/O.
func (k *Keeper) Read(ctx context.Context, key string) ([]byte, error) {
	k.mu.Lock()
	value, pending := k.pending[key]
	k.mu.Unlock()
	if pending {
		return value, nil
	}
	return k.store.Draft(ctx, key)
}

func (k *Keeper) run(ctx context.Context) {
	defer close(k.done)
	for {
		select {
		case <-ctx.Done():
			last, stop := context.WithTimeout(context.WithoutCancel(ctx), lastKept)
			defer stop()
			k.write(last)
			return
		case <-k.wake:
		}
		select {
		case <-ctx.Done():
		case <-time.After(pause):
			k.write(ctx)
		}
	}
}

func (k *Keeper) write(ctx context.Context) {
	k.mu.Lock()
	pending := k.pending
	k.pending = make(map[string][]byte)
	k.mu.Unlock()
	for key, value := range pending {
		if err := k.store.SaveDraft(ctx, key, value); err != nil {
			k.again(key, value)
			k.failed(fmt.Errorf("keep draft %s: %w", key, err))
		}
	}
}

// again keeps what could not be written for the next time, unless something
// newer has come.
func (k *Keeper) again(key string, value []byte) {
	k.mu.Lock()
	defer k.mu.Unlock()
	if _, newer := k.pending[key]; !newer {
		k.pending[key] = value
	}
}
