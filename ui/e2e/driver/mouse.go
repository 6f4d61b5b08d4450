package driver

import (
	"context"
	"fmt"
	"os/exec"
	"strconv"
	"strings"
)

// The buttons of a mouse as X counts them.
const (
	buttonLeft      = "1"
	buttonRight     = "3"
	buttonWheelUp   = "4"
	buttonWheelDown = "5"

	buttonWheelLeft  = "6"
	buttonWheelRight = "7"
)

// dragSteps is how many movements a drag is made of, dragPause the seconds
// between them: a hand takes a third of a second from column to column.
const (
	dragSteps = 24
	dragPause = "0.015"
)

// Drag presses the left button at one point, carries it to another and
// releases it.
func (w *Window) Drag(ctx context.Context, fromX, fromY, toX, toY int) error {
	if err := w.DragTo(ctx, fromX, fromY, toX, toY); err != nil {
		return err
	}
	return w.Release(ctx)
}

// DragTo presses the left button at one point and carries it to another, where
// it stays pressed.
func (w *Window) DragTo(ctx context.Context, fromX, fromY, toX, toY int) error {
	args := append(moveTo(fromX, fromY), "sleep", dragPause, "mousedown", buttonLeft)
	for i := 1; i <= dragSteps; i++ {
		x := fromX + (toX-fromX)*i/dragSteps
		y := fromY + (toY-fromY)*i/dragSteps
		args = append(args, "sleep", dragPause)
		args = append(args, moveTo(x, y)...)
	}
	return w.xdotool(ctx, args...)
}

// Release lets the left button go.
func (w *Window) Release(ctx context.Context) error {
	return w.xdotool(ctx, "sleep", dragPause, "mouseup", buttonLeft)
}

// Point moves the mouse to a point without pressing anything.
func (w *Window) Point(ctx context.Context, x, y int) error {
	return w.xdotool(ctx, moveTo(x, y)...)
}

// Click presses and releases the left button at a point.
func (w *Window) Click(ctx context.Context, x, y int) error {
	return w.xdotool(ctx, append(moveTo(x, y), "click", buttonLeft)...)
}

// Wheel turns the wheel over a point by so many notches, down when positive.
func (w *Window) Wheel(ctx context.Context, x, y, notches int) error {
	button := buttonWheelDown
	if notches < 0 {
		button, notches = buttonWheelUp, -notches
	}
	return w.xdotool(ctx, append(moveTo(x, y), "click", "--delay", "5", "--repeat", strconv.Itoa(notches), button)...)
}

// WheelSideways tilts the wheel over a point by so many notches, to the right
// when positive.
func (w *Window) WheelSideways(ctx context.Context, x, y, notches int) error {
	button := buttonWheelRight
	if notches < 0 {
		button, notches = buttonWheelLeft, -notches
	}
	return w.xdotool(ctx, append(moveTo(x, y), "click", "--delay", "5", "--repeat", strconv.Itoa(notches), button)...)
}

// ClickWith clicks while keys are held down: "ctrl", "shift".
func (w *Window) ClickWith(ctx context.Context, held string, x, y int) error {
	return w.xdotool(ctx, append(moveTo(x, y), "keydown", held, "sleep", dragPause, "click", buttonLeft, "sleep", dragPause, "keyup", held)...)
}

// RightClick presses and releases the right button at a point.
func (w *Window) RightClick(ctx context.Context, x, y int) error {
	return w.xdotool(ctx, append(moveTo(x, y), "click", buttonRight)...)
}

// Type types a text as the keyboard's layout allows. It does not stand among
// xdotool's arguments, which everybody can read.
func (w *Window) Type(ctx context.Context, text string) error {
	return w.feed(ctx, text, "windowfocus", inWindow, "type", "--delay", "15", "--file", "-")
}

// LoseFocus gives the keyboard to the desktop behind the window, as another
// program does that pops up.
func (w *Window) LoseFocus(ctx context.Context) error {
	cmd := exec.CommandContext(ctx, "xwininfo", "-root")
	cmd.Env = append(cmd.Environ(), w.display.Env()...)
	out, err := cmd.Output()
	if err != nil {
		return fmt.Errorf("find the desktop: %w", err)
	}
	_, root, found := strings.Cut(string(out), "Window id: ")
	if !found {
		return fmt.Errorf("find the desktop: xwininfo says %q", out)
	}
	root, _, _ = strings.Cut(root, " ")
	return w.xdotool(ctx, "windowfocus", root)
}

// Layout gives the display's keyboard another layout: "us", "ru", "uz".
func (w *Window) Layout(ctx context.Context, name string) error {
	cmd := exec.CommandContext(ctx, "setxkbmap", name)
	cmd.Env = append(cmd.Environ(), w.display.Env()...)
	if out, err := cmd.CombinedOutput(); err != nil {
		return fmt.Errorf("setxkbmap %s: %w: %s", name, err, out)
	}
	return nil
}

// Key presses a key, or several at once: "Escape", "alt+Right".
func (w *Window) Key(ctx context.Context, key string) error {
	return w.xdotool(ctx, "windowfocus", inWindow, "key", key)
}

// inWindow stands for the window's id until a command is run.
const inWindow = "%window"

func moveTo(x, y int) []string {
	return []string{"mousemove", "--window", inWindow, strconv.Itoa(x), strconv.Itoa(y)}
}

// xdotool runs a chain of its commands on the window's display.
func (w *Window) xdotool(ctx context.Context, args ...string) error {
	return w.feed(ctx, "", args...)
}

// feed is xdotool with something to type.
func (w *Window) feed(ctx context.Context, input string, args ...string) error {
	if w.id == "" {
		id, err := w.display.window(ctx, w.PID())
		if err != nil {
			return err
		}
		w.id = id
	}
	for i, a := range args {
		if a == inWindow {
			args[i] = w.id
		}
	}
	return w.display.xdotool(ctx, input, args...)
}
