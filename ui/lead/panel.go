package lead

import (
	"context"
	"errors"
	"net/url"
	"strconv"
	"sync"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/container"

	"voronka/amo"
	"voronka/cache"
	drafts "voronka/ui/draft"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/kit"
)

// Replica is what the panel needs of the local store; it is called off the UI
// goroutine.
type Replica interface {
	drafts.Store
	Lead(ctx context.Context, id int64) (cache.LeadDetail, error)
	Pipelines(ctx context.Context) ([]amo.Pipeline, error)
	Users(ctx context.Context) ([]amo.User, error)
	CustomFields(ctx context.Context, entity cache.Entity) ([]amo.CustomField, error)
	FieldGroups(ctx context.Context, entity cache.Entity) ([]amo.FieldGroup, error)
	LossReasons(ctx context.Context) ([]amo.LossReason, error)
	TaskTypes(ctx context.Context) ([]amo.TaskType, error)
	Tags(ctx context.Context) ([]string, error)
	Tasks(ctx context.Context, q cache.TaskQuery) ([]cache.TaskRow, error)
	Contacts(ctx context.Context, q cache.ContactQuery) ([]cache.ContactRow, error)
	Companies(ctx context.Context, q cache.ContactQuery) ([]cache.CompanyRow, error)
	field.Catalogs
	ElementNames(ctx context.Context, refs []cache.ElementRef) (map[cache.ElementRef]string, error)
	History(ctx context.Context, entity cache.Entity, id int64, limit int) ([]cache.Act, error)
	Conflicts(ctx context.Context) ([]cache.Conflict, error)
	Do(ctx context.Context, c cache.Command) (cache.Act, error)
	Resolve(ctx context.Context, changeID int64, field string, choice cache.Choice) (cache.Act, error)
}

// Feed is the list of notes and events of a lead, which the panel hosts in a
// tab of its own. UI goroutine only.
type Feed interface {
	Object() fyne.CanvasObject
	Show(lead int64)
	Rename(from, to int64) // the lead has another id now
}

// Events are what the panel asks of the window, on the UI goroutine. Those
// that say so may be nil: then they are not offered.
type Events struct {
	Close       func()
	Move        func(lead, pipeline, status int64)
	Browse      func(lead int64)       // open the lead in the browser
	Follow      func(address *url.URL) // open an address from a field
	Done        func(act cache.Act)    // an act was stored
	Kept        func(lead int64)       // the lead was left with unsaved edits, which are kept
	Step        func(by int)           // to the previous or next lead of the column; may be nil
	OpenContact func(contact int64)    // may be nil
	NewContact  func(lead int64)       // a new contact for the lead; may be nil
	Undo        func(act int64)        // may be nil
	Failed      func(err error)
}

// Params is what a panel is made of.
type Params struct {
	Replica Replica
	Format  *format.Format
	Now     func() int64 // Unix seconds
	Do      func(func()) // runs a function on the UI goroutine
	Feed    Feed         // nil: there is no such tab
	On      Events
}

// Panel shows one lead. UI goroutine only, but for Close.
type Panel struct {
	p      Params
	box    *fyne.Container // what the window shows: the view of the moment
	lead   int64
	tab    string
	view   *view // nil until the lead was read
	mark   *tag  // likewise
	drafts *drafts.Keeper
	gen    int
	saving bool // the answer of a save is to come
	again  bool // news came meanwhile
	more   bool // and saving was asked for again
	ctx    context.Context
	stop   context.CancelFunc
	work   sync.WaitGroup
}

// panelPad is the distance of the words to the panel's edges.
const panelPad float32 = 22

// NewPanel returns a panel that shows nothing yet.
func NewPanel(p Params) *Panel {
	v := &Panel{p: p, box: container.NewStack(), tab: tabDetails}
	v.ctx, v.stop = context.WithCancel(context.Background())
	v.drafts = drafts.NewKeeper(p.Replica, func(err error) { p.Do(func() { p.On.Failed(err) }) })
	return v
}

// Close keeps what is being typed, stops the reading and waits for both.
func (v *Panel) Close() {
	v.stop()
	v.work.Wait()
	v.drafts.Close()
}

// Object is what the window puts into its side panel.
func (v *Panel) Object() fyne.CanvasObject { return v.box }

// Lead is the lead shown, 0 for none.
func (v *Panel) Lead() int64 { return v.lead }

// SetFormat changes the language, currency or zone. What is typed stays.
func (v *Panel) SetFormat(f *format.Format) {
	v.p.Format = f
	v.rebuild()
}

// Retint follows another theme.
func (v *Panel) Retint() { v.rebuild() }

// rebuild makes the view anew, with what is typed in it.
func (v *Panel) rebuild() {
	if v.view == nil {
		v.Reload()
		return
	}
	s := *v.view.scene
	s.draft = v.view.draft()
	v.present(&s)
}

// Show shows another lead; 0 empties the panel. What was typed into the one
// before is kept as its draft.
func (v *Panel) Show(lead int64) {
	if v.view != nil && v.lead != lead {
		if v.view.isChanged() {
			v.keep(v.view)
			v.p.On.Kept(v.lead)
		}
		v.view, v.more = nil, false
		v.box.Objects = nil
		v.box.Refresh()
	}
	v.lead = lead
	v.Reload()
}

// ShowTab shows a tab by name: details, contacts, tasks, feed or history.
func (v *Panel) ShowTab(name string) {
	v.tab = name
	if v.view != nil {
		v.view.showTab(name)
	}
}

// Reload reads the lead again. What the person is editing stays as it is, and
// is offered the other value. An answer that a newer question overtook is
// dropped.
func (v *Panel) Reload() {
	v.gen++
	if v.lead == 0 {
		return
	}
	if v.saving {
		v.again = true
		return
	}
	gen, lead := v.gen, v.lead
	v.work.Go(func() {
		s, err := readScene(v.ctx, v.p.Replica, v.drafts, lead)
		v.p.Do(func() {
			if gen != v.gen || v.ctx.Err() != nil {
				return
			}
			if err != nil {
				v.p.On.Failed(err)
				return
			}
			v.take(s)
		})
	})
}

// take shows what was read: over what is shown of the same lead, or anew. A
// lead born here has got its id of the server's meanwhile.
func (v *Panel) take(s *scene) {
	if id := s.lead().ID; id != v.lead {
		if v.p.Feed != nil {
			v.p.Feed.Rename(v.lead, id)
		}
		v.drafts.Rename(draftKey(v.lead), draftKey(id))
		v.lead = id
		if v.view != nil {
			v.mark.id = markOf(id)
		}
	}
	if v.view != nil && v.view.fits(s) {
		v.view.update(s)
		return
	}
	if v.view != nil {
		s.draft = v.view.draft() // the account's fields have changed under the person's hands
	}
	v.present(s)
}

// fits reports whether the view has the fields the lead has now.
func (v *view) fits(s *scene) bool {
	if len(s.fields) != len(v.scene.fields) {
		return false
	}
	for i := range s.fields {
		a, b := &s.fields[i], &v.scene.fields[i]
		if a.ID != b.ID || a.Type != b.Type || a.Name != b.Name || len(a.Enums) != len(b.Enums) {
			return false
		}
	}
	for _, have := range s.lead().CustomFieldsValues {
		if v.details.field(field.CustomKey(have.FieldID)) == nil {
			return false
		}
	}
	return true
}

// present builds the view of a lead.
func (v *Panel) present(s *scene) {
	v.view = newView(v, s)
	v.mark = &tag{id: markOf(s.lead().ID), text: v.view.head.title.shown()}
	v.box.Objects = []fyne.CanvasObject{v.view.object, v.mark}
	v.box.Refresh()
}

// markOf is what names the panel of a lead for outside inspection.
func markOf(lead int64) string { return "panel:lead-" + strconv.FormatInt(lead, 10) }

// keep keeps what is typed as a draft.
func (v *Panel) keep(of *view) {
	value, err := of.draft().write()
	if err != nil {
		v.p.On.Failed(err)
		return
	}
	v.drafts.Keep(draftKey(of.scene.lead().ID), value)
}

// IsChanged reports whether something is typed and not saved.
func (v *Panel) IsChanged() bool { return v.view != nil && v.view.isChanged() }

// Save stores what was typed as one act, if nothing of it is wrong. What is
// typed while another save is on its way is stored after that.
func (v *Panel) Save() {
	v.more = v.saving
	if v.view == nil || v.saving {
		return
	}
	of := v.view
	if wrong := of.details.wrong(); len(wrong) > 0 {
		of.tabs.Choose(tabDetails)
		wrong[0].Check()
		of.details.form.Reveal(wrong[0].Field)
		wrong[0].Focus()
		return
	}
	edit, changed := of.edit()
	if !changed {
		return
	}
	sent := of.draft()
	v.saving = true
	v.do([]cache.Edit{edit}, func(err error) { v.stored(of, sent, err) })
}

// stored takes the answer to a save of a view.
func (v *Panel) stored(of *view, sent *draft, err error) {
	v.saving = false
	if err == nil || errors.Is(err, cache.ErrUnchanged) {
		of.saved(sent)
		if v.view == of {
			v.keep(of)
			of.tellFoot()
		}
		v.again, err = true, nil
		if v.more {
			v.Save()
		}
	}
	v.more = false
	if v.again && !v.saving {
		v.again = false
		v.Reload()
	}
	var value *cache.ValueError
	if errors.As(err, &value) && v.view == of && of.refused(value) {
		return
	}
	if err != nil {
		v.p.On.Failed(err)
	}
}

// saved takes what was stored as what the lead has now. What the person has
// typed since then is a change to that.
func (v *view) saved(sent *draft) {
	if sent.Name != nil {
		v.head.title.was = *sent.Name
	}
	if sent.Tags != nil {
		v.head.tags.Stored(sent.Tags.Add, sent.Tags.Remove)
	}
	for key, was := range sent.Fields {
		f := v.details.field(key)
		if f.Typed().Same(was.Typed) {
			f.SetValues(f.Values())
		} else {
			f.Rebase(f.Rule().Check(was.Typed, f.Was()).Values)
		}
	}
}

// do carries out a command off the UI goroutine and then tells after, which
// may be nil.
func (v *Panel) do(edits []cache.Edit, after func(error)) {
	if after == nil {
		after = func(err error) {
			if err != nil && !errors.Is(err, cache.ErrUnchanged) {
				v.p.On.Failed(err)
			}
		}
	}
	v.run(func() (cache.Act, error) { return v.p.Replica.Do(v.ctx, cache.Command{Edits: edits}) }, after)
}

// run does something off the UI goroutine and then tells after.
func (v *Panel) run(do func() (cache.Act, error), after func(error)) {
	v.work.Go(func() {
		act, err := do()
		v.p.Do(func() {
			if v.ctx.Err() != nil {
				return
			}
			after(err)
			if err == nil {
				v.p.On.Done(act)
			}
		})
	})
}

var _ kit.Inspectable = (*tag)(nil)
