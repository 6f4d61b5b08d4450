// Picture opens the demo account on a virtual display, waits until the board
// stands with everything loaded, and writes what it sees to a PNG file. `make
// demo` runs it where there is no display.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"voronka/ui/e2e/driver"
)

const (
	width, height = 1440, 900
	patience      = 2 * time.Minute
	stillness     = time.Second // of a board that has shown all it was told
)

func main() {
	program := flag.String("program", "", "voronka, built with the tag inspect")
	out := flag.String("out", "build/demo.png", "where to write the picture")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	if err := run(ctx, *program, *out, flag.Args()); err != nil {
		fmt.Fprintln(os.Stderr, "picture:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, program, out string, args []string) (err error) {
	if program == "" {
		return errors.New("name the program with -program")
	}
	ctx, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	display, err := driver.StartDisplay(width, height)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, display.Close()) }()
	dir, err := os.MkdirTemp("", "voronka-picture-")
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	var env []string
	if os.Getenv("VORONKA_THEME") == "" {
		env = append(env, "VORONKA_THEME=light") // a bare display does not say
	}
	window, err := driver.Open(ctx, display, program, env, append([]string{"--data-dir", dir, "demo"}, args...)...)
	if err != nil {
		return err
	}
	defer func() { err = errors.Join(err, window.Stop()) }()
	if err := board(ctx, window, program, filepath.Join(dir, "demo")); err != nil {
		return errors.Join(err, fmt.Errorf("the program said: %s", window.Output()))
	}
	if err := display.Picture(ctx, out); err != nil {
		return err
	}
	stats, err := window.Stats(ctx)
	if err != nil {
		return err
	}
	fmt.Printf("The board of the demo account stood after %.0f ms. Its picture is in %s.\n", stats.ReadyMS, out)
	return nil
}

// board waits until cards are painted, then until the window has loaded the
// whole account, which `sync --once` waits for beside it, and then until the
// columns, which count their leads, change no more.
func board(ctx context.Context, w *driver.Window, program, folder string) error {
	err := driver.Wait(ctx, "the first cards", func(ctx context.Context) (bool, error) {
		stats, err := w.Stats(ctx)
		return stats.ReadyMS > 0, err
	})
	if err != nil {
		return err
	}
	sync := exec.CommandContext(ctx, program, "--data-dir", folder, "sync", "--once")
	if out, err := sync.CombinedOutput(); err != nil {
		return fmt.Errorf("wait for the first load: %w: %s", err, out)
	}
	_, err = driver.Steady(ctx, "a board that keeps still", stillness, func(ctx context.Context) (string, error) {
		objects, err := w.Objects(ctx)
		if err != nil {
			return "", err
		}
		var seen strings.Builder
		for _, o := range objects {
			if strings.HasPrefix(o.ID, "column:") || o.Kind == "card" {
				fmt.Fprintln(&seen, o.ID, o.Text)
			}
		}
		return seen.String(), nil
	})
	return err
}
