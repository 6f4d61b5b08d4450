package cli

import (
	"context"
	"encoding/json"
	"slices"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"voronka/cache"
	"voronka/cache/merge"
)

// conflictJSON is one field that two people have set.
type conflictJSON struct {
	ChangeID int64           `json:"change_id"`
	Entity   string          `json:"entity"`
	EntityID int64           `json:"entity_id"`
	LeadID   int64           `json:"lead_id"` // 0 for none
	Field    string          `json:"field"`   // in the API's words; tag:NAME, contact:ID, field:ID
	Before   json.RawMessage `json:"before"`
	Mine     json.RawMessage `json:"mine"`
	Theirs   json.RawMessage `json:"theirs"`
	TheirsBy int64           `json:"theirs_by"` // 0 unknown, or a robot
	TheirsAt int64           `json:"theirs_at"` // 0 unknown
}

// resolvedJSON is the answer of `conflicts resolve`.
type resolvedJSON struct {
	writtenJSON
	Resolved int `json:"resolved"` // fields
	Left     int `json:"left"`     // conflicts of the row
}

func (r *run) conflictsCommand() *cobra.Command {
	return group("conflicts", "Fields that somebody else has set meanwhile", r.conflictsListCommand(), r.conflictsResolveCommand())
}

func (r *run) conflictsListCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "list",
		Short: "All conflicts, oldest change first",
		Args:  cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			return r.withAccount(ctx, func(s *session) error { return r.conflictsList(ctx, s) })
		}),
	}
}

func (r *run) conflictsList(ctx context.Context, s *session) error {
	found, err := s.Store.Conflicts(ctx)
	if err != nil {
		return err
	}
	if r.json {
		list := make([]conflictJSON, 0, len(found))
		for _, c := range found {
			list = append(list, conflictJSON{
				c.ChangeID, string(c.Entity), c.EntityID, c.LeadID, c.Field,
				orNull(c.Before), orNull(c.Mine), orNull(c.Theirs), c.TheirsBy, c.TheirsAt,
			})
		}
		return r.printJSON(list)
	}
	rows := make([]cache.Row, 0, len(found))
	var fields []merge.Fields
	for _, c := range found {
		rows = append(rows, cache.Row{Entity: c.Entity, ID: c.EntityID})
		fields = append(fields, merge.Fields{c.Field: c.Mine}, merge.Fields{c.Field: c.Theirs})
	}
	names, err := r.names(ctx, s, rows, fields...)
	if err != nil {
		return err
	}
	words, err := s.words(ctx)
	if err != nil {
		return err
	}
	table := [][]string{}
	for _, c := range found {
		who := ""
		if c.TheirsBy != 0 {
			who = words.user(c.TheirsBy)
		}
		if c.TheirsAt != 0 {
			who += " " + time.Unix(c.TheirsAt, 0).In(words.zone).Format(timeLayout)
		}
		table = append(table, []string{
			strconv.FormatInt(c.EntityID, 10), names.Rows[cache.Row{Entity: c.Entity, ID: c.EntityID}], c.Field,
			"mine: " + names.Value(c.Field, c.Mine), "theirs: " + names.Value(c.Field, c.Theirs), who,
		})
	}
	return r.printRows(table)
}

// orNull keeps an absent value a value in JSON.
func orNull(v json.RawMessage) json.RawMessage {
	if len(v) == 0 {
		return json.RawMessage("null")
	}
	return v
}

func (r *run) conflictsResolveCommand() *cobra.Command {
	var take, field string
	cmd := &cobra.Command{
		Use:   "resolve LEAD --take mine|theirs [--field FIELD]",
		Short: "Decide the conflicts of a lead",
		Long: "Decides the conflicts of a lead, or of one field of it as `conflicts list` names it. With mine the change is\n" +
			"sent after all, with theirs it is given up. `voronka undo` brings the conflict back.",
		Args: cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			choice := cache.Choice{Take: cache.TakeMine}
			switch take {
			case "mine":
			case "theirs":
				choice.Take = cache.TakeTheirs
			default:
				return usagef("--take is mine or theirs, not %q", take)
			}
			return r.withAccount(ctx, func(s *session) error { return r.resolve(ctx, s, id, field, choice) })
		}),
	}
	cmd.Flags().StringVar(&take, "take", "", "whose value the field gets: mine or theirs")
	cmd.Flags().StringVar(&field, "field", "", "only this field (default all)")
	if err := cmd.MarkFlagRequired("take"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (r *run) resolve(ctx context.Context, s *session, id int64, field string, choice cache.Choice) error {
	row, err := s.Store.ResolveID(ctx, id)
	if err != nil {
		return noSuch(err, "conflict", id)
	}
	all, err := s.Store.Conflicts(ctx)
	if err != nil {
		return err
	}
	mine := slices.DeleteFunc(all, func(c cache.Conflict) bool { return c.LeadID != row && (c.LeadID != 0 || c.EntityID != row) })
	out := resolvedJSON{writtenJSON: writtenJSON{ID: row}, Left: len(mine)}
	decided := map[int64]bool{} // changes whose conflicts are all decided
	for _, c := range mine {
		if field != "" && !sameField(c.Field, field) {
			continue
		}
		one := field // all of a change are one act
		if field != "" {
			one = c.Field
		}
		if !decided[c.ChangeID] {
			if _, err := s.Store.Resolve(ctx, c.ChangeID, one, choice); err != nil {
				return noSuch(err, "conflict", id)
			}
		}
		decided[c.ChangeID] = field == ""
		out.ChangeID = c.ChangeID
		out.Resolved++
		out.Left--
	}
	if out.Resolved == 0 {
		return noSuch(cache.ErrNotFound, "conflict", id)
	}
	return r.printJSON(out)
}

// sameField reports whether a field is decided together with another: pipeline
// and status name a place.
func sameField(a, b string) bool {
	isPlace := func(f string) bool { return f == merge.Status || f == merge.Pipeline }
	return a == b || isPlace(a) && isPlace(b)
}
