package cache

import (
	"fmt"
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if dir := os.Getenv(killed); dir != "" {
		fmt.Fprintln(os.Stderr, moveUntilKilled(dir))
		os.Exit(1)
	}
	goleak.VerifyTestMain(m)
}
