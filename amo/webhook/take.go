package webhook

import (
	"context"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"github.com/gofrs/flock"
)

// turnName is the lock that who writes to a day's file holds while writing,
// and who empties it while reading.
const turnName = "deliveries.turn"

// turnWait is how often a lock that is held is tried again.
const turnWait = 5 * time.Millisecond

// Take reads all deliveries of a folder, oldest first, and removes them from
// it, while a FileStore may go on writing there. A line that is no delivery is
// removed as well. Positions of Read mean nothing afterwards. When an error
// comes with deliveries, they were taken.
func Take(ctx context.Context, dir string) (list []Delivery, err error) {
	days, err := daysOf(dir)
	if err != nil || !anyFilled(dir, days) {
		return nil, err
	}
	turn := flock.New(filepath.Join(dir, turnName))
	if _, err := turn.TryLockContext(ctx, turnWait); err != nil {
		return nil, fmt.Errorf("take deliveries: %w", err)
	}
	defer func() { err = errors.Join(err, turn.Unlock()) }()
	for _, day := range days {
		taken, err := takeDay(dir, day)
		list = append(list, taken...)
		if err != nil {
			return list, fmt.Errorf("take deliveries of %s: %w", day, err)
		}
	}
	return list, nil
}

// anyFilled reports whether a file has something in it: an idle folder is
// looked at often, and is not to be locked for nothing.
func anyFilled(dir string, days []string) bool {
	return slices.ContainsFunc(days, func(day string) bool {
		info, err := os.Stat(filepath.Join(dir, filePrefix+day+fileSuffix))
		return err == nil && info.Size() > 0
	})
}

// takeDay reads and empties the file of a day. It stays, empty, for who writes
// to it has it open; RemoveBefore removes it.
func takeDay(dir, day string) (list []Delivery, err error) {
	readDay(dir, Position{Day: day}, func(s Stored, lineErr error) bool {
		var damage *DamageError
		switch {
		case lineErr == nil:
			list = append(list, s.Delivery)
		case !errors.As(lineErr, &damage):
			err = lineErr
		}
		return err == nil
	})
	if err != nil {
		return nil, err
	}
	return list, os.Truncate(filepath.Join(dir, filePrefix+day+fileSuffix), 0)
}
