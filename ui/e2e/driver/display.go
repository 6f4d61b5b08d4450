package driver

import (
	"bufio"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strconv"
	"strings"
	"time"
)

// startPatience is how long the display may take to come up.
const startPatience = 30 * time.Second

// Display is a virtual display of its own, drawn without a graphics card.
type Display struct {
	Name   string // for the variable DISPLAY: ":99"
	server *exec.Cmd
	errors *record
}

// StartDisplay starts one on a free number.
func StartDisplay(width, height int) (*Display, error) {
	ready, tell, err := os.Pipe()
	if err != nil {
		return nil, fmt.Errorf("start display: %w", err)
	}
	d := &Display{errors: &record{}}
	screen := fmt.Sprintf("%dx%dx24", width, height)
	d.server = exec.Command("Xvfb", "-displayfd", "3", "-screen", "0", screen, "-nolisten", "tcp", "-noreset")
	d.server.ExtraFiles = []*os.File{tell}
	d.server.Stderr = d.errors
	err = d.server.Start()
	err = errors.Join(err, tell.Close())
	if err != nil {
		return nil, fmt.Errorf("start display: %w", errors.Join(err, ready.Close()))
	}
	number, err := readNumber(ready)
	if err != nil {
		return nil, errors.Join(fmt.Errorf("start display: %w; it said: %s", err, d.errors), d.Close())
	}
	d.Name = ":" + number
	return d, nil
}

// readNumber reads the number that the server writes when it is ready.
func readNumber(ready *os.File) (string, error) {
	if err := ready.SetReadDeadline(time.Now().Add(startPatience)); err != nil {
		return "", errors.Join(err, ready.Close())
	}
	line, err := bufio.NewReader(ready).ReadString('\n')
	if err != nil && (line == "" || !errors.Is(err, io.EOF)) {
		return "", errors.Join(err, ready.Close())
	}
	return strings.TrimSpace(line), ready.Close()
}

// Env is what a program needs to open its window here.
func (d *Display) Env() []string {
	return []string{"DISPLAY=" + d.Name, "WAYLAND_DISPLAY=", "LIBGL_ALWAYS_SOFTWARE=1"}
}

// window finds the window of a program.
func (d *Display) window(ctx context.Context, pid int) (id string, err error) {
	cmd := exec.CommandContext(ctx, "xdotool", "search", "--onlyvisible", "--pid", strconv.Itoa(pid))
	cmd.Env = append(cmd.Environ(), d.Env()...)
	out, err := cmd.Output()
	if err != nil {
		return "", fmt.Errorf("find window: %w", err)
	}
	ids := strings.Fields(string(out))
	if len(ids) == 0 {
		return "", errors.New("find window: the display shows none")
	}
	return ids[len(ids)-1], nil
}

// xdotool runs a chain of its commands. What it is to type comes by input, so
// that it does not stand among the arguments.
func (d *Display) xdotool(ctx context.Context, input string, args ...string) error {
	cmd := exec.CommandContext(ctx, "xdotool", args...)
	cmd.Env = append(cmd.Environ(), d.Env()...)
	cmd.Stdin = strings.NewReader(input)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("xdotool %v: %w: %s", args, err, out)
	}
	return nil
}

// Picture writes what the display shows to a PNG file.
func (d *Display) Picture(ctx context.Context, path string) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return fmt.Errorf("picture: %w", err)
	}
	cmd := exec.CommandContext(ctx, "import", "-display", d.Name, "-window", "root", path)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("picture %s: %w: %s", path, err, out)
	}
	return nil
}

// Close takes the display down. Programs on it die.
func (d *Display) Close() error {
	if err := d.server.Process.Signal(os.Interrupt); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop display: %w", err)
	}
	var exit *exec.ExitError
	if err := d.server.Wait(); err != nil && !errors.As(err, &exit) { // it calls an interrupt a failure
		return fmt.Errorf("stop display: %w", err)
	}
	return nil
}
