package cache

import (
	"fmt"
	"testing"

	"github.com/google/go-cmp/cmp"
	"pgregory.net/rapid"

	"voronka/amo"
)

func TestFeedInWords(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	check(t, s.Apply(ctx, Batch{
		CustomFields: map[Entity][]amo.CustomField{Leads: decode[[]amo.CustomField](t, `[{"id":501,"name":"Manba"}]`)},
		Contacts:     []amo.Contact{contact(t, 21, "Karima")},
		Notes:        map[Entity][]amo.Note{Leads: {note(t, 1, 1, 50, "birinchi"), note(t, 2, 1, 10, "eski"), note(t, 3, 2, 60, "boshqa")}},
		Events: []amo.Event{
			event(t, "e1", "lead_status_changed", 1, 50, `[{"lead_status":{"id":101,"pipeline_id":11}}]`, `[{"lead_status":{"id":142,"pipeline_id":12}}]`),
			event(t, "e2", "common_note_added", 1, 50, `[]`, `[{"note":{"id":1}}]`),
			event(t, "e3", "common_note_added", 1, 40, `[]`, `[{"note":{"id":77}}]`),
			event(t, "e4", "entity_responsible_changed", 1, 30, `[{"responsible_user":{"id":7}}]`, `[{"responsible_user":{"id":99}}]`),
			event(t, "e5", "custom_field_501_value_changed", 1, 30, `[]`, `[{"custom_field_value":{"field_id":501,"field_type":4,"enum_id":9,"text":"Instagram"}}]`),
			event(t, "e6", "entity_linked", 1, 20, `[]`, `[{"link":{"entity":{"type":"contact","id":21}}}]`),
			event(t, "e7", "sale_field_changed", 1, 20, `[{"sale_field_value":{"sale":null}}]`, `[{"sale_field_value":{"sale":155}}]`),
			event(t, "e8", "lead_added", 1, 5, `[]`, `[{"note":{"id":2}}]`),
			event(t, "e9", "something_new", 1, 4, `[{"surprise":{"id":1}}]`, `[{}]`),
			event(t, "f0", "task_deadline_changed", 1, 3, `[{"task_deadline":{"timestamp":7}}]`, `[{"task_type":{"id":1}}]`),
		},
		Feeds: []FeedState{{Entity: Leads, EntityID: 1, Newest: 60, Oldest: 3, Whole: true, LoadedAt: 9}},
	}))
	feed := must(s.Feed(ctx, Leads, 1, FeedCursor{}, 100))(t)
	var lines []string
	for _, e := range feed.Entries {
		lines = append(lines, fmt.Sprintf("%d %s by %q: %q %s → %s", e.At, e.Type, e.Author, e.Text, say(e.Before), say(e.After)))
	}
	want := []string{
		`50 common by "Aziz": "birinchi" [] → []`,
		`50 lead_status_changed by "Dilnoza": "" [Yangi, Sotuv] → [Tayyor, Servis]`,
		`40 common_note_added by "Dilnoza": "" [] → []`,
		`30 custom_field_501_value_changed by "Dilnoza": "" [] → [Instagram, Manba]`,
		`30 entity_responsible_changed by "Dilnoza": "" [Aziz] → []`,
		`20 sale_field_changed by "Dilnoza": "" [] → [155]`,
		`20 entity_linked by "Dilnoza": "" [] → [Karima]`,
		`10 common by "Aziz": "eski" [] → []`,
		`5 lead_added by "Dilnoza": "" [] → [eski]`,
		`4 something_new by "Dilnoza": "" [] → []`,
		`3 task_deadline_changed by "Dilnoza": "" [] → [Qoʻngʻiroq]`,
	}
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("feed (-want +got):\n%s", diff)
	}
	if feed.More || !feed.State.Whole || feed.State.Newest != 60 {
		t.Errorf("feed ends with %v, %+v", feed.More, feed.State)
	}
	if other := must(s.Feed(ctx, Contacts, 21, FeedCursor{}, 5))(t); len(other.Entries) != 0 || other.State != (FeedState{}) {
		t.Errorf("a feed that was never loaded: %+v", other)
	}
}

func say(values []FeedValue) string {
	out := "["
	for i, v := range values {
		if i > 0 {
			out += "; "
		}
		out += v.Name
		if v.Of != "" {
			out += ", " + v.Of
		}
	}
	return out + "]"
}

// Whatever the page size, a feed read page by page is the feed read at once:
// nothing twice, nothing missing, newest first.
func TestFeedPages(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	round := int64(0)
	rapid.Check(t, func(rt *rapid.T) {
		round++ // every check has a lead of its own
		var b Batch
		b.Notes = map[Entity][]amo.Note{}
		n := rapid.IntRange(0, 30).Draw(rt, "entries")
		for i := range n {
			id, at := round*1000+int64(i)+1, rapid.Int64Range(1, 6).Draw(rt, "at")
			if rapid.Bool().Draw(rt, "note") {
				b.Notes[Leads] = append(b.Notes[Leads], note(t, id, round, at, "x"))
			} else {
				b.Events = append(b.Events, event(t, fmt.Sprintf("%010d", id), "lead_deleted", round, at, `[]`, `[]`))
			}
		}
		if err := s.Apply(ctx, b); err != nil {
			rt.Fatal(err)
		}
		whole, err := s.Feed(ctx, Leads, round, FeedCursor{}, 1000)
		if err != nil || len(whole.Entries) != n || whole.More {
			rt.Fatalf("%d entries of %d, %v", len(whole.Entries), n, err)
		}
		size := rapid.IntRange(1, 7).Draw(rt, "page")
		var paged []FeedEntry
		for cursor, more := (FeedCursor{}), true; more; {
			page, err := s.Feed(ctx, Leads, round, cursor, size)
			if err != nil || len(page.Entries) > size {
				rt.Fatalf("%d entries, %v", len(page.Entries), err)
			}
			paged = append(paged, page.Entries...)
			cursor, more = page.Next, page.More
		}
		ids := func(list []FeedEntry) (out []string) {
			for _, e := range list {
				if e.Note != nil {
					out = append(out, fmt.Sprint(e.At, " note ", e.Note.ID))
				} else {
					out = append(out, fmt.Sprint(e.At, " event ", e.EventID))
				}
			}
			return out
		}
		if diff := cmp.Diff(ids(whole.Entries), ids(paged)); diff != "" {
			rt.Fatalf("pages of %d (-whole +paged):\n%s", size, diff)
		}
		for i := 1; i < len(paged); i++ {
			if paged[i].At > paged[i-1].At {
				rt.Fatalf("entry %d is newer than the one before", i)
			}
		}
	})
}

func TestNotes(t *testing.T) {
	s, _ := newStore(t)
	ctx := t.Context()
	told := heard(t, s)
	check(t, s.Apply(ctx, Batch{Notes: map[Entity][]amo.Note{
		Leads: {note(t, 1, 1, 5, "a"), note(t, 2, 1, 6, "b"), note(t, 3, 1, 6, "c")}, Contacts: {note(t, 4, 1, 9, "of a contact")},
	}}))
	first, next, err := s.Notes(ctx, Leads, 1, FeedCursor{}, 2)
	check(t, err)
	rest, _, err := s.Notes(ctx, Leads, 1, next, 2)
	check(t, err)
	if len(first) != 2 || first[0].ID != 3 || first[1].ID != 2 || len(rest) != 1 || rest[0].ID != 1 {
		t.Errorf("notes %+v, then %+v", first, rest)
	}
	check(t, s.Apply(ctx, Batch{Notes: map[Entity][]amo.Note{Leads: {note(t, 2, 1, 6, "edited")}}, DeletedNotes: []int64{3, 99}}))
	if diff := cmp.Diff([]Changed{{Notes, []int64{1, 2, 3, 4}}, {Notes, []int64{2, 3}}}, told()); diff != "" {
		t.Errorf("told: %s", diff)
	}
	for kind, text := range map[string]string{
		`{"note_type":"call_in","params":{"phone":"+99890","call_result":"javob"}}`: "+99890 javob",
		`{"note_type":"service_message","params":{"service":"s","text":"t"}}`:       "t",
		`{"note_type":"message_cashier","params":{"status":"shown","text":"c"}}`:    "c",
		`{"note_type":"geolocation","params":{"text":"uy","address":"Navoiy 1"}}`:   "uy Navoiy 1",
		`{"note_type":"sms_out","params":{"text":"salom","phone":"+99890"}}`:        "+99890 salom",
		`{"note_type":"attachment","params":{"file_name":"shartnoma.pdf"}}`:         "shartnoma.pdf",
		`{"note_type":"ai_result","params":{"text":"xulosa"}}`:                      "xulosa",
		`{"note_type":"chat","params":[1]}`:                                         "",
		`{"note_type":"common"}`:                                                    "",
	} {
		n := decode[amo.Note](t, kind)
		if got := noteText(&n); got != text {
			t.Errorf("%s says %q, want %q", kind, got, text)
		}
	}
}
