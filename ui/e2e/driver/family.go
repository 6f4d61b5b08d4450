package driver

import (
	"bytes"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"strings"
)

// Arguments are the command lines of processes and of all that descend from
// them, as everybody on the machine can read them, one a line.
func Arguments(pids ...int) (string, error) {
	children, err := offspring()
	if err != nil {
		return "", err
	}
	var lines strings.Builder
	seen := map[int]bool{}
	for len(pids) > 0 {
		pid := pids[len(pids)-1]
		pids = pids[:len(pids)-1]
		if seen[pid] {
			continue
		}
		seen[pid] = true
		pids = append(pids, children[pid]...)
		line, err := os.ReadFile(fmt.Sprintf("/proc/%d/cmdline", pid))
		if err != nil {
			continue // it has ended
		}
		lines.Write(bytes.ReplaceAll(line, []byte{0}, []byte{' '}))
		lines.WriteByte('\n')
	}
	return lines.String(), nil
}

// offspring tells the children of every process.
func offspring() (map[int][]int, error) {
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		return nil, fmt.Errorf("list processes: %w", err)
	}
	children := map[int][]int{}
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended
		}
		// The name in brackets may hold blanks; the parent is the second field after it.
		i := bytes.LastIndexByte(stat, ')')
		fields := bytes.Fields(stat[i+1:])
		if i < 0 || len(fields) < 2 {
			return nil, fmt.Errorf("list processes: %s cannot be read", path)
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			return nil, fmt.Errorf("list processes: %w", err)
		}
		parent, err := strconv.Atoi(string(fields[1]))
		if err != nil {
			return nil, fmt.Errorf("list processes: %w", err)
		}
		children[parent] = append(children[parent], pid)
	}
	return children, nil
}
