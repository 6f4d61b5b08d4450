package i18n_test

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
)

// use is a place in the program that names a text.
type use struct {
	where  string
	method string // T, N, or "" for a name that is not a call
	key    string
	values []string // names given beside it; nil when they cannot be read
}

var keyShape = regexp.MustCompile(`^[a-z]+(_[a-z]+)*\.[a-z0-9_]+$`)

// uses finds every text that the packages under ui name.
func uses(t *testing.T) []use {
	t.Helper()
	var found []use
	err := filepath.WalkDir("..", func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		fset := token.NewFileSet()
		file, err := parser.ParseFile(fset, path, nil, 0)
		if err != nil {
			return err
		}
		ast.Inspect(file, func(n ast.Node) bool {
			switch n := n.(type) {
			case *ast.CallExpr:
				if u, ok := call(n); ok {
					u.where = fset.Position(n.Pos()).String()
					found = append(found, u)
				}
			case *ast.BasicLit:
				if s, err := strconv.Unquote(n.Value); err == nil && n.Kind == token.STRING && keyShape.MatchString(s) {
					found = append(found, use{where: fset.Position(n.Pos()).String(), key: s})
				}
			}
			return true
		})
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	return found
}

// call reads texts.T("key", "Name", value …) and N.
func call(n *ast.CallExpr) (use, bool) {
	sel, ok := n.Fun.(*ast.SelectorExpr)
	if !ok || len(n.Args) == 0 || sel.Sel.Name != "T" && sel.Sel.Name != "N" {
		return use{}, false
	}
	key, ok := text(n.Args[0])
	if !ok || !strings.Contains(key, ".") {
		return use{}, false
	}
	u := use{method: sel.Sel.Name, key: key}
	rest := n.Args[1:]
	if u.method == "N" {
		rest = rest[min(1, len(rest)):]
		u.values = append(u.values, "N")
	}
	if n.Ellipsis.IsValid() {
		return use{method: u.method, key: key}, true
	}
	for i := 0; i < len(rest); i += 2 {
		name, ok := text(rest[i])
		if !ok {
			return use{method: u.method, key: key}, true
		}
		u.values = append(u.values, name)
	}
	slices.Sort(u.values)
	if u.values == nil {
		u.values = []string{}
	}
	return u, true
}

func text(e ast.Expr) (string, bool) {
	lit, ok := e.(*ast.BasicLit)
	if !ok || lit.Kind != token.STRING {
		return "", false
	}
	s, err := strconv.Unquote(lit.Value)
	return s, err == nil
}

// TestEveryKeyInTheProgramExists also holds calls to the values and plural
// forms of their texts.
func TestEveryKeyInTheProgramExists(t *testing.T) {
	all := catalogue(t, "en")
	calls := 0
	for _, u := range uses(t) {
		if u.method == "" {
			continue
		}
		calls++
		m, ok := all[u.key]
		if !ok {
			if !numbered(all, u.key) {
				t.Errorf("%s: there is no text %q", u.where, u.key)
			}
			continue
		}
		_, plain := m[""]
		if plain != (u.method == "T") {
			t.Errorf("%s: %q has plural forms: %v, but is asked for with %s", u.where, u.key, !plain, u.method)
		}
		if want := values(m[""] + m["other"]); u.values != nil && !slices.Equal(u.values, want) && len(u.values)+len(want) > 0 {
			t.Errorf("%s: %q takes the values %q, given are %q", u.where, u.key, want, u.values)
		}
	}
	if calls < 50 {
		t.Fatalf("found only %d calls: the scan is broken", calls)
	}
}

// numbered reports whether key is the beginning of keys that end in a number,
// as month.m1 is for month.m.
func numbered(all map[string]message, key string) bool {
	for k := range all {
		if rest, ok := strings.CutPrefix(k, key); ok {
			if _, err := strconv.Atoi(rest); err == nil {
				return true
			}
		}
	}
	return false
}

// TestEveryTextIsUsed keeps the catalogues free of what nobody shows.
// testdata/awaiting.txt lists texts whose screens are still being built.
func TestEveryTextIsUsed(t *testing.T) {
	used := map[string]bool{}
	for _, u := range uses(t) {
		used[u.key] = true
	}
	list, err := os.ReadFile("testdata/awaiting.txt")
	if err != nil {
		t.Fatal(err)
	}
	all := catalogue(t, "en")
	awaited := map[string]bool{}
	for key := range strings.FieldsSeq(string(list)) {
		awaited[key] = true
		if _, ok := all[key]; !ok {
			t.Errorf("testdata/awaiting.txt names %q, which does not exist", key)
		}
	}
	for key := range all {
		beginning := strings.TrimRight(key, "0123456789")
		if !used[key] && !awaited[key] && (beginning == key || !used[beginning]) {
			t.Errorf("nobody shows %q", key)
		}
	}
}
