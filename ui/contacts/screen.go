package contacts

import (
	"context"
	"errors"
	"slices"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Replica is what the screen needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	ContactIDs(ctx context.Context, q cache.ContactQuery) ([]int64, error)
	ContactRows(ctx context.Context, ids []int64) ([]cache.ContactRow, error)
	ContactLetters(ctx context.Context, q cache.ContactQuery) ([]cache.Letter, error)
	CompanyIDs(ctx context.Context, q cache.ContactQuery) ([]int64, error)
	CompanyRows(ctx context.Context, ids []int64) ([]cache.CompanyRow, error)
	CompanyLetters(ctx context.Context, q cache.ContactQuery) ([]cache.Letter, error)
}

// Events are what the screen asks of the window, on the UI goroutine.
type Events struct {
	Show   func(entity cache.Entity, id int64) // in the form; 0 makes a new one
	Failed func(err error)
}

// Params is what a screen is made of. All are needed.
type Params struct {
	Replica Replica
	Form    fyne.CanvasObject // of the one that is chosen
	Format  *format.Format
	Clock   kit.Clock
	Do      func(func()) // runs a function on the UI goroutine
	On      Events
}

// person is one row of the list, in words.
type person struct {
	id      int64
	name    string
	firm    string // of a contact
	reach   string // phone or e-mail
	waiting bool
	trouble bool
}

// Screen is the list and the form. UI goroutine only, but for Close.
type Screen struct {
	p       Params
	view    *view
	entity  cache.Entity
	text    string
	letter  string
	chosen  cache.Row // what the form shows
	ids     []int64
	people  map[int64]person
	letters []cache.Letter
	gen     int
	reading bool
	again   bool
	fetch   bool // rows are being read
	missing map[int64]bool
	typing  func() bool // stops the timer of the search
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// The search waits for the next letter, and rows are read in bundles.
const (
	searchPause = 120 * time.Millisecond
	bundle      = 200
	mostKept    = 5000 // rows in memory
)

// New returns the screen; it reads the list when Reload is called.
func New(p Params) *Screen {
	s := &Screen{p: p, entity: cache.Contacts, people: make(map[int64]person), missing: make(map[int64]bool)}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.view = newView(s)
	return s
}

// Close stops the reading and waits for it.
func (s *Screen) Close() {
	s.stop()
	if s.typing != nil {
		s.typing()
	}
	s.work.Wait()
}

// Object is what the window shows.
func (s *Screen) Object() fyne.CanvasObject { return s.view }

// SetFormat changes the language.
func (s *Screen) SetFormat(f *format.Format) {
	s.p.Format = f
	s.view = newView(s)
	clear(s.people)
	s.Reload()
}

func (s *Screen) texts() *i18n.Texts { return s.p.Format.Texts() }

// Chosen is the one the form shows; ID 0 is none, or a new one.
func (s *Screen) Chosen() cache.Row { return s.chosen }

// Choose shows a contact or company in the form, and marks it in the list.
func (s *Screen) Choose(entity cache.Entity, id int64) {
	s.chosen = cache.Row{Entity: entity, ID: id}
	if entity != s.entity {
		s.turn(entity)
	}
	s.p.On.Show(entity, id)
	s.reveal()
	s.view.Refresh()
}

// Left tells that the form shows nothing any more.
func (s *Screen) Left() {
	s.chosen = cache.Row{}
	s.view.Refresh()
}

// Rename goes on with the server's id of what the form shows, which was born
// here.
func (s *Screen) Rename(entity cache.Entity, from, to int64) {
	if s.chosen == (cache.Row{Entity: entity, ID: from}) {
		s.chosen.ID = to
		s.view.Refresh()
	}
}

// turn lists the other entity.
func (s *Screen) turn(entity cache.Entity) {
	if entity == s.entity {
		return
	}
	s.entity, s.letter, s.ids, s.letters = entity, "", nil, nil
	clear(s.people)
	s.view.rows.Reload()
	s.view.turned()
	s.reading = false
	s.Reload()
}

// search lists what is typed, when the typing pauses.
func (s *Screen) search(text string) {
	if s.typing != nil {
		s.typing()
	}
	s.typing = s.p.Clock.AfterFunc(searchPause, func() {
		s.p.Do(func() {
			if text = strings.TrimSpace(text); s.ctx.Err() == nil && text != s.text {
				s.text = text
				s.reading = false
				s.Reload()
				s.view.rows.Top()
			}
		})
	})
}

// pickLetter lists what stands under a letter, or everything again.
func (s *Screen) pickLetter(letter string) {
	if s.letter == letter {
		letter = ""
	}
	s.letter, s.reading = letter, false
	s.Reload()
	s.view.rows.Top()
}

// Reload reads the list again. An answer that a newer question overtook is
// dropped.
func (s *Screen) Reload() {
	if s.reading {
		s.again = true
		return
	}
	s.reading = true
	s.gen++
	gen, entity := s.gen, s.entity
	q := cache.ContactQuery{Text: s.text, Letter: s.letter}
	s.work.Go(func() {
		ids, letters, err := s.read(entity, q)
		s.p.Do(func() {
			if gen != s.gen || s.ctx.Err() != nil {
				return
			}
			s.reading = false
			if err != nil {
				s.failed(err)
				return
			}
			s.take(ids, letters)
		})
	})
}

func (s *Screen) read(entity cache.Entity, q cache.ContactQuery) (ids []int64, letters []cache.Letter, err error) {
	if entity == cache.Companies {
		if ids, err = s.p.Replica.CompanyIDs(s.ctx, q); err == nil {
			letters, err = s.p.Replica.CompanyLetters(s.ctx, q)
		}
		return ids, letters, err
	}
	if ids, err = s.p.Replica.ContactIDs(s.ctx, q); err == nil {
		letters, err = s.p.Replica.ContactLetters(s.ctx, q)
	}
	return ids, letters, err
}

func (s *Screen) take(ids []int64, letters []cache.Letter) {
	s.ids, s.letters = ids, letters
	s.stale()
	s.view.rows.Reload()
	s.view.Refresh()
	if s.again {
		s.again = false
		s.Reload()
	}
}

// stale has the rows in sight read again; until then they show what they had.
func (s *Screen) stale() {
	if len(s.people) > mostKept {
		clear(s.people)
	}
	first, end := s.view.rows.InSight()
	for at := first; at < min(end, len(s.ids)); at++ {
		s.missing[s.ids[at]] = true
	}
	s.demand()
}

// need asks for a row that is in sight and was not read yet.
func (s *Screen) need(id int64) {
	s.missing[id] = true
	if !s.fetch {
		s.fetch = true
		s.p.Do(func() { // when all that is in sight has asked
			s.fetch = false
			s.demand()
		})
	}
}

func (s *Screen) demand() {
	if s.fetch || len(s.missing) == 0 || s.ctx.Err() != nil {
		return
	}
	s.fetch = true
	var ids []int64
	for id := range s.missing {
		if ids = append(ids, id); len(ids) == bundle {
			break
		}
	}
	for _, id := range ids {
		delete(s.missing, id)
	}
	entity := s.entity
	s.work.Go(func() {
		list, err := s.readRows(entity, ids)
		s.p.Do(func() {
			s.fetch = false
			if s.ctx.Err() != nil {
				return
			}
			if err != nil {
				s.failed(err)
				return
			}
			if entity == s.entity {
				for _, one := range list {
					s.people[one.id] = one
				}
				s.view.rows.Refill()
			}
			s.demand()
		})
	})
}

func (s *Screen) readRows(entity cache.Entity, ids []int64) (list []person, err error) {
	if entity == cache.Companies {
		rows, err := s.p.Replica.CompanyRows(s.ctx, ids)
		for _, r := range rows {
			list = append(list, person{r.ID, r.Name, "", joined(shown(r.Phone), r.Email), r.Pending, r.Conflict || r.Refused})
		}
		return list, err
	}
	rows, err := s.p.Replica.ContactRows(s.ctx, ids)
	for _, r := range rows {
		reach := shown(r.Phone)
		if reach == "" {
			reach = r.Email
		}
		list = append(list, person{r.ID, r.Name, r.CompanyName, reach, r.Pending, r.Conflict || r.Refused})
	}
	return list, err
}

func joined(a, b string) string {
	switch {
	case a == "":
		return b
	case b == "":
		return a
	}
	return a + " · " + b
}

func (s *Screen) failed(err error) {
	if errors.Is(err, context.Canceled) && s.ctx.Err() != nil {
		return
	}
	s.p.On.Failed(err)
}

// reveal scrolls to what the form shows, when the list has it.
func (s *Screen) reveal() {
	if at := slices.Index(s.ids, s.chosen.ID); at >= 0 && s.chosen.Entity == s.entity {
		s.view.rows.Reveal(at)
	}
	s.view.rows.Refill()
}

// walk chooses a neighbour.
func (s *Screen) walk(by int) {
	at := slices.Index(s.ids, s.chosen.ID) + by
	if len(s.ids) > 0 {
		s.Choose(s.entity, s.ids[max(min(at, len(s.ids)-1), 0)])
	}
}

// key uses the keys that walk through the list.
func (s *Screen) key(k fyne.KeyName) bool {
	switch k {
	case fyne.KeyUp:
		s.walk(-1)
	case fyne.KeyDown:
		s.walk(1)
	default:
		return false
	}
	return true
}
