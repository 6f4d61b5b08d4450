package replica

import (
	"flag"
	"testing"

	"go.uber.org/goleak"
)

// usualChecks is how many random runs a property gets unless -rapid.checks
// asks for more: each opens a database, and the race detector makes that slow.
const usualChecks = "10"

func TestMain(m *testing.M) {
	flag.Parse()
	asked := false
	flag.Visit(func(f *flag.Flag) { asked = asked || f.Name == "rapid.checks" })
	if !asked {
		if err := flag.Set("rapid.checks", usualChecks); err != nil {
			panic(err) // the flag is rapid's
		}
	}
	goleak.VerifyTestMain(m)
}
