package repo

import (
	"go/ast"
	"go/parser"
	"go/token"
	"go/types"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

// portkeyParts are how the names of the files of internal/portkey begin, part by part;
// a file that begins otherwise is about a noun. A part names only what it or a part
// before it declares, but for portkeyNames: a client is made by its pool, and what a
// workspace held is gone with it.
var (
	portkeyParts = []string{"json_", "http_", "collection", ""}
	portkeyNames = map[string][]string{
		"http_client.go":     {"Pool", "keyState", "stateOf"},
		"collection_noun.go": {"readWorkspace", "organisationShown", "uuidPattern"},
		"collection_gone.go": {"proveWorkspaceGone"},
	}
)

// TestLayers_portkey holds that the transport knows no collection, and neither of them
// a noun.
func TestLayers_portkey(t *testing.T) {
	t.Parallel()
	sources, files := token.NewFileSet(), []*ast.File(nil)
	for _, path := range glob(t, "internal/portkey/*.go") {
		if strings.HasSuffix(path, "_test.go") {
			continue
		}
		file, err := parser.ParseFile(sources, path, nil, parser.SkipObjectResolution)
		if err != nil {
			t.Fatal(err)
		}
		files = append(files, file)
	}
	named := map[*ast.Ident]types.Object{}
	unchecked := types.Config{Error: func(error) {}} // imports are not resolved: none of them is ours
	pkg, _ := unchecked.Check("portkey", sources, files, &types.Info{Uses: named})
	fileOf := func(pos token.Pos) (name string, part int) {
		name = filepath.Base(sources.Position(pos).Filename)
		return name, slices.IndexFunc(portkeyParts, func(head string) bool { return strings.HasPrefix(name, head) })
	}
	for id, object := range named {
		_, isFunc := object.(*types.Func)
		if object.Pkg() != pkg || object.Parent() != pkg.Scope() && !isFunc {
			continue
		}
		name, part := fileOf(id.Pos())
		if from, above := fileOf(object.Pos()); above > part && !slices.Contains(portkeyNames[name], id.Name) {
			t.Errorf("%s names %s of %s", name, id.Name, from)
		}
	}
}
