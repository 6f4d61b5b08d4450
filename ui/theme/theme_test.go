package theme_test

import (
	"bytes"
	"go/ast"
	"go/parser"
	"go/token"
	"image/color"
	"slices"
	"strconv"
	"strings"
	"testing"
	"unicode"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/test"
	base "fyne.io/fyne/v2/theme"
	"github.com/go-text/typesetting/font"
	"pgregory.net/rapid"

	"voronka/assets"
	"voronka/ui/theme"
)

// readable lists what is read on what: WCAG AA wants 4.5 for text.
var readable = []struct {
	text     fyne.ThemeColorName
	surfaces []fyne.ThemeColorName
}{
	{theme.ColorText, surfaces},
	{theme.ColorMuted, surfaces},
	{theme.ColorAccent, surfaces},
	{theme.ColorGreen, surfaces},
	{theme.ColorAmber, surfaces},
	{theme.ColorRed, surfaces},
	{theme.ColorOnAccent, []fyne.ThemeColorName{theme.ColorAccentFill, theme.ColorAccentFillHover}},
	{theme.ColorOnRed, []fyne.ThemeColorName{theme.ColorRedFill}},
	{theme.ColorOnSnackbar, []fyne.ThemeColorName{theme.ColorSnackbar}},
	{theme.ColorSnackLink, []fyne.ThemeColorName{theme.ColorSnackbar}},
	{base.ColorNameForeground, []fyne.ThemeColorName{base.ColorNameInputBackground, base.ColorNameMenuBackground, base.ColorNameOverlayBackground, base.ColorNameSelection}},
	{base.ColorNamePlaceHolder, []fyne.ThemeColorName{base.ColorNameInputBackground}},
	{base.ColorNameForegroundOnPrimary, []fyne.ThemeColorName{base.ColorNamePrimary}},
	{base.ColorNameError, []fyne.ThemeColorName{base.ColorNameOverlayBackground}},
}

var surfaces = []fyne.ThemeColorName{
	theme.ColorBackground, theme.ColorPanel, theme.ColorSunken, theme.ColorHover, theme.ColorCard,
	theme.ColorCardHover, theme.ColorChip, theme.ColorField, theme.ColorAccentBackground,
}

func looks() map[string]*theme.Theme {
	return map[string]*theme.Theme{"light": theme.New(theme.Light), "dark": theme.New(theme.Dark)}
}

func TestTextIsReadable(t *testing.T) {
	for name, th := range looks() {
		for _, r := range readable {
			for _, s := range r.surfaces {
				if c := theme.Contrast(th.RGBA(r.text), th.RGBA(s)); c < 4.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f, want 4.5", name, r.text, s, c)
				}
			}
		}
	}
}

// TestFocusIsVisible: the ring around what has the keyboard stands out from
// what it lies on; WCAG AA wants 3 for what is no text.
func TestFocusIsVisible(t *testing.T) {
	for name, th := range looks() {
		ring := th.RGBA(theme.ColorFocus)
		for _, s := range surfaces {
			ground := th.RGBA(s)
			mix := func(a, b uint8) uint8 { return uint8((uint32(a)*uint32(ring.A) + uint32(b)*uint32(255-ring.A)) / 255) }
			seen := color.NRGBA{R: mix(ring.R, ground.R), G: mix(ring.G, ground.G), B: mix(ring.B, ground.B), A: 0xff}
			if c := theme.Contrast(seen, ground); c < 3 {
				t.Errorf("%s: the ring on %s has a contrast of %.2f, want 3", name, s, c)
			}
		}
	}
}

// TestDotsAreVisible: dots stand beside words, so 2.5 is enough to see them
// and keep the designed hue.
func TestDotsAreVisible(t *testing.T) {
	for name, th := range looks() {
		for _, dot := range []fyne.ThemeColorName{theme.ColorGreenDot, theme.ColorAmberDot, theme.ColorRedDot} {
			for _, s := range []fyne.ThemeColorName{theme.ColorCard, theme.ColorPanel, theme.ColorChip} {
				if c := theme.Contrast(th.RGBA(dot), th.RGBA(s)); c < 2.5 {
					t.Errorf("%s: %s on %s has a contrast of %.2f", name, dot, s, c)
				}
			}
		}
	}
}

// colourNames reads the constants of the package, so that a new one without a
// value is noticed.
func colourNames(t *testing.T) []fyne.ThemeColorName {
	t.Helper()
	var names []fyne.ThemeColorName
	for _, value := range constants(t, "color.go", "Color") {
		names = append(names, fyne.ThemeColorName(value))
	}
	if len(names) < 25 {
		t.Fatalf("found only %d colours", len(names))
	}
	return names
}

// constants returns the string constants of a file whose names have a prefix.
func constants(t *testing.T, file, prefix string) map[string]string {
	t.Helper()
	parsed, err := parser.ParseFile(token.NewFileSet(), file, nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := map[string]string{}
	ast.Inspect(parsed, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, prefix) {
			return true
		}
		if lit, ok := spec.Values[0].(*ast.BasicLit); ok {
			value, err := strconv.Unquote(lit.Value)
			if err != nil {
				t.Fatal(err)
			}
			found[spec.Names[0].Name] = value
		}
		return true
	})
	return found
}

func TestEveryColourHasAValue(t *testing.T) {
	test.NewTempApp(t)
	for name, th := range looks() {
		for _, c := range colourNames(t) {
			if th.RGBA(c) == (color.NRGBA{}) {
				t.Errorf("%s: %s has no value", name, c)
			}
			if th.RGBA(c) != th.Color(c, base.VariantLight) || th.RGBA(c) != th.Color(c, base.VariantDark) {
				t.Errorf("%s: %s depends on the desktop although the mode is fixed", name, c)
			}
		}
		test.AssertAllColorNamesDefined(t, th, name)
	}
}

func TestSystemFollowsTheDesktop(t *testing.T) {
	test.NewTempApp(t)
	th, light, dark := theme.New(theme.System), theme.New(theme.Light), theme.New(theme.Dark)
	if got, want := th.Color(theme.ColorText, base.VariantDark), dark.RGBA(theme.ColorText); got != want {
		t.Errorf("dark desktop: %v, want %v", got, want)
	}
	if got, want := th.Color(theme.ColorText, base.VariantLight), light.RGBA(theme.ColorText); got != want {
		t.Errorf("light desktop: %v, want %v", got, want)
	}
	if light.Dark() || !dark.Dark() {
		t.Error("a fixed mode does not say what it is")
	}
	variant := fyne.CurrentApp().Settings().ThemeVariant()
	if th.Dark() != (variant == base.VariantDark) {
		t.Errorf("the system mode says dark=%v on variant %v", th.Dark(), variant)
	}
}

func TestParseMode(t *testing.T) {
	for in, want := range map[string]theme.Mode{
		"light": theme.Light, "dark": theme.Dark, "system": theme.System, "": theme.System, "blue": theme.System,
	} {
		if got := theme.ParseMode(in); got != want {
			t.Errorf("%q: %q, want %q", in, got, want)
		}
	}
}

func TestNoBlurBehindQuestions(t *testing.T) {
	th := theme.New(theme.Light)
	if got := th.Size(base.SizeNameModalBlurRadius); got != 0 {
		t.Errorf("blur is %v, and would be drawn in every frame", got)
	}
	if got := th.Size(base.SizeNameText); got != 13 {
		t.Errorf("text is %v, want 13", got)
	}
	if got := th.Size(base.SizeNameWindowTitleBarHeight); got <= 0 {
		t.Error("a size we do not care about has no value")
	}
}

func TestFonts(t *testing.T) {
	th := theme.New(theme.Light)
	for want, style := range map[string]fyne.TextStyle{
		"Inter-Regular.otf":  {},
		"Inter-SemiBold.otf": {Bold: true},
	} {
		if got := th.Font(style).Name(); got != want {
			t.Errorf("%+v: %s, want %s", style, got, want)
		}
	}
	if th.Font(fyne.TextStyle{Monospace: true}) == nil || th.Font(fyne.TextStyle{Symbol: true}) == nil {
		t.Error("a style has no font")
	}
	if theme.Medium() != theme.Medium() {
		t.Error("the medium font is another resource each time, and its measures would not be remembered")
	}
}

func TestSemiBoldHasEveryLetterItClaims(t *testing.T) {
	inter, err := font.ParseTTF(bytes.NewReader(assets.InterSemiBold()))
	if err != nil {
		t.Fatal(err)
	}
	alone := 0
	for r := range rune(unicode.MaxRune) {
		style, source := theme.SemiBold(string(r))
		if source == nil {
			if !style.Bold {
				t.Fatalf("%q is not bold", r)
			}
			continue
		}
		alone++
		if _, has := inter.NominalGlyph(r); !has {
			t.Errorf("%q (%U) would be drawn by Inter, which does not have it", r, r)
		}
	}
	if alone < 800 {
		t.Errorf("only %d letters do without other fonts", alone)
	}
	for _, words := range []string{"Oʻtkir Gʻofurov", "Шкаф-купе №5 — ёлка", "1 250 000 soʻm", "Ўқув қўлланма", "Done ✓"} {
		if _, source := theme.SemiBold(words); source == nil {
			t.Errorf("%q needs other fonts", words)
		}
	}
	for _, words := range []string{"VIP 🔥", "家具", "Café 👍", "\u200d"} {
		if style, source := theme.SemiBold(words); source != nil || !style.Bold {
			t.Errorf("%q does not fall back to other fonts", words)
		}
	}
}

func TestEveryIconIsDrawn(t *testing.T) {
	test.NewTempApp(t)
	drawn := assets.IconNames()
	var named []string
	for constant, file := range constants(t, "icon.go", "Icon") {
		named = append(named, file)
		if assets.Icon(file) == nil {
			t.Errorf("%s names %q, which is not drawn", constant, file)
		}
	}
	for _, d := range drawn {
		if !slices.Contains(named, d) {
			t.Errorf("the drawing %q has no constant", d)
		}
	}
}

func TestIconTakesItsColour(t *testing.T) {
	test.NewTempApp(t)
	fyne.CurrentApp().Settings().SetTheme(theme.New(theme.Dark))
	icon := theme.Icon(theme.IconSearch, theme.ColorRed)
	if !strings.Contains(string(icon.Content()), "#f07070") {
		t.Error("the icon is not in the colour asked for")
	}
	if icon.Name() == theme.Icon(theme.IconSearch, theme.ColorText).Name() {
		t.Error("two colours of an icon share a name, and Fyne would mix them up")
	}
	if len(theme.AppIcon().Content()) == 0 {
		t.Error("no application icon")
	}
}

func TestStatusBar(t *testing.T) {
	if got := theme.StatusBar("#99ccff", false); got != (color.NRGBA{R: 0x99, G: 0xcc, B: 0xff, A: 0xff}) {
		t.Errorf("light changes a pastel: %v", got)
	}
	if got := theme.StatusBar("nonsense", false); got != theme.StatusBar("", false) {
		t.Errorf("what cannot be read is %v", got)
	}
	if got, want := theme.StatusBar("#9cf", true), theme.StatusBar("#99ccff", true); got != want {
		t.Errorf("short form: %v, want %v", got, want)
	}
	window := theme.New(theme.Dark).RGBA(theme.ColorBackground)
	rapid.Check(t, func(t *rapid.T) {
		hex := rapid.StringMatching(`#[0-9a-f]{6}`).Draw(t, "hex")
		if c := theme.Contrast(theme.StatusBar(hex, true), window); c < 2.95 || c > 11.1 {
			t.Fatalf("%s in dark has a contrast of %.2f", hex, c)
		}
	})
}

func FuzzStatusBar(f *testing.F) {
	for _, s := range []string{"", "#", "#fff", "99ccff", "#99ccff00", "чёрный", "#gggggg"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		if c := theme.StatusBar(s, true); c.A != 0xff {
			t.Errorf("%q gives a see-through bar %v", s, c)
		}
	})
}

func TestAvatar(t *testing.T) {
	white := color.NRGBA{R: 0xff, G: 0xff, B: 0xff, A: 0xff}
	seen := map[color.NRGBA]int{}
	for id := range int64(2000) {
		c := theme.Avatar(id + 9_000_000)
		seen[c]++
		if k := theme.Contrast(c, white); k < 4.5 {
			t.Errorf("initials on %v have a contrast of %.2f", c, k)
		}
		if c != theme.Avatar(id+9_000_000) {
			t.Fatalf("user %d changes colour", id)
		}
	}
	if len(seen) < 10 {
		t.Errorf("2000 users share %d colours", len(seen))
	}
	for c, n := range seen {
		if n > 400 {
			t.Errorf("%v is used %d times of 2000", c, n)
		}
	}
}

func BenchmarkColor(b *testing.B) {
	test.NewTempApp(b)
	th := theme.New(theme.Light)
	b.ReportAllocs()
	for b.Loop() {
		_ = th.Color(theme.ColorText, base.VariantLight)
	}
}

func BenchmarkStatusBar(b *testing.B) {
	b.ReportAllocs()
	for b.Loop() {
		theme.StatusBar("#ffff99", true)
	}
}
