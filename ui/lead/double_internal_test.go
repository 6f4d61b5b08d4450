package lead

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/hand"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// now is a Saturday noon in Tashkent.
const now = 1_795_849_200

// formats are made once: reading a catalogue takes long.
var formats = func() map[string]*format.Format {
	all := map[string]*format.Format{}
	for _, l := range i18n.Languages() {
		all[l.Code] = format.New(i18n.New(l.Code), format.Currency{Code: "UZS"}, time.FixedZone("Tashkent", 5*3600))
	}
	return all
}()

// memory is a replica in memory: enough of the store for the panel's own
// behaviour; the store itself is tested on files.
type memory struct {
	mu      sync.Mutex
	detail  cache.LeadDetail
	fields  []amo.CustomField
	groups  []amo.FieldGroup
	tasks   []cache.TaskRow
	acts    []cache.Act
	drafts  map[string][]byte
	done    []cache.Command
	clashes []cache.Conflict
	decided []string
	refuse  error
	onDo    func() // runs inside Do, before it answers
	failing bool   // drafts cannot be kept
}

func (m *memory) Lead(_ context.Context, id int64) (cache.LeadDetail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if id != m.detail.Lead.ID {
		return cache.LeadDetail{}, cache.ErrNotFound
	}
	return m.detail, nil
}

func (m *memory) Pipelines(context.Context) ([]amo.Pipeline, error) {
	return []amo.Pipeline{
		{ID: 11, Name: "Asosiy", Embedded: amo.PipelineEmbedded{Statuses: []amo.Status{
			{ID: 1101, Name: "Yangi"}, {ID: 1102, Name: "Muzokara"}, {ID: amo.StatusWon, Name: "Sotildi"}, {ID: amo.StatusLost, Name: "Bekor"},
		}}},
		{ID: 12, Name: "Xizmat", Embedded: amo.PipelineEmbedded{Statuses: []amo.Status{{ID: 1201, Name: "Ariza"}}}},
	}, nil
}

func (m *memory) Users(context.Context) ([]amo.User, error) {
	user := func(id int64, name string, active bool) amo.User {
		u := amo.User{ID: id, Name: name}
		u.Rights.IsActive = active
		return u
	}
	return []amo.User{user(9001, "Dilnoza Karimova", true), user(9002, "Jasur Rahimov", true), user(9003, "Ketgan Xodim", false)}, nil
}

func (m *memory) CustomFields(context.Context, cache.Entity) ([]amo.CustomField, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.fields, nil
}

func (m *memory) FieldGroups(context.Context, cache.Entity) ([]amo.FieldGroup, error) {
	return m.groups, nil
}

func (m *memory) LossReasons(context.Context) ([]amo.LossReason, error) {
	return []amo.LossReason{{ID: 71, Name: "Qimmat"}, {ID: 72, Name: "Javob yoʻq"}}, nil
}
func (m *memory) TaskTypes(context.Context) ([]amo.TaskType, error) { return nil, nil }
func (m *memory) Tags(context.Context) ([]string, error)            { return []string{"IT", "Q4", "VIP"}, nil }

func (m *memory) Tasks(context.Context, cache.TaskQuery) ([]cache.TaskRow, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.tasks, nil
}

func (m *memory) Contacts(_ context.Context, q cache.ContactQuery) ([]cache.ContactRow, error) {
	return []cache.ContactRow{{ID: 501, Name: "Jasur"}, {ID: 503, Name: "Found " + q.Text, Phone: "901234567"}}, nil
}

func (m *memory) Companies(_ context.Context, q cache.ContactQuery) ([]cache.CompanyRow, error) {
	return []cache.CompanyRow{{ID: 601, Name: "Artel"}, {ID: 602, Name: "Found " + q.Text}}, nil
}

// elements are those of every catalog of the account in memory.
func elements(catalog int64) []cache.Element {
	list := []cache.Element{{Name: "Stol"}, {Name: "Stul"}, {Name: "Шкаф"}}
	for i := range list {
		list[i].ElementRef = cache.ElementRef{CatalogID: catalog, ID: 8001 + int64(i)}
	}
	return list
}

func (m *memory) Elements(_ context.Context, q cache.ElementQuery) ([]cache.Element, error) {
	return slices.DeleteFunc(elements(q.CatalogID), func(e cache.Element) bool { return !strings.Contains(e.Name, q.Text) }), nil
}

func (m *memory) ElementNames(_ context.Context, refs []cache.ElementRef) (map[cache.ElementRef]string, error) {
	names := map[cache.ElementRef]string{}
	for _, r := range refs {
		for _, e := range elements(r.CatalogID) {
			if e.ElementRef == r {
				names[r] = e.Name
			}
		}
	}
	return names, nil
}

func (m *memory) History(context.Context, cache.Entity, int64, int) ([]cache.Act, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.acts, nil
}

func (m *memory) Do(_ context.Context, c cache.Command) (cache.Act, error) {
	if m.onDo != nil {
		m.onDo()
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	m.done = append(m.done, c)
	return cache.Act{ID: int64(len(m.done))}, m.refuse
}

func (m *memory) Conflicts(context.Context) ([]cache.Conflict, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return slices.Clone(m.clashes), nil
}

func (m *memory) Resolve(_ context.Context, changeID int64, field string, choice cache.Choice) (cache.Act, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.decided = append(m.decided, fmt.Sprint(changeID, field, choice.Take))
	m.clashes, m.detail.Changes = nil, nil
	return cache.Act{ID: 1}, nil
}

func (m *memory) SaveDraft(_ context.Context, key string, value []byte) error {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.failing {
		return errors.New("no room")
	}
	if value == nil {
		delete(m.drafts, key)
	} else {
		m.drafts[key] = value
	}
	return nil
}

func (m *memory) Draft(_ context.Context, key string) ([]byte, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.drafts[key], nil
}

func (m *memory) draft(key string) string {
	m.mu.Lock()
	defer m.mu.Unlock()
	return string(m.drafts[key])
}

// last is the only edit of the last command.
func (m *memory) last(t *testing.T) cache.Edit {
	t.Helper()
	m.mu.Lock()
	defer m.mu.Unlock()
	if len(m.done) == 0 || len(m.done[len(m.done)-1].Edits) != 1 {
		t.Fatalf("the commands are %+v", m.done)
	}
	return m.done[len(m.done)-1].Edits[0]
}

// set changes the lead as a pull does.
func (m *memory) set(change func(*cache.LeadDetail)) {
	m.mu.Lock()
	defer m.mu.Unlock()
	change(&m.detail)
}

// values writes the values of a custom field as the server does.
func values(t testing.TB, def amo.CustomField, list string) amo.FieldValues {
	t.Helper()
	f := amo.FieldValues{FieldID: def.ID, FieldName: def.Name, FieldType: def.Type, FieldCode: def.Code}
	if err := json.Unmarshal([]byte(list), &f.Values); err != nil {
		t.Fatal(err)
	}
	return f
}

func ptr[T any](v T) *T { return &v }

// plain is an account with a few fields and a lead with some of them filled.
func plain(t testing.TB) *memory {
	t.Helper()
	m := &memory{drafts: map[string][]byte{}}
	m.groups = []amo.FieldGroup{{ID: "default", Name: "Asosiy", Sort: 1}, {ID: "order", Name: "Buyurtma", Sort: 2}}
	m.fields = []amo.CustomField{
		{ID: 1, Name: "Izoh", Type: amo.FieldTextarea},
		{ID: 2, Name: "Buyurtma raqami", Type: amo.FieldText, GroupID: ptr("order")},
		{ID: 3, Name: "Yetkazish sanasi", Type: amo.FieldDate, GroupID: ptr("order")},
		{ID: 4, Name: "Manba", Type: amo.FieldSelect, GroupID: ptr("order"), Enums: []amo.FieldEnum{{ID: 41, Value: "Instagram"}, {ID: 42, Value: "Sayt"}}},
		{ID: 5, Name: "Havola", Type: amo.FieldURL, GroupID: ptr("order"), RequiredStatuses: []amo.FieldStatus{{StatusID: 1102, PipelineID: 11}}},
		{ID: 6, Name: "Yashirin", Type: amo.FieldText, HiddenStatuses: []amo.FieldStatus{{StatusID: 1102, PipelineID: 11}}},
		{ID: 7, Name: "utm_source", Type: amo.FieldTrackingData, IsAPIOnly: true},
		{ID: 8, Name: "Fayl", Type: amo.FieldFile},
	}
	l := amo.Lead{
		ID: 19619, Name: "ERP litsenziyasi", Price: 146_000_000, ResponsibleUserID: 9002, StatusID: 1102, PipelineID: 11, CreatedAt: now - 800_000, UpdatedAt: now - 3600, UpdatedBy: 9001,
	}
	l.Embedded.Tags = []amo.Tag{{ID: 1, Name: "IT"}, {ID: 2, Name: "Q4"}}
	l.Embedded.Contacts = []amo.ContactRef{{ID: 502}, {ID: 501, IsMain: true}}
	l.Embedded.Companies = []amo.CompanyRef{{ID: 601}}
	l.CustomFieldsValues = []amo.FieldValues{
		values(t, m.fields[1], `[{"value":"UZ-1187"}]`),
		values(t, m.fields[3], `[{"value":"Instagram","enum_id":41,"enum_code":null}]`),
		values(t, m.fields[6], `[{"value":"instagram"}]`),
		values(t, amo.CustomField{ID: 99, Name: "Notanish", Type: "novelty"}, `[{"value":"x","extra":1}]`),
	}
	contact := func(id int64, name, phone string) amo.Contact {
		return amo.Contact{ID: id, Name: name, CustomFieldsValues: []amo.FieldValues{
			values(t, amo.CustomField{ID: 50, Type: amo.FieldMultitext, Code: ptr("PHONE")}, `[{"value":"`+phone+`","enum_code":"WORK"}]`),
		}}
	}
	m.detail = cache.LeadDetail{
		Lead: l, Company: &amo.Company{ID: 601, Name: "Artel Servis"},
		Contacts: []amo.Contact{contact(502, "Nodira Aliyeva", "901112233"), contact(501, "Jasur Rahimov", "+998901234567")},
	}
	m.tasks = []cache.TaskRow{
		{ID: 801, Entity: cache.Leads, EntityID: 19619, OwnerID: 9002, OwnerName: "Jasur Rahimov", TypeID: 1, Text: "Taklif yuborish", DueAt: now + 7200},
		{ID: 802, Entity: cache.Leads, EntityID: 19619, OwnerID: 9002, TypeID: 2, Text: "Uchrashuv", DueAt: now - 90_000, Completed: true, Result: "kelishildi"},
	}
	return m
}

// stage is a panel in a window.
type stage struct {
	*testing.T
	memory *memory
	panel  *Panel
	w      fyne.Window
	mu     sync.Mutex
	queue  []func()
	said   []string
}

// open shows the memory's lead in a panel.
func open(t *testing.T, m *memory) *stage {
	t.Helper()
	if fyne.CurrentApp() == nil || fyne.CurrentApp().Settings().Theme() == nil {
		test.NewTempApp(t)
	}
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	s := &stage{T: t, memory: m}
	say := func(text string) { s.said = append(s.said, text) }
	s.panel = NewPanel(Params{
		Replica: m, Format: formats["uz"], Now: func() int64 { return now }, Do: s.do,
		On: Events{
			Close: func() { say("close") }, Browse: func(id int64) { say("browse " + strconv.FormatInt(id, 10)) },
			Move: func(lead, pipeline, status int64) {
				say("move " + strconv.FormatInt(pipeline, 10) + " " + strconv.FormatInt(status, 10))
			},
			Follow: func(u *url.URL) { say("follow " + u.String()) }, Done: func(cache.Act) { say("done") }, Kept: func(int64) { say("kept") },
			Step: func(by int) { say("step " + strconv.Itoa(by)) }, OpenContact: func(id int64) { say("contact " + strconv.FormatInt(id, 10)) },
			NewContact: func(int64) { say("new contact") }, Undo: func(id int64) { say("undo " + strconv.FormatInt(id, 10)) },
			Failed: func(err error) { say("failed: " + err.Error()) },
		},
	})
	t.Cleanup(s.panel.Close)
	s.w = test.NewTempWindow(t, s.panel.Object())
	s.w.SetPadded(false)
	s.w.Resize(fyne.NewSize(520, 900))
	s.panel.Show(m.detail.Lead.ID)
	s.settle()
	if s.panel.view == nil {
		t.Fatalf("no lead is shown; said: %q", s.said)
	}
	return s
}

func (s *stage) do(f func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.queue = append(s.queue, f)
}

// settle lets the panel's goroutines come to their end and runs what they have
// queued, as the UI goroutine does.
func (s *stage) settle() {
	for {
		s.panel.work.Wait()
		s.mu.Lock()
		queue := s.queue
		s.queue = nil
		s.mu.Unlock()
		if len(queue) == 0 {
			return
		}
		for _, f := range queue {
			f()
		}
	}
}

func (s *stage) find(id string) fyne.CanvasObject { s.Helper(); return hand.Find(s, s.w, id) }
func (s *stage) has(id string) bool               { return hand.Has(s.w, id) }
func (s *stage) focus(id string)                  { s.Helper(); hand.Focus(s, s.w, id) }

func (s *stage) tap(id string) {
	s.Helper()
	hand.Tap(s, s.w, id)
	s.settle()
}

func (s *stage) letters(words string) {
	hand.Type(s.w, words)
	s.settle()
}

func (s *stage) key(names ...fyne.KeyName) {
	for _, n := range names { // each may take the keyboard elsewhere
		hand.Key(s.w, n)
	}
	s.settle()
}

// text types at the end of a field.
func (s *stage) text(id, words string) {
	s.Helper()
	s.focus(id)
	s.key(fyne.KeyPageDown, fyne.KeyEnd)
	s.letters(words)
}

// wipe empties a field by the keyboard.
func (s *stage) wipe(id string) {
	s.Helper()
	s.focus(id)
	s.key(fyne.KeyPageDown, fyne.KeyEnd)
	for range 60 {
		s.key(fyne.KeyBackspace)
	}
}

func (s *stage) told(id string) string {
	s.Helper()
	named, ok := s.find(id).(kit.Inspectable)
	if !ok {
		s.Fatalf("%s tells nothing", id)
	}
	_, _, text := named.Inspect()
	return text
}
