// Package assets embeds what the program draws with: the Inter font, its
// icons and the application's own icon. It knows nothing of the toolkit, so
// every layer may read it. The returned slices are shared: do not write to
// them.
package assets

import (
	"embed"
	"io/fs"
	"strings"
)

//go:embed fonts/Inter-Regular.otf
var interRegular []byte

//go:embed fonts/Inter-Medium.otf
var interMedium []byte

//go:embed fonts/Inter-SemiBold.otf
var interSemiBold []byte

//go:embed fonts/OFL.txt
var fontLicense string

//go:embed icon.svg
var appIconSVG []byte

//go:embed icon.png
var appIconPNG []byte

//go:embed icons/*.svg
var icons embed.FS

// InterRegular returns the OpenType file of the text weight.
func InterRegular() []byte { return interRegular }

// InterMedium returns the OpenType file of the weight for labels of controls.
func InterMedium() []byte { return interMedium }

// InterSemiBold returns the OpenType file of the weight for names and titles.
func InterSemiBold() []byte { return interSemiBold }

// FontLicense returns the licence text that has to travel with the fonts.
func FontLicense() string { return fontLicense }

// AppIconSVG returns the application's icon as a drawing.
func AppIconSVG() []byte { return appIconSVG }

// AppIconPNG returns the application's icon as 256 by 256 pixels.
func AppIconPNG() []byte { return appIconPNG }

// Icon returns a 24 by 24 drawing by its name, such as "search": filled
// outlines in one colour, for a theme to tint. The answer is nil when there is
// no such icon.
func Icon(name string) []byte {
	b, err := icons.ReadFile("icons/" + name + ".svg")
	if err != nil {
		return nil // the only possible cause is an unknown name
	}
	return b
}

// IconNames returns the names of all icons in alphabetic order.
func IconNames() []string {
	entries, err := fs.ReadDir(icons, "icons")
	if err != nil {
		return nil // cannot happen: the folder is embedded
	}
	names := make([]string, 0, len(entries))
	for _, e := range entries {
		names = append(names, strings.TrimSuffix(e.Name(), ".svg"))
	}
	return names
}
