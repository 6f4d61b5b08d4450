package cli

import (
	"context"

	"github.com/spf13/cobra"
)

func (r *run) disconnectCommand() *cobra.Command {
	var drop bool
	cmd := &cobra.Command{
		Use:   "disconnect ACCOUNT [--drop-unsent]",
		Short: "Disconnect an account and wipe its data from this computer",
		Long: "Wipes the account's leads, contacts, tokens and settings from this computer. In amoCRM\n" +
			"nothing changes. ACCOUNT is its id, subdomain or host.\n\n" +
			"Refuses while changes made here were not sent, unless told to drop them.",
		Args: cobra.ExactArgs(1),
		RunE: act(func(ctx context.Context, args []string) error {
			return r.with(func(d *desk) error { return r.disconnect(ctx, d, args[0], drop) })
		}),
	}
	cmd.Flags().BoolVar(&drop, "drop-unsent", false, "lose the changes that were not sent")
	return cmd
}

func (r *run) disconnect(ctx context.Context, d *desk, name string, drop bool) error {
	if name == "" {
		return usagef("which account?")
	}
	conn, err := d.connection(ctx, name)
	if err != nil {
		return err
	}
	if err := d.accounts.Disconnect(ctx, conn.AccountID, drop); err != nil {
		return err
	}
	if r.json {
		return r.printJSON(accountOf(conn))
	}
	return nil
}
