package format_test

import (
	"math"
	"strings"
	"testing"
	"time"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voronka/ui/format"
	"voronka/ui/i18n"
)

var som = format.Currency{Code: "UZS", Symbol: "сум"}

func in(lang string) *format.Format { return format.New(i18n.New(lang), som, nil) }

// spaced writes what is expected with ordinary spaces.
func spaced(s string) string { return strings.ReplaceAll(s, "\u00a0", " ") }

func TestMoney(t *testing.T) {
	for _, c := range []struct {
		lang string
		sum  int64
		want string
	}{
		{"uz", 84500000, "84 500 000 soʻm"},
		{"ru", 84500000, "84 500 000 сум"},
		{"en", 84500000, "84 500 000 soʻm"},
		{"uz", 0, "0 soʻm"},
		{"uz", 999, "999 soʻm"},
		{"uz", -1200, "−1 200 soʻm"},
	} {
		got := in(c.lang).Money(c.sum)
		if spaced(got) != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.sum, got, c.want)
		}
		if strings.Contains(got, " ") {
			t.Errorf("%q could be broken at a space", got)
		}
	}
}

func TestCurrencies(t *testing.T) {
	texts := i18n.New("ru")
	for _, c := range []struct {
		currency format.Currency
		want     string
	}{
		{format.Currency{Code: "RUB", Symbol: "₽"}, "5 ₽"},
		{format.Currency{Code: "KZT"}, "5 KZT"},
		{format.Currency{}, "5"},
	} {
		if got := spaced(format.New(texts, c.currency, nil).Money(5)); got != c.want {
			t.Errorf("%+v: %q, want %q", c.currency, got, c.want)
		}
	}
}

func TestShort(t *testing.T) {
	for _, c := range []struct {
		lang string
		sum  int64
		want string
	}{
		{"uz", 1284000000, "1,28 mlrd"},
		{"ru", 1284000000, "1,28 млрд"},
		{"en", 1284000000, "1.28B"},
		{"uz", 999, "999"},
		{"uz", 1000, "1 ming"},
		{"uz", 12500, "12,5 ming"},
		{"uz", 999499, "999 ming"},
		{"uz", 999500, "1 mln"},
		{"uz", 84500000, "84,5 mln"},
		{"uz", 210750000, "211 mln"},
		{"uz", 1000000000, "1 mlrd"},
		{"uz", 4872700000, "4,87 mlrd"},
		{"en", 7_340_000_000_000, "7.34T"},
		{"uz", 12_345_000_000_000_000, "12 345 trln"},
		{"uz", -84500000, "−84,5 mln"},
		{"uz", 0, "0"},
	} {
		if got := spaced(in(c.lang).Short(c.sum)); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.sum, got, c.want)
		}
	}
	if got := spaced(in("uz").ShortMoney(1284000000)); got != "1,28 mlrd soʻm" {
		t.Error(got)
	}
	in("uz").Short(math.MinInt64) // does not run for ever
}

func TestShortIsNear(t *testing.T) {
	f := in("en")
	rapid.Check(t, func(t *rapid.T) {
		sum := rapid.Int64Range(0, 1<<50).Draw(t, "sum")
		got := f.Short(sum)
		if utf8.RuneCountInString(got) > 7 {
			t.Fatalf("%d is %q, which is not short", sum, got)
		}
	})
}

var zone = format.Zone("")

func at(s string) int64 {
	v, err := time.ParseInLocation("2006-01-02 15:04:05", s, zone)
	if err != nil {
		panic(err)
	}
	return v.Unix()
}

func TestDates(t *testing.T) {
	f, moment := in("uz"), at("2026-11-22 14:20:09")
	for got, want := range map[string]string{
		f.Date(moment): "22.11.2026", f.Time(moment): "14:20", f.DateTime(moment): "22.11.2026 14:20",
		f.Day(moment, at("2026-01-01 00:00:00")): "22.11", f.Day(moment, at("2027-01-01 00:00:00")): "22.11.2026",
		f.Number(10412): "10\u00a0412",
	} {
		if got != want {
			t.Errorf("%q, want %q", got, want)
		}
	}
}

func TestAgo(t *testing.T) {
	now := at("2026-11-22 14:20:00")
	for _, c := range []struct {
		then, uz, ru, en string
	}{
		{"2026-11-22 14:20:40", "hozirgina", "только что", "just now"}, // a clock that is ahead
		{"2026-11-22 14:19:58", "hozirgina", "только что", "just now"},
		{"2026-11-22 14:19:48", "12 s oldin", "12 с назад", "12 s ago"},
		{"2026-11-22 14:17:00", "3 daq oldin", "3 мин назад", "3 min ago"},
		{"2026-11-22 13:20:01", "59 daq oldin", "59 мин назад", "59 min ago"},
		{"2026-11-22 09:10:00", "5 soat oldin", "5 ч назад", "5 h ago"},
		{"2026-11-21 18:05:00", "kecha 18:05", "вчера 18:05", "yesterday 18:05"},
		{"2026-11-03 18:05:00", "03.11", "03.11", "03.11"},
		{"2025-11-03 18:05:00", "03.11.2025", "03.11.2025", "03.11.2025"},
	} {
		for lang, want := range map[string]string{"uz": c.uz, "ru": c.ru, "en": c.en} {
			if got := in(lang).Ago(at(c.then), now); got != want {
				t.Errorf("%s %s: %q, want %q", lang, c.then, got, want)
			}
		}
	}
	if got := in("uz").Ago(at("2026-11-21 23:50:00"), at("2026-11-22 00:10:00")); got != "20 daq oldin" {
		t.Errorf("past midnight: %q", got)
	}
}

func TestDue(t *testing.T) {
	now := at("2026-11-22 14:20:00")
	for _, c := range []struct {
		due        string
		uz, ru, en string
		urgency    format.Urgency
	}{
		{"2026-11-22 15:00:00", "Bugun 15:00", "Сегодня 15:00", "Today 15:00", format.Today},
		{"2026-11-22 14:20:00", "Bugun 14:20", "Сегодня 14:20", "Today 14:20", format.Today},
		{"2026-11-22 23:59:59", "Bugun", "Сегодня", "Today", format.Today},
		{"2026-11-23 00:00:00", "Ertaga", "Завтра", "Tomorrow", format.Later},
		{"2026-11-23 23:59:00", "Ertaga", "Завтра", "Tomorrow", format.Later},
		{"2026-11-28 12:00:00", "28.11", "28.11", "28.11", format.Later},
		{"2027-01-08 12:00:00", "08.01.2027", "08.01.2027", "08.01.2027", format.Later},
		{"2026-11-22 14:19:59", "Kechikdi 1 daq", "Просрочено 1 мин", "Overdue 1 min", format.Overdue},
		{"2026-11-22 13:50:00", "Kechikdi 30 daq", "Просрочено 30 мин", "Overdue 30 min", format.Overdue},
		{"2026-11-22 09:00:00", "Kechikdi 5 soat", "Просрочено 5 ч", "Overdue 5 h", format.Overdue},
		{"2026-11-21 20:00:00", "Kechikdi 18 soat", "Просрочено 18 ч", "Overdue 18 h", format.Overdue},
		{"2026-11-20 23:59:00", "Kechikdi 2 k", "Просрочено 2 д", "Overdue 2 d", format.Overdue},
	} {
		for lang, want := range map[string]string{"uz": c.uz, "ru": c.ru, "en": c.en} {
			got, urgency := in(lang).Due(at(c.due), now)
			if got != want || urgency != c.urgency {
				t.Errorf("%s %s: %q %v, want %q %v", lang, c.due, got, urgency, want, c.urgency)
			}
		}
	}
	if got, urgency := in("uz").Due(0, now); got != "Vazifa yoʻq" || urgency != format.NoTask {
		t.Errorf("no task: %q %v", got, urgency)
	}
	if got, _ := in("uz").Task(at("2026-11-22 15:00:00"), "Qoʻngʻiroq", now); got != "Bugun 15:00 · Qoʻngʻiroq" {
		t.Error(got)
	}
	if got, _ := in("uz").Task(0, "Qoʻngʻiroq", now); got != "Vazifa yoʻq" {
		t.Error(got)
	}
}

// TestDueFollowsTheZone: the same moment is today here and tomorrow there.
func TestDueFollowsTheZone(t *testing.T) {
	texts := i18n.New("en")
	now := at("2026-11-22 14:20:00")
	due := at("2026-11-22 23:30:00")
	for name, want := range map[string]format.Urgency{"Asia/Tashkent": format.Today, "Asia/Vladivostok": format.Later, "Nowhere/Land": format.Today} {
		if _, got := format.New(texts, som, format.Zone(name)).Due(due, now); got != want {
			t.Errorf("%s: %v, want %v", name, got, want)
		}
	}
}

// TestDueIsMonotonic: a later task is never more urgent.
func TestDueIsMonotonic(t *testing.T) {
	f := in("uz")
	rapid.Check(t, func(t *rapid.T) {
		now := rapid.Int64Range(1_700_000_000, 1_900_000_000).Draw(t, "now")
		a := now + rapid.Int64Range(-400_000, 400_000).Draw(t, "a")
		b := a + rapid.Int64Range(0, 400_000).Draw(t, "more")
		_, first := f.Due(a, now)
		_, second := f.Due(b, now)
		if second > first {
			t.Fatalf("due %d is %v, due %d is %v", a, first, b, second)
		}
	})
}

func TestInitials(t *testing.T) {
	for name, want := range map[string]string{
		"Dilshod Karimov":          "DK",
		"Мария Иванова":            "МИ",
		"ғайрат ўктамов":           "ҒЎ",
		"Gʻani Shokirov":           "GS",
		"Aziz":                     "A",
		"Karimov Alisher Oʻgʻli":   "KA",
		"ООО «Восток Трейд»":       "ОВ",
		"  Nur   Mebel ":           "NM",
		"123 test":                 "T",
		"42":                       "4",
		"":                         "",
		"   ":                      "",
		"👍":                        "👍",
		"admin@nurmebel.uz":        "A",
		"Anna-Maria von Trapp III": "AV",
	} {
		if got := format.Initials(name); got != want {
			t.Errorf("%q: %q, want %q", name, got, want)
		}
	}
}

// ten measures every letter as ten units wide.
func ten(text string, _ float32, _ bool) float32 { return float32(10 * utf8.RuneCountInString(text)) }

func TestFit(t *testing.T) {
	f := format.NewFitter(ten, 100)
	for _, c := range []struct {
		text  string
		width float32
		want  string
	}{
		{"Mebel", 50, "Mebel"},
		{"Mebel", 49, "Meb…"},
		{"Mebel jihozlari", 70, "Mebel…"}, // no space before the ellipsis
		{"Mebel, jihozlari", 70, "Mebel…"},
		{"Поставка", 40, "Пос…"},
		{"Mebel", 10, "…"},
		{"Mebel", 9, ""},
		{"Mebel", 0, ""},
		{"", 0, ""},
	} {
		if got := f.Fit(c.text, c.width, 13, false); got != c.want {
			t.Errorf("%q in %v: %q, want %q", c.text, c.width, got, c.want)
		}
	}
}

func TestFitProperties(t *testing.T) {
	f := format.NewFitter(ten, 10)
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.String().Draw(t, "text")
		width := rapid.Float32Range(0, 400).Draw(t, "width")
		got := f.Fit(text, width, 13, false)
		if ten(got, 13, false) > width && got != text {
			t.Fatalf("%q is wider than %v", got, width)
		}
		if got != text && got != "" && !strings.HasPrefix(text, strings.TrimSuffix(got, "…")) {
			t.Fatalf("%q is no beginning of %q", got, text)
		}
		if again := f.Fit(text, width, 13, false); again != got {
			t.Fatalf("%q the first time, %q the second", got, again)
		}
	})
}

func TestWrap(t *testing.T) {
	f := format.NewFitter(ten, 10)
	for _, c := range []struct {
		text  string
		width float32
		most  int
		want  string
	}{
		{"one two three", 200, 3, "one two three"},
		{"one two three", 70, 3, "one two|three"},
		{"one two three", 60, 3, "one|two|three"},
		{"one two three", 60, 2, "one|two t…"},
		{"enormousword two", 60, 2, "enorm…|two"},
		{"one two", 200, 0, ""},
		{"one\ntwo three", 200, 3, "one|two three"},
		{"one\n\ntwo", 200, 3, "one|two"},
		{"one\ntwo\nthree", 200, 2, "one|two three"},
		{"one\ntwo\nthree", 60, 2, "one|two t…"},
		{"", 200, 2, ""},
	} {
		if got := strings.Join(f.Wrap(c.text, c.width, 13, false, c.most), "|"); got != c.want {
			t.Errorf("%q in %v, %d lines: %q, want %q", c.text, c.width, c.most, got, c.want)
		}
	}
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`([a-z]{1,12} ){0,20}`).Draw(t, "text")
		width := rapid.Float32Range(20, 300).Draw(t, "width")
		most := rapid.IntRange(1, 5).Draw(t, "most")
		lines := f.Wrap(text, width, 13, false, most)
		if len(lines) > most {
			t.Fatalf("%d lines", len(lines))
		}
		for _, l := range lines {
			if ten(l, 13, false) > width {
				t.Fatalf("%q is wider than %v", l, width)
			}
		}
	})
}

func TestFitRemembers(t *testing.T) {
	measured := 0
	f := format.NewFitter(func(s string, size float32, bold bool) float32 { measured++; return ten(s, size, bold) }, 2)
	f.Fit("one two three", 60, 13, false)
	first := measured
	f.Fit("one two three", 60, 13, false)
	if measured != first {
		t.Errorf("measured %d times more for a known text", measured-first)
	}
	f.Fit("one two three", 60, 13, true)  // bold is another text
	f.Fit("one two three", 60, 12, false) // so is another size: the first is dropped
	before := measured
	f.Fit("one two three", 60, 13, false)
	if measured == before {
		t.Error("more results are remembered than asked for")
	}
}

func BenchmarkFitKnown(b *testing.B) {
	f := format.NewFitter(ten, 100)
	b.ReportAllocs()
	for b.Loop() {
		f.Fit("Mebel jihozlari — Samarqand", 120, 13, true)
	}
}

func BenchmarkMoney(b *testing.B) {
	f := in("uz")
	b.ReportAllocs()
	for b.Loop() {
		f.Money(84500000)
	}
}
