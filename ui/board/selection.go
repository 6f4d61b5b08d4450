package board

// selection is the set of leads that the next act is for. Pure; UI goroutine
// only.
type selection struct {
	leads  map[int64]struct{}
	anchor int64 // where a range begins, 0 for none
}

func newSelection() *selection { return &selection{leads: make(map[int64]struct{})} }

func (s *selection) has(lead int64) bool {
	_, ok := s.leads[lead]
	return ok
}

func (s *selection) count() int { return len(s.leads) }

// toggle adds or removes one lead; a range begins there.
func (s *selection) toggle(lead int64) {
	if s.has(lead) {
		delete(s.leads, lead)
	} else {
		s.leads[lead] = struct{}{}
	}
	s.anchor = lead
}

// add takes leads in.
func (s *selection) add(leads []int64) {
	for _, id := range leads {
		s.leads[id] = struct{}{}
	}
}

// clear reports whether there was anything to forget.
func (s *selection) clear() bool {
	had := len(s.leads) > 0
	clear(s.leads)
	s.anchor = 0
	return had
}

// prune forgets leads that stand in no open column any more.
func (s *selection) prune(m *model) {
	if len(s.leads) == 0 {
		return
	}
	kept := make(map[int64]struct{}, len(s.leads))
	for i := range m.columns {
		for _, id := range m.columns[i].ids {
			if s.has(id) {
				kept[id] = struct{}{}
			}
		}
	}
	s.leads = kept
}

// list is the selected leads as they stand on the board, column by column.
func (s *selection) list(m *model) []int64 {
	if len(s.leads) == 0 {
		return nil
	}
	out := make([]int64, 0, len(s.leads))
	for i := range m.columns {
		for _, id := range m.columns[i].ids {
			if s.has(id) {
				out = append(out, id)
			}
		}
	}
	return out
}

// reach selects everything from the anchor to a lead in the same column. In
// another column the lead alone joins.
func (s *selection) reach(m *model, lead int64) {
	col, row, ok := m.find(lead)
	if !ok {
		return
	}
	from, anchorRow, ok := m.find(s.anchor)
	if !ok || from != col {
		s.add([]int64{lead})
		s.anchor = lead
		return
	}
	s.add(m.columns[col].ids[min(row, anchorRow) : max(row, anchorRow)+1])
}
