package sandbox

// demoUserID is the owner of the token, an administrator.
const demoUserID = 123321

// demoGeneration is raised when the same options begin to give another
// account, so that a state file made by an older one is refused.
const demoGeneration = 3

func demoAccount(day int64) account {
	return account{
		id: accountID, name: "nurmebel", subdomain: subdomain, country: "UZ",
		currency: "UZS", symbol: "soʻm", createdAt: day - 900*86400, createdBy: 0,
		uuid: "7f8e2c1a-5b1d-4b0e-9a57-3a1d6a0c2f11", amojoID: "5c6d1f3e-20cb-4c6f-8f57-5d2c3a9f7b02",
		timezone: "Asia/Tashkent", zoneOffset: "+05:00",
		groups: []group{{0, "Savdo boʻlimi"}, {625, "Ulgurji boʻlim"}},
		taskTypes: []taskType{
			{1, "Qoʻngʻiroq", "FOLLOW_UP"},
			{2, "Uchrashuv", "MEETING"},
			{3, "Xat", "LETTER"},
			{2891034, "Demo", ""},
		},
	}
}

func demoUsers() []user {
	names := []struct{ name, mail, lang string }{
		{"Dilnoza Karimova", "dilnoza", "ru"},
		{"Jasur Rahimov", "jasur", "ru"},
		{"Sherzod Qodirov", "sherzod", "ru"},
		{"Мария Иванова", "maria", "ru"},
		{"Nodira Aliyeva", "nodira", "ru"},
		{"Азиз Турсунов", "aziz", "ru"},
		{"Kamola Yusupova", "kamola", "en"},
		{"Дмитрий Ким", "dmitriy", "ru"},
		{"Bekzod Umarov", "bekzod", "ru"},
	}
	users := make([]user, len(names))
	for i, n := range names {
		users[i] = user{
			ID: demoUserID + int64(i)*7, Name: n.name, Email: n.mail + "@nurmebel.example", Lang: n.lang,
			Phone: "+99871200110" + itoa(int64(i)), UUID: "b1a5c9de-0000-4000-8000-00000001e1b" + itoa(int64(i)),
			Admin: i == 0 || i == 3, Active: i != len(names)-1, Role: 77,
		}
		if i == 0 || i == 3 {
			users[i].Role = 0
		}
		if i >= 5 {
			users[i].Group = 625
		}
	}
	return users
}

func demoRoles() []role { return []role{{ID: 77, Name: "Menejer"}} }

// The ids of the main pipeline and its first status are those of the guide.
const (
	mainPipelineID  = 3177727
	firstStatusID   = 32392159
	salesPipelineID = 3177730
)

func demoPipelines() []*pipeline {
	return []*pipeline{
		newPipeline(mainPipelineID, "Asosiy voronka", 1, true, false, firstStatusID-3, [][2]string{
			{"Yangi murojaat", "#98cbff"},
			{"Muzokaralar", "#fffd7f"},
			{"Toʻlov kutilmoqda", "#ffce5a"},
			{"Yetkazib berishda", "#87f2c0"},
		}),
		newPipeline(salesPipelineID, "Ulgurji savdo", 2, false, true, firstStatusID+12, [][2]string{
			{"Yangi soʻrov", "#c1e0ff"},
			{"Tijoriy taklif", "#f3beff"},
			{"Shartnoma", "#ffdc7f"},
			{"Ishlab chiqarishda", "#ffc8c8"},
			{"Joʻnatildi", "#deff81"},
		}),
	}
}

func newPipeline(id int64, name string, sort int64, main, unsorted bool, firstID int64, open [][2]string) *pipeline {
	p := &pipeline{ID: id, Name: name, Sort: sort, Main: main, UnsortedOn: unsorted}
	p.Statuses = append(p.Statuses, status{ID: firstID, Name: "Kiruvchi", Sort: 10, Color: "#c1c1c1", Unsorted: true})
	for i, s := range open {
		n := int64(i) + 1
		p.Statuses = append(p.Statuses, status{
			ID: firstID + 3*n, Name: s[0], Sort: 10 + 10*n, Color: s[1], Editable: true,
		})
	}
	p.Statuses = append(p.Statuses,
		status{ID: statusWon, Name: "Sotuv yakunlandi", Sort: 10000, Color: "#CCFF66"},
		status{ID: statusLost, Name: "Bekor qilindi", Sort: 11000, Color: "#D5D8DB"})
	return p
}

func demoReasons(day int64) []lossReason {
	var reasons []lossReason
	for i, name := range []string{
		"Narxi qimmat", "Raqobatchini tanladi", "Javob bermayapti",
		"Не устроили сроки", "Byudjet ajratilmadi", "Hozircha kerak emas",
	} {
		at := day - 880*86400 + int64(i)*61
		reasons = append(reasons, lossReason{ID: 4011 + int64(i)*2, Sort: 100000, Name: name, CreatedAt: at, UpdatedAt: at})
	}
	return reasons
}

// leadTags come with a colour from amoCRM's list, or none.
func leadTags() [][2]string {
	return [][2]string{
		{"VIP", "FF8F92"},
		{"IT", "AABDFF"},
		{"Q4", ""},
		{"тендер", "FFCE5A"},
		{"qayta", "90CDB0"},
		{"ulgurji", "D1A4DC"},
		{"рассрочка", ""},
		{"Instagram", "F2DDF7"},
		{"yangi mijoz", "C6F4DE"},
		{"shoshilinch", "9D2B32"},
		{"davlat xaridi", ""},
		{"Samarqand", ""},
	}
}

func contactTags() []string {
	return []string{"hamkor", "direktor", "бухгалтер", "Telegram", "doimiy mijoz"}
}

func companyTags() []string { return []string{"diler", "опт", "davlat tashkiloti", "qarzdor"} }

func (st *state) addDemoTags() {
	next := int64(301)
	add := func(kind, name, color string) {
		st.tags[kind].add(&tag{Kind: kind, ID: next, Name: name, Color: color})
		next += 2
	}
	for _, t := range leadTags() {
		add(kindLeads, t[0], t[1])
	}
	for _, name := range contactTags() {
		add(kindContacts, name, "")
	}
	for _, name := range companyTags() {
		add(kindCompanies, name, "")
	}
	st.nextID["tags"] = next
}
