package amo

import "context"

// Currency is one the account may use in fields of type monetary.
type Currency struct {
	Source `json:"-"`

	Code string `json:"code"` // three letters, UZS
}

// Currencies is GET /api/v4/currencies. The documentation does not have it,
// the official client does. An account has one currency of its own; see
// Account.
func (c *Client) Currencies(ctx context.Context) ([]Currency, error) {
	q := newQuery(resource{name: "currencies", path: "/currencies", key: "currencies"})
	page, err := list[Currency](ctx, c, q, 0, 0)
	return page.Items, err
}
