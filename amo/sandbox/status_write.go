package sandbox

import (
	"net/http"
	"slices"
	"strconv"
	"strings"
)

// createStatuses answers POST /api/v4/leads/pipelines/{id}/statuses.
func createStatuses(s *Server, r *request) reply {
	if s.missingPipeline(r.ids[0]) {
		return notFound("Pipeline not found")
	}
	return s.writeModels(r, maxStatuses, "statuses", http.StatusOK, func(tx *txn, m model) func(*writer) {
		p := tx.pipeline(r.ids[0])
		if p == nil {
			m.refuse("id")
			return nil
		}
		if !m.has("sort") && !tx.lenient {
			m.missing("sort")
		}
		id := tx.newStatus(m, p, 9999)
		if len(p.Statuses) > maxStatuses {
			tx.impossible = "A pipeline cannot have more than 100 statuses"
		}
		p.renumber()
		return func(w *writer) { writeStatus(w, r, p, p.status(id)) }
	})
}

// pipeline is the copy of a pipeline to change.
func (tx *txn) pipeline(id int64) *pipeline {
	for _, p := range tx.funnels {
		if p.ID == id {
			return p
		}
	}
	old := tx.st.pipeline(id)
	if old == nil {
		return nil
	}
	p := old.clone()
	tx.funnels = append(tx.funnels, p)
	tx.add(record{Pipeline: p})
	return p
}

// editStatus answers PATCH /api/v4/leads/pipelines/{id}/statuses/{id}. Won
// and lost can only be renamed, the one of incoming leads not even that.
func editStatus(s *Server, r *request) reply {
	if s.missingStatus(r.ids[0], r.ids[1]) {
		return notFound("Status not found")
	}
	return s.writeModel(r, http.StatusOK, func(tx *txn, m model) func(*writer) {
		p := tx.pipeline(r.ids[0])
		if p == nil || p.status(r.ids[1]) == nil {
			m.refuse("id")
			return nil
		}
		status := p.status(r.ids[1])
		switch {
		case status.Unsorted:
			m.refuse("id")
		case status.Editable:
			tx.fillStatusModel(m, status)
		default:
			if name, given := m.text("name"); given && name != "" {
				status.Name = name
			}
			tx.fillDescriptions(m, status)
		}
		p.renumber()
		return func(w *writer) { writeStatus(w, r, p, p.status(r.ids[1])) }
	})
}

func (s *Server) missingStatus(pipelineID, id int64) bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	p := s.state.pipeline(pipelineID)
	return p == nil || p.status(id) == nil
}

// deleteStatus answers DELETE …/statuses/{id}; the status's leads, also those
// in the trash, move to the first one.
func deleteStatus(s *Server, r *request) reply {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	tx := s.state.begin(r.userID, r.now)
	p := tx.pipeline(r.ids[0])
	if p == nil {
		return notFound("Pipeline not found")
	}
	doomed := p.status(r.ids[1])
	if doomed == nil || !doomed.Editable {
		return refusedAlone(notSupported("id"))
	}
	p.Statuses = slices.DeleteFunc(p.Statuses, func(s status) bool { return s.ID == r.ids[1] })
	first := p.first()
	if first == statusWon {
		return refusedAlone(notSupported("id")) // the last one of its own
	}
	p.renumber()
	stands := func(l *lead) bool { return l.Pipeline == p.ID && l.Status == r.ids[1] }
	for _, l := range s.state.leads.live.indexes[0].rows {
		if stands(l) {
			moved := tx.lead(l.ID)
			moved.Status, moved.UpdatedAt, moved.UpdatedBy = first, tx.now, tx.userID
		}
	}
	for _, l := range s.state.leads.trash.indexes[0].rows {
		if stands(l) {
			moved := l.clone()
			moved.Status = first
			tx.addLead(moved)
		}
	}
	if err := s.commit(tx); err != nil {
		return internalError()
	}
	return noContent()
}

// statusColors are the colours a status can be given.
func statusColors() []string {
	return strings.Fields("#fffeb2 #fffd7f #fff000 #ffeab2 #ffdc7f #ffce5a #ffdbdb #ffc8c8 #ff8f92 #d6eaff #c1e0ff " +
		"#98cbff #ebffb1 #deff81 #87f2c0 #f9deff #f3beff #ccc8f9 #eb93ff #f2f3f4 #e6e8ea")
}

// color is the colour to keep, empty for one that is refused. In seed mode
// every colour is taken for the nearest one there is.
func (tx *txn) color(wanted string) string {
	colors := statusColors()
	if slices.Contains(colors, wanted) {
		return wanted
	}
	if !tx.lenient {
		return ""
	}
	best, nearest := "", int64(1<<62)
	for _, c := range colors {
		if d := colorDistance(c, wanted); d < nearest {
			best, nearest = c, d
		}
	}
	return best
}

func colorDistance(a, b string) int64 {
	parts := func(s string) [3]int64 {
		n, err := strconv.ParseInt(strings.TrimPrefix(s, "#"), 16, 64)
		if err != nil {
			return [3]int64{255, 255, 255}
		}
		return [3]int64{n >> 16 & 255, n >> 8 & 255, n & 255}
	}
	var sum int64
	x, y := parts(a), parts(b)
	for i := range x {
		sum += (x[i] - y[i]) * (x[i] - y[i])
	}
	return sum
}

// maxDescription is the longest description, in characters.
const maxDescription = 1000

// fillDescriptions changes what a status tells the staff, one text a level; a
// known level without a text is deleted.
func (tx *txn) fillDescriptions(m model, s *status) {
	items, _ := m.list("descriptions")
	for _, item := range items {
		level, given := item.text("level")
		if !given || !slices.Contains([]string{"newbie", "candidate", "master"}, level) {
			if given {
				item.refuse("level")
			} else if !item.has("level") {
				item.missing("level")
			}
			continue
		}
		text, _ := item.text("description")
		if len([]rune(text)) > maxDescription {
			item.outOfRange("description", "This value is too long. It should have 1000 characters or less.")
		}
		at := slices.IndexFunc(s.Descriptions, func(d description) bool { return d.Level == level })
		switch {
		case at >= 0 && text == "":
			s.Descriptions = slices.Delete(s.Descriptions, at, at+1)
		case at >= 0:
			d := &s.Descriptions[at]
			d.Text, d.UpdatedAt, d.UpdatedBy = text, tx.now, tx.userID
		case text != "":
			s.Descriptions = append(s.Descriptions, description{
				ID: tx.st.takeID(kindDescriptions), Level: level, Text: text,
				CreatedAt: tx.now, UpdatedAt: tx.now, CreatedBy: tx.userID, UpdatedBy: tx.userID,
			})
		}
	}
}
