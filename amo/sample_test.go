package amo

import (
	"fmt"
	"strings"
	"testing"
)

// leadJSON is a lead as the server writes it, with n custom fields.
func leadJSON(id, fields int) string {
	var b strings.Builder
	fmt.Fprintf(&b, `{"id":%d,"name":"Buyurtma №%d","price":%d,"responsible_user_id":9001,"group_id":0,`+
		`"status_id":1102,"pipeline_id":11,"loss_reason_id":null,"created_by":9001,"updated_by":0,`+
		`"created_at":1760000000,"updated_at":1760003600,"closed_at":null,"closest_task_at":1760090000,`+
		`"is_deleted":false,"custom_fields_values":[`, id, id, 1000*id)
	for f := range fields {
		if f > 0 {
			b.WriteByte(',')
		}
		switch f % 4 {
		case 0:
			fmt.Fprintf(&b, `{"field_id":%d,"field_name":"Yetkazish manzili %d","field_code":"ADDRESS_%d","field_type":"text","values":[{"value":"Toshkent, Chilonzor %d"}]}`, 500+f, f, f, id)
		case 1:
			fmt.Fprintf(&b, `{"field_id":%d,"field_name":"Yetkazish turi %d","field_code":null,"field_type":"select","values":[{"value":"Kuryer","enum_id":8801,"enum_code":null}]}`, 500+f, f)
		case 2:
			fmt.Fprintf(&b, `{"field_id":%d,"field_name":"Miqdor %d","field_code":null,"field_type":"numeric","values":[{"value":"12.5"}]}`, 500+f, f)
		default:
			fmt.Fprintf(&b, `{"field_id":%d,"field_name":"Телефон %d","field_code":"PHONE","field_type":"multitext","values":[{"value":"+99890%07d","enum_id":4103,"enum_code":"MOB"},{"value":"+99871%07d","enum_id":4104,"enum_code":"WORK"}]}`, 500+f, f, id, id)
		}
	}
	fmt.Fprintf(&b, `],"score":null,"account_id":31415926,"labor_cost":null,"is_price_computed":false,"price_with_minor_units":250000,`+
		`"_links":{"self":{"href":"https://acme.amocrm.ru/api/v4/leads/%d?page=1&limit=250"}},`+
		`"_embedded":{"tags":[{"id":301,"name":"VIP","color":null}],`+
		`"companies":[{"id":5001,"_links":{"self":{"href":"https://acme.amocrm.ru/api/v4/companies/5001?page=1&limit=250"}}}],`+
		`"contacts":[{"id":6001,"is_main":true,"_links":{"self":{"href":"https://acme.amocrm.ru/api/v4/contacts/6001"}}}]}}`, id)
	return b.String()
}

// leadsPage is a HAL page of n leads.
func leadsPage(n, fields int) []byte {
	var b strings.Builder
	b.WriteString(`{"_page":1,"_links":{"self":{"href":"https://acme.amocrm.ru/api/v4/leads?limit=250&page=1"},` +
		`"next":{"href":"https://acme.amocrm.ru/api/v4/leads?limit=250&page=2"}},"_embedded":{"leads":[`)
	for i := range n {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(leadJSON(7001+i, fields))
	}
	b.WriteString(`]}}`)
	return []byte(b.String())
}

const decodeBudget = 60 // MB/s

// BenchmarkDecodeLeads reads a full page of leads with 20 custom fields each.
func BenchmarkDecodeLeads(b *testing.B) {
	body := leadsPage(MaxPageSize, 20)
	b.SetBytes(int64(len(body)))
	b.ReportAllocs()
	for b.Loop() {
		items, next, err := decodePage[Lead](body, "leads")
		if err != nil || len(items) != MaxPageSize || !next {
			b.Fatal(len(items), next, err)
		}
	}
	b.ReportMetric(decodeBudget, "budget-MB/s")
}

// BenchmarkEncodeLead writes a lead with 20 custom fields back, unchanged and
// with a new price.
func BenchmarkEncodeLead(b *testing.B) {
	var lead Lead
	if err := decode([]byte(leadJSON(1, 20)), &lead); err != nil {
		b.Fatal(err)
	}
	for _, price := range []int64{lead.Price, lead.Price + 1} {
		lead.Price = price
		b.Run(fmt.Sprintf("price=%d", price), func(b *testing.B) {
			b.SetBytes(int64(len(lead.Raw())))
			b.ReportAllocs()
			for b.Loop() {
				if _, err := lead.MarshalJSON(); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
}
