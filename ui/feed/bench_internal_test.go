package feed

import (
	"testing"

	"fyne.io/fyne/v2"

	"voronka/ui/theme"
)

// BenchmarkScrollStep is one wheel step of a feed of 5,000 entries whose texts
// were broken into lines. Budget: that of the board, about no allocation.
func BenchmarkScrollStep(b *testing.B) {
	s := newStage(b, &memory{here: many(5000), whole: true}, "uz", theme.Light)
	s.feed.want = 5000
	s.show(5)
	s.feed.want = 5000
	s.feed.Reload()
	s.settle("all entries", func() bool { return s.quiet() && len(s.feed.list) > 5000 })
	step := func(dy float32) { s.feed.rows.Scrolled(&fyne.ScrollEvent{Scrolled: fyne.NewDelta(0, dy)}) }
	for range 400 {
		step(-50)
	}
	for range 400 {
		step(50)
	}
	b.ReportAllocs()
	dy, n := float32(-25), 0
	for b.Loop() {
		if n++; n%600 == 0 {
			dy = -dy
		}
		step(dy)
	}
	b.ReportMetric(float64(s.feed.rows.Live()), "live-rows")
	b.ReportMetric(60, "budget-live-rows")
	b.ReportMetric(2, "budget-allocs/op")
}

// BenchmarkScrollFar is one page of a feed of 5,000 entries that were never
// seen: their texts are broken into lines on the way. Budget: 4 ms.
func BenchmarkScrollFar(b *testing.B) {
	s := newStage(b, &memory{here: many(5000), whole: true}, "uz", theme.Light)
	s.show(5)
	s.feed.want = 5000
	s.feed.Reload()
	s.settle("all entries", func() bool { return s.quiet() && len(s.feed.list) > 5000 })
	for b.Loop() {
		s.feed.rows.TypedKey(&fyne.KeyEvent{Name: fyne.KeyPageDown})
		if s.feed.rows.AtEnd() {
			for i := range s.feed.list {
				s.feed.list[i].wrapped = wrapped{}
			}
			s.feed.rows.Top()
			s.feed.rows.Resized()
		}
	}
	b.ReportMetric(4e6, "budget-ns/op")
}
