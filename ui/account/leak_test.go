package account_test

import (
	"fmt"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// TestNothingLeaks goes through a life with all its failures and looks for the
// secrets in the log, in errors, in what prints, and in every file.
func TestNothingLeaks(t *testing.T) {
	d := newDesk(t)
	d.server.SetOAuth(sandbox.OAuthOptions{AccessLife: 2 * time.Second})
	pasted := d.answer("allow", "")
	credentials := d.server.Credentials()
	secrets := []string{credentials.ClientSecret, credentials.LongLivedToken}
	var said []string
	note := func(values ...any) {
		for _, v := range values {
			said = append(said, fmt.Sprintf("%v %+v %#v", v, v, v))
		}
	}
	conn, err := d.Code(t.Context(), d.signIn(), pasted)
	if err != nil {
		t.Fatal(err)
	}
	for range 2 {
		token, err := d.Tokens(conn).Token(t.Context())
		if err != nil {
			t.Fatal(err)
		}
		secrets = append(secrets, token)
		if _, err = d.Tokens(conn).Refresh(t.Context(), token); err != nil {
			t.Fatal(err)
		}
	}
	_, err = d.Code(t.Context(), d.signIn(), pasted) // used
	note(err, d.Tokens(conn))
	wrong := d.signIn()
	wrong.App.RedirectURI += "x"
	_, err = d.Code(t.Context(), wrong, d.answer("allow", ""))
	note(err)
	if err := d.server.RevokeGrant(d.server.Grants()[0].ID); err != nil {
		t.Fatal(err)
	}
	note(d.call(d.Accounts, conn))
	if _, err := d.Token(t.Context(), d.base, credentials.LongLivedToken); err != nil {
		t.Fatal(err)
	}
	if err := d.server.RevokeLongLivedToken(); err != nil {
		t.Fatal(err)
	}
	note(d.call(d.Accounts, conn))
	_, err = d.Token(t.Context(), d.base, credentials.LongLivedToken)
	note(err)
	if len(d.log.String()) == 0 || len(said) != 7-1 {
		t.Fatalf("nothing to look at: %d", len(said))
	}
	for i, s := range secrets {
		if len(s) < 20 {
			t.Fatalf("secret %d is short", i)
		}
		leaks(t, "the log", d.log.String(), s)
		for _, text := range said {
			leaks(t, "an error", text, s)
		}
		if files := grep(t, d.folder.Dir(), s); len(files) > 0 {
			t.Errorf("secret %d stands in %v", i, files)
		}
	}
}
