package sandbox

import (
	"cmp"
	"net/http"
	"net/url"
	"slices"
)

// maxHooks is the most webhooks of an account.
const maxHooks = 100

// webhook is an address that is told of what happens.
type webhook struct {
	ID          int64    `json:"id"`
	Destination string   `json:"destination"`
	Settings    []string `json:"settings"`
	Sort        int64    `json:"sort"`
	CreatedAt   int64    `json:"created_at"`
	UpdatedAt   int64    `json:"updated_at"`
	CreatedBy   int64    `json:"created_by"`
	Disabled    bool     `json:"disabled,omitempty"`
	Deleted     bool     `json:"deleted,omitempty"`
}

func (h *webhook) clone() *webhook {
	c := *h
	c.Settings = slices.Clone(h.Settings)
	return &c
}

// hookEvents are what a webhook may ask for.
func hookEvents() []string {
	return []string{
		"responsible_lead", "responsible_contact", "responsible_company", "responsible_customer", "responsible_task",
		"restore_lead", "restore_contact", "restore_company",
		"add_lead", "add_contact", "add_company", "add_customer", "add_talk", "add_task",
		"update_lead", "update_contact", "update_company", "update_customer", "update_talk", "update_task",
		"delete_lead", "delete_contact", "delete_company", "delete_customer", "delete_task",
		"status_lead", "note_lead", "note_contact", "note_company", "note_customer", "add_chat_template_review",
	}
}

// pageEvents can be asked for in amoCRM's own pages alone; see
// Server.AddWebhook.
func pageEvents() []string {
	return []string{"add_unsorted", "update_unsorted", "delete_unsorted", "add_catalog", "update_catalog", "delete_catalog"}
}

func (st *state) putHook(h *webhook) {
	st.noteID(kindHooks, h.ID)
	st.hooks = replaced(st.hooks, h, func(o *webhook) int64 { return o.ID }, h.Deleted)
}

func (st *state) hookTo(destination string) *webhook {
	for _, h := range st.hooks {
		if h.Destination == destination {
			return h
		}
	}
	return nil
}

func (st *state) hook(id int64) *webhook {
	for _, h := range st.hooks {
		if h.ID == id {
			return h
		}
	}
	return nil
}

// listHooks answers GET /api/v4/webhooks.
func listHooks(s *Server, r *request) reply {
	st := s.state
	st.mu.RLock()
	defer st.mu.RUnlock()
	wanted := r.query.get("filter", "destination")
	var found []*webhook
	for _, h := range st.hooks {
		if wanted == nil || slices.Contains(wanted.list(), h.Destination) {
			found = append(found, h)
		}
	}
	if len(found) == 0 {
		return noContent()
	}
	slices.SortStableFunc(found, func(a, b *webhook) int { return cmp.Compare(a.Sort, b.Sort) })
	w := &writer{}
	w.object()
	w.intField("_total_items", int64(len(found)))
	w.self(r.href("/webhooks"))
	w.key("_embedded")
	w.object()
	w.key("webhooks")
	w.array()
	for _, h := range found {
		writeHook(w, r, h)
	}
	w.endArray()
	w.endObject()
	w.endObject()
	return halReply(w)
}

func writeHook(w *writer, r *request, h *webhook) {
	w.object()
	w.intField("id", h.ID)
	w.textField("destination", h.Destination)
	w.intField("created_at", h.CreatedAt)
	w.intField("updated_at", h.UpdatedAt)
	w.intField("account_id", accountID)
	w.intField("created_by", h.CreatedBy)
	w.intField("sort", h.Sort)
	w.boolField("disabled", h.Disabled)
	w.key("settings")
	w.array()
	for _, name := range h.Settings {
		w.text(name)
	}
	w.endArray()
	w.self(r.href("/webhooks"))
	w.endObject()
}

// subscribe answers POST /api/v4/webhooks. An address that is known keeps its
// hook, which gets the new settings and is switched on again.
func subscribe(s *Server, r *request) reply {
	m, refused := r.single()
	if refused != nil {
		return *refused
	}
	destination, settings := hookModel(m, hookEvents())
	if refused := complaints([]model{m}); refused != nil {
		return *refused
	}
	sort, hasSort := m.nullable("sort")
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	var h *webhook
	if old := s.state.hookTo(destination); old != nil {
		h = old.clone()
	} else {
		if len(s.state.hooks) >= maxHooks {
			return unprocessable("The account cannot have more than 100 webhooks")
		}
		h = &webhook{
			ID: s.state.takeID(kindHooks), Destination: destination, Sort: int64(len(s.state.hooks) + 1),
			CreatedAt: r.now, CreatedBy: r.userID,
		}
	}
	h.Settings, h.Disabled, h.UpdatedAt = settings, false, r.now
	if hasSort && sort > 0 {
		h.Sort = sort
	}
	if err := s.save(record{Hook: h}); err != nil {
		return internalError()
	}
	w := &writer{}
	writeHook(w, r, h)
	return reply{status: http.StatusCreated, contentType: typeHAL, body: w.b}
}

// hookModel reads where to and about what.
func hookModel(m model, known []string) (destination string, settings []string) {
	for _, name := range []string{"destination", "settings"} {
		if !m.has(name) {
			m.missing(name)
		}
	}
	destination, given := m.text("destination")
	if given && !isDestination(destination) {
		m.complain(issue{"InvalidUrl", m.at("destination"), "This value is not a valid URL."})
	}
	raw, isList := m.members["settings"].([]any)
	if m.has("settings") && !isList {
		m.mistyped("settings", "array")
	}
	for i, v := range raw {
		name, ok := v.(string)
		if !ok || !slices.Contains(known, name) {
			m.refuse("settings." + itoa(int64(i)))
			continue
		}
		if !slices.Contains(settings, name) {
			settings = append(settings, name)
		}
	}
	if isList && len(raw) == 0 {
		m.complain(issue{codeBlank, m.at("settings"), "This value should not be blank."})
	}
	return destination, settings
}

// isDestination reports whether hooks can be sent there: an http address whose
// host is plain ASCII.
func isDestination(text string) bool {
	u, err := url.Parse(text)
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return false
	}
	for _, c := range u.Host {
		if c > 127 {
			return false
		}
	}
	return true
}

// unsubscribe answers DELETE /api/v4/webhooks, whose body names the address.
func unsubscribe(s *Server, r *request) reply {
	m, refused := r.single()
	if refused != nil {
		return *refused
	}
	if !m.has("destination") {
		m.missing("destination")
	}
	destination, _ := m.text("destination")
	if refused := complaints([]model{m}); refused != nil {
		return *refused
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.hookTo(destination)
	if old == nil {
		return notFound("Webhook not found")
	}
	h := old.clone()
	h.Deleted = true
	if err := s.save(record{Hook: h}); err != nil {
		return internalError()
	}
	return noContent()
}
