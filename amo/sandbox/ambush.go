package sandbox

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"sync"
)

// Ambush is a change that another employee makes right before a request is
// looked at: between a client's GET and its PATCH, for example.
type Ambush struct {
	// Method and Path choose the request: the first one with this method, any
	// when empty, whose path contains Path.
	Method string `json:"method"`
	Path   string `json:"path"`
	// UserID is who does it, 0 for a colleague of the token's user.
	UserID int64 `json:"user_id"`
	// Kind and ID name what is changed; Patch is what PATCH takes.
	Kind  string          `json:"kind"`
	ID    int64           `json:"id"`
	Patch json.RawMessage `json:"patch"`
}

// traps are the ambushes that wait.
type traps struct {
	mu      sync.Mutex
	waiting []Ambush
	refused []string
}

// Ambush lays an ambush for one request. What became of it is told by
// AmbushRefusals.
func (s *Server) Ambush(a Ambush) {
	s.traps.mu.Lock()
	defer s.traps.mu.Unlock()
	s.traps.waiting = append(s.traps.waiting, a)
}

// AmbushRefusals are the answers to changes of ambushes that were refused.
func (s *Server) AmbushRefusals() []string {
	s.traps.mu.Lock()
	defer s.traps.mu.Unlock()
	return slices.Clone(s.traps.refused)
}

// Ambushes is how many wait.
func (s *Server) Ambushes() int {
	s.traps.mu.Lock()
	defer s.traps.mu.Unlock()
	return len(s.traps.waiting)
}

// spring makes the changes that wait for a request.
func (s *Server) spring(req *http.Request) {
	var now []Ambush
	s.traps.mu.Lock()
	s.traps.waiting = slices.DeleteFunc(s.traps.waiting, func(a Ambush) bool {
		fits := (a.Method == "" || a.Method == req.Method) && strings.Contains(req.URL.Path, a.Path)
		if fits {
			now = append(now, a)
		}
		return fits
	})
	s.traps.mu.Unlock()
	for _, a := range now {
		if r := s.edit(a.UserID, a.Kind, a.ID, a.Patch); r.status != http.StatusOK {
			s.traps.mu.Lock()
			s.traps.refused = append(s.traps.refused, string(r.body))
			s.traps.mu.Unlock()
		}
	}
}
