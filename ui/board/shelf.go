package board

// shelf keeps the contents of cards that were read, so that scrolling back
// costs nothing. UI goroutine only.
type shelf struct {
	cards map[int64]*shelved
}

type shelved struct {
	content *content // nil: the lead is gone
	fitted  *fitted
	stale   bool // changed since: shown until the news are read
}

// shelfSize bounds the memory of the shelf: about ten screens of cards.
const shelfSize = 3000

func newShelf() *shelf { return &shelf{cards: make(map[int64]*shelved)} }

// put takes contents that were read, gone those that no longer exist.
func (s *shelf) put(list []*content, keep func(int64) bool) {
	if len(s.cards)+len(list) > shelfSize {
		for id := range s.cards {
			if !keep(id) {
				delete(s.cards, id)
			}
		}
	}
	for _, c := range list {
		s.cards[c.card.ID] = &shelved{content: c}
	}
}

// get is the content of a lead cut to a card's width, nil when it was not read.
func (s *shelf) get(id int64, l letters, width float32, d Density) *fitted {
	e := s.cards[id]
	if e == nil || e.content == nil {
		return nil
	}
	if e.fitted == nil || e.fitted.width != width {
		e.fitted = e.content.fit(l, width, d)
	}
	return e.fitted
}

// wanted reports whether a lead has to be read.
func (s *shelf) wanted(id int64) bool {
	e := s.cards[id]
	return e == nil || e.stale
}

// spoil marks leads as changed; nil means all.
func (s *shelf) spoil(ids []int64) {
	if ids == nil {
		for _, e := range s.cards {
			e.stale = true
		}
		return
	}
	for _, id := range ids {
		if e := s.cards[id]; e != nil {
			e.stale = true
		}
	}
}

// refit forgets the cuts, for a new density or font.
func (s *shelf) refit() {
	for _, e := range s.cards {
		e.fitted = nil
	}
}

// settle takes note that leads were asked for: what did not come no longer
// exists, and is not asked for again until it changes.
func (s *shelf) settle(asked []int64) {
	for _, id := range asked {
		e := s.cards[id]
		if e == nil {
			s.cards[id] = &shelved{}
			continue
		}
		e.stale = false
	}
}
