package cli

import (
	"context"
	"encoding/json"
	"errors"
	"net/http"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"voronka/cache"
	"voronka/cache/merge"
	"voronka/ui/i18n"
	"voronka/ui/sentence"
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

// change puts a change into words; names knows what its row is called.
func (w words) change(c cache.Change, names sentence.Names) changeJSON {
	out := changeJSON{
		ChangeID: c.ID, Entity: string(c.Entity), EntityID: c.EntityID, Kind: string(c.Kind),
		State: string(c.State), Attempts: c.Attempts, Error: w.answer(names.Format.Texts(), c), CreatedAt: c.CreatedAt,
	}
	row := cache.Row{Entity: c.Entity, ID: c.EntityID}
	name := names.Rows[row]
	if c.Entity == cache.Notes {
		name = names.Rows[noteAbout(c)]
	}
	if name == "" {
		name = strconv.FormatInt(c.EntityID, 10)
	}
	what := strings.Join(names.Change(row, c.Before, c.After), "; ")
	switch {
	case c.Kind == cache.ChangeMove:
		what = w.place(c.Before, c.Before, c.After) + " → " + w.place(c.After, c.Before, c.After)
	case c.Kind == cache.ChangeCreate && c.Entity != cache.Notes:
		what = names.ActKind(cache.ActCreate)
	case what == "":
		what = string(c.Kind)
	}
	out.Text = name + ": " + what
	return out
}

// noteAbout is the row that a change of a note is about.
func noteAbout(c cache.Change) cache.Row {
	var entity cache.Entity
	if json.Unmarshal(c.After[merge.EntityType], &entity) != nil {
		return cache.Row{} // it does not say
	}
	return cache.Row{Entity: entity, ID: idIn(c.After, merge.EntityID)}
}

// answer is what the server said last of a change, in its own words where it
// has refused it, or else what kept the change from being sent.
func (w words) answer(t *i18n.Texts, c cache.Change) string {
	switch {
	case c.Error == "" && c.ErrorCode == 0:
		return ""
	case c.State == cache.ChangeRefused && c.Error != "":
		return c.Error
	case c.ErrorCode == http.StatusTooManyRequests:
		return t.Failure(i18n.RateLimited)
	case c.ErrorCode != 0:
		return t.Failure(i18n.ServerError, "Status", c.ErrorCode)
	}
	return t.Failure(i18n.Unreachable, "Host", w.host)
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
	names, err := r.names(ctx, s, rowsOf(changes), fieldsOf(changes)...)
	if err != nil {
		return err
	}
	list := make([]changeJSON, 0, len(changes))
	rows := make([][]string, 0, len(changes))
	for _, c := range changes {
		out := words.change(c, names)
		list = append(list, out)
		rows = append(rows, []string{strconv.FormatInt(out.ChangeID, 10), out.State, out.Text, out.Error})
	}
	if r.json {
		return r.printJSON(list)
	}
	return r.printRows(rows)
}

// fieldsOf are what changes replace and put.
func fieldsOf(changes []cache.Change) []merge.Fields {
	var list []merge.Fields
	for _, c := range changes {
		list = append(list, c.Before, c.After)
	}
	return list
}

// rowsOf are the rows that changes touch or name, for their names.
func rowsOf(changes []cache.Change) []cache.Row {
	var rows []cache.Row
	for _, c := range changes {
		rows = append(rows, cache.Row{Entity: c.Entity, ID: c.EntityID})
		if about := noteAbout(c); c.Entity == cache.Notes && about.ID != 0 {
			rows = append(rows, about)
		}
		for _, fields := range []merge.Fields{c.Before, c.After} {
			for key := range fields {
				if id, ok := merge.ContactID(key); ok {
					rows = append(rows, cache.Row{Entity: cache.Contacts, ID: id})
				}
			}
			if id := idIn(fields, merge.Company); id != 0 {
				rows = append(rows, cache.Row{Entity: cache.Companies, ID: id})
			}
		}
	}
	return rows
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

// retryAll lets every change be sent now that waits for no decision. One that is
// being sent, or was sent meanwhile, needs no telling.
func (r *run) retryAll(ctx context.Context, s *session) error {
	changes, err := s.Store.Outbox(ctx)
	if err != nil {
		return err
	}
	ids := []int64{}
	for _, c := range changes {
		err := s.Store.RetryChange(ctx, c.ID)
		if errors.Is(err, cache.ErrConflict) || errors.Is(err, cache.ErrUnclear) || errors.Is(err, cache.ErrSending) || errors.Is(err, cache.ErrNotFound) {
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
