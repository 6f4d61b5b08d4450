package i18n

import (
	"embed"
	"fmt"
	"strconv"
	"strings"

	"github.com/BurntSushi/toml"
	"github.com/nicksnyder/go-i18n/v2/i18n"
	"golang.org/x/text/language"
)

// The languages.
const (
	Uzbek   = "uz"
	Russian = "ru"
	English = "en"
)

// Languages returns the languages in the order a person chooses from, each
// with its own name for itself.
func Languages() []Language {
	return []Language{{Uzbek, "Oʻzbekcha"}, {Russian, "Русский"}, {English, "English"}}
}

// Language is a language a person can choose.
type Language struct {
	Code string // uz, ru, en
	Name string // in the language itself
}

//go:embed translations/*.toml
var catalogues embed.FS

// Texts is every text in one language. It is immutable and safe for concurrent
// use.
type Texts struct {
	lang      string
	localizer *i18n.Localizer
	plain     map[string]string // messages without values or plural forms
}

// New returns the texts of a language: "uz", "ru" or "en"; anything else is
// Uzbek.
func New(lang string) *Texts {
	if !known(lang) {
		lang = Uzbek
	}
	bundle := i18n.NewBundle(language.Make(lang))
	file, err := parse(bundle, lang)
	if err != nil {
		panic(err) // a catalogue is part of the program, and tests read them all
	}
	plain := make(map[string]string, len(file.Messages))
	for _, m := range file.Messages {
		if m.One == "" && !strings.Contains(m.Other, "{{") {
			plain[m.ID] = m.Other
		}
	}
	return &Texts{lang: lang, localizer: i18n.NewLocalizer(bundle, lang), plain: plain}
}

func parse(bundle *i18n.Bundle, lang string) (*i18n.MessageFile, error) {
	bundle.RegisterUnmarshalFunc("toml", toml.Unmarshal)
	name := "translations/" + lang + ".toml"
	source, err := catalogues.ReadFile(name)
	if err != nil {
		return nil, fmt.Errorf("read texts: %w", err)
	}
	file, err := bundle.ParseMessageFileBytes(source, lang+".toml")
	if err != nil {
		return nil, fmt.Errorf("parse texts in %s: %w", name, err)
	}
	return file, nil
}

func known(lang string) bool {
	return lang == Uzbek || lang == Russian || lang == English
}

// Lang returns the language: "uz", "ru" or "en".
func (t *Texts) Lang() string { return t.lang }

// T returns a text. Its values follow as pairs of name and value:
//
//	t.T("lead.created_line", "ID", 19619, "Date", "20.11.2026")
func (t *Texts) T(key string, pairs ...any) string {
	if len(pairs) == 0 {
		if s, ok := t.plain[key]; ok {
			return s
		}
	}
	return t.localize(key, &i18n.LocalizeConfig{MessageID: key, TemplateData: values(key, pairs)})
}

// N returns a text in the plural form for n, which its messages know as
// {{.N}}, with grouped digits. More values follow as for T.
func (t *Texts) N(key string, n int, pairs ...any) string {
	data := values(key, pairs)
	if data == nil {
		data = make(map[string]any, 1)
	}
	data["N"] = Group(int64(n))
	return t.localize(key, &i18n.LocalizeConfig{MessageID: key, PluralCount: n, TemplateData: data})
}

func (t *Texts) localize(key string, config *i18n.LocalizeConfig) string {
	s, err := t.localizer.Localize(config)
	if err != nil || strict && strings.Contains(s, "<no value>") {
		return mistake(key, err)
	}
	return s
}

// mistake answers for a key or a value that the catalogue does not have.
func mistake(key string, err error) string {
	if strict {
		panic(fmt.Sprintf("i18n: %q: %v", key, err))
	}
	return "[" + key + "]"
}

func values(key string, pairs []any) map[string]any {
	if len(pairs) == 0 {
		return nil
	}
	data := make(map[string]any, len(pairs)/2+1)
	for i := 0; i+1 < len(pairs); i += 2 {
		data[fmt.Sprint(pairs[i])] = pairs[i+1]
	}
	if strict && len(pairs)%2 != 0 {
		panic(fmt.Sprintf("i18n: %q: values come in pairs of name and value, got %d", key, len(pairs)))
	}
	return data
}

// groupSpace stands between groups of digits; a line is never broken at it.
// Inter's no-break space is a little over a quarter of the text's height, its
// narrow one so thin that long sums run together at small sizes.
const groupSpace = "\u00a0"

// Group writes a number with thin spaces between groups of three digits.
func Group(n int64) string {
	s := strconv.FormatInt(n, 10)
	sign := ""
	if n < 0 {
		sign, s = "−", s[1:]
	}
	if len(s) <= 3 {
		return sign + s
	}
	var b strings.Builder
	b.WriteString(sign)
	head := len(s) % 3
	b.WriteString(s[:head])
	for i := head; i < len(s); i += 3 {
		if i > 0 {
			b.WriteString(groupSpace)
		}
		b.WriteString(s[i : i+3])
	}
	return b.String()
}
