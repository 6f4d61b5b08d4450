package sandbox

import (
	"encoding/json"
	"time"
)

// hookOptionsJSON is HookOptions as the hooks read them; what a body leaves
// out becomes the default.
type hookOptionsJSON struct {
	Timeout int64   `json:"timeout_ms"`
	Loss    float64 `json:"loss"`
	Late    float64 `json:"late"`
	LateBy  int64   `json:"late_by_seconds"`
	Seed    uint64  `json:"seed"`
	JSON    bool    `json:"json"`
}

// adminSetMore answers the hooks around webhooks and ambushes.
func (s *Server) adminSetMore(what string, body []byte) reply {
	read := func(v any) *reply {
		if err := json.Unmarshal(body, v); err != nil {
			refused := badRequest(err.Error())
			return &refused
		}
		return nil
	}
	switch what {
	case "hooks":
		var o hookOptionsJSON
		if refused := read(&o); refused != nil {
			return *refused
		}
		s.SetHookOptions(HookOptions{
			Timeout: time.Duration(o.Timeout) * time.Millisecond, Loss: o.Loss, Late: o.Late,
			LateBy: time.Duration(o.LateBy) * time.Second, Seed: o.Seed, JSON: o.JSON,
		})
	case "ambush":
		var a Ambush
		if refused := read(&a); refused != nil {
			return *refused
		}
		s.Ambush(a)
	case "webhooks":
		var w struct {
			Destination string   `json:"destination"`
			Settings    []string `json:"settings"`
		}
		if refused := read(&w); refused != nil {
			return *refused
		}
		if err := s.AddWebhook(w.Destination, w.Settings...); err != nil {
			return badRequest(err.Error())
		}
	case "triggers":
		var t Trigger
		if refused := read(&t); refused != nil {
			return *refused
		}
		id, err := s.AddTrigger(t)
		if err != nil {
			return badRequest(err.Error())
		}
		return plainJSON(map[string]int64{"id": id})
	default:
		return notFound("No such hook")
	}
	return noContent()
}

// deliveryJSON is a Delivery as the hooks show it.
type deliveryJSON struct {
	At          int64  `json:"at"`
	Destination string `json:"destination"`
	Attempt     int    `json:"attempt"`
	Code        int    `json:"code"`
	Lost        bool   `json:"lost,omitempty"`
	Body        string `json:"body"`
}

func (s *Server) adminDeliveries() reply {
	list := []deliveryJSON{}
	for _, d := range s.Deliveries() {
		list = append(list, deliveryJSON{d.At.Unix(), d.Destination, d.Attempt, d.Code, d.Lost, d.Body})
	}
	return plainJSON(map[string]any{"deliveries": list})
}
