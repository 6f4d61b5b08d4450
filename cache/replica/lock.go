package replica

import (
	"context"
	"errors"
	"math/rand/v2"
	"strconv"

	"voronka/cache"
)

// awaitLock takes the engine lock, as soon as it is free. While another
// process has it, that one is shown, and poked when we are.
func (e *Engine) awaitLock(ctx context.Context) (unlock func(), err error) {
	if e.options.Lock == nil {
		return func() {}, nil
	}
	for {
		unlock, err := e.options.Lock()
		if err == nil {
			e.board.set(func(b *statusBoard) { b.elsewhere = nil })
			return unlock, nil
		}
		if !errors.Is(err, cache.ErrBusy) {
			e.options.Log.Error("engine lock", "error", err)
		}
		last, markErr := e.lastSync(ctx)
		if markErr != nil {
			return nil, markErr
		}
		e.board.set(func(b *statusBoard) { b.elsewhere, b.shown.LastSync = err, last })
		if err := e.waitForLock(ctx); err != nil {
			return nil, err
		}
	}
}

// waitForLock waits until the lock is worth another try.
func (e *Engine) waitForLock(ctx context.Context) error {
	fired, stop := e.options.Clock.Timer(e.options.LockRetry)
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-fired:
			return nil
		case <-e.lock:
			if _, err := e.pokeHolder(ctx); err != nil {
				return err
			}
		}
	}
}

// pokeHolder asks the process that has the lock for a pull, through the store
// they share. The answer is what markPoked will be when it is done. Commands
// need no poke: the holder notices the write itself.
func (e *Engine) pokeHolder(ctx context.Context) (token string, err error) {
	token = strconv.FormatUint(rand.Uint64(), 36)
	return token, e.options.Store.Apply(ctx, cache.Batch{Marks: map[string]string{markPoke: token}})
}
