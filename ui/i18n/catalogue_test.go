package i18n_test

import (
	"fmt"
	"os"
	"regexp"
	"slices"
	"sort"
	"strings"
	"testing"

	"github.com/BurntSushi/toml"
)

// classes are the plural forms CLDR knows for a language.
var classes = map[string][]string{
	"uz": {"one", "other"},
	"ru": {"few", "many", "one", "other"},
	"en": {"one", "other"},
}

// message is one entry of a catalogue: its forms by class, "" for a plain one.
type message map[string]string

// catalogue reads a language's file by itself, past the code under test.
func catalogue(t *testing.T, lang string) map[string]message {
	t.Helper()
	source, err := os.ReadFile("translations/" + lang + ".toml")
	if err != nil {
		t.Fatal(err)
	}
	var groups map[string]map[string]any
	if err := toml.Unmarshal(source, &groups); err != nil {
		t.Fatal(err)
	}
	all := map[string]message{}
	for group, entries := range groups {
		for key, value := range entries {
			m := message{}
			switch v := value.(type) {
			case string:
				m[""] = v
			case map[string]any:
				for class, text := range v {
					m[class] = fmt.Sprint(text)
				}
			}
			all[group+"."+key] = m
		}
	}
	return all
}

func (m message) classes() []string {
	var c []string
	for class := range m {
		c = append(c, class)
	}
	sort.Strings(c)
	return c
}

var placeholder = regexp.MustCompile(`\{\{\s*\.(\w+)\s*\}\}`)

// values returns the names a text wants, each once, in alphabetic order.
func values(text string) []string {
	var names []string
	for _, m := range placeholder.FindAllStringSubmatch(text, -1) {
		names = append(names, m[1])
	}
	sort.Strings(names)
	return slices.Compact(names)
}

// TestParity holds the three languages to the same keys, the plural forms each
// needs, and the same values.
func TestParity(t *testing.T) {
	english := catalogue(t, "en")
	if len(english) < 200 {
		t.Fatalf("only %d texts", len(english))
	}
	for lang, want := range classes {
		mine := catalogue(t, lang)
		for key := range mine {
			if _, ok := english[key]; !ok {
				t.Errorf("%s has %s, which English does not", lang, key)
			}
		}
		for key, model := range english {
			m, ok := mine[key]
			if !ok {
				t.Errorf("%s has no %s", lang, key)
				continue
			}
			if _, plain := model[""]; plain {
				want := []string{""}
				if got := m.classes(); !slices.Equal(got, want) {
					t.Errorf("%s: %s has forms %q, English is plain", lang, key, got)
				}
			} else if got := m.classes(); !slices.Equal(got, want) {
				t.Errorf("%s: %s has forms %q, want %q", lang, key, got, want)
			}
			wantValues := values(model["other"] + model[""])
			for class, text := range m {
				if got := values(text); !slices.Equal(got, wantValues) {
					t.Errorf("%s: %s (%s) takes %q, English %q", lang, key, class, got, wantValues)
				}
			}
		}
	}
}

// TestSpelling holds what a reader would notice: texts are not empty, have no
// loose spaces, Uzbek has its own letters and no Cyrillic, and Russian no
// Latin beside names.
func TestSpelling(t *testing.T) {
	cyrillic := regexp.MustCompile(`\p{Cyrillic}`)
	for lang := range classes {
		for key, m := range catalogue(t, lang) {
			for _, text := range m {
				switch {
				case strings.TrimSpace(text) != text || text == "":
					t.Errorf("%s: %s is %q", lang, key, text)
				case strings.Contains(text, "  "), strings.Contains(text, "..."):
					t.Errorf("%s: %s has double spaces or three dots: %q", lang, key, text)
				}
				if lang == "uz" && strings.ContainsAny(text, "'`‘’") {
					t.Errorf("uz: %s is not spelt with ʻ or ʼ: %q", key, text)
				}
				if lang != "ru" && cyrillic.MatchString(text) {
					t.Errorf("%s: %s has Cyrillic letters: %q", lang, key, text)
				}
				if strings.Contains(strings.ToLower(text), "so'm") {
					t.Errorf("%s: %s spells the som wrongly", lang, key)
				}
			}
		}
	}
}

// TestFailuresSayWhatAndWhatNext: every failure is a sentence.
func TestFailuresSayWhatAndWhatNext(t *testing.T) {
	for lang := range classes {
		for key, m := range catalogue(t, lang) {
			if strings.HasPrefix(key, "error.") && !strings.HasSuffix(m[""], ".") {
				t.Errorf("%s: %s is no sentence: %q", lang, key, m[""])
			}
		}
	}
}
