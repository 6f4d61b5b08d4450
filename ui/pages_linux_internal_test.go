package ui

import (
	"bufio"
	"slices"
	"strings"
	"testing"
)

const smaps = `00400000-01800000 r-xp 00000000 fe:00 1001                       /opt/voronka/my board
Size:              20480 kB
Rss:               16000 kB
Anonymous:             0 kB
VmFlags: rd ex mr mw me
01800000-02400000 r--p 01400000 fe:00 1001                       /opt/voronka/my board
Size:              12288 kB
Anonymous:             4 kB
02400000-02500000 rw-p 02000000 fe:00 1001                       /opt/voronka/my board
Anonymous:             0 kB
02500000-02600000 rw-p 00000000 00:00 0                          [heap]
Anonymous:          1024 kB
7f0000000000-7f0000001000 r--s 00000000 fe:00 1002               /var/cache/shared
Anonymous:             0 kB
7f0000010000-7f0000020000 r--p 00000000 00:00 0 
Anonymous:             0 kB
7f0000020000-7f0000030000 r-xp 00000000 fe:00 1003               /usr/lib/libLLVM.so (deleted)
Anonymous:             0 kB
7ffd00000000-7ffd00002000 r-xp 00000000 00:00 0                  [vdso]
Anonymous:             0 kB
`

// TestOnlyPagesOfFilesAreLeft holds that no range is given up that could not be
// read again: nothing written, shared, changed, or without a file.
func TestOnlyPagesOfFilesAreLeft(t *testing.T) {
	var clean []string
	all := 0
	for m := range mappings(bufio.NewScanner(strings.NewReader(smaps))) {
		all++
		if m.clean() {
			clean = append(clean, m.path)
		}
	}
	if all != 8 {
		t.Errorf("%d mappings were read, not 8", all)
	}
	if want := []string{"/opt/voronka/my board", "/usr/lib/libLLVM.so (deleted)"}; !slices.Equal(clean, want) {
		t.Errorf("clean are %q, want %q", clean, want)
	}
}

// TestProgramRunsOnWithoutItsStartPages does it to the test itself, which has
// to go on: the code, its tables and what is embedded come back.
func TestProgramRunsOnWithoutItsStartPages(t *testing.T) {
	if err := leaveStartPages(); err != nil {
		t.Fatal(err)
	}
	TestOnlyPagesOfFilesAreLeft(t)
}
