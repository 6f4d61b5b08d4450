package sandbox_test

import (
	"errors"
	"fmt"
	"net/http"
	"strings"
	"testing"

	"voronka/amo"
	"voronka/amo/sandbox"
)

const catalogs = "/api/v4/catalogs"

func TestCatalogs(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	list := b.get(catalogs).list("_embedded.catalogs")
	if len(list) != 3 || list[0].int("id") != 90 || list[0].text("name") != "Mahsulot toifalari" {
		t.Fatalf("the demo's: %v", list)
	}
	checkKeys(t, "catalog", list[0], "id name created_by updated_by created_at updated_at sort type can_add_elements can_show_in_cards "+
		"can_link_multiple can_be_deleted sdk_widget_code account_id _links")
	made := b.post(catalogs, `[{"name":"Tovarlar","type":"products","can_add_elements":false,"request_id":"p"}]`, 200).list("_embedded.catalogs")[0]
	if made.text("request_id") != "p" || made.at("can_add_elements") != false || made.at("can_be_deleted") != false {
		t.Errorf("made: %v", made)
	}
	path := fmt.Sprintf("%s/%d", catalogs, made.int("id"))
	if o := b.patch(path, `{"name":"Mahsulotlar","sort":1}`); o.text("name") != "Mahsulotlar" || b.get(path).int("sort") != 1 || b.get(catalogs).ids("_embedded.catalogs")[0] != made.int("id") {
		t.Errorf("edited: %v", o)
	}
	for body, want := range map[string]string{
		`{}`: "FieldMissing name", `{"name":""}`: "NotBlank name", `{"name":"x","type":"products"}`: "NotSupportedChoice type",
		`{"name":"x","type":"odd"}`: "NotSupportedChoice type", `{"name":"x","sort":"1"}`: "InvalidType sort",
	} {
		if have := b.refused("POST", catalogs, "["+body+"]"); have != want {
			t.Errorf("%s: %s, want %s", body, have, want)
		}
	}
	if have := b.refused("PATCH", catalogs, `[{"id":5,"name":"x"}]`); have != "NotSupportedChoice id" {
		t.Error(have)
	}
	seven := strings.TrimSuffix(strings.Repeat(`{"name":"x"},`, 7), ",")
	b.do("POST", catalogs, "["+seven+"]", http.StatusUnprocessableEntity)
	b.do("PATCH", catalogs+"/5", `{"name":"x"}`, http.StatusNotFound)
	b.do("GET", catalogs+"/5", "", http.StatusNoContent)
	b.do("DELETE", path, "", http.StatusMethodNotAllowed)
}

func TestElements(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	const models = catalogs + "/91/elements"
	page := b.get(models + "?limit=40")
	if len(page.list("_embedded.elements")) != 40 || page.at("_links.next") != nil {
		t.Errorf("a full page: %v", page.at("_links"))
	}
	if rest := b.get(models + "?limit=40&page=2").list("_embedded.elements"); len(rest) != 2 {
		t.Errorf("%d on the second page", len(rest))
	}
	one := page.list("_embedded.elements")[0]
	checkKeys(t, "element", one, "id name created_by updated_by created_at updated_at is_deleted custom_fields_values catalog_id account_id _links")
	if got := b.get(models + "?query=версаль").list("_embedded.elements"); len(got) != 6 {
		t.Errorf("found %v", got)
	}
	if got := b.get(models + "?filter[id][]=8010&filter[id][]=8001").ids("_embedded.elements"); fmt.Sprint(got) != "[8010]" {
		t.Errorf("by ids %v", got)
	}
	made := b.post(models, `[{"name":"Yangi","request_id":"a"},{"name":"Boshqa"}]`, 200).list("_embedded.elements")
	if len(made) != 2 || made[0].text("request_id") != "a" || made[0].int("catalog_id") != 91 {
		t.Fatalf("made: %v", made)
	}
	path := fmt.Sprintf("%s/%d", models, made[0].int("id"))
	if o := b.patch(path, `{"name":"Eng yangi"}`); o.text("name") != "Eng yangi" || b.get(path).text("name") != "Eng yangi" {
		t.Errorf("edited: %v", o)
	}
	for _, c := range []struct{ method, path, body, want string }{
		{"POST", models, `[{}]`, "FieldMissing name"},
		{"POST", models, `[{"name":""}]`, "NotBlank name"},
		{"POST", models, `[{"name":"x","custom_fields_values":[{"field_id":1,"values":[]}]}]`, "NotSupportedChoice custom_fields_values.0.field_id"},
		{"PATCH", models, `[{"id":8001,"name":"x"}]`, "NotSupportedChoice id"},
	} {
		if have := b.refused(c.method, c.path, c.body); have != c.want {
			t.Errorf("%s %s: %s, want %s", c.method, c.body, have, c.want)
		}
	}
	b.do("DELETE", path, "", http.StatusMethodNotAllowed)
	b.do("POST", catalogs+"/5/elements", `[{"name":"x"}]`, http.StatusNotFound)
	b.do("GET", catalogs+"/5/elements", "", http.StatusNoContent)
	b.do("PATCH", models+"/5", `{"name":"x"}`, http.StatusNotFound)
	if err := b.Delete(0, "elements", made[0].int("id")); err != nil {
		t.Fatal(err)
	}
	b.do("GET", path, "", http.StatusNoContent)
	if err := b.Delete(0, "elements", made[0].int("id")); err == nil {
		t.Error("deleted twice")
	}
}

func TestElementHooks(t *testing.T) {
	b, r := start(t, sandbox.Options{Leads: 30}), receive(t)
	if err := b.AddWebhook(r.URL, "add_catalog", "update_catalog", "delete_catalog"); err != nil {
		t.Fatal(err)
	}
	id := b.post(catalogs+"/91/elements", `[{"name":"Yangi"}]`, 200).int("_embedded.elements.0.id")
	b.patch(fmt.Sprintf("%s/91/elements/%d", catalogs, id), `{"name":"Eng yangi"}`)
	if err := b.Delete(0, "elements", id); err != nil {
		t.Fatal(err)
	}
	b.settled()
	var got []string
	for _, form := range r.take(t) {
		for _, action := range []string{"add", "update", "delete"} {
			if at := "catalogs[" + action + "][0]"; form.Get(at+"[id]") == fmt.Sprint(id) {
				got = append(got, action+" "+form.Get(at+"[catalog_id]")+" "+form.Get(at+"[name]"))
			}
		}
	}
	if want := "add 91 Yangi|update 91 Eng yangi|delete 91 "; strings.Join(got, "|") != want {
		t.Errorf("told %q", got)
	}
}

// TestClientReadsCatalogs: the client reads every element although no page
// names the next one, and makes and changes both kinds.
func TestClientReadsCatalogs(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	c, err := amo.NewClient(b.url, amo.StaticToken(b.Credentials().LongLivedToken), amo.WithLimiter(amo.NewLimiter(amo.Limits{})))
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(c.Close)
	made, err := c.CreateCatalogs(t.Context(), []amo.CatalogDraft{{Name: "Tovarlar"}})
	if err != nil {
		t.Fatal(err)
	}
	drafts := make([]amo.ElementDraft, 137)
	for i := range drafts {
		drafts[i].Name = fmt.Sprint("Tovar ", i)
	}
	elements, err := c.CreateElements(t.Context(), made[0].ID, drafts)
	if err != nil || len(elements) != 137 || elements[136].Name != "Tovar 136" {
		t.Fatalf("made %d elements: %v", len(elements), err)
	}
	if _, err := c.UpdateElement(t.Context(), made[0].ID, amo.ElementPatch{ID: elements[0].ID, Name: amo.Set("Birinchi")}); err != nil {
		t.Fatal(err)
	}
	names := map[string]bool{}
	for page, err := range c.AllElements(t.Context(), made[0].ID, amo.ElementQuery{Limit: 100}) {
		if err != nil {
			t.Fatal(err)
		}
		for _, e := range page.Items {
			names[e.Name] = true
		}
	}
	if len(names) != 137 || !names["Birinchi"] {
		t.Errorf("read %d elements", len(names))
	}
	if _, err := c.Element(t.Context(), made[0].ID, 8001); !errors.Is(err, amo.ErrNotFound) {
		t.Errorf("an element of another catalog: %v", err)
	}
}
