package theme

import (
	"fyne.io/fyne/v2"
	base "fyne.io/fyne/v2/theme"
)

// Text sizes, in Fyne units.
const (
	TextTiny    float32 = 11 // tags, badges, marks
	TextSmall   float32 = 12 // secondary lines
	TextBase    float32 = 13
	TextTitle   float32 = 15 // name of the pipeline, of a section
	TextHeading float32 = 19 // name of a page or a lead
)

// Corner radii, in Fyne units. A pill's radius is half its height.
const (
	RadiusCard   float32 = 10
	RadiusButton float32 = 8
	RadiusField  float32 = 7
	RadiusTag    float32 = 5
)

// Grid is the unit that distances are multiples of.
const Grid float32 = 4

// Heights and widths of the window's parts, in Fyne units.
const (
	HeightControl float32 = 32  // buttons and fields
	HeightChip    float32 = 26  // chips and the sync pill
	HeightNav     float32 = 32  // an item of the rail
	HeightTopBar  float32 = 56  // with its line
	HeightFilters float32 = 44  // the line of chips
	WidthRail     float32 = 208 // with its line
	WidthRailIcon float32 = 56  // folded
	WidthPanel    float32 = 520 // the panel at the right
	NarrowBelow   float32 = 1100
)

// size answers Fyne's own size names.
func size(name fyne.ThemeSizeName) float32 {
	switch name {
	case base.SizeNameText:
		return TextBase
	case base.SizeNameCaptionText:
		return TextTiny
	case base.SizeNameSubHeadingText:
		return TextTitle
	case base.SizeNameHeadingText:
		return TextHeading
	case base.SizeNamePadding, base.SizeNameLineSpacing:
		return Grid
	case base.SizeNameInnerPadding:
		return 2 * Grid
	case base.SizeNameInlineIcon:
		return 18
	case base.SizeNameSeparatorThickness, base.SizeNameInputBorder, base.SizeNameSplitThickness:
		return 1
	case base.SizeNameScrollBar:
		return 10
	case base.SizeNameScrollBarSmall, base.SizeNameScrollBarRadius:
		return 4
	case base.SizeNameInputRadius, base.SizeNameSelectionRadius:
		return RadiusField
	case base.SizeNameButtonRadius, base.SizeNameMenuRadius, base.SizeNamePopupRadius:
		return RadiusButton
	case base.SizeNameCardRadius, base.SizeNameDialogRadius, base.SizeNameInnerWindowRadius:
		return RadiusCard
	case base.SizeNameModalBlurRadius:
		return 0 // a blur behind a question would be drawn again in every frame
	default:
		return base.DefaultTheme().Size(name)
	}
}
