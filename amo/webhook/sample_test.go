package webhook

import (
	"net/url"
	"strings"
	"testing"
)

// statusHook is a moved lead, as the server sends it: percent-encoded.
const statusHook = `leads%5Bstatus%5D%5B0%5D%5Bid%5D=7001&leads%5Bstatus%5D%5B0%5D%5Bname%5D=Order+1001&` +
	`leads%5Bstatus%5D%5B0%5D%5Bstatus_id%5D=142&leads%5Bstatus%5D%5B0%5D%5Bold_status_id%5D=1102&` +
	`leads%5Bstatus%5D%5B0%5D%5Bprice%5D=250000&leads%5Bstatus%5D%5B0%5D%5Bresponsible_user_id%5D=9001&` +
	`leads%5Bstatus%5D%5B0%5D%5Blast_modified%5D=1760003600&leads%5Bstatus%5D%5B0%5D%5Bmodified_user_id%5D=9001&` +
	`leads%5Bstatus%5D%5B0%5D%5Bcreated_user_id%5D=9001&leads%5Bstatus%5D%5B0%5D%5Bdate_create%5D=1760000000&` +
	`leads%5Bstatus%5D%5B0%5D%5Bpipeline_id%5D=11&leads%5Bstatus%5D%5B0%5D%5Baccount_id%5D=31415926&` +
	`leads%5Bstatus%5D%5B0%5D%5Bcustom_fields%5D%5B0%5D%5Bid%5D=501&leads%5Bstatus%5D%5B0%5D%5Bcustom_fields%5D%5B0%5D%5Bname%5D=Order+number&` +
	`leads%5Bstatus%5D%5B0%5D%5Bcustom_fields%5D%5B0%5D%5Bvalues%5D%5B0%5D%5Bvalue%5D=A-1001&` +
	`leads%5Bstatus%5D%5B0%5D%5Bcreated_at%5D=1760000000&leads%5Bstatus%5D%5B0%5D%5Bupdated_at%5D=1760003600&` +
	`account%5Bsubdomain%5D=acme&account%5Bid%5D=31415926&account%5B_links%5D%5Bself%5D=https%3A%2F%2Facme.amocrm.ru`

// raw is a hook with its brackets unencoded.
func raw(t testing.TB, encoded string) string {
	t.Helper()
	plain, err := url.QueryUnescape(strings.ReplaceAll(encoded, "+", "%2B"))
	if err != nil {
		t.Fatal(err)
	}
	return plain
}

func formOf(pairs ...string) string {
	list := make([]string, 0, len(pairs)/2)
	for i := 0; i+1 < len(pairs); i += 2 {
		list = append(list, url.QueryEscape(pairs[i])+"="+url.QueryEscape(pairs[i+1]))
	}
	return strings.Join(list, "&")
}

func decoded(t testing.TB, media, body string) Payload {
	t.Helper()
	p, err := NewDelivery(media, []byte(body), 1760003600).Decode(Limits{})
	if err != nil {
		t.Fatalf("%v in %s", err, body)
	}
	return p
}
