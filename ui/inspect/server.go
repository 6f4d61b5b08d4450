//go:build inspect

package inspect

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"net"
	"net/http"
	"runtime/metrics"
	"sync"
	"time"
)

// uiPatience is how long a request waits for the UI goroutine.
const uiPatience = 10 * time.Second

// Start serves p.Addr until the returned stop is called, which waits for all
// it started. With an empty address, or one that is not on the loopback
// interface or taken, it serves nothing and says why in the log. Stop is to be
// called after the window has closed, from any goroutine.
func Start(p Params) (stop func()) {
	if p.Log == nil {
		p.Log = slog.New(slog.DiscardHandler)
	}
	if p.Addr == "" {
		return func() {}
	}
	listener, err := listen(p.Addr)
	if err != nil {
		p.Log.Error("inspection is off", "addr", p.Addr, "err", err)
		return func() {}
	}
	p.Log.Info("inspection is on", "addr", listener.Addr().String())

	ctx, cancel := context.WithCancel(context.Background())
	in := &inspector{Params: p, ctx: ctx, stalls: &stalls{do: p.Do}}
	server := &http.Server{Handler: in.routes(), ReadHeaderTimeout: 5 * time.Second}
	var running sync.WaitGroup
	running.Go(func() { in.stalls.sample(ctx) })
	running.Go(func() {
		if err := server.Serve(listener); !errors.Is(err, http.ErrServerClosed) {
			p.Log.Error("inspection ended", "err", err)
		}
	})
	return func() {
		cancel()
		if err := server.Close(); err != nil {
			p.Log.Warn("inspection did not close cleanly", "err", err)
		}
		running.Wait()
	}
}

func listen(addr string) (net.Listener, error) {
	host, _, err := net.SplitHostPort(addr)
	if err != nil {
		return nil, fmt.Errorf("inspect %q: %w", addr, err)
	}
	if ip := net.ParseIP(host); ip == nil || !ip.IsLoopback() {
		return nil, fmt.Errorf("inspect %q: not a loopback address", addr)
	}
	return net.Listen("tcp", addr)
}

// inspector answers the requests.
type inspector struct {
	Params
	ctx    context.Context // ends with stop
	stalls *stalls
}

func (in *inspector) routes() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET /objects", in.objects)
	mux.HandleFunc("GET /stats", in.stats)
	mux.HandleFunc("POST /stats/reset", in.reset)
	return mux
}

// onUI runs f on the UI goroutine and waits for it, unless the window is
// closing or hangs.
func (in *inspector) onUI(ctx context.Context, f func()) error {
	ctx, cancel := context.WithTimeout(ctx, uiPatience)
	defer cancel()
	done := make(chan struct{})
	in.Do(func() {
		defer close(done)
		f()
	})
	select {
	case <-done:
		return nil
	case <-in.ctx.Done():
		return errors.New("the window is closing")
	case <-ctx.Done():
		return errors.New("the window does not answer")
	}
}

func (in *inspector) objects(w http.ResponseWriter, r *http.Request) {
	seen := make(chan walk, 1)
	if err := in.onUI(r.Context(), func() { seen <- walkCanvas(in.Window.Canvas()) }); err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	in.answer(w, (<-seen).objects)
}

// figures is the answer of GET /stats.
type figures struct {
	LiveCards      int          `json:"live_cards"`
	VisibleObjects int          `json:"visible_objects"`
	StallMS        stallFigures `json:"stall_ms"`
	FramesPerS     float64      `json:"frames_per_s"`
	ReadyMS        float64      `json:"ready_ms"`
	HeapMB         float64      `json:"heap_mb"`
}

func (in *inspector) stats(w http.ResponseWriter, r *http.Request) {
	// The waits are read first: the walk below would count as one.
	f := figures{StallMS: in.stalls.figures(), HeapMB: heapMB()}
	f.FramesPerS, f.ReadyMS = in.Probe.figures()
	counted := make(chan [2]int, 1)
	err := in.onUI(r.Context(), func() {
		live := 0
		if in.LiveCards != nil {
			live = in.LiveCards()
		}
		counted <- [2]int{live, walkCanvas(in.Window.Canvas()).visible}
	})
	if err != nil {
		http.Error(w, err.Error(), http.StatusServiceUnavailable)
		return
	}
	counts := <-counted
	f.LiveCards, f.VisibleObjects = counts[0], counts[1]
	in.answer(w, f)
}

func (in *inspector) reset(w http.ResponseWriter, _ *http.Request) {
	in.stalls.reset()
	if in.Probe != nil {
		in.Probe.reset()
	}
	w.WriteHeader(http.StatusNoContent)
}

func (in *inspector) answer(w http.ResponseWriter, v any) {
	w.Header().Set("Content-Type", "application/json")
	if err := json.NewEncoder(w).Encode(v); err != nil {
		in.Log.Warn("inspection answer not sent", "err", err)
	}
}

func heapMB() float64 {
	sample := []metrics.Sample{{Name: "/memory/classes/heap/objects:bytes"}}
	metrics.Read(sample)
	return float64(sample[0].Value.Uint64()) / (1 << 20)
}
