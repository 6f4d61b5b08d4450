package ui

import (
	"encoding/json"
	"testing"

	"voronka/amo"
	"voronka/cache"
	"voronka/cache/replica"
)

// A pipeline without leads says so over its columns, which work as ever, and
// offers to make the first; the sentence goes with the first lead.
func TestAnEmptyPipelineSaysWhatToDo(t *testing.T) {
	s := newScene(t, 0)
	s.until("that is said", func() bool { return s.shows("empty:board") })
	if !s.shows("column:1101") || !s.shows("button:add-1101") {
		t.Error("the columns are gone")
	}
	s.press("button:first-lead")
	s.until("the form of a new lead is open", func() bool { return s.w.shell.PanelShown() && s.shows("field:lead-name") })
	s.w.setLanguage("uz")
	s.until("it is said in another language", func() bool { return s.shows("empty:board") })
	s.w.addLead(1101, "Birinchi")
	s.until("the lead is there instead", func() bool { return s.column(1101) == 1 && !s.shows("empty:board") })
}

// A filter that nothing meets says so and offers to clear it; another pipeline's
// leads are another matter.
func TestAFilterThatNothingMeetsCanBeCleared(t *testing.T) {
	s := newScene(t, 4)
	s.until("the board is drawn", func() bool { return s.started == 1 })
	s.w.filter(func(f *filters) { f.text = "bunday bitim yoʻq" })
	s.until("that is said", func() bool { return s.shows("empty:filter") })
	if s.shows("empty:board") {
		t.Error("the pipeline is said to be empty")
	}
	s.press("button:clear-filter")
	s.until("the leads are back", func() bool { return s.column(1101) == 2 && !s.shows("empty:filter") && s.w.filters.empty() })
}

// Before anything was loaded there are no columns to look at.
func TestWhatIsNotLoadedYetSaysSo(t *testing.T) {
	folder, store := newStore(t)
	s := &scene{t: t, store: store, engine: &idle{status: replica.Status{Phase: replica.PhaseFirstLoad}}}
	s.open(folder, Account{
		ID: 31415926, Name: "nurmebel", Host: "nurmebel.amocrm.ru", WebURL: "https://nurmebel.amocrm.ru",
		Store: store, Engine: s.engine, StartSync: func() { s.started++ },
	})
	s.until("leads are being loaded", func() bool { s.w.showSync(); return s.shows("empty:first-sync") })
	s.engine.status.Phase = replica.PhaseOffline
	s.until("nothing is loaded", func() bool { s.w.showSync(); return s.shows("empty:unloaded") })
	fill(t, store, 1)
	var lead amo.Lead
	if err := json.Unmarshal([]byte(`{"id":9,"name":"x","status_id":1101,"pipeline_id":11}`), &lead); err != nil {
		t.Fatal(err)
	}
	if err := store.Apply(t.Context(), cache.Batch{Leads: []amo.Lead{lead}}); err != nil {
		t.Fatal(err)
	}
	s.until("the board is there", func() bool { return s.shows("column:1101") && !s.shows("empty:unloaded") })
}
