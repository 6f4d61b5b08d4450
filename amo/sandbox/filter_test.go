package sandbox_test

import (
	"fmt"
	"math/rand/v2"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"testing"

	"pgregory.net/rapid"

	"voronka/amo/sandbox"
)

const (
	mainPipeline  = 3177727
	salesPipeline = 3177730
	firstStatus   = 32392159
)

// fieldOf is what a lead has in a custom field.
func fieldOf(l object, id int64) []object {
	for _, f := range l.list("custom_fields_values") {
		if f.int("field_id") == id {
			return f.list("values")
		}
	}
	return nil
}

// TestLeadFilters compares every filter with what a person would pick from
// the whole list.
func TestLeadFilters(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 900, Seed: 3})
	all := b.all("/api/v4/leads?limit=250&with=contacts", "leads")
	if len(all) != 900 {
		t.Fatalf("%d leads", len(all))
	}
	some := all[len(all)/2]
	mid := some.int("updated_at")
	origin := int64(294475)
	between := func(name string, from, to int64) func(object) bool {
		return func(l object) bool { return l.at(name) != nil && l.int(name) >= from && l.int(name) <= to }
	}
	for query, want := range map[string]func(object) bool{
		fmt.Sprintf("filter[id]=%d", some.int("id")):             func(l object) bool { return l.int("id") == some.int("id") },
		"filter[name]=" + url.QueryEscape(some.text("name")):     func(l object) bool { return l.text("name") == some.text("name") },
		"filter[price][from]=1000000&filter[price][to]=20000000": between("price", 1_000_000, 20_000_000),
		"filter[price][from]=50000000":                           between("price", 50_000_000, 1<<40),
		fmt.Sprintf("filter[pipeline_id]=%d", salesPipeline):     func(l object) bool { return l.int("pipeline_id") == salesPipeline },

		"filter[responsible_user_id][]=123321&filter[responsible_user_id][]=123328": func(l object) bool {
			return l.int("responsible_user_id") == 123321 || l.int("responsible_user_id") == 123328
		},
		"filter[created_by]=0":      func(l object) bool { return l.int("created_by") == 0 },
		"filter[updated_by]=123321": func(l object) bool { return l.int("updated_by") == 123321 },

		fmt.Sprintf("filter[updated_at][from]=%d&order[id]=asc", mid):                  between("updated_at", mid, 1<<40),
		fmt.Sprintf("filter[updated_at][to]=%d", mid):                                  between("updated_at", 0, mid),
		fmt.Sprintf("filter[updated_at][from]=%d&filter[updated_at][to]=%d", mid, mid): between("updated_at", mid, mid),
		fmt.Sprintf("filter[created_at][from]=%d", mid):                                between("created_at", mid, 1<<40),
		fmt.Sprintf("filter[created_at][from]=%d&order[created_at]=desc", mid):         between("created_at", mid, 1<<40),
		fmt.Sprintf("filter[closed_at][to]=%d", mid):                                   between("closed_at", 1, mid),
		fmt.Sprintf("filter[closest_task_at][to]=%d", noon.Unix()):                     between("closest_task_at", 1, noon.Unix()),
		fmt.Sprintf("filter[statuses][0][pipeline_id]=%d&filter[statuses][0][status_id]=%d", mainPipeline, firstStatus): func(l object) bool {
			return l.int("status_id") == firstStatus
		},
		fmt.Sprintf("filter[statuses][0][pipeline_id]=%d&filter[statuses][0][status_id]=142&filter[statuses][1][pipeline_id]=%d&filter[statuses][1][status_id]=143", mainPipeline, salesPipeline): func(l object) bool {
			return l.int("pipeline_id") == mainPipeline && l.int("status_id") == 142 || l.int("pipeline_id") == salesPipeline && l.int("status_id") == 143
		},
		"filter[statuses][0][pipeline_id]=&filter[statuses][0][status_id]=142": func(l object) bool { return l.int("status_id") == 142 },

		fmt.Sprintf("filter[custom_fields_values][%d][]=881001&filter[custom_fields_values][%d][]=881003", origin, origin): func(l object) bool {
			v := fieldOf(l, origin)
			return len(v) > 0 && (v[0].int("enum_id") == 881001 || v[0].int("enum_id") == 881003)
		},
		"filter[custom_fields_values][294479]=1": func(l object) bool {
			v := fieldOf(l, 294479)
			return len(v) > 0 && v[0].at("value") == true
		},
		"filter[custom_fields_values][294479]=0": func(l object) bool {
			v := fieldOf(l, 294479)
			return len(v) == 0 || v[0].at("value") == false
		},
		"filter[custom_fields_values][294481][from]=2.5&filter[custom_fields_values][294481][to]=4": func(l object) bool {
			v := fieldOf(l, 294481)
			return len(v) > 0 && v[0].text("value") >= "2.5" && v[0].text("value") <= "4.0"
		},
		fmt.Sprintf("filter[custom_fields_values][294473][from]=%d", mid): func(l object) bool {
			v := fieldOf(l, 294473)
			return len(v) > 0 && v[0].int("value") >= mid
		},
		"filter[custom_fields_values][294499][]=instagram": func(l object) bool {
			v := fieldOf(l, 294499)
			return len(v) > 0 && v[0].text("value") == "instagram"
		},
		"query=" + url.QueryEscape("MEBELI"): func(l object) bool { return strings.Contains(strings.ToLower(l.text("name")), "mebeli") },
	} {
		var wanted []int64
		for _, l := range all {
			if want(l) {
				wanted = append(wanted, l.int("id"))
			}
		}
		have := idsOf(b.all("/api/v4/leads?limit=100&"+query, "leads"))
		slices.Sort(have)
		slices.Sort(wanted)
		if strings.HasPrefix(query, "query=") {
			// Full-text may find more: companies, tags, fields.
			have = slices.DeleteFunc(have, func(id int64) bool { return !slices.Contains(wanted, id) })
		}
		if !slices.Equal(have, wanted) {
			t.Errorf("%s: %d leads, want %d", query, len(have), len(wanted))
		}
		if len(wanted) == 0 || len(wanted) == len(all) {
			t.Errorf("%s: proves nothing, it finds %d of %d", query, len(wanted), len(all))
		}
	}
}

func TestIgnoredFilters(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 40})
	for _, query := range []string{
		"filter[status_id]=142", "filter[nosuch]=1", "filter[is_deleted]=1", "filter=rubbish", "filter[custom_fields_values][1][]=x",
		"filter[custom_fields_values][294497][]=x", "filter[statuses][0][pipeline_id]=1", "filter[updated_at][since]=1", "order=id", "with=nosuch",
		"filter[status_id][]=142&filter[status_id][]=143", "foo[bar][baz]=1", "%zz=%zz", "=&&&=",
	} {
		if n := len(b.get("/api/v4/leads?limit=250&" + query).list("_embedded.leads")); n != 40 {
			t.Errorf("%s: %d leads", query, n)
		}
	}
}

func TestScalarDateOnLeadsFindsNothing(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 40})
	for _, name := range []string{"updated_at", "created_at", "closed_at", "closest_task_at"} {
		b.do(http.MethodGet, "/api/v4/leads?filter["+name+"]=1", "", http.StatusNoContent)
	}
}

func TestTaskFilters(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 400})
	all := b.all("/api/v4/tasks?limit=250", "tasks")
	some := all[len(all)/2]
	mid := some.int("updated_at")
	for query, want := range map[string]func(object) bool{
		"filter[is_completed]=0":             func(o object) bool { return o.at("is_completed") == false },
		"filter[is_completed]=1":             func(o object) bool { return o.at("is_completed") == true },
		"filter[task_type]=2":                func(o object) bool { return o.int("task_type_id") == 2 },
		"filter[responsible_user_id]=123321": func(o object) bool { return o.int("responsible_user_id") == 123321 },
		"filter[entity_type]=contacts":       func(o object) bool { return o.text("entity_type") == "contacts" },
		fmt.Sprintf("filter[entity_type]=leads&filter[entity_id]=%d", some.int("entity_id")): func(o object) bool {
			return o.text("entity_type") == "leads" && o.int("entity_id") == some.int("entity_id")
		},
		fmt.Sprintf("filter[id][]=%d", some.int("id")):  func(o object) bool { return o.int("id") == some.int("id") },
		fmt.Sprintf("filter[updated_at]=%d", mid):       func(o object) bool { return o.int("updated_at") >= mid },
		fmt.Sprintf("filter[updated_at][from]=%d", mid): func(o object) bool { return o.int("updated_at") >= mid },
	} {
		var wanted []int64
		for _, o := range all {
			if want(o) {
				wanted = append(wanted, o.int("id"))
			}
		}
		have := idsOf(b.all("/api/v4/tasks?"+query, "tasks"))
		slices.Sort(have)
		slices.Sort(wanted)
		if !slices.Equal(have, wanted) || len(wanted) == 0 {
			t.Errorf("%s: %d tasks, want %d", query, len(have), len(wanted))
		}
	}
	if n := len(b.all("/api/v4/tasks?filter[entity_id]=1", "tasks")); n != len(all) {
		t.Errorf("entity_id without entity_type is not ignored: %d of %d", n, len(all))
	}
}

func TestContactFilters(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 200})
	all := b.all("/api/v4/contacts", "contacts")
	some := all[7]
	var phone string
	for _, f := range some.list("custom_fields_values") {
		if f.text("field_code") == "PHONE" {
			phone = f.text("values.0.value")
		}
	}
	for query, want := range map[string]int64{
		"query=" + phone[4:]: some.int("id"),
		"query=" + url.QueryEscape(phone[4:6]+" "+phone[6:9]+"-"+phone[9:]): some.int("id"),
		"filter[id][]=" + fmt.Sprint(some.int("id")):                        some.int("id"),
		"query=" + url.QueryEscape(strings.ToUpper(some.text("name"))):      some.int("id"),
	} {
		if !slices.Contains(idsOf(b.all("/api/v4/contacts?"+query, "contacts")), want) {
			t.Errorf("%s: not found", query)
		}
	}
	// A filter on a phone field is not among the documented ones.
	if n := len(b.all("/api/v4/contacts?filter[custom_fields_values][294401][]="+url.QueryEscape(phone), "contacts")); n != len(all) {
		t.Errorf("phone filter: %d", n)
	}
}

// TestRandomWritesKeepListsWhole changes, deletes and restores at random and
// checks that every order still lists every lead once, sorted.
func TestRandomWritesKeepListsWhole(t *testing.T) {
	rapid.Check(t, func(rt *rapid.T) {
		clock := &testClock{at: noon}
		s, err := sandbox.New(sandbox.Options{Leads: 25, Now: clock.now, Seed: rapid.Uint64().Draw(rt, "seed")})
		if err != nil {
			rt.Fatal(err)
		}
		live := map[int64]bool{}
		for _, l := range handle(t, s, "/api/v4/leads?limit=250") {
			live[l.int("id")] = true
		}
		r := rand.New(rand.NewPCG(rapid.Uint64().Draw(rt, "steps"), 0))
		ids := slices.Sorted(func(yield func(int64) bool) {
			for id := range live {
				if !yield(id) {
					return
				}
			}
		})
		for range 40 {
			id := ids[r.IntN(len(ids))]
			switch {
			case !live[id]:
				err = s.Restore(0, "leads", id)
				live[id] = true
			case r.IntN(4) == 0:
				err = s.Delete(0, "leads", id)
				live[id] = false
			default:
				stamp := noon.Unix() - r.Int64N(20)
				err = s.Edit(0, "leads", id, map[string]any{"updated_at": stamp, "created_at": stamp - 5, "price": r.IntN(100)})
			}
			if err != nil {
				rt.Fatal(err)
			}
		}
		count := 0
		for _, isLive := range live {
			if isLive {
				count++
			}
		}
		for _, name := range []string{"id", "updated_at", "created_at"} {
			rows := handle(t, s, "/api/v4/leads?limit=250&order["+name+"]=asc")
			checkSorted(t, "leads by "+name, rows, name, 1)
			if len(rows) != count {
				rt.Fatalf("%d leads by %s, want %d", len(rows), name, count)
			}
			for _, l := range rows {
				if !live[l.int("id")] {
					rt.Fatalf("lead %d is in the trash", l.int("id"))
				}
			}
		}
	})
}
