package connect

import (
	"context"
	"sync"

	"fyne.io/fyne/v2"

	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Events are what the screen asks of the window, on the UI goroutine.
type Events struct {
	Connected func(accountID int64)
	Demo      func()
	Back      func() // nil where there is no account to go back to
}

// Params is what a screen is made of. All but Known and On.Back are needed.
type Params struct {
	Texts    *i18n.Texts
	Accounts Accounts
	Do       func(func()) // runs a function on the UI goroutine, soon; safe for concurrent use
	// Browse opens an address in the browser. It is called off the UI
	// goroutine and may come back late.
	Browse   func(address string) error
	CopyText func(text string) // puts a text on the clipboard; called on the UI goroutine
	// Known is filled in at the start, for an account that has to sign in
	// again. Its secret is left out.
	Known Request
	On    Events
}

// Screen connects an account. UI goroutine only, but for Close.
type Screen struct {
	p    Params
	form *form
	card *card

	gen    int // grows with every attempt, and when one is given up
	busy   bool
	cancel context.CancelFunc // of the attempt under way
	last   chan struct{}      // closed when the latest attempt has let go of everything

	ctx  context.Context
	stop context.CancelFunc
	work sync.WaitGroup
}

// New returns the screen in one language; for another one, make another.
func New(p Params) *Screen {
	s := &Screen{p: p}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.form = newForm(p.Texts, formEvents{
		submit: s.connect, cancel: s.giveUp, demo: s.demo, back: p.On.Back, copied: p.CopyText,
		grown: s.fit, reveal: s.reveal,
	})
	s.card = newCard(newHero(p.Texts), s.form)
	s.form.fill(p.Known)
	return s
}

// Object is what the window shows.
func (s *Screen) Object() fyne.CanvasObject { return s.card }

// Close gives up an attempt under way and waits until it has let go of
// everything, such as the port of the redirect URI.
func (s *Screen) Close() {
	s.stop()
	s.work.Wait()
}

func (s *Screen) fit() {
	if s.card != nil {
		s.card.fit()
	}
}

func (s *Screen) reveal(o fyne.CanvasObject) {
	if s.card != nil {
		s.card.reveal(o)
	}
}

func (s *Screen) demo() {
	if !s.busy {
		s.p.On.Demo()
	}
}

// connect starts an attempt with what was typed.
func (s *Screen) connect() {
	if s.busy || s.ctx.Err() != nil {
		return
	}
	s.form.say("", kit.ToneGood)
	if do := s.form.ask(); do != nil {
		s.start(do)
	}
}

func (s *Screen) start(do work) {
	s.gen++
	gen := s.gen
	ctx, cancel := context.WithCancel(s.ctx)
	before, done := s.last, make(chan struct{})
	s.busy, s.cancel, s.last = true, cancel, done
	s.form.setBusy(true)
	s.work.Go(func() {
		defer close(done)
		defer cancel()
		if before != nil {
			<-before // an attempt given up may still hold the port
		}
		id, err := int64(0), ctx.Err()
		if err == nil {
			id, err = do(ctx, s.p.Accounts, s.progress(gen))
		}
		s.inTime(gen, func() { s.ended(id, err) })
	})
}

// inTime runs a function on the UI goroutine, unless the attempt it belongs to
// was given up.
func (s *Screen) inTime(gen int, f func()) {
	s.p.Do(func() {
		if gen == s.gen && s.busy && s.ctx.Err() == nil {
			f()
		}
	})
}

// progress is what the sign-in of an attempt tells on its way.
func (s *Screen) progress(gen int) Progress {
	return Progress{
		Open: func(consentURL string) error {
			s.inTime(gen, func() { s.form.showLink(consentURL) })
			return s.p.Browse(consentURL)
		},
		Report: func(err error) {
			s.inTime(gen, func() { s.form.say(Sentence(s.p.Texts, err), kit.ToneWarn) })
		},
	}
}

// giveUp ends the attempt under way; whatever it still answers is dropped.
func (s *Screen) giveUp() {
	if !s.busy {
		return
	}
	s.gen++
	s.cancel()
	s.rest()
	s.form.say(Sentence(s.p.Texts, context.Canceled), kit.ToneBusy)
}

func (s *Screen) ended(id int64, err error) {
	s.rest()
	if err != nil {
		s.form.say(Sentence(s.p.Texts, err), kit.ToneBad)
		return
	}
	s.form.wipe()
	s.form.say("", kit.ToneGood)
	s.p.On.Connected(id)
}

func (s *Screen) rest() {
	s.busy, s.cancel = false, nil
	s.form.setBusy(false)
}
