package connect_test

import (
	"context"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/ui/connect"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// queue keeps what is dispatched until the test, which is the UI goroutine,
// runs it.
type queue chan func()

// next runs one function that comes within reason.
func (q queue) next(t *testing.T) {
	t.Helper()
	select {
	case f := <-q:
		f()
	case <-time.After(time.Minute):
		t.Fatal("nothing came back to the window")
	}
}

// call is one thing asked of the accounts.
type call struct {
	way     string
	request connect.Request
	address string
	text    string // code or token
	on      connect.Progress
	ctx     context.Context
	answer  chan answer
}

type answer struct {
	id  int64
	err error
}

// accounts hands every call to the test, which answers it.
type accounts struct{ calls chan call }

func (a accounts) wait(ctx context.Context, c call) (int64, error) {
	c.ctx, c.answer = ctx, make(chan answer, 1)
	a.calls <- c
	got := <-c.answer
	return got.id, got.err
}

func (a accounts) SignIn(ctx context.Context, r connect.Request, on connect.Progress) (int64, error) {
	return a.wait(ctx, call{way: "browser", request: r, on: on})
}

func (a accounts) WithCode(ctx context.Context, r connect.Request, pasted string) (int64, error) {
	return a.wait(ctx, call{way: "code", request: r, text: pasted})
}

func (a accounts) WithToken(ctx context.Context, address, token string) (int64, error) {
	return a.wait(ctx, call{way: "token", address: address, text: token})
}

// stage is the screen in a window, with what came of it.
type stage struct {
	*connect.Screen
	texts    *i18n.Texts
	window   fyne.Window
	queue    queue
	accounts accounts

	connected []int64
	demos     int
	backs     int
	copied    []string

	mu     sync.Mutex
	opened []string
	refuse error // of the browser
}

func newStage(t *testing.T, lang string, mode theme.Mode, width, height float32, known connect.Request) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode))
	s := &stage{texts: i18n.New(lang), queue: make(queue, 64), accounts: accounts{make(chan call, 4)}}
	s.Screen = connect.New(connect.Params{
		Texts: s.texts, Accounts: s.accounts, Do: func(f func()) { s.queue <- f }, Known: known,
		Browse: func(address string) error {
			s.mu.Lock()
			defer s.mu.Unlock()
			s.opened = append(s.opened, address)
			return s.refuse
		},
		CopyText: func(text string) { s.copied = append(s.copied, text) },
		On: connect.Events{
			Connected: func(id int64) { s.connected = append(s.connected, id) },
			Demo:      func() { s.demos++ },
			Back:      func() { s.backs++ },
		},
	})
	t.Cleanup(s.Close)
	s.window = test.NewTempWindow(t, s.Object())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(width, height))
	return s
}

// area is where a part stands on the canvas.
type area struct {
	id, text   string
	o          fyne.CanvasObject
	x, y, w, h float32
}

func (a area) overlaps(b area) bool {
	return a.x < b.x+b.w && b.x < a.x+a.w && a.y < b.y+b.h && b.y < a.y+a.h
}

// within reports whether a field holds its own button at its end.
func (a area) within(b area) bool {
	return strings.HasPrefix(b.id, "field:") && a.x >= b.x+b.w/2 && a.x+a.w <= b.x+b.w && a.y >= b.y && a.y+a.h <= b.y+b.h
}

// parts lists the named parts that can be seen, by id.
func (s *stage) parts(t *testing.T) map[string]area {
	t.Helper()
	all := map[string]area{}
	note := func(o fyne.CanvasObject, at fyne.Position) {
		if named, ok := o.(kit.Inspectable); ok {
			if id, _, text := named.Inspect(); id != "" {
				all[id] = area{id, text, o, at.X, at.Y, o.Size().Width, o.Size().Height}
			}
		}
	}
	visit(t, s.Object(), fyne.Position{}, note)
	for _, o := range s.window.Canvas().Overlays().List() {
		visit(t, o, fyne.Position{}, note)
	}
	return all
}

func visit(t *testing.T, o fyne.CanvasObject, base fyne.Position, f func(fyne.CanvasObject, fyne.Position)) {
	t.Helper()
	if o == nil || !o.Visible() {
		return
	}
	at := base.Add(o.Position())
	f(o, at)
	switch o := o.(type) {
	case *fyne.Container:
		for _, child := range o.Objects {
			visit(t, child, at, f)
		}
	case fyne.Widget:
		for _, child := range test.TempWidgetRenderer(t, o).Objects() {
			visit(t, child, at, f)
		}
	}
}

func (s *stage) part(t *testing.T, id string) area {
	t.Helper()
	part, ok := s.parts(t)[id]
	if !ok {
		t.Fatalf("no %s", id)
	}
	return part
}

func (s *stage) tap(t *testing.T, id string) {
	t.Helper()
	part := s.part(t, id)
	test.TapCanvas(s.window.Canvas(), fyne.NewPos(part.x+part.w/2, part.y+part.h/2))
}

// focus gives a field the keyboard.
func (s *stage) focus(t *testing.T, id string) fyne.Focusable {
	t.Helper()
	field, ok := s.part(t, id).o.(fyne.Focusable)
	if !ok {
		t.Fatalf("%s takes no keyboard", id)
	}
	s.window.Canvas().Focus(field)
	return field
}

// paste puts a text into an empty field as the clipboard does.
func (s *stage) paste(t *testing.T, id, text string) {
	t.Helper()
	board := fyne.CurrentApp().Clipboard()
	board.SetContent(text)
	field, ok := s.focus(t, id).(fyne.Shortcutable)
	if !ok {
		t.Fatalf("%s takes no shortcuts", id)
	}
	field.TypedShortcut(&fyne.ShortcutSelectAll{})
	field.TypedShortcut(&fyne.ShortcutPaste{Clipboard: board})
}

// write types a text into a field.
func (s *stage) write(t *testing.T, id, text string) {
	t.Helper()
	field := s.focus(t, id)
	for _, r := range text {
		field.TypedRune(r)
	}
}

const (
	clientID = "5f2c1a90-7d1e-4c3b-9a55-0e6f8b2d4c11"
	secret   = "s3cretKeyOfTheIntegration0123456789"
	token    = "eyJ0eXAiOiJKV1QifQ.eyJzdWIiOiIxIn0.c2lnbmF0dXJl"
	code     = "def50200a1b2c3d4e5f60718293a4b5c6d7e8f90"
)

// fill types what the browser and the code way need.
func (s *stage) fill(t *testing.T) {
	t.Helper()
	s.paste(t, "field:subdomain", "nurmebel")
	s.paste(t, "field:client-id", clientID)
	s.paste(t, "field:secret", secret)
}
