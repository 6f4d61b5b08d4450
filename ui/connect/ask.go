package connect

import (
	"context"
	"strings"

	"voronka/amo/auth"
	"voronka/ui/kit"
)

// work connects an account, off the UI goroutine.
type work func(context.Context, Accounts, Progress) (accountID int64, err error)

// ask checks what was typed. It returns the work to do, or, after a sentence
// under each field that is wrong, nil.
func (f *form) ask() work {
	f.settleAddress()
	f.adviseClientID()
	c := &check{form: f}
	address := c.address()
	var do work
	switch f.tabs.Chosen() {
	case byToken:
		token := c.token()
		do = func(ctx context.Context, a Accounts, _ Progress) (int64, error) {
			return a.WithToken(ctx, address, token)
		}
	case byCode:
		r, pasted := c.request(address), c.code()
		do = func(ctx context.Context, a Accounts, _ Progress) (int64, error) { return a.WithCode(ctx, r, pasted) }
	default:
		r := c.request(address)
		do = func(ctx context.Context, a Accounts, on Progress) (int64, error) { return a.SignIn(ctx, r, on) }
	}
	f.on.grown()
	if c.first != nil {
		c.first.Focus()
		f.on.reveal(c.first)
		return nil
	}
	return do
}

// check reads the fields from the top and remembers the first that is wrong.
type check struct {
	*form
	first *kit.Field
}

func (c *check) wrong(field *kit.Field, sentence string) {
	field.SetMistake(sentence)
	if c.first == nil {
		c.first = field
	}
}

// filled reads a field that must not be empty; missing is the text that asks
// for it.
func (c *check) filled(field *kit.Field, missing string) string {
	text := strings.TrimSpace(field.Text())
	if text == "" {
		c.wrong(field, missing)
	}
	return text
}

func (c *check) address() string {
	a, wrong := readAddress(c.subdomain.Text(), c.suffix.Chosen())
	if wrong != addressFine {
		c.wrong(c.subdomain, c.t.T(string(wrong)))
		return ""
	}
	return a.url()
}

func (c *check) request(address string) Request {
	return Request{
		Address:     address,
		ClientID:    kit.OneLine(c.filled(c.clientID, c.t.T("connect.need_client_id"))),
		Secret:      kit.OneLine(c.filled(c.secret, c.t.T("connect.need_secret"))),
		RedirectURI: c.filled(c.redirect, c.t.T("connect.need_redirect")),
	}
}

func (c *check) code() string {
	text := c.filled(c.form.code, c.t.T("connect.need_code"))
	if text == "" {
		return ""
	}
	if _, err := auth.ParseCallback(text); err != nil {
		c.wrong(c.form.code, Sentence(c.t, err))
	}
	return text
}

func (c *check) token() string {
	text := c.filled(c.form.token, c.t.T("connect.need_token"))
	if text == "" {
		return ""
	}
	if _, err := auth.ParseLongLived(text); err != nil {
		c.wrong(c.form.token, Sentence(c.t, err))
	}
	return text
}
