package ui

import (
	"encoding/json"
	"fmt"
	"testing"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/kit"
	"voronka/ui/shell"
)

// A lead typed at the head of a column and opened at once stays open, and
// marked on the board, when the server gives it its id; so does what is typed
// into it.
func TestAQuickAddedLeadKeepsItsPanel(t *testing.T) {
	s := newScene(t, 4)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.addLead(1101, "Tez bitim")
	s.until("its card is there", func() bool { return s.column(1101) == 3 })
	changes, err := s.store.Outbox(t.Context())
	if err != nil || len(changes) != 1 {
		t.Fatalf("unsent are %+v, %v", changes, err)
	}
	local := changes[0].EntityID
	s.w.openLead(local)
	s.until("its panel is there", func() bool { return s.shows("panel:lead-" + formatID(local)) })
	s.w.lead.ShowTab("feed")
	s.w.folk.feed.Reload()

	var lead amo.Lead
	text := fmt.Sprintf(`{"id":9500,"name":"Tez bitim","status_id":1101,"pipeline_id":11,"created_by":%d,"updated_by":%[1]d,"created_at":1760000100,"updated_at":1760000100}`, s.w.me())
	if err := json.Unmarshal([]byte(text), &lead); err != nil {
		t.Fatal(err)
	}
	if err := s.store.FinishChanges(t.Context(), cache.Finished{
		IDs: []int64{changes[0].ID}, Born: map[int64]int64{changes[0].ID: 9500}, Rows: cache.Batch{Leads: []amo.Lead{lead}},
	}); err != nil {
		t.Fatal(err)
	}
	s.until("the panel and the board go on with the new id", func() bool {
		_, feed := s.w.folk.feed.Shown()
		return s.w.lead.Lead() == 9500 && feed == 9500 && s.w.board.StatusOf(9500) == 1101 && s.w.board.Opened() == 9500 && s.shows("panel:lead-9500")
	})
	if !s.w.shell.PanelShown() {
		t.Error("the panel is gone")
	}
}

// A contact that was not sent yet when its form was opened beside the list stays
// chosen there, under the server's id.
func TestANewContactStaysChosen(t *testing.T) {
	s := newScene(t, 2)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	act, err := s.store.Do(t.Context(), cache.Command{Edits: []cache.Edit{cache.ContactEdit{Name: amo.Set("Yangi kontakt")}}})
	if err != nil {
		t.Fatal(err)
	}
	local := act.Made[0].ID
	s.w.navigate(shell.Contacts)
	s.w.openPlace(cache.Contacts, local)
	s.until("its form is there", func() bool { return s.shows("form:contact/" + formatID(local)) })
	var contact amo.Contact
	if err := json.Unmarshal([]byte(`{"id":9600,"name":"Yangi kontakt","created_at":1760000100,"updated_at":1760000100}`), &contact); err != nil {
		t.Fatal(err)
	}
	if err := s.store.FinishChanges(t.Context(), cache.Finished{
		IDs: []int64{act.Changes[0].ChangeID}, Born: map[int64]int64{act.Changes[0].ChangeID: 9600}, Rows: cache.Batch{Contacts: []amo.Contact{contact}},
	}); err != nil {
		t.Fatal(err)
	}
	s.until("the form and the list go on with the new id", func() bool {
		return s.shows("form:contact/9600") && s.w.folk.contacts.Chosen() == cache.Row{Entity: cache.Contacts, ID: 9600} && s.w.folk.person.Subject().ID == 9600
	})
}

// shows reports whether something is on the screen, by its id for inspection.
func (s *scene) shows(id string) bool { return named(s.w.win.Canvas().Content(), id) != nil }

// named finds something that is laid out by its id, nil when it is not there.
func named(in fyne.CanvasObject, id string) fyne.CanvasObject {
	for _, o := range test.LaidOutObjects(in) {
		if i, ok := o.(kit.Inspectable); ok {
			if got, _, _ := i.Inspect(); got == id {
				return o
			}
		}
	}
	return nil
}

// A lead that amoCRM does not have yet has no address there.
func TestALeadOfHereHasNoLink(t *testing.T) {
	s := newScene(t, 2)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	clipboard := s.w.p.App.Clipboard()
	clipboard.SetContent("avvalgi")
	s.w.copyLinks([]int64{-1})
	if got := clipboard.Content(); got != "avvalgi" {
		t.Errorf("copied was %q", got)
	}
	s.w.copyLinks([]int64{7001, -1, 7000})
	want := "https://nurmebel.amocrm.ru/leads/detail/7001\nhttps://nurmebel.amocrm.ru/leads/detail/7000"
	if got := clipboard.Content(); got != want {
		t.Errorf("copied was %q, want %q", got, want)
	}
	s.w.browseLead(-1)
	s.until("that is said", func() bool {
		message, shown := s.snack()
		return shown && message == s.w.texts.T("lead.not_there_yet")
	})
}

// snack is the message that is shown.
func (s *scene) snack() (text string, shown bool) {
	for _, o := range test.LaidOutObjects(s.w.win.Canvas().Content()) {
		if bar, ok := o.(*kit.Snackbar); ok {
			m, on := bar.Current()
			return m.Text, on
		}
	}
	return "", false
}
