package account_test

import (
	"os"
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	if os.Getenv(hammerEnv) != "" { // this copy of the program is the other process
		os.Exit(m.Run())
	}
	goleak.VerifyTestMain(m)
}
