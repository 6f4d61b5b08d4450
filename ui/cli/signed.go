package cli

import (
	"slices"
	"strings"

	"github.com/spf13/cobra"
)

// signed marks a command whose arguments may begin with a minus that is no
// flag: `lead tag 19619 -Eski`.
const signed = "signed"

// separated puts arguments that begin with a minus behind a `--`, so that they
// are not taken for flags: the ids of rows born here are below zero. The
// program has no flags of one letter but -h.
func separated(root *cobra.Command, args []string) []string {
	cmd, _, err := root.Find(args)
	if err != nil || slices.Contains(args, "--") {
		return args
	}
	var flags, words []string
	found, isValue := false, false
	for _, arg := range args {
		name, long := strings.CutPrefix(arg, "--")
		switch {
		case isValue:
			flags, isValue = append(flags, arg), false
		case long:
			flags = append(flags, arg)
			f := cmd.Flag(name) // nil for one with its value behind a =
			isValue = f != nil && f.NoOptDefVal == ""
		case isNumber(arg), strings.HasPrefix(arg, "-") && arg != "-" && arg != "-h" && cmd.Annotations[signed] != "":
			words, found = append(words, arg), true
		case strings.HasPrefix(arg, "-") && arg != "-":
			flags = append(flags, arg)
		default:
			words = append(words, arg)
		}
	}
	path := strings.Count(cmd.CommandPath(), " ") // words that name the command
	if !found || len(words) < path {
		return args
	}
	return slices.Concat(words[:path], flags, []string{"--"}, words[path:])
}

// isNumber tells a number below zero from a flag.
func isNumber(arg string) bool {
	digits, negative := strings.CutPrefix(arg, "-")
	return negative && digits != "" && strings.Trim(digits, "0123456789") == ""
}
