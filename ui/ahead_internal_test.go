package ui

import (
	"context"
	"errors"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/board"
)

// TestFirstFrameHasTheBoard opens a window the way Run does, up to its first
// frame, in which the board has to stand.
func TestFirstFrameHasTheBoard(t *testing.T) {
	for name, last := range map[string]func(p *preferences){
		"first start": func(*preferences) {},
		"as left": func(p *preferences) {
			p.setStand(fyne.NewSize(1200, 800), 1)
			p.setOrder(11, cache.OrderName)
			p.setFolded(11, []int64{1102})
		},
	} {
		t.Run(name, func(t *testing.T) {
			folder, store := newStore(t)
			fill(t, store, 40)
			s := &scene{t: t, store: store, engine: &idle{}}
			s.stand(folder, Account{ID: 31415926, Name: "nurmebel", Store: store, Engine: s.engine, StartSync: func() { s.started++ }})
			last(s.w.prefs)
			e := new(early)
			e.draw(readFonts)
			s.w.started(e)
			s.until("the cards stand", func() bool { return s.w.board.Query().PipelineID != 0 })
			if s.w.board.LiveCards() == 0 {
				t.Error("the board was asked for anew")
			}
			e.end()
			if e.draw(func() { t.Error("drawn while the window draws") }) {
				t.Error("more may be drawn while the window draws")
			}
			s.until("the engine runs", func() bool { return s.started == 1 })
		})
	}
}

// unreadBoards is a store that fails to read boards for a while.
type unreadBoards struct {
	Store
	left int // so many times; one reading runs at a time
}

var errUnread = errors.New("disk busy")

func (s *unreadBoards) Board(ctx context.Context, q cache.BoardQuery) (cache.Board, error) {
	if s.left > 0 {
		s.left--
		return cache.Board{}, errUnread
	}
	return s.Store.Board(ctx, q)
}

// TestWindowStandsWithoutTheBoardAhead holds that a board that cannot be read
// ahead costs nothing but the time: the rest is shown, and the board asks.
func TestWindowStandsWithoutTheBoardAhead(t *testing.T) {
	folder, store := newStore(t)
	fill(t, store, 40)
	s := &scene{t: t, store: store, engine: &idle{}}
	s.stand(folder, Account{
		ID: 31415926, Name: "nurmebel", Store: &unreadBoards{Store: store, left: 1}, Engine: s.engine, StartSync: func() { s.started++ },
	})
	s.w.started(new(early))
	s.until("the cards stand", func() bool { return s.w.board.LiveCards() > 0 })
	if len(s.w.pipelines) == 0 || s.started != 1 {
		t.Errorf("%d pipelines are known, the engine was started %d times", len(s.w.pipelines), s.started)
	}
}

func TestStandIsKept(t *testing.T) {
	s := newScene(t, 1)
	if got := s.w.prefs.stand(); got.Scale != 0 || got.Size.Width != 0 {
		t.Errorf("at first %+v", got)
	}
	s.w.prefs.setStand(fyne.NewSize(1228.5, 812), 1.25)
	if got, want := s.w.prefs.stand(), (board.Stand{Size: fyne.NewSize(1228.5, 812), Scale: 1.25}); got.Size != want.Size || got.Scale != want.Scale {
		t.Errorf("kept as %+v", got)
	}
	for _, odd := range []string{"", "x", "0x0@1", "1228x812@0", "1228x812@99", "-5x812@1", "1e9x812@1", "NaNx812@1"} {
		s.w.prefs.set(prefStand, odd)
		if got := s.w.prefs.stand(); got.Scale != 0 {
			t.Errorf("%q is %+v", odd, got)
		}
	}
}
