package board

import (
	"errors"
	"testing"

	"voronka/cache"
)

// readAhead reads the board of a stage as a window does that is being opened.
func (s *stage) readAhead(q cache.BoardQuery) *Ahead {
	s.t.Helper()
	a, err := ReadAhead(s.t.Context(), s.memory, s.board.kit.format, stageNow, q, Stand{
		Size: s.board.Size(), Scale: 1, Density: s.board.kit.density, Dark: func() bool { return false },
	})
	if err != nil {
		s.t.Fatal(err)
	}
	return a
}

// What was read ahead is shown at once, without another reading, and its cards
// need no drawing any more.
func TestWhatWasReadAheadIsShownAtOnce(t *testing.T) {
	s := newEmptyStage(t, newMemory(20, 3))
	a := s.readAhead(cache.BoardQuery{PipelineID: 7})
	drawn := 0
	a.Draw(func(draw func()) bool { drawn++; draw(); return true })
	s.memory.slow = make(chan struct{}) // another reading would never end
	defer close(s.memory.slow)
	s.board.Adopt(a)
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
	if s.board.LiveCards() == 0 || s.totals != "23" || s.board.reading {
		t.Fatalf("%d cards, %q leads, reading: %t", s.board.LiveCards(), s.totals, s.board.reading)
	}
	if drawn < s.board.LiveCards() {
		t.Errorf("%d cards were drawn of %d", drawn, s.board.LiveCards())
	}
	known := len(s.board.kit.words.images)
	if known == 0 {
		t.Fatal("no word was drawn")
	}
	for _, v := range s.board.columns {
		first, last := v.body.window()
		for r := first; r < last; r++ {
			f := v.body.faces[r%len(v.body.faces)]
			f.paint(int(f.picture.Size().Width), int(f.picture.Size().Height))
		}
	}
	if now := len(s.board.kit.words.images); now != known {
		t.Errorf("%d words were drawn once more", now-known)
	}
}

// The answer to another question than the one asked is not shown.
func TestWhatAnswersAnotherQuestionIsReadAnew(t *testing.T) {
	for name, other := range map[string]cache.BoardQuery{
		"pipeline": {PipelineID: 8}, "order": {PipelineID: 7, Order: cache.OrderPrice},
		"filter": {PipelineID: 7, Filter: cache.Filter{Text: "x"}}, "folded": {PipelineID: 7, Folded: []int64{100}},
	} {
		t.Run(name, func(t *testing.T) {
			s := newEmptyStage(t, newMemory(5))
			s.board.Adopt(s.readAhead(other))
			s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
			if !s.board.reading {
				t.Error("it is shown")
			}
			s.settle()
			if s.totals != "5" {
				t.Errorf("%q leads are shown", s.totals)
			}
		})
	}
	t.Run("a second one", func(t *testing.T) {
		s := newEmptyStage(t, newMemory(5))
		s.board.Adopt(s.readAhead(cache.BoardQuery{PipelineID: 7}))
		s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
		s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
		if !s.board.reading {
			t.Error("the second question was answered with what is old by now")
		}
		s.settle()
	})
}

func TestDrawingAheadStopsWhenToldTo(t *testing.T) {
	s := newEmptyStage(t, newMemory(20, 20))
	a := s.readAhead(cache.BoardQuery{PipelineID: 7})
	drawn := 0
	a.Draw(func(draw func()) bool { drawn++; return drawn < 3 })
	if drawn != 3 {
		t.Errorf("it went on to %d cards", drawn)
	}
	unknown := s.readAhead(cache.BoardQuery{PipelineID: 7})
	unknown.stand = Stand{}
	unknown.Draw(func(func()) bool { t.Error("drawn for a place nobody knows"); return true })
	s.memory.unread = errors.New("disk gone")
	if _, err := ReadAhead(t.Context(), s.memory, s.board.kit.format, stageNow, cache.BoardQuery{PipelineID: 7}, Stand{}); !errors.Is(err, s.memory.unread) {
		t.Errorf("reading failed with %v", err)
	}
}
