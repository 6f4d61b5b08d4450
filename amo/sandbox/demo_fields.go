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
	fieldChoice                         // chained_list
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
		{ID: "default", Name: "Asosiy", Kind: kindLeads, Sort: 1, Predefined: true},
		{ID: groupOrder, Name: "Buyurtma", Kind: kindLeads, Sort: 2, Predefined: false},
		{ID: groupStats, Name: "Statistika", Kind: kindLeads, Sort: 3, Predefined: true},
	}
	fields := []*field{
		{ID: fieldOrderNumber, Name: "Buyurtma raqami", Type: "text", Code: "ORDER_NUMBER", Group: groupOrder},
		{ID: fieldDeliveryDate, Name: "Yetkazish sanasi", Type: "date", Group: groupOrder},
		{ID: fieldOrigin, Name: "Manba", Type: "select", Group: groupOrder, Enums: enums(
			881001, "Instagram", "Telegram", "Sayt", "Qoʻngʻiroq", "Tavsiya", "OLX", "Яндекс", "Koʻrgazma")},
		{ID: fieldProductURL, Name: "Mahsulot ssilkasi", Type: "url", Group: groupOrder},
		{ID: fieldPaid, Name: "Toʻlangan", Type: "checkbox", Group: groupOrder},
		{ID: fieldRating, Name: "Sotuvchi reytingi", Type: "numeric", Group: groupOrder},
		{
			ID: fieldAddress, Name: "Yetkazish manzili", Type: "streetaddress", Group: groupOrder,
			Required: []statusRef{{firstStatusID + 27, salesPipelineID}},
		},
		{ID: fieldComment, Name: "Izoh", Type: "textarea", Group: "default"},
		{ID: fieldProducts, Name: "Mahsulot turi", Type: "multiselect", Group: groupOrder, Enums: enums(
			881101, "Oshxona", "Ofis", "Yotoqxona", "Bolalar xonasi", "Maktab", "Restoran")},
		{ID: fieldPayment, Name: "Toʻlov usuli", Type: "radiobutton", Group: groupOrder, Enums: enums(
			881201, "Naqd", "Plastik karta", "Pul oʻtkazish", "Рассрочка")},
		{ID: fieldInstallAt, Name: "Oʻrnatish vaqti", Type: "date_time", Group: groupOrder},
		{ID: fieldDeposit, Name: "Oldindan toʻlov", Type: "monetary", Group: groupOrder, Currency: "UZS"},
		{ID: fieldSite, Name: "Obyekt manzili", Type: "smart_address", Group: "default", Enums: addressParts()},
		{ID: fieldBuyer, Name: "Yuridik maʼlumot", Type: "legal_entity", Group: "default"},
		{ID: fieldCampaign, Name: "utm_source", Type: "tracking_data", Code: "UTM_SOURCE", Group: groupStats, APIOnly: true},
		{ID: fieldChoice, Name: "Mahsulot tanlovi", Type: "chained_list", Group: groupOrder, Chained: chainedLists()},
	}
	return newFieldSet(groups, prepare(kindLeads, fields))
}

func demoContactFields() *fieldSet {
	groups := []fieldGroup{{ID: "default", Name: "Asosiy", Kind: kindContacts, Sort: 1, Predefined: true}}
	fields := []*field{
		{ID: fieldPhone, Name: "Telefon", Type: "multitext", Code: "PHONE", Predefined: true, Enums: enums(
			880001, "WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")},
		{ID: fieldEmail, Name: "Email", Type: "multitext", Code: "EMAIL", Predefined: true, Enums: enums(
			880021, "WORK", "PRIV", "OTHER")},
		{ID: fieldPosition, Name: "Lavozim", Type: "text", Code: "POSITION", Predefined: true},
		{ID: fieldBirthday, Name: "Tugʻilgan kun", Type: "birthday", Remind: "week"},
		{ID: fieldMessenger, Name: "Telegram", Type: "text"},
	}
	return newFieldSet(groups, prepare(kindContacts, fields))
}

func demoCompanyFields() *fieldSet {
	groups := []fieldGroup{{ID: "default", Name: "Asosiy", Kind: kindCompanies, Sort: 1, Predefined: true}}
	fields := []*field{
		{ID: fieldCompanyPhone, Name: "Telefon", Type: "multitext", Code: "PHONE", Predefined: true, Enums: enums(
			880041, "WORK", "WORKDD", "MOB", "FAX", "HOME", "OTHER")},
		{ID: fieldCompanyEmail, Name: "Email", Type: "multitext", Code: "EMAIL", Predefined: true, Enums: enums(
			880061, "WORK", "PRIV", "OTHER")},
		{ID: fieldCompanyWeb, Name: "Web", Type: "url", Code: "WEB", Predefined: true},
		{ID: fieldCompanyAddress, Name: "Manzil", Type: "textarea", Code: "ADDRESS", Predefined: true},
		{ID: fieldCompanyLegal, Name: "Rekvizitlar", Type: "legal_entity"},
	}
	return newFieldSet(groups, prepare(kindCompanies, fields))
}

// prepare fills in what follows from a field's place.
func prepare(kind string, fields []*field) []*field {
	for i, f := range fields {
		f.Kind = kind
		f.Sort = 501 + int64(i)*2
		if f.Group == "" {
			f.Group = "default"
		}
	}
	return fields
}

func enums(firstID int64, values ...string) []enum {
	list := make([]enum, len(values))
	for i, v := range values {
		list[i] = enum{ID: firstID + int64(i)*2, Value: v}
	}
	return list
}

// addressParts are the same in every account.
func addressParts() []enum {
	var list []enum
	for i, code := range []string{"address_line_1", "address_line_2", "city", "state", "zip", "country"} {
		list = append(list, enum{ID: int64(i + 1), Value: code, Code: code})
	}
	return list
}
