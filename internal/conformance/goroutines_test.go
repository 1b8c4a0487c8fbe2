package conformance

import (
	"go/ast"
	"go/parser"
	"go/token"
	"io/fs"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// root is the directory of the module, from here.
const root = "../.."

// TestGoroutines holds that the provider starts none of its own: guard recovers
// a panic only in the goroutine of a request, and one in another would end the
// process, with every create in flight. Callbacks of timers and contexts run in
// goroutines too and are not looked for: those that there are only cancel.
func TestGoroutines(t *testing.T) {
	t.Parallel()
	files := token.NewFileSet()
	parsed := 0
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") || !servesRequests(path) {
			return err
		}
		file, err := parser.ParseFile(files, path, nil, 0)
		if err != nil {
			return err
		}
		parsed++
		ast.Inspect(file, func(node ast.Node) bool {
			if start, ok := node.(*ast.GoStmt); ok {
				t.Errorf("%s starts a goroutine", files.Position(start.Pos()))
			}
			return true
		})
		return nil
	})
	if err != nil || parsed == 0 {
		t.Fatalf("parsed %d files: %v", parsed, err)
	}
}

// servesRequests says whether a file is of a package that runs inside requests.
func servesRequests(path string) bool {
	inside, err := filepath.Rel(filepath.Join(root, "internal"), path)
	top, _, _ := strings.Cut(filepath.ToSlash(inside), "/")
	return err == nil && slices.Contains([]string{"provider", "service", "function", "limits", "tfkit", "portkey"}, top)
}
