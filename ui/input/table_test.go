package input_test

import (
	"encoding/json"
	"strings"
	"testing"
	"time"

	"voronka/amo"
	"voronka/ui/format"
	"voronka/ui/i18n"
	"voronka/ui/input"
)

// formats are made once: reading a catalogue takes long.
var formats = func() map[string]*format.Format {
	all := map[string]*format.Format{}
	for _, lang := range []string{"uz", "ru", "en"} {
		all[lang] = format.New(i18n.New(lang), format.Currency{Code: "UZS", Symbol: "сум"}, time.FixedZone("Tashkent", 5*3600))
	}
	return all
}()

func in(lang string) *format.Format { return formats[lang] }

func ptr[T any](v T) *T { return &v }

// field is a definition of a type with what the type needs.
func field(kind string) amo.CustomField {
	f := amo.CustomField{ID: 7, Type: kind, Name: kind}
	switch kind {
	case amo.FieldSelect, amo.FieldRadioButton, amo.FieldMultiselect:
		f.Enums = []amo.FieldEnum{{ID: 1, Value: "Instagram"}, {ID: 2, Value: "Яндекс"}, {ID: 3, Value: "Koʻrgazma"}}
	case "phone":
		f.Type, f.Code = amo.FieldMultitext, ptr("PHONE")
		f.Enums = []amo.FieldEnum{{ID: 11, Value: "WORK"}, {ID: 12, Value: "MOB"}}
	case "email":
		f.Type, f.Code = amo.FieldMultitext, ptr("EMAIL")
		f.Enums = []amo.FieldEnum{{ID: 21, Value: "WORK"}, {ID: 22, Value: "PRIV"}}
	case amo.FieldMonetary:
		f.Currency = ptr("UZS")
	case "linked":
		f.Type, f.SearchIn = amo.FieldLinkedEntity, ptr("95")
	case "tree":
		f.Type = amo.FieldCategory
		f.Nested = []amo.NestedEnum{
			{ID: 34, ParentID: ptr[int64](32), Value: "Смартфон"},
			{ID: 31, Value: "Mebel", Sort: 2},
			{ID: 32, Value: "Telefon", Sort: 1},
			{ID: 33, ParentID: ptr[int64](31), Value: "Stol"},
			{ID: 38, ParentID: ptr[int64](39), Value: "halqa"},
			{ID: 39, ParentID: ptr[int64](38), Value: "halqa"},
		}
	}
	return f
}

func text(s string) input.Typed      { return input.Typed{Text: s} }
func picked(id ...int64) input.Typed { return input.Typed{Picked: id} }

// elements are pairs of a catalog and an element of it.
func elements(ids ...int64) (t input.Typed) {
	for i := 0; i < len(ids); i += 2 {
		t.Elements = append(t.Elements, input.Element{Catalog: ids[i], ID: ids[i+1]})
	}
	return t
}

func line(s string) input.Typed       { return input.Typed{Lines: []input.Line{{Kind: "WORK", Text: s}}} }
func part(name, s string) input.Typed { return input.Typed{Parts: map[string]string{name: s}} }

// firm is a firm with a name and one more part.
func firm(name, s string) input.Typed {
	return input.Typed{Parts: map[string]string{"name": "Artel", name: s}}
}

// TestTable is the validation table: every type with what people put into it.
// sent is what goes to the server, empty when nothing does; the sentence under
// the field is looked up in three languages.
func TestTable(t *testing.T) {
	const ok = input.Reason("")
	a := strings.Repeat
	huge := a("9", 70_000)
	for _, c := range []struct {
		kind, name string
		typed      input.Typed
		sent       string
		why        input.Reason
	}{
		{"text", "good", text("UZ-2026-1187"), `[{"value":"UZ-2026-1187"}]`, ok},
		{"text", "empty", text(""), ``, ok},
		{"text", "only spaces", text(" \t\u00a0 "), ``, ok},
		{"text", "huge", text(huge), ``, input.TooLong},
		{"text", "foreign script", text("日本語 ўқғҳ"), `[{"value":"日本語 ўқғҳ"}]`, ok},
		{"text", "emoji", text("👍🏽 ok"), `[{"value":"👍🏽 ok"}]`, ok},
		{"text", "256 emoji", text(a("👍", 256)), `[{"value":"` + a("👍", 256) + `"}]`, ok},
		{"text", "pasted spaces", text("  a\u00a0b\r\n\u200b"), "[{\"value\":\"a\u00a0b\"}]", ok},
		{"text", "pasted lines", text("a\r\nb\tc"), `[{"value":"a b c"}]`, ok},
		{"text", "broken bytes", text("a\xffb\x00"), `[{"value":"ab"}]`, ok},

		{"textarea", "good", text("a\nb"), `[{"value":"a\nb"}]`, ok},
		{"textarea", "empty", text("\n\n"), ``, ok},
		{"textarea", "huge", text(huge), ``, input.TooLong},
		{"textarea", "foreign script", text("ქართული"), `[{"value":"ქართული"}]`, ok},
		{"textarea", "emoji", text("🪑\n🪑"), `[{"value":"🪑\n🪑"}]`, ok},
		{"textarea", "pasted spaces", text("\ufeff a\r\nb \n"), `[{"value":"a\nb"}]`, ok},

		{"streetaddress", "good", text("Amir Temur 12"), `[{"value":"Amir Temur 12"}]`, ok},
		{"streetaddress", "empty", text(""), ``, ok},
		{"streetaddress", "huge", text(huge), ``, input.TooLong},
		{"streetaddress", "foreign script", text("ул. Навои"), `[{"value":"ул. Навои"}]`, ok},
		{"streetaddress", "emoji", text("🏠 7"), `[{"value":"🏠 7"}]`, ok},
		{"streetaddress", "pasted spaces", text(" Navoiy 5\n"), `[{"value":"Navoiy 5"}]`, ok},

		{"numeric", "good", text("12,5"), `[{"value":"12.5"}]`, ok},
		{"numeric", "negative", text("−3"), `[{"value":"-3"}]`, ok},
		{"numeric", "bad", text("12a"), ``, input.NotNumber},
		{"numeric", "two points", text("1.2.3"), ``, input.NotNumber},
		{"numeric", "sign alone", text("-"), ``, input.NotNumber},
		{"numeric", "exponent", text("1e9"), ``, input.NotNumber},
		{"numeric", "empty", text(""), ``, ok},
		{"numeric", "huge", text(huge), ``, input.TooLong},
		{"numeric", "foreign script", text("١٢"), ``, input.NotNumber},
		{"numeric", "emoji", text("5⭐"), ``, input.NotNumber},
		{"numeric", "pasted spaces", text("\u00a01 234\u202f567\u00a0"), `[{"value":"1234567"}]`, ok},
		{"numeric", "pasted groups", text("1,234,567.50"), `[{"value":"1234567.50"}]`, ok},
		{"numeric", "pasted points", text("1.234.567"), `[{"value":"1234567"}]`, ok},

		{"monetary", "good", text("146 000 000"), `[{"value":"146000000"}]`, ok},
		{"monetary", "bad", text("bepul"), ``, input.NotNumber},
		{"monetary", "empty", text(" "), ``, ok},
		{"monetary", "huge", text(huge), ``, input.TooLong},
		{"monetary", "foreign script", text("сто"), ``, input.NotNumber},
		{"monetary", "emoji", text("💰"), ``, input.NotNumber},
		{"monetary", "pasted with the currency", text("146 000 000 soʻm"), `[{"value":"146000000"}]`, ok},
		{"price", "good", text("99.90"), `[{"value":"99.90"}]`, ok},
		{"price", "bad", text("--1"), ``, input.NotNumber},
		{"price", "empty", text(""), ``, ok},
		{"price", "huge", text(huge), ``, input.TooLong},
		{"price", "foreign script", text("९९"), ``, input.NotNumber},
		{"price", "emoji", text("9💵"), ``, input.NotNumber},
		{"price", "pasted spaces", text(" 99\u00a0900,00\n"), `[{"value":"99900.00"}]`, ok},

		{"checkbox", "yes", text(input.Yes), `[{"value":true}]`, ok},
		{"checkbox", "no", text(input.No), `[{"value":false}]`, ok},
		{"checkbox", "unset", text(""), ``, ok},

		{"select", "good", picked(2), `[{"value":"Яндекс","enum_id":2}]`, ok},
		{"select", "empty", picked(), ``, ok},
		{"select", "bad", picked(99), ``, input.NotChoice},
		{"radiobutton", "good", picked(3), `[{"value":"Koʻrgazma","enum_id":3}]`, ok},
		{"radiobutton", "empty", picked(), ``, ok},
		{"radiobutton", "bad", picked(-1), ``, input.NotChoice},
		{"multiselect", "good", picked(3, 1), `[{"value":"Koʻrgazma","enum_id":3},{"value":"Instagram","enum_id":1}]`, ok},
		{"multiselect", "empty", picked(), ``, ok},
		{"multiselect", "bad", picked(1, 99), ``, input.NotChoice},
		{"tree", "good", picked(34), `[{"value":"Смартфон","enum_id":34}]`, ok},
		{"tree", "a branch", picked(31), `[{"value":"Mebel","enum_id":31}]`, ok},
		{"tree", "empty", picked(), ``, ok},
		{"tree", "bad", picked(99), ``, input.NotChoice},
		{"chained_list", "good", elements(90, 8001, 91, 8002), `[{"catalog_id":90,"catalog_element_id":8001},{"catalog_id":91,"catalog_element_id":8002}]`, ok},
		{"chained_list", "empty", elements(), ``, ok},
		{"chained_list", "bad", elements(90, 1, 90, 2, 90, 3, 90, 4, 90, 5, 90, 6), ``, input.TooMany},
		{"linked", "good", elements(95, 7), `[{"value":{"name":"#7","entity_id":7,"entity_type":"catalog_elements","catalog_id":95}}]`, ok},
		{"linked", "empty", elements(), ``, ok},

		{"date", "good", text("28.11.2026"), `[{"value":"2026-11-28T12:00:00+05:00"}]`, ok},
		{"date", "bad", text("31.02.2026"), ``, input.NotDay},
		{"date", "empty", text(""), ``, ok},
		{"date", "huge", text(huge), ``, input.NotDay},
		{"date", "foreign script", text("28 ноября"), ``, input.NotDay},
		{"date", "emoji", text("📅"), ``, input.NotDay},
		{"date", "pasted spaces", text(" 28.11.2026\n"), `[{"value":"2026-11-28T12:00:00+05:00"}]`, ok},
		{"birthday", "good", text("1.2.1985"), `[{"value":"1985-02-01T12:00:00+05:00"}]`, ok},
		{"birthday", "bad", text("1.2.1785"), ``, input.NotDay},
		{"birthday", "empty", text(" "), ``, ok},
		{"birthday", "huge", text(huge), ``, input.NotDay},
		{"birthday", "foreign script", text("1 февраля 1985"), ``, input.NotDay},
		{"birthday", "emoji", text("🎂"), ``, input.NotDay},
		{"birthday", "pasted spaces", text("\u00a001.02.1985 "), `[{"value":"1985-02-01T12:00:00+05:00"}]`, ok},
		{"date_time", "good", text("28.11.2026 14:30"), `[{"value":1795858200}]`, ok},
		{"date_time", "bad", text("28.11.2026 25:00"), ``, input.NotMoment},
		{"date_time", "empty", text(""), ``, ok},
		{"date_time", "huge", text(huge), ``, input.NotMoment},
		{"date_time", "foreign script", text("ertaga soat 5 da"), ``, input.NotMoment},
		{"date_time", "emoji", text("28.11.2026 🕑"), ``, input.NotMoment},
		{"date_time", "pasted spaces", text("\u00a028.11.2026 14:30 "), `[{"value":1795858200}]`, ok},

		{"url", "good", text("https://artel.uz/erp?a=1"), `[{"value":"https://artel.uz/erp?a=1"}]`, ok},
		{"url", "without a scheme", text("artel.uz/erp"), `[{"value":"https://artel.uz/erp"}]`, ok},
		{"url", "bad", text("artel/erp"), ``, input.NotLink},
		{"url", "a program", text("javascript:alert(1)"), ``, input.NotLink},
		{"url", "a file", text("file:///etc/passwd"), ``, input.NotLink},
		{"url", "mail", text("a@artel.uz"), ``, input.NotLink},
		{"url", "empty", text(""), ``, ok},
		{"url", "huge", text("https://artel.uz/" + huge), ``, input.TooLong},
		{"url", "foreign script", text("https://сайт.уз/я"), `[{"value":"https://сайт.уз/я"}]`, ok},
		{"url", "emoji", text("🔗"), ``, input.NotLink},
		{"url", "pasted spaces", text(" https://artel.uz \n"), `[{"value":"https://artel.uz"}]`, ok},

		{"phone", "good", line("90 123 45 67"), `[{"value":"+998901234567","enum_code":"WORK"}]`, ok},
		{"phone", "unknown", line("1055 ichki"), `[{"value":"1055 ichki","enum_code":"WORK"}]`, input.UnknownPhone},
		{"phone", "empty", line(" "), ``, ok},
		{"phone", "huge", line(huge), ``, input.TooLong},
		{"phone", "foreign script", line("٩٠١٢٣٤٥٦٧"), `[{"value":"٩٠١٢٣٤٥٦٧","enum_code":"WORK"}]`, input.UnknownPhone},
		{"phone", "emoji", line("📞"), `[{"value":"📞","enum_code":"WORK"}]`, input.UnknownPhone},
		{"phone", "pasted spaces", line("\u00a0+998\u00a0(90) 123-45-67\n"), `[{"value":"+998901234567","enum_code":"WORK"}]`, ok},
		{"email", "good", line("Jasur@Artel.uz"), `[{"value":"jasur@artel.uz","enum_code":"WORK"}]`, ok},
		{"email", "bad", line("jasur@artel"), ``, input.NotEmail},
		{"email", "with a name", line("Jasur <jasur@artel.uz>"), ``, input.NotEmail},
		{"email", "empty", line(""), ``, ok},
		{"email", "huge", line(a("a", 300) + "@artel.uz"), ``, input.TooLong},
		{"email", "foreign script", line("жасур@почта.уз"), `[{"value":"жасур@почта.уз","enum_code":"WORK"}]`, ok},
		{"email", "emoji", line("📧"), ``, input.NotEmail},
		{"email", "pasted spaces", line(" jasur@artel.uz\t"), `[{"value":"jasur@artel.uz","enum_code":"WORK"}]`, ok},
		{"multitext", "anything", line("@jasur"), `[{"value":"@jasur","enum_code":"WORK"}]`, ok},
		{"multitext", "empty", line(" "), ``, ok},
		{"multitext", "huge", line(huge), ``, input.TooLong},
		{"multitext", "foreign script", line("жасур"), `[{"value":"жасур","enum_code":"WORK"}]`, ok},
		{"multitext", "emoji", line("💬 jasur"), `[{"value":"💬 jasur","enum_code":"WORK"}]`, ok},
		{"multitext", "pasted spaces", line(" @jasur\n"), `[{"value":"@jasur","enum_code":"WORK"}]`, ok},

		{"smart_address", "good", part("city", "Toshkent"), `[{"value":"Toshkent","enum_code":"city"}]`, ok},
		{"smart_address", "country", part("country", "uz"), `[{"value":"UZ","enum_code":"country"}]`, ok},
		{"smart_address", "bad", part("country", "Oʻzbekiston"), ``, input.NotCountry},
		{"smart_address", "empty", part("city", " "), ``, ok},
		{"smart_address", "huge", part("city", huge), ``, input.TooLong},
		{"smart_address", "foreign script", part("city", "Самарқанд"), `[{"value":"Самарқанд","enum_code":"city"}]`, ok},
		{"smart_address", "emoji", part("city", "🏙"), `[{"value":"🏙","enum_code":"city"}]`, ok},
		{"smart_address", "pasted spaces", part("zip", " 100000\n"), `[{"value":"100000","enum_code":"zip"}]`, ok},

		{"legal_entity", "good", firm("mfo", "00 445"), `[{"value":{"name":"Artel","mfo":"00445"}}]`, ok},
		{"legal_entity", "kind", firm("entity_type", "2"), `[{"value":{"name":"Artel","entity_type":2}}]`, ok},
		{"legal_entity", "bad", firm("vat_id", "30123456x"), ``, input.NotDigits},
		{"legal_entity", "no name", part("mfo", "00445"), ``, input.NoName},
		{"legal_entity", "kind alone", part("entity_type", "2"), ``, ok},
		{"legal_entity", "empty", part("name", "  "), ``, ok},
		{"legal_entity", "huge", firm("director", huge), ``, input.TooLong},
		{"legal_entity", "foreign script", firm("director", "Қодиров Ў."), `[{"value":{"name":"Artel","director":"Қодиров Ў."}}]`, ok},
		{"legal_entity", "emoji", firm("oked", "🧾"), ``, input.NotDigits},
		{"legal_entity", "pasted spaces", firm("bank_account_number", " 2020 8000 1234\u00a0"), `[{"value":{"name":"Artel","bank_account_number":"202080001234"}}]`, ok},
	} {
		t.Run(c.kind+"/"+c.name, func(t *testing.T) {
			for i, lang := range []string{"uz", "ru", "en"} {
				o := input.Rule{Field: field(c.kind), Format: in(lang)}.Check(c.typed, nil)
				if got := sent(t, o.Values); got != c.sent {
					t.Errorf("%s: sends %.200s, want %.200s", lang, got, c.sent)
				}
				m := o.Mistake
				if m.Reason == "" {
					m = o.Notice
				}
				want := strings.NewReplacer("MOST", i18n.Group(int64(m.Most)), "PART", input.PartName(in(lang).Texts(), m.Part)).Replace(sentences[c.why][i])
				if got := m.Sentence(in(lang).Texts()); m.Reason != c.why || got != want {
					t.Errorf("%s: %q says %q, want %q, %q", lang, m.Reason, got, c.why, want)
				}
			}
		})
	}
}

// sentences are what a person reads, in Uzbek, Russian and English.
var sentences = map[input.Reason][3]string{
	"":                 {},
	input.Missing:      {"Buni toʻldirish shart", "Это поле обязательно", "This has to be filled in"},
	input.TooLong:      {"Juda uzun: koʻpi bilan MOST ta belgi", "Слишком длинно: не больше MOST знаков", "Too long: MOST characters at most"},
	input.NotNumber:    {"Son kiriting, masalan 12 500", "Введите число, например 12 500", "Type a number, such as 12 500"},
	input.NotWhole:     {"Butun summa kiriting: 0 dan 2 147 483 647 gacha", "Введите целую сумму от 0 до 2 147 483 647", "Type a whole sum from 0 to 2 147 483 647"},
	input.NotDay:       {"Sanani kiriting: kk.oo.yyyy", "Введите дату: дд.мм.гггг", "Type a date: dd.mm.yyyy"},
	input.NotMoment:    {"Sana va vaqtni kiriting: kk.oo.yyyy ss:dd", "Введите дату и время: дд.мм.гггг чч:мм", "Type a date and a time: dd.mm.yyyy hh:mm"},
	input.NotLink:      {"Toʻliq havola kiriting: https://…", "Введите ссылку целиком: https://…", "Type the whole link: https://…"},
	input.NotEmail:     {"Email toʻliq emas: nom@sayt.uz", "Адрес почты неполный: имя@сайт.uz", "The e-mail is not whole: name@site.uz"},
	input.NotChoice:    {"Bu variant endi yoʻq, boshqasini tanlang", "Такого варианта больше нет, выберите другой", "This choice is gone, take another"},
	input.TooMany:      {"Koʻpi bilan 5 ta tanlash mumkin", "Можно выбрать не больше 5", "No more than 5 can be chosen"},
	input.NoName:       {"Nomini kiriting", "Введите название", "Type the name"},
	input.NotDigits:    {"PART: faqat raqam kiriting", "PART: введите только цифры", "PART: digits only"},
	input.NotCountry:   {"Davlatning ikki harfi: UZ", "Две буквы страны: UZ", "The two letters of the country: UZ"},
	input.UnknownPhone: {"Bunday raqam topilmadi, yozilganicha saqlanadi", "Такого номера нет, он сохранится как набран", "No such number, it is kept as typed"},
}

func sent(t *testing.T, values []amo.Value) string {
	t.Helper()
	if len(values) == 0 {
		return ""
	}
	b, err := json.Marshal(values)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}

func TestCategoriesAreATree(t *testing.T) {
	r := input.Rule{Field: field("tree"), Format: in("uz")}
	var names []string
	for _, e := range r.Choices() {
		names = append(names, r.Above(e.ID)+"/"+e.Value)
	}
	if got := strings.Join(names, " "); got != "/Telefon Telefon/Смартфон /Mebel Mebel/Stol" {
		t.Errorf("the choices are %q", got)
	}
	if r.Above(38) == "" {
		t.Error("a ring has no name above")
	}
}

func TestWhyFixed(t *testing.T) {
	seen := map[string]string{}
	for _, kind := range []string{amo.FieldTrackingData, amo.FieldFile, amo.FieldCategory, amo.FieldItems, "novelty"} {
		for _, lang := range []string{"uz", "ru", "en"} {
			r := input.Rule{Field: field(kind), Format: in(lang)}
			why := r.WhyFixed()
			if other, twice := seen[why]; why == "" || twice || r.Shape() != input.Fixed {
				t.Errorf("%s in %s says %q, as %s", kind, lang, why, other)
			}
			seen[why] = kind + " in " + lang
		}
	}
	closed := field(amo.FieldText)
	closed.IsComputed = true
	if why := (input.Rule{Field: closed, Format: in("en")}).WhyFixed(); why != "Computed by amoCRM" {
		t.Errorf("a computed field says %q", why)
	}
}

func TestRequiredAndWhole(t *testing.T) {
	r := input.Rule{Field: field(amo.FieldText), Format: in("uz"), Required: true}
	if got := r.Check(text(" "), nil).Mistake.Reason; got != input.Missing {
		t.Errorf("an empty required field: %q", got)
	}
	if got := r.Check(text("x"), nil).Mistake.Reason; got != "" {
		t.Errorf("a filled one: %q", got)
	}
	whole := input.Rule{Field: field(amo.FieldPrice), Format: in("uz"), Whole: true}
	for typed, want := range map[string]input.Reason{
		"146 000 000": "", "0": "", "12.00": "", "12,5": input.NotWhole, "-1": input.NotWhole, "99999999999999999999": input.NotWhole, "x": input.NotNumber,
	} {
		if got := whole.Check(text(typed), nil).Mistake.Reason; got != want {
			t.Errorf("a budget of %q: %q, want %q", typed, got, want)
		}
	}
}

func TestEnglishGroups(t *testing.T) {
	for lang, want := range map[string]string{"en": `[{"value":"1234"}]`, "uz": `[{"value":"1.234"}]`} {
		if got := sent(t, input.Rule{Field: field(amo.FieldNumeric), Format: in(lang)}.Check(text("1,234"), nil).Values); got != want {
			t.Errorf("%s: %s, want %s", lang, got, want)
		}
	}
}
