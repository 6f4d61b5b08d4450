package webhook

import (
	"bufio"
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"iter"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Position is a place between two deliveries of a folder. The zero Position is
// before the first. It can be kept as JSON.
type Position struct {
	Day    string `json:"day"`    // 2026-02-03, empty before the first
	Offset int64  `json:"offset"` // bytes into that day's file
}

// Stored is a delivery of a folder with the place behind it.
type Stored struct {
	Delivery Delivery
	Next     Position
}

// DamageError is a line of a file that is no delivery: what a crash cut short,
// or what was changed by hand.
type DamageError struct {
	File   string // without its folder
	Offset int64  // of the line, in bytes
}

// Error names the place.
func (e *DamageError) Error() string {
	return fmt.Sprintf("%s: no delivery at byte %d", e.File, e.Offset)
}

// Read walks the deliveries of a folder from a position on, oldest first, to
// the last one that is whole. A damaged line gives a *DamageError with the
// place behind it, and the walk goes on; any other error ends it.
func Read(dir string, from Position) iter.Seq2[Stored, error] {
	return func(yield func(Stored, error) bool) {
		days, err := daysOf(dir)
		if err != nil {
			yield(Stored{Next: from}, err)
			return
		}
		for _, day := range days {
			if day < from.Day {
				continue
			}
			if day > from.Day {
				from = Position{Day: day}
			}
			if !readDay(dir, from, yield) {
				return
			}
		}
	}
}

// daysOf lists the days there are files of, oldest first.
func daysOf(dir string) ([]string, error) {
	entries, err := os.ReadDir(dir)
	if errors.Is(err, fs.ErrNotExist) {
		return nil, nil
	}
	if err != nil {
		return nil, fmt.Errorf("folder of deliveries: %w", err)
	}
	var days []string
	for _, e := range entries {
		day, ok := strings.CutPrefix(e.Name(), filePrefix)
		day, isFile := strings.CutSuffix(day, fileSuffix)
		if _, err := time.Parse(time.DateOnly, day); ok && isFile && err == nil {
			days = append(days, day)
		}
	}
	slices.Sort(days)
	return days, nil
}

// readDay walks one file; false ends the walk.
func readDay(dir string, at Position, yield func(Stored, error) bool) bool {
	name := filePrefix + at.Day + fileSuffix
	fail := func(err error) bool {
		yield(Stored{Next: at}, fmt.Errorf("read deliveries of %s: %w", at.Day, err))
		return false
	}
	file, err := os.Open(filepath.Join(dir, name))
	if err != nil {
		return fail(err)
	}
	defer file.Close() //nolint:errcheck // only read
	if _, err := file.Seek(at.Offset, io.SeekStart); err != nil {
		return fail(err)
	}
	lines := bufio.NewReader(file)
	for {
		line, err := lines.ReadBytes('\n')
		if err == io.EOF { //nolint:errorlint // ReadBytes returns it bare
			return true // a last line without its end is still being written
		}
		if err != nil {
			return fail(err)
		}
		start := at.Offset
		at.Offset += int64(len(line))
		if len(bytes.TrimSpace(line)) == 0 {
			continue
		}
		var r record
		if err := json.Unmarshal(line, &r); err != nil || r.Media == "" {
			if !yield(Stored{Next: at}, &DamageError{File: name, Offset: start}) {
				return false
			}
			continue
		}
		if !yield(Stored{Delivery: r.delivery(), Next: at}, nil) {
			return false
		}
	}
}

// RemoveBefore deletes the files of the days before a moment's (UTC), which
// hold names and phones and are not to be kept for ever. It tells how many.
func RemoveBefore(dir string, moment time.Time) (int, error) {
	days, err := daysOf(dir)
	if err != nil {
		return 0, err
	}
	limit := moment.UTC().Format(time.DateOnly)
	removed := 0
	for _, day := range days {
		if day >= limit {
			break
		}
		if err := os.Remove(filepath.Join(dir, filePrefix+day+fileSuffix)); err != nil {
			return removed, fmt.Errorf("remove deliveries of %s: %w", day, err)
		}
		removed++
	}
	return removed, nil
}
