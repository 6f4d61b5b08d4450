package webhook

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"testing"
	"time"
)

func take(t testing.TB, dir string) (list []string) {
	t.Helper()
	deliveries, err := Take(t.Context(), dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range deliveries {
		list = append(list, string(d.Body))
	}
	return list
}

func TestTakeRemovesWhatItGives(t *testing.T) {
	dir := t.TempDir()
	if got := take(t, filepath.Join(dir, "missing")); len(got) != 0 {
		t.Errorf("a folder that is not there: %v", got)
	}
	s := openStore(t, dir)
	day := time.Date(2026, 2, 3, 23, 59, 59, 0, time.UTC).Unix()
	save(t, s, NewDelivery(MediaForm, []byte("first"), day))
	save(t, s, NewDelivery(MediaForm, []byte("next day"), day+1))
	if got := strings.Join(take(t, dir), ","); got != "first,next day" {
		t.Errorf("took %q", got)
	}
	if got := take(t, dir); len(got) != 0 {
		t.Errorf("took again %v", got)
	}
	save(t, s, NewDelivery(MediaForm, []byte("late"), day+2))
	damaged := filepath.Join(dir, filePrefix+"2026-02-04"+fileSuffix)
	content, err := os.ReadFile(damaged)
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(damaged, append([]byte("no delivery\n"), content...), 0o600); err != nil {
		t.Fatal(err)
	}
	if got := strings.Join(take(t, dir), ","); got != "late" {
		t.Errorf("beside damage: %q", got)
	}
	if left, err := os.ReadFile(damaged); err != nil || len(left) != 0 {
		t.Errorf("left %q, %v", left, err)
	}
}

// Nothing is lost or given twice between one that writes and one that takes.
func TestTakeWhileWriting(t *testing.T) {
	const writers, each = 8, 25
	dir := t.TempDir()
	s := openStore(t, dir)
	var all sync.WaitGroup
	for w := range writers {
		all.Go(func() {
			for i := range each {
				if err := s.SaveDelivery(t.Context(), NewDelivery(MediaForm, fmt.Appendf(nil, "%d-%d", w, i), int64(i))); err != nil {
					t.Error(err)
				}
			}
		})
	}
	written := make(chan struct{})
	go func() {
		all.Wait()
		close(written)
	}()
	seen := map[string]int{}
	for done := false; !done; {
		select {
		case <-written:
			done = true
		default:
		}
		for _, body := range take(t, dir) {
			seen[body]++
		}
	}
	if len(seen) != writers*each {
		t.Errorf("took %d of %d deliveries", len(seen), writers*each)
	}
	for body, times := range seen {
		if times != 1 {
			t.Errorf("%s came %d times", body, times)
		}
	}
}

func TestTakeTellsOfAFolderItCannotRead(t *testing.T) {
	file := filepath.Join(t.TempDir(), "file")
	if err := os.WriteFile(file, nil, 0o600); err != nil {
		t.Fatal(err)
	}
	if _, err := Take(t.Context(), file); err == nil || errors.Is(err, os.ErrNotExist) {
		t.Errorf("a file for a folder: %v", err)
	}
}
