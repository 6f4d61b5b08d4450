package draft_test

import (
	"context"
	"errors"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"voronka/ui/draft"
)

// shelf keeps drafts in memory and can be full.
type shelf struct {
	mu     sync.Mutex
	kept   map[string]string
	writes int
	full   bool
}

var errFull = errors.New("the disk is full")

func (s *shelf) SaveDraft(_ context.Context, key string, value []byte) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.full {
		return errFull
	}
	s.writes++
	if value == nil {
		delete(s.kept, key)
	} else {
		s.kept[key] = string(value)
	}
	return nil
}

func (s *shelf) Draft(_ context.Context, key string) ([]byte, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if text, ok := s.kept[key]; ok {
		return []byte(text), nil
	}
	return nil, nil
}

func (s *shelf) has(key string) string {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.kept[key]
}

func TestTypingIsKeptWhenItPauses(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{kept: map[string]string{}}
		k := draft.NewKeeper(s, func(err error) { t.Error(err) })
		for _, text := range []string{"J", "Ja", "Jas"} {
			k.Keep("contact/new", []byte(text))
		}
		if got, err := k.Read(t.Context(), "contact/new"); err != nil || string(got) != "Jas" {
			t.Errorf("before it is written: %q, %v", got, err)
		}
		time.Sleep(time.Second)
		if s.has("contact/new") != "Jas" || s.writes != 1 {
			t.Errorf("kept %v in %d writes", s.kept, s.writes)
		}
		k.Keep("contact/new", nil)
		k.Keep("contact/5", []byte("x"))
		k.Close()
		if s.has("contact/new") != "" || s.has("contact/5") != "x" {
			t.Errorf("after closing: %v", s.kept)
		}
	})
}

// What is typed into something that gets another name goes on under that one,
// whatever was not written yet.
func TestWhatIsTypedGoesOnUnderAnotherName(t *testing.T) {
	for range 20 { // what is pending is written in any order
		synctest.Test(t, func(t *testing.T) {
			s := &shelf{kept: map[string]string{}}
			k := draft.NewKeeper(s, func(err error) { t.Error(err) })
			k.Keep("contact/-5", []byte("Ja"))
			k.Rename("contact/-5", "contact/5")
			if got, err := k.Read(t.Context(), "contact/5"); err != nil || string(got) != "Ja" {
				t.Errorf("under the new name is %q, %v", got, err)
			}
			k.Keep("contact/5", []byte("Jas"))
			k.Rename("contact/-5", "contact/5")
			k.Close()
			if s.has("contact/-5") != "" || s.has("contact/5") != "Jas" {
				t.Errorf("kept are %v", s.kept)
			}
		})
	}
}

func TestWhatCannotBeWrittenIsTriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		s := &shelf{kept: map[string]string{}, full: true}
		var failed []error
		k := draft.NewKeeper(s, func(err error) { failed = append(failed, err) })
		k.Keep("contact/5", []byte("x"))
		time.Sleep(time.Second)
		s.mu.Lock()
		s.full = false
		s.mu.Unlock()
		k.Close()
		if len(failed) != 1 || !errors.Is(failed[0], errFull) || s.has("contact/5") != "x" {
			t.Errorf("failed %v, kept %v", failed, s.kept)
		}
	})
}
