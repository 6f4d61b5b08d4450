package ui

import (
	"errors"
	"net/url"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/contacts"
	"voronka/ui/feed"
	"voronka/ui/kit"
	"voronka/ui/people"
	"voronka/ui/shell"
	"voronka/ui/tasks"
)

// folk is what the window shows of contacts, companies and tasks.
type folk struct {
	contacts *contacts.Screen
	person   *people.Form // beside the list of contacts
	aside    *people.Form // in the side panel: a new lead, or a contact of the lead that is shown
	tasks    *tasks.Screen
	feed     *feed.Feed // of the lead that is shown
}

func (w *window) newFolk() *folk {
	f := &folk{}
	f.person = w.newForm(func() { f.contacts.Left() }, nil, func(entity cache.Entity, from, to int64) { f.contacts.Rename(entity, from, to) })
	f.contacts = contacts.New(contacts.Params{
		Replica: w.p.Account.Store, Form: f.person.Object(), Format: w.format, Clock: kit.SystemClock(), Do: w.do,
		On: contacts.Events{
			Show:   func(entity cache.Entity, id int64) { f.person.Show(people.Subject{Entity: entity, ID: id}) },
			Failed: w.fail,
		},
	})
	f.aside = w.newForm(w.asideClosed, w.asideClosed, nil)
	f.tasks = tasks.New(tasks.Params{
		Replica: w.p.Account.Store, Format: w.format, Now: nowUnix, Do: w.do, Me: w.me,
		On: tasks.Events{
			Open: w.openPlace, Failed: w.fail, Done: w.done,
			Menu:  func(at fyne.Position, p kit.MenuParams) { w.shell.Menu(at, p) },
			Under: func(o fyne.CanvasObject, p kit.MenuParams) { w.shell.MenuUnder(o, p) },
		},
	})
	f.feed = feed.New(feed.Params{
		Replica: w.p.Account.Store, Loader: w.p.Account.Engine, Format: w.format, Now: nowUnix, Do: w.do,
		Me:   func() (int64, string) { return w.me(), w.userName(w.me()) },
		Copy: w.p.App.Clipboard().SetContent, Failed: w.fail, Written: func(cache.Act) { w.p.Account.Engine.Poke() },
		Menu: func(at fyne.Position, p kit.MenuParams) { w.shell.Menu(at, p) },
	})
	return f
}

// newForm makes a form of contacts and companies. left is told when something
// new is done with; closed closes the form, nil where it stays; renamed is told
// of the server's id of what was born here, nil where nobody asks.
func (w *window) newForm(left, closed func(), renamed func(entity cache.Entity, from, to int64)) *people.Form {
	return people.New(people.Params{
		Replica: w.p.Account.Store, Format: w.format, Clock: kit.SystemClock(), Now: nowUnix, Do: w.do, Me: w.me, Hold: w.prefs.hold,
		Clipboard: w.p.App.Clipboard().Content,
		On: people.Events{
			Open: w.openPlace, Follow: func(address *url.URL) { w.follow(address) }, Failed: w.personFailed, Close: closed, Left: left, Renamed: renamed,
			Browse: w.browseRow, Saved: func(_ people.Subject, act cache.Act) { w.did(act) },
		},
	})
}

// personFailed tells what went wrong in a form.
func (w *window) personFailed(err error) {
	if errors.Is(err, cache.ErrNotFound) {
		w.shell.Snackbar(kit.Message{Text: w.texts.T("people.gone"), Key: "person"})
		return
	}
	w.fail(err)
}

func (w *window) me() int64 { return w.account.CurrentUserID }

// close stops everything and keeps what is typed. Not on the UI goroutine
// while its loop runs.
func (f *folk) close() {
	f.contacts.Close()
	f.person.Close()
	f.aside.Close()
	f.tasks.Close()
	f.feed.Close()
}

// speak changes language, currency or zone.
func (f *folk) speak(w *window) {
	f.person.SetFormat(w.format)
	f.contacts.SetFormat(w.format)
	f.aside.SetFormat(w.format)
	f.tasks.SetFormat(w.format)
	f.feed.SetFormat(w.format)
}

// deliver takes news to the screens.
func (f *folk) deliver(w *window, heap map[cache.Entity]rows) {
	has := func(all ...cache.Entity) bool {
		for _, e := range all {
			if _, ok := heap[e]; ok {
				return true
			}
		}
		return false
	}
	if has(cache.Contacts, cache.Companies) && w.screen == shell.Contacts {
		f.contacts.Reload()
	}
	if has(cache.Contacts, cache.Companies, cache.Leads, cache.CustomFields, cache.Catalogs) {
		f.person.Reload()
		f.aside.Reload()
	}
	if has(cache.Tasks, cache.Leads, cache.Users) && w.screen == shell.Tasks {
		f.tasks.Reload()
	}
	if has(cache.Notes, cache.Events, cache.Outbox) {
		f.feed.Reload()
	}
}

// openPlace opens a lead, contact or company where it can be seen best.
func (w *window) openPlace(entity cache.Entity, id int64) {
	switch {
	case entity == cache.Leads:
		w.openLead(id)
	case entity != cache.Contacts && entity != cache.Companies:
		return
	case w.screen == shell.Contacts && !w.shell.PanelShown():
		w.folk.contacts.Choose(entity, id)
	default:
		w.folk.aside.Show(people.Subject{Entity: entity, ID: id})
		w.shell.ShowPanel(w.folk.aside.Object())
	}
}

// asideClosed leads back to the lead, when the form was opened from one.
func (w *window) asideClosed() {
	w.folk.aside.Show(people.Subject{})
	if w.lead.Lead() != 0 {
		w.shell.ShowPanel(w.lead.Object())
		w.lead.Reload()
		return
	}
	w.shell.HidePanel()
}

// newLead opens the form of a new lead with its contact.
func (w *window) newLead() {
	if w.folk == nil {
		return
	}
	w.lead.Show(0)
	w.board.SetOpened(0)
	w.folk.aside.Show(people.Subject{Entity: cache.Leads, PipelineID: w.board.Query().PipelineID})
	w.shell.ShowPanel(w.folk.aside.Object())
}

// newContactOf opens the form of a new contact of a lead over its panel.
func (w *window) newContactOf(lead int64) {
	w.folk.aside.Show(people.Subject{Entity: cache.Contacts, LeadID: lead})
	w.shell.ShowPanel(w.folk.aside.Object())
}

// newPerson opens the form of a new contact or company.
func (w *window) newPerson(entity cache.Entity) {
	w.navigate(shell.Contacts)
	w.folk.contacts.Choose(entity, 0)
}

// newTask opens the sheet of a new task.
func (w *window) newTask() {
	w.navigate(shell.Tasks)
	w.folk.tasks.Add()
}

func (w *window) browseRow(entity cache.Entity, id int64) {
	address, err := url.Parse(w.p.Account.WebURL + "/" + string(entity) + "/detail/" + formatID(id))
	if err != nil {
		w.fail(err)
		return
	}
	w.follow(address)
}

// showFolk shows a screen of contacts or tasks; false when it is none.
func (w *window) showFolk(s shell.Screen) bool {
	switch s {
	case shell.Contacts:
		w.folk.contacts.Reload()
		w.shell.SetContent(w.folk.contacts.Object())
	case shell.Tasks:
		w.folk.tasks.Reload()
		w.shell.SetContent(w.folk.tasks.Object())
	default:
		return false
	}
	return true
}

// leadFeed is the feed as the lead panel hosts it.
type leadFeed struct{ *feed.Feed }

// Show shows the feed of a lead.
func (f leadFeed) Show(lead int64) { f.Feed.Show(cache.Leads, lead) }

// Rename goes on with the feed of a lead under another id.
func (f leadFeed) Rename(from, to int64) { f.Feed.Rename(cache.Leads, from, to) }
