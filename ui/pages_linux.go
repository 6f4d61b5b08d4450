package ui

import (
	"bufio"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// leaveStartPages takes the pages of the program's file and of its libraries
// out of the process, as the kernel does by itself when memory runs short.
// More than half of them were touched by the start alone: initialisers, the
// shader compiler, font tables. What is still needed comes back from the
// kernel's cache at the next touch. Without it the start would count as the
// window's memory for as long as it stands.
func leaveStartPages() error {
	file, err := os.Open("/proc/self/smaps")
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return nil // a kernel that does not tell
	case err != nil:
		return fmt.Errorf("leave start pages: %w", err)
	}
	defer file.Close()
	var failed []error
	for m := range mappings(bufio.NewScanner(file)) {
		if !m.clean() {
			continue
		}
		if _, _, errno := syscall.Syscall(syscall.SYS_MADVISE, m.from, m.to-m.from, syscall.MADV_DONTNEED); errno != 0 {
			failed = append(failed, fmt.Errorf("leave start pages of %s: %w", m.path, errno))
		}
	}
	return errors.Join(failed...)
}

// mapping is a range of the process's memory.
type mapping struct {
	from, to uintptr
	rights   string // such as r-xp
	path     string // of the file behind it, empty or in brackets without one
	changed  bool   // some pages no longer hold what the file does
}

// clean reports whether every page can be read from the file again.
func (m mapping) clean() bool {
	return (m.rights == "r-xp" || m.rights == "r--p") && strings.HasPrefix(m.path, "/") && !m.changed
}

// mappings reads them from the text of /proc/self/smaps: a line for each, with
// its figures in the lines below.
func mappings(lines *bufio.Scanner) func(yield func(mapping) bool) {
	return func(yield func(mapping) bool) {
		var m mapping
		for lines.Scan() {
			next, ok := parseMapping(lines.Text())
			switch {
			case ok:
				if m.to != 0 && !yield(m) {
					return
				}
				m = next
			case strings.HasPrefix(lines.Text(), "Anonymous:"):
				m.changed = strings.Fields(lines.Text())[1] != "0"
			}
		}
		if m.to != 0 {
			yield(m)
		}
	}
}

// parseMapping reads a line such as
//
//	7f12c000-7f13e000 r-xp 00001000 fe:00 1234    /usr/lib/libc.so.6
func parseMapping(line string) (m mapping, ok bool) {
	fields := strings.Fields(line)
	if len(fields) < 5 {
		return m, false
	}
	from, to, ok := strings.Cut(fields[0], "-")
	if !ok {
		return m, false
	}
	a, err := strconv.ParseUint(from, 16, 64)
	b, err2 := strconv.ParseUint(to, 16, 64)
	if err != nil || err2 != nil {
		return m, false
	}
	m = mapping{from: uintptr(a), to: uintptr(b), rights: fields[1], changed: true}
	if len(fields) > 5 {
		m.path = strings.Join(fields[5:], " ")
	}
	return m, true
}
