package i18n_test

import (
	"encoding/json"
	"go/build"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"

	"fyne.io/fyne/v2/lang"

	"voronka/ui/i18n"
)

func TestTexts(t *testing.T) {
	for _, c := range []struct{ lang, key, want string }{
		{"uz", "nav.list", "Roʻyxat"},
		{"ru", "nav.list", "Список"},
		{"en", "nav.list", "List"},
		{"de", "nav.list", "Roʻyxat"}, // not ours: Uzbek
	} {
		if got := i18n.New(c.lang).T(c.key); got != c.want {
			t.Errorf("%s %s: %q, want %q", c.lang, c.key, got, c.want)
		}
	}
	if got := i18n.New("ru").T("pill.online", "Ago", "12 с назад"); got != "Онлайн · 12 с назад" {
		t.Error(got)
	}
	if got := i18n.New("de").Lang(); got != i18n.Uzbek {
		t.Errorf("an unknown language is %q", got)
	}
}

func TestPluralForms(t *testing.T) {
	for _, c := range []struct {
		lang string
		n    int
		want string
	}{
		{"uz", 1, "1 bitim"},
		{"uz", 245, "245 bitim"},
		{"ru", 1, "1 сделка"},
		{"ru", 2, "2 сделки"},
		{"ru", 5, "5 сделок"},
		{"ru", 11, "11 сделок"},
		{"ru", 21, "21 сделка"},
		{"ru", 104, "104 сделки"},
		{"ru", 10412, "10\u00a0412 сделок"},
		{"ru", 0, "0 сделок"},
		{"en", 1, "1 lead"},
		{"en", 0, "0 leads"},
		{"en", 1234567, "1\u00a0234\u00a0567 leads"},
	} {
		if got := i18n.New(c.lang).N("total.leads", c.n); got != c.want {
			t.Errorf("%s %d: %q, want %q", c.lang, c.n, got, c.want)
		}
	}
	got := i18n.New("ru").N("snackbar.moved_many", 3, "Status", "Оплата")
	if got != "3 сделки перемещены на этап «Оплата»" {
		t.Error(got)
	}
}

// TestValuesAreNotInterpreted: what people typed is shown as it is.
func TestValuesAreNotInterpreted(t *testing.T) {
	name := `{{.Status}} <b>&amp;</b> "x"`
	if got := i18n.New("en").T("snackbar.moved", "Name", name, "Status", "Won"); !strings.Contains(got, name) {
		t.Errorf("the name is changed: %q", got)
	}
}

func TestMistakesAreNoticed(t *testing.T) {
	texts := i18n.New("en")
	for name, wrong := range map[string]func(){
		"unknown key":   func() { texts.T("nav.nothing") },
		"missing value": func() { texts.T("pill.online") },
		"odd values":    func() { texts.T("pill.online", "Ago") },
		"no plural":     func() { texts.N("nothing.at_all", 2) },
	} {
		func() {
			defer func() {
				if recover() == nil {
					t.Errorf("%s passes unnoticed", name)
				}
			}()
			wrong()
		}()
	}
}

func TestFailures(t *testing.T) {
	all := []i18n.Failure{
		i18n.Offline, i18n.Unreachable, i18n.TimedOut, i18n.WrongToken, i18n.Forbidden, i18n.WebPage, i18n.Garbled,
		i18n.Truncated, i18n.Enormous, i18n.ServerError, i18n.NotFound, i18n.Invalid, i18n.Blocked, i18n.Payment,
		i18n.RateLimited, i18n.Damaged, i18n.Newer, i18n.Unwritable, i18n.DiskFull, i18n.SecondWindow, i18n.NoAccount,
		i18n.NoBrowser, i18n.ReadFailed, i18n.SaveFailed, i18n.Unexpected, i18n.UnknownStatus, i18n.Unchanged,
		i18n.BeingSent, i18n.InConflict, i18n.EngineElsewhere, i18n.NotHere, i18n.Interrupted, i18n.TooSlow,
		i18n.Keychain, i18n.KeyGone, i18n.KeyFile, i18n.KeyMode, i18n.Sealed,
		i18n.UndoMade, i18n.UndoChanged, i18n.UndoGone, i18n.UndoSending, i18n.MadePerhaps,
	}
	known := catalogue(t, "en")
	for _, lang := range []string{"uz", "ru", "en"} {
		texts := i18n.New(lang)
		for _, f := range all {
			var pairs []any
			for _, name := range values(known[string(f)][""]) {
				pairs = append(pairs, name, "⟨"+name+"⟩")
			}
			got := texts.Failure(f, pairs...)
			for _, p := range pairs {
				if s, ok := p.(string); ok && strings.HasPrefix(s, "⟨") && !strings.Contains(got, s) {
					t.Errorf("%s %s does not say %s: %q", lang, f, s, got)
				}
			}
		}
	}
	failures := 0
	for key := range known {
		if strings.HasPrefix(key, "error.") {
			failures++
		}
	}
	if failures != len(all) {
		t.Errorf("%d sentences for %d failures", failures, len(all))
	}
}

func TestChoose(t *testing.T) {
	for _, c := range []struct {
		wishes []string
		want   string
	}{
		{nil, "uz"},
		{[]string{""}, "uz"},
		{[]string{"ru"}, "ru"},
		{[]string{"", "en_US.UTF-8"}, "en"},
		{[]string{"de", "ru-RU"}, "ru"},
		{[]string{"uz-UZ-Cyrl"}, "uz"},
		{[]string{"klingon", "C"}, "uz"},
		{[]string{" EN "}, "en"},
	} {
		if got := i18n.Choose(c.wishes...); got != c.want {
			t.Errorf("%q: %q, want %q", c.wishes, got, c.want)
		}
	}
}

func TestDetect(t *testing.T) {
	for _, name := range []string{"LC_ALL", "LC_MESSAGES", "LANG", "LANGUAGE", "VORONKA_LANG"} {
		t.Setenv(name, "")
	}
	t.Setenv("LANG", "C.UTF-8")
	if got := i18n.Detect(""); got != "uz" {
		t.Errorf("a bare system speaks %q", got)
	}
	if got := i18n.Detect("en"); got != "en" {
		t.Errorf("the setting en gives %q", got)
	}
	t.Setenv("VORONKA_LANG", "ru")
	if got := i18n.Detect("en"); got != "ru" {
		t.Errorf("VORONKA_LANG=ru gives %q", got)
	}
}

func TestCalendarWords(t *testing.T) {
	for _, c := range []struct{ lang, month, of, day, short string }{
		{"uz", "Noyabr", "noyabr", "Seshanba", "Se"},
		{"ru", "Ноябрь", "ноября", "Вторник", "Вт"},
		{"en", "November", "November", "Tuesday", "Tu"},
	} {
		x := i18n.New(c.lang)
		got := [...]string{x.Month(time.November), x.MonthOf(time.November), x.Weekday(time.Tuesday), x.WeekdayShort(time.Tuesday)}
		if want := [...]string{c.month, c.of, c.day, c.short}; got != want {
			t.Errorf("%s: %q, want %q", c.lang, got, want)
		}
	}
	for m := time.January; m <= time.December; m++ {
		i18n.New("ru").MonthOf(m)
		i18n.New("ru").Month(m)
	}
	for d := time.Sunday; d <= time.Saturday; d++ {
		i18n.New("uz").Weekday(d)
		i18n.New("uz").WeekdayShort(d)
	}
}

func TestGroup(t *testing.T) {
	for n, want := range map[int64]string{
		0: "0", 7: "7", 999: "999", 1000: "1 000", 12345: "12 345", 4872700000: "4 872 700 000",
		-1500: "−1 500", -9223372036854775808: "−9 223 372 036 854 775 808",
	} {
		if got := i18n.Group(n); got != strings.ReplaceAll(want, " ", "\u00a0") {
			t.Errorf("%d: %q, want %q", n, got, want)
		}
	}
}

// TestConcurrentUse is for the race detector.
func TestConcurrentUse(t *testing.T) {
	texts := i18n.New("ru")
	var wg sync.WaitGroup
	for range 8 {
		wg.Go(func() {
			for n := range 100 {
				texts.N("total.leads", n)
				texts.T("pill.online", "Ago", n)
				texts.T("nav.board")
			}
		})
	}
	wg.Wait()
}

// TestFyneLearnsOurWords also holds that we know every word Fyne has.
func TestFyneLearnsOurWords(t *testing.T) {
	theirs := words(t, filepath.Join(fyneFolder(t), "translations", "base.en.json"))
	for _, l := range []string{"uz", "ru", "en"} {
		if err := i18n.New(l).TeachFyne(); err != nil {
			t.Fatal(err)
		}
		ours := words(t, "fyne/"+l+".json")
		for key := range theirs {
			want, ok := ours[key]
			if !ok {
				t.Errorf("%s has no word for Fyne's %q", l, key)
				continue
			}
			if got := lang.X(key, "?"); got != want {
				t.Errorf("%s: Fyne says %q for %q, want %q", l, got, key, want)
			}
		}
		if len(ours) != len(theirs) {
			t.Errorf("%s has %d words, Fyne %d", l, len(ours), len(theirs))
		}
	}
	if err := i18n.New("ru").TeachFyne(); err != nil {
		t.Fatal(err)
	}
	if got := lang.X("tuesday", "?"); got != "Вторник" {
		t.Errorf("Tuesday is %q in Russian", got)
	}
}

func fyneFolder(t *testing.T) string {
	t.Helper()
	p, err := build.Import("fyne.io/fyne/v2/lang", ".", build.FindOnly)
	if err != nil {
		t.Fatal(err)
	}
	return p.Dir
}

func words(t *testing.T, path string) map[string]string {
	t.Helper()
	source, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	var raw map[string]any
	if err := json.Unmarshal(source, &raw); err != nil {
		t.Fatal(err)
	}
	out := map[string]string{}
	for k, v := range raw {
		switch v := v.(type) {
		case string:
			out[k] = v
		case map[string]any:
			if s, ok := v["other"].(string); ok {
				out[k] = s
			}
		}
	}
	return out
}

func BenchmarkPlain(b *testing.B) {
	texts := i18n.New("uz")
	b.ReportAllocs()
	for b.Loop() {
		texts.T("nav.board")
	}
}

func BenchmarkWithValues(b *testing.B) {
	texts := i18n.New("uz")
	b.ReportAllocs()
	for b.Loop() {
		texts.T("task.today", "Time", "15:00")
	}
}
