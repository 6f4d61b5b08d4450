//go:build e2e

package e2e_test

import (
	"cmp"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
)

// program is the binary under test, built by TestMain for all tests.
var program string

func TestMain(m *testing.M) { os.Exit(build(m)) }

// build makes one binary that is window, sandbox and command line in one.
func build(m *testing.M) int {
	dir, err := os.MkdirTemp("", "voronka-e2e-")
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		return 1
	}
	defer func() {
		if err := os.RemoveAll(dir); err != nil {
			fmt.Fprintln(os.Stderr, err)
		}
	}()
	program = filepath.Join(dir, "voronka")
	tags := cmp.Or(os.Getenv("VORONKA_E2E_TAGS"), "x11,inspect")
	cmd := exec.Command("go", "build", "-buildvcs=false", "-tags", tags, "-o", program, "voronka")
	cmd.Stdout, cmd.Stderr = os.Stdout, os.Stderr
	if err := cmd.Run(); err != nil {
		fmt.Fprintln(os.Stderr, "build:", err)
		return 1
	}
	return m.Run()
}
