package amo

import (
	"fmt"
	"net/http"
	"strconv"
	"strings"
	"testing"
)

// pageServer answers lists by page number; a missing page is a 204.
func pageServer(t *testing.T, answers map[int]answer) *Client {
	return serve(t, func(w http.ResponseWriter, r *http.Request) {
		n, err := strconv.Atoi(r.URL.Query().Get("page"))
		if err != nil {
			n = 1
		}
		a, ok := answers[n]
		if !ok {
			a = answer{status: 204}
		}
		a.ServeHTTP(w, r)
	})
}

func hal(next bool, ids ...int64) answer {
	items := make([]string, len(ids))
	for i, id := range ids {
		items[i] = fmt.Sprintf(`{"id":%d}`, id)
	}
	link := ""
	if next {
		link = `,"next":{"href":"x"}`
	}
	return answer{200, halType, fmt.Sprintf(`{"_links":{"self":{"href":"x"}%s},"_embedded":{"leads":[%s]}}`, link, strings.Join(items, ",")), nil}
}

func TestAllLeads(t *testing.T) {
	for name, tc := range map[string]struct {
		first    int
		answers  map[int]answer
		want     string // pages and what ended them
		requests int64
	}{
		"by links":           {0, map[int]answer{1: hal(true, 1), 2: hal(true, 2), 3: hal(false, 3)}, "1:[1] 2:[2] 3:[3] ", 3},
		"stale link":         {0, map[int]answer{1: hal(true, 1)}, "1:[1] ", 2},
		"empty page":         {0, map[int]answer{1: hal(true, 1), 2: hal(true)}, "1:[1] ", 2},
		"full without link":  {0, map[int]answer{1: hal(false, 1, 2), 2: hal(false, 3)}, "1:[1 2] 2:[3] ", 2},
		"same page again":    {0, map[int]answer{1: hal(true, 1, 2), 2: hal(true, 1, 2), 3: hal(true, 1, 2)}, "1:[1 2] ", 2},
		"nothing":            {0, nil, "", 1},
		"from the third on":  {3, map[int]answer{3: hal(true, 3), 4: hal(false, 4)}, "3:[3] 4:[4] ", 2},
		"failure in between": {0, map[int]answer{1: hal(true, 1), 2: {403, problem4, "{}", nil}}, "1:[1] forbidden", 2},
	} {
		t.Run(name, func(t *testing.T) {
			c := pageServer(t, tc.answers)
			got := ""
			for page, err := range c.AllLeads(t.Context(), LeadQuery{Page: tc.first, Limit: 2}) {
				if err != nil {
					got += KindOf(err).String()
					continue
				}
				ids := []int64{}
				for _, lead := range page.Items {
					ids = append(ids, lead.ID)
				}
				got += fmt.Sprintf("%d:%v ", page.Page, ids)
			}
			if got != tc.want || c.Requests() != tc.requests {
				t.Errorf("walked %q in %d requests, want %q in %d", got, c.Requests(), tc.want, tc.requests)
			}
		})
	}
}

func TestWalkStopsWhenLeft(t *testing.T) {
	c := pageServer(t, map[int]answer{1: hal(true, 1), 2: hal(true, 2)})
	for range c.AllLeads(t.Context(), LeadQuery{}) {
		break
	}
	if c.Requests() != 1 {
		t.Errorf("%d requests", c.Requests())
	}
}

// TestEveryList: each list has its own path and key, and walks by the largest
// pages.
func TestEveryList(t *testing.T) {
	var asked []string
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		asked = append(asked, r.URL.Path+"?"+r.URL.RawQuery)
		key := r.URL.Path[strings.LastIndexByte(r.URL.Path, '/')+1:]
		answer{200, halType, fmt.Sprintf(`{"_embedded":{%q:[{"id":5}]}}`, key), nil}.ServeHTTP(w, r)
	})
	ids := ""
	for page, err := range c.AllLeads(t.Context(), LeadQuery{}) {
		ids += fmt.Sprint(page.Items[0].ID, err)
	}
	for page, err := range c.AllContacts(t.Context(), EntityQuery{}) {
		ids += fmt.Sprint(page.Items[0].ID, err)
	}
	for page, err := range c.AllCompanies(t.Context(), EntityQuery{}) {
		ids += fmt.Sprint(page.Items[0].ID, err)
	}
	for page, err := range c.AllTasks(t.Context(), TaskQuery{}) {
		ids += fmt.Sprint(page.Items[0].ID, err)
	}
	for page, err := range c.AllUsers(t.Context(), PageQuery{}) {
		ids += fmt.Sprint(page.Items[0].ID, err)
	}
	pipelines, err := c.Pipelines(t.Context())
	ids += fmt.Sprint(pipelines[0].ID, err)
	if want := strings.Repeat("5 <nil>", 6); ids != want {
		t.Errorf("read %s, want %s", ids, want)
	}
	want := "/api/v4/leads?limit=250&page=1 /api/v4/contacts?limit=250&page=1 /api/v4/companies?limit=250&page=1 " +
		"/api/v4/tasks?limit=250&page=1 /api/v4/users?limit=250&page=1 /api/v4/leads/pipelines?"
	if got := strings.Join(asked, " "); got != want {
		t.Errorf("asked %s\nwant  %s", got, want)
	}
}

func TestAccountAndFixturesOverHTTP(t *testing.T) {
	files := map[string]string{
		"/api/v4/account": "account.json", "/api/v4/users": "users.json", "/api/v4/leads": "leads_page.json",
		"/api/v4/leads/pipelines": "pipelines.json", "/api/v4/contacts": "contacts.json", "/api/v4/companies": "companies.json", "/api/v4/tasks": "tasks.json",
	}
	c := serve(t, func(w http.ResponseWriter, r *http.Request) {
		answer{200, halType, string(fixture(t, files[r.URL.Path])), nil}.ServeHTTP(w, r)
	})
	account, err := c.Account(t.Context(), "users_groups", "task_types", "datetime_settings")
	if err != nil || account.Embedded.DatetimeSettings.Timezone != "Asia/Tashkent" || account.Currency != "UZS" || len(account.Embedded.TaskTypes) != 2 {
		t.Errorf("account %+v, %v", account, err)
	}
	users, err := c.Users(t.Context(), PageQuery{With: []string{"group"}})
	if err != nil || users.Items[0].Rights.StatusRights[0].Rights["edit"] != "D" || users.Items[0].Embedded.Roles[0].Name != "Manager" {
		t.Errorf("users %+v, %v", users, err)
	}
	leads, err := c.Leads(t.Context(), LeadQuery{})
	if err != nil || !leads.HasNext || leads.Date == 0 || leads.Items[0].CompanyID() != 5001 {
		t.Errorf("leads %+v, %v", leads, err)
	}
	pipelines, err := c.Pipelines(t.Context())
	if err != nil || len(pipelines[0].Embedded.Statuses) != 4 || !pipelines[0].Embedded.Statuses[2].IsClosed() || pipelines[0].Embedded.Statuses[0].Type != StatusUnsorted {
		t.Errorf("pipelines %+v, %v", pipelines, err)
	}
	contacts, err := c.Contacts(t.Context(), EntityQuery{})
	if err != nil || *contacts.Items[0].CustomFieldsValues[0].FieldCode != "PHONE" || contacts.Items[0].Embedded.CatalogElements[0].Metadata.Quantity != "2" {
		t.Errorf("contacts %+v, %v", contacts, err)
	}
	companies, err := c.Companies(t.Context(), EntityQuery{})
	if err != nil || companies.Items[0].Embedded.Contacts[0].ID != 6002 {
		t.Errorf("companies %+v, %v", companies, err)
	}
	tasks, err := c.Tasks(t.Context(), TaskQuery{})
	if err != nil || *tasks.Items[0].EntityID != 7001 || string(tasks.Items[0].Result) != "[]" || !tasks.Items[1].IsCompleted {
		t.Errorf("tasks %+v, %v", tasks, err)
	}
}
