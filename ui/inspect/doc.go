// Package inspect lets a test from outside look into the running window: what
// stands where on the screen, and how smoothly it moves. It serves HTTP on the
// loopback interface, and only in a build with the tag inspect; without the
// tag every call here does nothing, so that callers need no tags of their own.
//
// GET /objects lists what is on screen, GET /stats the figures, and POST
// /stats/reset starts the figures afresh.
package inspect

import (
	"log/slog"

	"fyne.io/fyne/v2"
)

// Variable names the environment variable that holds the address to serve,
// 127.0.0.1:PORT. Port 0 picks a free one, which is then logged.
const Variable = "VORONKA_INSPECT"

// Params says what to inspect. Window and Do are needed; the rest may be left
// out.
type Params struct {
	Addr      string       // where to serve, see Variable; empty: nowhere
	Window    fyne.Window  // whose content and overlays are walked
	Do        func(func()) // queues a function to the UI goroutine and returns: fyne.Do
	LiveCards func() int   // how many card widgets exist now; called on the UI goroutine
	Probe     *Probe       // the one the board reports to
	Log       *slog.Logger
}

// Object is what a widget tells about itself when it is one a test may look
// for. The kit's widgets implement it without importing this package.
type Object interface {
	// Inspect gives an id such as "card:19619", the part of it before the
	// colon as kind, and the text a person reads. An empty id hides the
	// object.
	Inspect() (id, kind, text string)
}
