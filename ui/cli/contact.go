package cli

import (
	"context"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/sentence"
)

// contactHelp tells of the assignments to a contact.
const contactHelp = `Keys: name, first_name, last_name, phone, email (several with commas between, MOB:… names the kind),
owner (id, name or e-mail), company (id or whole name; empty for none), and field:ID for a custom field.
KEY=VALUE puts the value in the place of what is there, phone+=VALUE adds to it; an empty value clears it.`

// contactJSON is the answer of `contact show`.
type contactJSON struct {
	ID                int64             `json:"id"`
	Name              string            `json:"name"`
	FirstName         string            `json:"first_name"`
	LastName          string            `json:"last_name"`
	ResponsibleUserID int64             `json:"responsible_user_id"`
	CreatedAt         int64             `json:"created_at"`
	UpdatedAt         int64             `json:"updated_at"`
	Tags              []string          `json:"tags"`
	CompanyID         int64             `json:"company_id"` // 0 without one
	Company           string            `json:"company"`
	Phones            []string          `json:"phones"` // as they are written
	Emails            []string          `json:"emails"`
	Pending           bool              `json:"pending"`
	Conflict          bool              `json:"conflict"`
	Refused           bool              `json:"refused"`
	CustomFields      []amo.FieldValues `json:"custom_fields_values"`
	Leads             []leadJSON        `json:"leads"`
	Tasks             []taskJSON        `json:"tasks"`
	Changes           []changeJSON      `json:"changes"` // unsent, oldest first
}

func (r *run) contactCommand() *cobra.Command {
	return group("contact", "Show and change one contact",
		showCommand(r, "contact", (*cache.Store).Contact, func(d cache.ContactDetail) []cache.Change { return d.Changes }, contactOf),
		r.contactAddCommand(), r.contactSetCommand(),
	)
}

func contactOf(d cache.ContactDetail, words words, names sentence.Names) shownRow {
	c := d.Contact
	out := contactJSON{
		ID: c.ID, Name: c.Name, FirstName: c.FirstName, LastName: c.LastName, ResponsibleUserID: c.ResponsibleUserID,
		CreatedAt: c.CreatedAt, UpdatedAt: c.UpdatedAt, Pending: len(d.Changes) > 0, CustomFields: fields(c.CustomFieldsValues),
		Phones: linesWith(c.CustomFieldsValues, keyPhone), Emails: linesWith(c.CustomFieldsValues, keyEmail),
		Tags: tagsOf(c.Embedded.Tags), Leads: []leadJSON{}, Tasks: tasksOf(d.Tasks),
	}
	out.Changes, out.Conflict, out.Refused = words.unsent(d.Changes, names)
	if d.Company != nil {
		out.CompanyID, out.Company = d.Company.ID, d.Company.Name
	}
	for _, l := range d.Leads {
		out.Leads = append(out.Leads, leadOf(l))
	}
	return out
}

// linesWith are the texts in the field of a code.
func linesWith(list []amo.FieldValues, code string) []string {
	lines := []string{}
	for _, f := range list {
		if f.FieldCode == nil || !strings.EqualFold(*f.FieldCode, code) {
			continue
		}
		for _, v := range f.Typed(amo.FieldMultitext) {
			if line, ok := v.(amo.Multitext); ok {
				lines = append(lines, line.Value)
			}
		}
	}
	return lines
}

// rows is the contact for a person to read.
func (c contactJSON) rows(words words) [][]string {
	rows := [][]string{
		{"id", strconv.FormatInt(c.ID, 10)},
		{"name", c.Name},
		{"owner", words.user(c.ResponsibleUserID)},
	}
	for _, list := range []struct {
		label string
		texts []string
	}{{"phone", c.Phones}, {"email", c.Emails}, {"tag", c.Tags}} {
		for _, text := range list.texts {
			rows = append(rows, []string{list.label, text})
		}
	}
	if c.Company != "" {
		rows = append(rows, []string{"company", c.Company})
	}
	for _, l := range c.Leads {
		rows = append(rows, []string{"lead", strconv.FormatInt(l.ID, 10) + " " + l.Name})
	}
	for _, change := range c.Changes {
		rows = append(rows, []string{"unsent", change.Text})
	}
	return rows
}

func (r *run) contactAddCommand() *cobra.Command {
	var tags []string
	var cmd *cobra.Command
	cmd = &cobra.Command{
		Use:   "add --name NAME [--phone PHONE] [--email EMAIL] [--company COMPANY] [KEY=VALUE...]",
		Short: "Make a contact",
		Long: "Makes a contact, here and at once; the window or `voronka sync` tells the server. Prints its id,\n" +
			"which is below zero until the server has given one, and the change's id as JSON.\n\n" + contactHelp,
		RunE: act(func(ctx context.Context, args []string) error {
			list, err := readAssignments(args, contactKeys())
			if err != nil {
				return err
			}
			list = append(flagged(cmd.Flags(), contactKeys()), list...)
			if !named(list, keyName, keyFirstName, keyLastName) {
				return usagef("--name is missing")
			}
			return r.withAccount(ctx, func(s *session) error {
				return r.contactWrite(ctx, s, cache.ContactEdit{AddTags: tags}, nil, list)
			})
		}),
	}
	flags := cmd.Flags()
	flags.String("name", "", "what the contact is called")
	flags.String("first-name", "", "first name")
	flags.String("last-name", "", "last name")
	flags.StringArray("phone", nil, "phone; may be given several times")
	flags.StringArray("email", nil, "e-mail; may be given several times")
	flags.String("owner", "", "responsible user by id, name or e-mail (default you)")
	flags.String("company", "", "company by id or whole name")
	flags.StringArrayVar(&tags, "tag", nil, "tag; may be given several times")
	return cmd
}

func (r *run) contactSetCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "set ID KEY=VALUE...",
		Short: "Change fields of a contact",
		Long: "Changes fields of a contact, here and at once; the window or `voronka sync` tells the server.\n" +
			"Prints the contact's and the change's id as JSON.\n\n" + contactHelp,
		Args: cobra.MinimumNArgs(2),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("contact", args[0])
			if err != nil {
				return err
			}
			list, err := readAssignments(args[1:], contactKeys())
			if err != nil {
				return err
			}
			return r.withAccount(ctx, func(s *session) error {
				detail, err := s.Store.Contact(ctx, id)
				if err != nil {
					return noSuch(err, "contact", id)
				}
				return r.contactWrite(ctx, s, cache.ContactEdit{ID: id}, detail.Contact.CustomFieldsValues, list)
			})
		}),
	}
}

// contactWrite carries out an edit with assignments; was are the fields the
// contact has.
func (r *run) contactWrite(ctx context.Context, s *session, edit cache.ContactEdit, was []amo.FieldValues, list []assignment) error {
	v, err := r.values(ctx, s, cache.Contacts, was)
	if err != nil {
		return err
	}
	if err := v.intoContact(&edit, list); err != nil {
		return err
	}
	return r.do(ctx, s, cache.Contacts, edit.ID, edit)
}

// intoContact carries assignments over into an edit.
func (v *values) intoContact(edit *cache.ContactEdit, list []assignment) error {
	for _, a := range list {
		var err error
		switch a.key {
		case keyFirstName:
			edit.FirstName = amo.Set(strings.TrimSpace(a.value))
		case keyLastName:
			edit.LastName = amo.Set(strings.TrimSpace(a.value))
		case keyPhone, keyEmail:
			var id int64
			if id, err = v.byCode(a.key); err == nil {
				err = v.set(id, a)
			}
		default:
			err = v.into(a, &edit.Name, &edit.OwnerID, &edit.CompanyID)
		}
		if err != nil {
			return err
		}
	}
	edit.Fields = v.changes()
	return nil
}
