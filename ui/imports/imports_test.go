package imports

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

const (
	module  = "voronka"
	fyne    = "fyne.io/fyne/v2"
	fyneApp = "fyne.io/fyne/v2/app"
	sandbox = "voronka/amo/sandbox"
)

// shared are the packages under ui that every screen may use.
var shared = []string{"theme", "i18n", "format", "kit", "shell", "sentence", "inspect", "account", "phone", "input", "field", "date", "draft", "people", "hand"}

// pkg is what `go list` tells about a package.
type pkg struct {
	ImportPath   string
	Imports      []string // direct ones
	Deps         []string // all of them
	TestImports  []string
	XTestImports []string
}

// list asks go for the packages of the module under the tags.
func list(t *testing.T, tags string) []pkg {
	t.Helper()
	touchSources(t)
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,Deps,TestImports,XTestImports", "-tags", tags, module+"/...")
	var stderr bytes.Buffer
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v: %s", err, stderr.Bytes())
	}
	var all []pkg
	for d := json.NewDecoder(bytes.NewReader(out)); ; {
		var p pkg
		if err := d.Decode(&p); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatalf("go list: %v", err)
		}
		all = append(all, p)
	}
}

// touchSources looks at every source file, so that Go's test cache notices
// when one changes: what a command started by a test reads, it does not see.
func touchSources(t *testing.T) {
	t.Helper()
	err := filepath.WalkDir(filepath.Join("..", ".."), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(path) != ".go" {
			return err
		}
		_, err = os.Stat(path)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
}

// under reports whether a package is the one at root or below it.
func under(path, root string) bool {
	return path == root || strings.HasPrefix(path, root+"/")
}

// screen is the folder under ui that a package belongs to, empty for any
// other package.
func screen(path string) string {
	rest, ok := strings.CutPrefix(path, module+"/ui/")
	if !ok {
		return ""
	}
	name, _, _ := strings.Cut(rest, "/")
	return name
}

// forbidden says why a package may not depend on another, however far away;
// empty when it may.
func forbidden(from, to string) string {
	switch {
	case under(from, module+"/amo") && (under(to, module+"/cache") || under(to, module+"/ui")):
		return "amo knows nothing of cache and ui"
	case under(from, module+"/cache") && under(to, module+"/ui"):
		return "cache knows nothing of ui"
	case (under(from, module+"/amo") || under(from, module+"/cache")) && under(to, fyne):
		return "amo and cache work without a window"
	case from != module && to == module:
		return "main is imported by nobody"
	}
	return ""
}

// misplaced says why a package may not import another itself; empty when it
// may.
func misplaced(from, to string) string {
	a, b := screen(from), screen(to)
	switch {
	case to == fyneApp && from != module:
		return "only main makes the Fyne app"
	case a != "" && to == module+"/ui":
		return "the window imports the screens, not they it"
	case a != "" && b != "" && a != b && !slices.Contains(shared, b):
		return "screens do not import each other"
	case to == sandbox && a != "cli":
		return "only the command line serves a sandbox"
	case a != "" && !slices.Contains([]string{"cli", "sentence", "inspect", "e2e", "account"}, a) && (to == "net/http" || to == "database/sql"):
		return "screens reach neither network nor database"
	}
	return ""
}

func TestDirections(t *testing.T) {
	for _, tags := range []string{"ci", "ci,inspect,e2e"} {
		all := list(t, tags)
		if !slices.ContainsFunc(all, func(p pkg) bool { return p.ImportPath == module+"/amo" }) {
			t.Fatalf("go list -tags %s does not know amo among %d packages", tags, len(all))
		}
		for _, p := range all {
			for _, to := range p.Deps {
				if why := forbidden(p.ImportPath, to); why != "" {
					t.Errorf("%s depends on %s: %s", p.ImportPath, to, why)
				}
			}
			for _, to := range p.Imports {
				if why := misplaced(p.ImportPath, to); why != "" {
					t.Errorf("%s imports %s: %s", p.ImportPath, to, why)
				}
			}
		}
	}
}

// Tests may use a sandbox, but no test needs the real app either.
func TestTestImports(t *testing.T) {
	for _, p := range list(t, "ci,inspect,e2e") {
		for _, to := range slices.Concat(p.TestImports, p.XTestImports) {
			if why := forbidden(p.ImportPath, to); why != "" {
				t.Errorf("a test of %s imports %s: %s", p.ImportPath, to, why)
			}
			if to == fyneApp {
				t.Errorf("a test of %s imports %s: use fyne/test", p.ImportPath, to)
			}
		}
	}
}

func TestRules(t *testing.T) {
	bad := [][2]string{
		{"voronka/amo", "voronka/cache"},
		{"voronka/amo/sandbox", "voronka/ui/i18n"},
		{"voronka/amo", "fyne.io/fyne/v2/lang"},
		{"voronka/cache/replica", "voronka/ui"},
		{"voronka/cache", "fyne.io/fyne/v2"},
		{"voronka/ui", "voronka"},
		{"voronka/ui/board", "voronka/ui/lead"},
		{"voronka/ui/kit", "voronka/ui/board"},
		{"voronka/ui/cli", "voronka/ui"},
		{"voronka/ui", "fyne.io/fyne/v2/app"},
		{"voronka/ui/board", "voronka/amo/sandbox"},
		{"voronka/ui/lead", "net/http"},
	}
	for _, pair := range bad {
		if forbidden(pair[0], pair[1]) == "" && misplaced(pair[0], pair[1]) == "" {
			t.Errorf("%s may import %s", pair[0], pair[1])
		}
	}
	good := [][2]string{
		{"voronka", "fyne.io/fyne/v2/app"},
		{"voronka", "voronka/ui/cli"},
		{"voronka/ui", "voronka/ui/board"},
		{"voronka/ui/board", "voronka/ui/kit"},
		{"voronka/ui/board", "voronka/cache"},
		{"voronka/ui/cli", "voronka/cache/replica"},
		{"voronka/ui/cli", "voronka/amo/sandbox"},
		{"voronka/cache", "voronka/amo"},
		{"voronka/amo", "net/http"},
		{"voronka/ui/e2e/picture", "voronka/ui/e2e/driver"},
	}
	for _, pair := range good {
		if why := forbidden(pair[0], pair[1]) + misplaced(pair[0], pair[1]); why != "" {
			t.Errorf("%s may not import %s: %s", pair[0], pair[1], why)
		}
	}
}
