package sandbox

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"slices"
	"strings"
)

// incoming gives every incoming lead the record it came with, and the contact
// that is hidden until it is accepted. Nothing here is drawn, so that the rest
// of the account does not depend on it.
func (d *demo) incoming() {
	var waiting []*lead
	for _, l := range d.leadRows {
		if d.st.isIncoming(l) {
			waiting = append(waiting, l)
		}
	}
	slices.SortFunc(waiting, func(a, b *lead) int { return cmp.Compare(a.ID, b.ID) })
	for i, l := range waiting {
		d.st.putUnsorted(d.record(l, i))
	}
}

// record is what an incoming lead came with; place is its number.
func (d *demo) record(l *lead, place int) *unsorted {
	uid := sha256.Sum256(fmt.Appendf(nil, "unsorted %d", l.ID))
	phone := fmt.Sprintf("+99890%07d", 1000000+l.ID*7919%9000000)
	u := &unsorted{
		ID: d.st.takeID(kindUnsorted), UID: hex.EncodeToString(uid[:]), Category: "forms",
		SourceUID: "lp-" + itoa(l.ID), SourceName: "nurmebel.example", Pipeline: l.Pipeline, CreatedAt: l.CreatedAt, Lead: l.ID,
		Metadata: fmt.Sprintf(`{"form_id":"f1","form_name":"Buyurtma","form_page":"https://nurmebel.example/","form_sent_at":%d,"ip":"192.0.2.%d","referer":"https://nurmebel.example/aksiya"}`,
			l.CreatedAt, place%250+1),
	}
	switch {
	case strings.Contains(l.Name, "звонок"):
		u.Category, u.SourceName = "sip", "Telefoniya"
		u.Metadata = fmt.Sprintf(`{"from":"+998712001100","phone":"%s","called_at":%d,"duration":34,"link":"https://nurmebel.example/qongiroq/%d.mp3","service_code":"nurmebel_sip","uniq":"c%d"}`,
			phone, l.CreatedAt, l.ID, l.ID)
	case strings.Contains(l.Name, "Instagram"), strings.Contains(l.Name, "Telegram"):
		u.Category, u.SourceName = "chats", "Telegram"
		u.Metadata = fmt.Sprintf(`{"from":"client","received_at":%d,"last_message_text":"Assalomu alaykum","service":"telegram"}`, l.CreatedAt)
	}
	h := l.head
	h.ID, h.Name, h.Tags = d.st.takeID(kindContacts), "Mijoz "+phone[len(phone)-4:], nil
	h.Fields = []fieldValues{{fieldPhone, []value{{Text: phone, Num: 880001}}}}
	u.Contacts = []*party{{head: h}}
	l.Contacts, l.Main = []int64{h.ID}, h.ID
	d.st.linkLead(l)
	return u
}
