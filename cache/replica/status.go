package replica

import (
	"sync"
)

// Phase is what the engine is doing, in one word for the sync pill.
type Phase uint8

// The phases. When several hold, the one that a person has to know wins.
const (
	PhaseIdle      Phase = iota // all is pulled and sent, or waits for its hold
	PhaseFirstLoad              // the account is being read for the first time
	PhaseSyncing                // pulling or sending
	PhaseOffline                // the server is out of reach or in trouble; the engine keeps trying
	PhaseSignIn                 // 401: the token is not accepted any more
	PhaseBlocked                // 402 or 403: unpaid, no rights, or blocked
	PhaseLocked                 // the keychain, or whatever holds the key to the tokens, does not give it
	PhaseElsewhere              // another process runs this account's engine
)

var phaseNames = [...]string{
	PhaseIdle: "idle", PhaseFirstLoad: "first load", PhaseSyncing: "syncing", PhaseOffline: "offline",
	PhaseSignIn: "sign in", PhaseBlocked: "blocked", PhaseLocked: "locked", PhaseElsewhere: "elsewhere",
}

// String names the phase, for logs.
func (p Phase) String() string {
	if int(p) < len(phaseNames) {
		return phaseNames[p]
	}
	return "unknown"
}

// Status is a snapshot of the engine.
type Status struct {
	Phase    Phase
	Progress float64 // 0..1 of the first load, -1 when there is none under way
	LastSync int64   // Unix seconds (local clock) of the last completed pull, 0 for never
	Err      error   // why Offline, SignIn, Blocked, Locked or Elsewhere; a typed amo error where the server spoke
	// Leads, Contacts and Companies count what the first load has read so far.
	Leads, Contacts, Companies int
	Requests                   int64 // sent since the engine was made
}

// statusBoard composes the status from what the loops report and tells the
// watchers. Its methods may be called from any goroutine.
type statusBoard struct {
	requests func() int64

	mu        sync.Mutex
	shown     Status
	loading   bool
	pulling   bool
	pushing   bool
	elsewhere error
	link      linkState
	linkErr   error
	trouble   error
	watchers  map[int]func(Status)
	nextID    int

	telling sync.Mutex // watchers hear of changes one at a time, in order
}

func newStatusBoard(requests func() int64) *statusBoard {
	return &statusBoard{
		requests: requests,
		shown:    Status{Progress: -1},
		watchers: map[int]func(Status){},
	}
}

func (b *statusBoard) status() Status {
	b.mu.Lock()
	defer b.mu.Unlock()
	return b.snapshot()
}

func (b *statusBoard) snapshot() Status {
	s := b.shown
	s.Phase, s.Err = b.phase()
	s.Requests = b.requests()
	return s
}

func (b *statusBoard) phase() (Phase, error) {
	switch {
	case b.elsewhere != nil:
		return PhaseElsewhere, b.elsewhere
	case b.link == linkSignIn:
		return PhaseSignIn, b.linkErr
	case b.link == linkBlocked:
		return PhaseBlocked, b.linkErr
	case b.link == linkLocked:
		return PhaseLocked, b.linkErr
	case b.link == linkOffline:
		return PhaseOffline, b.linkErr
	case b.trouble != nil:
		return PhaseOffline, b.trouble
	case b.loading:
		return PhaseFirstLoad, nil
	case b.pulling || b.pushing:
		return PhaseSyncing, nil
	}
	return PhaseIdle, nil
}

// set changes the board and tells the watchers, if there is something to tell.
func (b *statusBoard) set(change func(*statusBoard)) {
	b.telling.Lock()
	defer b.telling.Unlock()
	b.mu.Lock()
	was := b.snapshot()
	change(b)
	now := b.snapshot()
	if now.equals(was) {
		b.mu.Unlock()
		return
	}
	fns := make([]func(Status), 0, len(b.watchers))
	for _, fn := range b.watchers {
		fns = append(fns, fn)
	}
	b.mu.Unlock()
	for _, fn := range fns {
		fn(now)
	}
}

// equals compares all but the count of requests, which alone is no news.
func (s Status) equals(other Status) bool {
	a, b := s.Err, other.Err
	s.Err, other.Err, s.Requests, other.Requests = nil, nil, 0, 0
	if s != other || (a == nil) != (b == nil) {
		return false
	}
	return a == nil || a.Error() == b.Error()
}

func (b *statusBoard) watch(fn func(Status)) (stop func()) {
	b.mu.Lock()
	defer b.mu.Unlock()
	id := b.nextID
	b.nextID++
	b.watchers[id] = fn
	return func() {
		b.mu.Lock()
		defer b.mu.Unlock()
		delete(b.watchers, id)
	}
}
