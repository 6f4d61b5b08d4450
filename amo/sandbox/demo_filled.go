package sandbox

import (
	"encoding/json"
	"fmt"
	"strconv"
	"time"
)

// leadFields fills some of a lead's custom fields, in the order of the card.
func (d *demo) leadFields(l *lead) []fieldValues {
	var out []fieldValues
	add := func(percent int, id int64, make func() []value) {
		if d.chance(percent) {
			out = append(out, fieldValues{id, make()})
		}
	}
	created := time.Unix(l.CreatedAt, 0).In(tashkent())
	add(70, fieldOrderNumber, func() []value {
		return []value{{Text: fmt.Sprintf("UZ-%d-%05d", created.Year(), l.ID%100_000)}}
	})
	add(40, fieldDeliveryDate, func() []value {
		return []value{{Num: startOfDay(created) + int64(5+d.r.IntN(90))*secondsPerDay}}
	})
	add(60, fieldOrigin, func() []value { return d.enumValues(fieldOrigin, 1) })
	add(20, fieldProductURL, func() []value {
		return []value{{Text: "https://nurmebel.example/mahsulot/" + strconv.Itoa(1000+d.r.IntN(9000))}}
	})
	add(30, fieldPaid, func() []value { return []value{{Num: int64(d.r.IntN(2))}} })
	add(25, fieldRating, func() []value { return []value{{Text: fmt.Sprintf("%.1f", 1+4*d.r.Float64())}} })
	add(20, fieldAddress, func() []value { return []value{{Text: d.address()}} })
	add(10, fieldComment, func() []value {
		return []value{{Text: "Mijoz " + pick(d.r, d.latin.cities) + "dan.\nOʻlchov olish kerak: " + d.phone()}}
	})
	add(12, fieldProducts, func() []value { return d.enumValues(fieldProducts, 1+d.r.IntN(3)) })
	add(15, fieldPayment, func() []value { return d.enumValues(fieldPayment, 1) })
	add(8, fieldInstallAt, func() []value {
		return []value{{Num: startOfDay(created) + int64(7+d.r.IntN(60))*secondsPerDay + int64(9+d.r.IntN(9))*3600}}
	})
	add(10, fieldDeposit, func() []value { return []value{{Text: strconv.FormatInt(l.Price/1_000_000*300_000, 10)}} })
	add(4, fieldSite, d.siteAddress)
	add(3, fieldBuyer, func() []value { return []value{{Text: d.legalEntity(d.company())}} })
	add(18, fieldCampaign, func() []value {
		return []value{{Text: pick(d.r, []string{"instagram", "yandex", "telegram", "olx", "google"})}}
	})
	if chosen := d.chain(l); chosen != nil {
		out = append(out, fieldValues{fieldChoice, chosen})
	}
	return out
}

// enumValues picks different choices of a field.
func (d *demo) enumValues(fieldID int64, count int) []value {
	choices := d.st.fields[kindLeads].byID[fieldID].Enums
	var out []value
	for _, at := range d.r.Perm(len(choices))[:min(count, len(choices))] {
		out = append(out, value{Num: choices[at].ID})
	}
	return out
}

func (d *demo) siteAddress() []value {
	return []value{
		{Text: pick(d.r, d.streets), Num: 1},
		{Text: pick(d.r, d.latin.cities), Num: 3},
		{Text: fmt.Sprintf("1%05d", d.r.IntN(100_000)), Num: 5},
		{Text: "UZ", Num: 6},
	}
}

// legalEntity is the object of such a field as JSON, with the codes used in
// Uzbekistan.
func (d *demo) legalEntity(name string) string {
	quoted, err := json.Marshal(name)
	if err != nil {
		quoted = []byte(`""`) // unreachable: a string always encodes
	}
	return fmt.Sprintf(`{"name":%s,"entity_type":2,"vat_id":"%09d","bank_account_number":"2020800%013d","mfo":"%05d","oked":"%05d"}`,
		quoted, 200_000_000+d.r.IntN(99_999_999), d.r.Int64N(1e13), d.r.IntN(1200), 10_000+d.r.IntN(80_000))
}

// contactFields fills a contact's fields.
func (d *demo) contactFields(first, last string) []fieldValues {
	phones := []value{{Text: d.phone(), Num: 880001 + 2*int64(d.r.IntN(3))}}
	if d.chance(12) {
		phones = append(phones, value{Text: d.phone(), Num: 880005})
	}
	out := []fieldValues{{fieldPhone, phones}}
	if d.chance(55) {
		out = append(out, fieldValues{fieldEmail, []value{{Text: d.mail(first, last), Num: 880021}}})
	}
	if d.chance(25) {
		jobs := []string{"Direktor", "Xarid boʻlimi boshligʻi", "Buxgalter", "Менеджер", "Бош муҳандис", "Tadbirkor", "Завхоз"}
		out = append(out, fieldValues{fieldPosition, []value{{Text: pick(d.r, jobs)}}})
	}
	if d.chance(8) {
		out = append(out, fieldValues{fieldBirthday, []value{{Num: startOfDay(time.Unix(d.between(0, 946684800), 0))}}})
	}
	return out
}
