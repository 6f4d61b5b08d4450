package sandbox

// tasks gives open leads something to do, and old ones something done.
func (d *demo) tasks() {
	for _, l := range d.leadRows {
		if l.Main == 0 && l.Company == 0 && l.CreatedBy == 0 && l.UpdatedBy == 0 {
			continue // an incoming one
		}
		switch {
		case l.isClosed():
			if d.chance(12) {
				d.doneTask(l)
			}
		case d.chance(64):
			d.openTask(kindLeads, l.ID, &l.head)
			if d.chance(8) {
				d.openTask(kindLeads, l.ID, &l.head)
			}
		}
	}
	for _, c := range d.contactRows {
		if d.chance(1) {
			d.openTask(kindContacts, c.ID, &c.head)
		}
	}
}

func (d *demo) openTask(kind string, id int64, of *head) *task {
	typ := pick(d.r, d.st.account.taskTypes)
	t := &task{
		ID: firstTask + int64(len(d.taskRows)), CreatedBy: of.Owner, UpdatedBy: of.Owner,
		CreatedAt: d.between(of.CreatedAt, d.yesterday()), Owner: of.Owner, Group: of.Group,
		EntityType: kind, EntityID: id, Type: typ.id, Text: d.taskText(typ.id), CompleteTill: d.due(),
	}
	t.UpdatedAt = t.CreatedAt
	d.taskRows = append(d.taskRows, t)
	return t
}

func (d *demo) doneTask(l *lead) {
	t := d.openTask(kindLeads, l.ID, &l.head)
	t.Completed = true
	t.CreatedAt = l.CreatedAt
	t.CompleteTill = d.between(l.CreatedAt, l.ClosedAt)
	t.UpdatedAt = t.CompleteTill
	if d.chance(60) {
		t.Result = pick(d.r, []string{"Kelishildi", "Narx yuborildi", "Договорились", "Keyinroq qoʻngʻiroq qiladi", "Отправили КП"})
	}
}

// due is when a task must be done: overdue, today, tomorrow or later, at a
// time people choose.
func (d *demo) due() int64 {
	at := int64(9+d.r.IntN(10))*3600 + int64(d.r.IntN(4))*900
	switch x := d.r.IntN(100); {
	case x < 24:
		return d.day - int64(1+d.r.IntN(20))*secondsPerDay + at
	case x < 42:
		if d.chance(30) {
			return d.day + secondsPerDay - 60 // "today" without a time
		}
		return d.day + at
	case x < 60:
		return d.day + secondsPerDay + at
	default:
		return d.day + int64(2+d.r.IntN(40))*secondsPerDay + at
	}
}

func (d *demo) taskText(typ int64) string {
	switch typ {
	case 1:
		return pick(d.r, []string{"Qoʻngʻiroq qilish", "Narxni kelishish", "Позвонить, уточнить сроки", "Toʻlovni soʻrash", "Қўнғироқ қилиш"})
	case 2:
		return pick(d.r, []string{"Uchrashuv ofisda", "Oʻlchov olish", "Встреча на объекте", "Shartnoma imzolash"})
	case 3:
		return pick(d.r, []string{"Tijoriy taklif yuborish", "Hisob-faktura yuborish", "Отправить КП", "Katalog yuborish"})
	default:
		return pick(d.r, []string{"Demo koʻrsatish", "Показать образцы", "Taqdimot"})
	}
}
