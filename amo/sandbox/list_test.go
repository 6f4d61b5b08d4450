package sandbox_test

import (
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

func TestNothingFoundIsNoContent(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 40})
	for _, path := range []string{
		"/api/v4/leads?page=9", "/api/v4/leads?page=99999999999999999999", "/api/v4/leads?filter[id]=1",
		"/api/v4/leads/1", "/api/v4/contacts/1", "/api/v4/companies/1", "/api/v4/tasks/1",
		"/api/v4/contacts?page=99", "/api/v4/companies?page=99", "/api/v4/tasks?filter[id]=1", "/api/v4/users?page=9",
		"/api/v4/leads/tags?query=nosuchtag", "/api/v4/leads/loss_reasons/1", "/api/v4/leads/1/links",
		"/api/v4/leads?with=only_deleted", "/api/v4/leads/custom_fields?filter[type][]=supplier",
	} {
		a := b.do(http.MethodGet, path, "", http.StatusNoContent)
		if a.body != "" || a.header.Get("Content-Type") != "" {
			t.Errorf("%s: body %q, type %q", path, a.body, a.header.Get("Content-Type"))
		}
		if len(a.header.Get("X-Request-Id")) != 32 {
			t.Errorf("%s: X-Request-Id %q", path, a.header.Get("X-Request-Id"))
		}
	}
}

func TestEmptyAccountHasOnlyNoContent(t *testing.T) {
	b := start(t, sandbox.Options{Leads: -1})
	for _, kind := range []string{"leads", "contacts", "companies", "tasks"} {
		b.do(http.MethodGet, "/api/v4/"+kind, "", http.StatusNoContent)
	}
	if n := b.get("/api/v4/leads/pipelines").int("_total_items"); n != 2 {
		t.Errorf("pipelines: %d", n)
	}
}

func TestLimitIsClampedInSilence(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 400})
	for query, want := range map[string]int{"": 50, "limit=0": 50, "limit=7": 7, "limit=250": 250, "limit=251": 250, "limit=x": 50, "limit=-3": 50} {
		page := b.get("/api/v4/leads?" + query)
		if n := len(page.list("_embedded.leads")); n != want {
			t.Errorf("%q: %d leads, want %d", query, n, want)
		}
		if self := page.text("_links.self.href"); !strings.Contains(self, fmt.Sprintf("limit=%d&page=1", want)) {
			t.Errorf("%q: self is %s", query, self)
		}
	}
}

func TestFullPageHasNextThoughItIsEmpty(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 100})
	first := b.get("/api/v4/leads?limit=50&filter[nosuch]=1&with=contacts")
	if first.at("_links.prev") != nil || first.at("_links.first") != nil {
		t.Error("page 1 has prev or first")
	}
	next := first.text("_links.next.href")
	if !strings.HasPrefix(next, b.url+"/api/v4/leads?limit=50&page=2&") || !strings.Contains(next, "with=contacts") {
		t.Fatalf("next is %s", next)
	}
	second := b.do(http.MethodGet, "/api/v4/leads?limit=50&page=2", "", http.StatusOK).object(t)
	for _, name := range []string{"self", "next", "first", "prev"} {
		if !strings.HasPrefix(second.text("_links."+name+".href"), b.url) {
			t.Errorf("%s is %s", name, second.text("_links."+name+".href"))
		}
	}
	b.do(http.MethodGet, second.text("_links.next.href"), "", http.StatusNoContent)
	short := b.get("/api/v4/leads?limit=70&page=2")
	if short.at("_links.next") != nil {
		t.Error("a page that is not full has next")
	}
}

func TestOrderMatrix(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200})
	works := map[string][]string{
		"leads":     {"id", "updated_at", "created_at"},
		"contacts":  {"id", "updated_at", "name"},
		"companies": {"id", "updated_at", "name"},
		"tasks":     {"id", "created_at", "complete_till"},
	}
	for kind, honoured := range works {
		fallback := b.do(http.MethodGet, "/api/v4/"+kind, "", http.StatusOK).object(t).ids("_embedded." + kind)
		checkSorted(t, kind+" by default", b.get("/api/v4/"+kind).list("_embedded."+kind), "updated_at", 1)
		for _, name := range []string{"id", "updated_at", "created_at", "complete_till", "name", "price", "rubbish"} {
			up := b.get(fmt.Sprintf("/api/v4/%s?order[%s]=asc", kind, name)).list("_embedded." + kind)
			down := b.get(fmt.Sprintf("/api/v4/%s?order[%s]=desc", kind, name)).list("_embedded." + kind)
			if !slices.Contains(honoured, name) {
				if !slices.Equal(idsOf(up), fallback) || !slices.Equal(idsOf(down), fallback) {
					t.Errorf("%s by %s: not ignored", kind, name)
				}
				continue
			}
			checkSorted(t, kind+" by "+name, up, name, 1)
			checkSorted(t, kind+" by "+name+" desc", down, name, -1)
			if slices.Equal(idsOf(up), idsOf(down)) {
				t.Errorf("%s by %s: both directions are the same", kind, name)
			}
			wrong := b.get(fmt.Sprintf("/api/v4/%s?order[%s]=down", kind, name)).ids("_embedded." + kind)
			if !slices.Equal(wrong, fallback) {
				t.Errorf("%s by %s: a wrong direction is not ignored", kind, name)
			}
		}
	}
}

func checkSorted(t *testing.T, what string, items []object, name string, sign int) {
	t.Helper()
	for i := 1; i < len(items); i++ {
		var c int
		if name == "name" {
			c = strings.Compare(items[i-1].text(name), items[i].text(name))
		} else {
			c = int(items[i-1].int(name) - items[i].int(name))
		}
		if c*sign > 0 {
			t.Errorf("%s: row %d is out of order", what, i)
			return
		}
	}
}

func TestDescendingPagesCoverAll(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 120})
	up := idsOf(b.all("/api/v4/leads?limit=50&order[created_at]=asc", "leads"))
	down := idsOf(b.all("/api/v4/leads?limit=50&order[created_at]=desc", "leads"))
	slices.Reverse(down)
	if len(up) != 120 || !slices.Equal(up, down) {
		t.Errorf("%d up, %d down, equal: %v", len(up), len(down), slices.Equal(up, down))
	}
}

// TestMovingEdge reads all leads as a careful client does, across the block
// of equal stamps that a mass edit leaves.
func TestMovingEdge(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300})
	seen, requests := map[int64]bool{}, 0
	for from, page := int64(0), 1; ; requests++ {
		a := b.try(http.MethodGet, fmt.Sprintf("/api/v4/leads?filter[updated_at][from]=%d&order[updated_at]=asc&limit=10&page=%d", from, page), "")
		if a.status == http.StatusNoContent {
			break
		}
		items := a.object(t).list("_embedded.leads")
		for _, l := range items {
			seen[l.int("id")] = true
		}
		last := items[len(items)-1].int("updated_at")
		if len(items) < 10 {
			break
		}
		if last == from {
			page++
		} else {
			from, page = last, 1
		}
	}
	if len(seen) != 300 || requests < 30 || requests > 60 {
		t.Errorf("%d leads in %d requests", len(seen), requests)
	}
}

func TestAllShapesHaveTheirKeys(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	lead := b.get("/api/v4/leads?limit=1&with=contacts,loss_reason,catalog_elements,source_id,is_price_modified_by_robot,companies,nonsense").list("_embedded.leads")[0]
	checkKeys(t, "lead", lead, "id name price responsible_user_id group_id status_id pipeline_id loss_reason_id source_id "+
		"created_by updated_by created_at updated_at closed_at closest_task_at is_deleted custom_fields_values score account_id "+
		"labor_cost is_price_modified_by_robot is_price_computed price_with_minor_units _links _embedded")
	checkKeys(t, "lead embedded", lead.at("_embedded").(map[string]any), "tags companies contacts loss_reason catalog_elements")
	plain := b.get("/api/v4/leads?limit=1").list("_embedded.leads")[0]
	checkKeys(t, "plain lead embedded", plain.at("_embedded").(map[string]any), "tags companies")
	contact := b.get("/api/v4/contacts?limit=1&with=leads").list("_embedded.contacts")[0]
	checkKeys(t, "contact", contact, "id name first_name last_name responsible_user_id group_id created_by updated_by created_at "+
		"updated_at closest_task_at is_deleted is_unsorted custom_fields_values account_id _links _embedded")
	task := b.get("/api/v4/tasks?limit=1").list("_embedded.tasks")[0]
	checkKeys(t, "task", task, "id created_by updated_by created_at updated_at responsible_user_id group_id entity_id entity_type "+
		"duration is_completed task_type_id text result complete_till account_id _links")
	account := b.get("/api/v4/account?with=amojo_id,uuid,amojo_rights,users_groups,task_types,version,entity_names,datetime_settings,drive_url,is_api_filter_enabled")
	if account.text("name") != "nurmebel" || account.text("currency") != "UZS" || account.text("currency_symbol") != "soʻm" ||
		account.text("_embedded.datetime_settings.timezone") != "Asia/Tashkent" || account.at("is_api_filter_enabled") != true {
		t.Errorf("account: %v", account)
	}
	if plain := b.get("/api/v4/account"); plain.at("_embedded") != nil || plain.at("version") != nil {
		t.Errorf("plain account: %v", plain)
	}
}

func checkKeys(t *testing.T, what string, have map[string]any, want string) {
	t.Helper()
	var keys []string
	for k := range have {
		keys = append(keys, k)
	}
	wanted := strings.Fields(want)
	slices.Sort(keys)
	slices.Sort(wanted)
	if !slices.Equal(keys, wanted) {
		t.Errorf("%s: keys %v, want %v", what, keys, wanted)
	}
}

func TestPipelines(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	all := b.get("/api/v4/leads/pipelines?page=4&limit=1")
	pipelines := all.list("_embedded.pipelines")
	if all.int("_total_items") != 2 || len(pipelines) != 2 || all.at("_page") != nil {
		t.Fatalf("paging is not ignored: %v", all)
	}
	first, second := pipelines[0].list("_embedded.statuses"), pipelines[1].list("_embedded.statuses")
	if pipelines[0].at("is_unsorted_on") != false || first[0].int("type") != 0 || len(first) != 6 {
		t.Errorf("main pipeline: %v", first)
	}
	if pipelines[1].at("is_unsorted_on") != true || second[0].int("type") != 1 || len(second) != 8 {
		t.Errorf("second pipeline: %v", second)
	}
	for _, list := range [][]object{first, second} {
		won, lost := list[len(list)-2], list[len(list)-1]
		if won.int("id") != 142 || lost.int("id") != 143 || won.int("sort") != 10000 || lost.int("sort") != 11000 || won.at("is_editable") != false {
			t.Errorf("system statuses: %v %v", won, lost)
		}
	}
	path := fmt.Sprintf("/api/v4/leads/pipelines/%d", pipelines[1].int("id"))
	if b.get(path).text("name") != "Ulgurji savdo" {
		t.Error("one pipeline")
	}
	statuses := b.get(path + "/statuses?with=descriptions")
	if statuses.int("_total_items") != 8 || statuses.list("_embedded.statuses")[1].at("descriptions") == nil {
		t.Errorf("statuses: %v", statuses)
	}
	if b.get(path+"/statuses/143").int("pipeline_id") != pipelines[1].int("id") {
		t.Error("one status")
	}
	for _, missing := range []string{"/api/v4/leads/pipelines/1", "/api/v4/leads/pipelines/1/statuses", path + "/statuses/9"} {
		b.do(http.MethodGet, missing, "", http.StatusNotFound)
	}
}

func TestListsWithTotals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	users := b.get("/api/v4/users?limit=4&page=2&with=role,group,uuid,user_rank")
	if users.int("_total_items") != 9 || users.int("_page") != 2 || users.int("_page_count") != 3 || len(users.list("_embedded.users")) != 4 {
		t.Errorf("users: %v", users)
	}
	for _, name := range []string{"self", "next", "last", "first", "prev"} {
		if users.text("_links."+name+".href") == "" {
			t.Errorf("users: no link %s", name)
		}
	}
	b.do(http.MethodGet, "/api/v4/users/1", "", http.StatusNotFound)
	fields := b.get("/api/v4/leads/custom_fields?limit=250&order[id]=desc")
	if fields.int("_page_count") != 1 || !strings.Contains(fields.text("_links.self.href"), "limit=50") {
		t.Errorf("field pages have at most 50: %v", fields.at("_links"))
	}
	checkSorted(t, "fields by id desc", fields.list("_embedded.custom_fields"), "id", -1)
	chosen := b.get("/api/v4/contacts/custom_fields?filter[type][]=multitext").list("_embedded.custom_fields")
	if len(chosen) != 2 || chosen[0].text("code") != "PHONE" || chosen[1].text("code") != "EMAIL" {
		t.Errorf("contact fields: %v", chosen)
	}
	if b.get("/api/v4/leads/custom_fields/294475").text("type") != "select" || b.get("/api/v4/leads/custom_fields/groups").int("_total_items") != 3 {
		t.Error("one field, or groups")
	}
	tag := b.get("/api/v4/leads/tags?filter[name]=VIP").list("_embedded.tags")
	if len(tag) != 1 || tag[0].text("color") != "FF8F92" {
		t.Errorf("tag: %v", tag)
	}
	if n := len(b.get("/api/v4/leads/loss_reasons").list("_embedded.loss_reasons")); n != 6 {
		t.Errorf("%d loss reasons", n)
	}
}

func TestLinks(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	for _, l := range b.get("/api/v4/leads?limit=250&with=contacts").list("_embedded.leads") {
		a := b.try(http.MethodGet, fmt.Sprintf("/api/v4/leads/%d/links", l.int("id")), "")
		want := len(l.list("_embedded.contacts")) + len(l.list("_embedded.companies"))
		if want == 0 {
			if a.status != http.StatusNoContent {
				t.Errorf("lead without links: %d", a.status)
			}
			continue
		}
		mains := 0
		for _, link := range a.object(t).list("_embedded.links") {
			switch link.text("to_entity_type") {
			case "companies":
				if link.at("metadata") != nil {
					t.Error("company link has metadata")
				}
			case "contacts":
				if link.at("metadata.main_contact") == true {
					mains++
				}
				back := b.get(fmt.Sprintf("/api/v4/contacts/%d?with=leads", link.int("to_entity_id")))
				if !slices.Contains(back.ids("_embedded.leads"), l.int("id")) {
					t.Error("contact does not know its lead")
				}
			}
		}
		if n := a.object(t).int("_total_items"); int(n) != want {
			t.Errorf("lead %d: %d links, want %d", l.int("id"), n, want)
		}
		if len(l.list("_embedded.contacts")) > 0 && mains != 1 {
			t.Errorf("lead %d: %d main contacts", l.int("id"), mains)
		}
	}
}

func TestBracketForms(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	ids := b.get("/api/v4/leads").ids("_embedded.leads")[:2]
	slices.Sort(ids)
	raw := "filter[id][]=%d&filter[id][]=%d&order[id]=asc"
	for _, form := range []string{
		raw, "filter[id][0]=%d&filter[id][1]=%d&order[id]=asc", "filter[id][7]=%d&filter[id][x]=%d&order[id]=asc",
		"filter%%5Bid%%5D%%5B%%5D=%d&filter%%5Bid%%5D%%5B%%5D=%d&order%%5Bid%%5D=asc",
	} {
		path := "/api/v4/leads?" + fmt.Sprintf(form, ids[0], ids[1])
		if have := b.get(path).ids("_embedded.leads"); !slices.Equal(have, ids) {
			t.Errorf("%s: %v, want %v", path, have, ids)
		}
	}
	// The links carry the filter on, encoded.
	self, err := url.Parse(b.get("/api/v4/leads?" + fmt.Sprintf(raw, ids[0], ids[1])).text("_links.self.href"))
	if err != nil || self.Query().Get("filter[id][1]") != fmt.Sprint(ids[1]) {
		t.Errorf("self: %v %v", self, err)
	}
}
