package cli

import (
	"context"
	"errors"
	"strconv"
	"sync"

	"github.com/spf13/cobra"

	"voronka/ui/account"
)

// refreshedJSON is what `refresh` has done to an account.
type refreshedJSON struct {
	AccountID int64  `json:"account_id"`
	Host      string `json:"host"`
	Kind      string `json:"kind"`
	State     string `json:"state"`
	ExpiresAt int64  `json:"expires_at"` // of the access token, 0 when not known
	Renewed   bool   `json:"renewed"`
	Error     string `json:"error,omitempty"`
}

func (r *run) refreshedOf(o account.Outcome) refreshedJSON {
	c := o.Connection
	j := refreshedJSON{AccountID: c.AccountID, Host: c.Host, Kind: c.Kind, State: c.State, ExpiresAt: c.ExpiresAt, Renewed: o.Renewed}
	if o.Err != nil {
		j.Error = r.sentence(at(c.Host, o.Err))
	}
	return j
}

func (j refreshedJSON) row() []string {
	return []string{strconv.FormatInt(j.AccountID, 10), j.Host, j.State, strconv.FormatBool(j.Renewed), j.Error}
}

func (r *run) refreshCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "refresh",
		Short: "Refresh the tokens of every account that are near their end",
		Long: "Refreshes the tokens of every account that would not last for another two hours. For\n" +
			"an outside scheduler: once an hour is often enough; a window that is open, `sync` and\n" +
			"`listen` do it on their own. Long-lived tokens are left alone.\n\n" +
			"Exit 1 when some account could not be refreshed.",
		Args: cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			return r.with(func(d *desk) error { return r.refresh(ctx, d) })
		}),
	}
}

func (r *run) refresh(ctx context.Context, d *desk) error {
	outcomes, err := d.accounts.Refresh(ctx)
	if err != nil {
		return err
	}
	list := make([]refreshedJSON, 0, len(outcomes))
	rows := make([][]string, 0, len(outcomes))
	var failed []error
	for _, o := range outcomes {
		list = append(list, r.refreshedOf(o))
		rows = append(rows, r.refreshedOf(o).row())
		if o.Err != nil {
			failed = append(failed, at(o.Connection.Host, o.Err))
		}
	}
	if r.json {
		err = r.printJSON(list)
	} else {
		err = r.printRows(rows)
	}
	return errors.Join(append([]error{err}, failed...)...)
}

// keepFresh renews the tokens of all accounts hourly until stop, which waits
// for it.
func (d *desk) keepFresh(ctx context.Context) (stop func()) {
	ctx, cancel := context.WithCancel(ctx)
	var runs sync.WaitGroup
	runs.Go(func() { d.accounts.Refresher().Run(ctx) })
	return func() {
		cancel()
		runs.Wait()
	}
}
