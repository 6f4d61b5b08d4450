package ui

import (
	"fmt"
	"slices"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
)

// crier is Fyne's app with what the desktop was asked to tell.
type crier struct {
	fyne.App
	told []string
}

// SendNotification notes what is told.
func (d *crier) SendNotification(n *fyne.Notification) {
	d.told = append(d.told, n.Title+": "+n.Content)
}

// A task of the person's that falls due is told by the desktop once, also when
// the program is started again; those of others and those that are done are
// not.
func TestADueTaskIsToldOnce(t *testing.T) {
	s := newScene(t, 3)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	told := &crier{App: s.w.p.App}
	s.w.p.App = told
	now := nowUnix()
	add := func(text string, owner, due int64, done bool) {
		t.Helper()
		act, err := s.store.Do(t.Context(), cache.Command{Edits: []cache.Edit{cache.TaskEdit{
			Entity: cache.Leads, EntityID: 7000, Text: amo.Set(text), OwnerID: amo.Set(owner), CompleteTill: amo.Set(due), TaskTypeID: amo.Set[int64](1),
		}}})
		if err == nil && done {
			_, err = s.store.Do(t.Context(), cache.Command{Edits: []cache.Edit{cache.TaskEdit{ID: act.Made[0].ID, Completed: amo.Set(true)}}})
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	remind := func() {
		t.Helper()
		s.w.remind()
		s.until("the tasks are looked through", func() bool { return !s.w.reminding })
	}
	add("long ago", 9001, now-86_400, false)
	remind() // the first time only begins the watch
	if len(told.told) != 0 {
		t.Fatalf("at first it tells %q", told.told)
	}
	s.w.prefs.set(prefReminded, formatID(now-60))
	add("call", 9001, now-30, false)
	add("somebody else’s", 9002, now-30, false)
	add("done", 9001, now-30, true)
	add("later", 9001, now+3600, false)
	remind()
	want := []string{fmt.Sprintf("A task is due · %s: call · Bitim 0", s.w.format.Time(now-30))}
	if !slices.Equal(told.told, want) {
		t.Errorf("told %q, want %q", told.told, want)
	}
	remind()
	s.w.prefs.close()
	var err error
	if s.w.prefs, err = loadPreferences(t.Context(), s.w.p.Settings, s.w.p.Account.ID, s.w.p.Log); err != nil {
		t.Fatal(err)
	}
	remind()
	if len(told.told) != 1 {
		t.Errorf("it is told again: %q", told.told)
	}
}
