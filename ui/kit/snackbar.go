package kit

import (
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/driver/desktop"
	"fyne.io/fyne/v2/widget"

	"voronka/ui/theme"
)

// Message is a short notice at the foot of the window.
type Message struct {
	Text   string
	Action string        // words of the button; empty without one
	Do     func()        // what the button does; the message goes away
	Stay   time.Duration // 0: long enough to read
	Key    string        // replaces a message with the same key instead of waiting behind it; may be empty
}

// How long messages stay.
const (
	stayPlain  = 5 * time.Second
	stayAction = 8 * time.Second
	stayPushed = 2 * time.Second // when another one waits
	queueMost  = 8               // older waiting ones are dropped: they are out of date
)

// Snackbar shows messages one after the other. A message goes away by itself,
// not while the pointer is over it, and earlier when another one waits. UI
// goroutine only; the clock's calls come through the dispatcher.
type Snackbar struct {
	widget.BaseWidget
	on      Dispatcher
	clock   Clock
	queue   []Message
	now     Message
	shown   bool
	over    bool
	started time.Time
	resized func() // the owner gives the message its place
	turn    int    // tells a late timer that its message is gone
	stop    func() bool

	ground  *canvas.Rectangle
	words   paragraph
	action  *snackAction
	objects []fyne.CanvasObject
}

var (
	_ desktop.Hoverable = (*Snackbar)(nil)
	_ Inspectable       = (*Snackbar)(nil)
	_ fyne.Accessible   = (*Snackbar)(nil)
)

// NewSnackbar returns a hidden snackbar.
func NewSnackbar(on Dispatcher, clock Clock) *Snackbar {
	s := &Snackbar{
		on: on, clock: clock, ground: canvas.NewRectangle(nil),
		words: newParagraph("", theme.TextBase, regular, 3),
	}
	s.action = newSnackAction(s.act)
	s.objects = []fyne.CanvasObject{s.ground, s.action}
	for _, line := range s.words.lines {
		s.objects = append(s.objects, line)
	}
	s.ExtendBaseWidget(s)
	s.Hide()
	return s
}

// OnResize sets a function that gives the snackbar its place; it runs whenever
// another message is shown.
func (s *Snackbar) OnResize(f func()) { s.resized = f }

// Push shows a message, or lets it wait for its turn.
func (s *Snackbar) Push(m Message) {
	switch {
	case !s.shown, m.Key != "" && m.Key == s.now.Key:
		s.show(m)
		return
	}
	for i := range s.queue {
		if m.Key != "" && s.queue[i].Key == m.Key {
			s.queue[i] = m
			return
		}
	}
	if s.queue = append(s.queue, m); len(s.queue) > queueMost {
		s.queue = s.queue[1:]
	}
	s.schedule()
}

// Dismiss takes the message away; the next one follows.
func (s *Snackbar) Dismiss() {
	s.cancel()
	if len(s.queue) == 0 {
		s.shown = false
		s.Hide()
		return
	}
	next := s.queue[0]
	s.queue = s.queue[1:]
	s.show(next)
}

// Current returns the message that is shown.
func (s *Snackbar) Current() (m Message, shown bool) { return s.now, s.shown }

// AccessibilityLabel says the message.
func (s *Snackbar) AccessibilityLabel() string { return s.now.Text }

// AccessibilityRole tells that it is text.
func (s *Snackbar) AccessibilityRole() fyne.AccessibleRole { return fyne.AccessibleRoleText }

func (s *Snackbar) show(m Message) {
	s.cancel()
	s.now, s.shown, s.started = m, true, s.clock.Now()
	s.words.text = m.Text
	s.action.set(m.Action)
	s.Show()
	if s.resized != nil {
		s.resized()
	}
	s.Refresh()
	s.schedule()
}

func (s *Snackbar) act() {
	do := s.now.Do
	s.Dismiss()
	if do != nil {
		do()
	}
}

// schedule sets the timer that ends the message.
func (s *Snackbar) schedule() {
	s.cancel()
	if s.over {
		return
	}
	stay := s.now.Stay
	switch {
	case stay > 0:
	case s.now.Action != "":
		stay = stayAction
	default:
		stay = stayPlain
	}
	if len(s.queue) > 0 {
		stay = min(stay, stayPushed)
	}
	left := max(stay-s.clock.Now().Sub(s.started), 0)
	turn := s.turn
	s.stop = s.clock.AfterFunc(left, func() {
		s.on.Do(func() {
			if s.turn == turn && s.shown {
				s.Dismiss()
			}
		})
	})
}

func (s *Snackbar) cancel() {
	s.turn++
	if s.stop != nil {
		s.stop() // a call that is on its way sees another turn
		s.stop = nil
	}
}

// MouseIn keeps the message.
func (s *Snackbar) MouseIn(*desktop.MouseEvent) { s.over = true; s.cancel() }

// MouseMoved does nothing.
func (s *Snackbar) MouseMoved(*desktop.MouseEvent) {}

// MouseOut lets the message go, after a full stay.
func (s *Snackbar) MouseOut() {
	s.over, s.started = false, s.clock.Now()
	if s.shown {
		s.schedule()
	}
}

// Tapped keeps the click from what lies under the message.
func (s *Snackbar) Tapped(*fyne.PointEvent) {}

// Inspect names the snackbar.
func (s *Snackbar) Inspect() (id, kind, text string) { return "snackbar", "snackbar", s.now.Text }

// CreateRenderer gives the snackbar's objects to Fyne.
func (s *Snackbar) CreateRenderer() fyne.WidgetRenderer { return snackFace{s} }

type snackFace struct{ s *Snackbar }

const (
	snackLeast float32 = 44 // height of one line
	snackPad   float32 = 16
	snackAbove float32 = 13 // the lines
	snackMost  float32 = 620
)

func (f snackFace) Destroy()                     {}
func (f snackFace) Objects() []fyne.CanvasObject { return f.s.objects }

// aside is the room the action takes.
func (f snackFace) aside() float32 {
	if f.s.now.Action == "" {
		return 0
	}
	return f.s.action.MinSize().Width + 8
}

// MinSize is as wide as the message in one line, up to a limit.
func (f snackFace) MinSize() fyne.Size {
	w := Measure(f.s.now.Text, theme.TextBase, false) + 2*snackPad + f.aside()
	return fyne.NewSize(ceil(min(w, snackMost)), snackLeast)
}

// HeightFor returns the height that the message needs at a width.
func (s *Snackbar) HeightFor(w float32) float32 {
	f := snackFace{s}
	lines := s.words.fitter.Wrap(s.now.Text, w-2*snackPad-f.aside(), theme.TextBase, false, len(s.words.lines))
	return max(snackLeast, 2*snackAbove+s.words.lineHeight()*float32(len(lines)))
}

// Layout breaks the message to the width.
func (f snackFace) Layout(size fyne.Size) {
	place(f.s.ground, 0, 0, size.Width, size.Height)
	if f.s.now.Action != "" {
		w := f.s.action.MinSize().Width
		place(f.s.action, size.Width-w-8, (size.Height-theme.HeightControl)/2, w, theme.HeightControl)
	}
	f.s.words.place(snackPad, snackAbove, size.Width-2*snackPad-f.aside(), fyne.TextAlignLeading)
}

// Refresh copies the message to the canvas objects.
func (f snackFace) Refresh() {
	fillRect(f.s.ground, theme.ColorSnackbar, "", theme.RadiusButton)
	f.s.action.Refresh()
	f.s.words.paint(theme.ColorOnSnackbar)
	f.Layout(f.s.Size())
}

// snackAction is the button in a message.
type snackAction struct {
	control
	text  string
	words *canvas.Text
	ring  *canvas.Rectangle
	wide  float32
	parts []fyne.CanvasObject
}

func newSnackAction(tapped func()) *snackAction {
	a := &snackAction{words: newText(theme.TextBase, semiBold), ring: canvas.NewRectangle(nil)}
	a.parts = []fyne.CanvasObject{a.ring, a.words}
	a.init("button", "snackbar", tapped)
	a.ExtendBaseWidget(a)
	a.touched = a.Refresh
	return a
}

func (a *snackAction) set(text string) {
	a.text = text
	a.wide = width(a.words, text)
	setVisible(a, text != "")
}

// Inspect names the button.
func (a *snackAction) Inspect() (id, kind, text string) { return a.id, a.kind, a.text }

// AccessibilityLabel says what the button does.
func (a *snackAction) AccessibilityLabel() string { return a.text }

// CreateRenderer gives the button's objects to Fyne.
func (a *snackAction) CreateRenderer() fyne.WidgetRenderer { return snackActionFace{a} }

type snackActionFace struct{ a *snackAction }

func (f snackActionFace) Destroy()                     {}
func (f snackActionFace) Objects() []fyne.CanvasObject { return f.a.parts }
func (f snackActionFace) MinSize() fyne.Size {
	return fyne.NewSize(f.a.wide+16, theme.HeightControl)
}

// Layout places the words in the middle.
func (f snackActionFace) Layout(size fyne.Size) {
	place(f.a.ring, 0, 0, size.Width, size.Height)
	placeText(f.a.words, 8, 0, f.a.wide, size.Height)
}

// Refresh copies the state to the canvas objects.
func (f snackActionFace) Refresh() {
	paintRing(f.a.ring, f.a.focused || f.a.hovered, theme.RadiusField)
	say(f.a.words, f.a.text, theme.ColorSnackLink)
	f.Layout(f.a.Size())
}
