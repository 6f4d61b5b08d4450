package tasks

import (
	"context"
	"errors"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
)

// Replica is what the screen needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	Tasks(ctx context.Context, q cache.TaskQuery) ([]cache.TaskRow, error)
	TaskTypes(ctx context.Context) ([]amo.TaskType, error)
	Users(ctx context.Context) ([]amo.User, error)
	Cards(ctx context.Context, ids []int64) ([]cache.Card, error)
	Search(ctx context.Context, text string, limit int) ([]cache.Hit, error)
	Do(ctx context.Context, c cache.Command) (cache.Act, error)
}

// Events are what the screen asks of the window, on the UI goroutine.
type Events struct {
	Open   func(entity cache.Entity, id int64) // what a task is about
	Done   func(act cache.Act, text string)    // something was stored; text says it in words
	Menu   func(fyne.Position, kit.MenuParams) // opens a menu at a place of the window
	Under  func(fyne.CanvasObject, kit.MenuParams)
	Failed func(err error)
}

// Params is what a screen is made of. All are needed.
type Params struct {
	Replica Replica
	Format  *format.Format
	Now     func() int64 // Unix seconds
	Do      func(func()) // runs a function on the UI goroutine
	Me      func() int64 // the user who is signed in
	On      Events
}

// mostDone is how many tasks that are done are listed.
const mostDone = 200

// line is a row of the list: a heading or a task.
type line struct {
	head  bool
	count int // of a heading
	in    bucket
	task  cache.TaskRow
	about string // what the task is about, and its budget
}

// Screen is the list of tasks. UI goroutine only, but for Close.
type Screen struct {
	p       Params
	view    *view
	owner   int64 // 0: everybody's
	lines   []line
	users   []amo.User
	types   []amo.TaskType
	finish  int64  // the task whose result is being written, 0 for none
	result  string // what is written
	opening bool   // it is to get the keyboard
	gen     int
	reading bool
	again   bool
	ever    bool // the list was read
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// New returns the screen; it reads the list when Reload is called.
func New(p Params) *Screen {
	s := &Screen{p: p}
	s.ctx, s.stop = context.WithCancel(context.Background())
	s.view = newView(s)
	return s
}

// Close stops the reading and waits for it.
func (s *Screen) Close() {
	s.stop()
	s.work.Wait()
}

// Object is what the window shows.
func (s *Screen) Object() fyne.CanvasObject { return s.view }

// SetFormat changes the language, currency or zone.
func (s *Screen) SetFormat(f *format.Format) {
	s.p.Format = f
	s.view = newView(s)
	if s.ever || s.reading {
		s.Reload()
	}
}

func (s *Screen) texts() *i18n.Texts { return s.p.Format.Texts() }

func (s *Screen) now() time.Time { return time.Unix(s.p.Now(), 0).In(s.p.Format.Location()) }

// list is what was read.
type list struct {
	lines []line
	users []amo.User
	types []amo.TaskType
}

// Reload reads the tasks again. An answer that a newer question overtook is
// dropped.
func (s *Screen) Reload() {
	if s.reading {
		s.again = true
		return
	}
	if !s.ever && s.owner == 0 {
		s.owner = s.p.Me() // as the badge of the rail counts
	}
	s.reading = true
	s.gen++
	gen, owner, now, f := s.gen, s.owner, s.now(), s.p.Format
	s.work.Go(func() {
		got, err := s.read(owner, now, f)
		s.p.Do(func() {
			if gen != s.gen || s.ctx.Err() != nil {
				return
			}
			s.reading = false
			if err != nil {
				s.failed(err)
				return
			}
			s.ever = true
			s.lines, s.users, s.types = got.lines, got.users, got.types
			s.view.rows.Reload()
			s.view.Refresh()
			if s.again {
				s.again = false
				s.Reload()
			}
		})
	})
}

func (s *Screen) read(owner int64, now time.Time, f *format.Format) (got list, err error) {
	r := s.p.Replica
	if got.users, err = r.Users(s.ctx); err != nil {
		return got, err
	}
	if got.types, err = r.TaskTypes(s.ctx); err != nil && !errors.Is(err, cache.ErrNotFound) {
		return got, err
	}
	open, isDone := false, true
	q := cache.TaskQuery{Completed: &open}
	if owner != 0 {
		q.OwnerIDs = []int64{owner}
	}
	all, err := r.Tasks(s.ctx, q)
	if err != nil {
		return got, err
	}
	q.Completed, q.Limit = &isDone, mostDone
	finished, err := r.Tasks(s.ctx, q)
	if err != nil {
		return got, err
	}
	all = append(all, finished...)
	prices, err := s.prices(all)
	if err != nil {
		return got, err
	}
	got.lines = arrange(all, prices, now, f)
	return got, nil
}

// prices are the budgets of the leads that tasks are about.
func (s *Screen) prices(all []cache.TaskRow) (map[int64]int64, error) {
	var ids []int64
	seen := map[int64]bool{}
	for i := range all {
		if t := &all[i]; t.Entity == cache.Leads && !seen[t.EntityID] {
			seen[t.EntityID] = true
			ids = append(ids, t.EntityID)
		}
	}
	cards, err := s.p.Replica.Cards(s.ctx, ids)
	prices := make(map[int64]int64, len(cards))
	for i := range cards {
		prices[cards[i].ID] = cards[i].Price
	}
	return prices, err
}

// arrange puts tasks under their headings.
func arrange(all []cache.TaskRow, prices map[int64]int64, now time.Time, f *format.Format) []line {
	var parts [buckets][]line
	for _, t := range all {
		b := bucketOf(t, now)
		about := t.EntityName
		if price := prices[t.EntityID]; t.Entity == cache.Leads && price != 0 {
			about += " · " + f.Money(price)
		}
		if t.Completed && t.Result != "" {
			about = strings.TrimPrefix(about+" · "+t.Result, " · ")
		}
		parts[b] = append(parts[b], line{in: b, task: t, about: about})
	}
	lines := make([]line, 0, len(all)+int(buckets))
	for b, part := range parts {
		if len(part) > 0 {
			lines = append(append(lines, line{head: true, in: bucket(b), count: len(part)}), part...)
		}
	}
	return lines
}

func (s *Screen) failed(err error) {
	if errors.Is(err, context.Canceled) && s.ctx.Err() != nil {
		return
	}
	s.p.On.Failed(err)
}

// do stores an edit and says so.
func (s *Screen) do(edit cache.TaskEdit, words string) {
	s.work.Go(func() {
		act, err := s.p.Replica.Do(s.ctx, cache.Command{Edits: []cache.Edit{edit}})
		s.p.Do(func() {
			if s.ctx.Err() != nil || errors.Is(err, cache.ErrUnchanged) {
				return
			}
			if err != nil {
				s.failed(err)
				return
			}
			s.p.On.Done(act, words)
			s.Reload()
		})
	})
}

// tick completes a task, after asking for the result, or opens it again.
func (s *Screen) tick(t cache.TaskRow) {
	if t.Completed {
		s.do(cache.TaskEdit{ID: t.ID, Completed: amo.Set(false)}, s.texts().T("tasks.reopened", "Text", t.Text))
		return
	}
	if s.finish == t.ID {
		s.finish = 0
	} else {
		s.finish, s.opening = t.ID, true
	}
	s.result = ""
	s.view.rows.Resized()
}

// complete stores that a task is done.
func (s *Screen) complete(t cache.TaskRow) {
	edit := cache.TaskEdit{ID: t.ID, Completed: amo.Set(true)}
	if text := strings.TrimSpace(s.result); text != "" {
		edit.Result = amo.Set(text)
	}
	s.finish, s.result = 0, ""
	s.view.rows.Resized()
	s.do(edit, s.texts().T("tasks.completed", "Text", t.Text))
}

func (s *Screen) putOff(t cache.TaskRow, days int) {
	due := postponed(t.DueAt, days, s.now())
	s.do(cache.TaskEdit{ID: t.ID, CompleteTill: amo.Set(due)}, s.texts().T("tasks.put_off", "When", s.p.Format.DateTime(due)))
}

func (s *Screen) give(t cache.TaskRow, u amo.User) {
	s.do(cache.TaskEdit{ID: t.ID, OwnerID: amo.Set(u.ID)}, s.texts().T("tasks.given", "Who", u.Name))
}

const daysOfWeek = 7
