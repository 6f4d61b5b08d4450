package ui

import (
	"testing"

	"fyne.io/fyne/v2/test"
)

// Of another Fyne, in which the hook is elsewhere, this test tells.
func TestNothingIsQueuedWhileQuitting(t *testing.T) {
	app := test.NewTempApp(t)
	l := app.Lifecycle().(interface {
		SetOnStoppedHookExecuted(func())
		OnStopped() func()
	})
	l.SetOnStoppedHookExecuted(func() {})
	quitSurely(app)
	if l.OnStopped() != nil {
		t.Error("a hook is left that Fyne waits for")
	}
}
