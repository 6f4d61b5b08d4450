//go:build unix

package cache

import (
	"errors"
	"fmt"
	"maps"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"

	"github.com/google/go-cmp/cmp"

	"voronka/amo"
)

// shortage makes a store's disk unwritable and tells how to make it writable
// again.
type shortage struct {
	name  string
	begin func(t *testing.T, s *Store) (end func())
	typed func(error) bool
}

func shortages() []shortage {
	return []shortage{
		{"full", func(t *testing.T, s *Store) func() {
			var pages int64
			check(t, s.writer.QueryRowContext(t.Context(), `PRAGMA page_count`).Scan(&pages))
			pragma(t, s, fmt.Sprintf(`max_page_count = %d`, pages))
			return func() { pragma(t, s, `max_page_count = 1000000`) }
		}, func(err error) bool { return errors.Is(err, ErrDiskFull) }},
		// A real write that the system refuses half way, as a quota does.
		{"quota", func(t *testing.T, s *Store) func() {
			pragma(t, s, `wal_checkpoint(TRUNCATE)`)
			return limitFiles(t, 3*4096)
		}, isFolderError},
		// SQLite's answer for a file that may only be read, also to root, whom
		// permissions do not stop.
		{"read-only", func(t *testing.T, s *Store) func() {
			pragma(t, s, `query_only = 1`)
			return func() { pragma(t, s, `query_only = 0`) }
		}, isFolderError},
	}
}

func isFolderError(err error) bool {
	var folder *FolderError
	return errors.As(err, &folder)
}

func pragma(t *testing.T, s *Store, what string) {
	t.Helper()
	_, err := s.writer.ExecContext(t.Context(), `PRAGMA `+what)
	check(t, err)
}

// limitFiles keeps this process from writing beyond the first bytes of a file.
// No other test may write meanwhile, so none that uses it is parallel.
func limitFiles(t *testing.T, size uint64) (end func()) {
	t.Helper()
	var was syscall.Rlimit
	check(t, syscall.Getrlimit(syscall.RLIMIT_FSIZE, &was))
	less := was
	less.Cur = size
	check(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &less))
	return func() { check(t, syscall.Setrlimit(syscall.RLIMIT_FSIZE, &was)) }
}

// TestWritesWithoutRoom: each kind of write meets a disk that is full, over its
// quota, or read-only. The error says so, nothing of the write is there
// afterwards, nobody was told of it, the file is sound, and the same write
// succeeds once there is room.
func TestWritesWithoutRoom(t *testing.T) {
	const many = 60
	specs := func(name string, words int) []leadSpec {
		list := make([]leadSpec, many)
		for i := range list {
			list[i] = leadSpec{ID: int64(i + 1), Name: name + strings.Repeat(" uzun nom", words)}
		}
		return list
	}
	do := func(edit func(i int64) Edit) func(*testing.T, *Store) error {
		return func(t *testing.T, s *Store) error {
			c := Command{}
			for i := range int64(many) {
				c.Edits = append(c.Edits, edit(i+1))
			}
			_, err := s.Do(t.Context(), c)
			return err
		}
	}
	long := strings.Repeat("matn ", 40)
	writes := map[string]func(*testing.T, *Store) error{
		"edit":   do(func(i int64) Edit { return LeadEdit{ID: i, Name: amo.Set(fmt.Sprint(long, i))} }),
		"create": do(func(i int64) Edit { return LeadEdit{Name: amo.Set(fmt.Sprint(long, i))} }),
		"move":   do(func(i int64) Edit { return LeadEdit{ID: i, StatusID: amo.StatusWon} }),
		"note":   do(func(i int64) Edit { return NoteEdit{Entity: Leads, EntityID: i, Text: long} }),
		"apply": func(t *testing.T, s *Store) error {
			return s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs("Boshqa", 200)...), Marks: map[string]string{"pull.leads": "9"}})
		},
		"finish": func(t *testing.T, s *Store) error {
			left := must(s.Outbox(t.Context()))(t)
			if len(left) == 0 {
				return errors.New("the change is finished already")
			}
			return s.FinishChanges(t.Context(), Finished{IDs: []int64{left[0].ID}, Rows: Batch{Leads: leadsOf(t, specs("Yuborilgan", 200)...)}})
		},
		"draft": func(t *testing.T, s *Store) error {
			return s.SaveDraft(t.Context(), "lead/1", []byte(strings.Repeat("q", 200_000)))
		},
	}
	for _, lack := range shortages() {
		for name, write := range writes {
			t.Run(lack.name+"/"+name, func(t *testing.T) {
				s, _ := newStore(t)
				check(t, s.Apply(t.Context(), Batch{Leads: leadsOf(t, specs("Oshxona", 2)...)}))
				_, err := s.MoveLead(t.Context(), Move{LeadID: 1, PipelineID: salesID, StatusID: measureID}, 0)
				check(t, err)
				if name == "finish" {
					check(t, s.StartSending(t.Context(), []int64{must(s.Outbox(t.Context()))(t)[0].ID}, 0))
				}
				check(t, s.FinishIndex(t.Context())) // it is filled behind one's back, and notes that it was
				columns := columnsOf(t, s.path)
				maps.DeleteFunc(columns, func(table string, _ []string) bool {
					return strings.HasPrefix(table, "search")
				})
				before := dump(t, s.path, columns)
				told := heard(t, s)
				end := lack.begin(t, s)
				err = write(t, s)
				end()
				if !lack.typed(err) {
					t.Errorf("%v", err)
				}
				if diff := cmp.Diff(before, dump(t, s.path, columns)); diff != "" {
					t.Errorf("half of it was written (-before +after):\n%.2000s", diff)
				}
				if got := told(); len(got) > 0 {
					t.Errorf("told of %v", got)
				}
				sound(t, s)
				check(t, write(t, s))
				sound(t, s)
			})
		}
	}
}

// sound has SQLite look through the whole file.
func sound(t *testing.T, s *Store) {
	t.Helper()
	if got := must(texts(t.Context(), s.writer, `PRAGMA integrity_check`))(t); len(got) != 1 || got[0] != "ok" {
		t.Errorf("integrity: %v", got)
	}
}

// TestMigrationsWithoutRoom: a database of an earlier version meets a disk that
// has no room for its backup, or for the migration itself, or a folder in which
// nothing can be made. It is left as it was, and opens when there is room.
func TestMigrationsWithoutRoom(t *testing.T) {
	name := fixtures(t)[0]
	for _, tt := range []struct {
		name  string
		begin func(t *testing.T, path string) (end func())
	}{
		{"no room at all", func(t *testing.T, _ string) func() { return limitFiles(t, 4096) }},
		{"room for half a backup", func(t *testing.T, path string) func() {
			return limitFiles(t, uint64(must(os.Stat(path))(t).Size()/2))
		}},
		{"room for the backup alone", func(t *testing.T, path string) func() {
			return limitFiles(t, uint64(must(os.Stat(path))(t).Size()))
		}},
		{"nothing can be made", func(t *testing.T, path string) func() {
			// What stands in the backup's way and cannot be removed.
			block := path + ".v1.backup.new"
			check(t, os.MkdirAll(filepath.Join(block, "x"), 0o700))
			return func() { check(t, os.RemoveAll(block)) }
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			dir := t.TempDir()
			folder := openFolder(t, dir)
			path := filepath.Join(dir, "accounts", fmt.Sprintf("%d.db", testAccount))
			unpack(t, name, path)
			columns := columnsOf(t, path)
			before := dump(t, path, columns)
			end := tt.begin(t, path)
			s, err := folder.OpenAccount(t.Context(), testAccount)
			end()
			if err == nil {
				check(t, s.Close())
				t.Fatal("it was opened")
			}
			if !isFolderError(err) && !errors.Is(err, ErrDiskFull) {
				t.Errorf("%v", err)
			}
			if diff := cmp.Diff(before, dump(t, path, columns)); diff != "" {
				t.Errorf("it was changed (-before +after):\n%.2000s", diff)
			}
			s = openAccount(t, folder)
			verifyFixture(t, s, versionOf(t, name))
			sound(t, s)
		})
	}
}
