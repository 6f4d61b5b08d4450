package cli

import (
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voronka/ui/i18n"
)

// The languages have the same phrases with the same values.
func TestPhrasesAreAtParity(t *testing.T) {
	value := regexp.MustCompile(`{{\.\w+}}`)
	english := catalogue(i18n.English)
	for _, language := range i18n.Languages() {
		texts := catalogue(language.Code)
		if got, want := slices.Sorted(maps.Keys(texts)), slices.Sorted(maps.Keys(english)); !slices.Equal(got, want) {
			t.Errorf("%s has %v, English %v", language.Code, got, want)
		}
		for key, text := range texts {
			if got, want := value.FindAllString(text, -1), value.FindAllString(english[key], -1); !slices.Equal(got, want) {
				t.Errorf("%s %s has the values %v, English %v", language.Code, key, got, want)
			}
			if strings.ContainsAny(text, "'`") {
				t.Errorf("%s %s: straight apostrophe in %q", language.Code, key, text)
			}
		}
	}
}

func TestOwn(t *testing.T) {
	if got := own(i18n.English, addressTaken, "Addr", ":80"); !strings.Contains(got, ":80") || strings.Contains(got, "{{") {
		t.Errorf("got %q", got)
	}
}
