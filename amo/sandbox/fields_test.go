package sandbox_test

import (
	"fmt"
	"strings"
	"testing"

	"voronka/amo/sandbox"
)

const leadFields = "/api/v4/leads/custom_fields"

func TestFieldLife(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 60})
	made := b.post(leadFields, `[
		{"name":"Rang","type":"select","code":"COLOR","sort":7,"is_api_only":true,"enums":[{"value":"Qora","sort":2},{"value":"Oq","sort":1,"code":"white"}],
		 "required_statuses":[{"status_id":32392162,"pipeline_id":3177727}],"request_id":"f"},
		{"name":"Pul","type":"monetary","currency":"USD"}]`, 201)
	f := made.list("_embedded.custom_fields")[0]
	if made.int("_total_items") != 2 || f.text("request_id") != "f" || f.text("enums.0.value") != "Oq" || f.text("enums.0.code") != "white" ||
		f.int("enums.1.sort") != 2 || f.at("is_api_only") != true || f.int("required_statuses.0.status_id") != 32392162 || f.text("group_id") != "default" {
		t.Errorf("made: %v", f)
	}
	path := fmt.Sprint(leadFields, "/", f.int("id"))
	id := b.openLead()
	write := fmt.Sprintf(`{"custom_fields_values":[{"field_code":"COLOR","values":[{"value":"Qora"}]},{"field_id":%d,"values":[{"value":"10.5"}]}]}`, f.int("id")+2)
	write = strings.Replace(write, fmt.Sprint(f.int("id")+2), fmt.Sprint(made.int("_embedded.custom_fields.1.id")), 1)
	b.patch(leadPath(id), write)
	value := func() object {
		for _, v := range b.get(leadPath(id)).list("custom_fields_values") {
			if v.int("field_id") == f.int("id") {
				return v
			}
		}
		return nil
	}
	if v := value(); v.text("values.0.value") != "Qora" || v.int("values.0.enum_id") != f.int("enums.1.id") || v.text("field_code") != "COLOR" {
		t.Errorf("value: %v", v)
	}
	// An enum that is not listed is deleted, and its values with it.
	edited := b.do("PATCH", path, fmt.Sprintf(`{"name":"Tus","enums":[{"id":%d,"value":"Oppoq"},{"value":"Qizil"}]}`, f.int("enums.0.id")), 201).object(t)
	if edited.text("name") != "Tus" || len(edited.list("enums")) != 2 || edited.text("enums.0.value") != "Oppoq" || value() != nil {
		t.Errorf("edited: %v, value %v", edited, value())
	}
	if have := b.refused("PATCH", path, `{"enums":[{"id":5,"value":"x"}]}`); have != "NotSupportedChoice enums.0.id" {
		t.Errorf("stale enum: %s", have)
	}
	if have := b.refused("PATCH", leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_code":"COLOR","values":[{"enum_id":%d}]}]}`, f.int("enums.1.id"))); have != "NotSupportedChoice custom_fields_values.0.values.0.enum_id" {
		t.Errorf("value of a deleted enum: %s", have)
	}
	b.do("PATCH", leadFields, fmt.Sprintf(`[{"id":%d,"sort":3}]`, f.int("id")), 201)
	if have := b.refused("PATCH", leadFields, `[{"id":5,"sort":3}]`); have != "NotSupportedChoice id" {
		t.Error(have)
	}
	b.do("DELETE", path, "", 204)
	b.do("GET", path, "", 404)
	b.do("PATCH", path, "{}", 404)
	b.do("DELETE", path, "", 404)
	b.do("DELETE", "/api/v4/contacts/custom_fields/294401", "", 403)
	b.post(leadFields, `[{"name":"Rang","type":"text","code":"COLOR"}]`, 201)
}

func TestFieldRefusals(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	for body, want := range map[string]string{
		`{"type":"text"}`:                                 "FieldMissing name",
		`{"name":"x"}`:                                    "FieldMissing type",
		`{"name":"x","type":"multitext"}`:                 "NotSupportedChoice type",
		`{"name":"x","type":"items"}`:                     "NotSupportedChoice type",
		`{"name":"x","type":"select"}`:                    "FieldMissing enums",
		`{"name":"x","type":"monetary"}`:                  "FieldMissing currency",
		`{"name":"x","type":"monetary","currency":"usd"}`: "NotSupportedChoice currency",
		`{"name":"x","type":"chained_list"}`:              "FieldMissing chained_lists",
		`{"name":"x","type":"chained_list","chained_lists":[{"catalog_id":9}]}`: "NotSupportedChoice chained_lists.0.catalog_id",
		`{"name":"x","type":"chained_list","chained_lists":[{"title":"A"}]}`:    "FieldMissing chained_lists.0.catalog_id",
		`{"name":"","type":"text"}`:                                                   "NotBlank name",
		`{"name":"x","type":"text","code":"ORDER_NUMBER"}`:                            "NotUnique code",
		`{"name":"x","type":"text","group_id":"nosuch"}`:                              "NotSupportedChoice group_id",
		`{"name":"x","type":"birthday","remind":"year"}`:                              "NotSupportedChoice remind",
		`{"name":"x","type":"select","enums":[{}]}`:                                   "FieldMissing enums.0.value",
		`{"name":"x","type":"text","required_statuses":[{"status_id":1}]}`:            "NotSupportedChoice required_statuses.0.status_id",
		`{"name":"x","type":"text","sort":"1"}`:                                       "InvalidType sort",
		`{"name":"x","type":"text","code":"A"},{"name":"y","type":"text","code":"A"}`: "NotUnique code",
	} {
		if have := b.refused("POST", leadFields, "["+body+"]"); have != want {
			t.Errorf("%s: %s, want %s", body, have, want)
		}
	}
	b.post(leadFields, `[{"name":"x","type":"text","code":null,"group_id":null,"currency":null}]`, 201)
}

// TestValuesOfEveryType writes each type of field and reads it back.
func TestValuesOfEveryType(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	made := b.post(leadFields, `[
		{"name":"tracking","type":"tracking_data","tracking_callback":"function(){}"},
		{"name":"chain","type":"chained_list","chained_lists":[{"title":"A","catalog_id":90,"parent_catalog_id":null}]},
		{"name":"file","type":"file"},{"name":"birthday","type":"birthday"},{"name":"site","type":"smart_address"}]`, 201).ids("_embedded.custom_fields")
	id := b.openLead()
	for i, c := range []struct {
		field       int64
		write, read string
	}{
		{294471, `[{"value":"A-1"}]`, `[{"value":"A-1"}]`},
		{294473, `[{"value":1767225600}]`, `[{"value":1767207600}]`},
		{294473, `[{"value":"2026-01-01T10:00:00+05:00"}]`, `[{"value":1767207600}]`},
		{294475, `[{"enum_id":881001}]`, `[{"value":"Instagram","enum_id":881001,"enum_code":null}]`},
		{294475, `[{"value":"Telegram"}]`, `[{"value":"Telegram","enum_id":881003,"enum_code":null}]`},
		{294477, `[{"value":"https://a.example"}]`, `[{"value":"https://a.example"}]`},
		{294479, `[{"value":true}]`, `[{"value":true}]`},
		{294479, `[{"value":false}]`, `[{"value":false}]`},
		{294481, `[{"value":12.5}]`, `[{"value":"12.5"}]`},
		{294481, `[{"value":"12.5"}]`, `[{"value":"12.5"}]`},
		{294487, `[{"value":"Ofis"},{"enum_id":881101}]`, `[{"value":"Ofis","enum_id":881103,"enum_code":null},{"value":"Oshxona","enum_id":881101,"enum_code":null}]`},
		{294491, `[{"value":1767225601}]`, `[{"value":1767225601}]`},
		{294493, `[{"value":"1000"}]`, `[{"value":"1000"}]`},
		{294495, `[{"value":"Toshkent","enum_code":"city"},{"value":"UZ","enum_id":6}]`, `[{"value":"Toshkent","enum_id":3,"enum_code":"city"},{"value":"UZ","enum_id":6,"enum_code":"country"}]`},
		{294497, `[{"value":{"name":"MChJ","mfo":"00401","entity_type":2}}]`, `[{"value":{"name":"MChJ","entity_type":2,"mfo":"00401"}}]`},
		{made[0], `[{"value":"utm"}]`, `[{"value":"utm"}]`},
		{made[1], `[{"catalog_id":90,"catalog_element_id":8001}]`, `[{"catalog_id":90,"catalog_element_id":8001}]`},
		{made[2], `[{"value":{"file_uuid":"u","version_uuid":"v","file_name":"a.pdf","file_size":5}}]`, `[{"value":{"file_uuid":"u","version_uuid":"v","file_name":"a.pdf","file_size":5}}]`},
		{made[3], `[{"value":"2026-01-01T12:00:00+05:00"}]`, `[{"value":1767207600}]`},
		{made[4], `[{"value":"UZ","enum_code":"country"}]`, `[{"value":"UZ","enum_id":6,"enum_code":"country"}]`},
	} {
		b.patch(leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":%s}]}`, c.field, c.write))
		body := b.do("GET", leadPath(id), "", 200).body
		_, after, _ := strings.Cut(body, fmt.Sprintf(`"field_id":%d,`, c.field))
		if !strings.Contains(after, `"values":`) {
			t.Errorf("%d: field %d is not there", i, c.field)
			continue
		}
		_, values, _ := strings.Cut(after, `"values":`)
		if !strings.HasPrefix(values, c.read) {
			t.Errorf("field %d: wrote %s, read %.120s", c.field, c.write, values)
		}
		b.patch(leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":null}]}`, c.field))
		if body := b.do("GET", leadPath(id), "", 200).body; strings.Contains(body, fmt.Sprintf(`"field_id":%d,`, c.field)) {
			t.Errorf("field %d was not cleared", c.field)
		}
	}
	six := strings.TrimSuffix(strings.Repeat(`{"catalog_id":90,"catalog_element_id":8001},`, 6), ",")
	if have := b.refused("PATCH", leadPath(id), fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[%s]}]}`, made[1], six)); have != "InvalidRange custom_fields_values.0.values" {
		t.Errorf("six items of a chain: %s", have)
	}
	for item, want := range map[string]string{
		`{"catalog_id":91,"catalog_element_id":8007}`: "NotSupportedChoice custom_fields_values.0.values.1.catalog_id", // not a catalog of the field
		`{"catalog_id":90,"catalog_element_id":8007}`: "NotSupportedChoice custom_fields_values.0.values.1.catalog_element_id",
		`{"catalog_id":90}`:                           "FieldMissing custom_fields_values.0.values.1.catalog_element_id",
	} {
		body := fmt.Sprintf(`{"custom_fields_values":[{"field_id":%d,"values":[{"catalog_id":90,"catalog_element_id":8001},%s]}]}`, made[1], item)
		if have := b.refused("PATCH", leadPath(id), body); have != want {
			t.Errorf("%s: %s, want %s", item, have, want)
		}
	}
}

func TestFieldGroups(t *testing.T) {
	b := start(t, sandbox.Options{Leads: 30})
	groups := leadFields + "/groups"
	made := b.post(groups, `[{"name":"Yangi","sort":9,"fields":[294471],"request_id":"g"}]`, 201).list("_embedded.custom_field_groups")[0]
	path := groups + "/" + made.text("id")
	if !strings.HasPrefix(made.text("id"), "leads_") || made.text("request_id") != "g" || made.text("type") != "custom_field_group" || b.get(path).text("name") != "Yangi" {
		t.Errorf("made: %v", made)
	}
	if have := b.get(leadFields + "/294471").text("group_id"); have != made.text("id") {
		t.Errorf("field's group: %s", have)
	}
	if o := b.patch(path, `{"name":"Boshqa","fields":[294473]}`); o.text("name") != "Boshqa" || b.get(leadFields+"/294473").text("group_id") != made.text("id") {
		t.Errorf("edited: %v", o)
	}
	if have := b.refused("PATCH", path, `{"fields":[5]}`); have != "NotSupportedChoice fields.0" {
		t.Error(have)
	}
	if have := b.refused("POST", groups, `[{}]`); have != "FieldMissing name" {
		t.Error(have)
	}
	b.do("DELETE", path, "", 204)
	if have := b.get(leadFields + "/294471").text("group_id"); have != "default" {
		t.Errorf("field's group: %s", have)
	}
	for _, method := range []string{"GET", "PATCH", "DELETE"} {
		b.do(method, path, "{}", 404)
	}
	b.do("DELETE", groups+"/default", "", 403)
}
