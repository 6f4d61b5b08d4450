package theme

import (
	"image/color"

	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
)

// The names of Voronka's own colours. Fyne's names work as well; the window's
// background is base.ColorNameBackground, which the window is cleared with, so
// it never needs a rectangle.
const (
	ColorBackground fyne.ThemeColorName = base.ColorNameBackground // the window
	ColorPanel      fyne.ThemeColorName = "voronkaPanel"           // side panel, top bar, fields in light
	ColorSunken     fyne.ThemeColorName = "voronkaSunken"          // rail, table heads, fields of a form
	ColorLine       fyne.ThemeColorName = "voronkaLine"            // hairlines and borders
	ColorHover      fyne.ThemeColorName = "voronkaHover"           // under the pointer
	ColorText       fyne.ThemeColorName = "voronkaText"
	ColorMuted      fyne.ThemeColorName = "voronkaMuted" // secondary text, still readable
	ColorFaint      fyne.ThemeColorName = "voronkaFaint" // disabled; never the only carrier of a meaning

	ColorAccent           fyne.ThemeColorName = "voronkaAccent" // as text and thin lines
	ColorAccentBackground fyne.ThemeColorName = "voronkaAccentBackground"
	ColorAccentFill       fyne.ThemeColorName = "voronkaAccentFill" // a filled button or logo, ColorOnAccent stands on it
	ColorAccentFillHover  fyne.ThemeColorName = "voronkaAccentFillHover"
	ColorOnAccent         fyne.ThemeColorName = "voronkaOnAccent"
	ColorFocus            fyne.ThemeColorName = "voronkaFocus" // ring around what has the keyboard

	ColorGreen    fyne.ThemeColorName = "voronkaGreen" // as text
	ColorAmber    fyne.ThemeColorName = "voronkaAmber" // as text
	ColorRed      fyne.ThemeColorName = "voronkaRed"   // as text
	ColorGreenDot fyne.ThemeColorName = "voronkaGreenDot"
	ColorAmberDot fyne.ThemeColorName = "voronkaAmberDot"
	ColorRedDot   fyne.ThemeColorName = "voronkaRedDot"
	ColorRedFill  fyne.ThemeColorName = "voronkaRedFill" // an alarming badge, ColorOnRed stands on it
	ColorOnRed    fyne.ThemeColorName = "voronkaOnRed"

	ColorCard       fyne.ThemeColorName = "voronkaCard"
	ColorCardHover  fyne.ThemeColorName = "voronkaCardHover"
	ColorCardBorder fyne.ThemeColorName = "voronkaCardBorder"
	ColorChip       fyne.ThemeColorName = "voronkaChip"       // fill of tags, quiet badges and the sync pill
	ColorField      fyne.ThemeColorName = "voronkaField"      // search field, chips and plain buttons
	ColorSnackbar   fyne.ThemeColorName = "voronkaSnackbar"   // dark in both themes, so that it stands out
	ColorOnSnackbar fyne.ThemeColorName = "voronkaOnSnackbar" // its text
	ColorSnackLink  fyne.ThemeColorName = "voronkaSnackLink"  // its action
	ColorScrim      fyne.ThemeColorName = "voronkaScrim"      // over what a modal question covers
	ColorShadow     fyne.ThemeColorName = "voronkaShadow"
)

// palette is every colour of one look by name. Interfaces are stored, so that
// a look-up does not allocate.
type palette map[fyne.ThemeColorName]color.Color

func hex(rgb uint32) color.NRGBA { return hexA(rgb, 0xff) }

func hexA(rgb uint32, a uint8) color.NRGBA {
	return color.NRGBA{R: uint8(rgb >> 16), G: uint8(rgb >> 8), B: uint8(rgb), A: a}
}

// lightPalette is the light look. Where the designed value is too faint to be
// read as text (below 4.5:1 on the surfaces it stands on) the text colour is
// the same hue, darkened just enough; dots and fills keep the designed value.
func lightPalette() palette {
	return fill(palette{
		ColorBackground: hex(0xF4F6F9),
		ColorPanel:      hex(0xFFFFFF),
		ColorSunken:     hex(0xF9FAFC),
		ColorLine:       hex(0xE3E7EE),
		ColorHover:      hex(0xEDF1F7),
		ColorText:       hex(0x1B2430),
		ColorMuted:      hex(0x626D7D), // 6B7788 reaches 4.0 on a chip
		ColorFaint:      hex(0xA7B0BD),

		ColorAccent:           hex(0x2B62E9), // 2F6BFF reaches 3.9 on the accent background
		ColorAccentBackground: hex(0xE8EFFF),
		ColorAccentFill:       hex(0x2F6AFE), // 2F6BFF is at 4.499 under white
		ColorAccentFillHover:  hex(0x265CE6),
		ColorOnAccent:         hex(0xFFFFFF),
		ColorFocus:            hexA(0x2F6BFF, 0xD8),

		ColorGreen:    hex(0x187C53), // 1E9E6A reaches 3.0 on a chip
		ColorAmber:    hex(0x95620D), // C98512 reaches 2.7 on a chip
		ColorRed:      hex(0xC13E3E), // D64545 reaches 3.9 on a chip
		ColorGreenDot: hex(0x1E9E6A),
		ColorAmberDot: hex(0xC98512),
		ColorRedDot:   hex(0xD64545),
		ColorRedFill:  hex(0xD24444), // D64545 reaches 4.4 under white
		ColorOnRed:    hex(0xFFFFFF),

		ColorCard:       hex(0xFFFFFF),
		ColorCardHover:  hex(0xFBFCFE),
		ColorCardBorder: hex(0xE3E7EE),
		ColorChip:       hex(0xEDF1F7),
		ColorField:      hex(0xFFFFFF),
		ColorSnackbar:   hex(0x232D3B),
		ColorOnSnackbar: hex(0xF4F6F9),
		ColorSnackLink:  hex(0x8FB2FF),
		ColorScrim:      hexA(0x10161F, 0x66),
		ColorShadow:     hexA(0x1B2430, 0x26),
	})
}

// darkPalette is the dark look, under the same rule as lightPalette.
func darkPalette() palette {
	return fill(palette{
		ColorBackground: hex(0x12161C),
		ColorPanel:      hex(0x181D25),
		ColorSunken:     hex(0x151A21),
		ColorLine:       hex(0x262D38),
		ColorHover:      hex(0x222A36),
		ColorText:       hex(0xE6EBF2),
		ColorMuted:      hex(0x8A96A8),
		ColorFaint:      hex(0x525D6D),

		ColorAccent:           hex(0x5F90FF), // 5B8CFF reaches 4.4 on the accent background
		ColorAccentBackground: hex(0x1E2B4A),
		ColorAccentFill:       hex(0x3D70E4), // 5B8CFF reaches 3.2 under white
		ColorAccentFillHover:  hex(0x3464D2),
		ColorOnAccent:         hex(0xFFFFFF),
		ColorFocus:            hexA(0x5B8CFF, 0xC0),

		ColorGreen:    hex(0x4CC38A),
		ColorAmber:    hex(0xE0A83C),
		ColorRed:      hex(0xF07070),
		ColorGreenDot: hex(0x4CC38A),
		ColorAmberDot: hex(0xE0A83C),
		ColorRedDot:   hex(0xF07070),
		ColorRedFill:  hex(0xF07070),
		ColorOnRed:    hex(0x12161C), // white reaches 2.9 on F07070

		ColorCard:       hex(0x1E2530),
		ColorCardHover:  hex(0x212936),
		ColorCardBorder: hex(0x262D38),
		ColorChip:       hex(0x222A36),
		ColorField:      hex(0x181D25),
		ColorSnackbar:   hex(0x2C3644),
		ColorOnSnackbar: hex(0xF0F3F8),
		ColorSnackLink:  hex(0x8FB2FF),
		ColorScrim:      hexA(0x05070A, 0x8C),
		ColorShadow:     hexA(0x000000, 0x66),
	})
}

// fill adds the names Fyne's own widgets ask for, from Voronka's colours.
func fill(p palette) palette {
	transparent := color.NRGBA{}
	for name, from := range map[fyne.ThemeColorName]fyne.ThemeColorName{
		base.ColorNameButton:                    ColorField,
		base.ColorNameDisabledButton:            ColorSunken,
		base.ColorNameDisabled:                  ColorFaint,
		base.ColorNameError:                     ColorRed,
		base.ColorNameFocus:                     ColorFocus,
		base.ColorNameForeground:                ColorText,
		base.ColorNameForegroundOnError:         ColorOnRed,
		base.ColorNameForegroundOnPrimary:       ColorOnAccent,
		base.ColorNameForegroundOnSuccess:       ColorPanel,
		base.ColorNameForegroundOnWarning:       ColorPanel,
		base.ColorNameHeaderBackground:          ColorSunken,
		base.ColorNameHover:                     ColorHover,
		base.ColorNameHyperlink:                 ColorAccent,
		base.ColorNameInnerWindowBorder:         ColorLine,
		base.ColorNameInnerWindowBorderInactive: ColorLine,
		base.ColorNameInputBackground:           ColorField,
		base.ColorNameInputBorder:               ColorLine,
		base.ColorNameMenuBackground:            ColorPanel,
		base.ColorNameOverlayBackground:         ColorPanel,
		base.ColorNamePlaceHolder:               ColorMuted,
		base.ColorNamePressed:                   ColorAccentBackground,
		base.ColorNamePrimary:                   ColorAccentFill,
		base.ColorNameScrollBar:                 ColorFaint,
		base.ColorNameSelection:                 ColorAccentBackground,
		base.ColorNameSeparator:                 ColorLine,
		base.ColorNameShadow:                    ColorShadow,
		base.ColorNameSuccess:                   ColorGreen,
		base.ColorNameWarning:                   ColorAmber,
	} {
		p[name] = p[from]
	}
	p[base.ColorNameScrollBarBackground] = transparent
	return p
}
