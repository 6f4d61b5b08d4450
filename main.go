// Voronka is a desktop client for amoCRM. Without arguments it opens the
// window; `voronka help` lists the commands.
package main

import (
	"context"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"runtime/debug"
	"syscall"

	"fyne.io/fyne/v2/app"

	"voronka/ui"
	"voronka/ui/cli"
)

// appID names the program to the desktop; it is the one of FyneApp.toml.
const appID = "uz.voronka.desktop"

// gcPercent is how much garbage may lie on the window's heap for what it needs.
// Most of that are fonts, which stay: half as much again is enough room, and a
// collection takes a few milliseconds beside the UI goroutine.
const gcPercent = 50

// commit is the source's, set by the linker.
var commit string

func main() { os.Exit(run()) }

func run() int {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second interrupt ends the program at once
	return cli.Program{
		Args:   os.Args[1:],
		Stdin:  os.Stdin,
		Stdout: os.Stdout,
		Stderr: os.Stderr,
		Getenv: os.Getenv,
		Window: window,
		Commit: commit,
	}.Run(ctx)
}

// window hands what the command line has opened to the window.
func window(ctx context.Context, p cli.WindowParams) error {
	if err := cli.CheckDisplay(os.Getenv); err != nil {
		return err
	}
	keepHeap()
	debug.SetGCPercent(gcPercent)
	params := ui.Params{
		App: app.NewWithID(appID), Settings: p.Folder, Log: p.Log,
		Language: p.Language, Theme: p.Theme, Inspect: p.Inspect,
	}
	if p.Account.ID != 0 {
		params.Account = shown(p.Account)
	}
	if !p.Demo {
		params.Accounts = p.Accounts
		params.Open = func(ctx context.Context, id int64) (ui.Account, error) {
			a, err := p.Open(ctx, id)
			if err != nil {
				return ui.Account{}, err
			}
			return shown(a), nil
		}
		params.Demo = func() error { return startDemo(p.Folder.Dir()) }
	}
	return ui.Run(ctx, params)
}

// shown is an account as the window wants it.
func shown(a cli.Account) ui.Account {
	return ui.Account{
		ID: a.ID, Name: a.Name, Host: a.Host, WebURL: a.WebURL,
		Store: a.Store, Engine: a.Engine, StartSync: a.StartSync, Close: a.Close,
	}
}

// startDemo opens the demo account in a process of its own, which outlives this
// one.
func startDemo(folder string) error {
	self, err := os.Executable()
	if err != nil {
		return fmt.Errorf("open the demo: %w", err)
	}
	demo := exec.Command(self, "--data-dir", folder, "demo") //nolint:noctx // it is not to end with this window
	if err := demo.Start(); err != nil {
		return fmt.Errorf("open the demo: %w", err)
	}
	if err := demo.Process.Release(); err != nil {
		return fmt.Errorf("open the demo: %w", err)
	}
	return nil
}
