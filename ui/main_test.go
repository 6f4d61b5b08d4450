package ui

import (
	"flag"
	"fmt"
	"io"
	"net"
	"net/http"
	"os"
	"testing"
	"time"

	"voronka/amo/sandbox"
)

// acts is how long TestHourOfWork works.
var acts = flag.Int("acts", 400, "acts of TestHourOfWork; an hour has 10,000")

// serveLeads is set for a child process that is a server, so that its memory is
// not the window's: to how many leads it has.
const serveLeads = "VORONKA_TEST_SERVE"

func TestMain(m *testing.M) {
	var leads int
	if _, err := fmt.Sscan(os.Getenv(serveLeads), &leads); err == nil {
		if err := serve(leads); err != nil {
			fmt.Fprintln(os.Stderr, err)
			os.Exit(1)
		}
		return
	}
	m.Run()
}

// serve is a server until the standard input ends. It tells its address and
// token first.
func serve(leads int) error {
	account, err := sandbox.New(sandbox.Options{Leads: leads, Seed: 5})
	if err != nil {
		return err
	}
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return err
	}
	server := &http.Server{Handler: account, ReadHeaderTimeout: time.Minute}
	fmt.Printf("http://%s %s\n", listener.Addr(), account.Credentials().LongLivedToken)
	go func() {
		_, _ = io.Copy(io.Discard, os.Stdin)
		_ = server.Close()
	}()
	if err := server.Serve(listener); err != http.ErrServerClosed {
		return err
	}
	return nil
}
