package lead

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/hand"
	"voronka/ui/input"
	"voronka/ui/theme"
)

// app starts Fyne's test app.
func app(t testing.TB) {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
}

// TestUntouched: looking at a lead changes nothing and sends nothing.
func TestUntouched(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	for _, tab := range []string{"contacts", "tasks", "history", "details"} {
		s.tap("tab:" + tab)
	}
	s.panel.Reload()
	s.settle()
	s.panel.Save()
	s.settle()
	s.panel.Show(0)
	s.panel.Close()
	if len(s.memory.done) > 0 || len(s.memory.drafts) > 0 || len(s.said) > 0 {
		t.Errorf("done %+v, drafts %v, said %q", s.memory.done, s.memory.drafts, s.said)
	}
}

// TestOneField: touching one thing sends exactly that.
func TestOneField(t *testing.T) {
	for name, c := range map[string]struct {
		touch func(s *stage)
		want  cache.LeadEdit
	}{
		"budget":         {func(s *stage) { s.text("field:price", "0") }, cache.LeadEdit{Price: amo.Set[int64](1_460_000_000)}},
		"budget emptied": {func(s *stage) { s.wipe("field:price") }, cache.LeadEdit{Price: amo.Set[int64](0)}},
		"owner":          {func(s *stage) { s.tap("field:owner"); s.key(fyne.KeyUp, fyne.KeyReturn) }, cache.LeadEdit{OwnerID: amo.Set[int64](9001)}},
		"company": {func(s *stage) {
			s.tap("field:company")
			s.letters("x")
			s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
		}, cache.LeadEdit{CompanyID: amo.Set[int64](602)}},
		"company taken away": {func(s *stage) { s.tap("button:clear-company") }, cache.LeadEdit{CompanyID: amo.Null[int64]()}},
		"text":               {func(s *stage) { s.text("field:cf-2", "-A") }, cache.LeadEdit{Fields: []cache.FieldEdit{{FieldID: 2, Values: []amo.Value{amo.Text{Value: "UZ-1187-A"}}}}}},
		"cleared":            {func(s *stage) { s.wipe("field:cf-2") }, cache.LeadEdit{Fields: []cache.FieldEdit{{FieldID: 2}}}},
		"select":             {func(s *stage) { s.tap("field:cf-4"); s.key(fyne.KeyDown, fyne.KeyReturn) }, cache.LeadEdit{Fields: []cache.FieldEdit{{FieldID: 4, Values: []amo.Value{amo.Enum{EnumID: 42, Value: "Sayt"}}}}}},
		"name":               {func(s *stage) { s.tap("title:lead"); s.text("field:lead-name", ", 40"); s.key(fyne.KeyReturn) }, cache.LeadEdit{Name: amo.Set("ERP litsenziyasi, 40")}},
		"tag added":          {func(s *stage) { s.tap("chip:add-tag"); s.letters("vi"); s.key(fyne.KeyReturn) }, cache.LeadEdit{AddTags: []string{"VIP"}}},
		"tag made":           {func(s *stage) { s.tap("chip:add-tag"); s.letters("Yangi yil"); s.key(fyne.KeyReturn) }, cache.LeadEdit{AddTags: []string{"Yangi yil"}}},
		"tag taken off":      {func(s *stage) { s.tap("button:drop-tag-Q4") }, cache.LeadEdit{RemoveTags: []string{"Q4"}}},
	} {
		t.Run(name, func(t *testing.T) {
			app(t)
			s := open(t, plain(t))
			c.touch(s)
			if !s.panel.IsChanged() || !s.has("button:save-lead") {
				t.Fatal("nothing is changed")
			}
			s.tap("button:save-lead")
			c.want.ID = 19619
			got, ok := s.memory.last(t).(cache.LeadEdit)
			if !ok || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
				t.Errorf("saved %+v,\nwant  %+v", got, c.want)
			}
			if s.panel.IsChanged() || s.has("button:save-lead") || !slices.Contains(s.said, "done") {
				t.Errorf("after saving it is still changed; said %q", s.said)
			}
		})
	}
}

// TestWrongIsNotSaved: the field says what is wrong, and nothing is sent.
func TestWrongIsNotSaved(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.text("field:cf-3", "31.02.2026")
	s.panel.Save()
	s.settle()
	if len(s.memory.done) > 0 || s.panel.view.details.field("cf-3").Mistake() == "" || !strings.Contains(s.panel.view.foot.words.Text(), "1") {
		t.Errorf("saved %+v; the foot says %q", s.memory.done, s.panel.view.foot.words.Text())
	}
	s.tap("button:cancel-lead")
	if s.panel.IsChanged() || s.has("button:save-lead") {
		t.Error("Cancel leaves it changed")
	}
}

// TestRefusedByTheStore: what only the store knows is said at the field.
func TestRefusedByTheStore(t *testing.T) {
	app(t)
	m := plain(t)
	m.refuse = &cache.ValueError{Entity: cache.Leads, ID: 19619, Field: "field:2", Reason: cache.ValueTooLong}
	s := open(t, m)
	s.text("field:cf-2", "x")
	s.tap("button:save-lead")
	if got := s.panel.view.details.field("cf-2").Mistake(); !strings.Contains(got, "256") || !s.panel.IsChanged() {
		t.Errorf("it says %q; said %q", got, s.said)
	}
	m.refuse = &cache.ValueError{Entity: cache.Leads, ID: 19619, Field: "name", Reason: cache.ValueTooLong}
	s.tap("button:save-lead")
	if len(s.said) != 1 || !strings.HasPrefix(s.said[0], "failed: ") {
		t.Errorf("said %q", s.said)
	}
}

// TestPullLeavesEditedFields: what is being edited stays and is offered the
// other's value; everything else follows.
func TestPullLeavesEditedFields(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.text("field:cf-2", "-mine")
	s.memory.set(func(d *cache.LeadDetail) {
		d.Lead.Price = 7
		d.Lead.Name = "Boshqa nom"
		d.Lead.CustomFieldsValues = []amo.FieldValues{values(t, s.memory.fields[1], `[{"value":"theirs"}]`), d.Lead.CustomFieldsValues[1], d.Lead.CustomFieldsValues[3]}
	})
	s.panel.Reload()
	s.settle()
	if got := s.told("field:cf-2"); got != "UZ-1187-mine" {
		t.Errorf("the edited field is %q", got)
	}
	if price, name := s.told("field:price"), s.told("title:lead"); price != "7" || name != "Boshqa nom" {
		t.Errorf("the others are %q and %q", price, name)
	}
	s.panel.Reload() // a second time offers nothing new
	s.settle()
	s.tap("button:take-cf-2")
	if got := s.told("field:cf-2"); got != "theirs" || s.panel.IsChanged() {
		t.Errorf("taken, the field is %q, changed: %v", got, s.panel.IsChanged())
	}
}

// TestOwnSaveIsNoConflict: the news of one's own save offers nothing.
func TestOwnSaveIsNoConflict(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.text("field:cf-3", "1.2.27")
	s.memory.onDo = func() {
		s.memory.set(func(d *cache.LeadDetail) {
			d.Lead.CustomFieldsValues = append(slices.Clone(d.Lead.CustomFieldsValues), values(t, s.memory.fields[2], `[{"value":1801422000}]`))
		})
		s.do(s.panel.Reload) // the watcher is as quick as the answer
	}
	s.panel.Save()
	s.settle()
	f := s.panel.view.details.field("cf-3")
	if f.Changed() || f.Offered() || s.told("field:cf-3") != "01.02.2027" {
		t.Errorf("it is %q, changed %v, offered %v", s.told("field:cf-3"), f.Changed(), f.Offered())
	}
}

// TestSavedAgainMeanwhile: what is typed and saved while another save is on its
// way is stored after that one, and nothing is stored for saving alone.
func TestSavedAgainMeanwhile(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.text("field:cf-1", "first")
	s.panel.Save()
	s.panel.Save()
	s.focus("field:cf-2")
	hand.Type(s.w, "-more") // before the answer is taken
	s.panel.Save()
	s.settle()
	if e, ok := s.memory.last(t).(cache.LeadEdit); !ok || len(s.memory.done) != 2 || len(e.Fields) != 1 || e.Fields[0].FieldID != 2 {
		t.Errorf("stored was %+v", s.memory.done)
	}
	s.text("field:cf-1", "?")
	s.panel.Save()
	s.panel.Save()
	s.settle()
	if len(s.memory.done) != 3 || s.panel.saving || s.panel.more {
		t.Errorf("stored were %d edits", len(s.memory.done))
	}
}

// TestDraft: what is typed is kept soon after, comes back when the lead is
// opened again, and is dropped by saving.
func TestDraft(t *testing.T) {
	app(t)
	m := plain(t)
	s := open(t, m)
	s.text("field:cf-2", "-mine")
	s.text("field:cf-3", "nonsense")
	s.tap("button:drop-tag-IT")
	wait(t, "a draft", func() bool {
		return strings.Contains(m.draft("lead/19619"), "nonsense") && strings.Contains(m.draft("lead/19619"), `"IT"`)
	})
	s.panel.Show(0)
	s.settle()
	if !slices.Contains(s.said, "kept") {
		t.Errorf("leaving said %q", s.said)
	}
	s.panel.Close()

	m.set(func(d *cache.LeadDetail) {
		d.Lead.CustomFieldsValues[0] = values(t, m.fields[1], `[{"value":"theirs"}]`)
	})
	again := open(t, m)
	if got := again.told("field:cf-2"); got != "UZ-1187-mine" || !again.panel.view.details.field("cf-2").Offered() {
		t.Errorf("the draft came back as %q", got)
	}
	if got := again.panel.view.details.field("cf-3").Typed(); got.Text != "nonsense" {
		t.Errorf("the wrong day came back as %q", got.Text)
	}
	if add, remove := again.panel.view.head.tags.Changes(); len(add) > 0 || len(remove) != 1 {
		t.Errorf("tags came back as %q, %q", add, remove)
	}
	again.wipe("field:cf-3")
	again.panel.Save()
	again.settle()
	wait(t, "no draft", func() bool { return m.draft("lead/19619") == "" })
}

// TestDraftSurvivesAnotherLanguage: the window is built anew, what is typed
// stays.
func TestDraftSurvivesAnotherLanguage(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.text("field:cf-2", "-mine")
	s.panel.SetFormat(formats["ru"])
	s.settle()
	if got := s.told("field:cf-2"); got != "UZ-1187-mine" || s.told("tab:history") != "История" {
		t.Errorf("it is %q under %q", got, s.told("tab:history"))
	}
}

func TestDraftsThatFail(t *testing.T) {
	app(t)
	m := plain(t)
	m.failing = true
	s := open(t, m)
	s.text("field:cf-2", "x")
	wait(t, "a complaint", func() bool { s.settle(); return len(s.said) > 0 && strings.Contains(s.said[0], "no room") })
	m.mu.Lock()
	m.failing = false
	m.mu.Unlock()
	s.text("field:cf-2", "y")
	wait(t, "a draft after all", func() bool { return strings.Contains(m.draft("lead/19619"), "UZ-1187xy") })
}

func wait(t *testing.T, what string, holds func() bool) {
	t.Helper()
	for end := time.Now().Add(time.Minute); time.Now().Before(end); time.Sleep(5 * time.Millisecond) {
		if holds() {
			return
		}
	}
	t.Fatalf("waited in vain for %s", what)
}

// TestStageDecidesWhatIsShown: hidden and demanded fields, and the loss reason.
func TestStageDecidesWhatIsShown(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	if s.has("field:cf-6") || !s.panel.view.details.field("cf-5").Rule().Required || s.has("field:loss") {
		t.Error("the stage of negotiations hides no field, or demands none, or has a loss reason")
	}
	if s.has("field:cf-7") || s.has("field:cf-8") || s.has("field:cf-99") {
		t.Error("what people must not edit can be edited")
	}
	s.memory.set(func(d *cache.LeadDetail) { d.Lead.StatusID = amo.StatusLost })
	s.panel.Reload()
	s.settle()
	if !s.has("field:cf-6") || s.panel.view.details.field("cf-5").Rule().Required || !s.has("field:loss") {
		t.Error("a lost lead has another look")
	}
	s.tap("field:loss")
	s.key(fyne.KeyDown, fyne.KeyReturn)
	s.tap("button:save-lead")
	if got, ok := s.memory.last(t).(cache.LeadEdit); !ok || got.LossReasonID != amo.Set[int64](71) {
		t.Errorf("saved %+v", got)
	}
}

func TestMoves(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.tap("step:1101")
	s.tap("step:1102") // it is there already
	s.tap("field:stage")
	s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn)
	if want := []string{"move 11 1101", "move 12 1201"}; !slices.Equal(s.said, want) || len(s.memory.done) > 0 {
		t.Errorf("said %q, want %q", s.said, want)
	}
}

func TestHeadButtons(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	for _, b := range []string{"browse-lead", "previous-lead", "next-lead", "close-lead"} {
		s.tap("button:" + b)
	}
	if want := []string{"browse 19619", "step -1", "step 1", "close"}; !slices.Equal(s.said, want) {
		t.Errorf("said %q, want %q", s.said, want)
	}
}

func TestContacts(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.panel.ShowTab("contacts")
	if s.find("contact:501").Position().Y > s.find("contact:502").Position().Y {
		t.Error("the main contact is not the first")
	}
	s.tap("button:way-501-1")
	s.tap("button:open-contact-502")
	s.tap("button:new-contact")
	if want := []string{"follow tel:+998901234567", "contact 502", "new contact"}; !slices.Equal(s.said, want) {
		t.Errorf("said %q, want %q", s.said, want)
	}
	for _, c := range []struct {
		do   func()
		want cache.LeadEdit
	}{
		{func() { s.tap("button:more-contact-502"); s.key(fyne.KeyDown, fyne.KeyReturn) }, cache.LeadEdit{MainContactID: 502}},
		{func() { s.tap("button:more-contact-502"); s.key(fyne.KeyDown, fyne.KeyDown, fyne.KeyReturn) }, cache.LeadEdit{Unlink: []int64{502}}},
		// 501 is linked already and not offered again
		{func() { s.tap("button:link-contact"); s.letters("ali"); s.key(fyne.KeyDown, fyne.KeyReturn) }, cache.LeadEdit{Link: []int64{503}}},
	} {
		c.do()
		c.want.ID = 19619
		if got, ok := s.memory.last(t).(cache.LeadEdit); !ok || fmt.Sprintf("%+v", got) != fmt.Sprintf("%+v", c.want) {
			t.Errorf("did %+v, want %+v", got, c.want)
		}
	}
}

func TestTasks(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.panel.ShowTab("tasks")
	if got := s.told("tab:tasks"); got != "Vazifalar 1" {
		t.Errorf("the tab says %q", got)
	}
	edit := func() cache.TaskEdit {
		t.Helper()
		e, ok := s.memory.last(t).(cache.TaskEdit)
		if !ok {
			t.Fatalf("did %+v", s.memory.done)
		}
		return e
	}
	s.tap("field:task-801")
	s.letters("yuborildi")
	s.key(fyne.KeyReturn)
	if got, want := edit(), (cache.TaskEdit{ID: 801, Completed: amo.Set(true), Result: amo.Set("yuborildi")}); got != want {
		t.Errorf("completed with %+v", got)
	}
	s.tap("field:task-802")
	if got, want := edit(), (cache.TaskEdit{ID: 802, Completed: amo.Set(false)}); got != want {
		t.Errorf("opened with %+v", got)
	}
	s.tap("button:more-task-801") // the owner is marked: two above is the week
	s.key(fyne.KeyUp, fyne.KeyUp, fyne.KeyReturn)
	if got, want := edit(), (cache.TaskEdit{ID: 801, CompleteTill: amo.Set[int64](now + 7200 + 7*86400)}); got != want {
		t.Errorf("put off with %+v", got)
	}
	s.tap("button:new-task")
	s.tap("button:add-task")
	if f := s.panel.view.tasks.fresh; f == nil || f.text.Mistake() == "" {
		t.Fatal("a task without a text was added")
	}
	s.text("field:task-text", "Qoʻngʻiroq qilish")
	s.tap("button:add-task")
	want := cache.TaskEdit{
		Entity: cache.Leads, EntityID: 19619, Text: amo.Set("Qoʻngʻiroq qilish"), TaskTypeID: amo.Set[int64](1), OwnerID: amo.Set[int64](9002),
		CompleteTill: amo.Set[int64](now - 2*3600 + 86400),
	}
	if got := edit(); got != want {
		t.Errorf("added %+v,\nwant  %+v", got, want)
	}
}

// TestTaskBeingFinishedStays: news does not take the result out of the hands.
func TestTaskBeingFinishedStays(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.panel.ShowTab("tasks")
	s.tap("field:task-801")
	s.letters("yub")
	s.memory.set(func(*cache.LeadDetail) {
		s.memory.tasks = slices.Clone(s.memory.tasks)
		s.memory.tasks[0].Text = "Yangi matn"
	})
	s.panel.Reload()
	s.settle()
	if got := s.told("field:result-801"); got != "yub" || s.told("task:801") != "Yangi matn" {
		t.Errorf("the result is %q of %q", got, s.told("task:801"))
	}
}

func TestHistory(t *testing.T) {
	app(t)
	m := plain(t)
	m.acts = []cache.Act{
		{ID: 5, At: now - 60, Kind: cache.ActEdit, Changes: []cache.ActChange{{
			Row: cache.Row{Entity: cache.Leads, ID: 19619}, Before: merge.Fields{merge.Price: []byte("120")}, After: merge.Fields{merge.Price: []byte("146")},
		}}},
		{ID: 4, At: now - 3600, Kind: cache.ActMove, Undone: true},
	}
	s := open(t, m)
	s.panel.ShowTab("history")
	if got := s.told("act:5"); got != "Byudjet: 120 → 146\u00a0soʻm" {
		t.Errorf("the act is %q", got)
	}
	s.tap("button:undo-5")
	if s.has("button:undo-4") || !slices.Equal(s.said, []string{"undo 5"}) {
		t.Errorf("said %q", s.said)
	}
}

func TestGoneLead(t *testing.T) {
	app(t)
	s := open(t, plain(t))
	s.panel.Show(7)
	s.settle()
	if len(s.said) != 1 || !strings.Contains(s.said[0], cache.ErrNotFound.Error()) {
		t.Errorf("said %q", s.said)
	}
}

func TestBudgetBound(t *testing.T) {
	if input.MostSum != cache.MaxPrice {
		t.Errorf("typed up to %d, stored up to %d", int64(input.MostSum), int64(cache.MaxPrice))
	}
}
