package ui

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/board"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

// early lets another goroutine measure and draw texts while the UI goroutine
// does not, that is until it begins to build the window.
type early struct {
	mu   sync.Mutex
	over bool
}

// draw calls f and reports true, or false when it is too late for it.
func (e *early) draw(f func()) bool {
	e.mu.Lock()
	defer e.mu.Unlock()
	if !e.over {
		f()
	}
	return !e.over
}

// end returns when nothing else draws any more.
func (e *early) end() {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.over = true
}

// readAhead reads the board that will be shown first, and draws as many of its
// cards as it may. Starting the graphics system takes the UI goroutine longer
// than all of that; the first frame then has the board on it. Nil means that
// the board has to ask: it does so when this fails as well, and then tells why.
func (w *window) readAhead(ctx context.Context, r reference, e *early) *board.Ahead {
	open := openPipelines(r.pipelines)
	if len(open) == 0 {
		return nil
	}
	q := cache.BoardQuery{PipelineID: shownPipeline(open, w.prefs.pipeline())}
	f := formatOf(w.texts, r.account)
	q.Order, q.Folded = w.prefs.order(q.PipelineID), w.prefs.folded(q.PipelineID)
	q.Filter = w.prefs.filters(q.PipelineID).query(r.account.CurrentUserID, time.Now().In(f.Location()), r.fields)
	stand := w.prefs.stand()
	stand.Density, stand.Dark = w.prefs.density(), w.theme.Dark
	ahead, err := board.ReadAhead(ctx, w.p.Account.Store, f, nowUnix(), q, stand)
	if err != nil {
		w.p.Log.Warn("board not read ahead", "err", err)
		return nil
	}
	ahead.Draw(e.draw)
	return ahead
}

func openPipelines(all []amo.Pipeline) []amo.Pipeline {
	return slices.DeleteFunc(slices.Clone(all), func(p amo.Pipeline) bool { return p.IsArchive })
}

// shownPipeline is the one wanted among those that are open, else the main one.
func shownPipeline(open []amo.Pipeline, wanted int64) int64 {
	if slices.ContainsFunc(open, func(p amo.Pipeline) bool { return p.ID == wanted }) {
		return wanted
	}
	return open[max(slices.IndexFunc(open, func(p amo.Pipeline) bool { return p.IsMain }), 0)].ID
}

// formatOf is how numbers and times of an account are written.
func formatOf(t *i18n.Texts, a amo.Account) *format.Format {
	return format.New(t, format.Currency{Code: orElse(a.Currency, "UZS"), Symbol: a.CurrencySymbol}, format.Zone(a.Embedded.DatetimeSettings.Timezone))
}

// stand is where the board stood when the window was closed last, zero when it
// is not known.
func (p *preferences) stand() board.Stand {
	var w, h, scale float32
	_, err := fmt.Sscanf(p.get(prefStand), "%fx%f@%f", &w, &h, &scale)
	if known := err == nil && w > 0 && h > 0 && w <= 16000 && h <= 16000 && scale >= 0.25 && scale <= 8; !known {
		return board.Stand{}
	}
	return board.Stand{Size: fyne.NewSize(w, h), Scale: scale}
}

func (p *preferences) setStand(size fyne.Size, scale float32) {
	p.set(prefStand, fmt.Sprintf("%.2fx%.2f@%.4f", size.Width, size.Height, scale))
}
