package driver

import (
	"bufio"
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"sync"
	"syscall"
	"time"
)

// closePatience is how long a process may take to end when it was asked to.
const closePatience = 20 * time.Second

// Process is a program that runs beside the test.
type Process struct {
	name   string
	cmd    *exec.Cmd
	output *record
	lines  *bufio.Reader // standard output
	ended  chan struct{} // closed when it has
	err    error         // of ending; read after ended
}

// Start runs a program. Env is added to this process's environment.
func Start(path string, env []string, args ...string) (*Process, error) {
	p := &Process{name: path, output: &record{}, ended: make(chan struct{})}
	p.cmd = exec.Command(path, args...)
	p.cmd.Env = append(os.Environ(), env...)
	p.cmd.Stderr = p.output
	reader, writer := io.Pipe()
	p.cmd.Stdout = io.MultiWriter(p.output, writer)
	p.lines = bufio.NewReader(reader)
	if err := p.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s: %w", path, err)
	}
	go func() { // ends with the process; Stop, Kill and Wait wait for it
		defer close(p.ended)
		p.err = p.cmd.Wait()
		// An io.Pipe cannot fail to close.
		_ = writer.Close()
	}()
	return p, nil
}

// Line reads the next line of standard output. After it has been called once,
// somebody has to go on reading: see Drain.
func (p *Process) Line() (string, error) {
	line, err := p.lines.ReadString('\n')
	if err != nil {
		return "", fmt.Errorf("read from %s: %w; it said: %s", p.name, err, p.Output())
	}
	return line, nil
}

// Drain reads the rest of standard output into nothing until the process ends.
func (p *Process) Drain() {
	go func() {
		// What was printed is kept in Output, and the pipe ends with the process.
		_, _ = io.Copy(io.Discard, p.lines)
	}()
}

// PID is the process's id.
func (p *Process) PID() int { return p.cmd.Process.Pid }

// Output is what the process has printed so far on both streams.
func (p *Process) Output() string { return p.output.String() }

// Ended reports whether the process has ended, and how.
func (p *Process) Ended() (bool, error) {
	select {
	case <-p.ended:
		return true, p.err
	default:
		return false, nil
	}
}

// Stop asks the process to end and waits for it. A process that does not
// within the time is killed, and that is an error.
func (p *Process) Stop() error {
	if over, err := p.Ended(); over {
		return err
	}
	if err := p.cmd.Process.Signal(syscall.SIGTERM); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("stop %s: %w", p.name, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	select {
	case <-p.ended:
		if p.err != nil {
			return fmt.Errorf("%s ended with %w; it said: %s", p.name, p.err, p.Output())
		}
		return nil
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("%s did not stop; it said: %s", p.name, p.Output()), p.Kill())
	}
}

// Crash makes a Go program write the stacks of its goroutines and die, and
// waits for that.
func (p *Process) Crash() error {
	if err := p.cmd.Process.Signal(syscall.SIGQUIT); err != nil {
		return fmt.Errorf("crash %s: %w", p.name, err)
	}
	ctx, cancel := context.WithTimeout(context.Background(), closePatience)
	defer cancel()
	select {
	case <-p.ended:
		return nil
	case <-ctx.Done():
		return errors.Join(fmt.Errorf("%s did not crash; it said: %s", p.name, p.Output()), p.Kill())
	}
}

// Kill ends the process without a chance to tidy up, and waits for it.
func (p *Process) Kill() error {
	if err := p.cmd.Process.Kill(); err != nil && !errors.Is(err, os.ErrProcessDone) {
		return fmt.Errorf("kill %s: %w", p.name, err)
	}
	<-p.ended
	return nil
}

// record keeps what is written to it. It is safe for concurrent use.
type record struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (r *record) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.Write(p)
}

func (r *record) String() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return r.b.String()
}
