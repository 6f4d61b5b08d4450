package promise

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync"
	"sync/atomic"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
	"voronka/cache"
)

// kindOfChange is one kind of change and how a request shows that it carries
// it.
type kindOfChange struct {
	name    string
	mark    string // in the body
	edit    cache.Edit
	changes map[int64]bool // in the outbox
}

// stage is a world in which one change of each kind is made, and which counts
// how often the server takes each.
type stage struct {
	*world
	kinds     []*kindOfChange
	bystander *kindOfChange
	fault     atomic.Pointer[trial]

	status amo.StatusRef // that leads go to
	user   int64         // who becomes responsible
	field  amo.CustomField
	leads  []cache.LeadRow

	mu    sync.Mutex
	takes map[string]int // by mark
	cuts  map[string]int // by request
}

func newStage(t *testing.T) *stage {
	s := &stage{world: newWorld(t, sandbox.Options{Leads: 40}), takes: map[string]int{}, cuts: map[string]int{}}
	s.sync()
	s.leads = s.open(12)
	s.chooseStatus()
	users, err := s.store.Users(context.Background())
	if err != nil {
		t.Fatal(err)
	}
	for _, u := range users {
		if u.ID != s.leads[0].OwnerID && u.Rights.IsActive {
			s.user = u.ID
		}
	}
	s.field = s.world.field(cache.Leads, "text")
	s.cast()
	s.front.next = http.HandlerFunc(s.serve)
	return s
}

// chooseStatus finds a status that none of the leads stands in.
func (s *stage) chooseStatus() {
	taken := map[int64]bool{}
	for _, l := range s.leads {
		taken[l.StatusID] = true
	}
	pipelines, err := s.store.Pipelines(context.Background())
	if err != nil {
		s.t.Fatal(err)
	}
	for _, p := range pipelines {
		for _, st := range p.Embedded.Statuses {
			if st.Type != amo.StatusUnsorted && !st.IsClosed() && !taken[st.ID] {
				s.status = amo.StatusRef{PipelineID: p.ID, StatusID: st.ID}
				return
			}
		}
	}
	s.t.Fatal("there is a lead in every status")
}

// cast makes the rows that are changed later, and says how.
func (s *stage) cast() {
	l := func(i int) int64 { return s.leads[i].ID }
	made := func(e cache.Edit) int64 {
		local := s.do(e).Made[0].ID
		s.sync()
		id, err := s.store.ResolveID(context.Background(), local)
		if err != nil {
			s.t.Fatal(err)
		}
		return id
	}
	text, owner := amo.Set[string], amo.Set(s.user)
	values := []cache.FieldEdit{{FieldID: s.field.ID, Values: []amo.Value{amo.Text{Value: "m-field"}}}}
	till := amo.Set(int64(1893456000))
	contact, company := made(cache.ContactEdit{Name: text("Kontakt")}), made(cache.CompanyEdit{Name: text("Kompaniya")})
	task := func() int64 {
		return made(cache.TaskEdit{Entity: cache.Leads, EntityID: l(8), Text: text("Vazifa"), CompleteTill: till})
	}
	open, done := task(), task()
	note := made(cache.NoteEdit{Entity: cache.Leads, EntityID: l(8), Text: "Izoh"})
	s.kinds = []*kindOfChange{
		{name: "lead edit", mark: "m-edit", edit: cache.LeadEdit{ID: l(0), Name: text("m-edit"), OwnerID: owner, Fields: values}},
		{name: "lead move", mark: fmt.Sprintf(`"id":%d,`, l(1)), edit: cache.LeadEdit{ID: l(1), StatusID: s.status.StatusID, PipelineID: s.status.PipelineID}},
		{name: "lead tag", mark: "m-tag", edit: cache.LeadEdit{ID: l(2), AddTags: []string{"m-tag"}}},
		{name: "lead link", mark: fmt.Sprintf(`"entity_id":%d,`, l(3)), edit: cache.LeadEdit{ID: l(3), Link: []int64{contact}}},
		{name: "lead create", mark: "m-create", edit: cache.LeadEdit{
			Name: text("m-create"), OwnerID: owner, Fields: values, StatusID: s.status.StatusID, PipelineID: s.status.PipelineID,
		}},
		{name: "complex create", mark: "m-complex", edit: cache.LeadEdit{
			Name: text("m-complex"), OwnerID: owner, Fields: values, StatusID: s.status.StatusID, PipelineID: s.status.PipelineID,
			Contact: &cache.ContactEdit{Name: text("Birga")}, Company: &cache.CompanyEdit{Name: text("Birga")},
		}},
		{name: "contact edit", mark: "m-contact", edit: cache.ContactEdit{ID: contact, Name: text("m-contact"), OwnerID: owner}},
		{name: "contact create", mark: "m-person", edit: cache.ContactEdit{Name: text("m-person"), OwnerID: owner}},
		{name: "company edit", mark: "m-company", edit: cache.CompanyEdit{ID: company, Name: text("m-company"), OwnerID: owner}},
		{name: "task create", mark: "m-task", edit: cache.TaskEdit{Entity: cache.Leads, EntityID: l(8), Text: text("m-task"), CompleteTill: till, OwnerID: owner}},
		{name: "task edit", mark: "m-retask", edit: cache.TaskEdit{ID: open, Text: text("m-retask"), OwnerID: owner}},
		{name: "task complete", mark: "m-done", edit: cache.TaskEdit{ID: done, Completed: amo.Set(true), Result: text("m-done")}},
		{name: "note create", mark: "m-note", edit: cache.NoteEdit{Entity: cache.Leads, EntityID: l(8), Text: "m-note"}},
		{name: "note edit", mark: "m-renote", edit: cache.NoteEdit{ID: note, Text: "m-renote"}},
	}
	s.bystander = &kindOfChange{name: "bystander", mark: "x-other", edit: cache.LeadEdit{ID: l(9), Name: text("x-other")}}
}

// change makes all the changes.
func (s *stage) change() {
	for _, k := range append(s.kinds, s.bystander) {
		k.changes = map[int64]bool{}
		for _, c := range s.do(k.edit).Changes {
			k.changes[c.ChangeID] = true
		}
	}
}

// serve is the server with the fault in front of it.
func (s *stage) serve(w http.ResponseWriter, r *http.Request) {
	body, err := io.ReadAll(r.Body)
	if err != nil {
		s.t.Error(err)
	}
	r.Body = io.NopCloser(bytes.NewReader(body))
	write := r.Method != http.MethodGet
	if tt := s.fault.Load(); tt != nil && tt.answers != nil {
		c := s.read(body)
		if tt.all || write && (tt.reads || len(c.named) > 0) {
			tt.answers(w, c)
			return
		}
	}
	if !write {
		s.server.ServeHTTP(w, r)
		return
	}
	if tt := s.fault.Load(); tt != nil && tt.cut && s.first(r.URL.Path+string(body)) {
		answer := httptest.NewRecorder()
		s.server.ServeHTTP(answer, r)
		if answer.Code < 300 {
			s.took(string(body))
		}
		panic(http.ErrAbortHandler)
	}
	seen := &seenAnswer{ResponseWriter: w, status: http.StatusOK}
	s.server.ServeHTTP(seen, r)
	if seen.status < 300 {
		s.took(string(body))
	}
}

// first reports whether a request was not seen before.
func (s *stage) first(request string) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.cuts[request]++
	return s.cuts[request] == 1
}

// seenAnswer remembers the status of an answer.
type seenAnswer struct {
	http.ResponseWriter
	status int
}

func (a *seenAnswer) WriteHeader(status int) {
	a.status = status
	a.ResponseWriter.WriteHeader(status)
}

func (a *seenAnswer) Unwrap() http.ResponseWriter { return a.ResponseWriter }

// read tells which items of a write are of the kinds under trial.
func (s *stage) read(body []byte) contact {
	var items []json.RawMessage
	if json.Unmarshal(body, &items) != nil {
		return contact{}
	}
	c := contact{items: len(items)}
	for i, item := range items {
		for _, k := range s.kinds {
			if strings.Contains(string(item), k.mark) {
				c.named = append(c.named, i)
				break
			}
		}
	}
	return c
}

func (s *stage) took(body string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, k := range append(s.kinds, s.bystander) {
		s.takes[k.mark] += min(strings.Count(body, k.mark), 1)
	}
}

func (s *stage) taken(k *kindOfChange) int {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.takes[k.mark]
}

// deleteLeads has somebody delete the leads that are edited, but not those that
// only have notes and tasks.
func (s *stage) deleteLeads() {
	for _, l := range s.leads[:4] {
		if err := s.server.Delete(0, "leads", l.ID); err != nil {
			s.t.Fatal(err)
		}
	}
}

func (s *stage) deleteStatus() {
	if err := s.client().DeleteStatus(context.Background(), s.status.PipelineID, s.status.StatusID); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) removeField() {
	if err := s.client().DeleteCustomField(context.Background(), "leads", s.field.ID); err != nil {
		s.t.Fatal(err)
	}
}

func (s *stage) deactivateUser() {
	body := strings.NewReader(fmt.Sprintf("[%d]", s.user))
	r, err := http.NewRequest(http.MethodPost, s.address+"/api/v4/users/deactivate", body)
	if err != nil {
		s.t.Fatal(err)
	}
	r.Header.Set("Authorization", "Bearer "+s.server.Credentials().LongLivedToken)
	r.Header.Set("Content-Type", "application/json")
	answer, err := http.DefaultClient.Do(r)
	if err != nil {
		s.t.Fatal(err)
	}
	defer http.DefaultClient.CloseIdleConnections()
	if err := answer.Body.Close(); err != nil {
		s.t.Error(err)
	}
	if answer.StatusCode != http.StatusNoContent {
		s.t.Fatalf("deactivating user %d: %s", s.user, answer.Status)
	}
}
