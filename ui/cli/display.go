package cli

import (
	"context"
	"errors"
	"fmt"
	"runtime"
	"strings"
)

// errNoDisplay says that there is no screen to open a window on.
var errNoDisplay = errors.New("no display")

// CheckDisplay fails when the environment names no display where one has to be
// named, which a window would only find out by crashing.
func CheckDisplay(getenv func(string) string) error {
	switch runtime.GOOS {
	case "windows", "darwin":
		return nil
	}
	if getenv("DISPLAY") == "" && getenv("WAYLAND_DISPLAY") == "" {
		return errNoDisplay
	}
	return nil
}

// openWindow opens the window. A display that is named but does not answer
// makes Fyne's driver panic; that is told like one that is not named.
func (r *run) openWindow(ctx context.Context, p WindowParams) (err error) {
	defer func() {
		switch cause := recover(); {
		case cause == nil:
		case strings.Contains(fmt.Sprint(cause), "GLFW library is not initialized"):
			err = fmt.Errorf("%w: %v", errNoDisplay, cause)
		default:
			panic(cause)
		}
	}()
	return r.Window(ctx, p)
}
