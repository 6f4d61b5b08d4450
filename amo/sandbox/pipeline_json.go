package sandbox

import "time"

// listPipelines answers GET /api/v4/leads/pipelines, which knows no pages.
func listPipelines(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(st.pipelines)))
	w.self(r.href("/leads/pipelines"))
	w.key("_embedded")
	w.object()
	w.key("pipelines")
	w.array()
	for _, p := range st.pipelines {
		writePipeline(w, r, p)
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}

// getPipeline answers GET /api/v4/leads/pipelines/{id}.
func getPipeline(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	p := st.pipeline(r.ids[0])
	if p == nil {
		return notFound("Pipeline not found")
	}
	w := &writer{}
	writePipeline(w, r, p)
	return halReply(w)
}

func writePipeline(w *writer, r *request, p *pipeline) {
	w.object()
	w.intField("id", p.ID)
	w.textField("name", p.Name)
	w.intField("sort", p.Sort)
	w.boolField("is_main", p.Main)
	w.boolField("is_unsorted_on", p.UnsortedOn)
	w.boolField("is_archive", false)
	w.intField("account_id", accountID)
	w.self(r.href("/leads/pipelines/" + itoa(p.ID)))
	w.key("_embedded")
	w.object()
	writeStatuses(w, r, p)
	w.endObject()
	w.endObject()
}

func writeStatuses(w *writer, r *request, p *pipeline) {
	w.key("statuses")
	w.array()
	for _, s := range p.visible() {
		writeStatus(w, r, p, &s)
	}
	w.endArray()
}

func writeStatus(w *writer, r *request, p *pipeline, s *status) {
	w.object()
	w.intField("id", s.ID)
	w.textField("name", s.Name)
	w.intField("sort", s.Sort)
	w.boolField("is_editable", s.Editable)
	w.intField("pipeline_id", p.ID)
	w.textField("color", s.Color)
	kind := int64(0)
	if s.Unsorted {
		kind = 1
	}
	w.intField("type", kind)
	w.intField("account_id", accountID)
	w.self(r.href("/leads/pipelines/" + itoa(p.ID) + "/statuses/" + itoa(s.ID)))
	if r.with("descriptions") {
		w.key("descriptions")
		w.array()
		for _, d := range s.Descriptions {
			d.write(w, p, s)
		}
		w.endArray()
	}
	w.endObject()
}

// listStatuses answers GET /api/v4/leads/pipelines/{id}/statuses.
func listStatuses(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	p := st.pipeline(r.ids[0])
	if p == nil {
		return notFound("Pipeline not found")
	}
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(p.visible())))
	w.self(r.href("/leads/pipelines/" + itoa(p.ID) + "/statuses"))
	w.key("_embedded")
	w.object()
	writeStatuses(w, r, p)
	w.endObject()
	w.endObject()
	return halReply(w)
}

// getStatus answers GET /api/v4/leads/pipelines/{id}/statuses/{id}.
func getStatus(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	p := st.pipeline(r.ids[0])
	if p == nil {
		return notFound("Pipeline not found")
	}
	for _, status := range p.visible() {
		if status.ID == r.ids[1] {
			w := &writer{}
			writeStatus(w, r, p, &status)
			return halReply(w)
		}
	}
	return notFound("Status not found")
}

// write writes a description; its times are texts, unlike all others.
func (d *description) write(w *writer, p *pipeline, s *status) {
	text := func(at int64) string { return time.Unix(at, 0).In(tashkent()).Format(time.DateTime) }
	w.object()
	w.intField("id", d.ID)
	w.intField("account_id", accountID)
	w.textField("created_at", text(d.CreatedAt))
	w.textField("updated_at", text(d.UpdatedAt))
	w.intField("created_by", d.CreatedBy)
	w.intField("updated_by", d.UpdatedBy)
	w.intField("pipeline_id", p.ID)
	w.intField("status_id", s.ID)
	w.textField("level", d.Level)
	w.textField("description", d.Text)
	w.endObject()
}
