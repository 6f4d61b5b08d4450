//go:build !inspect

package inspect_test

import (
	"net"
	"testing"

	"voronka/ui/inspect"
)

// A build without the tag opens no port, whatever the environment says.
func TestOff(t *testing.T) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	addr := l.Addr().String()
	if err := l.Close(); err != nil {
		t.Fatal(err)
	}
	stop := inspect.Start(inspect.Params{Addr: addr})
	defer stop()
	if c, err := net.Dial("tcp", addr); err == nil {
		t.Error("somebody listens")
		if err := c.Close(); err != nil {
			t.Error(err)
		}
	}
	if inspect.Enabled {
		t.Error("inspection is on in a build without the tag")
	}
	var none *inspect.Probe
	for _, p := range []*inspect.Probe{inspect.NewProbe(), none} {
		p.CardsShown()
		p.DragStarted()
		p.Scrolled()
		p.DragEnded()
	}
}
