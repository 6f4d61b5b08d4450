package cache

import (
	"fmt"
	"math/rand/v2"
	"os"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/amo"
)

// The budgets of the search, at 100,000 leads, 100,000 contacts and 50,000
// notes.
const (
	searchBudget = 50.0 // ms from a key press to the first hits, p95
	indexBudget  = 500  // bytes on the disk for each row
)

// sayer makes up what the rows of a large account say.
type sayer struct {
	r            *rand.Rand
	goods, names []string
	words        []string
}

func newSayer() *sayer {
	s := &sayer{
		r: rand.New(rand.NewPCG(9, 10)),
		goods: []string{
			"Oshxona mebeli", "Шкаф-купе", "Yotoqxona toʻplami", "Ётоқхона тўплами", "Офисная мебель", "Divan va kreslolar",
			"Кухонный гарнитур", "Maktab partalari", "Eshik va romlar", "Стеллажи для склада",
		},
	}
	first := []string{"Alisher", "Дилноза", "Oʻtkir", "Шуҳрат", "Gʻiyos", "Екатерина", "Yoqub", "Ҳасан", "Xurshida", "Семён"}
	stems := []string{"Karim", "Ғани", "Qodir", "Ахмед", "Toʻlqin", "Шариф", "Yusup", "Абдул", "Raxmon", "Собир", "Nazar", "Иван"}
	for _, f := range first {
		for _, stem := range stems {
			for _, end := range []string{"ov", "ova", "ов", "ова", "boyev", "jonov"} {
				s.names = append(s.names, f+" "+stem+end)
			}
		}
	}
	syllables := []string{"ke", "la", "ти", "mo", "ша", "nur", "бе", "qo", "ли", "sa", "ўз", "dan", "ра", "chi", "gʻi", "по"}
	for range 4000 {
		var b strings.Builder
		for range 2 + s.r.IntN(3) {
			b.WriteString(syllables[s.r.IntN(len(syllables))])
		}
		s.words = append(s.words, b.String())
	}
	return s
}

func one[T any](s *sayer, list []T) T { return list[s.r.IntN(len(list))] }

// word is one of the frequent words more often than a rare one.
func (s *sayer) word() string {
	return s.words[int(float64(len(s.words))*s.r.Float64()*s.r.Float64()*s.r.Float64())]
}

func (s *sayer) sentence(n int) string {
	words := make([]string, n)
	for i := range words {
		words[i] = s.word()
	}
	return strings.Join(words, " ")
}

func (s *sayer) phone() string {
	return fmt.Sprintf("+998 %d %03d-%02d-%02d", 90+s.r.IntN(10), s.r.IntN(1000), s.r.IntN(100), s.r.IntN(100))
}

func (s *sayer) field(id int64, code, kind, value string) string {
	return fmt.Sprintf(`{"field_id":%d,"field_name":"Maydon","field_code":%q,"field_type":%q,"values":[{"value":%q,"enum_id":1,"enum_code":"WORK"}]}`, id, code, kind, value)
}

func (s *sayer) contact(b testing.TB, i int) amo.Contact {
	name := one(s, s.names)
	return decode[amo.Contact](b, fmt.Sprintf(`{"id":%d,"name":%q,"first_name":"","last_name":"","responsible_user_id":7,"created_at":1700000000,"updated_at":%d,"custom_fields_values":[%s,%s,%s],"_embedded":{"tags":[],"companies":[]}}`,
		2_000_000+i, name, 1_700_000_000+s.r.IntN(50_000_000),
		s.field(1, "PHONE", "multitext", s.phone()), s.field(2, "EMAIL", "multitext", fmt.Sprintf("%s%d@mail.uz", one(s, s.words), i)), s.field(3, "POSITION", "text", s.word())))
}

func (s *sayer) lead(b testing.TB, i int) amo.Lead {
	l := benchLead(b, s.r, i)
	text := strings.Replace(string(l.Raw()), `"custom_fields_values":null`,
		`"custom_fields_values":[`+s.field(11, "", "text", s.sentence(3))+`,`+s.field(12, "", "select", s.word())+`]`, 1)
	text = strings.Replace(text, `"name":"`+l.Name, fmt.Sprintf(`"name":"%s №%d`, one(s, s.goods), 10_000+i), 1)
	return decode[amo.Lead](b, text)
}

func (s *sayer) note(b testing.TB, i, lead int) amo.Note {
	return decode[amo.Note](b, fmt.Sprintf(`{"id":%d,"entity_id":%d,"created_at":1700000000,"updated_at":%d,"note_type":"common","params":{"text":%q}}`,
		5_000_000+i, 1_000_000+3*lead, 1_700_000_000+s.r.IntN(50_000_000), s.sentence(6+s.r.IntN(14))))
}

// fillSearch makes an account of n leads, n contacts and n/2 notes that waits
// to be indexed.
func fillSearch(b testing.TB, s *Store, n int) {
	b.Helper()
	say := newSayer()
	check(b, s.BeginBulk(b.Context()))
	for at := 0; at < n; at += 250 {
		var batch Batch
		notes := []amo.Note{}
		for i := at; i < min(at+250, n); i++ {
			batch.Leads = append(batch.Leads, say.lead(b, i))
			batch.Contacts = append(batch.Contacts, say.contact(b, i))
			if i%2 == 0 {
				notes = append(notes, say.note(b, i, i))
			}
		}
		batch.Notes = map[Entity][]amo.Note{Leads: notes}
		check(b, s.Apply(b.Context(), batch))
	}
	check(b, s.EndBulk(b.Context()))
}

// BenchmarkSearch types what people look for, letter by letter, in a large
// account.
func BenchmarkSearch(b *testing.B) {
	for _, n := range []int{10_000, 100_000} {
		b.Run(fmt.Sprintf("leads=%d", n), func(b *testing.B) {
			dir, err := os.MkdirTemp("", "voronka-bench-*")
			check(b, err)
			defer func() { check(b, os.RemoveAll(dir)) }()
			f := openFolder(b, dir)
			s := openAccount(b, f)
			fillSearch(b, s, n)
			check(b, s.outside(b.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`))
			before := must(fileSize(s.path))(b)
			began := time.Now()
			check(b, s.FinishIndex(b.Context()))
			took := time.Since(began)
			check(b, s.outside(b.Context(), `PRAGMA wal_checkpoint(TRUNCATE)`))
			grown := must(fileSize(s.path))(b) - before
			b.Run("Type", func(b *testing.B) {
				benchTyping(b, s)
				b.ReportMetric(float64(n)*2.5/took.Seconds(), "indexed-rows/s")
				b.ReportMetric(float64(grown)/float64(n)/2.5, "B/row")
				b.ReportMetric(indexBudget, "budget-B/row")
			})
		})
	}
}

func benchTyping(b *testing.B, s *Store) {
	typed := []string{
		"alisher karimov", "дилноза", "o'tkir qodirov", "oshxona №10", "шкаф купе", "giyos", "xasan", "yoqub", "екатерина", "998 90 123", "4567",
		"10023", "kelati100@mail.uz", "vip", "bek", "яхши", "zzz", "mebel karim", "a b c", "фдшырук",
	}
	var took []time.Duration
	for b.Loop() {
		for _, text := range typed {
			letters := []rune(text)
			for n := range letters {
				began := time.Now()
				must(s.Search(b.Context(), string(letters[:n+1]), 20))(b)
				took = append(took, time.Since(began))
			}
		}
	}
	slices.Sort(took)
	at := func(part float64) float64 {
		return float64(took[int(part*float64(len(took)-1))].Microseconds()) / 1000
	}
	b.ReportMetric(at(0.5), "p50-ms")
	b.ReportMetric(at(0.95), "p95-ms")
	b.ReportMetric(at(1), "max-ms")
	b.ReportMetric(searchBudget, "budget-p95-ms")
}
