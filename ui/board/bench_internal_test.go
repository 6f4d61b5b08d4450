package board

import (
	"image/png"
	"os"
	"testing"

	"fyne.io/fyne/v2"

	"voronka/cache"
)

// BenchmarkScrollStep is one wheel step of a column of 100,000 leads whose
// cards were read. Budget: about no allocation after warm-up.
func BenchmarkScrollStep(b *testing.B) {
	s := newStage(b, newMemory(100_000))
	v := s.board.columns[100].body
	for range 400 { // read the cards that the steps will show
		v.scrollTo(v.offset + 50)
		s.settle()
	}
	b.ReportAllocs()
	dy := float32(-25)
	for b.Loop() {
		if v.offset < 100 || v.offset > 19_000 {
			dy = -dy
		}
		v.scrollTo(v.offset - dy)
	}
	b.ReportMetric(float64(s.board.LiveCards()), "live-cards")
	b.ReportMetric(150, "budget-live-cards")
	b.ReportMetric(0, "budget-allocs/op")
}

// BenchmarkDragEvent is one move of the pointer during a drag over 100,000
// leads. Budget: 4 ms.
func BenchmarkDragEvent(b *testing.B) {
	s := newStage(b, newMemory(40_000, 30_000, 20_000, 10_000))
	lead := s.board.model.columns[0].ids[2]
	from := s.center(lead)
	v := s.bodyAt(from)
	s.drag(from, from.AddXY(20, 0))
	b.ReportAllocs()
	at := from
	dx := float32(7)
	for b.Loop() {
		if at.X > 900 || at.X < 100 {
			dx = -dx
		}
		at.X += dx
		e := &fyne.DragEvent{Dragged: fyne.NewDelta(dx, 0)}
		e.AbsolutePosition = at
		v.Dragged(e)
	}
	b.ReportMetric(4e6, "budget-ns/op")
	v.DragEnd()
	s.settle()
}

// BenchmarkReplace is the UI goroutine's part of a reload of 100,000 leads.
// Budget: 4 ms.
func BenchmarkReplace(b *testing.B) {
	s := newStage(b, newMemory(40_000, 30_000, 20_000, 10_000))
	s.board.columns[100].body.scrollTo(1_000_000)
	s.settle()
	for b.Loop() {
		fresh, err := s.memory.Board(b.Context(), cache.BoardQuery{})
		if err != nil {
			b.Fatal(err)
		}
		s.board.model.replace(fresh)
		s.board.show()
	}
	b.ReportMetric(4e6, "budget-ns/op")
	s.settle()
}

// TestPicture writes what the board looks like, for a person to look at, when
// VORONKA_PICTURE names a file.
func TestPicture(t *testing.T) {
	path := os.Getenv("VORONKA_PICTURE")
	s := newStage(t, newMemory(12, 3, 2, 1))
	img := s.window.Canvas().Capture()
	if img.Bounds().Dx() != 1240 {
		t.Fatalf("the picture is %v", img.Bounds())
	}
	if path == "" {
		return
	}
	f, err := os.Create(path)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	if err := png.Encode(f, img); err != nil {
		t.Fatal(err)
	}
}
