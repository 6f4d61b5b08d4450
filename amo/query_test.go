package amo

import (
	"errors"
	"net/url"
	"strings"
	"testing"
)

func yes() *bool { v := true; return &v }
func no() *bool  { v := false; return &v }

func TestQueries(t *testing.T) {
	for name, tc := range map[string]struct {
		query *query
		want  string // decoded, sorted by key
	}{
		"nothing": {LeadQuery{}.query(), ""},
		"paging":  {LeadQuery{Page: 2, Limit: 500}.query(), "limit=250&page=2"},
		"order":   {LeadQuery{Order: Order{"updated_at", false}}.query(), "order[updated_at]=asc"},
		"reverse": {LeadQuery{Order: Order{"id", true}}.query(), "order[id]=desc"},
		"leads": {LeadQuery{
			With: []string{"contacts", "loss_reason"}, Query: "stol & stul", IDs: []int64{1, 2}, Names: []string{"Alpha"}, PipelineIDs: []int64{11},
			Statuses: []StatusRef{{11, 142}, {12, 143}}, ResponsibleUserIDs: []int64{9}, CreatedBy: []int64{0}, UpdatedBy: []int64{8},
			Price: Range{From: 10, To: 20}, CreatedAt: Range{From: 1}, UpdatedAt: Range{From: 2}, ClosedAt: Range{To: 3}, ClosestTaskAt: Range{4, 5},
		}.query(), "filter[closed_at][to]=3&filter[closest_task_at][from]=4&filter[closest_task_at][to]=5&filter[created_at][from]=1&filter[created_by][0]=0" +
			"&filter[id][0]=1&filter[id][1]=2&filter[name][0]=Alpha&filter[pipeline_id][0]=11&filter[price][from]=10&filter[price][to]=20" +
			"&filter[responsible_user_id][0]=9&filter[statuses][0][pipeline_id]=11&filter[statuses][0][status_id]=142" +
			"&filter[statuses][1][pipeline_id]=12&filter[statuses][1][status_id]=143&filter[updated_at][from]=2&filter[updated_by][0]=8" +
			"&query=stol & stul&with=contacts,loss_reason"},
		"custom fields": {LeadQuery{CustomFields: []FieldFilter{
			{FieldID: 501, Values: []string{"red", "blue"}},
			{FieldID: 502, Between: Range{10, 20}},
			{FieldID: 503, EnumIDs: []int64{8801}},
			{FieldID: 504, Checked: yes()},
			{FieldID: 505, Checked: no()},
		}}.query(), "filter[custom_fields_values][501][]=red&filter[custom_fields_values][501][]=blue&filter[custom_fields_values][502][from]=10" +
			"&filter[custom_fields_values][502][to]=20&filter[custom_fields_values][503][]=8801&filter[custom_fields_values][504]=1&filter[custom_fields_values][505]=0"},
		"contacts": {EntityQuery{
			Page: 1, Limit: 50, With: []string{"leads"}, Query: "+998", Order: Order{"updated_at", true}, IDs: []int64{1}, Names: []string{"a"},
			ResponsibleUserIDs: []int64{2}, CreatedBy: []int64{3}, UpdatedBy: []int64{4}, CreatedAt: Range{5, 6}, UpdatedAt: Range{7, 8},
			ClosestTaskAt: Range{From: 9}, CustomFields: []FieldFilter{{FieldID: 1, Values: []string{"x"}}},
		}.query(contactsResource()), "filter[closest_task_at][from]=9&filter[created_at][from]=5&filter[created_at][to]=6&filter[created_by][0]=3" +
			"&filter[custom_fields_values][1][]=x&filter[id][0]=1&filter[name][0]=a&filter[responsible_user_id][0]=2&filter[updated_at][from]=7" +
			"&filter[updated_at][to]=8&filter[updated_by][0]=4&limit=50&order[updated_at]=desc&page=1&query=+998&with=leads"},
		"tasks": {TaskQuery{
			Page: 1, Limit: 9, Order: Order{"complete_till", false}, IDs: []int64{1}, ResponsibleUserIDs: []int64{2}, TaskTypeIDs: []int64{3},
			Completed: no(), EntityType: "leads", EntityIDs: []int64{4, 5}, UpdatedAt: Range{6, 7},
		}.query(), "filter[entity_id][0]=4&filter[entity_id][1]=5&filter[entity_type]=leads&filter[id][0]=1&filter[is_completed]=0" +
			"&filter[responsible_user_id][0]=2&filter[task_type][0]=3&filter[updated_at][from]=6&filter[updated_at][to]=7&limit=9&order[complete_till]=asc&page=1"},
		"users": {PageQuery{Page: 1, Limit: 250, With: []string{"role", "group"}}.query(usersResource()), "limit=250&page=1&with=role,group"},
	} {
		t.Run(name, func(t *testing.T) {
			encoded, err := tc.query.encode()
			if err != nil {
				t.Fatal(err)
			}
			var parts []string
			for _, part := range strings.Split(encoded, "&") {
				decoded, err := url.QueryUnescape(part)
				if err != nil {
					t.Fatal(err)
				}
				parts = append(parts, decoded)
			}
			if got := strings.Join(parts, "&"); got != tc.want {
				t.Errorf("query %s\nwant  %s", got, tc.want)
			}
		})
	}
}

func TestUndocumentedQueriesAreNotSent(t *testing.T) {
	c := serve(t, okLead().ServeHTTP)
	ctx := t.Context()
	for name, ask := range map[string]func() error{
		"order of leads":     func() error { _, err := c.Leads(ctx, LeadQuery{Order: Order{Field: "name"}}); return err },
		"order of contacts":  func() error { _, err := c.Contacts(ctx, EntityQuery{Order: Order{Field: "created_at"}}); return err },
		"order of companies": func() error { _, err := c.Companies(ctx, EntityQuery{Order: Order{Field: "name"}}); return err },
		"order of tasks":     func() error { _, err := c.Tasks(ctx, TaskQuery{Order: Order{Field: "updated_at"}}); return err },
		"companies of leads": func() error { _, err := c.Lead(ctx, 1, "companies"); return err },
		"contacts of such":   func() error { _, err := c.Contacts(ctx, EntityQuery{With: []string{"contacts"}}); return err },
		"account":            func() error { _, err := c.Account(ctx, "secrets"); return err },
		"users":              func() error { _, err := c.Users(ctx, PageQuery{With: []string{"leads"}}); return err },
		"status alone":       func() error { _, err := c.Leads(ctx, LeadQuery{Statuses: []StatusRef{{StatusID: 142}}}); return err },
		"no field": func() error {
			_, err := c.Leads(ctx, LeadQuery{CustomFields: []FieldFilter{{Values: []string{"x"}}}})
			return err
		},
		"entity ids alone": func() error { _, err := c.Tasks(ctx, TaskQuery{EntityIDs: []int64{1}}); return err },
		"entity type":      func() error { _, err := c.Tasks(ctx, TaskQuery{EntityType: "users"}); return err },
	} {
		var bad *QueryError
		if err := ask(); !errors.As(err, &bad) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if n := c.Requests(); n != 0 {
		t.Errorf("%d requests sent", n)
	}
}
