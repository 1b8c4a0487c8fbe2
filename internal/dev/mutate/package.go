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
	"runtime"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// mutateAll tries every mutant whose name matches of each package.
func mutateAll(ctx context.Context, out io.Writer, packages []string, match *regexp.Regexp) error {
	reasons, err := readSurvivors(listed)
	if err != nil {
		return err
	}
	fates := map[string]fate{}
	for _, pkg := range packages {
		if err := mutatePackage(ctx, out, filepath.Clean(pkg), match, fates); err != nil {
			return err
		}
	}
	return judge(out, fates, reasons)
}

// mutatePackage tries the mutants of a package, as many at once as there are
// processors, and notes their fates.
func mutatePackage(ctx context.Context, out io.Writer, pkg string, match *regexp.Regexp, fates map[string]fate) error {
	dir, err := os.MkdirTemp("", "mutants")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	all, err := mutate(ctx, pkg, dir)
	if err != nil {
		return err
	}
	next := make(chan mutant)
	var mu sync.Mutex
	var workers sync.WaitGroup
	for range runtime.NumCPU() {
		workers.Go(func() {
			for m := range next {
				became := all.try(ctx, m)
				mu.Lock()
				fates[m.name] = became
				fmt.Fprintf(out, "%-8s  %s\n", became, m.name)
				mu.Unlock()
			}
		})
	}
	for _, m := range all.mutants {
		if ctx.Err() == nil && match.MatchString(m.name) {
			next <- m
		} else {
			mu.Lock()
			fates[m.name] = untried
			mu.Unlock()
		}
	}
	close(next)
	workers.Wait()
	return ctx.Err() // what was killed by it proves nothing
}

// mutated is a package's test program with all mutants in it.
type mutated struct {
	program
	mutants []mutant
	slow    string // a pattern of the tests that are tried last
	timeout time.Duration

	mu sync.Mutex
	// killers are, by file, the tests that found mutants of it: they are tried first.
	killers map[string][]string
}

// mutate compiles the tests of a package against its rewritten files, by means
// of an overlay, so that nothing in the checkout is touched, and sees that they
// pass while no mutant is on. What is built on the way is in dir.
func mutate(ctx context.Context, pkg, dir string) (*mutated, error) {
	m, replace, err := rewritten(ctx, pkg, dir)
	if err != nil {
		return nil, fmt.Errorf("mutate %s: %w", pkg, err)
	}
	overlay := filepath.Join(dir, "overlay.json")
	if err := writeJSON(overlay, map[string]any{"Replace": replace}); err != nil {
		return nil, err
	}
	p, err := compile(ctx, ".", pkg, filepath.Join(dir, "program.test"), "-overlay", overlay)
	if err != nil {
		return nil, fmt.Errorf("the mutants of %s: %w", pkg, err)
	}
	took, err := p.passing(ctx, "-test.short")
	if err != nil {
		return nil, err
	}
	slow := []string{"-"} // no test's name
	for test, spent := range took {
		if spent > time.Second {
			slow = append(slow, test)
		}
	}
	all := &mutated{program: p, mutants: m.mutants, slow: only(slow), killers: map[string][]string{}}
	began := time.Now()
	_, err = p.run(ctx, nil, "-test.skip="+all.slow, "-test.short")
	all.timeout = max(15*time.Second, 10*time.Since(began))
	return all, err
}

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
func (all *mutated) try(ctx context.Context, m mutant) fate {
	all.mu.Lock()
	likely := only(all.killers[m.file])
	all.mu.Unlock()
	on := []string{"MUTANT=" + strconv.Itoa(m.id)}
	for _, which := range []string{"-test.run=" + likely, "-test.skip=" + all.slow, "-test.run=" + all.slow} {
		became, by, _ := all.program.try(ctx, on, which, "-test.short", "-test.failfast", "-test.timeout="+all.timeout.String())
		if became == survived {
			continue
		}
		all.mu.Lock()
		if by != "" && !slices.Contains(all.killers[m.file], by) && !strings.Contains(all.slow, by) {
			all.killers[m.file] = append(all.killers[m.file], by)
		}
		all.mu.Unlock()
		return became
	}
	return survived
}

func writeJSON(file string, value any) error {
	text, err := json.Marshal(value)
	return errors.Join(err, os.WriteFile(file, text, 0o600))
}
