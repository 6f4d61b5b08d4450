package sandbox_test

import (
	"context"
	"fmt"
	"net/http"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// page is a whole list as it is answered, to compare accounts with.
func (b *bench) everything() string {
	b.Helper()
	var out strings.Builder
	for _, path := range []string{
		"/api/v4/leads?limit=250&with=contacts,loss_reason", "/api/v4/leads?limit=250&with=only_deleted", "/api/v4/contacts?limit=250&with=leads",
		"/api/v4/companies?limit=250&with=leads,contacts", "/api/v4/tasks?limit=250", "/api/v4/leads/tags?limit=250", "/api/v4/leads/pipelines",
		"/api/v4/users?limit=250", "/api/v4/account", "/api/v4/leads/custom_fields", "/api/v4/leads/loss_reasons",
		"/api/v4/catalogs", "/api/v4/catalogs/90/elements?limit=250",
	} {
		for page := 1; ; page++ {
			a := b.try(http.MethodGet, fmt.Sprintf("%s&page=%d", strings.Replace(path, "?", "?x=1&", 1), page), "")
			if !strings.Contains(path, "?") {
				a = b.try(http.MethodGet, path, "")
			}
			out.WriteString(strings.ReplaceAll(a.body, b.url, ""))
			out.WriteByte('\n')
			if a.status != http.StatusOK || !strings.Contains(a.body, `"next"`) {
				break
			}
		}
	}
	return out.String()
}

// changeALittle uses every kind of write.
func (b *bench) changeALittle() (lead, created, trashed int64) {
	b.Helper()
	ids := b.get("/api/v4/leads?limit=9&order[id]=desc").ids("_embedded.leads")
	lead, trashed = ids[0], ids[1]
	b.patch(leadPath(lead), `{"status_id":143,"loss_reason_id":4011,"tags_to_add":[{"name":"holat"}],"custom_fields_values":[{"field_id":294471,"values":[{"value":"S-1"}]}]}`)
	b.patch(leadPath(ids[2]), `{"price":1}`)
	b.patch(leadPath(ids[2]), `{"price":2}`)
	created = b.do(http.MethodPost, "/api/v4/leads", `[{"name":"Tugʻilgan","_embedded":{"contacts":[{"id":60001}]}}]`, http.StatusOK).object(b).int("_embedded.leads.0.id")
	b.do(http.MethodPost, "/api/v4/tasks", fmt.Sprintf(`[{"text":"x","complete_till":1,"entity_id":%d,"entity_type":"leads"}]`, created), http.StatusOK)
	b.patch("/api/v4/contacts/60002", `{"name":"Yangi Ism"}`)
	b.patch("/api/v4/companies/50001", `{"name":"Yangi Firma"}`)
	catalog := b.do(http.MethodPost, "/api/v4/catalogs", `[{"name":"Yangi","sort":15}]`, http.StatusOK).object(b).int("_embedded.catalogs.0.id")
	b.do(http.MethodPost, fmt.Sprintf("/api/v4/catalogs/%d/elements", catalog), `[{"name":"Bir"}]`, http.StatusOK)
	b.patch("/api/v4/catalogs/90/elements/8002", `{"name":"Ikki"}`)
	for _, err := range []error{
		b.Delete(0, "elements", 8003), b.Delete(0, "leads", trashed), b.Delete(0, "leads", ids[3]), b.Restore(0, "leads", ids[3]),
		b.Delete(0, "tasks", 120002), b.SetClockOffset(time.Hour),
	} {
		if err != nil {
			b.Fatal(err)
		}
	}
	return lead, created, trashed
}

func TestStateSurvivesKillAndRestart(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.jsonl")
	o := sandbox.Options{Leads: 80, Seed: 5, StateFile: path}
	killed := start(t, o)
	lead, created, trashed := killed.changeALittle()
	want := killed.everything()

	// The first one is not closed: it was killed, and its last line was cut.
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	torn := filepath.Join(t.TempDir(), "state.jsonl")
	if err := os.WriteFile(torn, append(raw, `{"lead":{"id":19`...), 0o600); err != nil {
		t.Fatal(err)
	}
	o.StateFile = torn
	// A day later the account is still the one that was made then.
	later := testClock{at: noon.Add(24 * time.Hour)}
	o.Now = later.now
	b := start(t, o)
	if b.Credentials().LongLivedToken != killed.Credentials().LongLivedToken {
		t.Error("the token has changed")
	}
	if have := b.everything(); have != want {
		t.Error("the restarted account differs")
	}
	if b.Now().Sub(later.now()) != time.Hour {
		t.Error("the clock's offset is lost")
	}
	next := b.do(http.MethodPost, "/api/v4/leads", `[{}]`, http.StatusOK).object(t).int("_embedded.leads.0.id")
	if next != created+1 || b.get(leadPath(lead)).int("status_id") != 143 {
		t.Errorf("next id %d after %d", next, created)
	}
	b.do(http.MethodGet, leadPath(trashed), "", http.StatusNoContent)
}

func TestClosedStateIsShortAndWhole(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.jsonl")
	o := sandbox.Options{Leads: 60, StateFile: path, Now: func() time.Time { return noon }}
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 50 {
		if w := serve(s, http.MethodPatch, leadPath(19620), fmt.Sprintf(`{"price":%d}`, i)); w.Code != http.StatusOK {
			t.Fatal(w.Body)
		}
	}
	for range 2 {
		if err := s.Close(); err != nil {
			t.Fatal(err)
		}
	}
	raw, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	// The header, the row, and what happened to it each time.
	if lines, events := strings.Count(string(raw), "\n"), strings.Count(string(raw), `{"event":`); lines != 2+events || events != 50 {
		t.Errorf("%d lines, %d of them events, for one changed row", lines, events)
	}
	if left, err := filepath.Glob(path + ".*"); err != nil || len(left) > 0 {
		t.Errorf("left behind: %v %v", left, err)
	}
	if info, err := os.Stat(path); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("mode %v %v", info.Mode(), err)
	}
}

func TestStateFilesThatAreRefused(t *testing.T) {
	dir := t.TempDir()
	good := filepath.Join(dir, "good")
	o := sandbox.Options{Leads: 30, StateFile: good}
	s, err := sandbox.New(o)
	if err != nil {
		t.Fatal(err)
	}
	if err := s.Close(); err != nil {
		t.Fatal(err)
	}
	header, err := os.ReadFile(good)
	if err != nil {
		t.Fatal(err)
	}
	for name, content := range map[string]string{
		"empty": "", "text": "hello\n", "json": "{}\n", "newer": `{"voronka_sandbox":2}` + "\n", "cut": `{"voronka_sandbox":1}`,
		"damaged": string(header) + "x\n" + `{"lead":{"id":1}}` + "\n",
	} {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
			t.Fatal(err)
		}
		if _, err := sandbox.New(sandbox.Options{Leads: 30, StateFile: path}); err == nil || !strings.Contains(err.Error(), path) {
			t.Errorf("%s: %v", name, err)
		}
		if raw, err := os.ReadFile(path); err != nil || string(raw) != content {
			t.Errorf("%s: the refused file was touched", name)
		}
	}
	for _, other := range []sandbox.Options{{Leads: 31, StateFile: good}, {Leads: 30, Seed: 1, StateFile: good}, {Leads: 30, Contacts: 5, StateFile: good}} {
		if _, err := sandbox.New(other); err == nil || !strings.Contains(err.Error(), "another file") {
			t.Errorf("%+v: %v", other, err)
		}
	}
	if _, err := sandbox.New(sandbox.Options{Leads: 30, StateFile: filepath.Join(dir, "no", "such")}); err == nil {
		t.Error("a folder that does not exist")
	}
}

func TestServe(t *testing.T) {
	path := filepath.Join(t.TempDir(), "state.jsonl")
	r, err := sandbox.Serve(t.Context(), "", sandbox.Options{Leads: 30, StateFile: path})
	if err != nil {
		t.Fatal(err)
	}
	if !strings.HasPrefix(r.BaseURL, "http://127.0.0.1:") || r.Credentials().BaseURL != r.BaseURL {
		t.Errorf("base URL %s", r.BaseURL)
	}
	b := &bench{TB: t, Server: r.Server(), url: r.BaseURL}
	b.patch(leadPath(19620), `{"price":77}`)
	if _, err := sandbox.Serve(t.Context(), strings.TrimPrefix(r.BaseURL, "http://"), sandbox.Options{Leads: 30}); err == nil {
		t.Error("the address was taken twice")
	}
	if err := r.Close(); err != nil {
		t.Error(err)
	}
	if err := r.Wait(); err != nil {
		t.Error(err)
	}
	// Again at the same address, and this time the context ends it.
	ctx, cancel := context.WithCancel(t.Context())
	again, err := sandbox.Serve(ctx, strings.TrimPrefix(r.BaseURL, "http://"), sandbox.Options{Leads: 30, StateFile: path})
	if err != nil {
		t.Fatal(err)
	}
	b.Server = again.Server()
	if b.get(leadPath(19620)).int("price") != 77 {
		t.Error("the change is lost")
	}
	cancel()
	if err := again.Wait(); err != nil {
		t.Error(err)
	}
	if _, err := sandbox.Serve(t.Context(), "127.0.0.1:0", sandbox.Options{StateFile: t.TempDir()}); err == nil {
		t.Error("a folder as state file")
	}
	http.DefaultClient.CloseIdleConnections()
}
