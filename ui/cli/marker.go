package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"
)

// markerJSON is the answer of `marker`.
type markerJSON struct {
	FieldID int64 `json:"field_id"` // 0: none
}

func (r *run) markerCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "marker [FIELD|off]",
		Short: "The text field of leads in which new leads carry a mark",
		Long: `The text field of leads in which new leads carry a mark.
amoCRM has no key by which a repeated creation is known. When the answer to one
is lost, the lead is looked for by who made it, when, and with what content;
where that fits several, you are asked. With a field chosen here every new lead
carries a mark of its own, and is known for certain. Without FIELD the choice is
shown.`,
		Args: cobra.MaximumNArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			field := int64(0)
			if len(args) == 1 && args[0] != "off" {
				var err error
				if field, err = idArg("field", args[0]); err != nil {
					return err
				}
			}
			return r.withAccount(ctx, func(s *session) (err error) {
				if len(args) == 1 {
					err = s.Store.SetMarkerField(ctx, field)
				} else {
					field, err = s.Store.MarkerField(ctx)
				}
				if err != nil {
					return err
				}
				if r.json {
					return r.printJSON(markerJSON{field})
				}
				return r.printRows([][]string{{strconv.FormatInt(field, 10)}})
			})
		}),
	}
}
