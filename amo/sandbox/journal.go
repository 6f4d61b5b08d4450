package sandbox

import (
	"bufio"
	"bytes"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"sync"
	"time"
)

// syncDelay is how long written changes may wait for the disk. They survive
// the end of the process at once, and a power cut after this.
const syncDelay = 100 * time.Millisecond

// rewriteAfter is how many lines the file may have before outdated ones are
// thrown out.
const rewriteAfter = 20_000

// stateHeader is the first line of a state file: the account that the
// following changes belong to.
type stateHeader struct {
	Version    int    `json:"voronka_sandbox"`
	Generation int    `json:"generation"`
	Seed       uint64 `json:"seed"`
	Leads      int    `json:"leads"`
	Contacts   int    `json:"contacts"`
	Day        int64  `json:"day"` // its first second in Tashkent
}

// journal keeps the state file: a header, then one changed row a line. The
// account itself is not stored, it grows again from the header. The last line
// about a row counts. The file is rewritten without outdated lines when it is
// opened and closed, and when it has grown.
type journal struct {
	mu     sync.Mutex
	path   string
	header stateHeader
	file   *os.File
	size   int64
	lines  int
	latest map[recordKey]record

	dirty chan struct{} // something waits for the disk
	stop  chan struct{}
	done  chan struct{}
	err   error // of the last sync, valid when done is closed
}

// open makes the account of the options, with the changes of the state file
// when there is one.
func (s *Server) open() error {
	header := stateHeader{
		Version: 1, Generation: demoGeneration, Seed: s.options.Seed,
		Leads: s.options.Leads, Contacts: s.options.Contacts, Day: startOfDay(s.options.Now()),
	}
	stored, records, err := readState(s.options.StateFile)
	switch {
	case errors.Is(err, fs.ErrNotExist):
	case err != nil:
		return err
	default:
		header.Day = stored.Day
		if stored != header {
			return fmt.Errorf("%s was made with seed %d, %d leads and %d contacts by generation %d; use the same, or another file",
				s.options.StateFile, stored.Seed, stored.Leads, stored.Contacts, stored.Generation)
		}
	}
	s.state = generate(s.options, header.Day)
	s.state.lenient = s.options.SeedMode
	j := &journal{
		path: s.options.StateFile, header: header, latest: map[recordKey]record{},
		dirty: make(chan struct{}, 1), stop: make(chan struct{}), done: make(chan struct{}),
	}
	for _, r := range records {
		s.state.apply(r)
		if r.Offset != nil {
			s.clock.offset.Store(*r.Offset)
		}
		j.latest[r.key()] = r
	}
	if err := j.rewrite(); err != nil {
		return err
	}
	s.journal = j
	go j.syncLoop()
	return nil
}

// readState reads a state file. A last line without its end was being
// written when the process died, and was not answered.
func readState(path string) (stateHeader, []record, error) {
	var header stateHeader
	raw, err := os.ReadFile(path)
	if err != nil {
		return header, nil, err
	}
	first, rest, whole := bytes.Cut(raw, []byte("\n"))
	if err := json.Unmarshal(first, &header); err != nil || !whole || header.Version != 1 {
		return header, nil, fmt.Errorf("%s is not a state file of this sandbox", path)
	}
	var records []record
	for n := 2; len(rest) > 0; n++ {
		var line []byte
		if line, rest, whole = bytes.Cut(rest, []byte("\n")); !whole {
			break
		}
		var r record
		if err := json.Unmarshal(line, &r); err != nil {
			return header, nil, fmt.Errorf("%s: line %d is damaged: %w", path, n, err)
		}
		records = append(records, r)
	}
	return header, records, nil
}

// append makes changes survive the end of the process. On an error nothing
// of them stays in the file.
func (j *journal) append(records []record) error {
	var b bytes.Buffer
	if err := writeLines(&b, records); err != nil {
		return err
	}
	j.mu.Lock()
	defer j.mu.Unlock()
	if _, err := j.file.Write(b.Bytes()); err != nil {
		return errors.Join(err, j.file.Truncate(j.size))
	}
	j.size += int64(b.Len())
	j.lines += len(records)
	for _, r := range records {
		j.latest[r.key()] = r
	}
	select {
	case j.dirty <- struct{}{}:
	default:
	}
	if j.lines > rewriteAfter && j.lines > 4*len(j.latest) {
		return j.rewrite()
	}
	return nil
}

func writeLines(w io.Writer, records []record) error {
	e := json.NewEncoder(w) // ends every value with a line end
	for _, r := range records {
		if err := e.Encode(r); err != nil {
			return fmt.Errorf("encode row %d: %w", r.key().id, err)
		}
	}
	return nil
}

// rewrite puts a file with only the latest lines in the place of the old one,
// and goes on appending to it. The caller holds mu, or is alone.
func (j *journal) rewrite() (err error) {
	temp, err := os.CreateTemp(filepath.Dir(j.path), filepath.Base(j.path)+".*.tmp")
	if err != nil {
		return err
	}
	renamed := false
	defer func() {
		if !renamed {
			// Closing twice is harmless; the first error is the one to tell.
			_ = temp.Close()
			err = errors.Join(err, os.Remove(temp.Name()))
		}
	}()
	w := bufio.NewWriter(temp)
	if err := json.NewEncoder(w).Encode(j.header); err != nil {
		return err
	}
	if err := writeLines(w, j.sorted()); err != nil {
		return err
	}
	if err := w.Flush(); err != nil {
		return err
	}
	if err := temp.Sync(); err != nil {
		return err
	}
	size, err := temp.Seek(0, io.SeekCurrent)
	if err != nil {
		return err
	}
	// Windows renames neither an open file nor onto one.
	if err := temp.Close(); err != nil {
		return err
	}
	if j.file != nil {
		if err := j.file.Close(); err != nil {
			return err
		}
		j.file = nil
	}
	if err := os.Rename(temp.Name(), j.path); err != nil {
		return err
	}
	renamed = true
	j.size, j.lines = size, len(j.latest)
	j.file, err = os.OpenFile(j.path, os.O_WRONLY|os.O_APPEND, 0o600)
	return err
}

func (j *journal) sorted() []record {
	records := make([]record, 0, len(j.latest))
	for _, r := range j.latest {
		records = append(records, r)
	}
	slices.SortFunc(records, func(a, b record) int {
		x, y := a.key(), b.key()
		return cmp.Or(cmp.Compare(x.rank, y.rank), cmp.Compare(x.id, y.id), cmp.Compare(x.name, y.name))
	})
	return records
}

// syncLoop brings written changes to the disk until close.
func (j *journal) syncLoop() {
	defer close(j.done)
	for {
		select {
		case <-j.stop:
			return
		case <-j.dirty:
		}
		timer := time.NewTimer(syncDelay)
		select {
		case <-j.stop:
			timer.Stop()
			return
		case <-timer.C:
		}
		j.mu.Lock()
		err := j.file.Sync()
		j.mu.Unlock()
		if err != nil {
			j.err = err
			return
		}
	}
}

func (j *journal) close() error {
	close(j.stop)
	<-j.done
	j.mu.Lock()
	defer j.mu.Unlock()
	return errors.Join(j.err, j.rewrite(), j.file.Close())
}
