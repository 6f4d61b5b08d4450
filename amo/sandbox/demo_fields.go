package sandbox

// The custom fields of leads. The first is the guide's example.
const (
	fieldOrderNumber  = 294471 + 2*iota // text
	fieldDeliveryDate                   // date
	fieldOrigin                         // select
	fieldProductURL                     // url
	fieldPaid                           // checkbox
	fieldRating                         // numeric
	fieldAddress                        // streetaddress
	fieldComment                        // textarea
	fieldProducts                       // multiselect
	fieldPayment                        // radiobutton
	fieldInstallAt                      // date_time
	fieldDeposit                        // monetary
	fieldSite                           // smart_address
	fieldBuyer                          // legal_entity
	fieldCampaign                       // tracking_data
)

// The custom fields of contacts and companies.
const (
	fieldPhone = 294401 + 2*iota
	fieldEmail
	fieldPosition
	fieldBirthday
	fieldMessenger
	fieldCompanyPhone
	fieldCompanyEmail
	fieldCompanyWeb
	fieldCompanyAddress
	fieldCompanyLegal
)

const (
	groupOrder = "leads_1735689600001"
	groupStats = "statistic"
)

func demoLeadFields() *fieldSet {
	groups := []fieldGroup{
		{"default", "Asosiy", kindLeads, 1, true},
		{groupOrder, "Buyurtma", kindLeads, 2, false},
		{groupStats, "Statistika", kindLeads, 3, true},
	}
	fields := []*field{
		{id: fieldOrderNumber, name: "Buyurtma raqami", typ: "text", code: "ORDER_NUMBER", group: groupOrder},
		{id: fieldDeliveryDate, name: "Yetkazish sanasi", typ: "date", group: groupOrder},
		{id: fieldOrigin, name: "Manba", typ: "select", group: groupOrder, enums: enums(
			881001, "Instagram", "Telegram", "Sayt", "Qoʻngʻiroq", "Tavsiya", "OLX", "Яндекс", "Koʻrgazma")},
		{id: fieldProductURL, name: "Mahsulot ssilkasi", typ: "url", group: groupOrder},
		{id: fieldPaid, name: "Toʻlangan", typ: "checkbox", group: groupOrder},
		{id: fieldRating, name: "Sotuvchi reytingi", typ: "numeric", group: groupOrder},
		{
			id: fieldAddress, name: "Yetkazish manzili", typ: "streetaddress", group: groupOrder,
			required: []statusRef{{firstStatusID + 27, salesPipelineID}},
		},
		{id: fieldComment, name: "Izoh", typ: "textarea", group: "default"},
		{id: fieldProducts, name: "Mahsulot turi", typ: "multiselect", group: groupOrder, enums: enums(
			881101, "Oshxona", "Ofis", "Yotoqxona", "Bolalar xonasi", "Maktab", "Restoran")},
		{id: fieldPayment, name: "Toʻlov usuli", typ: "radiobutton", group: groupOrder, enums: enums(
			881201, "Naqd", "Plastik karta", "Pul oʻtkazish", "Рассрочка")},
		{id: fieldInstallAt, name: "Oʻrnatish vaqti", typ: "date_time", group: groupOrder},
		{id: fieldDeposit, name: "Oldindan toʻlov", typ: "monetary", group: groupOrder, currency: "UZS"},
		{id: fieldSite, name: "Obyekt manzili", typ: "smart_address", group: "default", enums: addressParts()},
		{id: fieldBuyer, name: "Yuridik maʼlumot", typ: "legal_entity", group: "default"},
		{id: fieldCampaign, name: "utm_source", typ: "tracking_data", code: "UTM_SOURCE", group: groupStats, apiOnly: true},
	}
	return newFieldSet(groups, prepare(kindLeads, fields))
}

func demoContactFields() *fieldSet {
	groups := []fieldGroup{{"default", "Asosiy", kindContacts, 1, true}}
	fields := []*field{
		{id: fieldPhone, name: "Telefon", typ: "multitext", code: "PHONE", predefined: true, enums: enums(
			880001, "WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")},
		{id: fieldEmail, name: "Email", typ: "multitext", code: "EMAIL", predefined: true, enums: enums(
			880021, "WORK", "PRIV", "OTHER")},
		{id: fieldPosition, name: "Lavozim", typ: "text", code: "POSITION", predefined: true},
		{id: fieldBirthday, name: "Tugʻilgan kun", typ: "birthday", remind: "week"},
		{id: fieldMessenger, name: "Telegram", typ: "text"},
	}
	return newFieldSet(groups, prepare(kindContacts, fields))
}

func demoCompanyFields() *fieldSet {
	groups := []fieldGroup{{"default", "Asosiy", kindCompanies, 1, true}}
	fields := []*field{
		{id: fieldCompanyPhone, name: "Telefon", typ: "multitext", code: "PHONE", predefined: true, enums: enums(
			880041, "WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")},
		{id: fieldCompanyEmail, name: "Email", typ: "multitext", code: "EMAIL", predefined: true, enums: enums(
			880061, "WORK", "PRIV", "OTHER")},
		{id: fieldCompanyWeb, name: "Web", typ: "url", code: "WEB", predefined: true},
		{id: fieldCompanyAddress, name: "Manzil", typ: "textarea", code: "ADDRESS", predefined: true},
		{id: fieldCompanyLegal, name: "Rekvizitlar", typ: "legal_entity"},
	}
	return newFieldSet(groups, prepare(kindCompanies, fields))
}

// prepare fills in what follows from a field's place.
func prepare(kind string, fields []*field) []*field {
	for i, f := range fields {
		f.kind = kind
		f.sort = 501 + int64(i)*2
		if f.group == "" {
			f.group = "default"
		}
	}
	return fields
}

func enums(firstID int64, values ...string) []enum {
	list := make([]enum, len(values))
	for i, v := range values {
		list[i] = enum{id: firstID + int64(i)*2, value: v}
	}
	return list
}

// addressParts are the same in every account.
func addressParts() []enum {
	var list []enum
	for i, code := range []string{"address_line_1", "address_line_2", "city", "state", "zip", "country"} {
		list = append(list, enum{id: int64(i + 1), value: code, code: code})
	}
	return list
}
