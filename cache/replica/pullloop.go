package replica

import (
	"context"
	"time"

	"voronka/amo"
)

// run loads the account, if that is still to do, and then pulls in rounds
// until ctx ends. poked makes it pull at once; outside tells that another
// process wrote, perhaps in order to poke.
func (p *puller) run(ctx context.Context, poked, outside bell) error {
	for failures := 0; ; {
		err := p.sync(ctx)
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case err == nil:
			failures = 0
		case fatal(err):
			return err
		default:
			p.log.Error("pulling stopped, trying again", "error", err)
			p.link.trouble(err)
			failures++
		}
		wait := p.options.Poll
		if failures > 0 {
			wait = backoff(failures-1, maxPause)
		}
		if err := p.idle(ctx, wait, poked, outside); err != nil {
			return err
		}
	}
}

// sync is one go of the puller: the rest of the first load, or a round.
func (p *puller) sync(ctx context.Context) error {
	ctx = amo.Background(ctx)
	l := &loader{core: p.core, puller: p}
	cp, err := p.loadCheckpoint(ctx)
	if err != nil {
		return err
	}
	loading := cp.Stage != stageDone
	p.board.set(func(b *statusBoard) { b.loading, b.pulling = loading, true })
	defer p.board.set(func(b *statusBoard) { b.loading, b.pulling = false, false })
	if loading {
		return l.load(ctx)
	}
	return p.round(ctx, false)
}

// idle waits for the next go.
func (p *puller) idle(ctx context.Context, wait time.Duration, poked, outside bell) error {
	ended := p.clock.Now()
	fired, stop := p.clock.Timer(wait)
	defer stop()
	for {
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-fired:
			return nil
		case <-poked:
			return p.catchBreath(ctx, ended)
		case <-outside:
			if waiting, err := p.pokedFromOutside(ctx); waiting || err != nil {
				return p.catchBreath(ctx, ended) // an error shows itself in what follows
			}
		}
	}
}

// pokeGap keeps a row of pokes, one for each of many commands, from becoming a
// row of rounds.
const pokeGap = time.Second

func (p *puller) catchBreath(ctx context.Context, ended time.Time) error {
	if left := pokeGap - p.clock.Now().Sub(ended); left > 0 && left <= pokeGap {
		return pause(ctx, p.clock, left, nil)
	}
	return nil
}

// pokedFromOutside reports whether another process waits for a pull.
func (p *puller) pokedFromOutside(ctx context.Context) (bool, error) {
	poke, err := p.store.Mark(ctx, markPoke)
	if err != nil {
		return false, err
	}
	done, err := p.store.Mark(ctx, markPoked)
	return poke != done, err
}
