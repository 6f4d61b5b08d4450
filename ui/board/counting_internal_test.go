package board

import (
	"errors"
	"strings"
	"testing"
	"time"

	"voronka/cache"
)

// says is what the columns and folded statuses say of their counts.
func (s *stage) says() string {
	var all []string
	for _, slot := range s.board.model.columns {
		if v, ok := s.board.columns[slot.status.ID]; ok && !slot.folded {
			all = append(all, v.count)
		} else if r, ok := s.board.rails[slot.status.ID]; ok {
			all = append(all, strings.Split(r.words, "\n")[1])
		}
	}
	return strings.Join(all, " ")
}

// next runs one function of the queue.
func (s *stage) next() {
	s.t.Helper()
	select {
	case f := <-s.queue:
		f()
	case <-time.After(time.Minute):
		s.t.Fatal("nothing is to be done")
	}
}

// Counts of one filter are not shown long under another: when the answer takes
// its time they say that they are not known.
func TestCountsOfAnotherFilterAreNotShown(t *testing.T) {
	s := newStage(t, newMemory(3, 5))
	known, totals := s.says(), s.totals
	if strings.Contains(known, uncounted) || totals == uncounted {
		t.Fatalf("at first %q, %q", known, totals)
	}
	s.memory.slow = make(chan struct{})
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7, Filter: cache.Filter{Text: "x"}})
	if got := s.says(); got != known {
		t.Errorf("at once %q", got)
	}
	s.clock.step(countingAfter)
	s.next()
	if got := s.says(); strings.Trim(got, uncounted+" ") != "" || s.totals != uncounted {
		t.Errorf("after a while %q, %q", got, s.totals)
	}
	s.memory.slow <- struct{}{}
	s.settle()
	if got := s.says(); got != known || s.totals != totals {
		t.Errorf("then %q, %q, want %q, %q", got, s.totals, known, totals)
	}

	// What comes in time is never hidden, and what fails is not made up.
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7})
	s.memory.slow <- struct{}{}
	s.settle()
	if s.clock.runs() || s.says() != known {
		t.Errorf("an answer in time leaves %q, the clock runs: %v", s.says(), s.clock.runs())
	}
	s.memory.mu.Lock()
	s.memory.unread = errors.New("unreadable")
	s.memory.mu.Unlock()
	s.board.SetQuery(cache.BoardQuery{PipelineID: 7, Filter: cache.Filter{Text: "y"}})
	s.memory.slow <- struct{}{}
	s.settle()
	if len(s.failed) != 1 || s.totals != uncounted {
		t.Errorf("after a failure %v, %q", s.failed, s.totals)
	}
}
