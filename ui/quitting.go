package ui

import "fyne.io/fyne/v2"

// quitSurely keeps a program that is quit from staying behind without a window,
// with the account still locked. Fyne 2.8.1 queues its last hook for the UI
// goroutine at the moment that one stops listening; when it is not in time, Run
// waits for it for ever. The hook writes down Fyne's preferences, of which this
// program has none: without it nothing is queued.
func quitSurely(app fyne.App) {
	if l, ok := app.Lifecycle().(interface{ SetOnStoppedHookExecuted(func()) }); ok {
		l.SetOnStoppedHookExecuted(nil)
	}
}
