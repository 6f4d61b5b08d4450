package main

import (
	"bytes"
	"fmt"
	"os"
	"strconv"
	"strings"
	"time"
)

// used is what a process has taken so far.
type used struct {
	cpu       time.Duration
	memoryMB  float64 // resident
	privateMB float64 // of it, what no other process could share: not the program's file nor its libraries'
}

// ticks is how the kernel counts the time of a process, a second: USER_HZ,
// which is 100 on every architecture that Linux has a desktop on.
const ticks = 100

// usage reads what a process has taken from /proc.
func usage(pid int) (u used, err error) {
	stat, err := os.ReadFile(fmt.Sprintf("/proc/%d/stat", pid))
	if err != nil {
		return u, fmt.Errorf("usage: %w", err)
	}
	// The name in parentheses may contain anything; the fields follow it.
	fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
	const user, system = 11, 12
	for _, i := range []int{user, system} {
		n, err := strconv.ParseInt(fields[i], 10, 64)
		if err != nil {
			return u, fmt.Errorf("usage: %w", err)
		}
		u.cpu += time.Duration(n) * time.Second / ticks
	}
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		return u, fmt.Errorf("usage: %w", err)
	}
	for line := range strings.SplitSeq(string(status), "\n") {
		for name, into := range map[string]*float64{"VmRSS:": &u.memoryMB, "RssAnon:": &u.privateMB} {
			if rest, ok := strings.CutPrefix(line, name); ok {
				kb, err := strconv.ParseFloat(strings.TrimSpace(strings.TrimSuffix(strings.TrimSpace(rest), "kB")), 64)
				if err != nil {
					return u, fmt.Errorf("usage: %w", err)
				}
				*into = kb / 1024
			}
		}
	}
	return u, nil
}
