package kit

import "fyne.io/fyne/v2"

// Dispatcher runs functions on the UI goroutine. It is safe for concurrent use.
type Dispatcher interface {
	// Do queues f and returns at once. Functions run in the order they came.
	Do(f func())
}

// DispatcherFunc is a function as a Dispatcher.
type DispatcherFunc func(f func())

// Do calls d.
func (d DispatcherFunc) Do(f func()) { d(f) }

// UI dispatches to Fyne's UI goroutine.
func UI() Dispatcher { return DispatcherFunc(fyne.Do) }
