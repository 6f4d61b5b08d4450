package sandbox

import (
	"context"
	"encoding/json"
	"fmt"
	"slices"
)

// The content types of deliveries.
const typeForm = "application/x-www-form-urlencoded"

// notify puts what happened on its way to the webhooks. The caller holds the
// state's lock.
func (s *Server) notify(told []happening, now int64) {
	st := s.state
	if len(told) == 0 || len(st.hooks) == 0 && len(st.triggers) == 0 {
		return
	}
	var parcels []*parcel
	for _, h := range st.hooks {
		if !h.Disabled {
			parcels = append(parcels, s.parcelsFor(h, told)...)
		}
	}
	for _, t := range st.triggers {
		parcels = append(parcels, s.triggered(t, told, now)...)
	}
	s.courier.send(parcels)
}

// parcelsFor is one delivery for each sort of happening a hook asks for, with
// all entities it happened to.
func (s *Server) parcelsFor(hook *webhook, told []happening) []*parcel {
	var parcels []*parcel
	done := map[string]bool{}
	for _, first := range told {
		name := first.setting()
		if done[name] || !slices.Contains(hook.Settings, name) {
			continue
		}
		done[name] = true
		root := &tree{}
		list := root.child(hookRoot(first.kind)).list(first.action)
		for _, h := range told {
			if h.setting() != name {
				continue
			}
			item := &tree{name: itoa(int64(len(list.members)))}
			if s.state.hookItem(item, h) {
				list.members = append(list.members, item)
			}
		}
		if len(list.members) == 0 {
			continue
		}
		s.state.hookAccount(root, s.hookBase())
		parcels = append(parcels, s.parcel(hook.ID, hook.Destination, root))
	}
	return parcels
}

// hookBase is the account's address as hooks tell it.
func (s *Server) hookBase() string {
	if s.credentials.BaseURL != "" {
		return s.credentials.BaseURL
	}
	return "https://" + s.state.account.subdomain + "." + s.baseDomain()
}

func (s *Server) parcel(hook int64, destination string, root *tree) *parcel {
	p := &parcel{hook: hook, destination: destination, contentType: typeForm}
	if s.options.SeedMode || s.HookOptions().JSON {
		p.contentType, p.body = typeJSON, root.json()
	} else {
		p.body = root.form()
	}
	return p
}

// Trigger is a webhook of a pipeline's own settings: it is sent, once, when a
// lead enters a status.
type Trigger struct {
	ID          int64  `json:"id"`
	Destination string `json:"destination"`
	PipelineID  int64  `json:"pipeline_id"`
	StatusID    int64  `json:"status_id"` // 0 for every status of the pipeline
	// Widget sends a widget's trigger, which is JSON of a shape of its own.
	Widget bool `json:"widget,omitempty"`
	// Deleted is set on the last version of a trigger that was removed.
	Deleted bool `json:"deleted,omitempty"`
}

func (st *state) putTrigger(t Trigger) {
	st.noteID(kindTriggers, t.ID)
	st.triggers = replaced(st.triggers, t, func(o Trigger) int64 { return o.ID }, t.Deleted)
}

// triggered is a trigger's deliveries for what happened.
func (s *Server) triggered(t Trigger, told []happening, now int64) []*parcel {
	var parcels []*parcel
	for _, h := range told {
		if h.kind != kindLeads || h.action != "status" && h.action != "add" {
			continue
		}
		l := s.state.leads.live.byID[h.id]
		if l == nil || l.Pipeline != t.PipelineID || t.StatusID != 0 && l.Status != t.StatusID {
			continue
		}
		p := &parcel{destination: t.Destination, once: true, contentType: typeForm}
		if t.Widget {
			p.contentType, p.body = typeJSON, s.widgetBody(l, now)
		} else {
			root := &tree{}
			item := root.child(kindLeads).list("status").item()
			item.putInt("id", l.ID)
			item.putInt("status_id", l.Status)
			item.putInt("pipeline_id", l.Pipeline)
			if h.action == "status" {
				item.putInt("old_status_id", h.oldStatus)
				item.putInt("old_pipeline_id", h.oldPipeline)
			}
			s.state.hookAccount(root, s.hookBase())
			p.body = root.form()
		}
		parcels = append(parcels, p)
	}
	return parcels
}

func (s *Server) widgetBody(l *lead, now int64) []byte {
	w := &writer{}
	w.object()
	w.key("event")
	w.object()
	w.intField("type", 15)
	w.textField("type_code", "lead_appeared_in_status")
	w.key("data")
	w.object()
	w.intField("id", l.ID)
	w.intField("element_type", 2)
	w.intField("status_id", l.Status)
	w.intField("pipeline_id", l.Pipeline)
	w.textField("direction_of_movement", "went_to_trigger")
	w.endObject()
	w.intField("time", now)
	w.endObject()
	w.rawField("action", `{"settings":{"widget":{"settings":{}}}}`)
	w.textField("subdomain", s.state.account.subdomain)
	w.intField("account_id", accountID)
	w.endObject()
	return w.b
}

// AddTrigger makes a webhook of a pipeline's settings and gives its id.
func (s *Server) AddTrigger(t Trigger) (int64, error) {
	if !isDestination(t.Destination) {
		return 0, fmt.Errorf("sandbox: add trigger: %q is not an address to send to", t.Destination)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	if s.state.pipeline(t.PipelineID) == nil {
		return 0, fmt.Errorf("sandbox: add trigger: no pipeline %d", t.PipelineID)
	}
	t.ID, t.Deleted = s.state.takeID(kindTriggers), false
	return t.ID, s.save(record{Trigger: &t})
}

// RemoveTrigger ends a trigger.
func (s *Server) RemoveTrigger(id int64) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	at := slices.IndexFunc(s.state.triggers, func(t Trigger) bool { return t.ID == id })
	if at < 0 {
		return fmt.Errorf("sandbox: remove trigger: no trigger %d", id)
	}
	t := s.state.triggers[at]
	t.Deleted = true
	return s.save(record{Trigger: &t})
}

// AddWebhook makes a webhook as an administrator does in amoCRM's own pages,
// where incoming leads and elements of catalogs can be asked for as well:
// add_unsorted, update_unsorted, delete_unsorted, add_catalog, update_catalog,
// delete_catalog.
func (s *Server) AddWebhook(destination string, settings ...string) error {
	raw, err := json.Marshal(map[string]any{"destination": destination, "settings": settings})
	if err != nil {
		return fmt.Errorf("sandbox: add webhook: %w", err)
	}
	var members map[string]any
	if err := json.Unmarshal(raw, &members); err != nil {
		return fmt.Errorf("sandbox: add webhook: %w", err)
	}
	m := model{members, "", &[]issue{}}
	_, list := hookModel(m, slices.Concat(hookEvents(), pageEvents()))
	if len(*m.issues) > 0 {
		first := (*m.issues)[0]
		return fmt.Errorf("sandbox: add webhook: %s: %s", first.path, first.detail)
	}
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	now := s.clock.unix()
	h := &webhook{Destination: destination, CreatedAt: now, CreatedBy: demoUserID, Sort: int64(len(s.state.hooks) + 1)}
	if old := s.state.hookTo(destination); old != nil {
		h = old.clone()
	} else {
		h.ID = s.state.takeID(kindHooks)
	}
	h.Settings, h.Disabled, h.UpdatedAt = list, false, now
	return s.save(record{Hook: h})
}

// disableHook switches a webhook off that answers badly.
func (s *Server) disableHook(id int64) error {
	s.state.mu.Lock()
	defer s.state.mu.Unlock()
	old := s.state.hook(id)
	if old == nil {
		return nil
	}
	h := old.clone()
	h.Disabled, h.UpdatedAt = true, s.clock.unix()
	return s.save(record{Hook: h})
}

// SetHookOptions changes how webhooks are delivered from now on; draws start
// anew.
func (s *Server) SetHookOptions(o HookOptions) { s.courier.set(o) }

// HookOptions is how webhooks are delivered.
func (s *Server) HookOptions() HookOptions {
	s.courier.mu.Lock()
	defer s.courier.mu.Unlock()
	return s.courier.options
}

// Deliveries are the last attempts to deliver webhooks, oldest first. What
// has not been delivered when the sandbox ends is forgotten.
func (s *Server) Deliveries() []Delivery {
	s.courier.mu.Lock()
	defer s.courier.mu.Unlock()
	return slices.Clone(s.courier.log)
}

// AwaitDeliveries waits until every delivery that is due by the account's
// clock has been attempted. Its error is that of the context.
func (s *Server) AwaitDeliveries(ctx context.Context) error { return s.courier.settled(ctx) }
