package cli

import (
	"context"
	"strings"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
)

// leadHelp tells of the assignments to a lead.
const leadHelp = `Keys: name, price (whole units of the account's currency), owner (id, name or e-mail),
company (id or whole name; empty for none), and field:ID for a custom field. An empty value clears it.
A choice or an element of a catalog is given by its text or id, several with commas between; a day as 28.11.2026;
yes or no; an address or a firm as a JSON object of its parts. field:ID+=VALUE adds to the choices, elements or phones
there are.`

// addFlags are the flags of `lead add` that are no assignments.
type addFlags struct {
	status, pipeline int64
	tags             []string
}

func (r *run) leadAddCommand() *cobra.Command {
	var f addFlags
	var cmd *cobra.Command
	cmd = &cobra.Command{
		Use:   "add --name NAME [--price SUM] [--status STATUS] [--pipeline PIPELINE] [KEY=VALUE...]",
		Short: "Make a lead",
		Long: "Makes a lead, here and at once; the window or `voronka sync` tells the server. Prints its id,\n" +
			"which is below zero until the server has given one, and the change's id as JSON.\n\n" + leadHelp,
		RunE: act(func(ctx context.Context, args []string) error {
			list, err := readAssignments(args, leadKeys())
			if err != nil {
				return err
			}
			list = append(flagged(cmd.Flags(), leadKeys()), list...)
			if f.status < 0 || f.pipeline < 0 {
				return usagef("--status and --pipeline are ids, which are positive numbers")
			}
			if !named(list, keyName) {
				return usagef("--name is missing")
			}
			return r.withAccount(ctx, func(s *session) error { return r.leadAdd(ctx, s, f, list) })
		}),
	}
	flags := cmd.Flags()
	flags.String("name", "", "what the lead is called")
	flags.String("price", "", "budget in whole units of the account's currency")
	flags.String("owner", "", "responsible user by id, name or e-mail (default you)")
	flags.String("company", "", "company by id or whole name")
	flags.Int64Var(&f.status, "status", 0, "status by id (default the pipeline's first)")
	flags.Int64Var(&f.pipeline, "pipeline", 0, "pipeline by id (default that of the status, or the main one)")
	flags.StringArrayVar(&f.tags, "tag", nil, "tag; may be given several times")
	return cmd
}

// named reports whether a key gets a value.
func named(list []assignment, keys ...string) bool {
	for _, a := range list {
		for _, key := range keys {
			if a.key == key && strings.TrimSpace(a.value) != "" {
				return true
			}
		}
	}
	return false
}

func (r *run) leadAdd(ctx context.Context, s *session, f addFlags, list []assignment) error {
	edit := cache.LeadEdit{PipelineID: f.pipeline, StatusID: f.status, AddTags: f.tags}
	v, err := r.values(ctx, s, cache.Leads, nil)
	if err != nil {
		return err
	}
	if err := v.intoLead(&edit, list); err != nil {
		return err
	}
	return r.do(ctx, s, cache.Leads, 0, edit)
}

// intoLead carries assignments over into an edit.
func (v *values) intoLead(edit *cache.LeadEdit, list []assignment) error {
	for _, a := range list {
		var err error
		if a.key == keyPrice {
			var sum int64
			sum, err = v.price(a.value)
			edit.Price = amo.Set(sum)
		} else {
			err = v.into(a, &edit.Name, &edit.OwnerID, &edit.CompanyID)
		}
		if err != nil {
			return err
		}
	}
	edit.Fields = v.changes()
	return nil
}

// into carries an assignment over that leads and contacts have in common.
func (v *values) into(a assignment, name *amo.Optional[string], owner, company *amo.Optional[int64]) (err error) {
	var id int64
	switch a.key {
	case keyName:
		*name = amo.Set(strings.TrimSpace(a.value))
	case keyOwner:
		id, err = v.owner(a.value)
		*owner = amo.Set(id)
	case keyCompany:
		id, err = v.find(a.value)
		*company = amo.Set(id)
	default:
		id, _ = a.fieldID() // checked when it was read
		err = v.set(id, a)
	}
	return err
}

func (r *run) leadSetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "set ID KEY=VALUE...",
		Short: "Change fields of a lead",
		Long: "Changes fields of a lead, here and at once; the window or `voronka sync` tells the server.\n" +
			"Prints the lead's and the change's id as JSON. A lead goes to another status by `lead move`.\n\n" + leadHelp,
		Args: cobra.MinimumNArgs(2),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			list, err := readAssignments(args[1:], leadKeys())
			if err != nil {
				return err
			}
			return r.withAccount(ctx, func(s *session) error { return r.leadSet(ctx, s, id, list) })
		}),
	}
}

func (r *run) leadSet(ctx context.Context, s *session, id int64, list []assignment) error {
	detail, err := s.Store.Lead(ctx, id)
	if err != nil {
		return noSuch(err, "lead", id)
	}
	v, err := r.values(ctx, s, cache.Leads, detail.Lead.CustomFieldsValues)
	if err != nil {
		return err
	}
	edit := cache.LeadEdit{ID: id}
	if err := v.intoLead(&edit, list); err != nil {
		return err
	}
	return r.do(ctx, s, cache.Leads, id, edit)
}

func (r *run) leadTagCommand() *cobra.Command {
	return takesMinus(&cobra.Command{
		Use:   "tag ID +TAG... -TAG...",
		Short: "Put tags on a lead and take them off",
		Long: "Puts tags on a lead (+VIP) and takes them off (-Eski), here and at once; the window or\n" +
			"`voronka sync` tells the server. Prints the lead's and the change's id as JSON.",
		Args: cobra.MinimumNArgs(2),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			edit := cache.LeadEdit{ID: id}
			for _, arg := range args[1:] {
				add, on := strings.CutPrefix(arg, "+")
				remove, off := strings.CutPrefix(arg, "-")
				switch {
				case on && strings.TrimSpace(add) != "":
					edit.AddTags = append(edit.AddTags, add)
				case off && strings.TrimSpace(remove) != "":
					edit.RemoveTags = append(edit.RemoveTags, remove)
				default:
					return usagef("%q is neither +TAG nor -TAG", arg)
				}
			}
			return r.withAccount(ctx, func(s *session) error { return r.do(ctx, s, cache.Leads, id, edit) })
		}),
	})
}

func (r *run) leadNoteCommand() *cobra.Command {
	return takesMinus(&cobra.Command{
		Use:   "note ID TEXT...",
		Short: "Add a note to a lead",
		Long: "Adds a note to a lead, here and at once; the window or `voronka sync` tells the server.\n" +
			"Prints the ids of the lead, the change and the note as JSON.",
		Args: cobra.MinimumNArgs(2),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			text := strings.TrimSpace(strings.Join(args[1:], " "))
			if text == "" {
				return usagef("the note has no text")
			}
			return r.withAccount(ctx, func(s *session) error { return r.leadNote(ctx, s, id, text) })
		}),
	})
}

func (r *run) leadNote(ctx context.Context, s *session, id int64, text string) error {
	lead, err := s.rowID(ctx, cache.Leads, id)
	if err != nil {
		return err
	}
	note := cache.NoteEdit{Entity: cache.Leads, EntityID: lead, Text: text}
	done, err := s.Store.Do(ctx, cache.Command{Edits: []cache.Edit{note}, Hold: defaultHold})
	if err != nil {
		return noSuch(err, "lead", id)
	}
	made := written(done)
	return r.printJSON(struct {
		writtenJSON
		NoteID int64 `json:"note_id"`
	}{writtenJSON{lead, made.ChangeID}, made.ID})
}
