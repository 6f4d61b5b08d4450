package fold_test

import (
	"strings"
	"testing"
	"unicode"
	"unicode/utf8"

	"pgregory.net/rapid"

	"voronka/cache/fold"
)

func TestText(t *testing.T) {
	for _, c := range []struct{ in, want string }{
		{"", ""},
		{"Oshxona mebeli", "oshxona mebeli"},
		{"Ўткир", "otkir"},
		{"Oʻtkir", "otkir"},
		{"O‘TKIR", "otkir"},
		{"o'tkir", "otkir"},
		{"o`tkir", "otkir"},
		{"o´tkir", "otkir"},
		{"Gʻiyos", "giyos"},
		{"Ғиёс", "gies"},
		{"Шуҳрат", "shuhrat"},
		{"Sanʼat", "sanat"},
		{"Санъат", "sanat"},
		{"Пётр", "petr"},
		{"Пе\u0308тр", "petr"},
		{"Қодир Чориев", "qodir choriev"},
		{"Юлия", "yuliya"},
		{"ООО «Мебель»", "ooo mebel"},
		{"  a \t\u00a0b\n", "a b"},
		{"A–B", "a-b"},
		{"Şükrü", "sukru"},
		{"İstanbul", "istanbul"},
		{"й", "y"},
		{"+998 90 123-45-67", "+998 90 123-45-67"},
		{"家具", "家具"},
		{"\xff\xfe", ""},
		{"a\x00b", "a b"},
	} {
		if got := fold.Text(c.in); got != c.want {
			t.Errorf("Text(%q) = %q, want %q", c.in, got, c.want)
		}
	}
}

func TestMatchAcrossSpellings(t *testing.T) {
	for _, c := range []struct {
		stored, sought string
		want           bool
	}{
		{"Ёқуб Олимов", "yoqub", true},
		{"Yoqub Olimov", "ёқуб", true},
		{"Ёқуб", "ЁҚ", true},
		{"Елена", "yelena", true},
		{"Елена", "elena", true},
		{"Yelena", "Елена", true},
		{"Elena", "Елена", true},
		{"Пётр", "Петр", true},
		{"Петр", "Пётр", true},
		{"Ўғилхон", "o'g'ilxon", true},
		{"Oʻgʻilxon", "огилхон", true},
		{"Karimov Aziz", "mov az", true},
		{"Karimov Aziz", "aziz karimov", false},
		{"Ёқуб", "beq", false},
		{"Елена Ёлкина", "a el", true},
		{"Elena", "yelena", true},
		{"Aҳмедов", "Axmedov", true},
		{"Ахмедов", "Akhmedov", true},
		{"Axmedov", "Ахмедов", true},
		{"Кодиров", "Qodirov", true},
		{"Джамшид", "Jamshid", true},
		{"Fyodor", "Федор", true},
		{"Ғиёс", "Ghiyos", true},
		{"Елена", "aa", false}, // one form at a time, never across two
		{"anything", "", true},
	} {
		if got := fold.Match(fold.Index(c.stored), c.sought); got != c.want {
			t.Errorf("Match(Index(%q), %q) = %v, want %v", c.stored, c.sought, got, c.want)
		}
	}
}

// words draws text as people type it: composed letters of both alphabets.
func words() *rapid.Generator[string] {
	return rapid.StringOfN(rapid.SampledFrom([]rune("abeghioqxyzABOʻ‘'ʼ `абвгеёжийхцчшъыэюяўқғҳАЕЁЎҚ 019-\u00a0")), 0, 24, -1)
}

func TestPartIsFound(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		s := []rune(words().Draw(t, "stored"))
		from := rapid.IntRange(0, len(s)).Draw(t, "from")
		to := rapid.IntRange(from, len(s)).Draw(t, "to")
		part := string(s[from:to])
		if !fold.Match(fold.Index(string(s)), part) {
			t.Fatalf("part %q of %q is not found: index %q, forms %q", part, string(s), fold.Index(string(s)), fold.Forms(part))
		}
	})
}

func FuzzText(f *testing.F) {
	for _, s := range []string{"Oʻtkir", "Ёқуб", "е\u0308", "\u0308", "ǅ", "\xff", "İI", "\U0001F6CB️", "ﬀ", "ẞ", "\xf7\u037e", "\u1100\u200d\u1161"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		for _, form := range fold.Forms(s) {
			if !utf8.ValidString(form) {
				t.Errorf("%q folds to invalid UTF-8 %q", s, form)
			}
			if strings.TrimSpace(form) != form || strings.Contains(form, "  ") {
				t.Errorf("%q folds to loose spaces %q", s, form)
			}
			if strings.IndexFunc(form, unicode.IsControl) >= 0 {
				t.Errorf("%q keeps a control character: %q", s, form)
			}
		}
		once := fold.Text(s)
		if twice := fold.Text(once); twice != once {
			t.Errorf("folding %q twice: %q then %q", s, once, twice)
		}
		if !fold.Match(fold.Index(s), s) {
			t.Errorf("%q does not find itself", s)
		}
	})
}

func BenchmarkText(b *testing.B) {
	for name, s := range map[string]string{"latin": "Oshxona mebeli buyurtma 1234", "cyrillic": "Шкаф-купе Ўткир Ёқубов"} {
		b.Run(name, func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				fold.Index(s)
			}
		})
	}
}
