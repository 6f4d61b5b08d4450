package cli

import (
	"context"
	"errors"
	"fmt"
	"io"
	"strings"

	"github.com/spf13/cobra"
)

// On Windows cobra would answer a double click in Explorer with a lesson about
// command lines. Its switch for that is a variable of the package.
func init() { cobra.MousetrapHelpText = "" }

// run is one command under way: the program, its flags, and what the command
// opened.
type run struct {
	Program
	dataDir string // --data-dir
	account string // --account
	json    bool   // --json
}

func newRun(p Program) *run {
	if p.Stdin == nil {
		p.Stdin = strings.NewReader("")
	}
	if p.Stdout == nil {
		p.Stdout = io.Discard
	}
	if p.Stderr == nil {
		p.Stderr = io.Discard
	}
	if p.Getenv == nil {
		p.Getenv = func(string) string { return "" }
	}
	return &run{Program: p}
}

// execute runs the command and turns its error into an exit code.
func (r *run) execute(ctx context.Context) int {
	root := r.command()
	root.SetArgs(separated(root, r.Args))
	root.SetIn(r.Stdin)
	root.SetOut(r.Stdout)
	root.SetErr(r.Stderr)
	err := root.ExecuteContext(ctx)
	if err == nil {
		return ExitDone
	}
	var failed *failure
	if errors.As(err, &failed) {
		fmt.Fprintln(r.Stderr, r.sentence(failed.err))
		return ExitFailed
	}
	fmt.Fprintln(r.Stderr, r.usage(err))
	return ExitUsage
}

// failure marks an error of a command that was called rightly; all others are
// about the call itself.
type failure struct{ err error }

func (f *failure) Error() string { return f.err.Error() }
func (f *failure) Unwrap() error { return f.err }

// usageError is a complaint about the call that a command found only after
// its flags were read.
type usageError struct{ text string }

func (e *usageError) Error() string { return e.text }

func usagef(format string, args ...any) error {
	return &usageError{fmt.Sprintf(format, args...)}
}

// act turns a command's function into what cobra runs.
func act(f func(ctx context.Context, args []string) error) func(*cobra.Command, []string) error {
	return func(cmd *cobra.Command, args []string) error {
		err := f(cmd.Context(), args)
		var usage *usageError
		if err == nil || errors.As(err, &usage) {
			return err
		}
		return &failure{err}
	}
}

// command is the tree of all commands.
func (r *run) command() *cobra.Command {
	root := &cobra.Command{
		Use:   "voronka",
		Short: "Desktop client for amoCRM",
		Long: "Voronka shows an amoCRM account's pipelines as a board, with or without the network.\n" +
			"Without a command it opens the window.",
		Args:          cobra.NoArgs,
		RunE:          act(func(ctx context.Context, _ []string) error { return r.window(ctx) }),
		SilenceErrors: true,
		SilenceUsage:  true,
	}
	root.CompletionOptions.DisableDefaultCmd = true
	flags := root.PersistentFlags()
	flags.StringVar(&r.dataDir, "data-dir", "", "folder for all local data (default "+EnvFolder+", else the system's)")
	flags.StringVar(&r.account, "account", "", "account by id or subdomain (default the last one used)")
	flags.BoolVar(&r.json, "json", false, "print JSON")
	root.AddCommand(
		r.demoCommand(), r.sandboxCommand(), r.connectCommand(), r.accountsCommand(), r.syncCommand(),
		r.leadsCommand(), r.leadCommand(), r.contactCommand(), r.searchCommand(), r.outboxCommand(),
		r.conflictsCommand(), r.undoCommand(), r.redoCommand(), r.markerCommand(), r.disconnectCommand(), r.refreshCommand(),
		r.listenCommand(), r.versionCommand(),
	)
	return root
}

// group is a command that only has others under it.
func group(use, short string, commands ...*cobra.Command) *cobra.Command {
	cmd := &cobra.Command{
		Use:   use,
		Short: short,
		RunE: func(cmd *cobra.Command, args []string) error {
			if len(args) == 0 {
				return usagef("%s needs a command after it", cmd.CommandPath())
			}
			return usagef("unknown command %q for %q", args[0], cmd.CommandPath())
		},
	}
	cmd.AddCommand(commands...)
	return cmd
}
