package cli

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"

	"github.com/spf13/cobra"

	"voronka/cache"
)

// changeJSON is one unsent change.
type changeJSON struct {
	ChangeID  int64  `json:"change_id"`
	Entity    string `json:"entity"`
	EntityID  int64  `json:"entity_id"`
	Kind      string `json:"kind"`
	Text      string `json:"text"` // what it does, in words
	State     string `json:"state"`
	Attempts  int    `json:"attempts"`
	Error     string `json:"error"` // the server's last answer, empty when there was none
	CreatedAt int64  `json:"created_at"`
}

// change puts a change into words; name is what its lead is called.
func (w words) change(c cache.Change, name string) changeJSON {
	out := changeJSON{
		ChangeID: c.ID, Entity: string(c.Entity), EntityID: c.EntityID, Kind: string(c.Kind),
		State: string(c.State), Attempts: c.Attempts, Error: c.Error, CreatedAt: c.CreatedAt,
	}
	if name == "" {
		name = strconv.FormatInt(c.EntityID, 10)
	}
	out.Text = fmt.Sprintf("%s: %s", name, c.Kind)
	if c.Kind == cache.ChangeMove {
		out.Text = fmt.Sprintf("%s: %s → %s", name, w.place(c.Before, c.Before, c.After), w.place(c.After, c.Before, c.After))
	}
	return out
}

// place names the status in fields. The pipeline is named as well when the
// change crosses from one to another; a side without a pipeline shares the
// other's.
func (w words) place(fields, before, after map[string]json.RawMessage) string {
	from, to := idIn(before, "pipeline_id"), idIn(after, "pipeline_id")
	pipeline := idIn(fields, "pipeline_id")
	if pipeline == 0 {
		pipeline = max(from, to)
	}
	status := w.status(pipeline, idIn(fields, "status_id"))
	if from != 0 && to != 0 && from != to {
		return w.pipeline(pipeline) + " / " + status
	}
	return status
}

// idIn reads an id out of a change's fields, 0 when it is not among them.
func idIn(fields map[string]json.RawMessage, key string) int64 {
	var id int64
	if json.Unmarshal(fields[key], &id) != nil {
		return 0
	}
	return id
}

func (r *run) outboxCommand() *cobra.Command {
	return group("outbox", "Changes that were not sent yet", r.outboxListCommand(), r.outboxRetryCommand(), r.outboxCancelCommand())
}

func (r *run) outboxListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "All unsent changes, oldest first",
		Args:  cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			return r.withAccount(ctx, func(s *session) error { return r.outboxList(ctx, s) })
		}),
	}
}

func (r *run) outboxList(ctx context.Context, s *session) error {
	changes, err := s.Store.Outbox(ctx)
	if err != nil {
		return err
	}
	words, err := s.words(ctx)
	if err != nil {
		return err
	}
	titles, err := s.leadNames(ctx, changes)
	if err != nil {
		return err
	}
	list := make([]changeJSON, 0, len(changes))
	rows := make([][]string, 0, len(changes))
	for _, c := range changes {
		out := words.change(c, titles[c.EntityID])
		list = append(list, out)
		rows = append(rows, []string{strconv.FormatInt(out.ChangeID, 10), out.State, out.Text, out.Error})
	}
	if r.json {
		return r.printJSON(list)
	}
	return r.printRows(rows)
}

// leadNames gives the names of the leads that changes are about.
func (s *session) leadNames(ctx context.Context, changes []cache.Change) (names, error) {
	var ids []int64
	for _, c := range changes {
		if c.Entity == cache.Leads {
			ids = append(ids, c.EntityID)
		}
	}
	cards, err := s.Store.Cards(ctx, ids)
	if err != nil {
		return nil, err
	}
	found := names{}
	for _, c := range cards {
		found[c.ID] = c.Name
	}
	return found, nil
}

func (r *run) outboxRetryCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "retry [CHANGE]",
		Short: "Let a change be sent again now; without one, all that were refused or wait",
		Args:  cobra.MaximumNArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			if len(args) == 1 {
				return r.changeAct(ctx, args[0], (*cache.Store).RetryChange)
			}
			return r.withAccount(ctx, func(s *session) error { return r.retryAll(ctx, s) })
		}),
	}
}

func (r *run) outboxCancelCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "cancel CHANGE",
		Short: "Take an unsent change back",
		Args:  cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			return r.changeAct(ctx, args[0], (*cache.Store).CancelChange)
		}),
	}
}

// changeAct does something to the change an argument names.
func (r *run) changeAct(ctx context.Context, arg string, do func(*cache.Store, context.Context, int64) error) error {
	id, err := idArg("change", arg)
	if err != nil {
		return err
	}
	return r.withAccount(ctx, func(s *session) error {
		if err := do(s.Store, ctx, id); err != nil {
			return noSuch(err, "change", id)
		}
		return r.printChanges(id)
	})
}

// retryAll lets every change that is not in conflict be sent now. One that is
// being sent, or was sent meanwhile, needs no telling.
func (r *run) retryAll(ctx context.Context, s *session) error {
	changes, err := s.Store.Outbox(ctx)
	if err != nil {
		return err
	}
	ids := []int64{}
	for _, c := range changes {
		if c.State == cache.ChangeConflict {
			continue
		}
		err := s.Store.RetryChange(ctx, c.ID)
		if errors.Is(err, cache.ErrSending) || errors.Is(err, cache.ErrNotFound) {
			continue
		}
		if err != nil {
			return err
		}
		ids = append(ids, c.ID)
	}
	return r.printChanges(ids...)
}

// printChanges tells which changes a command touched.
func (r *run) printChanges(ids ...int64) error {
	if r.json {
		type changed struct {
			ChangeID int64 `json:"change_id"`
		}
		list := make([]changed, len(ids))
		for i, id := range ids {
			list[i].ChangeID = id
		}
		return r.printJSON(list)
	}
	rows := make([][]string, len(ids))
	for i, id := range ids {
		rows[i] = []string{strconv.FormatInt(id, 10)}
	}
	return r.printRows(rows)
}
