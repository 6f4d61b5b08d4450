package pending

import "testing"

// The time left follows from how fast it went so far, and is not told before
// that can be known.
func TestPace(t *testing.T) {
	var p pace
	for _, c := range []struct {
		at       int64
		progress float64
		want     int64
	}{
		{1000, 0.10, 0},
		{1002, 0.20, 0},  // too early
		{1010, 0.20, 81}, // a tenth in ten seconds, eight tenths to go
		{1040, 0.50, 51}, // as fast
		{1050, 0.05, 0},  // begun again
		{1060, 0.25, 38}, // and twice as fast
	} {
		if got := p.left(c.at, c.progress); got != c.want {
			t.Errorf("at %d with %.2f: %d s left, want %d", c.at, c.progress, got, c.want)
		}
	}
}
