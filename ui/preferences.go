package ui

import (
	"context"
	"encoding/json"
	"fmt"
	"log/slog"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"

	"fyne.io/fyne/v2"

	"voronka/cache"
	"voronka/ui/board"
)

// The choices that are kept. Those with %d belong to one account.
const (
	prefLanguage = "ui/language" // uz, ru, en
	prefTheme    = "ui/theme"    // system, light, dark
	prefDensity  = "ui/density"
	prefWindow   = "ui/window" // 1440x900
	prefStand    = "ui/board"  // 1228x812@1: size of the board, pixels per unit
	prefHold     = "sync/hold" // seconds a move waits before it is sent
	prefPipeline = "ui/%d/pipeline"
	prefFolded   = "ui/%d/folded"   // JSON: pipeline → folded statuses
	prefOrder    = "ui/%d/order"    // JSON: pipeline → order of the columns
	prefFilter   = "ui/%d/filter"   // JSON: pipeline → what it is narrowed to
	prefSaved    = "ui/%d/saved"    // JSON: the filters saved under a name
	prefSeen     = "ui/%d/seen"     // Unix seconds: when the person looked last
	prefReminded = "ui/%d/reminded" // Unix seconds up to which the desktop was told of tasks that fall due
)

// holdDefault is how long a move waits before it leaves, so that an undo costs
// nothing.
const holdDefault = 5 * time.Second

// preferences are the person's choices: read once before the window opens,
// kept in memory, and written behind the back of the UI goroutine. Safe for
// concurrent use.
type preferences struct {
	store   Settings
	account int64
	log     *slog.Logger

	mu     sync.Mutex
	values map[string]string
	dirty  map[string]string
	wake   chan struct{} // holds one; closed by close
	closed bool
	writer sync.WaitGroup
}

// loadPreferences reads the choices; it is called before there is a window to
// keep waiting.
func loadPreferences(ctx context.Context, store Settings, account int64, log *slog.Logger) (*preferences, error) {
	p := &preferences{
		store: store, account: account, log: log,
		values: make(map[string]string), dirty: make(map[string]string), wake: make(chan struct{}, 1),
	}
	for _, key := range []string{prefLanguage, prefTheme, prefDensity, prefWindow, prefStand, prefHold, prefPipeline, prefFolded, prefOrder, prefFilter, prefSaved, prefSeen, prefReminded} {
		value, err := store.Setting(ctx, p.name(key))
		if err != nil {
			return nil, fmt.Errorf("read settings: %w", err)
		}
		p.values[key] = value
	}
	p.writer.Go(p.write)
	return p, nil
}

func (p *preferences) name(key string) string {
	return strings.Replace(key, "%d", strconv.FormatInt(p.account, 10), 1)
}

func (p *preferences) get(key string) string {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.values[key]
}

func (p *preferences) set(key, value string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.values[key] == value {
		return
	}
	p.values[key], p.dirty[key] = value, value
	select {
	case p.wake <- struct{}{}:
	default:
	}
}

// close writes what is left and waits for it. What is set afterwards, by a
// click on a window that is being left, is dropped.
func (p *preferences) close() {
	p.mu.Lock()
	p.closed = true
	close(p.wake)
	p.mu.Unlock()
	p.writer.Wait()
}

// write outlives the window's context: a choice made right before the window
// closes is kept as well.
func (p *preferences) write() {
	for open := true; open; {
		_, open = <-p.wake
		p.mu.Lock()
		dirty := p.dirty
		p.dirty = make(map[string]string)
		p.mu.Unlock()
		for key, value := range dirty {
			if err := p.store.SetSetting(context.Background(), p.name(key), value); err != nil {
				p.log.Error("setting not kept", "key", key, "err", err)
			}
		}
	}
}

func (p *preferences) hold() time.Duration {
	if n, err := strconv.Atoi(p.get(prefHold)); err == nil && n >= 0 && n <= 600 {
		return time.Duration(n) * time.Second
	}
	return holdDefault
}

func (p *preferences) pipeline() int64 {
	id, err := strconv.ParseInt(p.get(prefPipeline), 10, 64)
	if err != nil {
		return 0 // never chosen
	}
	return id
}

// density is how much a card shows.
func (p *preferences) density() board.Density {
	return board.Density(orElse(p.get(prefDensity), string(board.Comfortable)))
}

// number is a choice that is a number, 0 without one.
func (p *preferences) number(key string) int64 {
	n, err := strconv.ParseInt(p.get(key), 10, 64)
	if err != nil {
		return 0
	}
	return n
}

// filters is what a pipeline was narrowed to last.
func (p *preferences) filters(pipeline int64) filters {
	return keptByPipeline[filters](p, prefFilter)[pipeline]
}

func (p *preferences) setFilters(pipeline int64, f filters) {
	if pipeline != 0 {
		keepByPipeline(p, prefFilter, pipeline, f)
	}
}

// savedFilters are the filters saved under a name, oldest first.
func (p *preferences) savedFilters() (list []savedFilter) {
	if s := p.get(prefSaved); s != "" {
		if err := json.Unmarshal([]byte(s), &list); err != nil {
			p.log.Warn("setting forgotten", "key", prefSaved, "err", err)
			return nil
		}
	}
	return list
}

func (p *preferences) setSavedFilters(list []savedFilter) {
	if b, err := json.Marshal(list); err == nil {
		p.set(prefSaved, string(b))
	}
}

// folded is the folded statuses of a pipeline, nil when the person never
// folded or opened one there.
func (p *preferences) folded(pipeline int64) []int64 {
	return keptByPipeline[[]int64](p, prefFolded)[pipeline]
}

func (p *preferences) setFolded(pipeline int64, statuses []int64) {
	keepByPipeline(p, prefFolded, pipeline, statuses)
}

// order is how the columns of a pipeline are sorted.
func (p *preferences) order(pipeline int64) cache.Order {
	order := keptByPipeline[cache.Order](p, prefOrder)[pipeline]
	if !slices.Contains(orders(), order) {
		return cache.OrderUpdated
	}
	return order
}

func (p *preferences) setOrder(pipeline int64, order cache.Order) {
	keepByPipeline(p, prefOrder, pipeline, order)
}

// orders are the orders of a column, the usual one first.
func orders() []cache.Order {
	return []cache.Order{cache.OrderUpdated, cache.OrderPrice, cache.OrderName, cache.OrderTask, cache.OrderCreated}
}

// keptByPipeline reads a choice that each pipeline has for itself.
func keptByPipeline[T any](p *preferences, key string) map[int64]T {
	all := make(map[int64]T)
	if s := p.get(key); s != "" {
		if err := json.Unmarshal([]byte(s), &all); err != nil {
			p.log.Warn("setting forgotten", "key", key, "err", err)
			return make(map[int64]T)
		}
	}
	return all
}

func keepByPipeline[T any](p *preferences, key string, pipeline int64, value T) {
	all := keptByPipeline[T](p, key)
	all[pipeline] = value
	if b, err := json.Marshal(all); err == nil {
		p.set(key, string(b))
	}
}

// windowSize is the size the window had, or the usual one.
func (p *preferences) windowSize() fyne.Size {
	var w, h float32
	if _, err := fmt.Sscanf(p.get(prefWindow), "%fx%f", &w, &h); err != nil || w < 640 || h < 480 || w > 16000 || h > 16000 {
		return fyne.NewSize(1440, 900)
	}
	return fyne.NewSize(w, h)
}

func sizeText(s fyne.Size) string { return fmt.Sprintf("%.0fx%.0f", s.Width, s.Height) }
