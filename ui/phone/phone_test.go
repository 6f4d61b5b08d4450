package phone_test

import (
	"testing"

	"pgregory.net/rapid"

	"voronka/ui/phone"
)

func TestParse(t *testing.T) {
	for text, want := range map[string][2]string{
		"90 123 45 67":              {"+998901234567", "+998 90 123-45-67"},
		"901234567":                 {"+998901234567", "+998 90 123-45-67"},
		"+998 (90) 123-45-67":       {"+998901234567", "+998 90 123-45-67"},
		"998901234567":              {"+998901234567", "+998 90 123-45-67"},
		" +998901234567\t":          {"+998901234567", "+998 90 123-45-67"},
		"+998\u00a090 1234567":      {"+998901234567", "+998 90 123-45-67"},
		"+998 71 200-00-00":         {"+998712000000", "+998 71 200-00-00"},
		"+7 916 123 45 67":          {"+79161234567", "+7 916 123-45-67"},
		"8 (916) 123-45-67":         {"+79161234567", "+7 916 123-45-67"},
		"79161234567":               {"+79161234567", "+7 916 123-45-67"},
		"+1 650 253 0000":           {"+16502530000", "+1 650-253-0000"},
		"+44 20 7031 3000":          {"+442070313000", "+44 20 7031 3000"},
		"1055":                      {},
		"123":                       {},
		"":                          {},
		"   ":                       {},
		"Alisher":                   {},
		"+998 90 123-45-67 доб. 12": {},
		"90123456789012":            {},
		"📞 901234567":               {},
		"@alisher":                  {},
		"+":                         {},
	} {
		n, ok := phone.Parse(text)
		if ok != (want[0] != "") || n.Plain() != want[0] || n.String() != want[1] {
			t.Errorf("Parse(%q) = %q, %q, %v; want %q", text, n.Plain(), n.String(), ok, want)
		}
	}
}

func TestKeptAsTyped(t *testing.T) {
	for _, text := range []string{"ichki 12", "1055", "", "☎"} {
		if phone.Show(text) != text || phone.Plain(text) != text {
			t.Errorf("%q became %q and %q", text, phone.Show(text), phone.Plain(text))
		}
	}
}

// TestShownIsReadAgain: what is shown is the same number when it is typed.
func TestShownIsReadAgain(t *testing.T) {
	rapid.Check(t, func(t *rapid.T) {
		text := rapid.StringMatching(`(\+?998 ?)?\(?(90|91|93|94|97|98|99|33|88|71)\)?[ -]?[2-9][0-9]{2}[ -]?[0-9]{2}[ -]?[0-9]{2}`).Draw(t, "text")
		n, ok := phone.Parse(text)
		if !ok {
			return
		}
		again, ok := phone.Parse(n.String())
		if !ok || again != n {
			t.Fatalf("%q is %v, shown %q, which is %v", text, n.Plain(), n.String(), again.Plain())
		}
		if sent, ok := phone.Parse(n.Plain()); !ok || sent != n {
			t.Fatalf("%q is sent as %q, which is %v", text, n.Plain(), sent.Plain())
		}
	})
}

func FuzzParse(f *testing.F) {
	f.Add("+998 90 123-45-67")
	f.Add("8 (916) 123-45-67")
	f.Fuzz(func(t *testing.T, text string) {
		if n, ok := phone.Parse(text); ok && (n.Plain() == "" || n.Plain()[0] != '+') {
			t.Errorf("%q is sent as %q", text, n.Plain())
		}
	})
}
