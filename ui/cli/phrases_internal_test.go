package cli

import (
	"errors"
	"fmt"
	"maps"
	"regexp"
	"slices"
	"strings"
	"testing"

	"voronka/amo"
	"voronka/cache/replica"
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

// A sync that ends with changes left says which one does not go out and why, and
// asks for patience only where that helps.
func TestAStuckChangeIsNamed(t *testing.T) {
	for _, language := range i18n.Languages() {
		texts := i18n.New(language.Code)
		say := func(e replica.StuckError) string { return explainHere(texts, fmt.Errorf("sync: %w", &e)) }
		answered := func(status int, kind amo.Kind) replica.StuckError {
			return replica.StuckError{Left: 3, ChangeID: 17, Status: status, Err: &amo.Error{Status: status, Kind: kind}}
		}
		refused := say(answered(403, amo.KindForbidden))
		later := say(answered(503, amo.KindTemporary))
		cut := say(replica.StuckError{Left: 3, ChangeID: 17, Err: &amo.NetworkError{Op: "PATCH", Host: "nurmebel.amocrm.ru", Err: errors.New("reset")}})
		silent := say(replica.StuckError{Left: 3})
		for _, s := range []string{refused, later, cut, silent} {
			if !strings.Contains(s, "3") || strings.Contains(s, "{{") || strings.Contains(s, "..") {
				t.Errorf("%s: %q", language.Code, s)
			}
		}
		for s, want := range map[string][]string{
			refused: {"17", "voronka outbox cancel"},
			later:   {"17", "503", "voronka sync --once"},
			cut:     {"17", "nurmebel.amocrm.ru", "voronka sync --once"},
			silent:  {"voronka outbox list"},
		} {
			for _, part := range want {
				if !strings.Contains(s, part) {
					t.Errorf("%s: %q does not say %q", language.Code, s, part)
				}
			}
		}
	}
}
