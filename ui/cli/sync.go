package cli

import (
	"context"
	"errors"
	"math"
	"strings"
	"sync"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo/auth"
	"voronka/cache/replica"
)

// progressEvery bounds how often `sync` prints while nothing but numbers move.
const progressEvery = 200 * time.Millisecond

// progressJSON is a line that `sync` prints under way.
type progressJSON struct {
	Done      bool    `json:"done"` // false
	Phase     string  `json:"phase"`
	Progress  float64 `json:"progress"` // of the first load, 0 to 1; -1 when there is none
	Leads     int     `json:"leads"`    // read so far by the first load
	Contacts  int     `json:"contacts"`
	Companies int     `json:"companies"`
	Pending   int     `json:"pending"` // unsent changes, those of the next two included
	Conflicts int     `json:"conflicts"`
	Refused   int     `json:"refused"`
	Requests  int64   `json:"requests"`
}

// doneJSON is the last line that `sync` prints.
type doneJSON struct {
	Done      bool    `json:"done"`
	Leads     int     `json:"leads"`
	Contacts  int     `json:"contacts"`
	Pushed    int     `json:"pushed"`
	Conflicts int     `json:"conflicts"`
	Refused   int     `json:"refused"`
	Requests  int64   `json:"requests"`
	Seconds   float64 `json:"seconds"`
}

func doneOf(s replica.Summary) doneJSON {
	return doneJSON{
		Done: s.Done, Leads: s.Leads, Contacts: s.Contacts, Pushed: s.Pushed, Conflicts: s.Conflicts,
		Refused: s.Refused, Requests: s.Requests, Seconds: math.Round(s.Seconds*1000) / 1000,
	}
}

func (r *run) syncCommand() *cobra.Command {
	var once bool
	cmd := &cobra.Command{
		Use:   "sync [--once]",
		Short: "Pull what changed and send what waits",
		Long: "Pulls what changed on the server and sends what waits here, until interrupted.\n" +
			"With --once held changes are sent at once, and it ends when nothing is left to pull\n" +
			"or send but conflicts and refused changes, or when the server stays out of reach.\n\n" +
			"Prints its progress as JSON lines.",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			return r.withAccount(ctx, func(s *session) error {
				// What only a person can mend is said at once: the engine would wait for
				// them, and go on trying.
				if _, err := s.tokens.Token(ctx); err != nil && !auth.IsTemporary(err) {
					return err
				}
				if once {
					return r.syncOnce(ctx, s)
				}
				return r.syncOn(ctx, s)
			})
		}),
	}
	cmd.Flags().BoolVar(&once, "once", false, "end when nothing is left to do")
	return cmd
}

// syncOnce prints progress while the engine does all there is to do.
func (r *run) syncOnce(ctx context.Context, s *session) error {
	lines := r.startProgress(ctx, s)
	summary, err := s.Engine.Once(ctx)
	if err := errors.Join(err, lines.end()); err != nil {
		return at(s.Conn.Host, err)
	}
	return r.printJSON(doneOf(summary))
}

// syncOn prints progress while the engine runs, until ctx ends.
func (r *run) syncOn(ctx context.Context, s *session) error {
	defer s.desk.keepFresh(ctx)()
	lines := r.startProgress(ctx, s)
	err := s.Engine.Run(ctx)
	if ctx.Err() != nil {
		err = nil // interrupted, as it should be
	}
	return at(s.Conn.Host, errors.Join(err, lines.end()))
}

// progress prints the engine's status when it changes, at most a few times a
// second.
type progress struct {
	ctx    context.Context // of the command
	print  func(any) error
	s      *session
	news   chan struct{} // a status that was not printed yet
	quit   chan struct{}
	done   sync.WaitGroup
	unhook func()
	err    error // of printing; read after done
}

func (r *run) startProgress(ctx context.Context, s *session) *progress {
	p := &progress{ctx: context.WithoutCancel(ctx), print: r.printJSON, s: s, news: make(chan struct{}, 1), quit: make(chan struct{})}
	p.unhook = s.Engine.Watch(func(replica.Status) {
		select {
		case p.news <- struct{}{}:
		default: // one is noted already
		}
	})
	p.done.Go(p.run)
	return p
}

func (p *progress) run() {
	var last progressJSON
	for {
		select {
		case <-p.quit:
			return
		case <-p.news:
		}
		now, err := p.now()
		p.err = errors.Join(p.err, err)
		if now != last && p.err == nil {
			p.err = p.print(now)
		}
		last = now
		pause := time.NewTimer(progressEvery)
		select {
		case <-p.quit:
			pause.Stop()
			return
		case <-pause.C:
		}
	}
}

// now is the line that tells how things stand.
func (p *progress) now() (progressJSON, error) {
	line := progressOf(p.s.Engine.Status())
	counts, err := p.s.Store.Counts(p.ctx)
	line.Pending, line.Conflicts, line.Refused = counts.Pending, counts.Conflicts, counts.Refused
	return line, err
}

// end stops printing and gives the error of it.
func (p *progress) end() error {
	p.unhook()
	close(p.quit)
	p.done.Wait()
	return p.err
}

func progressOf(s replica.Status) progressJSON {
	return progressJSON{
		Phase: strings.ReplaceAll(s.Phase.String(), " ", "_"), Progress: math.Round(s.Progress*1000) / 1000,
		Leads: s.Leads, Contacts: s.Contacts, Companies: s.Companies, Requests: s.Requests,
	}
}
