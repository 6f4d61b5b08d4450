package sandbox

// showcased is a deal written by hand: these are the newest in their
// statuses, so that a board looks like a board at first sight.
type showcased struct {
	name    string
	price   int64
	status  int // among the open ones of the main pipeline
	owner   int // among the users
	first   string
	last    string
	company string
	tags    []string
	task    int64 // its type, 0 for none
	days    int64 // until it is due
	hour    int64
	text    string
}

func showcase() []showcased {
	return []showcased{
		{"Парты для школы №14", 52_300_000, 3, 3, "", "", "Хокимият", []string{"тендер"}, 0, 0, 0, ""},
		{"Server uskunalari", 388_000_000, 3, 1, "", "", "UzCloud MChJ", []string{"IT"}, 2, 5, 11, "Yetkazish"},
		{"Ofis kofe-mashinalari", 33_600_000, 2, 0, "Nodira", "Aliyeva", "", nil, 3, 0, 18, "Xat yuborish"},
		{"Qurilish materiallari", 210_750_000, 2, 2, "Sherzod", "Qodirov", "Bunyodkor", []string{"VIP", "qayta"}, 3, -1, 12, "Hisob-faktura"},
		{"Реклама на Яндекс", 27_400_000, 1, 3, "Мария", "Иванова", "", nil, 1, 2, 10, "Звонок"},
		{"ERP litsenziyasi, 40 oʻrin", 146_000_000, 1, 1, "Jasur", "Rahimov", "Artel Servis", []string{"IT", "Q4"}, 2891034, 1, 15, "Demo"},
		{"Kafe uchun POS-tizim", 18_900_000, 0, 0, "Dilnoza", "Yusupova", "", nil, 0, 0, 0, ""},
		{"Поставка оборудования", 312_000_000, 0, 3, "", "", "ООО «Восток Трейд»", []string{"тендер"}, 2, -2, 14, "Встреча"},
		{"Mebel jihozlari — Samarqand", 84_500_000, 0, 0, "Alisher", "Karimov", "Nur Mebel", []string{"VIP"}, 1, 0, 15, "Qoʻngʻiroq"},
	}
}

// showcase turns the newest leads into the showcased ones. An account too
// small for them does without.
func (d *demo) showcase() {
	deals := showcase()
	if len(d.leadRows) < 3*len(deals) || len(d.companyRows) < len(deals) {
		return
	}
	tasks := d.tasksByLead(len(deals))
	for i, s := range deals {
		l := d.leadRows[len(d.leadRows)-len(deals)+i]
		d.dress(l, s, i, len(deals))
		for _, t := range tasks[l.ID] {
			t.EntityType, t.EntityID = "", 0
		}
		if s.task != 0 {
			t := d.openTask(kindLeads, l.ID, &l.head)
			t.Type, t.Text = s.task, s.text
			t.CompleteTill = d.day + s.days*secondsPerDay + s.hour*3600
		}
	}
}

// tasksByLead is the tasks of the newest leads.
func (d *demo) tasksByLead(newest int) map[int64][]*task {
	from := firstLeadID + int64(len(d.leadRows)-newest)
	out := map[int64][]*task{}
	for _, t := range d.taskRows {
		if t.EntityType == kindLeads && t.EntityID >= from {
			out[t.EntityID] = append(out[t.EntityID], t)
		}
	}
	return out
}

// dress gives a lead the showcased look; place is its rank by time.
func (d *demo) dress(l *lead, s showcased, place, count int) {
	l.Name, l.Price = s.name, s.price
	l.Pipeline, l.ClosedAt, l.LossReason = mainPipelineID, 0, 0
	l.Status = firstStatusID + 3*int64(s.status)
	l.Owner = d.st.users[s.owner].ID
	l.Group, l.CreatedBy, l.UpdatedBy = d.st.users[s.owner].Group, l.Owner, l.Owner
	l.UpdatedAt = d.yesterday() - int64(count-place)*97
	l.CreatedAt = min(l.CreatedAt, l.UpdatedAt-secondsPerDay)
	l.Tags, l.Contacts, l.Main, l.Company = nil, nil, 0, 0
	for _, name := range s.tags {
		l.Tags = append(l.Tags, d.st.tags[kindLeads].named(name).ID)
	}
	if s.company != "" {
		c := d.companyRows[len(d.companyRows)-count+place]
		c.Name, l.Company = s.company, c.ID
	}
	if s.first != "" {
		c := d.contactRows[len(d.contactRows)-count+place]
		c.First, c.Last, c.Name, c.Company = s.first, s.last, s.first+" "+s.last, l.Company
		c.Fields = d.contactFields(s.first, s.last)
		l.Contacts, l.Main = []int64{c.ID}, c.ID
	}
}
