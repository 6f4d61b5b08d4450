package theme

import (
	"image/color"
	"strconv"
	"strings"
)

// The contrast of a status bar to a dark window: visible, but not glaring.
const (
	barDarkMin = 3.0
	barDarkMax = 11.0
)

// StatusBar returns the colour of the bar over a column from the status's
// colour as amoCRM gives it (#rrggbb). Light keeps the pastel it was made for;
// dark keeps the hue within a readable contrast. What cannot be read is grey.
// It costs a few microseconds, so callers need no cache.
func StatusBar(code string, dark bool) color.NRGBA {
	c, ok := parseHex(code)
	if !ok {
		c = hex(0xB4BDCA)
	}
	if !dark {
		return c
	}
	window := hex(0x12161C)
	c = toward(c, hex(0xFFFFFF), func(m color.NRGBA) bool { return Contrast(m, window) >= barDarkMin })
	return toward(c, window, func(m color.NRGBA) bool { return Contrast(m, window) <= barDarkMax })
}

// parseHex reads #rrggbb or #rgb, with or without the sign.
func parseHex(s string) (color.NRGBA, bool) {
	s = strings.TrimPrefix(strings.TrimSpace(s), "#")
	if len(s) == 3 {
		s = string([]byte{s[0], s[0], s[1], s[1], s[2], s[2]})
	}
	v, err := strconv.ParseUint(s, 16, 24)
	if err != nil || len(s) != 6 {
		return color.NRGBA{}, false
	}
	return hex(uint32(v)), true
}
