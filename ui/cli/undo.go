package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/sentence"
)

// undoneJSON is the answer of `undo` and `redo`: the act that was done, and
// when a change was named that more than one had gone into, the first of them,
// with all of them in Acts.
type undoneJSON struct {
	writtenJSON
	actJSON
	Undone bool      `json:"undone"`
	Acts   []actJSON `json:"acts"` // in the order they were undone or redone in
}

type actJSON struct {
	ActID int64  `json:"act_id"`
	Kind  string `json:"kind"`
	Text  string `json:"text"` // what it was, in words
}

// nothingError says that a command has nothing to do: no act to take back or to
// carry out again, or no difference to make.
type nothingError struct {
	say phrase
	err error
}

func (e *nothingError) Error() string { return string(e.say) + ": " + e.err.Error() }
func (e *nothingError) Unwrap() error { return e.err }

func (r *run) undoCommand() *cobra.Command {
	return r.backCommand("undo", "Take the last act back, or all that went into a change",
		"What was not sent yet is taken out of the outbox; for what was sent the opposite is put in.",
		nothingToUndo, (*cache.Store).Undo, (*cache.Store).UndoAll)
}

func (r *run) redoCommand() *cobra.Command {
	return r.backCommand("redo", "Carry out again what was undone last, or all of it that went into a change",
		"It can be done until something else is done.", nothingToRedo, (*cache.Store).Redo, (*cache.Store).RedoAll)
}

func (r *run) backCommand(
	use, short, long string, none phrase,
	last func(*cache.Store, context.Context, int64) (cache.Act, error), all func(*cache.Store, context.Context, []int64) ([]cache.Act, error),
) *cobra.Command {
	return &cobra.Command{
		Use:   use + " [CHANGE]",
		Short: short,
		Long:  short + ".\n" + long + " It never waits for the network.",
		Args:  cobra.MaximumNArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			change := int64(0)
			if len(args) == 1 {
				var err error
				if change, err = idArg("change", args[0]); err != nil {
					return err
				}
			}
			return r.withAccount(ctx, func(s *session) error {
				var done []cache.Act
				var err error
				if change == 0 {
					done = make([]cache.Act, 1)
					done[0], err = last(s.Store, ctx, 0)
				} else {
					var acts []int64
					if acts, err = s.Store.ActsOf(ctx, change); err != nil {
						return noSuch(err, "change", change)
					}
					done, err = all(s.Store, ctx, acts)
				}
				if errors.Is(err, cache.ErrNotFound) {
					return &nothingError{none, err}
				}
				if err != nil {
					return err
				}
				return r.printActs(ctx, s, done)
			})
		}),
	}
}

func (r *run) printActs(ctx context.Context, s *session, acts []cache.Act) error {
	var rows []cache.Row
	for _, a := range acts {
		rows = append(rows, a.Rows...)
	}
	names, err := r.names(ctx, s, rows)
	if err != nil {
		return err
	}
	out := undoneJSON{writtenJSON: written(acts[0]), Undone: acts[0].Undone}
	for _, a := range acts {
		out.Acts = append(out.Acts, actJSON{a.ID, string(a.Kind), names.ActTitle(a)})
	}
	out.actJSON = out.Acts[0]
	return r.printJSON(out)
}

// names knows what the ids of the account, of some rows, and in the fields of
// some changes stand for.
func (r *run) names(ctx context.Context, s *session, rows []cache.Row, fields ...merge.Fields) (n sentence.Names, err error) {
	if n.Format, err = s.format(ctx, r.texts()); err != nil {
		return n, err
	}
	if n.Pipelines, err = s.Store.Pipelines(ctx); err != nil {
		return n, err
	}
	if n.Users, err = s.Store.Users(ctx); err != nil {
		return n, err
	}
	if n.Reasons, err = s.Store.LossReasons(ctx); err != nil {
		return n, err
	}
	for _, entity := range []cache.Entity{cache.Leads, cache.Contacts, cache.Companies} {
		fields, err := s.Store.CustomFields(ctx, entity)
		if err != nil {
			return n, err
		}
		n.Fields = append(n.Fields, fields...)
	}
	if n.Elements, err = s.Store.ElementNames(ctx, sentence.Elements(fields...)); err != nil {
		return n, err
	}
	n.Rows, err = s.Store.Names(ctx, rows)
	return n, err
}
