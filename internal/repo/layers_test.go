package repo

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

const module = "github.com/portkey-community/terraform-provider-portkey"

// layers says which of our packages each of them may import, as paths below
// internal/ ("main" for the program; x/* for every package below x). A package
// that is not here may not be imported by others and may import what it likes:
// the programs in cmd and dev, conformance, and this one.
var layers = map[string][]string{
	"main":      {"guard", "provider", "portkey"},
	"provider":  {"service/*", "function", "tfkit", "portkey"},
	"service/*": {"limits", "people", "tfkit", "portkey"},
	"function":  {"limits", "tfkit", "portkey"},
	"limits":    {"tfkit", "portkey"},
	"people":    {"tfkit", "portkey"},
	"tfkit":     {"portkey"},
	"portkey":   {},
	"guard":     {},
	"emulator":  {},
	// Its tests use the harness, which shows the plans of what a person does on the page.
	"emulator/console": {"emulator"},
	"tfcli":            {},
	"harness":          {"guard", "provider", "portkey", "emulator", "tfcli"},
	"harness/laws":     {"emulator", "tfkit"},
}

// TestLayers holds that imports go one way. No service is among what a service
// may import, and the emulator may import nothing of ours, its tests neither:
// it is written from the API's description, so that a mistake in the client
// cannot be on both sides. What may be imported is: the list is a map of the tree.
func TestLayers(t *testing.T) {
	t.Parallel()
	used := map[string][]string{}
	for _, pkg := range packages(t) {
		name := layer(pkg.ImportPath)
		imports := pkg.Imports
		if name == "emulator" {
			imports = slices.Concat(imports, pkg.TestImports, pkg.XTestImports)
		}
		for _, path := range imports {
			if path == module || strings.HasPrefix(path, module+"/") {
				target := layer(path)
				used[name] = append(used[name], target)
				if path != pkg.ImportPath && !mayImport(name, target) {
					t.Errorf("%s imports %s", name, target)
				}
			}
		}
	}
	for name, targets := range layers {
		for _, target := range targets {
			if !slices.Contains(used[name], target) {
				t.Errorf("%s does not import %s", name, target)
			}
		}
	}
}

func mayImport(from, to string) bool {
	allowed, listed := layers[from]
	_, importable := layers[to]
	return importable && (!listed || slices.Contains(allowed, to))
}

// layer is the name under which layers knows a package.
func layer(importPath string) string {
	path, inside := strings.CutPrefix(importPath, module+"/internal/")
	if !inside {
		return "main"
	}
	if strings.HasPrefix(path, "service/") {
		return "service/*"
	}
	return path
}

func TestLayers_rules(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		from, to string
		want     bool
	}{
		{"provider", "service/workspace", true},
		{"service/workspace", "portkey", true},
		{"service/workspace", "service/apikey", false},
		{"portkey", "tfkit", false},
		{"emulator", "portkey", false},
		{"cmd/demo", "emulator", true},
		{"cmd/demo", "cmd/portkey-emulator", false},
	} {
		if got := mayImport(layer(module+"/internal/"+test.from), layer(module+"/internal/"+test.to)); got != test.want {
			t.Errorf("%s -> %s: got %t", test.from, test.to, got)
		}
	}
}

type goPackage struct {
	ImportPath                         string
	Imports, TestImports, XTestImports []string
}

// packages lists the packages of the module, with what each imports.
func packages(t *testing.T) []goPackage {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-json=ImportPath,Imports,TestImports,XTestImports", "./...")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	var all []goPackage
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one goPackage
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			return all
		} else if err != nil {
			t.Fatal(err)
		}
		all = append(all, one)
	}
}
