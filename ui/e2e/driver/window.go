package driver

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"net/http"
	"time"
)

// Object is something on the screen, in pixels from the window's top-left
// corner.
type Object struct {
	ID   string  `json:"id"`
	Kind string  `json:"kind"`
	Text string  `json:"text"`
	X    float64 `json:"x"`
	Y    float64 `json:"y"`
	W    float64 `json:"w"`
	H    float64 `json:"h"`
}

// Center is the middle of the object.
func (o Object) Center() (x, y int) { return int(o.X + o.W/2), int(o.Y + o.H/2) }

// Holds reports whether the middle of another object lies in this one.
func (o Object) Holds(other Object) bool {
	x, y := other.Center()
	return float64(x) >= o.X && float64(x) < o.X+o.W && float64(y) >= o.Y && float64(y) < o.Y+o.H
}

// Stats are the figures of the inspected window that the tests use.
type Stats struct {
	LiveCards  int     `json:"live_cards"`
	FramesPerS float64 `json:"frames_per_s"`
	ReadyMS    float64 `json:"ready_ms"`
	HeapMB     float64 `json:"heap_mb"`
	StallMS    struct {
		P50 float64 `json:"p50"`
		P95 float64 `json:"p95"`
		Max float64 `json:"max"`
	} `json:"stall_ms"`
}

// Window is a program's window that can be inspected.
type Window struct {
	*Process
	display *Display
	url     string
	client  *http.Client
	id      string // of the X window, empty until the mouse is first needed
}

// Open starts a program built with the tag inspect on a display, and waits
// until its window stands and answers.
func Open(ctx context.Context, d *Display, path string, env []string, args ...string) (*Window, error) {
	addr, err := freeAddress()
	if err != nil {
		return nil, err
	}
	env = append(append(d.Env(), "VORONKA_INSPECT="+addr), env...)
	process, err := Start(path, env, args...)
	if err != nil {
		return nil, err
	}
	process.Drain()
	w := &Window{Process: process, display: d, url: "http://" + addr, client: &http.Client{Timeout: 15 * time.Second}}
	err = Wait(ctx, "the window", func(ctx context.Context) (bool, error) {
		if over, err := w.Ended(); over {
			return true, errors.Join(errors.New("the program ended"), err)
		}
		_, err := w.Stats(ctx)
		return err == nil, err
	})
	if over, how := w.Ended(); over {
		return nil, fmt.Errorf("open window: the program ended: %w; it said: %s", how, w.Output())
	}
	if err != nil {
		return nil, errors.Join(fmt.Errorf("open window: %w; the program said: %s", err, w.Output()), w.Kill())
	}
	return w, nil
}

// freeAddress finds a loopback port that nobody listens at.
func freeAddress() (string, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return "", fmt.Errorf("find a free port: %w", err)
	}
	return l.Addr().String(), l.Close()
}

// Objects lists what is on the screen.
func (w *Window) Objects(ctx context.Context) ([]Object, error) {
	var list []Object
	return list, w.get(ctx, "/objects", &list)
}

// Stats gives the window's figures.
func (w *Window) Stats(ctx context.Context) (Stats, error) {
	var s Stats
	return s, w.get(ctx, "/stats", &s)
}

// ResetStats starts the figures afresh.
func (w *Window) ResetStats(ctx context.Context) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, w.url+"/stats/reset", nil)
	if err != nil {
		return fmt.Errorf("reset figures: %w", err)
	}
	return w.do(req, nil)
}

// Object finds one object by id; it is an error when it is not on the screen.
func (w *Window) Object(ctx context.Context, id string) (Object, error) {
	list, err := w.Objects(ctx)
	if err != nil {
		return Object{}, err
	}
	for _, o := range list {
		if o.ID == id {
			return o, nil
		}
	}
	return Object{}, fmt.Errorf("%s is not on the screen", id)
}

func (w *Window) get(ctx context.Context, path string, into any) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, w.url+path, nil)
	if err != nil {
		return fmt.Errorf("inspect %s: %w", path, err)
	}
	return w.do(req, into)
}

func (w *Window) do(req *http.Request, into any) (err error) {
	resp, err := w.client.Do(req)
	if err != nil {
		return fmt.Errorf("inspect %s: %w", req.URL.Path, err)
	}
	defer func() { err = errors.Join(err, resp.Body.Close()) }()
	if resp.StatusCode/100 != 2 {
		return fmt.Errorf("inspect %s: %s", req.URL.Path, resp.Status)
	}
	if into == nil {
		return nil
	}
	if err := json.NewDecoder(resp.Body).Decode(into); err != nil {
		return fmt.Errorf("inspect %s: %w", req.URL.Path, err)
	}
	return nil
}
