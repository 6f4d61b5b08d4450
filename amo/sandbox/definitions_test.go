package sandbox_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// refused does a request that must be refused and gives its first complaint.
func (b *bench) refused(method, path, body string) string {
	b.Helper()
	o := b.do(method, path, body, http.StatusBadRequest).object(b)
	return o.text("validation-errors.0.errors.0.code") + " " + o.text("validation-errors.0.errors.0.path")
}

func (b *bench) post(path, body string, want int) object {
	b.Helper()
	return b.do(http.MethodPost, path, body, want).object(b)
}

const pipelines = "/api/v4/leads/pipelines"

func TestPipelineLife(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	made := b.post(pipelines, `[{"name":"Marketplace","sort":20,"is_main":false,"is_unsorted_on":true,"request_id":"p1",
		"_embedded":{"statuses":[{"name":"Paid","sort":20,"color":"#c1e0ff"},{"name":"New order","sort":10,"color":"#fffeb2"},
		{"id":142,"name":"Delivered"},{"id":143,"name":"Cancelled"}]}}]`, 200)
	p := made.list("_embedded.pipelines")[0]
	if made.int("_total_items") != 1 || p.text("request_id") != "p1" || p.at("is_main") != false || p.at("is_archive") != false {
		t.Errorf("made: %v", made)
	}
	var have []string
	for _, s := range p.list("_embedded.statuses") {
		have = append(have, fmt.Sprintf("%s %d %s %d %v", s.text("name"), s.int("sort"), s.text("color"), s.int("type"), s.at("is_editable")))
	}
	want := []string{
		"Неразобранное 10 #c1c1c1 1 false", "New order 20 #fffeb2 0 true", "Paid 30 #c1e0ff 0 true",
		"Delivered 10000 #CCFF66 0 false", "Cancelled 11000 #D5D8DB 0 false",
	}
	if !slices.Equal(have, want) {
		t.Errorf("statuses:\n%s", strings.Join(have, "\n"))
	}
	path := fmt.Sprintf("%s/%d", pipelines, p.int("id"))
	edited := b.patch(path, `{"name":"Bozor","sort":1,"is_main":true,"is_unsorted_on":false,"_embedded":{"statuses":[]}}`)
	if edited.text("name") != "Bozor" || edited.at("is_main") != true || len(edited.list("_embedded.statuses")) != 4 {
		t.Errorf("edited: %v", edited)
	}
	all := b.get(pipelines)
	mains := 0
	for _, p := range all.list("_embedded.pipelines") {
		if p.at("is_main") == true {
			mains++
		}
	}
	if mains != 1 || all.int("_total_items") != 3 || all.list("_embedded.pipelines")[0].text("name") != "Asosiy voronka" {
		t.Errorf("list: %d main ones: %v", mains, all)
	}
	for body, want := range map[string]string{
		`{"is_main":false}`: "NotSupportedChoice is_main", `{"name":""}`: "NotBlank name", `{"sort":"x"}`: "InvalidType sort",
	} {
		if have := b.refused("PATCH", path, body); have != want {
			t.Errorf("%s: %s", body, have)
		}
	}
	b.do("PATCH", pipelines+"/1", `{"name":"x"}`, 404)
	b.do("DELETE", path, "", 204)
	b.do("GET", path, "", 404)
	if have := b.refused("DELETE", path, ""); have != "NotSupportedChoice id" {
		t.Errorf("deleting a missing one: %s", have)
	}
	full := b.do("DELETE", pipelines+"/3177727", "", 422).object(t)
	if full.text("detail") != "Only pipelines without leads can be deleted" {
		t.Errorf("deleting one with leads: %v", full)
	}
	if b.get(pipelines).list("_embedded.pipelines")[0].at("is_main") != true {
		t.Error("no main pipeline is left")
	}
}

func TestPipelineRefusals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	whole := `{"name":"x","sort":1,"is_main":false,"is_unsorted_on":true,"_embedded":{"statuses":[{"name":"a","sort":1}]}}`
	for cut, want := range map[string]string{
		`"name":"x",`:              "FieldMissing name",
		`"sort":1,`:                "FieldMissing sort",
		`"is_main":false,`:         "FieldMissing is_main",
		`"is_unsorted_on":true,`:   "FieldMissing is_unsorted_on",
		`{"name":"a","sort":1}`:    "FieldMissing _embedded.statuses",
		`"name":"a",`:              "FieldMissing _embedded.statuses.0.name",
		`"name":"a","sort":1`:      "FieldMissing _embedded.statuses.0.name",
		`"_embedded":{"statuses":`: "FieldMissing _embedded.statuses",
	} {
		body := strings.Replace(whole, cut, "", 1)
		if strings.HasPrefix(cut, `"_embedded"`) {
			body = `{"name":"x","sort":1,"is_main":false,"is_unsorted_on":true}`
		}
		if have := b.refused("POST", pipelines, "["+body+"]"); have != want {
			t.Errorf("without %s: %s, want %s", cut, have, want)
		}
	}
	for color, want := range map[string]string{"#99ccff": "NotSupportedChoice", "#FFFEB2": "NotSupportedChoice", "red": "NotSupportedChoice"} {
		body := strings.Replace(whole, `"name":"a"`, `"name":"a","color":"`+color+`"`, 1)
		if have := b.refused("POST", pipelines, "["+body+"]"); have != want+" _embedded.statuses.0.color" {
			t.Errorf("%s: %s", color, have)
		}
	}
	// 48 more make fifty, and no more.
	batch := strings.TrimSuffix(strings.Repeat(whole+",", 48), ",")
	b.post(pipelines, "["+batch+"]", 200)
	b.do("POST", pipelines, "["+whole+"]", 422)
	statuses := strings.TrimSuffix(strings.Repeat(`{"name":"s","sort":5},`, 95), ",")
	b.post(pipelines+"/3177730/statuses", "["+strings.TrimSuffix(strings.Repeat(`{"name":"s","sort":5},`, 92), ",")+"]", 200)
	b.do("POST", pipelines+"/3177730/statuses", `[{"name":"s","sort":5}]`, 422)
	b.do("POST", pipelines+"/3177727/statuses", "["+statuses+"]", 422)
	if n := len(b.get(pipelines + "/3177730/statuses").list("_embedded.statuses")); n != 100 {
		t.Errorf("%d statuses", n)
	}
	if n := len(b.get(pipelines + "?page=2&limit=1").list("_embedded.pipelines")); n != 50 {
		t.Errorf("%d pipelines on page 2", n)
	}
}

func TestStatusLife(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 300})
	path := pipelines + "/3177727/statuses"
	made := b.post(path, `[{"name":"Oʻrtada","sort":35,"color":"#eb93ff","descriptions":[{"level":"newbie","description":"Yozing"}]}]`, 200).list("_embedded.statuses")[0]
	var order []string
	for _, s := range b.get(path).list("_embedded.statuses") {
		order = append(order, fmt.Sprint(s.int("sort"), " ", s.text("name")))
	}
	want := []string{"20 Yangi murojaat", "30 Muzokaralar", "40 Oʻrtada", "50 Toʻlov kutilmoqda", "60 Yetkazib berishda", "10000 Sotuv yakunlandi", "11000 Bekor qilindi"}
	if !slices.Equal(order, want) {
		t.Errorf("order: %v", order)
	}
	one := fmt.Sprintf("%s/%d", path, made.int("id"))
	d := b.get(one + "?with=descriptions").list("descriptions")
	if len(d) != 1 || d[0].text("level") != "newbie" || d[0].text("created_at") != noon.Format(time.DateTime) {
		t.Errorf("descriptions: %v", d)
	}
	edited := b.patch(one, fmt.Sprintf(`{"name":"Boshida","sort":1,"color":"#fff000","descriptions":[{"id":%d,"level":"newbie"}]}`, d[0].int("id")))
	if edited.int("sort") != 20 || edited.text("color") != "#fff000" || len(b.get(one+"?with=descriptions").list("descriptions")) != 0 {
		t.Errorf("edited: %v", edited)
	}
	b.patch(path+"/142", `{"name":"Yutildi","color":"#fff000"}`)
	won, other := b.get(path+"/142"), b.get(pipelines+"/3177730/statuses/142")
	if won.text("name") != "Yutildi" || won.text("color") != "#CCFF66" || other.text("name") == "Yutildi" {
		t.Errorf("won: %v", won)
	}
	if have := b.refused("PATCH", one, `{"color":"#123456"}`); have != "NotSupportedChoice color" {
		t.Error(have)
	}
	unsorted := fmt.Sprint(pipelines, "/3177730/statuses/", firstStatus+12)
	if have := b.refused("PATCH", unsorted, `{"name":"x"}`); have != "NotSupportedChoice id" {
		t.Errorf("the one of incoming leads: %s", have)
	}
	for _, id := range []int{142, 143} {
		if have := b.refused("DELETE", fmt.Sprint(path, "/", id), ""); have != "NotSupportedChoice id" {
			t.Errorf("deleting %d: %s", id, have)
		}
	}
	// Its leads move to the first status, also those in the trash.
	lead := b.openLead()
	b.patch(leadPath(lead), fmt.Sprintf(`{"pipeline_id":3177727,"status_id":%d}`, firstStatus+3))
	second := b.post("/api/v4/leads", fmt.Sprintf(`[{"status_id":%d}]`, firstStatus+3), 200).int("_embedded.leads.0.id")
	if err := b.Delete(0, "leads", second); err != nil {
		t.Fatal(err)
	}
	b.clock.move(time.Minute)
	b.do("DELETE", fmt.Sprint(path, "/", firstStatus+3), "", 204)
	if err := b.Restore(0, "leads", second); err != nil {
		t.Fatal(err)
	}
	for _, id := range []int64{lead, second} {
		if l := b.get(leadPath(id)); l.int("status_id") != made.int("id") || l.int("updated_at") != noon.Unix()+60 {
			t.Errorf("lead %d: status %d, updated %d", id, l.int("status_id"), l.int("updated_at"))
		}
	}
	b.do("GET", fmt.Sprint(path, "/", firstStatus+3), "", 404)
	b.do("PATCH", fmt.Sprint(path, "/", firstStatus+3), "{}", 404)
}

func TestOnlyAdministratorsChangeTheAccount(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for _, c := range [][2]string{
		{"POST", pipelines},
		{"PATCH", pipelines + "/3177727"},
		{"DELETE", pipelines + "/3177727"},
		{"POST", "/api/v4/leads/custom_fields"},
		{"GET", "/api/v4/webhooks"},
		{"GET", "/api/v4/users"},
		{"POST", "/api/v4/roles"},
	} {
		req, err := http.NewRequest(c[0], b.url+c[1], strings.NewReader("[]"))
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+b.Credentials().LongLivedToken)
		req.Header.Set("X-Context-User-ID", "123328")
		if a := b.send(req); a.status != 403 || a.object(t).text("title") != "Forbidden" {
			t.Errorf("%v: %d %s", c, a.status, a.body)
		}
	}
	context := func(id string) answer {
		req, err := http.NewRequest(http.MethodGet, b.url+"/api/v4/account", nil)
		if err != nil {
			t.Fatal(err)
		}
		req.Header.Set("Authorization", "Bearer "+b.Credentials().LongLivedToken)
		req.Header.Set("X-Context-User-ID", id)
		return b.send(req)
	}
	if a := context("123328"); a.status != 200 || a.object(t).int("current_user_id") != 123328 {
		t.Errorf("in the name of another: %d %s", a.status, a.body)
	}
	for _, id := range []string{"1", "x", "123377"} {
		if a := context(id); a.status != 401 {
			t.Errorf("in the name of %s: %d", id, a.status)
		}
	}
	if err := b.SetExternal(true); err != nil {
		t.Fatal(err)
	}
	b.do("GET", "/api/v4/users", "", 403)
	b.do("GET", "/api/v4/leads/pipelines", "", 200)
}

func TestUsersAndRoles(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	role := b.post("/api/v4/roles", `[{"name":"Yangi","rights":{"leads":{"view":"M"}}}]`, 201).int("_embedded.roles.0.id")
	path := fmt.Sprint("/api/v4/roles/", role)
	if o := b.do("PATCH", path, `{"name":"Eski"}`, 202).object(t); o.text("name") != "Eski" || o.text("rights.leads.view") != "M" {
		t.Errorf("role: %v", o)
	}
	user := b.post("/api/v4/users", fmt.Sprintf(`[{"name":"Olim","email":"olim@nurmebel.example","password":"Parol1","rights":{"role_id":%d}}]`, role), 201).int("_embedded.users.0.id")
	if o := b.get(path + "?with=users"); o.int("_embedded.users.0.id") != user {
		t.Errorf("users of the role: %v", o)
	}
	for body, want := range map[string]string{
		`[{"email":"a@b","password":"Parol1"}]`:                              "FieldMissing name",
		`[{"name":"x","email":"ab","password":"Parol1"}]`:                    "InvalidEmail email",
		`[{"name":"x","email":"a@b","password":"parol"}]`:                    "InvalidPassword password",
		`[{"name":"x","email":"OLIM@nurmebel.example","password":"Parol1"}]`: "NotUnique email",
	} {
		if have := b.refused("POST", "/api/v4/users", body); have != want {
			t.Errorf("%s: %s", body, have)
		}
	}
	b.do("POST", "/api/v4/users/deactivate", fmt.Sprintf("[%d]", user), 204)
	if b.get(fmt.Sprint("/api/v4/users/", user)).at("rights.is_active") != false {
		t.Error("still active")
	}
	b.do("POST", "/api/v4/users/activate", fmt.Sprintf("[%d]", user), 204)
	b.do("POST", "/api/v4/users/activate", `[5]`, 400)
	b.do("POST", "/api/v4/users/activate", `x`, 400)
	b.do("DELETE", path, "", 204)
	b.do("DELETE", path, "", 404)
	b.do("GET", path, "", 404)
	b.do("PATCH", path, "{}", 404)
	if n := b.get("/api/v4/roles").int("_total_items"); n != 1 {
		t.Errorf("%d roles", n)
	}
	if b.get("/api/v4/currencies").text("_embedded.currencies.0.code") != "UZS" {
		t.Error("currencies")
	}
}

func TestLossReasons(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	made := b.post("/api/v4/leads/loss_reasons", `[{"name":"Juda uzoq","sort":5}]`, 200).list("_embedded.loss_reasons")[0]
	path := fmt.Sprint("/api/v4/leads/loss_reasons/", made.int("id"))
	if made.int("sort") != 5 || b.get(path).text("name") != "Juda uzoq" {
		t.Errorf("made: %v", made)
	}
	if have := b.refused("POST", "/api/v4/leads/loss_reasons", `[{}]`); have != "FieldMissing name" {
		t.Error(have)
	}
	b.do("DELETE", path, "", 204)
	b.do("GET", path, "", 204)
	b.do("DELETE", path, "", 404)
}

func TestTagsOfEveryKind(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	o := b.post("/api/v4/leads/tags", `[{"name":"yangi","color":"247BA0","request_id":"a"},{"name":"VIP","color":"EBEBEB"},{"name":"yangi"}]`, 200)
	tags := o.list("_embedded.tags")
	if o.int("_total_items") != 3 || tags[0].text("color") != "247BA0" || tags[0].text("request_id") != "a" || tags[1].int("id") != 301 ||
		tags[1].text("color") != "FF8F92" || tags[2].int("id") != tags[0].int("id") || tags[2].text("request_id") != "2" {
		t.Errorf("tags: %v", o)
	}
	for kind, body := range map[string]string{"leads": `[{"name":"x","color":"red"}]`, "contacts": `[{"name":"x","color":"EBEBEB"}]`} {
		if have := b.refused("POST", "/api/v4/"+kind+"/tags", body); have != "NotSupportedChoice color" {
			t.Errorf("%s: %s", kind, have)
		}
	}
	contact := b.post("/api/v4/contacts/tags", `[{"name":"yangi"}]`, 200).int("_embedded.tags.0.id")
	if contact == tags[0].int("id") {
		t.Error("kinds share a tag")
	}
	b.patch("/api/v4/contacts/60001", fmt.Sprintf(`{"_embedded":{"tags":[{"id":%d}]}}`, contact))
	if have := b.get("/api/v4/contacts/60001").list("_embedded.tags"); len(have) != 1 || have[0].at("color") != nil {
		t.Errorf("contact's tags: %v", have)
	}
	// Replace, add, delete, and both ways to clear.
	id := b.openLead()
	names := func() string {
		var out []string
		for _, tag := range b.get(leadPath(id)).list("_embedded.tags") {
			out = append(out, tag.text("name"))
		}
		return strings.Join(out, " ")
	}
	for _, c := range [][2]string{
		{`{"_embedded":{"tags":[{"name":"a"},{"name":"b"}]}}`, "a b"},
		{`{"tags_to_add":[{"name":"c"},{"name":"a"}]}`, "a b c"},
		{`{"tags_to_delete":[{"name":"b"}],"tags_to_add":[{"name":"d"}]}`, "a c d"},
		{`{"_embedded":{"tags":null}}`, ""},
		{`{"tags_to_add":[{"name":"e"}]}`, "e"},
		{`{"_embedded":{"tags":[]}}`, ""},
	} {
		b.patch(leadPath(id), c[0])
		if have := names(); have != c[1] {
			t.Errorf("%s: %q, want %q", c[0], have, c[1])
		}
	}
}
