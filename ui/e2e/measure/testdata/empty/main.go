// Empty is a window with nothing in it: what Fyne itself costs, for measures to
// be taken against.
package main

import (
	"log/slog"
	"os"

	"fyne.io/fyne/v2"
	"fyne.io/fyne/v2/app"
	"fyne.io/fyne/v2/container"

	"voronka/ui/inspect"
)

func main() {
	a := app.NewWithID("voronka.empty")
	w := a.NewWindow("Empty")
	w.SetPadded(false)
	w.SetContent(container.NewWithoutLayout())
	w.Resize(fyne.NewSize(1440, 900))
	probe := inspect.NewProbe()
	a.Lifecycle().SetOnStarted(probe.CardsShown)
	stop := inspect.Start(inspect.Params{
		Addr: os.Getenv(inspect.Variable), Window: w, Do: fyne.Do, Probe: probe,
		LiveCards: func() int { return 0 }, Log: slog.New(slog.NewTextHandler(os.Stderr, nil)),
	})
	w.ShowAndRun()
	stop()
}
