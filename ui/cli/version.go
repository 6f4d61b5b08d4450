package cli

import (
	"context"
	"fmt"
	"runtime"
	"runtime/debug"

	"github.com/spf13/cobra"
)

// Version is the release this source is, or leads to.
const Version = "0.1.0"

func (r *run) versionCommand() *cobra.Command {
	return &cobra.Command{
		Use:   "version",
		Short: "Version, commit and build tags",
		Args:  cobra.NoArgs,
		RunE:  act(func(context.Context, []string) error { return r.version() }),
	}
}

func (r *run) version() error {
	v := struct {
		Version string `json:"version"`
		Commit  string `json:"commit"`
		Tags    string `json:"tags"`
		Go      string `json:"go"`
		OS      string `json:"os"`
		Arch    string `json:"arch"`
	}{Version, r.Commit, "", runtime.Version(), runtime.GOOS, runtime.GOARCH}
	if info, ok := debug.ReadBuildInfo(); ok {
		for _, s := range info.Settings {
			switch {
			case s.Key == "-tags":
				v.Tags = s.Value
			case s.Key == "vcs.revision" && v.Commit == "":
				v.Commit = s.Value
			}
		}
	}
	if r.json {
		return r.printJSON(v)
	}
	_, err := fmt.Fprintf(r.Stdout, "voronka %s, commit %s, tags %s, %s %s/%s\n",
		v.Version, orDash(v.Commit), orDash(v.Tags), v.Go, v.OS, v.Arch)
	return err
}

func orDash(s string) string {
	if s == "" {
		return "-"
	}
	return s
}
