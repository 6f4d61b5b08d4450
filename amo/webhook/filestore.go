package webhook

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"github.com/gofrs/flock"
)

// FileStore keeps deliveries in a folder: one file a day (UTC), one JSON line
// a delivery. A delivery is on the disk when SaveDelivery returns; those that
// come together share one write and one sync. One process at a time writes to
// a folder; any number may read it with Read, or one empty it with Take.
type FileStore struct {
	dir   string
	queue chan saving
	gone  chan struct{} // closed when the store is to end
	ended chan struct{} // closed when nothing is written any more
	once  sync.Once
	lock  *flock.Flock
}

// saving is a delivery on its way to the disk.
type saving struct {
	line []byte
	day  string
	done chan error // has room for the answer
}

const (
	filePrefix = "deliveries-"
	fileSuffix = ".jsonl"
	lockName   = "deliveries.lock"
	// maxTogether bounds what one sync is shared by.
	maxTogether = 512
)

// ErrClosed is the error of saving to a closed store.
var ErrClosed = errors.New("the store of deliveries is closed")

// ErrInUse is the error of opening a folder that another store writes to.
var ErrInUse = errors.New("another receiver writes to this folder of deliveries")

// OpenFileStore opens the folder, which is made when it is not there, readable
// by its owner alone, and locks it against other writers. Close ends the
// goroutine that writes.
func OpenFileStore(dir string) (*FileStore, error) {
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return nil, fmt.Errorf("folder for deliveries: %w", err)
	}
	lock := flock.New(filepath.Join(dir, lockName))
	if held, err := lock.TryLock(); err != nil {
		return nil, fmt.Errorf("lock the folder for deliveries: %w", err)
	} else if !held {
		return nil, ErrInUse
	}
	s := &FileStore{
		dir: dir, queue: make(chan saving, maxTogether),
		gone: make(chan struct{}), ended: make(chan struct{}), lock: lock,
	}
	go s.write() // Close waits for it
	return s, nil
}

// Close waits for what is being written. Deliveries saved later are refused
// with ErrClosed.
func (s *FileStore) Close() error {
	var err error
	s.once.Do(func() {
		close(s.gone)
		<-s.ended
		err = s.lock.Unlock()
	})
	<-s.ended
	return err
}

// SaveDelivery appends the delivery to the file of its day and returns when it
// is on the disk. When ctx ends first it may or may not be.
func (s *FileStore) SaveDelivery(ctx context.Context, d Delivery) error {
	line, err := json.Marshal(lineOf(d))
	if err != nil {
		return fmt.Errorf("delivery %s: %w", d.ID, err)
	}
	w := saving{
		line: append(line, '\n'),
		day:  time.Unix(d.ReceivedAt, 0).UTC().Format(time.DateOnly),
		done: make(chan error, 1),
	}
	select {
	case <-s.gone:
		return ErrClosed
	default:
	}
	select {
	case s.queue <- w:
	case <-s.gone:
		return ErrClosed
	case <-ctx.Done():
		return fmt.Errorf("delivery %s: %w", d.ID, context.Cause(ctx))
	}
	select {
	case err := <-w.done:
		return err
	case <-ctx.Done():
		return fmt.Errorf("delivery %s: %w", d.ID, context.Cause(ctx))
	case <-s.ended: // queued too late, or just written
		select {
		case err := <-w.done:
			return err
		default:
			return ErrClosed
		}
	}
}

// record is a line of a file.
type record struct {
	ID         string `json:"id"`
	ReceivedAt int64  `json:"received_at"`
	Media      string `json:"media"`
	Body       string `json:"body,omitempty"`
	BodyBytes  []byte `json:"body_base64,omitempty"` // a body that is not text
}

func lineOf(d Delivery) record {
	r := record{ID: d.ID, ReceivedAt: d.ReceivedAt, Media: d.Media}
	if utf8.Valid(d.Body) {
		r.Body = string(d.Body)
	} else {
		r.BodyBytes = d.Body
	}
	return r
}

func (r record) delivery() Delivery {
	d := Delivery{ID: r.ID, ReceivedAt: r.ReceivedAt, Media: r.Media, Body: []byte(r.Body)}
	if len(r.BodyBytes) > 0 {
		d.Body = r.BodyBytes
	}
	return d
}

// write is the one goroutine that touches the files.
func (s *FileStore) write() {
	defer close(s.ended)
	f := dayFile{turn: flock.New(filepath.Join(s.dir, turnName))}
	defer f.close()
	for {
		select {
		case first := <-s.queue:
			s.flush(&f, first)
		case <-s.gone:
			for { // what was taken before the end is written
				select {
				case w := <-s.queue:
					s.flush(&f, w)
				default:
					return
				}
			}
		}
	}
}

// flush writes a delivery and those that wait behind it, in one go a day.
func (s *FileStore) flush(f *dayFile, first saving) {
	together := []saving{first}
	for len(together) < maxTogether {
		select {
		case w := <-s.queue:
			together = append(together, w)
			continue
		default:
		}
		break
	}
	for len(together) > 0 {
		day, n := together[0].day, 0
		var lines bytes.Buffer
		for n < len(together) && together[n].day == day {
			lines.Write(together[n].line)
			n++
		}
		err := f.append(s.dir, day, lines.Bytes())
		for _, w := range together[:n] {
			w.done <- err
		}
		together = together[n:]
	}
}

// dayFile is the file of a day, open for appending.
type dayFile struct {
	turn *flock.Flock // held while writing, see Take
	day  string
	file *os.File
	size int64 // of whole, synced lines
}

// append writes lines and syncs them. After a failure the file ends where it
// did before.
func (f *dayFile) append(dir, day string, lines []byte) (err error) {
	if err := f.turn.Lock(); err != nil {
		return fmt.Errorf("write deliveries of %s: %w", day, err)
	}
	defer func() { err = errors.Join(err, f.turn.Unlock()) }()
	if f.file == nil || f.day != day {
		f.close()
		if err := f.open(dir, day); err != nil {
			return err
		}
	} else if f.size, err = endOf(f.file); err != nil { // Take may have emptied it
		return fmt.Errorf("write deliveries of %s: %w", day, err)
	}
	_, err = f.file.WriteAt(lines, f.size)
	if err == nil {
		err = f.file.Sync()
	}
	if err != nil {
		// Should cutting fail too, the next open mends the half line.
		err = errors.Join(fmt.Errorf("write deliveries of %s: %w", day, err), f.file.Truncate(f.size))
		f.close()
		return err
	}
	f.size += int64(len(lines))
	return nil
}

// open opens the file of a day. A line that a crash cut short is closed, so
// that the next one starts on its own.
func (f *dayFile) open(dir, day string) error {
	name := filepath.Join(dir, filePrefix+day+fileSuffix)
	_, statErr := os.Stat(name)
	file, err := os.OpenFile(name, os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return fmt.Errorf("open deliveries of %s: %w", day, err)
	}
	size, err := endOf(file)
	if err == nil && statErr != nil {
		err = syncFolder(dir)
	}
	if err != nil {
		return errors.Join(fmt.Errorf("open deliveries of %s: %w", day, err), file.Close())
	}
	f.day, f.file, f.size = day, file, size
	return nil
}

func endOf(file *os.File) (int64, error) {
	info, err := file.Stat()
	if err != nil || info.Size() == 0 {
		return 0, err
	}
	size := info.Size()
	last := make([]byte, 1)
	if _, err := file.ReadAt(last, size-1); err != nil {
		return 0, err
	}
	if last[0] == '\n' {
		return size, nil
	}
	_, err = file.WriteAt([]byte{'\n'}, size)
	return size + 1, err
}

// syncFolder makes a new file's name durable. Systems that cannot sync a
// folder keep names durable on their own.
func syncFolder(dir string) error {
	folder, err := os.Open(dir)
	if err != nil {
		return err
	}
	if err := folder.Sync(); err != nil && !isUnsupported(err) {
		return errors.Join(err, folder.Close())
	}
	return folder.Close()
}

func isUnsupported(err error) bool {
	return errors.Is(err, errors.ErrUnsupported) || errors.Is(err, os.ErrPermission) || errors.Is(err, os.ErrInvalid) ||
		strings.Contains(err.Error(), "handle") // Windows: folders have no buffers to flush
}

func (f *dayFile) close() {
	if f.file == nil {
		return
	}
	// All lines are synced, so closing has nothing left to lose.
	_ = f.file.Close()
	f.day, f.file, f.size = "", nil, 0
}
