package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"voronka/cache"
	"voronka/ui/sentence"
)

// undoneJSON is the answer of `undo` and `redo`.
type undoneJSON struct {
	writtenJSON
	ActID  int64  `json:"act_id"`
	Kind   string `json:"kind"`
	Text   string `json:"text"` // what it was, in words
	Undone bool   `json:"undone"`
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
	return r.backCommand("undo", "Take the last act back, or the one a change belongs to",
		"What was not sent yet is taken out of the outbox; for what was sent the opposite is put in.",
		nothingToUndo, (*cache.Store).Undo)
}

func (r *run) redoCommand() *cobra.Command {
	return r.backCommand("redo", "Carry out again what was undone last, or the act a change belongs to",
		"It can be done until something else is done.", nothingToRedo, (*cache.Store).Redo)
}

func (r *run) backCommand(use, short, long string, none phrase, do func(*cache.Store, context.Context, int64) (cache.Act, error)) *cobra.Command {
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
				actID := int64(0)
				if change != 0 {
					var err error
					if actID, err = s.Store.ActOf(ctx, change); err != nil {
						return noSuch(err, "change", change)
					}
				}
				done, err := do(s.Store, ctx, actID)
				if errors.Is(err, cache.ErrNotFound) {
					return &nothingError{none, err}
				}
				if err != nil {
					return err
				}
				return r.printAct(ctx, s, done)
			})
		}),
	}
}

func (r *run) printAct(ctx context.Context, s *session, a cache.Act) error {
	names, err := r.names(ctx, s, a.Rows)
	if err != nil {
		return err
	}
	return r.printJSON(undoneJSON{written(a), a.ID, string(a.Kind), names.ActTitle(a), a.Undone})
}

// names knows what the ids of the account and of some rows stand for.
func (r *run) names(ctx context.Context, s *session, rows []cache.Row) (n sentence.Names, err error) {
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
	n.Rows, err = s.Store.Names(ctx, rows)
	return n, err
}
