package cli

import (
	"context"
	"strconv"

	"github.com/spf13/cobra"

	"voronka/cache"
)

// accountJSON is a connected account as `accounts` and `connect` print it.
type accountJSON struct {
	AccountID int64  `json:"account_id"`
	Name      string `json:"name"`
	Subdomain string `json:"subdomain"`
	Host      string `json:"host"`
	BaseURL   string `json:"base_url"`
	Kind      string `json:"kind"`
	State     string `json:"state"`
	ExpiresAt int64  `json:"expires_at"` // of the token, 0 when not known
	CreatedAt int64  `json:"created_at"` // of the connection
}

func accountOf(c cache.Connection) accountJSON {
	return accountJSON{
		AccountID: c.AccountID, Name: c.Name, Subdomain: c.Subdomain, Host: c.Host, BaseURL: c.BaseURL,
		Kind: c.Kind, State: c.State, ExpiresAt: c.ExpiresAt, CreatedAt: c.CreatedAt,
	}
}

func (a accountJSON) row() []string {
	return []string{strconv.FormatInt(a.AccountID, 10), a.Name, a.BaseURL, a.State}
}

func (r *run) accountsCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "accounts",
		Short: "Connected accounts",
		Args:  cobra.NoArgs,
		RunE: act(func(ctx context.Context, _ []string) error {
			return r.with(func(d *desk) error { return r.accounts(ctx, d) })
		}),
	}
}

func (r *run) accounts(ctx context.Context, d *desk) error {
	connections, err := d.accounts.List(ctx)
	if err != nil {
		return err
	}
	list := make([]accountJSON, 0, len(connections))
	rows := make([][]string, 0, len(connections))
	for _, c := range connections {
		list = append(list, accountOf(c))
		rows = append(rows, accountOf(c).row())
	}
	if r.json {
		return r.printJSON(list)
	}
	return r.printRows(rows)
}
