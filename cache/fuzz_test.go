package cache

import (
	"encoding/json"
	"errors"
	"os"
	"path/filepath"
	"testing"
	"time"

	"voronka/amo"
)

// FuzzDamagedFile opens databases with bytes changed anywhere. Whatever comes,
// nothing panics, and an error of opening is one the program can tell.
func FuzzDamagedFile(f *testing.F) {
	dir, path := filled(f, 30)
	good, err := os.ReadFile(path)
	if err != nil {
		f.Fatal(err)
	}
	if err := os.RemoveAll(dir); err != nil {
		f.Fatal(err)
	}
	f.Add(uint32(0), []byte{0})
	f.Add(uint32(16), []byte{0xff, 0xff})
	f.Add(uint32(24), []byte{9, 9, 9, 9, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(100), []byte{13, 0, 0, 0xff, 0xff})
	f.Add(uint32(4096), make([]byte, 4096))
	f.Add(uint32(8192+8), []byte{0xff, 0xff, 0xff, 0xff, 0xff})
	f.Add(uint32(len(good)-600), []byte(`{"id":1,"name":[[[[`))
	f.Fuzz(func(t *testing.T, at uint32, bytes []byte) {
		dir := t.TempDir()
		path := filepath.Join(dir, "31.db")
		content := append([]byte(nil), good...)
		copy(content[int(at)%len(content):], bytes)
		check(t, os.WriteFile(path, content, 0o600))
		s, err := openStore(t.Context(), dir, path, accountSchema())
		if err != nil {
			if !isTyped(err) {
				t.Errorf("opening: %v", err)
			}
			return
		}
		// The log cannot be put into some damaged files; that is no news then.
		defer func() { _ = s.Close() }()
		useEverything(t, s)
	})
}

func isTyped(err error) bool {
	var damaged *DamagedError
	var newer *NewerError
	var folder *FolderError
	return errors.As(err, &damaged) || errors.As(err, &newer) || errors.As(err, &folder) || errors.Is(err, ErrBusy) || errors.Is(err, ErrDiskFull)
}

// useEverything calls every method; a damaged database may make any of them
// fail, but none may panic or hang.
func useEverything(t *testing.T, s *Store) {
	ctx := t.Context()
	lead := leadSpec{ID: 3, Status: contractID}.lead(t)
	change, _ := s.MoveLead(ctx, Move{LeadID: 3, StatusID: measureID}, time.Hour)
	_, account := s.Account(ctx)
	_, users := s.Users(ctx)
	_, pipelines := s.Pipelines(ctx)
	_, whole := s.Board(ctx, BoardQuery{PipelineID: salesID, Order: OrderName, Filter: Filter{Text: "osh"}})
	_, fielded := s.Board(ctx, BoardQuery{PipelineID: salesID, Filter: Filter{Fields: []FieldFilter{{FieldID: textField, Test: FieldFilled}}}})
	_, cards := s.Cards(ctx, []int64{1, 2, 3, 4, 5})
	_, list := s.Leads(ctx, LeadQuery{})
	_, detail := s.Lead(ctx, 3)
	_, counts := s.Counts(ctx)
	_, tags := s.Tags(ctx)
	_, outbox := s.Outbox(ctx)
	_, due := s.Due(ctx, endOfTime, 10)
	ids := []int64{change.ID}
	for _, err := range []error{
		account, users, pipelines, whole, fielded, cards, list, detail, counts, tags, outbox, due,
		s.StartSending(ctx, ids, 0), s.PostponeChanges(ctx, ids, 1, 0, ""), s.CancelChange(ctx, change.ID),
		s.FinishChanges(ctx, Finished{IDs: ids, Rows: Batch{Leads: []amo.Lead{lead}}}), s.Apply(ctx, Batch{Leads: []amo.Lead{lead}, DeletedLeads: []int64{4}}),
	} {
		if err != nil && err.Error() == "" {
			t.Error("an error without words")
		}
	}
}

// FuzzApply gives the replica whatever JSON decodes as a lead, with a pending
// move over it, and reads it back.
func FuzzApply(f *testing.F) {
	f.Add(leadSpec{ID: 1, Name: "Oshxona", Contact: 21, Tags: []string{"VIP"}}.json())
	f.Add(`{"id":1,"price":-9223372036854775808,"closest_task_at":-1,"_embedded":{"contacts":[{"id":0}],"companies":[{}],"tags":[{},{"name":"\u001f"}]}}`)
	f.Add(`{"id":-5,"is_deleted":true}`)
	f.Add(`{"id":1,"id":2,"name":"\u0000\ud800","status_id":9223372036854775807}`)
	s, _ := newStore(f)
	if _, err := s.writer.ExecContext(f.Context(), `PRAGMA synchronous = OFF`); err != nil {
		f.Fatal(err)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var lead amo.Lead
		if json.Unmarshal([]byte(text), &lead) != nil {
			return
		}
		ctx := t.Context()
		if lead.ID <= 0 {
			if err := s.Apply(ctx, Batch{Leads: []amo.Lead{lead}}); !errors.As(err, new(*RowError)) {
				t.Errorf("a lead %d: %v", lead.ID, err)
			}
			return
		}
		check(t, s.Apply(ctx, Batch{Leads: []amo.Lead{leadSpec{ID: lead.ID}.lead(t)}}))
		change := must(s.MoveLead(ctx, Move{LeadID: lead.ID, PipelineID: salesID, StatusID: measureID}, time.Hour))(t)
		check(t, s.Apply(ctx, Batch{Leads: []amo.Lead{lead}}))
		if !lead.IsDeleted {
			d := must(s.Lead(ctx, lead.ID))(t)
			if d.Lead.StatusID != measureID || d.Base.StatusID != lead.StatusID || d.Base.Name != lead.Name {
				t.Errorf("kept %+v, base %+v", d.Lead, d.Base)
			}
			if card := must(s.Cards(ctx, []int64{lead.ID}))(t)[0]; card.Price != lead.Price || !card.Pending {
				t.Errorf("card %+v of %s", card, text)
			}
		}
		must(s.Board(ctx, BoardQuery{PipelineID: salesID}))(t)
		must(s.Tags(ctx))(t)
		check(t, s.CancelChange(ctx, change.ID))
		check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{lead.ID}}))
	})
}
