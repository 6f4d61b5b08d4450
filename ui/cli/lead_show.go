package cli

import (
	"context"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/sentence"
)

// leadFullJSON is the answer of `lead show`: the keys of `leads` and what
// stands around the lead, in the API's own words where it has them.
type leadFullJSON struct {
	leadJSON
	CreatedAt    int64             `json:"created_at"`
	ClosedAt     *int64            `json:"closed_at"`
	LossReasonID *int64            `json:"loss_reason_id"`
	Refused      bool              `json:"refused"`
	CustomFields []amo.FieldValues `json:"custom_fields_values"`
	Contacts     []linkedJSON      `json:"contacts"`
	Companies    []linkedJSON      `json:"companies"`
	Tasks        []taskJSON        `json:"tasks"`
	Changes      []changeJSON      `json:"changes"` // unsent, oldest first
}

// linkedJSON is a contact or company of a lead.
type linkedJSON struct {
	ID           int64             `json:"id"`
	Name         string            `json:"name"`
	IsMain       bool              `json:"is_main"`
	CustomFields []amo.FieldValues `json:"custom_fields_values"`
}

// taskJSON is a task of a lead.
type taskJSON struct {
	ID                int64  `json:"id"`
	TaskTypeID        int64  `json:"task_type_id"`
	Text              string `json:"text"`
	CompleteTill      int64  `json:"complete_till"`
	IsCompleted       bool   `json:"is_completed"`
	ResponsibleUserID int64  `json:"responsible_user_id"`
}

// shownRow is a row that can be printed as JSON, and for a person to read.
type shownRow interface{ rows(words words) [][]string }

// showCommand shows one row of the replica. read and tell are of its kind.
func showCommand[D any](r *run, what string, read func(*cache.Store, context.Context, int64) (D, error),
	changes func(D) []cache.Change, tell func(D, words, sentence.Names) shownRow,
) *cobra.Command {
	return &cobra.Command{
		Use:   "show ID",
		Short: "One " + what + " of the replica with all that belongs to it",
		Long:  "Shows one " + what + " of the replica with all that belongs to it. It never asks the network.",
		Args:  cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg(what, args[0])
			if err != nil {
				return err
			}
			return r.withAccount(ctx, func(s *session) error {
				detail, err := read(s.Store, ctx, id)
				if err != nil {
					return noSuch(err, what, id)
				}
				words, err := s.words(ctx)
				if err != nil {
					return err
				}
				names, err := r.names(ctx, s, rowsOf(changes(detail)), fieldsOf(changes(detail))...)
				if err != nil {
					return err
				}
				row := tell(detail, words, names)
				if r.json {
					return r.printJSON(row)
				}
				return r.printRows(row.rows(words))
			})
		}),
	}
}

func (r *run) leadShowCommand() *cobra.Command {
	return showCommand(r, "lead", (*cache.Store).Lead, func(d cache.LeadDetail) []cache.Change { return d.Changes }, fullOf)
}

func fullOf(d cache.LeadDetail, words words, names sentence.Names) shownRow {
	l := d.Lead
	full := leadFullJSON{
		leadJSON: leadJSON{
			ID: l.ID, Name: l.Name, Price: l.Price, StatusID: l.StatusID, PipelineID: l.PipelineID,
			ResponsibleUserID: l.ResponsibleUserID, UpdatedAt: l.UpdatedAt, Tags: tagsOf(l.Embedded.Tags),
			Pending: len(d.Changes) > 0,
		},
		CreatedAt: l.CreatedAt, ClosedAt: l.ClosedAt, LossReasonID: l.LossReasonID,
		CustomFields: fields(l.CustomFieldsValues),
		Contacts:     []linkedJSON{}, Companies: []linkedJSON{}, Tasks: tasksOf(d.Tasks),
	}
	full.Changes, full.Conflict, full.Refused = words.unsent(d.Changes, names)
	for _, c := range d.Contacts {
		main := c.ID == l.MainContactID()
		if main {
			full.Contact = c.Name
		}
		full.Contacts = append(full.Contacts, linkedJSON{c.ID, c.Name, main, fields(c.CustomFieldsValues)})
	}
	if d.Company != nil {
		full.Company = d.Company.Name
		full.Companies = append(full.Companies, linkedJSON{d.Company.ID, d.Company.Name, true, fields(d.Company.CustomFieldsValues)})
	}
	return full
}

// What follows keeps an empty list a list in JSON.

func tagsOf(tags []amo.Tag) []string {
	list := make([]string, len(tags))
	for i, t := range tags {
		list[i] = t.Name
	}
	return list
}

func tasksOf(tasks []amo.Task) []taskJSON {
	list := make([]taskJSON, len(tasks))
	for i, t := range tasks {
		list[i] = taskJSON{t.ID, t.TaskTypeID, t.Text, t.CompleteTill, t.IsCompleted, t.ResponsibleUserID}
	}
	return list
}

// unsent tells of the unsent changes of a row, and whether one of them waits
// for the person.
func (w words) unsent(changes []cache.Change, names sentence.Names) (list []changeJSON, conflict, refused bool) {
	list = make([]changeJSON, len(changes))
	for i, c := range changes {
		conflict = conflict || c.State == cache.ChangeConflict
		refused = refused || c.State == cache.ChangeRefused
		list[i] = w.change(c, names)
	}
	return list, conflict, refused
}

func fields(f []amo.FieldValues) []amo.FieldValues {
	if f == nil {
		return []amo.FieldValues{}
	}
	return f
}

// rows is the lead for a person to read.
func (l leadFullJSON) rows(words words) [][]string {
	rows := [][]string{
		{"id", strconv.FormatInt(l.ID, 10)},
		{"name", l.Name},
		{"price", strconv.FormatInt(l.Price, 10)},
		{"pipeline", words.pipeline(l.PipelineID)},
		{"status", words.status(l.PipelineID, l.StatusID)},
		{"owner", words.user(l.ResponsibleUserID)},
		{"updated", time.Unix(l.UpdatedAt, 0).In(words.zone).Format(timeLayout)},
	}
	for _, t := range l.Tags {
		rows = append(rows, []string{"tag", t})
	}
	for _, c := range l.Contacts {
		rows = append(rows, []string{"contact", c.Name})
	}
	for _, c := range l.Companies {
		rows = append(rows, []string{"company", c.Name})
	}
	for _, t := range l.Tasks {
		if !t.IsCompleted {
			rows = append(rows, []string{"task", time.Unix(t.CompleteTill, 0).In(words.zone).Format(timeLayout) + " " + t.Text})
		}
	}
	for _, c := range l.Changes {
		rows = append(rows, []string{"unsent", c.Text})
	}
	return rows
}
