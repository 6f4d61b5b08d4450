package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"

	"voronka/assets"
)

// Mode says where light or dark comes from.
type Mode string

// The modes; System follows the desktop.
const (
	System Mode = "system"
	Light  Mode = "light"
	Dark   Mode = "dark"
)

// ParseMode reads a setting or VORONKA_THEME; anything else is System.
func ParseMode(s string) Mode {
	switch m := Mode(s); m {
	case Light, Dark:
		return m
	default:
		return System
	}
}

// The weights of the font. They are shared because Fyne keys its caches of
// faces and measures by the resource itself.
var (
	regular  = fyne.NewStaticResource("Inter-Regular.otf", assets.InterRegular())
	medium   = fyne.NewStaticResource("Inter-Medium.otf", assets.InterMedium())
	semiBold = fyne.NewStaticResource("Inter-SemiBold.otf", assets.InterSemiBold())
)

// Medium returns the weight between text and bold, for canvas.Text.FontSource.
// A text with a font source does not fall back to other fonts: use it for the
// program's own words, never for what people typed.
func Medium() fyne.Resource { return medium }

// SemiBold returns how to draw a text in the weight of names and titles, as the
// style and the font source of a canvas.Text. A text of common letters has the
// font itself; any other has Fyne's bold, which falls back to further fonts for
// what Inter does not have: emoji, other scripts. Fyne reads all of those, some
// 8 MB, for every style that draws a single text.
func SemiBold(text string) (fyne.TextStyle, fyne.Resource) {
	for _, r := range text {
		if !common(r) {
			return fyne.TextStyle{Bold: true}, nil
		}
	}
	return fyne.TextStyle{}, semiBold
}

// common reports whether Inter, as it is kept here, surely has a letter: Latin,
// Cyrillic, punctuation and currencies.
func common(r rune) bool {
	switch {
	case r < 0x149:
		return r >= 0x20 && r <= 0x7e || r >= 0xa0
	case r < 0x400:
		return r >= 0x14a && r <= 0x1c3 || r >= 0x2b0 && r <= 0x31e
	case r < 0x2000:
		return r <= 0x49d || r >= 0x4a0 && r <= 0x4ff
	}
	return r >= 0x2010 && r <= 0x2027 || r >= 0x202f && r <= 0x205f || r >= 0x20a0 && r <= 0x20bf || r >= 0x2190 && r <= 0x2199 ||
		r == '№' || r == '✓' || r == '▲' || r == '●' || r == '◆'
}

// Theme implements fyne.Theme. It is immutable and safe for concurrent use.
type Theme struct {
	mode        Mode
	light, dark palette
	fallback    fyne.Theme
}

var _ fyne.Theme = (*Theme)(nil)

// New returns the look for a mode.
func New(mode Mode) *Theme {
	return &Theme{mode: mode, light: lightPalette(), dark: darkPalette(), fallback: base.DefaultTheme()}
}

// Mode returns where light or dark comes from.
func (t *Theme) Mode() Mode { return t.mode }

// Dark reports whether the dark look is shown now.
func (t *Theme) Dark() bool {
	switch t.mode {
	case Light:
		return false
	case Dark:
		return true
	default:
		app := fyne.CurrentApp()
		return app != nil && app.Settings().ThemeVariant() == base.VariantDark
	}
}

// Color answers Voronka's colour names and Fyne's; an unknown name is Fyne's
// business.
func (t *Theme) Color(name fyne.ThemeColorName, variant fyne.ThemeVariant) color.Color {
	p := t.light
	if t.mode == Dark || t.mode == System && variant == base.VariantDark {
		p = t.dark
	}
	if c, ok := p[name]; ok {
		return c
	}
	return t.fallback.Color(name, variant)
}

// RGBA returns a colour as a plain value, for code that draws images.
func (t *Theme) RGBA(name fyne.ThemeColorName) color.NRGBA {
	p := t.light
	if t.Dark() {
		p = t.dark
	}
	c, ok := p[name].(color.NRGBA)
	if !ok {
		return color.NRGBA{}
	}
	return c
}

// Font returns Inter: bold is its semi-bold weight, and italics are upright,
// because amoCRM knows none. Code and symbols keep Fyne's fonts.
func (t *Theme) Font(style fyne.TextStyle) fyne.Resource {
	switch {
	case style.Monospace, style.Symbol:
		return t.fallback.Font(style)
	case style.Bold:
		return semiBold
	default:
		return regular
	}
}

// Icon returns Fyne's own icons for Fyne's own widgets. Voronka's icons come
// from the function Icon.
func (t *Theme) Icon(name fyne.ThemeIconName) fyne.Resource { return t.fallback.Icon(name) }

// Size returns a size in Fyne units.
func (t *Theme) Size(name fyne.ThemeSizeName) float32 { return size(name) }
