package replica

import (
	"cmp"
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"sync"

	"voronka/amo"
	"voronka/cache"
)

// modelServer is an account in memory behind the engine's API interface, small
// enough for thousands of random runs: pages of a few rows, a clock of its
// own, and a hook that changes things between two pages of one walk.
type modelServer struct {
	API // calls that the tests of this model never make

	mu       sync.Mutex
	clock    int64
	perPage  int
	leads    map[int64]*modelLead
	tasks    map[int64]*modelTask
	requests int64
	between  func() // called before each list is answered, unlocked
	answered func() // called once when a list of leads is answered and not yet received
	// update answers a write instead of the server, which has lead it done.
	update  func(patches []amo.LeadPatch, do func(amo.LeadPatch)) ([]amo.Updated, error)
	writes  [][]int64 // leads of each write asked for
	readErr error     // of lists of leads
	down    error     // of every call

	ignoresFilters, ignoresOrder, ignoresTrash, tellsNoDate bool
	ordersByID                                              bool // newest id first, whatever is asked for
	usersForbidden                                          bool
}

type modelLead struct {
	id, status, pipeline, stamp int64
	deleted                     bool
}

type modelTask struct {
	id, stamp int64
	done      bool
}

const (
	modelPipeline = 11
	modelFirst    = 101
)

func newModelServer(perPage int) *modelServer {
	return &modelServer{clock: 1_700_000_000, perPage: perPage, leads: map[int64]*modelLead{}, tasks: map[int64]*modelTask{}}
}

func (m *modelServer) statuses() []int64 {
	return []int64{modelFirst, 102, 103, amo.StatusWon, amo.StatusLost}
}

func (m *modelServer) lock() func() {
	m.mu.Lock()
	return m.mu.Unlock
}

func (m *modelServer) answer() func() {
	if m.between != nil {
		m.between()
	}
	m.mu.Lock()
	m.requests++
	return m.mu.Unlock
}

func (m *modelServer) date() int64 {
	if m.tellsNoDate {
		return 0
	}
	return m.clock
}

func (m *modelServer) Requests() int64 {
	defer m.lock()()
	return m.requests
}

func (m *modelServer) Account(context.Context, ...string) (amo.Account, error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Account{}, m.down
	}
	return fromJSON[amo.Account](`{"id":1,"name":"Model","created_at":1600000000}`), nil
}

func (m *modelServer) Users(context.Context, amo.PageQuery) (amo.Page[amo.User], error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Page[amo.User]{}, m.down
	}
	if m.usersForbidden {
		return amo.Page[amo.User]{}, &amo.Error{Status: 403, Kind: amo.KindForbidden}
	}
	return amo.Page[amo.User]{Items: []amo.User{fromJSON[amo.User](`{"id":9,"name":"U"}`)}, Date: m.date()}, nil
}

func (m *modelServer) Pipelines(context.Context) ([]amo.Pipeline, error) {
	defer m.answer()()
	if m.down != nil {
		return nil, m.down
	}
	text := fmt.Sprintf(`{"id":%d,"name":"P","sort":1,"_embedded":{"statuses":[`, modelPipeline)
	for i, s := range m.statuses() {
		if i > 0 {
			text += ","
		}
		text += fmt.Sprintf(`{"id":%d,"name":"S%d","sort":%d,"pipeline_id":%d}`, s, s, i, modelPipeline)
	}
	return []amo.Pipeline{fromJSON[amo.Pipeline](text + `]}}`)}, nil
}

func (l *modelLead) row() amo.Lead {
	if l.deleted {
		return fromJSON[amo.Lead](fmt.Sprintf(`{"id":%d,"name":null,"updated_at":%d,"is_deleted":true}`, l.id, l.stamp))
	}
	return fromJSON[amo.Lead](fmt.Sprintf(
		`{"id":%d,"name":"L%d","status_id":%d,"pipeline_id":%d,"loss_reason_id":null,"updated_at":%d,"created_at":1,"_embedded":{"contacts":[],"companies":[],"tags":[]}}`,
		l.id, l.id, l.status, l.pipeline, l.stamp))
}

func (m *modelServer) Lead(_ context.Context, id int64, _ ...string) (amo.Lead, error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Lead{}, m.down
	}
	l, ok := m.leads[id]
	if !ok || l.deleted {
		return amo.Lead{}, &amo.NotFoundError{Entity: "leads", ID: id}
	}
	return l.row(), nil
}

func (m *modelServer) Leads(_ context.Context, q amo.LeadQuery) (amo.Page[amo.Lead], error) {
	defer m.answer()()
	defer func() {
		if after := m.answered; after != nil {
			m.answered = nil
			m.mu.Unlock()
			after()
			m.mu.Lock()
		}
	}()
	if m.down != nil {
		return amo.Page[amo.Lead]{}, m.down
	}
	if m.readErr != nil {
		return amo.Page[amo.Lead]{}, m.readErr
	}
	trash := slices.Contains(q.With, "only_deleted") && !m.ignoresTrash
	rows := make([]*modelLead, 0, len(m.leads))
	for _, l := range m.leads {
		ref := amo.StatusRef{PipelineID: l.pipeline, StatusID: l.status}
		switch {
		case l.deleted != trash:
		case m.ignoresFilters:
			rows = append(rows, l)
		case len(q.IDs) > 0 && !slices.Contains(q.IDs, l.id):
		case len(q.Statuses) > 0 && !slices.Contains(q.Statuses, ref):
		case !inRange(q.UpdatedAt, l.stamp):
		default:
			rows = append(rows, l)
		}
	}
	return page(m, rows, q.Page, q.Order, func(l *modelLead) (int64, int64) { return l.id, l.stamp }, (*modelLead).row), nil
}

func (t *modelTask) row() amo.Task {
	return fromJSON[amo.Task](fmt.Sprintf(`{"id":%d,"text":"T","is_completed":%t,"updated_at":%d,"complete_till":5,"result":[]}`, t.id, t.done, t.stamp))
}

func (m *modelServer) Tasks(_ context.Context, q amo.TaskQuery) (amo.Page[amo.Task], error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Page[amo.Task]{}, m.down
	}
	rows := make([]*modelTask, 0, len(m.tasks))
	for _, t := range m.tasks {
		if m.ignoresFilters || inRange(q.UpdatedAt, t.stamp) && (q.Completed == nil || *q.Completed == t.done) {
			rows = append(rows, t)
		}
	}
	return page(m, rows, q.Page, q.Order, func(t *modelTask) (int64, int64) { return t.id, t.stamp }, (*modelTask).row), nil
}

func (m *modelServer) Contacts(context.Context, amo.EntityQuery) (amo.Page[amo.Contact], error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Page[amo.Contact]{}, m.down
	}
	return amo.Page[amo.Contact]{Date: m.date()}, nil
}

func (m *modelServer) Companies(context.Context, amo.EntityQuery) (amo.Page[amo.Company], error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Page[amo.Company]{}, m.down
	}
	return amo.Page[amo.Company]{Date: m.date()}, nil
}

func (m *modelServer) UpdateLeads(_ context.Context, patches []amo.LeadPatch) ([]amo.Updated, error) {
	defer m.answer()()
	if m.down != nil {
		return nil, m.down
	}
	var ids []int64
	for _, p := range patches {
		ids = append(ids, p.ID)
	}
	m.writes = append(m.writes, ids)
	if m.update != nil {
		return m.update(patches, m.patch)
	}
	for _, p := range patches {
		m.patch(p)
	}
	return m.receipts(patches), nil
}

func (m *modelServer) patch(p amo.LeadPatch) {
	l := m.leads[p.ID]
	if v, ok := p.StatusID.Value(); ok {
		l.status = v
	}
	l.stamp = m.clock
}

func (m *modelServer) receipts(patches []amo.LeadPatch) []amo.Updated {
	var done []amo.Updated
	for _, p := range patches {
		done = append(done, amo.Updated{ID: p.ID, UpdatedAt: m.leads[p.ID].stamp, RequestID: p.RequestID})
	}
	return done
}

// page sorts and cuts rows as the API does: by stamp unless asked for id.
func page[R, T any](m *modelServer, rows []R, number int, o amo.Order, key func(R) (int64, int64), row func(R) T) amo.Page[T] {
	byID := o.Field == "id"
	desc := o.Desc
	if m.ignoresOrder { // then the default one is used, as amoCRM does
		byID, desc = false, false
	}
	if m.ordersByID {
		byID, desc = true, true
	}
	slices.SortFunc(rows, func(a, b R) int {
		aID, aStamp := key(a)
		bID, bStamp := key(b)
		c := cmp.Compare(aStamp, bStamp)
		if byID || c == 0 {
			c = cmp.Compare(aID, bID)
		}
		if desc {
			c = -c
		}
		return c
	})
	from := min((max(number, 1)-1)*m.perPage, len(rows))
	to := min(from+m.perPage, len(rows))
	p := amo.Page[T]{Page: number, HasNext: to-from == m.perPage, Date: m.date()}
	for _, r := range rows[from:to] {
		p.Items = append(p.Items, row(r))
	}
	return p
}

func inRange(r amo.Range, n int64) bool {
	return (r.From == 0 || n >= r.From) && (r.To == 0 || n <= r.To)
}

func fromJSON[T any](text string) T {
	var v T
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		panic(err) // a test's own text
	}
	return v
}

// expectEqual compares every lead of the server with the replica's base, and
// the open tasks.
func (m *modelServer) expectEqual(t fatalf, store *cache.Store) {
	t.Helper()
	ctx := context.Background()
	defer m.lock()()
	rows, err := store.Leads(ctx, cache.LeadQuery{})
	if err != nil {
		t.Fatalf("read leads: %v", err)
	}
	here := map[int64]bool{}
	for _, r := range rows {
		here[r.ID] = true
	}
	for id := range maps.Keys(m.leads) {
		want := m.leads[id]
		if want.deleted {
			if here[id] {
				t.Fatalf("lead %d was deleted on the server and is still here", id)
			}
			continue
		}
		delete(here, id)
		got, err := store.Lead(ctx, id)
		if err != nil {
			t.Fatalf("lead %d: %v", id, err)
		}
		if got.Base.UpdatedAt != want.stamp || got.Base.StatusID != want.status {
			t.Fatalf("lead %d: server has status %d at %d, replica %d at %d", id, want.status, want.stamp, got.Base.StatusID, got.Base.UpdatedAt)
		}
	}
	for id := range here {
		if m.leads[id] == nil {
			t.Fatalf("lead %d is here and not on the server", id)
		}
	}
}

// fatalf is what testing.T and rapid.T have in common.
type fatalf interface {
	Helper()
	Fatalf(format string, args ...any)
}

// The model has nothing around its leads and tasks.

func (m *modelServer) Notes(context.Context, amo.NoteScope, amo.NoteQuery) (amo.Page[amo.Note], error) {
	return nothing[amo.Note](m)
}

func (m *modelServer) Unsorted(context.Context, amo.UnsortedQuery) (amo.Page[amo.Unsorted], error) {
	return nothing[amo.Unsorted](m)
}

func (m *modelServer) CustomFields(context.Context, string, amo.CustomFieldQuery) (amo.Page[amo.CustomField], error) {
	return nothing[amo.CustomField](m)
}

func (m *modelServer) FieldGroups(context.Context, string, amo.PageQuery) (amo.Page[amo.FieldGroup], error) {
	return nothing[amo.FieldGroup](m)
}

func (m *modelServer) LossReasons(context.Context, amo.PageQuery) (amo.Page[amo.LossReason], error) {
	return nothing[amo.LossReason](m)
}

func (m *modelServer) Tags(context.Context, string, amo.TagQuery) (amo.Page[amo.Tag], error) {
	return nothing[amo.Tag](m)
}

func (m *modelServer) Contact(_ context.Context, id int64, _ ...string) (amo.Contact, error) {
	return amo.Contact{}, m.none("contacts", id)
}

func (m *modelServer) Company(_ context.Context, id int64, _ ...string) (amo.Company, error) {
	return amo.Company{}, m.none("companies", id)
}

func (m *modelServer) Task(_ context.Context, id int64) (amo.Task, error) {
	defer m.answer()()
	if t, ok := m.tasks[id]; ok && m.down == nil {
		return t.row(), nil
	}
	return amo.Task{}, cmp.Or(m.down, error(&amo.NotFoundError{Entity: "tasks", ID: id}))
}

func (m *modelServer) none(entity string, id int64) error {
	defer m.answer()()
	if m.down != nil {
		return m.down
	}
	return &amo.NotFoundError{Entity: entity, ID: id}
}

func nothing[T any](m *modelServer) (amo.Page[T], error) {
	defer m.answer()()
	if m.down != nil {
		return amo.Page[T]{}, m.down
	}
	return amo.Page[T]{Date: m.date()}, nil
}

// Events are none: who changed a lead is not part of the model.
func (m *modelServer) Events(context.Context, amo.EventQuery) (amo.Page[amo.Event], error) {
	return amo.Page[amo.Event]{}, nil
}
