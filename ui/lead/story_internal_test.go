package lead

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/cache"
	"voronka/ui/format"
	"voronka/ui/i18n"
)

func teach(lang string) teller {
	return teller{
		format: format.New(i18n.New(lang), format.Currency{Code: "UZS"}, time.UTC),
		now:    1_760_000_000,
		users:  []amo.User{{ID: 9001, Name: "Dilnoza Karimova"}},
		pipelines: []amo.Pipeline{{ID: 11, Name: "Asosiy voronka", Embedded: amo.PipelineEmbedded{Statuses: []amo.Status{
			{ID: 1101, Name: "Yangi"}, {ID: 1102, Name: "Muzokaralar"}, {ID: amo.StatusWon, Name: "Sotildi"}, {ID: amo.StatusLost, Name: "Bekor"},
		}}}},
	}
}

func TestFieldValuesInWords(t *testing.T) {
	tell := teach("uz")
	for name, c := range map[string]struct{ kind, value, want string }{
		"text":           {"text", `{"value":"A-1001"}`, "A-1001"},
		"number text":    {"numeric", `{"value":"12.5"}`, "12.5"},
		"checked":        {"checkbox", `{"value":true}`, "Ha"},
		"unchecked":      {"checkbox", `{"value":false}`, "Yoʻq"},
		"date":           {"date", `{"value":1767225600}`, "01.01.2026"},
		"birthday":       {"birthday", `{"value":1767225600}`, "01.01.2026"},
		"date and time":  {"date_time", `{"value":1767225600}`, "01.01.2026 00:00"},
		"select":         {"select", `{"value":"Courier","enum_id":8801,"enum_code":null}`, "Courier"},
		"money":          {"monetary", `{"value":"1000"}`, tell.format.Money(1000)},
		"legal entity":   {"legal_entity", `{"value":{"name":"LLC","entity_type":2}}`, "LLC"},
		"chained list":   {"chained_list", `{"catalog_id":90,"catalog_element_id":8001}`, ""},
		"not an object":  {"text", `"bare"`, ""},
		"null":           {"text", `{"value":null}`, ""},
		"broken":         {"text", `{"value":`, ""},
		"huge number":    {"numeric", `{"value":1e400}`, "1e400"},
		"unknown object": {"novelty", `{"value":{"x":1}}`, ""},
	} {
		t.Run(name, func(t *testing.T) {
			if got := tell.value(c.kind, amo.FieldValue(c.value)); got != c.want {
				t.Errorf("value(%s, %s) = %q, want %q", c.kind, c.value, got, c.want)
			}
		})
	}
}

func TestOnlyWebAddressesAreLinks(t *testing.T) {
	for value, want := range map[string]string{
		"https://artel.example/erp": "https://artel.example/erp",
		"http://artel.example":      "http://artel.example",
		"javascript:alert(1)":       "",
		"file:///etc/passwd":        "",
		"artel/erp":                 "",
	} {
		if got := linkOf("url", value); got != want {
			t.Errorf("linkOf(url, %q) = %q, want %q", value, got, want)
		}
	}
	if got := linkOf("text", "https://artel.example"); got != "" {
		t.Errorf("a text field became a link: %q", got)
	}
}

func TestStoryOfALead(t *testing.T) {
	var l amo.Lead
	if err := json.Unmarshal([]byte(`{"id":19619,"name":"ERP litsenziyasi","price":146000000,"responsible_user_id":9001,
		"status_id":1102,"pipeline_id":11,"created_at":1759900000,"updated_at":1759999000,
		"_embedded":{"tags":[{"id":1,"name":"IT"},{"id":2,"name":"Q4"}]}}`), &l); err != nil {
		t.Fatal(err)
	}
	s := teach("en").tell(cache.LeadDetail{Lead: l, Company: &amo.Company{ID: 5, Name: "Artel Servis"}, Changes: []cache.Change{{State: cache.ChangeHeld}}})
	if s.title != "ERP litsenziyasi" || len(s.tags) != 2 || s.alarm || !strings.Contains(s.note, "1") {
		t.Errorf("story = %+v", s)
	}
	want := []step{{1101, "Yangi", false, true}, {1102, "Muzokaralar", true, false}, {amo.StatusWon, "Sotildi", false, false}, {amo.StatusLost, "Bekor", false, false}}
	for i, st := range s.steps {
		if st != want[i] {
			t.Errorf("step %d = %+v, want %+v", i, st, want[i])
		}
	}
	facts := map[string]string{}
	for _, f := range s.sections[0].facts {
		facts[f.label] = f.value
	}
	if facts["Owner"] != "Dilnoza Karimova" || facts["Company"] != "Artel Servis" || facts["Pipeline"] != "Asosiy voronka" {
		t.Errorf("details = %v", facts)
	}
}

func TestStoryTellsOfARefusal(t *testing.T) {
	s := teach("en").tell(cache.LeadDetail{Changes: []cache.Change{{State: cache.ChangeRefused, Error: "The status is gone"}}})
	if !s.alarm || !strings.Contains(s.note, "The status is gone") {
		t.Errorf("note = %q, alarm %v", s.note, s.alarm)
	}
}

func FuzzFieldValue(f *testing.F) {
	f.Add("text", `{"value":"x"}`)
	f.Add("date", `{"value":1}`)
	f.Fuzz(func(t *testing.T, kind, value string) {
		teach("ru").value(kind, amo.FieldValue(value))
	})
}
