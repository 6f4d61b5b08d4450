package cache

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voronka/amo"
)

// sounds are what words are made of, each in the writings that are one to the
// person. The first is typed by those who type Latin without apostrophes.
func sounds() [][]string {
	return [][]string{
		{"a", "а"},
		{"b", "б"},
		{"v", "в"},
		{"g", "г", "ғ", "gʻ", "g'", "g‘", "g`"},
		{"d", "д"},
		{"z", "з"},
		{"i", "и"},
		{"q", "қ"},
		{"k", "к"},
		{"l", "л"},
		{"m", "м"},
		{"n", "н"},
		{"o", "о", "ў", "oʻ", "o'", "o’", "o´"},
		{"p", "п"},
		{"r", "р"},
		{"s", "с"},
		{"t", "т"},
		{"u", "у"},
		{"f", "ф"},
		{"x", "h", "х", "ҳ"},
		{"sh", "ш"},
		{"ch", "ч"},
		{"ts", "ц"},
		{"ya", "я"},
		{"yu", "ю"},
		{"yo", "ё", "йо", "е"},
		{"ye", "е", "йе"},
		{"e", "э", "е"},
		{"j", "ж"},
		{"n", "нъ", "nʼ"},
		{"l", "ль"},
		{"1"},
		{"7"},
	}
}

// saying is a word in two writings.
type saying struct{ one, other string }

func sayings() *rapid.Generator[saying] {
	return rapid.Custom(func(t *rapid.T) saying {
		var w saying
		for _, s := range rapid.SliceOfN(rapid.SampledFrom(sounds()), 1, 7).Draw(t, "sounds") {
			w.one += rapid.SampledFrom(s).Draw(t, "writing")
			w.other += rapid.SampledFrom(s).Draw(t, "other writing")
		}
		if rapid.Bool().Draw(t, "capitals") {
			w.other = strings.ToUpper(w.other)
		}
		return w
	})
}

// quick makes a store that does not wait for the disk.
func quick(t testing.TB) *Store {
	t.Helper()
	s, _ := newStore(t)
	_, err := s.writer.ExecContext(t.Context(), `PRAGMA synchronous = OFF`) // thousands of commits, and no power cut
	check(t, err)
	return s
}

// Every row is found by any of its words in any writing, indexed or not; and
// by the beginning of a word as it is written there.
func TestEveryWritingFindsTheRow(t *testing.T) {
	s := quick(t)
	ctx := t.Context()
	rapid.Check(t, func(rt *rapid.T) {
		words := rapid.SliceOfN(sayings(), 1, 4).Draw(rt, "words")
		var text []string
		for _, w := range words {
			text = append(text, w.one)
		}
		shown := strings.Join(text, rapid.SampledFrom([]string{" ", ", ", "-", "\n"}).Draw(rt, "between"))
		phone := rapid.StringMatching(`\+998 ?\(?9\d\)? ?\d{3}-?\d\d ?\d\d`).Draw(rt, "phone")
		check(t, s.Apply(ctx, Batch{
			Leads:    leadsOf(t, leadSpec{ID: 1001, Name: shown}),
			Contacts: []amo.Contact{rich(t, 1002, "Nomsiz", phone, "a@b.uz", shown)},
			Notes:    map[Entity][]amo.Note{Leads: {noteOf(t, 1003, 1001, shown)}},
		}))
		if rapid.Bool().Draw(rt, "indexed") {
			check(t, s.FinishIndex(ctx))
		}
		word := rapid.SampledFrom(words).Draw(rt, "typed")
		typed := word.other
		if rapid.Bool().Draw(rt, "only its beginning") {
			letters := []rune(word.one)
			typed = string(letters[:rapid.IntRange(1, len(letters)).Draw(rt, "letters")])
		}
		for _, want := range []Hit{{Kind: HitLead, ID: 1001}, {Kind: HitContact, ID: 1002}, {Kind: HitNote, ID: 1003}} {
			hits := must(s.Search(ctx, typed, 0))(t)
			if !slices.ContainsFunc(hits, func(h Hit) bool { return h.Kind == want.Kind && h.ID == want.ID }) {
				rt.Fatalf("%q does not find %s %q: %+v", typed, want.Kind, shown, hits)
			}
		}
		digits := strings.Map(func(r rune) rune {
			if r >= '0' && r <= '9' {
				return r
			}
			return -1
		}, phone)
		from := rapid.IntRange(0, len(digits)-3).Draw(rt, "from")
		part := digits[from:rapid.IntRange(from+3, len(digits)).Draw(rt, "to")]
		if hits := must(s.Search(ctx, part, 0))(t); !slices.ContainsFunc(hits, func(h Hit) bool { return h.Kind == HitContact }) {
			rt.Fatalf("%q does not find %q: %+v", part, phone, hits)
		}
	})
}

// checkIndex compares the index with the rows: what is in it, where, and that
// its own structures are whole.
func checkIndex(t *testing.T, s *Store) {
	t.Helper()
	ctx := t.Context()
	check(t, s.FinishIndex(ctx))
	check(t, s.write(ctx, func(w *writing) error {
		var got, want []string
		err := each(ctx, w.tx, func(rows *sql.Rows) error {
			var kind, id, hash, at int64
			err := rows.Scan(&kind, &id, &hash, &at)
			got = append(got, fmt.Sprint(kind, id, hash, at >= closedPlace))
			return err
		}, `SELECT r.kind, r.id, r.hash, r.at FROM search_rows AS r ORDER BY r.kind, r.id`)
		if err != nil {
			return err
		}
		for entity, kind := range searchKinds() {
			ids, err := w.ids(`SELECT id FROM ` + string(entity))
			if err != nil {
				return err
			}
			documents, err := kind.documents(ctx, w.tx, ids)
			if err != nil {
				return err
			}
			for i := range documents {
				text := documents[i].indexed()
				want = append(want, fmt.Sprint(kind, documents[i].id, text.hash(), documents[i].isClosed))
			}
		}
		slices.Sort(got)
		slices.Sort(want)
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("the index is not that of the rows (-rows +index): %s", diff)
		}
		var rows, texts int
		err = w.tx.QueryRowContext(ctx, `SELECT (SELECT count(*) FROM search_rows), (SELECT count(*) FROM search_text)`).Scan(&rows, &texts)
		if rows != texts {
			t.Errorf("%d rows, %d texts", rows, texts)
		}
		_, broken := w.exec(`INSERT INTO search_text (search_text) VALUES ('integrity-check')`)
		return errors.Join(err, broken)
	}))
}

// forgetAll empties an account but for what it is.
func forgetAll(t *testing.T, s *Store) {
	t.Helper()
	check(t, s.write(t.Context(), func(w *writing) error {
		for entity := range searchKinds() {
			ids, err := w.ids(`DELETE FROM ` + string(entity) + ` RETURNING id`)
			if err != nil {
				return err
			}
			w.note(entity, ids...)
			if _, err := w.exec(`DELETE FROM ` + string(entity) + `_base`); err != nil {
				return err
			}
		}
		for _, table := range []string{"outbox", "outbox_needs", "history", "acts", "aliases", "gone"} {
			if _, err := w.exec(`DELETE FROM ` + table); err != nil {
				return err
			}
		}
		return nil
	}))
}

// FuzzSearch looks for anything in anything: no text may be more than text to
// the index, and a title is found by itself.
func FuzzSearch(f *testing.F) {
	for _, text := range []string{
		"oshxona", `"`, `" OR "a`, "a* NEAR(b)", "{title}: x", "NOT", "AND OR", "^a", "-", "+998 90", "(((", "\x00", "'; DROP", "ё", "\ue000",
		"99999999999999999999", "/leads/detail/", "x/leads/detail/12", "家具", "a\u0301", strings.Repeat("a ", 500), strings.Repeat("9", 300), "½", "ﬀ", "1'234'567", "٣٣٣٣٣٣٣", "7777\u03061234",
	} {
		f.Add(text, "Oshxona mebeli")
		f.Add("a", text)
		f.Add(text, text)
	}
	s := quick(f)
	f.Fuzz(func(t *testing.T, text, title string) {
		if !utf8.ValidString(title) {
			return // JSON has none
		}
		quoted, err := json.Marshal(title)
		check(t, err)
		check(t, s.Apply(t.Context(), Batch{Contacts: []amo.Contact{decode[amo.Contact](t, `{"id":1,"name":`+string(quoted)+`,"updated_at":1}`)}}))
		for range 2 {
			for _, query := range []string{text, title} {
				hits := must(s.Search(t.Context(), query, 3))(t)
				q := queryOf(query)
				_, isAddress := addressed(query)
				if query == title && len(q.words) > 0 && !isAddress && len(hits) != 1 {
					t.Fatalf("%q does not find itself", title)
				}
			}
			check(t, s.FinishIndex(t.Context()))
		}
	})
}

// Whatever a person does, and whatever the server makes of it and says, rows are
// found by what they say now alone, under the ids they have now; and the index
// is what it would be when made anew.
func TestIndexFollowsTheRows(t *testing.T) {
	s := quick(t)
	ctx := t.Context()
	names := []string{"Birinchi", "Ikkinchi", "Учинчи", "Toʻrtinchi"}
	server := int64(1000) // the next id the server gives
	done := func(err error) {
		var not *UndoError
		if err != nil && !errors.As(err, &not) && !errors.Is(err, ErrNotFound) && !errors.Is(err, ErrUnchanged) {
			t.Fatal(err)
		}
	}
	looks, checks := 0, 0
	rapid.Check(t, func(rt *rapid.T) {
		if checks++; checks%3 != 0 {
			return // a third of the usual number: each is slow under the race detector
		}
		forgetAll(t, s)
		name := func() string { return rapid.SampledFrom(names).Draw(rt, "name") }
		row := func(entity Entity) int64 {
			ids := must(int64s(s, `SELECT id FROM `+string(entity)+` ORDER BY id`))(t)
			if len(ids) == 0 {
				return 0 // a new one
			}
			return rapid.SampledFrom(append(ids, 0)).Draw(rt, "row")
		}
		do := func(edits ...Edit) {
			_, err := s.Do(ctx, Command{Edits: edits, Hold: rapid.SampledFrom([]time.Duration{0, time.Hour}).Draw(rt, "hold")})
			done(err)
		}
		rt.Repeat(map[string]func(*rapid.T){
			"lead":    func(*rapid.T) { do(LeadEdit{ID: row(Leads), Name: amo.Set(name())}) },
			"contact": func(*rapid.T) { do(ContactEdit{ID: row(Contacts), Name: amo.Set(name())}) },
			"company": func(*rapid.T) { do(CompanyEdit{ID: row(Companies), Name: amo.Set(name())}) },
			"both": func(*rapid.T) {
				do(LeadEdit{Name: amo.Set(name()), Contact: &ContactEdit{Name: amo.Set(name())}})
			},
			"note": func(*rapid.T) {
				if lead := row(Leads); lead != 0 {
					do(NoteEdit{Entity: Leads, EntityID: lead, Text: name()})
				}
			},
			"change note": func(*rapid.T) {
				if id := row(Notes); id != 0 {
					do(NoteEdit{ID: id, Text: name()})
				}
			},
			"pull": func(*rapid.T) {
				spec := leadSpec{ID: max(row(Leads), 1), Name: name(), Updated: server}
				check(t, s.Apply(ctx, Batch{Leads: leadsOf(t, spec)}))
			},
			"pull contact": func(*rapid.T) {
				check(t, s.Apply(ctx, Batch{Contacts: []amo.Contact{rich(t, max(row(Contacts), 2), name(), "901234567", "a@b.uz", "mijoz")}}))
			},
			"delete": func(*rapid.T) {
				check(t, s.Apply(ctx, Batch{DeletedLeads: []int64{max(row(Leads), 1)}, DeletedContacts: []int64{max(row(Contacts), 2)}}))
			},
			"move": func(rt *rapid.T) {
				to := rapid.SampledFrom([]int64{newID, measureID, amo.StatusLost}).Draw(rt, "to")
				_, err := s.MoveLead(ctx, Move{LeadID: row(Leads), PipelineID: salesID, StatusID: to}, time.Hour)
				done(err)
			},
			"send": func(*rapid.T) {
				due := must(s.Due(ctx, endOfTime, 1))(t)
				if len(due) == 0 {
					return
				}
				ids := idsOf(due)
				check(t, s.StartSending(ctx, ids, 0))
				f := Finished{IDs: ids, Born: map[int64]int64{}}
				for _, c := range due {
					if c.EntityID < 0 {
						server++
						f.Born[c.ID] = server
					}
				}
				check(t, s.FinishChanges(ctx, f))
			},
			"undo": func(*rapid.T) {
				undo, _, err := s.UndoState(ctx)
				done(err)
				if undo != nil {
					_, err = s.Undo(ctx, undo.ID)
					done(err)
				}
			},
			"redo": func(*rapid.T) {
				_, redo, err := s.UndoState(ctx)
				done(err)
				if redo != nil {
					_, err = s.Redo(ctx, redo.ID)
					done(err)
				}
			},
			"index": func(*rapid.T) { check(t, s.FinishIndex(ctx)) },
			"": func(rt *rapid.T) {
				if looks++; looks%5 != 0 {
					return // looking is slower than doing
				}
				n := name()
				var want []string
				for kind, from := range map[HitKind]string{
					HitLead: `leads WHERE name = ?`, HitContact: `contacts WHERE name = ?`, HitCompany: `companies WHERE name = ?`, HitNote: `notes WHERE text = ?`,
				} {
					for _, id := range must(int64s(s, `SELECT id FROM `+from, n))(t) {
						want = append(want, fmt.Sprintf("%s %d", kind, id))
					}
				}
				compareHits(rt, n, must(s.Search(ctx, n, 1000))(t), want)
			},
		})
		if looks%3 == 0 {
			checkIndex(t, s)
		}
	})
}

// compareHits holds that a text has found these rows and no others.
func compareHits(rt *rapid.T, text string, hits []Hit, want []string) {
	rt.Helper()
	var got []string
	for i := range hits {
		got = append(got, kindsOf(hits[i:i+1]))
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(want, got) {
		rt.Fatalf("%q finds %v, want %v", text, got, want)
	}
}

func int64s(s *Store, query string, args ...any) (list []int64, err error) {
	ctx := context.Background()
	err = s.read(ctx, func(tx *sql.Tx) error {
		return each(ctx, tx, func(rows *sql.Rows) error {
			var id int64
			err := rows.Scan(&id)
			list = append(list, id)
			return err
		}, query, args...)
	})
	return list, err
}
