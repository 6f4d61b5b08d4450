package ui

import (
	"fmt"
	"testing"
	"time"

	"fyne.io/fyne/v2/canvas"
	"fyne.io/fyne/v2/test"

	"voronka/cache"
)

// BenchmarkOpenBoard measures what a person waits for whose account was loaded
// before: from the closed file, which the system has in memory, to the pictures
// of the first cards. What the window itself takes is not counted.
func BenchmarkOpenBoard(b *testing.B) {
	for _, c := range []struct {
		leads  int
		budget float64 // ms
	}{{5_000, 150}, {100_000, 300}} {
		b.Run(fmt.Sprintf("leads=%d", c.leads), func(b *testing.B) {
			folder, store := newStore(b)
			fill(b, store, c.leads)
			if err := store.Close(); err != nil {
				b.Fatal(err)
			}
			var took time.Duration
			for b.Loop() {
				took += benchOpen(b, folder)
			}
			b.ReportMetric(float64(took.Microseconds())/1000/float64(b.N), "ms/board")
			b.ReportMetric(c.budget, "budget-ms")
		})
	}
}

// benchOpen opens an account and tells how long its first cards took.
func benchOpen(b *testing.B, folder *cache.Folder) time.Duration {
	began := time.Now()
	store, err := folder.OpenAccount(b.Context(), 31415926)
	if err != nil {
		b.Fatal(err)
	}
	took := time.Since(began)
	s := &scene{t: b, store: store, engine: &idle{}}
	s.stand(folder, Account{
		ID: 31415926, Name: "nurmebel", Host: "nurmebel.amocrm.ru", WebURL: "https://nurmebel.amocrm.ru",
		Store: store, Engine: s.engine, StartSync: func() { s.started++ },
	})
	began = time.Now()
	s.w.started(nil)
	s.until("the cards are there", func() bool { return s.started == 1 })
	s.draw()
	took += time.Since(began)
	s.w.close()
	if err := store.Close(); err != nil {
		b.Fatal(err)
	}
	return took
}

// draw makes the pictures of the board, as the first frame does.
func (s *scene) draw() {
	for _, o := range test.LaidOutObjects(s.w.board) {
		if r, ok := o.(*canvas.Raster); ok {
			size := r.Size()
			r.Generator(int(size.Width), int(size.Height))
		}
	}
}
