package cli

import (
	"context"
	"fmt"
	"time"

	"github.com/spf13/cobra"

	"voronka/amo"
	"voronka/cache"
)

// defaultHold is how long a move waits before it is sent, so that taking it
// back costs nothing.
const defaultHold = 5 * time.Second

// moveFlags are the flags of `lead move`.
type moveFlags struct{ status, pipeline, lossReason int64 }

func (r *run) leadMoveCommand() *cobra.Command {
	var f moveFlags
	cmd := &cobra.Command{
		Use:   "move ID --status STATUS [--pipeline PIPELINE]",
		Short: "Put a lead into another status",
		Long: "Puts a lead into another status, here and at once; the window or `voronka sync`\n" +
			"tells the server. Prints the change's id as JSON.",
		Args: cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			id, err := idArg("lead", args[0])
			if err != nil {
				return err
			}
			if f.status <= 0 || f.pipeline < 0 || f.lossReason < 0 {
				return usagef("--status, --pipeline and --loss-reason are ids, which are positive numbers")
			}
			if f.lossReason != 0 && f.status != amo.StatusLost {
				return usagef("--loss-reason goes with --status %d, lost", amo.StatusLost)
			}
			return r.withAccount(ctx, func(s *session) error { return r.leadMove(ctx, s, id, f) })
		}),
	}
	cmd.Flags().Int64Var(&f.status, "status", 0, "status to put the lead into, by id")
	cmd.Flags().Int64Var(&f.pipeline, "pipeline", 0, "pipeline of the status, by id (default the lead's own, or the one that has the status)")
	cmd.Flags().Int64Var(&f.lossReason, "loss-reason", 0, fmt.Sprintf("why the lead is lost, by id, with --status %d", amo.StatusLost))
	if err := cmd.MarkFlagRequired("status"); err != nil {
		panic(err) // the flag is defined above
	}
	return cmd
}

func (r *run) leadMove(ctx context.Context, s *session, id int64, f moveFlags) error {
	move := cache.Move{LeadID: id, PipelineID: f.pipeline, StatusID: f.status}
	if f.lossReason != 0 {
		move.LossReasonID = &f.lossReason
	}
	change, err := s.Store.MoveLead(ctx, move, defaultHold)
	if err != nil {
		return noSuch(err, "lead", id)
	}
	return r.printJSON(writtenJSON{change.EntityID, change.ID})
}
