//go:build e2e

package e2e_test

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"testing"
	"time"
)

// The sandbox's own accounts.
const (
	ownAccount   = "5135160"
	otherAccount = "5135277" // lives at lola-textile.amocrm.ru
)

// TestSignIn connects an account as a person does: typing into the window, and
// pressing Allow in a real browser. Before it works, everything goes wrong once.
func TestSignIn(t *testing.T) {
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Minute)
	defer cancel()
	e := newEntrance(ctx, t)
	e.enter()
	e.find("button:connect")
	e.shot("empty")
	e.fill("subdomain", e.wire.URL)
	e.fill("client-id", e.sandbox.ClientID)
	e.fill("secret", "not-the-secret-of-this-integration")
	e.press("button:change-redirect")
	e.fill("redirect", e.redirect)
	e.shot("filled-in")

	e.step("port taken", e.portTaken)
	e.step("browser missing", e.browserMissing)
	if err := e.browser.Install(); err != nil {
		t.Fatal(err)
	}
	e.step("wrong secret", func() {
		e.allow()
		e.says("sign_in.invalid_client")
		e.ends("sign_in_page.failed", "sign_in.invalid_client")
		e.fill("secret", e.sandbox.ClientSecret)
	})
	e.step("refused consent", func() {
		e.click(e.consent(), "#refuse")
		e.says("sign_in.denied")
		e.ends("sign_in_page.denied", "sign_in.denied")
	})
	e.step("foreign referer", e.foreignReferer)
	e.step("wrong state", e.wrongState)
	e.step("expired code", e.expiredCode)
	e.step("redirect mismatch", e.redirectMismatch)
	e.step("replayed callback", e.replayedCallback)
	e.step("crash", e.crashed)
	e.step("long-lived token", e.longLivedToken)
	e.close()
	e.unleaked("log", e.file("logs", "voronka.log"), "account connected")
}

func (e *entrance) portTaken() {
	l, err := net.Listen("tcp", "127.0.0.1:"+portOf(e.redirect[:len(e.redirect)-len("/callback")]))
	if err != nil {
		e.Fatal(err)
	}
	e.press("button:connect")
	e.says("sign_in.port_taken")
	if err := l.Close(); err != nil {
		e.Fatal(err)
	}
}

// browserMissing: the address can be opened by hand, or the sign-in given up.
func (e *entrance) browserMissing() {
	e.press("button:connect")
	e.warns("sign_in.browser")
	e.shot("sign_in.browser")
	address := e.find("field:link").Text
	if err := e.browser.Open(address); err != nil {
		e.Fatal(err)
	}
	e.page(e.wire.URL+"/oauth?", "#allow")
	e.press("button:cancel")
	e.says("sign_in.cancelled")
}

// foreignReferer picks the account that lives elsewhere: nothing is sent there.
func (e *entrance) foreignReferer() {
	before, _ := e.wire.counts()
	page := e.consent()
	const account = "document.querySelector('#account').value"
	if now, err := page.Text(e.ctx, account); err != nil || now != ownAccount {
		e.Fatalf("account %q is picked, %v", now, err)
	}
	if err := page.Key(e.ctx, "#account", "Down"); err != nil {
		e.Fatal(err)
	}
	e.wait("the other account to be picked", func(ctx context.Context) (bool, error) {
		now, err := page.Text(ctx, account)
		return now == otherAccount, err
	})
	e.click(page, "#allow")
	e.says("sign_in.foreign_host")
	e.ends("sign_in_page.failed", "sign_in.foreign_host")
	if now, _ := e.wire.counts(); now != before {
		e.Errorf("%d requests for tokens were made", now-before)
	}
}

// wrongState: an answer that was not asked for is refused, and the wait for
// the right one goes on.
func (e *entrance) wrongState() {
	before, _ := e.wire.counts()
	e.consent()
	if err := e.browser.Open(e.forged()); err != nil {
		e.Fatal(err)
	}
	e.warns("sign_in.wrong_state")
	e.endsAt(e.redirect+"?", "sign_in_page.failed", "sign_in.wrong_state")
	if waiting := e.find("button:connect").Text; waiting != e.words.T("connect.waiting") {
		e.Errorf("after a forged answer the button says %q", waiting)
	}
	e.shot("sign_in.wrong_state")
	e.click(e.page(e.wire.URL+"/oauth?", "#refuse"), "#refuse")
	e.says("sign_in.denied")
	if now, _ := e.wire.counts(); now != before {
		e.Errorf("%d requests for tokens were made", now-before)
	}
}

// expiredCode: between Allow and the exchange more than twenty minutes pass.
func (e *entrance) expiredCode() {
	before, _ := e.wire.counts()
	release := e.wire.hold()
	e.allow()
	e.asks(before + 1)
	e.set("clock", `{"offset_seconds":1300}`)
	release()
	e.says("sign_in.code_expired")
	e.ends("sign_in_page.failed", "sign_in.code_expired")
	e.set("clock", `{"offset_seconds":0}`)
}

// redirectMismatch: the browser finds the way, and the server compares letters.
func (e *entrance) redirectMismatch() {
	e.set("oauth", fmt.Sprintf(`{"redirect_uri":%q}`, "http://LOCALHOST"+e.redirect[len("http://localhost"):]))
	e.allow()
	e.says("sign_in.redirect_mismatch")
	e.ends("sign_in_page.failed", "sign_in.redirect_mismatch")
	e.set("oauth", fmt.Sprintf(`{"redirect_uri":%q}`, e.redirect))
}

// replayedCallback: the same answer in a second tab is refused, and does not
// keep the first one from connecting the account.
func (e *entrance) replayedCallback() {
	before, pairs := e.wire.counts()
	release := e.wire.hold()
	e.allow()
	e.asks(before + 1)
	// With the very same address the browser would wait for its first answer.
	const again = "&again=1"
	if err := e.browser.Tab(e.ctx, e.wire.lastCallback()+again); err != nil {
		e.Fatal(err)
	}
	e.endsAt(again, "sign_in_page.failed", "sign_in.replay")
	release()
	e.gets(pairs + 1)
	e.cardsShown()
	e.closeTabs(again)
	e.ends("sign_in_page.worked", "sign_in_page.worked_text")
	e.shot("connected")
	if now, _ := e.wire.counts(); now != before+1 {
		e.Errorf("%d requests for tokens were made", now-before)
	}
	e.connectedBy("oauth")
}

// connectedBy holds that the account is connected, by one kind of tokens.
func (e *entrance) connectedBy(kind string) {
	e.Helper()
	var accounts []struct {
		ID   json.Number `json:"account_id"`
		Kind string      `json:"kind"`
	}
	printed := e.run("", "accounts", "--json")
	if err := json.Unmarshal(printed, &accounts); err != nil {
		e.Fatal(err)
	}
	if len(accounts) != 1 || accounts[0].ID != ownAccount || accounts[0].Kind != kind {
		e.Errorf("the accounts are %s", printed)
	}
	e.unleaked("accounts", string(printed), ownAccount)
}

// crashed dies with all secrets in memory, in the middle of a renewal, and
// comes back as if nothing had been.
func (e *entrance) crashed() {
	before, pairs := e.wire.counts()
	release := e.wire.hold()
	e.set("clock", `{"offset_seconds":90000}`) // the access token lives a day
	e.press("pill:sync")
	e.asks(before + 1)
	e.unleaked("crash", e.crash(), "goroutine ")
	release()
	e.enter()
	e.cardsShown()
	e.gets(pairs + 1)
	e.set("clock", `{"offset_seconds":0}`)
}

// longLivedToken connects the same account by the other kind of token.
func (e *entrance) longLivedToken() {
	e.press("button:account")
	e.press("item:add-account")
	e.press("tab:token")
	e.fill("subdomain", e.wire.URL)
	e.paste("token", e.sandbox.Token)
	e.shot("token")
	e.press("button:connect")
	e.find("pill:sync")
	e.connectedBy("long_lived")
	e.shot("connected-by-token")
}
