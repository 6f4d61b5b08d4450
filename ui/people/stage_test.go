package people

import (
	"context"
	"fmt"
	"slices"
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

// now is 28.11.2026 15:00 in Tashkent.
const now = 1_795_860_000

var formats = map[string]*format.Format{}

// spoken makes a format once: reading a catalogue takes long.
func spoken(lang string) *format.Format {
	if formats[lang] == nil {
		formats[lang] = format.New(i18n.New(lang), format.Currency{Code: "UZS"}, time.FixedZone("Tashkent", 5*3600))
	}
	return formats[lang]
}

func ptr[T any](v T) *T { return &v }

// memory is a replica in memory, with one contact and one company.
type memory struct {
	hand.Drafts
	mu      sync.Mutex
	contact cache.ContactDetail
	company cache.CompanyDetail
	more    []amo.CustomField // that the account got later
	twins   []cache.Duplicate
	asked   []string
	done    []cache.Edit
	clashes []cache.Conflict
	decided []string
	refuse  error
}

func multitext(field int64, code string, values ...string) amo.FieldValues {
	f := amo.FieldValues{FieldID: field, FieldCode: ptr(code), FieldType: amo.FieldMultitext}
	list := make([]amo.Value, len(values))
	for i, v := range values {
		list[i] = amo.Multitext{Value: v, EnumCode: "WORK"}
	}
	if err := f.Replace(list...); err != nil {
		panic(err)
	}
	return f
}

func newMemory() *memory {
	m := &memory{}
	m.contact.Contact = amo.Contact{
		ID: 6001, Name: "Jasur Rahimov", FirstName: "Jasur", LastName: "Rahimov", ResponsibleUserID: 9001,
		CustomFieldsValues: []amo.FieldValues{multitext(1, codePhone, "+998712000001"), multitext(2, codeEmail, "jasur@artel.example")},
	}
	m.contact.Contact.Embedded.Tags = []amo.Tag{{ID: 1, Name: "hamkor"}}
	m.contact.Contact.Embedded.Companies = []amo.CompanyRef{{ID: 50}}
	m.company.Company = amo.Company{ID: 50, Name: "Artel Servis", ResponsibleUserID: 9001}
	m.contact.Company = &m.company.Company
	m.contact.Leads = []cache.LeadRow{{Card: cache.Card{ID: 19619, Name: "ERP litsenziyasi, 40 oʻrin", Price: 146_000_000, PipelineID: 11, StatusID: 1102}}}
	return m
}

func (m *memory) Contact(context.Context, int64) (cache.ContactDetail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.contact, nil
}

func (m *memory) Company(context.Context, int64) (cache.CompanyDetail, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	return m.company, nil
}

func (m *memory) CustomFields(_ context.Context, entity cache.Entity) ([]amo.CustomField, error) {
	kinds := []amo.FieldEnum{{ID: 11, Value: "WORK", Code: ptr("WORK")}, {ID: 12, Value: "MOB", Code: ptr("MOB")}}
	list := []amo.CustomField{
		{ID: 1, Name: "Telefon", Type: amo.FieldMultitext, Code: ptr(codePhone), Enums: kinds},
		{ID: 2, Name: "E-pochta", Type: amo.FieldMultitext, Code: ptr(codeEmail), Enums: kinds},
	}
	if entity == cache.Contacts {
		list = append(list, amo.CustomField{ID: 3, Name: "Lavozim", Type: amo.FieldText, Code: ptr(codePosition)},
			amo.CustomField{ID: 4, Name: "Tugʻilgan kun", Type: amo.FieldBirthday})
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	return append(list, m.more...), nil
}

func (m *memory) FieldGroups(context.Context, cache.Entity) ([]amo.FieldGroup, error) {
	return nil, nil
}

func (m *memory) TagsOf(context.Context, cache.Entity) ([]amo.Tag, error) {
	return []amo.Tag{{ID: 1, Name: "hamkor"}, {ID: 2, Name: "VIP"}}, nil
}

func (m *memory) Users(context.Context) ([]amo.User, error) {
	u := amo.User{ID: 9001, Name: "Dilnoza Karimova"}
	u.Rights.IsActive = true
	return []amo.User{u}, nil
}

func (m *memory) Pipelines(context.Context) ([]amo.Pipeline, error) {
	p := amo.Pipeline{ID: 11, Name: "Asosiy voronka", IsMain: true}
	p.Embedded.Statuses = []amo.Status{{ID: 1101, Name: "Yangi murojaat"}, {ID: 1102, Name: "Muzokaralar"}, {ID: amo.StatusWon, Name: "Sotildi"}}
	return []amo.Pipeline{p}, nil
}

func (m *memory) Contacts(context.Context, cache.ContactQuery) ([]cache.ContactRow, error) {
	return []cache.ContactRow{{ID: 6001, Name: "Jasur Rahimov"}}, nil
}

func (m *memory) Companies(context.Context, cache.ContactQuery) ([]cache.CompanyRow, error) {
	return []cache.CompanyRow{{ID: 50, Name: "Artel Servis"}}, nil
}

func (m *memory) DuplicatesOf(_ context.Context, phones, emails []string, _ int64) ([]cache.Duplicate, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.asked = slices.Concat(phones, emails)
	return slices.Clone(m.twins), nil
}

func (m *memory) Elements(_ context.Context, q cache.ElementQuery) ([]cache.Element, error) {
	return []cache.Element{{ElementRef: cache.ElementRef{CatalogID: q.CatalogID, ID: 8001}, Name: "Stol"}, {ElementRef: cache.ElementRef{CatalogID: q.CatalogID, ID: 8002}, Name: "Stul"}}, nil
}

func (m *memory) ElementNames(context.Context, []cache.ElementRef) (map[cache.ElementRef]string, error) {
	return map[cache.ElementRef]string{{CatalogID: 90, ID: 8001}: "Stol", {CatalogID: 90, ID: 8002}: "Stul"}, nil
}

func (m *memory) Do(_ context.Context, c cache.Command) (cache.Act, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.refuse != nil {
		return cache.Act{}, m.refuse
	}
	m.done = append(m.done, c.Edits...)
	return cache.Act{ID: int64(len(m.done)), Made: []cache.Row{{Entity: cache.Companies, ID: -70}}}, nil
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
	m.clashes, m.contact.Changes = nil, nil
	return cache.Act{ID: 1}, nil
}

// stage is a form in a window, whose UI goroutine is the test's.
type stage struct {
	testing.TB
	memory *memory
	form   *Form
	window fyne.Window
	queue  chan func()
	saved  int
	left   int
	opened []cache.Row
	failed []error
	paste  string
}

func newStage(t testing.TB, m *memory, lang string) *stage {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	s := &stage{TB: t, memory: m, queue: make(chan func(), 1000)}
	s.form = New(Params{
		Replica: m, Format: spoken(lang), Clock: kit.SystemClock(), Now: func() int64 { return now }, Do: func(f func()) { s.queue <- f },
		Me: func() int64 { return 9001 }, Hold: func() time.Duration { return 5 * time.Second }, Clipboard: func() string { return s.paste },
		On: Events{
			Open:  func(entity cache.Entity, id int64) { s.opened = append(s.opened, cache.Row{Entity: entity, ID: id}) },
			Saved: func(Subject, cache.Act) { s.saved++ }, Left: func() { s.left++ }, Failed: func(err error) { s.failed = append(s.failed, err) },
		},
	})
	s.window = test.NewTempWindow(t, s.form.Object())
	s.window.SetPadded(false)
	s.window.Resize(fyne.NewSize(760, 860))
	t.Cleanup(s.form.Close)
	return s
}

// settle runs what was queued until a condition holds.
func (s *stage) settle(what string, holds func() bool) {
	s.Helper()
	hand.Settle(s, s.queue, what, holds, &s.failed)
}

func (s *stage) show(of Subject) {
	s.Helper()
	s.form.Show(of)
	s.settle("the form", func() bool { return s.form.scene != nil })
}

// write types into a field as the keyboard does.
func (s *stage) write(id, words string) {
	s.Helper()
	hand.Focus(s, s.window, id)
	hand.Type(s.window, words)
}

func (s *stage) press(id string)      { s.Helper(); hand.Tap(s, s.window, id) }
func (s *stage) shown(id string) bool { return hand.Has(s.window, id) }
