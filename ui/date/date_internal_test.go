package date

import (
	"testing"
	"time"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"
	"pgregory.net/rapid"

	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/kit"
	"voronka/ui/theme"
)

// TestGrid: Monday stands first, the month is whole, and days follow each other.
func TestGrid(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		year, month := rapid.IntRange(1900, 2199).Draw(t, "year"), time.Month(rapid.IntRange(1, 12).Draw(t, "month"))
		days := grid(year, month)
		if w := days[0].Time(12, 0, time.UTC).Weekday(); w != time.Monday {
			t.Fatalf("the first column is %s", w)
		}
		inside := 0
		for i, d := range days {
			if i > 0 && shift(days[i-1], 1) != d {
				t.Fatalf("%v follows %v", d, days[i-1])
			}
			if d.Month == month && d.Year == year {
				inside++
			}
		}
		if want := time.Date(year, month+1, 0, 0, 0, 0, 0, time.UTC).Day(); inside != want {
			t.Fatalf("%d days of %d are shown", inside, want)
		}
	})
}

func TestShiftMonth(t *testing.T) {
	for _, c := range []struct {
		from string
		by   int
		want string
	}{
		{"31.01.2027", 1, "28.02.2027"},
		{"31.01.2028", 1, "29.02.2028"},
		{"15.12.2026", 1, "15.01.2027"},
		{"15.01.2026", -1, "15.12.2025"},
		{"31.03.2026", -1, "28.02.2026"},
	} {
		from, ok := format.ParseDay(c.from)
		if got := shiftMonth(from, c.by); !ok || got.String() != c.want {
			t.Errorf("%s by %d: %v, want %s", c.from, c.by, got, c.want)
		}
	}
}

// open shows a calendar under an object and gives it back.
func open(t *testing.T, lang string, choose func(format.Day)) (fyne.Window, *calendar) {
	t.Helper()
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Light))
	field := canvas.NewRectangle(nil)
	w := test.NewTempWindow(t, field)
	w.Resize(fyne.NewSize(500, 500))
	Show(field, Params{
		Name: "delivery", Texts: i18n.New(lang), Today: format.Day{Year: 2026, Month: 11, Day: 28},
		Chosen: format.Day{Year: 2026, Month: 11, Day: 20}, Choose: choose,
	})
	popup, ok := w.Canvas().Focused().(*calendar)
	if !ok {
		t.Fatal("the calendar has no keyboard")
	}
	return w, popup
}

func TestChoosing(t *testing.T) {
	for name, c := range map[string]struct {
		do   func(*calendar)
		want string
	}{
		"a click": {func(c *calendar) {
			x, y := place(7) // Monday of the second week
			c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x+5, y+5)})
		}, "02.11.2026"},
		"arrows": {func(c *calendar) {
			for _, k := range []fyne.KeyName{fyne.KeyRight, fyne.KeyDown, fyne.KeyPageDown, fyne.KeyLeft, fyne.KeyUp, fyne.KeyReturn} {
				c.TypedKey(&fyne.KeyEvent{Name: k})
			}
		}, "20.12.2026"},
		"today": {func(c *calendar) { c.today.Tapped(nil) }, "28.11.2026"},
		"another month": {func(c *calendar) {
			c.next.Tapped(nil)
			c.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, -10)})
			c.previous.Tapped(nil)
			x, y := place(1) // Tuesday of the first week of December
			c.Tapped(&fyne.PointEvent{Position: fyne.NewPos(x+5, y+5)})
		}, "01.12.2026"},
		"Esc": {func(c *calendar) { c.TypedKey(&fyne.KeyEvent{Name: fyne.KeyEscape}) }, ""},
	} {
		t.Run(name, func(t *testing.T) {
			got := ""
			w, cal := open(t, "uz", func(d format.Day) { got = d.String() })
			c.do(cal)
			if got != c.want {
				t.Errorf("chose %q, want %q", got, c.want)
			}
			if w.Canvas().Overlays().Top() != nil {
				t.Error("the calendar stays open")
			}
		})
	}
}

func TestMonthsInThreeLanguages(t *testing.T) {
	for lang, want := range map[string][2]string{"uz": {"Noyabr 2026", "Du"}, "ru": {"Ноябрь 2026", "Пн"}, "en": {"November 2026", "Mo"}} {
		_, c := open(t, lang, nil)
		if id, _, text := c.Inspect(); id != "dialog:delivery" || text != want[0] || c.face.weekday[0].Text != want[1] {
			t.Errorf("%s: %s is %q with %q first", lang, id, text, c.face.weekday[0].Text)
		}
	}
}

var _ kit.Inspectable = (*calendar)(nil)
