//go:build inspect

package inspect

import (
	"bytes"
	"os"
	"strconv"
	"time"

	"golang.org/x/sys/unix"
)

// clockTicks is how /proc counts time; the kernel reports 100 a second to
// programs whatever its own clock does.
const clockTicks = 100

// processStart is when the kernel started this process, to ten milliseconds,
// or now when /proc does not tell.
func processStart() time.Time {
	now := time.Now()
	stat, err := os.ReadFile("/proc/self/stat")
	if err != nil {
		return now
	}
	// The name in brackets may hold blanks; the start is the 20th field after it.
	_, rest, found := bytes.Cut(stat, []byte(") "))
	fields := bytes.Fields(rest)
	if !found || len(fields) < 20 {
		return now
	}
	ticks, err := strconv.ParseInt(string(fields[19]), 10, 64)
	if err != nil {
		return now
	}
	var boot unix.Timespec
	if err := unix.ClockGettime(unix.CLOCK_BOOTTIME, &boot); err != nil {
		return now
	}
	age := time.Duration(boot.Nano()) - time.Duration(ticks)*time.Second/clockTicks
	return now.Add(-max(age, 0))
}
