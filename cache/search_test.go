package cache

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// rich is a contact with a phone, an address and a position.
func rich(t testing.TB, id int64, name, phone, email, position string) amo.Contact {
	t.Helper()
	s := newSayer()
	return decode[amo.Contact](t, fmt.Sprintf(`{"id":%d,"name":%q,"updated_at":%d,"custom_fields_values":[%s,%s,%s],"_embedded":{"tags":[{"id":1,"name":"Hamkor"}]}}`,
		id, name, id, s.field(1, "PHONE", "multitext", phone), s.field(2, "EMAIL", "multitext", email), s.field(3, "POSITION", "text", position)))
}

func noteOf(t testing.TB, id, lead int64, text string) amo.Note {
	t.Helper()
	return decode[amo.Note](t, fmt.Sprintf(`{"id":%d,"entity_id":%d,"updated_at":%d,"note_type":"common","params":{"text":%q}}`, id, lead, id, text))
}

// searchStore is a store with a bit of everything that is searched.
func searchStore(t testing.TB) *Store {
	t.Helper()
	s, _ := newStore(t)
	check(t, s.Apply(t.Context(), Batch{
		Leads: leadsOf(t,
			leadSpec{ID: 1, Name: "Oʻtkir uchun oshxona №12345", Updated: 10, Tags: []string{"VIP"}, Contact: 21},
			leadSpec{ID: 2, Name: "Шкаф-купе, Ёқуб Қодиров", Updated: 20},
			leadSpec{ID: 3, Name: "Yangi oshxona", Updated: 30},
			leadSpec{ID: 4, Name: "Oshxona stoli", Updated: 5},
			leadSpec{ID: 5, Name: "Oshxona stuli", Updated: 50, Status: amo.StatusWon},
			leadSpec{ID: 6, Name: "Заявка с сайта +998 93 765-43-21", Updated: 60}),
		Contacts: []amo.Contact{
			rich(t, 21, "Алишер Ғаниев", "+998 (90) 123-45-67", "alisher.g@mail.uz", "Direktor"),
			rich(t, 22, "Ahmedov Hasan", "8 (915) 123-00-11", "hasan@mail.uz", "Oshpaz"),
			rich(t, 23, "Елена Фёдорова", "901112233", "elena@mail.ru", "бухгалтер"),
		},
		Companies: []amo.Company{company(t, 31, "«Baraka» MChJ")},
		Notes:     map[Entity][]amo.Note{Leads: {noteOf(t, 41, 3, "Mijoz ertaga soat oʻn birda keladi, eshiklarni oʻlchash kerak, 8'811'000 soʻm")}},
	}))
	return s
}

// kinds writes hits as "lead 1, contact 21".
func kindsOf(hits []Hit) string {
	names := make([]string, len(hits))
	for i, h := range hits {
		names[i] = fmt.Sprintf("%s %d", h.Kind, h.ID)
	}
	return strings.Join(names, ", ")
}

func TestSearch(t *testing.T) {
	s := searchStore(t)
	for _, when := range []string{"before it is indexed", "indexed"} {
		for _, c := range []struct{ text, want string }{
			{"", ""},
			{" \t", ""},
			{`"`, ""},
			{"*", ""},
			{"zzz", ""},
			{"oshxona", "lead 4, lead 5, lead 3, lead 1"}, // title begins; open first; then other titles, newest first
			{"OSHX", "lead 4, lead 5, lead 3, lead 1"},
			{"oshxona st", "lead 4, lead 5"},
			{"st oshxona", "lead 4, lead 5"},
			{"ошхона столи", "lead 4"},
			{"o'tkir", "lead 1"},
			{"o‘tkir", "lead 1"},
			{"ўткир", "lead 1"},
			{"otkir", "lead 1"},
			{"O`TK", "lead 1"},
			{"alisher", "contact 21"},
			{"Алишер", "contact 21"},
			{"ganiev", "contact 21"},
			{"gʻani", "contact 21"},
			{"фдшырук", "contact 21"},
			{"fkbith", "contact 21"}, // Alisher, Алишер on the other layout
			{"yoqub", "lead 2"},
			{"ёкуб", "lead 2"},
			{"екуб", "lead 2"},
			{"qodirov", "lead 2"},
			{"кодиров", "lead 2"},
			{"shkaf kupe", "lead 2"},
			{"купе шкаф", "lead 2"},
			{"Axmedov", "contact 22"},
			{"ҳасан ахмедов", "contact 22"},
			{"xas", "contact 22"},
			{"федорова", "contact 23"},
			{"фёдорова", "contact 23"},
			{"fyodorova", "contact 23"},
			{"Yelena", "contact 23"},
			{"Elena", "contact 23"},
			{"123-45", "contact 21"},
			{"+998901234567", "contact 21"},
			{"90 123 45 67", "contact 21"},
			{"(90)123", "contact 21"},
			{"234567", "contact 21"},
			{"4567", "contact 21"},
			{"456", "contact 21"},
			{"3456", "contact 21"},
			{"+7 915 123 00 11", "contact 22"},
			{"915123", "contact 22"},
			{"+998 90 111 22 33", "contact 23"},
			{"998901112233", "contact 23"},
			{"7654321", "lead 6"},
			{"93 765", "lead 6"},
			{"12345", "lead 1, contact 21"},
			{"№12345", "lead 1, contact 21"},
			{"oshxona 123", "lead 1"},
			{"3", "lead 3"},
			{"31", "company 31"},
			{"#22", "contact 22"},
			{"41", "note 41"},
			{"vip", "lead 1"},
			{"hamkor", "contact 23, contact 22, contact 21"},
			{"hamkor direktor", "contact 21"},
			{"elena@mail.ru", "contact 23"},
			{"mail.uz", "contact 22, contact 21"},
			{"бух", "contact 23"},
			{"baraka", "company 31"},
			{"mchj baraka", "company 31"},
			{"o‘lchash", "note 41"},
			{"8'811'000", "note 41"},
			{"8811000", "note 41"},
			{"8811", "note 41"},
			{"mijoz kel eshik", "note 41"},
			{"https://nurmebel.amocrm.ru/leads/detail/3", "lead 3"},
			{"nurmebel.amocrm.ru/leads/detail/3?tab=1 ", "lead 3"},
			{"https://nurmebel.amocrm.ru/contacts/detail/22", "contact 22"},
			{"https://nurmebel.amocrm.ru/companies/detail/31", "company 31"},
			{"https://nurmebel.amocrm.ru/leads/detail/999", ""},
		} {
			if got := kindsOf(must(s.Search(t.Context(), c.text, 0))(t)); got != c.want {
				t.Errorf("%s: %q finds %s, want %s", when, c.text, got, c.want)
			}
		}
		check(t, s.FinishIndex(t.Context()))
	}
}

func TestHits(t *testing.T) {
	s := searchStore(t)
	for _, c := range []struct {
		text string
		want Hit
	}{
		{"o'tkir", Hit{Kind: HitLead, ID: 1, Title: "Oʻtkir uchun oshxona №12345", Snippet: "VIP"}},
		{"4567", Hit{Kind: HitContact, ID: 21, Title: "Алишер Ғаниев", Snippet: "+998 (90) 123-45-67"}},
		{"alisher direk", Hit{Kind: HitContact, ID: 21, Title: "Алишер Ғаниев", Snippet: "Direktor"}},
		{"hasan@", Hit{Kind: HitContact, ID: 22, Title: "Ahmedov Hasan", Snippet: "8 (915) 123-00-11"}},
		{"eshik", Hit{
			Kind: HitNote, ID: 41, Title: "Yangi oshxona", About: Row{Leads, 3},
			Snippet: "Mijoz ertaga soat oʻn birda keladi, eshiklarni oʻlchash kerak, 8'811'000 soʻm",
		}},
	} {
		got := must(s.Search(t.Context(), c.text, 1))(t)
		if diff := cmp.Diff([]Hit{c.want}, got); diff != "" {
			t.Errorf("%q: %s", c.text, diff)
		}
	}
}

func TestSnippet(t *testing.T) {
	long := strings.Repeat("uzun matn ", 30) + "Шаҳноза keldi " + strings.Repeat("yana matn ", 30)
	q := queryOf("shahnoza")
	got := q.snippet(long)
	if !strings.HasPrefix(got, "… ") || !strings.HasSuffix(got, " …") || !strings.Contains(got, "Шаҳноза keldi") {
		t.Errorf("snippet %q", got)
	}
	if n := len([]rune(got)); n < snippetLength/2 || n > snippetLength+20 {
		t.Errorf("%d letters", n)
	}
	if got := q.snippet(strings.Repeat("ш", 1000)); len([]rune(got)) > snippetLength+5 {
		t.Errorf("a long word gives %d letters", len([]rune(got)))
	}
	if got := q.snippet(" a\n\tb "); got != "a b" {
		t.Errorf("short text: %q", got)
	}
}

func TestSearchLimit(t *testing.T) {
	s, _ := newStore(t)
	specs := make([]leadSpec, 700)
	for i := range specs {
		specs[i] = leadSpec{ID: int64(1000 + i), Name: "Shkaf", Updated: int64(10 * (i * 37 % 700))}
		if i%5 == 0 {
			specs[i].Status = amo.StatusLost
		}
	}
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs...)}))
	want := slices.Clone(specs)
	slices.SortFunc(want, func(a, b leadSpec) int {
		if a.Status != b.Status {
			return int(a.Status - b.Status)
		}
		return int(b.Updated - a.Updated)
	})
	check(t, s.FinishIndex(t.Context()))
	for _, text := range []string{"s", "sh", "shkaf"} {
		for _, limit := range []int{1, 20, 600} {
			hits := must(s.Search(t.Context(), text, limit))(t)
			if len(hits) != limit {
				t.Fatalf("%q: %d hits of %d", text, len(hits), limit)
			}
			for i, h := range hits {
				if h.ID != want[i].ID {
					t.Fatalf("%q: hit %d of %d is lead %d, want %d", text, i, limit, h.ID, want[i].ID)
				}
			}
		}
	}
	if hits := must(s.Search(t.Context(), "sh", 0))(t); len(hits) != manyHits {
		t.Errorf("%d hits without a limit", len(hits))
	}
}

// queued is how many rows the index does not know.
func queued(t testing.TB, s *Store) int {
	t.Helper()
	return len(must(int64s(s, `SELECT id FROM search_queue`))(t))
}

// awaitIndex waits until the store has indexed everything by itself.
func awaitIndex(t testing.TB, s *Store) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(5 * time.Millisecond) {
		if behind := must(s.isBehind(t.Context()))(t); !behind {
			return
		}
		if time.Now().After(deadline) {
			t.Fatalf("%d rows still wait to be indexed", queued(t, s))
		}
	}
}

func TestIndexCatchesUpByItself(t *testing.T) {
	s, _ := newStore(t)
	told := heard(t, s)
	check(t, s.BeginBulk(t.Context()))
	specs := make([]leadSpec, 300)
	for i := range specs {
		specs[i] = leadSpec{ID: int64(1 + i), Name: fmt.Sprintf("Bitim %d", i)}
	}
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs...)}))
	check(t, s.EndBulk(t.Context()))
	told()
	awaitIndex(t, s)
	if n := len(must(int64s(s, `SELECT id FROM search_rows`))(t)); n != len(specs) {
		t.Errorf("%d of %d rows are indexed", n, len(specs))
	}
	if got := told(); len(got) != 0 {
		t.Errorf("indexing was told as a change: %v", got)
	}
}

// More rows may wait than a search reads as a whole; they are found by name.
func TestSearchWhileManyWait(t *testing.T) {
	s, _ := newStore(t)
	specs := make([]leadSpec, 3*fewWaiting)
	for i := range specs {
		specs[i] = leadSpec{ID: int64(1 + i), Name: fmt.Sprintf("Shkaf %d", i), Updated: int64(i)}
	}
	specs[7].Name = "Oʻtkir uchun xontaxta"
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs...)}))
	<-s.turn // nothing is indexed while another writes
	for step := range 2 {
		for text, want := range map[string]string{"ўткир": "lead 8", "hontahta o'tk": "lead 8", "shkaf 208 ": "lead 209"} {
			if got := kindsOf(must(s.Search(t.Context(), text, 1))(t)); got != want {
				t.Errorf("%q finds %s, want %s; %d rows wait", text, got, want, queued(t, s))
			}
		}
		if step == 0 {
			s.turn <- struct{}{}
		}
		check(t, s.FinishIndex(t.Context()))
	}
}

// What another version has folded and indexed is made anew.
func TestIndexOfAnotherVersion(t *testing.T) {
	dir := t.TempDir()
	f := openFolder(t, dir)
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, leadSpec{ID: 1, Name: "Xontaxta"}), Contacts: []amo.Contact{contact(t, 2, "Ғани")}}))
	check(t, s.FinishIndex(t.Context()))
	check(t, s.write(t.Context(), func(w *writing) error {
		for _, statement := range []string{
			`UPDATE leads SET search = 'old'`, `DELETE FROM search_text`, `DELETE FROM search_rows`, `UPDATE marks SET value = 'old' WHERE key = 'search'`,
		} {
			if _, err := w.exec(statement); err != nil {
				return err
			}
		}
		return nil
	}))
	check(t, s.Close())
	s = openAccount(t, f)
	awaitIndex(t, s)
	if got := kindsOf(must(s.Search(t.Context(), "hontahta", 0))(t)); got != "lead 1" {
		t.Errorf("found %s", got)
	}
	checkIndex(t, s)
	q := BoardQuery{PipelineID: salesID, Filter: Filter{Text: "хонтахта"}}
	check(t, s.Apply(t.Context(), Batch{Pipelines: testPipelines(t)}))
	if b := must(s.Board(t.Context(), q))(t); b.Count != 1 {
		t.Errorf("the board finds %d", b.Count)
	}
}

// A kill leaves the queue; whoever opens the account next goes on with it.
func TestIndexGoesOnAfterAnEnd(t *testing.T) {
	f := openFolder(t, t.TempDir())
	s := must(f.OpenAccount(t.Context(), testAccount))(t)
	specs := make([]leadSpec, 200)
	for i := range specs {
		specs[i] = leadSpec{ID: int64(1 + i), Name: "Bitim"}
	}
	check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs...)}))
	check(t, s.Close())
	s = openAccount(t, f)
	must(s.Search(t.Context(), "bitim", 0))(t)
	awaitIndex(t, s)
	checkIndex(t, s)
}
