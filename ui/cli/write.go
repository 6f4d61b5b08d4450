package cli

import (
	"context"
	"errors"

	"github.com/spf13/cobra"

	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

// writtenJSON is the answer of a command that changes a row.
type writtenJSON struct {
	ID       int64 `json:"id"`        // of the row; below zero until the server has it
	ChangeID int64 `json:"change_id"` // in the outbox; 0 when it took an unsent change back
}

// do carries out one edit of the row the person named. id is that row, 0 for a
// new one.
func (r *run) do(ctx context.Context, s *session, entity cache.Entity, id int64, edit cache.Edit) error {
	act, err := s.Store.Do(ctx, cache.Command{Edits: []cache.Edit{edit}, Hold: defaultHold})
	if errors.Is(err, cache.ErrUnchanged) {
		return &nothingError{nothingToChange, err}
	}
	if err != nil {
		return noSuch(err, singular(entity), id)
	}
	return r.printJSON(written(act))
}

// written names the row of an act, and the change that will be sent of it.
func written(a cache.Act) writtenJSON {
	var out writtenJSON
	if len(a.Rows) > 0 {
		out.ID = a.Rows[0].ID
	}
	for _, c := range a.Changes {
		if c.ChangeID != 0 {
			out.ChangeID = c.ChangeID
			break
		}
	}
	return out
}

func singular(entity cache.Entity) string {
	if entity == cache.Contacts {
		return "contact"
	}
	return "lead"
}

// rowID is the id a row has now: one born here is known under its old id too.
func (s *session) rowID(ctx context.Context, entity cache.Entity, id int64) (int64, error) {
	now, err := s.Store.ResolveID(ctx, id)
	return now, noSuch(err, singular(entity), id)
}

// format is how the account writes and reads values in a language.
func (s *session) format(ctx context.Context, texts *i18n.Texts) (*format.Format, error) {
	zone, err := s.zone(ctx)
	if err != nil {
		return nil, err
	}
	currency := format.Currency{Code: "UZS"}
	account, err := s.Store.Account(ctx)
	if err == nil && account.Currency != "" {
		currency = format.Currency{Code: account.Currency, Symbol: account.CurrencySymbol}
	}
	return format.New(texts, currency, zone), noneYet(err)
}

// takesMinus lets a command have arguments that begin with a minus.
func takesMinus(cmd *cobra.Command) *cobra.Command {
	cmd.Annotations = map[string]string{signed: "yes"}
	return cmd
}
