package feed

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"image/png"
	"os"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/hand"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// now is 28.11.2026 15:00 in Tashkent.
const now = 1_795_860_000

var formats = map[string]*format.Format{}

// spoken makes a format once: reading a catalogue takes long.
func spoken(lang string) *format.Format {
	if formats[lang] == nil {
		formats[lang] = format.New(i18n.New(lang), format.Currency{Code: "UZS"}, time.FixedZone("Tashkent", 5*3600))
	}
	return formats[lang]
}

// memory is a replica and a server in memory.
type memory struct {
	hand.Drafts
	mu      sync.Mutex
	here    []cache.FeedEntry // newest first
	server  []cache.FeedEntry // what a load brings, page by page
	whole   bool
	loads   int
	offline error
	refuse  error
	done    []cache.NoteEdit
	outbox  []cache.Change
}

func (m *memory) Feed(_ context.Context, _ cache.Entity, _ int64, _ cache.FeedCursor, limit int) (cache.Feed, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	n := min(limit, len(m.here))
	return cache.Feed{Entries: slices.Clone(m.here[:n]), More: n < len(m.here), State: cache.FeedState{Whole: m.whole}}, nil
}

func (m *memory) Outbox(context.Context) ([]cache.Change, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.outbox), nil
}

func (m *memory) Do(_ context.Context, c cache.Command) (cache.Act, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return cache.Act{}, m.refuse
	}
	e := c.Edits[0].(cache.NoteEdit)
	m.done = append(m.done, e)
	if e.ID == 0 {
		m.here = slices.Insert(m.here, 0, note(-int64(len(m.done)), now, 0, "", e.Text))
		return cache.Act{ID: 1}, nil
	}
	for i := range m.here {
		if m.here[i].Note != nil && m.here[i].Note.ID == e.ID {
			m.here[i].Text = e.Text
			m.outbox = append(m.outbox, cache.Change{Entity: cache.Notes, EntityID: e.ID, State: cache.ChangeQueued})
		}
	}
	return cache.Act{ID: 2}, nil
}

func (m *memory) LoadFeed(context.Context, cache.Entity, int64) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.loads++
	if m.offline != nil {
		return m.offline
	}
	n := min(150, len(m.server))
	m.here = append(m.here, m.server[:n]...)
	m.server = m.server[n:]
	m.whole = len(m.server) == 0
	return nil
}

func note(id, at, by int64, who, text string) cache.FeedEntry {
	params, err := json.Marshal(map[string]string{"text": text})
	if err != nil {
		panic(err)
	}
	return cache.FeedEntry{At: at, AuthorID: by, Author: who, Type: "common", Text: text, Note: &amo.Note{ID: id, NoteType: amo.NoteCommon, Params: params}}
}

func event(id string, at int64, who, kind string, before, after []cache.FeedValue) cache.FeedEntry {
	return cache.FeedEntry{At: at, AuthorID: 7, Author: who, Type: kind, EventID: id, Before: before, After: after}
}

// many is a feed of n entries, a note among every three.
func many(n int) []cache.FeedEntry {
	list := make([]cache.FeedEntry, n)
	for i := range list {
		at := int64(now - i*1800)
		if i%3 == 0 {
			list[i] = note(int64(n-i), at, 9, "Jasur Rahimov", strings.Repeat(fmt.Sprintf("Eslatma %d: mijoz chegirma soʻradi. ", n-i), 1+i%5))
		} else {
			list[i] = event(fmt.Sprint("e", n-i), at, "Dilnoza Karimova", "sale_field_changed", []cache.FeedValue{{Name: "120000000"}}, []cache.FeedValue{{Name: "146000000"}})
		}
	}
	return list
}

// stage is a feed in a window, whose UI goroutine is the test's.
type stage struct {
	testing.TB
	memory *memory
	feed   *Feed
	window fyne.Window
	queue  chan func()
	failed []error
	copied string
	menu   kit.MenuParams
}

func newStage(t testing.TB, m *memory, lang string, mode theme.Mode) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(mode))
	s := &stage{TB: t, memory: m, queue: make(chan func(), 1000)}
	s.feed = New(Params{
		Replica: m, Loader: m, Format: spoken(lang), Now: func() int64 { return now }, Do: func(f func()) { s.queue <- f },
		Me:   func() (int64, string) { return 9, "Jasur Rahimov" },
		Copy: func(text string) { s.copied = text }, Failed: func(err error) { s.failed = append(s.failed, err) },
		Menu: func(_ fyne.Position, p kit.MenuParams) { s.menu = p },
	})
	s.window = test.NewTempWindow(t, s.feed.Object())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(520, 700))
	t.Cleanup(s.feed.Close)
	return s
}

// settle runs what was queued until a condition holds.
func (s *stage) settle(what string, holds func() bool) {
	s.Helper()
	deadline := time.After(time.Minute)
	for !holds() {
		select {
		case f := <-s.queue:
			f()
		case <-deadline:
			s.Fatalf("waited in vain for %s", what)
		}
	}
}

func (s *stage) quiet() bool { return !s.feed.reading && !s.feed.loading && len(s.queue) == 0 }

func (s *stage) show(id int64) {
	s.Helper()
	s.feed.Show(cache.Leads, id)
	s.settle("the feed", s.quiet)
}

// text is everything in sight.
func (s *stage) text() string {
	var b strings.Builder
	for _, o := range test.WidgetRenderer(s.feed.rows).Objects() {
		if i, ok := o.(kit.Inspectable); ok {
			_, _, text := i.Inspect()
			b.WriteString(text + "\n")
		}
	}
	return b.String()
}

func (s *stage) write(text string) {
	s.window.Canvas().Focus(s.feed.composer.entry.Entry())
	for _, r := range text {
		s.window.Canvas().Focused().TypedRune(r)
	}
}

func (s *stage) picture(path string) {
	if path == "" {
		return
	}
	f, err := os.Create(path)
	if err != nil {
		s.Fatal(err)
	}
	defer func() {
		if err := f.Close(); err != nil {
			s.Error(err)
		}
	}()
	if err := png.Encode(f, s.window.Canvas().Capture()); err != nil {
		s.Fatal(err)
	}
}

var errOffline = errors.New("no route to host")
