package sandbox

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
	w.intField("id", p.id)
	w.textField("name", p.name)
	w.intField("sort", p.sort)
	w.boolField("is_main", p.main)
	w.boolField("is_unsorted_on", p.unsortedOn)
	w.boolField("is_archive", false)
	w.intField("account_id", accountID)
	w.self(r.href("/leads/pipelines/" + itoa(p.id)))
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
	w.intField("id", s.id)
	w.textField("name", s.name)
	w.intField("sort", s.sort)
	w.boolField("is_editable", s.editable)
	w.intField("pipeline_id", p.id)
	w.textField("color", s.color)
	kind := int64(0)
	if s.unsorted {
		kind = 1
	}
	w.intField("type", kind)
	w.intField("account_id", accountID)
	w.self(r.href("/leads/pipelines/" + itoa(p.id) + "/statuses/" + itoa(s.id)))
	if r.with("descriptions") {
		w.rawField("descriptions", "[]")
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
	w.self(r.href("/leads/pipelines/" + itoa(p.id) + "/statuses"))
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
		if status.id == r.ids[1] {
			w := &writer{}
			writeStatus(w, r, p, &status)
			return halReply(w)
		}
	}
	return notFound("Status not found")
}
