//go:build unix

package driver

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sync"
	"syscall"
	"time"
)

// devtools talks to a Chromium that was started with --remote-debugging-pipe:
// JSON messages that end in a zero byte, over two named pipes, because the
// browser is not this process's own child. It needs no port that others could
// reach. It is safe for concurrent use, one call after the other.
type devtools struct {
	mu      sync.Mutex
	to      *os.File
	from    *os.File
	answers *bufio.Reader
	last    int            // id of the latest call
	hits    map[string]int // calls of the binding, by session
}

// The names of the pipes, and the descriptors that Chromium knows them by.
const (
	pipeTo   = "devtools.in"  // 3
	pipeFrom = "devtools.out" // 4
)

// newDevtools makes the pipes in a folder. Both ends are held open here, so
// that neither side waits for the other to come or breaks when it goes.
func newDevtools(dir string) (*devtools, error) {
	d := &devtools{hits: map[string]int{}}
	for name, end := range map[string]**os.File{pipeTo: &d.to, pipeFrom: &d.from} {
		path := filepath.Join(dir, name)
		err := syscall.Mkfifo(path, 0o600)
		if err == nil {
			*end, err = os.OpenFile(path, os.O_RDWR, 0)
		}
		if err != nil {
			return nil, errors.Join(fmt.Errorf("pipe to the browser: %w", err), d.close())
		}
	}
	d.answers = bufio.NewReader(d.from)
	return d, nil
}

func (d *devtools) close() error {
	var errs []error
	for _, end := range []*os.File{d.to, d.from} {
		if end != nil {
			errs = append(errs, end.Close())
		}
	}
	return errors.Join(errs...)
}

// call asks the browser, or with a session one of its pages, and waits for the
// answer. into may be nil.
func (d *devtools) call(ctx context.Context, session, method string, params, into any) error {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.last++
	message, err := json.Marshal(struct {
		ID      int    `json:"id"`
		Session string `json:"sessionId,omitempty"`
		Method  string `json:"method"`
		Params  any    `json:"params,omitempty"`
	}{d.last, session, method, params})
	if err != nil {
		return fmt.Errorf("browser: %s: %w", method, err)
	}
	until, ok := ctx.Deadline()
	if !ok {
		until = time.Now().Add(startPatience)
	}
	if err := errors.Join(d.to.SetWriteDeadline(until), d.from.SetReadDeadline(until)); err != nil {
		return fmt.Errorf("browser: %s: %w", method, err)
	}
	if _, err := d.to.Write(append(message, 0)); err != nil {
		return fmt.Errorf("browser: %s: %w", method, err)
	}
	result, err := d.answer()
	if err == nil && into != nil {
		err = json.Unmarshal(result, into)
	}
	if err != nil {
		return fmt.Errorf("browser: %s: %w", method, err)
	}
	return nil
}

// answer reads up to the answer to the latest call, over events and over
// answers that came too late.
func (d *devtools) answer() (json.RawMessage, error) {
	for {
		line, err := d.answers.ReadBytes(0)
		if err != nil {
			return nil, err
		}
		var a struct {
			ID      int
			Session string `json:"sessionId"`
			Method  string
			Result  json.RawMessage
			Error   struct{ Message string }
		}
		if err := json.Unmarshal(bytes.TrimSuffix(line, []byte{0}), &a); err != nil {
			return nil, err
		}
		switch {
		case a.Method == "Runtime.bindingCalled":
			d.hits[a.Session]++
		case a.ID != d.last:
		case a.Error.Message != "":
			return nil, errors.New(a.Error.Message)
		default:
			return a.Result, nil
		}
	}
}

// binding is a function that pages can call to be heard here, also when they
// are about to go and answer nothing any more.
const binding = "voronkaHit"

// bind gives the function to the pages of a session.
func (d *devtools) bind(ctx context.Context, session string) error {
	if err := d.call(ctx, session, "Runtime.enable", nil, nil); err != nil {
		return err
	}
	return d.call(ctx, session, "Runtime.addBinding", map[string]any{"name": binding}, nil)
}

// heard counts the calls of the function so far.
func (d *devtools) heard(session string) int {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.hits[session]
}
