package people

import (
	"context"
	"errors"
	"net/url"
	"slices"
	"strconv"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/draft"
	"voronka/ui/field"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/input"
	"voronka/ui/kit"
)

// Events are what a form asks of the window, on the UI goroutine.
type Events struct {
	Open   func(entity cache.Entity, id int64) // another contact, company or lead
	Browse func(entity cache.Entity, id int64) // in the browser
	Follow func(address *url.URL)              // tel, mailto, https
	Saved  func(of Subject, act cache.Act)     // of is what the form was about, with ID 0 for a new one
	Close  func()                              // the form is to be closed; nil where it stays
	Left   func()                              // something new was made, or given up
	// Renamed tells that what is shown, which was born here, has got the
	// server's id; nil where nobody asks.
	Renamed func(entity cache.Entity, from, to int64)
	Failed  func(err error)
}

// Params is what a form is made of. All are needed.
type Params struct {
	Replica   Replica
	Format    *format.Format
	Clock     kit.Clock
	Now       func() int64         // Unix seconds
	Do        func(func())         // runs a function on the UI goroutine
	Me        func() int64         // the user who is signed in
	Hold      func() time.Duration // how long something new waits before it is sent
	Clipboard func() string
	On        Events
}

// Form shows one contact or company, or what is to become one, or a new lead
// with its contact. UI goroutine only, but for Close.
type Form struct {
	p       Params
	view    *view
	body    *field.Form
	tags    *kit.Tags
	scene   *scene // nil while nothing is shown
	want    Subject
	gen     int // of the subject
	reading bool
	again   bool
	saving  bool
	more    bool // saving was asked for again meanwhile
	fields  field.Set
	others  []field.Block    // conflicts about what has no field here
	places  []amo.Status     // that a new lead can begin at
	names   map[int64]string // of choices that were found or are to be made
	fresh   int64            // the id of the company offered last that does not exist
	finds   int              // the search of now
	looks   int              // the look for duplicates of now
	twin    *twin            // who is here already, nil for nobody
	waiting func() bool      // stops the pause before that look
	filling bool             // what was pasted is being spread over the fields
	drafts  *draft.Keeper
	ctx     context.Context
	stop    context.CancelFunc
	work    sync.WaitGroup
}

// New returns a form that shows nothing yet.
func New(p Params) *Form {
	f := &Form{p: p, names: make(map[int64]string)}
	f.ctx, f.stop = context.WithCancel(context.Background())
	f.drafts = draft.NewKeeper(p.Replica, func(err error) { p.Do(func() { f.failed(err) }) })
	f.view = newView(f)
	return f
}

// Close stops the reading, keeps what is typed, and waits for both.
func (f *Form) Close() {
	f.stop()
	if f.waiting != nil {
		f.waiting()
	}
	f.work.Wait()
	f.drafts.Close()
}

// Object is what the window shows.
func (f *Form) Object() fyne.CanvasObject { return f.view }

// Subject is what the form is about.
func (f *Form) Subject() Subject { return f.want }

// SetFormat changes the language, currency or zone; what is typed stays.
func (f *Form) SetFormat(to *format.Format) {
	f.p.Format = to
	of := f.want
	f.Show(Subject{})
	f.Show(of)
}

func (f *Form) texts() *i18n.Texts { return f.p.Format.Texts() }

// Show shows a subject; the zero one empties the form. What was typed into the
// one before is kept as a draft.
func (f *Form) Show(of Subject) {
	if of == f.want && of != (Subject{}) {
		return
	}
	f.gen++
	f.want, f.scene, f.twin, f.reading, f.again, f.saving, f.more = of, nil, nil, false, false, false, false
	clear(f.names)
	f.view.show()
	if of.Entity != "" {
		f.Reload()
	}
}

// Reload reads the subject again, after news. What the person is editing
// stays, and the other value is offered.
func (f *Form) Reload() {
	if f.want.Entity == "" || f.scene != nil && f.want.ID == 0 {
		return // what is new is nowhere else
	}
	if f.reading {
		f.again = true
		return
	}
	f.reading = true
	gen, of := f.gen, f.want
	f.work.Go(func() {
		s, err := f.read(f.ctx, of)
		f.p.Do(func() {
			if gen != f.gen || f.ctx.Err() != nil {
				return
			}
			f.reading = false
			if err != nil {
				f.failed(err)
				return
			}
			f.take(s)
		})
	})
}

func (f *Form) failed(err error) {
	if errors.Is(err, context.Canceled) && f.ctx.Err() != nil {
		return
	}
	f.p.On.Failed(err)
}

// rename goes on with the server's id of what was born here.
func (f *Form) rename(to Subject) {
	from := f.want
	if to == from {
		return
	}
	f.want = to
	f.drafts.Rename(draftKey(from), draftKey(to))
	if f.p.On.Renamed != nil {
		f.p.On.Renamed(to.Entity, from.ID, to.ID)
	}
}

// take shows what was read.
func (f *Form) take(s *scene) {
	f.rename(s.subject)
	anew := f.scene == nil
	if !anew && !f.fits(s) { // the account's fields have changed under the person's hands
		var err error
		if s.kept, err = f.typing(); err != nil {
			f.failed(err)
		}
		anew = true
	}
	f.scene = s
	if anew {
		f.begin()
	} else {
		by := s.user(s.person.updatedBy)
		for _, x := range f.fields {
			x.KnowElements(f.scene.elements)
			x.Meet(f.valuesOf(x.Key), by)
		}
		f.tags.Set(s.person.tags, s.tags)
	}
	f.view.show()
	f.arrange()
	if f.again {
		f.again = false
		f.Reload()
	}
}

// fits reports whether the form has the fields that were read now.
func (f *Form) fits(s *scene) bool {
	same := slices.EqualFunc(s.fields, f.scene.fields, func(a, b amo.CustomField) bool {
		return a.ID == b.ID && a.Type == b.Type && a.Name == b.Name && len(a.Enums) == len(b.Enums)
	})
	for _, have := range s.person.values {
		same = same && f.field(field.CustomKey(have.FieldID)) != nil
	}
	return same && (f.field(keyName) != nil) == s.isOneName()
}

// begin makes the fields of another subject.
func (f *Form) begin() {
	f.body = field.NewForm()
	f.tags = field.NewTags(f.texts(), func() { f.typed("") })
	f.tags.Set(f.scene.person.tags, f.scene.tags)
	f.makeFields()
	f.restore(f.scene.kept)
}

// arrange gives the fields their places.
func (f *Form) arrange() {
	if f.scene != nil {
		f.tellClashes()
		f.body.Set(f.sections())
		f.view.Refresh()
	}
}

// typed takes what the person has changed.
func (f *Form) typed(key string) {
	if f.scene == nil || f.filling {
		return
	}
	switch key {
	case keyFirst, keyName:
		f.spread(key)
	case keyWho:
		f.arrange()
	}
	if x := f.field(key); x != nil && (code(x.Rule().Field) == codePhone || code(x.Rule().Field) == codeEmail) {
		f.lookForTwins()
	}
	f.keep()
	f.view.Refresh()
}

// spread puts a text with phones or addresses in it, which was pasted into the
// name, where its parts belong.
func (f *Form) spread(key string) {
	typed := f.field(key).Typed().Text
	if f.scene.subject.parts() != cache.Contacts {
		return
	}
	if p := ReadPasted(typed); p.Reaches() && p.First+p.Last != "" {
		f.Fill(p)
	}
}

// Paste fills the form with what is on the clipboard.
func (f *Form) Paste() {
	if f.scene != nil {
		f.Fill(ReadPasted(f.p.Clipboard()))
	}
}

// Fill puts what was found in a text into the form's fields; phones and
// addresses are added to those that are there.
func (f *Form) Fill(p Pasted) {
	f.filling = true
	put := func(key, text string) {
		if x := f.field(key); x != nil && text != "" {
			x.Restore(input.Typed{Text: text})
		}
	}
	if f.field(keyName) != nil {
		put(keyName, joinName(p.First, p.Last))
	} else {
		put(keyFirst, p.First)
		put(keyLast, p.Last)
	}
	f.addLines(codePhone, p.Phones)
	f.addLines(codeEmail, p.Emails)
	f.filling = false
	f.arrange()
	f.lookForTwins()
	f.keep()
	f.view.Refresh()
}

func joinName(first, last string) string {
	switch {
	case first == "":
		return last
	case last == "":
		return first
	}
	return first + " " + last
}

// addLines adds phones or addresses, in the place of empty ones.
func (f *Form) addLines(of string, texts []string) {
	for _, x := range f.fields {
		if code(x.Rule().Field) != of || len(texts) == 0 {
			continue
		}
		var lines []input.Line
		have := map[string]bool{}
		for _, l := range x.Typed().Lines {
			if l.Text != "" {
				lines = append(lines, l)
				have[l.Text] = true
			}
		}
		kind := ""
		if kinds := x.Rule().Kinds(); len(kinds) > 0 {
			kind = kinds[0]
		}
		for _, s := range texts {
			if !have[s] {
				lines = append(lines, input.Line{Kind: kind, Text: s})
			}
		}
		x.Restore(input.Typed{Lines: lines})
	}
}

// changes counts what saving would send.
func (f *Form) changes() int {
	if f.scene == nil {
		return 0
	}
	n := 0
	for _, x := range f.fields {
		if x.Changed() {
			n++
		}
	}
	if f.tags.IsChanged() {
		n++
	}
	return n
}

func timeOf(unix int64, f *format.Format) time.Time { return time.Unix(unix, 0).In(f.Location()) }

func draftKey(of Subject) string {
	name := map[cache.Entity]string{cache.Contacts: "contact/", cache.Companies: "company/", cache.Leads: "lead/"}[of.Entity]
	switch {
	case of.LeadID != 0:
		return name + "of-lead/" + strconv.FormatInt(of.LeadID, 10)
	case of.ID == 0:
		return name + "new"
	}
	return name + strconv.FormatInt(of.ID, 10)
}
