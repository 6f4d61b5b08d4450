package sandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"
	"unicode"

	"voronka/amo/sandbox"
)

func TestSameSeedAndDayMakeTheSameAccount(t *testing.T) {
	at := func(now time.Time, seed uint64) string {
		clock := testClock{at: now}
		return start(t, sandbox.Options{Leads: 300, Seed: seed, Now: clock.now}).everything()
	}
	want := at(noon, 1)
	if at(noon.Add(11*time.Hour), 1) != want || at(noon.Add(-12*time.Hour), 1) != want {
		t.Error("the hour matters")
	}
	if at(noon.Add(13*time.Hour), 1) == want {
		t.Error("the day does not matter")
	}
	if at(noon, 2) == want {
		t.Error("the seed does not matter")
	}
}

func TestCredentialsDependOnTheSeed(t *testing.T) {
	a, b, c := start(t, sandbox.Options{Leads: 30, Seed: 1}), start(t, sandbox.Options{Leads: 99, Seed: 1}), start(t, sandbox.Options{Leads: 30, Seed: 2})
	if a.Credentials() != b.Credentials() || a.Credentials().LongLivedToken == c.Credentials().LongLivedToken || a.Credentials().ClientSecret == c.Credentials().ClientSecret {
		t.Error("credentials")
	}
	if token := a.Credentials().LongLivedToken; strings.Count(token, ".") != 2 || len(token) < 1000 || len(a.Credentials().ClientSecret) != 64 {
		t.Errorf("token of %d characters", len(token))
	}
}

// TestDemoLooksLikeAnAccount checks the proportions the board needs.
func TestDemoLooksLikeAnAccount(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 10_000})
	leads := b.all("/api/v4/leads?limit=250&with=contacts", "leads")
	dayStart := noon.Unix() - 12*3600
	closed, free, tagged, incoming, alone := 0, 0, 0, 0, 0
	names, stamps, columns, scripts := map[string]bool{}, map[int64]int{}, map[int64]int{}, map[string]int{}
	tasks := map[string]int{}
	for _, l := range leads {
		names[l.text("name")] = true
		stamps[l.int("updated_at")]++
		columns[l.int("status_id")]++
		isClosed := l.int("status_id") == 142 || l.int("status_id") == 143
		switch {
		case isClosed:
			closed++
		case l.at("closest_task_at") == nil:
			tasks["none"]++
		case l.int("closest_task_at") < dayStart:
			tasks["overdue"]++
		case l.int("closest_task_at") < dayStart+86400:
			tasks["today"]++
		case l.int("closest_task_at") < dayStart+2*86400:
			tasks["tomorrow"]++
		default:
			tasks["later"]++
		}
		if isClosed == (l.at("closed_at") == nil) {
			t.Fatalf("lead %d: status %d, closed_at %v", l.int("id"), l.int("status_id"), l.at("closed_at"))
		}
		price := l.int("price")
		if price%50_000 != 0 || price < 0 || price > 420_000_000 {
			t.Fatalf("price %d", price)
		}
		if price == 0 {
			free++
		}
		if len(l.list("_embedded.tags")) > 0 {
			tagged++
		}
		if len(l.list("_embedded.contacts")) == 0 {
			alone++
		}
		if l.int("status_id") == firstStatus+12 {
			incoming++
		}
		scripts[script(l.text("name"))]++
		if l.int("created_at") > l.int("updated_at") || l.int("updated_at") >= dayStart {
			t.Fatalf("lead %d: created %d, updated %d", l.int("id"), l.int("created_at"), l.int("updated_at"))
		}
	}
	within := func(what string, n, low, high int) {
		t.Helper()
		if n < low || n > high {
			t.Errorf("%s: %d, want %d to %d", what, n, low, high)
		}
	}
	within("closed", closed, 5000, 6000)
	within("without a price", free, 400, 1100)
	within("tagged", tagged, 2000, 4500)
	within("without a contact", alone, 500, 1500)
	within("incoming", incoming, 12, 12)
	within("different names", len(names), 7000, 10_000)
	within("Latin names", scripts["latin"], 5000, 7000)
	within("Cyrillic names", scripts["cyrillic"], 3000, 5000)
	for _, when := range []string{"none", "overdue", "today", "tomorrow", "later"} {
		within("tasks "+when, tasks[when], 200, 3000)
	}
	for status := int64(firstStatus); status <= firstStatus+9; status += 3 {
		within(fmt.Sprint("status ", status), columns[status], 150, 2000)
	}
	most, equal := 0, 0
	for _, n := range stamps {
		most = max(most, n)
		if n > 1 && n < 100 {
			equal += n
		}
	}
	within("the mass edit", most, 400, 700)
	within("other equal stamps", equal, 0, 300)
	newest := b.get("/api/v4/leads?limit=9&order[updated_at]=desc").list("_embedded.leads")
	if newest[0].text("name") != "Mebel jihozlari — Samarqand" || newest[8].text("name") != "Парты для школы №14" {
		t.Errorf("newest: %s, %s", newest[0].text("name"), newest[8].text("name"))
	}
}

func script(s string) string {
	for _, c := range s {
		if unicode.Is(unicode.Cyrillic, c) {
			return "cyrillic"
		}
	}
	return "latin"
}

func TestTinyAccounts(t *testing.T) {
	for _, leads := range []int{1, 2, 5, 9, 26, 27, 28} {
		for _, contacts := range []int{0, -1, 1, 3} {
			b := start(t, sandbox.Options{Leads: leads, Contacts: contacts})
			if n := len(b.all("/api/v4/leads", "leads")); n != leads {
				t.Errorf("%d leads, want %d", n, leads)
			}
		}
	}
}

// TestManyClientsAtOnce is for the race detector, and counts what they wrote.
func TestManyClientsAtOnce(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300, StateFile: t.TempDir() + "/state"})
	ids := b.get("/api/v4/leads?limit=8").ids("_embedded.leads")
	var wg sync.WaitGroup
	for worker, id := range ids {
		wg.Go(func() {
			for i := range 15 {
				price := worker*1000 + i
				for _, step := range []struct{ method, path, body string }{
					{"PATCH", leadPath(id), fmt.Sprintf(`{"price":%d,"tags_to_add":[{"name":"w%d"}]}`, price, i)},
					{"GET", "/api/v4/leads?limit=250&with=contacts&order[updated_at]=desc&query=mebel", ""},
					{"GET", "/api/v4/contacts?order[name]=asc&limit=10&with=leads", ""},
					{"PATCH", "/api/v4/contacts/60001", fmt.Sprintf(`{"name":"N%d"}`, price)},
					{"POST", "/api/v4/tasks", fmt.Sprintf(`[{"text":"x","complete_till":%d,"entity_id":%d,"entity_type":"leads"}]`, i+1, id)},
				} {
					if a := b.try(step.method, step.path, step.body); a.status != http.StatusOK && a.status != http.StatusNoContent {
						t.Errorf("%s %s: %d %v %.200s", step.method, step.path, a.status, a.err, a.body)
					}
				}
				if err := b.Edit(0, "leads", id, map[string]any{"name": fmt.Sprint("ism ", i)}); err != nil {
					t.Error(err)
				}
			}
		})
	}
	wg.Wait()
	for worker, id := range ids {
		l := b.get(leadPath(id))
		if l.int("price") != int64(worker*1000+14) || l.text("name") != "ism 14" || len(l.list("_embedded.tags")) < 15 || l.int("closest_task_at") != 1 {
			t.Errorf("lead %d: %v", id, l)
		}
	}
	tags := idsOf(b.all("/api/v4/leads/tags?query=w", "tags"))
	slices.Sort(tags)
	if len(slices.Compact(tags)) < 15 {
		t.Errorf("%d tags", len(tags))
	}
}
