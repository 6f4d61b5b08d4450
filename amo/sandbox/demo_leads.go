package sandbox

// leads makes count leads, the oldest first, so that ids grow with time.
func (d *demo) leads(count int) {
	incoming := min(count/800, 40)
	last := len(showcase()) // stay as they are, to be dressed up later
	for i := range count {
		age := 1 - (float64(i)+d.r.Float64())/float64(count) // 1 is two years ago
		created := d.latest() - int64(age*float64(730*secondsPerDay))
		id := firstLeadID + int64(i)
		if left := count - i - last; left > 0 && left <= incoming*3 && left%3 == 0 {
			d.leadRows = append(d.leadRows, d.incomingLead(id, created))
			continue
		}
		d.leadRows = append(d.leadRows, d.lead(id, created, age))
	}
	d.massEdit(min(count/10, 600))
}

func (d *demo) lead(id, created int64, age float64) *lead {
	l := &lead{head: d.newHead(id, d.deal(), created, created), Price: d.budget()}
	l.Pipeline = mainPipelineID
	if d.chance(25) {
		l.Pipeline = salesPipelineID
	}
	if d.r.Float64() < 0.1+0.9*age {
		d.closeLead(l)
	} else {
		d.openLead(l, age)
	}
	d.people(l)
	l.Tags = d.someTags(kindLeads, 30)
	l.Fields = d.leadFields(l)
	return l
}

// closeLead lets a lead be won or lost some weeks after its birth.
func (d *demo) closeLead(l *lead) {
	l.ClosedAt = d.between(l.CreatedAt, min(l.CreatedAt+70*secondsPerDay, d.latest()))
	l.UpdatedAt = l.ClosedAt
	if d.chance(20) {
		l.UpdatedAt = d.between(l.ClosedAt, d.latest())
	}
	l.Status = statusWon
	if d.chance(45) {
		l.Status = statusLost
		if d.chance(85) {
			l.LossReason = pick(d.r, d.st.reasons).ID
		}
	}
}

// openLead spreads the open leads over the statuses, more to the left.
func (d *demo) openLead(l *lead, age float64) {
	x := d.r.Float64()
	l.UpdatedAt = l.CreatedAt + int64((1-x*x*x)*float64(d.latest()-l.CreatedAt))
	var open []status
	for _, s := range d.st.pipeline(l.Pipeline).Statuses {
		if s.Editable {
			open = append(open, s)
		}
	}
	at := 0
	for at < len(open)-1 && d.r.Float64() < 0.42+0.15*age {
		at++
	}
	l.Status = open[at].ID
}

// people links a lead to contacts, and to the main one's company.
func (d *demo) people(l *lead) {
	count := 0
	switch x := d.r.IntN(100); {
	case x < 70:
		count = 1
	case x < 87:
		count = 2
	case x < 92:
		count = 3
	}
	for range count {
		if len(d.contactRows) == 0 {
			return
		}
		c := pick(d.r, d.contactRows)
		if l.Main == 0 {
			l.Main = c.ID
			l.Company = c.Company
		}
		if !containsID(l.Contacts, c.ID) {
			l.Contacts = append(l.Contacts, c.ID)
		}
	}
	if l.Company == 0 && len(d.companyRows) > 0 && d.chance(15) {
		l.Company = pick(d.r, d.companyRows).ID
	}
}

func containsID(ids []int64, id int64) bool {
	for _, have := range ids {
		if have == id {
			return true
		}
	}
	return false
}

// incomingLead waits in the status of incoming leads for acceptance; its
// contact is hidden until then.
func (d *demo) incomingLead(id, created int64) *lead {
	names := []string{"Saytdan soʻrov", "Заявка с сайта", "Instagram'dan xabar", "Telegram bot: yangi soʻrov", "Входящий звонок"}
	h := d.newHead(id, pick(d.r, names), created, created)
	h.CreatedBy, h.UpdatedBy = 0, 0
	p := d.st.pipeline(salesPipelineID)
	return &lead{head: h, Pipeline: p.ID, Status: p.Statuses[0].ID}
}

// massEdit gives some hundred leads one and the same stamp, as a change to
// many at once does.
func (d *demo) massEdit(count int) {
	stamp := d.day - 3*secondsPerDay + 11*3600
	if count == 0 {
		return
	}
	step := len(d.leadRows) / count
	for i := 0; i < len(d.leadRows); i += step {
		l := d.leadRows[i]
		if l.CreatedAt < stamp && count > 0 {
			l.UpdatedAt, l.UpdatedBy = stamp, demoUserID
			count--
		}
	}
}
