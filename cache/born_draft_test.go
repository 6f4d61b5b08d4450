package cache

import (
	"testing"

	"voronka/amo"
)

// What is typed into a row that was born here stays with the row when the
// server has given it its id, also what is written a moment later.
func TestDraftsFollowARowToItsID(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	act := must(s.Do(ctx, Command{Edits: []Edit{LeadEdit{Name: amo.Set("Yangi"), PipelineID: salesID, StatusID: newID}}}))(t)
	local := act.Made[0].ID
	lead, note := "lead/"+intText(local), "note/leads/"+intText(local)
	check(t, s.SaveDraft(ctx, lead, []byte("avval")))
	check(t, s.SaveDraft(ctx, note, []byte("izoh")))
	check(t, s.FinishChanges(ctx, Finished{
		IDs: []int64{act.Changes[0].ChangeID}, Born: map[int64]int64{act.Changes[0].ChangeID: 500},
		Rows: Batch{Leads: []amo.Lead{leadSpec{ID: 500, Name: "Yangi"}.lead(t)}},
	}))
	for key, want := range map[string]string{"lead/500": "avval", lead: "avval", "note/leads/500": "izoh", note: "izoh"} {
		if got := must(s.Draft(ctx, key))(t); string(got) != want {
			t.Errorf("under %s is %q, want %q", key, got, want)
		}
	}
	check(t, s.SaveDraft(ctx, lead, []byte("keyin")))
	if got := must(s.Draft(ctx, "lead/500"))(t); string(got) != "keyin" {
		t.Errorf("written a moment later is %q", got)
	}
	check(t, s.SaveDraft(ctx, note, nil))
	if keys := must(s.Drafts(ctx))(t); len(keys) != 1 || keys[0] != "lead/500" {
		t.Errorf("kept are %q", keys)
	}
}
