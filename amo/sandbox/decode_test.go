package sandbox_test

import (
	"encoding/json"
	"net/http"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
)

// TestAnswersAreWhatTheClientReads decodes whole lists into the client's types
// and writes them again: nothing may be lost.
func TestAnswersAreWhatTheClientReads(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 250})
	if err := b.Delete(0, "leads", 19620); err != nil {
		t.Fatal(err)
	}
	roundTrip[amo.Lead](b, "/api/v4/leads?limit=250&with=contacts,loss_reason,source_id", "leads")
	roundTrip[amo.Lead](b, "/api/v4/leads?with=only_deleted", "leads")
	roundTrip[amo.Contact](b, "/api/v4/contacts?limit=250&with=leads", "contacts")
	roundTrip[amo.Company](b, "/api/v4/companies?with=leads,contacts", "companies")
	roundTrip[amo.Task](b, "/api/v4/tasks?limit=250", "tasks")
	roundTrip[amo.User](b, "/api/v4/users?with=role,group,uuid", "users")
	roundTrip[amo.Pipeline](b, "/api/v4/leads/pipelines", "pipelines")
	roundTrip[amo.Tag](b, "/api/v4/leads/tags", "tags")
	roundTrip[amo.LossReason](b, "/api/v4/leads/loss_reasons", "loss_reasons")
	var account amo.Account
	raw := b.do(http.MethodGet, "/api/v4/account?with=users_groups,task_types,datetime_settings,is_api_filter_enabled", "", http.StatusOK).body
	if err := json.Unmarshal([]byte(raw), &account); err != nil || account.Currency != "UZS" || len(account.Embedded.TaskTypes) != 4 || account.CurrentUserID == 0 {
		t.Errorf("account: %+v, %v", account, err)
	}
}

func roundTrip[T any](b *bench, path, key string) {
	b.Helper()
	var page struct {
		Embedded map[string][]json.RawMessage `json:"_embedded"`
	}
	if err := json.Unmarshal([]byte(b.do(http.MethodGet, path, "", http.StatusOK).body), &page); err != nil {
		b.Fatal(err)
	}
	if len(page.Embedded[key]) == 0 {
		b.Errorf("%s: nothing in it", path)
	}
	for _, raw := range page.Embedded[key] {
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			b.Fatalf("%s: %v: %.300s", path, err, raw)
		}
		back, err := json.Marshal(v)
		if err != nil {
			b.Fatal(err)
		}
		// Spelled alike, as encoding/json escapes more than amoCRM does.
		if normal(b, string(back)) != normal(b, string(raw)) {
			b.Fatalf("%s: %s\nbecame %s", path, raw, back)
		}
	}
}
