package sandbox

import (
	"cmp"
	"net/http"
	"slices"
)

// The most pipelines of an account and statuses of a pipeline.
const (
	maxPipelines = 50
	maxStatuses  = 100
)

// createPipelines answers POST /api/v4/leads/pipelines.
func createPipelines(s *Server, r *request) reply {
	return s.writeModels(r, maxPipelines, "pipelines", http.StatusOK, func(tx *txn, m model) func(*writer) {
		if tx.pipelineCount() >= maxPipelines {
			tx.impossible = "The account cannot have more than 50 pipelines"
		}
		p := &pipeline{ID: tx.st.takeID(kindPipelines)}
		tx.funnels = append(tx.funnels, p)
		required := []string{"name", "sort", "is_main", "is_unsorted_on"}
		if tx.lenient {
			required = required[:1]
		}
		for _, name := range required {
			if !m.has(name) {
				m.missing(name)
			}
		}
		p.Sort = int64(tx.pipelineCount()) * 10
		tx.fillPipeline(m, p)
		tx.fillStatuses(m, p)
		tx.add(record{Pipeline: p})
		return func(w *writer) { writePipeline(w, r, p) }
	})
}

// fillPipeline applies a pipeline's own members. Exactly one pipeline of the
// account is the main one.
func (tx *txn) fillPipeline(m model, p *pipeline) {
	if name, given := m.text("name"); given {
		if name == "" {
			m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
		}
		p.Name = name
	}
	if sort, given := m.integer("sort"); given {
		p.Sort = sort
	}
	if on, given := m.boolean("is_unsorted_on"); given {
		p.UnsortedOn = on
	}
	main, given := m.boolean("is_main")
	switch {
	case !given || main == p.Main:
	case !main:
		m.refuse("is_main") // another one has to become it
	default:
		p.Main = true
		for _, other := range slices.Concat(tx.st.pipelines, tx.funnels) {
			if other.ID != p.ID && other.Main {
				tx.pipeline(other.ID).Main = false
			}
		}
	}
}

// pipelineCount is how many there are with those this write makes.
func (tx *txn) pipelineCount() int {
	count := len(tx.st.pipelines)
	for _, p := range tx.funnels {
		if tx.st.pipeline(p.ID) == nil {
			count++
		}
	}
	return count
}

// fillStatuses makes the statuses of a new pipeline: the system's own, which
// may be renamed, and at least one more.
func (tx *txn) fillStatuses(m model, p *pipeline) {
	p.Statuses = []status{
		{ID: tx.st.takeID(kindPipelines), Name: "Неразобранное", Color: "#c1c1c1", Unsorted: true},
		{ID: statusWon, Name: "Успешно реализовано", Color: "#CCFF66"},
		{ID: statusLost, Name: "Закрыто и не реализовано", Color: "#D5D8DB"},
	}
	embedded := m.child("_embedded")
	items, _ := embedded.list("statuses")
	made := 0
	for _, item := range items {
		if id, given := item.nullable("id"); given && id != 0 {
			own := p.status(id)
			if own == nil || own.Unsorted {
				item.refuse("id")
				continue
			}
			if name, given := item.text("name"); given && name != "" {
				own.Name = name
			}
			continue
		}
		made++
		tx.newStatus(item, p, int64(made)*10)
	}
	if made == 0 {
		embedded.missing("statuses")
	}
	if len(p.Statuses) > maxStatuses {
		tx.impossible = "A pipeline cannot have more than 100 statuses"
	}
	p.renumber()
}

// newStatus adds a status to a pipeline that is being changed.
func (tx *txn) newStatus(m model, p *pipeline, sort int64) int64 {
	s := status{ID: tx.st.takeID(kindPipelines), Sort: sort, Color: "#99ccff", Editable: true}
	if !m.has("name") {
		m.missing("name")
	}
	tx.fillStatusModel(m, &s)
	p.Statuses = append(p.Statuses, s)
	return s.ID
}

// fillStatusModel applies the members of an ordinary status.
func (tx *txn) fillStatusModel(m model, s *status) {
	if name, given := m.text("name"); given {
		if name == "" {
			m.complain(issue{codeBlank, m.at("name"), "This value should not be blank."})
		}
		s.Name = name
	}
	if sort, given := m.integer("sort"); given {
		s.Sort = sort
	}
	if color, given := m.text("color"); given && color != "" {
		if s.Color = tx.color(color); s.Color == "" {
			m.refuse("color")
		}
	}
	tx.fillDescriptions(m, s)
}

// renumber gives statuses the places amoCRM does: 10 for incoming leads, 20,
// 30 and so on in the order of sort, and the two last ones.
func (p *pipeline) renumber() {
	rank := func(s status) int64 {
		switch {
		case s.Unsorted:
			return -1 << 62
		case s.ID == statusWon:
			return 1<<62 - 1
		case s.ID == statusLost:
			return 1 << 62
		}
		return s.Sort
	}
	slices.SortStableFunc(p.Statuses, func(a, b status) int { return cmp.Compare(rank(a), rank(b)) })
	for i := range p.Statuses {
		switch s := &p.Statuses[i]; s.ID {
		case statusWon:
			s.Sort = 10000
		case statusLost:
			s.Sort = 11000
		default:
			s.Sort = int64(i+1) * 10
		}
	}
}

// editPipeline answers PATCH /api/v4/leads/pipelines/{id}; it leaves statuses
// alone.
func editPipeline(s *Server, r *request) reply {
	if s.missingPipeline(r.ids[0]) {
		return notFound("Pipeline not found")
	}
	return s.writeModel(r, http.StatusOK, func(tx *txn, m model) func(*writer) {
		p := tx.pipeline(r.ids[0])
		if p == nil {
			m.refuse("id")
			return nil
		}
		tx.fillPipeline(m, p)
		return func(w *writer) { writePipeline(w, r, p) }
	})
}

func (s *Server) missingPipeline(id int64) bool {
	s.state.mu.RLock()
	defer s.state.mu.RUnlock()
	return s.state.pipeline(id) == nil
}

// deletePipeline answers DELETE /api/v4/leads/pipelines/{id}.
func deletePipeline(s *Server, r *request) reply {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.pipeline(r.ids[0])
	if old == nil {
		return refusedAlone(notSupported("id"))
	}
	if len(s.state.pipelines) == 1 {
		return unprocessable("The last pipeline cannot be deleted")
	}
	for _, l := range s.state.leads.live.byID {
		if l.Pipeline == old.ID {
			return unprocessable("Only pipelines without leads can be deleted")
		}
	}
	p := old.clone()
	p.Deleted = true
	records := []record{{Pipeline: p}}
	if p.Main {
		at := slices.IndexFunc(s.state.pipelines, func(o *pipeline) bool { return o.ID != p.ID })
		next := s.state.pipelines[at].clone()
		next.Main = true
		records = append(records, record{Pipeline: next})
	}
	if err := s.save(records...); err != nil {
		return internalError()
	}
	return noContent()
}
