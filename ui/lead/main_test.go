package lead

import (
	"testing"

	"go.uber.org/goleak"
)

func TestMain(m *testing.M) {
	goleak.VerifyTestMain(m,
		// The test app of the toolkit never ends these.
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/internal/async.(*UnboundedChan[...]).processing"),
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/test.(*app).watchSettings"),
		goleak.IgnoreAnyFunction("fyne.io/fyne/v2/test.(*testSettings).apply"))
}
