package sandbox

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"unicode"
	"unicode/utf8"
)

// namer makes up names; the same random stream gives the same names.
type namer struct {
	r                          *rand.Rand
	latin, cyrillic, russian   *words
	uzbeks, cyrillics, slavs   *people
	stems, lines, streets      []string
	russianStems, russianLines []string
}

func newNamer(r *rand.Rand) *namer {
	return &namer{
		r:     r,
		latin: uzbekWords(), cyrillic: cyrillicWords(), russian: russianWords(),
		uzbeks: uzbekPeople(), cyrillics: cyrillicPeople(), slavs: russianPeople(),
		stems: companyStems(), lines: companyLines(), streets: streets(),
		russianStems: russianCompanyStems(), russianLines: russianCompanyLines(),
	}
}

func pick[T any](r *rand.Rand, list []T) T { return list[r.IntN(len(list))] }

// chance is true in so many cases of a hundred.
func (n *namer) chance(percent int) bool { return n.r.IntN(100) < percent }

func capital(s string) string {
	first, size := utf8.DecodeRuneInString(s)
	return string(unicode.ToUpper(first)) + s[size:]
}

// deal names a lead.
func (n *namer) deal() string {
	switch x := n.r.IntN(100); {
	case x < 60:
		return n.uzbekDeal(n.latin, "uchun", "yetkazib berish", "partiyasi", "buyurtma")
	case x < 74:
		return n.uzbekDeal(n.cyrillic, "учун", "етказиб бериш", "партияси", "буюртма")
	default:
		return n.russianDeal()
	}
}

func (n *namer) uzbekDeal(w *words, forWhom, delivery, batch, order string) string {
	goods := pick(n.r, w.goods)
	switch n.r.IntN(7) {
	case 0:
		return capital(goods) + " — " + pick(n.r, w.cities)
	case 1:
		return capital(pick(n.r, w.places)) + " " + forWhom + " " + goods
	case 2:
		return fmt.Sprintf("%s, %d %s", capital(goods), n.amount(), pick(n.r, w.units))
	case 3:
		return fmt.Sprintf("%s: %s (%s)", capital(goods), delivery, pick(n.r, w.cities))
	case 4:
		return fmt.Sprintf("%s — %s %s", capital(goods), pick(n.r, w.months), batch)
	case 5:
		return fmt.Sprintf("%s, %s %s", capital(goods), pick(n.r, w.cities), pick(n.r, w.places))
	default:
		return fmt.Sprintf("%s, %d-%s", capital(goods), 1+n.r.IntN(900), order)
	}
}

func (n *namer) russianDeal() string {
	w := n.russian
	goods, place := pick(n.r, w.goods), pick(n.r, w.places)
	if strings.Contains(place, "%d") {
		place = fmt.Sprintf(place, 1+n.r.IntN(180))
	}
	switch n.r.IntN(6) {
	case 0:
		return capital(goods) + " — " + pick(n.r, w.cities)
	case 1:
		return capital(goods) + " для " + place
	case 2:
		return fmt.Sprintf("%s, %d %s", capital(goods), n.amount(), pick(n.r, w.units))
	case 3:
		return "Тендер: " + goods + " для " + place
	case 4:
		return fmt.Sprintf("%s, партия на %s", capital(goods), pick(n.r, w.months))
	default:
		return fmt.Sprintf("Заказ №%d: %s", 100+n.r.IntN(9900), goods)
	}
}

// amount is a number of pieces, rather a small or a round one.
func (n *namer) amount() int {
	if n.chance(50) {
		return 2 + n.r.IntN(30)
	}
	return 10 * (1 + n.r.IntN(40))
}

// person is a first and a last name in one script.
func (n *namer) person() (first, last string) {
	p, feminine := n.uzbeks, "a"
	switch x := n.r.IntN(100); {
	case x < 22:
		p, feminine = n.slavs, "а"
	case x < 34:
		p, feminine = n.cyrillics, "а"
	}
	last = pick(n.r, p.lastMen)
	if n.chance(45) {
		return pick(n.r, p.women), last + feminine
	}
	return pick(n.r, p.men), last
}

// company names a firm or an office.
func (n *namer) company() string {
	switch x := n.r.IntN(100); {
	case x < 25:
		name := pick(n.r, n.russianStems) + " " + pick(n.r, n.russianLines)
		if n.chance(35) {
			name += " " + pick(n.r, n.russian.cities)
		}
		return "ООО «" + name + "»"
	case x < 31:
		return fmt.Sprintf("%d-maktab, %s", 1+n.r.IntN(320), pick(n.r, n.latin.cities))
	case x < 34:
		return "Хокимият, " + pick(n.r, n.russian.cities)
	default:
		name := pick(n.r, n.stems) + " " + pick(n.r, n.lines)
		if n.chance(40) {
			name += " " + pick(n.r, n.latin.cities)
		}
		return name + pick(n.r, []string{"", "", "", " MChJ", " MChJ", " XK"})
	}
}

// phone is a mobile number of Uzbekistan as a form would store it.
func (n *namer) phone() string {
	codes := []string{"90", "91", "93", "94", "95", "97", "98", "99", "88", "33", "77"}
	return fmt.Sprintf("+998%s%07d", pick(n.r, codes), n.r.IntN(10_000_000))
}

// mail is an address below the reserved domain .example.
func (n *namer) mail(first, last string) string {
	hosts := []string{"pochta.example", "firma.example", "savdo.example", "nurmebel.example", "biznes.example"}
	return fmt.Sprintf("%s.%s%d@%s", latinize(first), latinize(last), n.r.IntN(1000), pick(n.r, hosts))
}

func (n *namer) address() string {
	return fmt.Sprintf("%s, %s, %d-uy", pick(n.r, n.latin.cities), pick(n.r, n.streets), 1+n.r.IntN(220))
}

// latinize writes a name in plain letters, for an e-mail address.
func latinize(s string) string {
	var b strings.Builder
	for _, c := range strings.ToLower(s) {
		switch {
		case c >= 'a' && c <= 'z':
			b.WriteRune(c)
		case cyrillicLatin(c) != "":
			b.WriteString(cyrillicLatin(c))
		}
	}
	return b.String()
}

func cyrillicLatin(c rune) string {
	const from = "абвгдеёжзийклмнопрстуфхцчшщъыьэюяўқғҳ"
	to := []string{
		"a", "b", "v", "g", "d", "e", "yo", "j", "z", "i", "y", "k", "l", "m", "n", "o", "p", "r", "s", "t", "u", "f", "x",
		"ts", "ch", "sh", "sh", "", "i", "", "e", "yu", "ya", "o", "q", "g", "h",
	}
	at := 0
	for _, f := range from {
		if f == c {
			return to[at]
		}
		at++
	}
	return ""
}
