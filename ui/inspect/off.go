//go:build !inspect

package inspect

// Enabled tells whether this build can be inspected.
const Enabled = false

// Start does nothing in this build.
func Start(Params) (stop func()) { return func() {} }

// Probe takes the board's reports, and ignores them in this build. A nil Probe
// may be called as well.
type Probe struct{}

// NewProbe returns a probe that ignores everything.
func NewProbe() *Probe { return &Probe{} }

// CardsShown reports that cards were put on the screen.
func (*Probe) CardsShown() {}

// DragStarted reports that a card is being dragged from now on.
func (*Probe) DragStarted() {}

// DragEnded reports that the drag is over, whether dropped or cancelled.
func (*Probe) DragEnded() {}

// Scrolled reports one step of scrolling.
func (*Probe) Scrolled() {}
