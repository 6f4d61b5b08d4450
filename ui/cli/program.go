package cli

import (
	"context"
	"io"
	"log/slog"

	"voronka/cache"
	"voronka/cache/replica"
	"voronka/ui/account"
)

// Exit codes.
const (
	ExitDone   = 0 // the command did what it was asked
	ExitFailed = 1 // it did not; one sentence on stderr says why
	ExitUsage  = 2 // it was called wrongly
)

// The environment variables the program reads.
const (
	EnvFolder   = "VORONKA_DATA"     // data folder, unless --data-dir names one
	EnvLanguage = "VORONKA_LANG"     // uz, ru, en
	EnvTheme    = "VORONKA_THEME"    // light, dark
	EnvLog      = "VORONKA_LOG"      // debug, info
	EnvKeychain = "VORONKA_KEYCHAIN" // system, file
	EnvInspect  = "VORONKA_INSPECT"  // 127.0.0.1:PORT, in inspect builds
)

// Program is one run of the command line.
type Program struct {
	Args   []string // without the program's name
	Stdin  io.Reader
	Stdout io.Writer
	Stderr io.Writer
	Getenv func(string) string
	Window Window
	Commit string // of the source it was built from, empty when not known
}

// Window opens the window and returns when it is closed or ctx ends. It is
// called on the goroutine of Program.Run, which has to be the main one.
type Window func(ctx context.Context, p WindowParams) error

// WindowParams is what the window works on. All of it is closed after Window
// has returned.
type WindowParams struct {
	Folder   *cache.Folder
	Account  Account // ID 0: none is connected yet
	Log      *slog.Logger
	Language string            // uz, ru, en, or empty for the folder's setting or the system's
	Theme    string            // light, dark, or empty likewise
	Inspect  string            // where to serve inspection, in a build that can
	Demo     bool              // the demo account
	Accounts *account.Accounts // to connect and disconnect
	// Open opens another connected account, after the one shown so far was
	// closed. Who calls it closes what it gives.
	Open func(ctx context.Context, accountID int64) (Account, error)
}

// Account is a connected account, opened.
type Account struct {
	ID        int64
	Name      string // what a person calls it
	Host      string // where it is, for a person to read
	WebURL    string // of its pages in a browser, without a slash at the end
	Store     *cache.Store
	Engine    *replica.Engine // does nothing before StartSync
	StartSync func()          // lets the engine run from now on; to be called once the board stands
	Close     func() error    // stops the engine, waits for it, closes the store; may be called again; the first account is closed after Window has returned at the latest
}

// Run runs the command that Args name and returns the exit code. It returns
// early when ctx ends: `sandbox`, `sync` and the window then count as done,
// all else as failed.
func (p Program) Run(ctx context.Context) int {
	return newRun(p).execute(ctx)
}
