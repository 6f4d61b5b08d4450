package shell

import (
	"time"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Phase is what the sync is doing.
type Phase int

// The phases.
const (
	Online   Phase = iota // connected, nothing under way
	Syncing               // pulling or pushing
	Offline               // the server is out of reach
	SignIn                // the server wants a new sign-in
	Blocked               // the account is blocked for a while
	Unpaid                // the account's subscription has ended
	Locked                // the keychain does not give the key to the tokens
	SlowedUp              // a limit of the server makes it wait
)

// SyncState is how the sync stands.
type SyncState struct {
	Phase   Phase
	LastAt  int64 // the last contact that went well, Unix seconds; 0: none yet
	Percent int   // of a first load; 0: not known
	Pending int   // unsent changes
}

// words puts the state into a few words.
func (s SyncState) words(t *i18n.Texts, f *format.Format, now int64) (string, kit.Tone) {
	switch s.Phase {
	case Syncing:
		if s.Percent > 0 {
			return t.T("pill.syncing_percent", "Percent", min(s.Percent, 100)), kit.ToneBusy
		}
		return t.T("pill.syncing"), kit.ToneBusy
	case Offline:
		if s.Pending > 0 {
			return t.N("pill.offline_pending", s.Pending), kit.ToneWarn
		}
		return t.T("pill.offline"), kit.ToneWarn
	case SignIn:
		return t.T("pill.sign_in"), kit.ToneBad
	case Blocked:
		return t.T("pill.blocked"), kit.ToneBad
	case Unpaid:
		return t.T("pill.payment"), kit.ToneBad
	case Locked:
		return t.T("pill.locked"), kit.ToneBad
	case SlowedUp:
		return t.T("pill.slowed"), kit.ToneWarn
	default:
		if s.LastAt == 0 {
			return t.T("pill.online_first"), kit.ToneGood
		}
		return t.T("pill.online", "Ago", f.Ago(s.LastAt, now)), kit.ToneGood
	}
}

// ticker calls a function on the UI goroutine now and then, so that "12 s ago"
// does not stand for minutes. Every tick repaints the window once, so it is
// longer than the engine's pause between two looks at the server: as long as
// those go well the words stay as they are. UI goroutine only.
type ticker struct {
	on     kit.Dispatcher
	clock  kit.Clock
	run    func()
	turn   int
	cancel func() bool
}

const tickEvery = 30 * time.Second

func newTicker(on kit.Dispatcher, clock kit.Clock, run func()) *ticker {
	return &ticker{on: on, clock: clock, run: run}
}

// set starts the ticker afresh, or stops it.
func (t *ticker) set(running bool) {
	t.stop()
	if running {
		t.schedule()
	}
}

func (t *ticker) schedule() {
	turn := t.turn
	t.cancel = t.clock.AfterFunc(tickEvery, func() {
		t.on.Do(func() {
			if t.turn == turn {
				t.run()
				t.schedule()
			}
		})
	})
}

func (t *ticker) stop() {
	t.turn++
	if t.cancel != nil {
		t.cancel() // a tick that is on its way sees another turn
		t.cancel = nil
	}
}
