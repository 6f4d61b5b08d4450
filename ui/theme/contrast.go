package theme

import (
	"image/color"
	"math"
)

// Contrast returns the WCAG 2 contrast ratio of two opaque colours, 1 to 21.
func Contrast(a, b color.NRGBA) float64 {
	la, lb := luminance(a), luminance(b)
	if la < lb {
		la, lb = lb, la
	}
	return (la + 0.05) / (lb + 0.05)
}

// luminance is the relative luminance of WCAG 2, 0 to 1.
func luminance(c color.NRGBA) float64 {
	return 0.2126*linear(c.R) + 0.7152*linear(c.G) + 0.0722*linear(c.B)
}

func linear(v uint8) float64 {
	x := float64(v) / 255
	if x <= 0.03928 {
		return x / 12.92
	}
	return math.Pow((x+0.055)/1.055, 2.4)
}

// mix goes the share f (0 to 1) of the way from a to b.
func mix(a, b color.NRGBA, f float64) color.NRGBA {
	at := func(x, y uint8) uint8 { return uint8(math.Round(float64(x) + (float64(y)-float64(x))*f)) }
	return color.NRGBA{R: at(a.R, b.R), G: at(a.G, b.G), B: at(a.B, b.B), A: 0xff}
}

// toward mixes c with end as little as it takes to satisfy ok, which must hold
// at end; that keeps the hue. ok must not change back on the way.
func toward(c, end color.NRGBA, ok func(color.NRGBA) bool) color.NRGBA {
	if ok(c) {
		return c
	}
	lo, hi := 0.0, 1.0
	for range 8 { // 1/256 of the way is below one step of a colour channel
		if mid := (lo + hi) / 2; ok(mix(c, end, mid)) {
			hi = mid
		} else {
			lo = mid
		}
	}
	return mix(c, end, hi)
}

// IsDark reports whether a colour is nearer to black than to white, as the
// background of a dark look is.
func IsDark(c color.Color) bool {
	n, ok := color.NRGBAModel.Convert(c).(color.NRGBA)
	return ok && luminance(n) < 0.18
}
