package people_test

import (
	"slices"
	"testing"
	"unicode/utf8"

	"voronka/ui/people"
)

func TestReadPasted(t *testing.T) {
	for name, c := range map[string]struct {
		text string
		want people.Pasted
	}{
		"a letter's end": {
			"Hurmat bilan\nJasur Rahimov\nXarid boʻlimi boshligʻi, Artel Servis\nTel: +998 (90) 123-45-67\njasur@Artel.example",
			people.Pasted{First: "Jasur", Last: "Rahimov", Phones: []string{"+998 90 123-45-67"}, Emails: []string{"jasur@artel.example"}},
		},
		"one line": {
			"Дильноза Каримова 93 555 11 22 dilnoza@mail.example",
			people.Pasted{First: "Дильноза", Last: "Каримова", Phones: []string{"+998 93 555-11-22"}, Emails: []string{"dilnoza@mail.example"}},
		},
		"an address book": {
			`"Alisher Karimov" <a.karimov@nur.example>; 998901112233, +7 916 123-45-67`,
			people.Pasted{First: "Alisher", Last: "Karimov", Phones: []string{"+998 90 111-22-33", "+7 916 123-45-67"}, Emails: []string{"a.karimov@nur.example"}},
		},
		"labels": {
			"ФИО: Мария Иванова\nТелефон: 8 916 123 45 67",
			people.Pasted{First: "Мария", Last: "Иванова", Phones: []string{"+7 916 123-45-67"}},
		},
		"twice the same":    {"90 123 45 67, +998901234567", people.Pasted{Phones: []string{"+998 90 123-45-67"}}},
		"a name alone":      {"Nodira Aliyeva", people.Pasted{First: "Nodira", Last: "Aliyeva"}},
		"one word":          {"Sherzod", people.Pasted{First: "Sherzod"}},
		"three words":       {"Oʻgʻiloy Toʻxta qizi\nX", people.Pasted{First: "X"}},
		"nothing":           {"", people.Pasted{}},
		"an ordinary text":  {"mijoz ertaga keladi, 5 ta stul oladi", people.Pasted{}},
		"a sum is no phone": {"146 000 000", people.Pasted{}},
	} {
		t.Run(name, func(t *testing.T) {
			got := people.ReadPasted(c.text)
			if got.First != c.want.First || got.Last != c.want.Last || !slices.Equal(got.Phones, c.want.Phones) || !slices.Equal(got.Emails, c.want.Emails) {
				t.Errorf("got %+v, want %+v", got, c.want)
			}
		})
	}
}

func FuzzReadPasted(f *testing.F) {
	f.Add("Jasur Rahimov +998 90 123-45-67 a@b.uz")
	f.Add("\xff@\xff.x (((((((((((((((90")
	f.Fuzz(func(t *testing.T, text string) {
		p := people.ReadPasted(text)
		for _, s := range append(append([]string{p.First, p.Last}, p.Phones...), p.Emails...) {
			if !utf8.ValidString(s) {
				t.Errorf("%q is broken", s)
			}
		}
		if p.First == "" && p.Last != "" {
			t.Errorf("a last name %q alone", p.Last)
		}
	})
}
