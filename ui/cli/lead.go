package cli

import (
	"strconv"

	"github.com/spf13/cobra"
)

func (r *run) leadCommand() *cobra.Command {
	return group("lead", "Show and change one lead", r.leadShowCommand(), r.leadAddCommand(), r.leadSetCommand(),
		r.leadMoveCommand(), r.leadTagCommand(), r.leadNoteCommand())
}

// idArg reads the id of a lead or change from an argument.
func idArg(what, arg string) (int64, error) {
	id, err := strconv.ParseInt(arg, 10, 64)
	if err != nil || id == 0 {
		return 0, usagef("%q is not the id of a %s", arg, what)
	}
	return id, nil
}
