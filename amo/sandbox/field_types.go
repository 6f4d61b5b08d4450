package sandbox

import "slices"

// fieldTypeNumber is what events call a type of custom fields.
func fieldTypeNumber(typ string) int64 {
	numbers := map[string]int64{
		"text": 1, "numeric": 2, "checkbox": 3, "select": 4, "multiselect": 5, "date": 6, "url": 7,
		"multitext": 8, "textarea": 9, "radiobutton": 10, "streetaddress": 11, "smart_address": 13,
		"birthday": 14, "legal_entity": 15, "org_legal_name": 17, "date_time": 19, "tracking_data": 23,
		"chained_list": 26, "monetary": 27, "file": 28,
	}
	return numbers[typ]
}

// fieldTypes are the types of custom fields a kind of entity may have.
func fieldTypes(kind string) []string {
	types := []string{
		"text", "numeric", "checkbox", "select", "multiselect", "date", "url", "date_time", "textarea",
		"radiobutton", "streetaddress", "smart_address", "birthday", "legal_entity", "monetary", "file",
	}
	switch kind {
	case kindLeads:
		return append(types, "tracking_data", "chained_list")
	case kindContacts:
		return append(types, "multitext")
	}
	return append(types, "org_legal_name")
}

func isChoice(typ string) bool {
	return slices.Contains([]string{"select", "multiselect", "radiobutton"}, typ)
}
