package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/importer"
	"go/parser"
	"go/token"
	"go/types"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// fate is what became of a mutant.
type fate string

const (
	killed   fate = "killed"
	hung     fate = "hung" // killed too: the tests end in time without it
	survived fate = "SURVIVED"
	untried  fate = "" // it was not asked for
)

// bench is a package's test program with all mutants in it.
type bench struct {
	pkg, program string
	mutants      []mutant
	slow         string // a pattern of the tests that are tried last
	timeout      time.Duration

	mu sync.Mutex
	// killers are, by file, the tests that found mutants of it: they are tried first.
	killers map[string][]string
}

// newBench compiles the tests of a package against its rewritten files, by means
// of an overlay, so that nothing in the checkout is touched, and sees that they
// pass while no mutant is on. What is made on the way lies in dir.
func newBench(ctx context.Context, pkg, dir string) (*bench, error) {
	m, replace, err := rewritten(ctx, pkg, dir)
	if err != nil {
		return nil, fmt.Errorf("mutate %s: %w", pkg, err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := writeJSON(overlay, map[string]any{"Replace": replace}); err != nil {
		return nil, err
	}
	b := &bench{pkg: pkg, program: filepath.Join(dir, "program.test"), mutants: m.mutants, killers: map[string][]string{}}
	if out, err := command(ctx, ".", 0, "go", "test", "-c", "-vet=off", "-overlay", overlay, "-o", b.program, "./"+pkg); err != nil {
		return nil, fmt.Errorf("the mutants of %s do not compile: %s", pkg, out)
	}
	out, err := command(ctx, pkg, 0, b.program, "-test.v", "-test.short", "-test.timeout=10m")
	if err != nil {
		return nil, fmt.Errorf("while no mutant is on, the tests of %s fail:\n%s", pkg, out)
	}
	slow := []string{"-"} // no test's name
	for _, test := range passed.FindAllStringSubmatch(out, -1) {
		if took, _ := strconv.ParseFloat(test[2], 64); took > 1 {
			slow = append(slow, test[1])
		}
	}
	b.slow = only(slow)
	began := time.Now()
	_, err = command(ctx, pkg, 0, b.program, "-test.skip="+b.slow, "-test.short")
	b.timeout = max(15*time.Second, 10*time.Since(began))
	return b, err
}

var (
	passed = regexp.MustCompile(`(?m)^--- PASS: (\w+) \((\d+\.\d+)s\)`)
	failed = regexp.MustCompile(`(?m)^--- FAIL: (\w+) `)
)

func only(tests []string) string { return "^(" + strings.Join(tests, "|") + ")$" }

// rewritten writes the files of a package to dir, with all mutants in them, and
// returns what they replace.
func rewritten(ctx context.Context, pkg, dir string) (*mutator, map[string]string, error) {
	listed, err := exec.CommandContext(ctx, "go", "list", "-export", "-deps", "-json=ImportPath,Export,Dir,GoFiles", "./"+pkg).Output()
	if err != nil {
		return nil, nil, err
	}
	var self struct {
		ImportPath, Export, Dir string
		GoFiles                 []string
	}
	exports := map[string]string{}
	for decoder := json.NewDecoder(strings.NewReader(string(listed))); decoder.More(); { // itself comes last
		if err := decoder.Decode(&self); err != nil {
			return nil, nil, err
		}
		exports[self.ImportPath] = self.Export
	}
	m := &mutator{fset: token.NewFileSet(), info: &types.Info{Types: map[ast.Expr]types.TypeAndValue{}, Uses: map[*ast.Ident]types.Object{}}}
	var trees []*ast.File
	for _, file := range self.GoFiles {
		tree, err := parser.ParseFile(m.fset, filepath.Join(pkg, file), nil, parser.SkipObjectResolution)
		if err != nil {
			return nil, nil, err
		}
		trees = append(trees, tree)
	}
	exported := func(path string) (io.ReadCloser, error) { return os.Open(exports[path]) }
	checker := types.Config{Importer: importer.ForCompiler(m.fset, "gc", exported)}
	if m.pkg, err = checker.Check(self.ImportPath, m.fset, trees, m.info); err != nil {
		return nil, nil, err
	}
	texts := map[string]string{"mutant_switchboard.go": fmt.Sprintf(switchboard, m.pkg.Name())}
	for i, file := range self.GoFiles {
		src, err := os.ReadFile(filepath.Join(pkg, file))
		if err != nil {
			return nil, nil, err
		}
		texts[file] = m.rewrite(filepath.Join(pkg, file), trees[i], src)
	}
	replace := map[string]string{}
	for file, text := range texts {
		replace[filepath.Join(self.Dir, file)] = filepath.Join(dir, file)
		err = errors.Join(err, os.WriteFile(filepath.Join(dir, file), []byte(text), 0o600))
	}
	return m, replace, err
}

// try runs the tests while one mutant is on: those first that are likely to find
// it, the slow ones last.
func (b *bench) try(ctx context.Context, m mutant) fate {
	b.mu.Lock()
	likely := only(b.killers[m.file])
	b.mu.Unlock()
	for _, which := range []string{"-test.run=" + likely, "-test.skip=" + b.slow, "-test.run=" + b.slow} {
		out, err := command(ctx, b.pkg, m.id, b.program, which, "-test.short", "-test.failfast", "-test.timeout="+b.timeout.String())
		if err == nil {
			continue
		}
		if strings.Contains(out, "panic: test timed out") {
			return hung
		}
		if by := failed.FindStringSubmatch(out); by != nil {
			b.mu.Lock()
			if !slices.Contains(b.killers[m.file], by[1]) && !strings.Contains(b.slow, by[1]) {
				b.killers[m.file] = append(b.killers[m.file], by[1])
			}
			b.mu.Unlock()
		}
		return killed
	}
	return survived
}

func writeJSON(file string, value any) error {
	text, err := json.Marshal(value)
	return errors.Join(err, os.WriteFile(file, text, 0o600))
}

func command(ctx context.Context, dir string, mutant int, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Env = dir, append(os.Environ(), "MUTANT="+strconv.Itoa(mutant), "PORTKEY_NIGHTLY=")
	out, err := cmd.CombinedOutput()
	return string(out), err
}
