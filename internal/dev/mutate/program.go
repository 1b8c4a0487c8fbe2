package main

import (
	"bytes"
	"context"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"time"
)

// fate is what became of a change.
type fate string

const (
	killed   fate = "killed"
	hung     fate = "hung" // killed too: the tests end in time without it
	survived fate = "SURVIVED"
	untried  fate = "" // it was not asked for
)

// program is the tests of a package, compiled.
type program struct {
	pkg, path string
	// dir is that of the package, where its tests run.
	dir string
}

// compile compiles the tests of a package of the module in dir to a file.
func compile(ctx context.Context, dir, pkg, path string, flags ...string) (program, error) {
	args := slices.Concat([]string{"test", "-c", "-vet=off", "-o", path}, flags, []string{"./" + filepath.ToSlash(filepath.Clean(pkg))})
	if out, err := command(ctx, dir, nil, nil, "go", args...); err != nil {
		return program{}, fmt.Errorf("it does not compile: %s", out)
	}
	return program{pkg, path, filepath.Join(dir, pkg)}, nil
}

// passing runs tests that nothing stands in the way of, and returns how long
// each took.
func (p program) passing(ctx context.Context, flags ...string) (map[string]time.Duration, error) {
	out, err := p.run(ctx, nil, append(flags, "-test.v", "-test.timeout=10m")...)
	if err != nil {
		return nil, fmt.Errorf("while no mutant is on, the tests of %s fail:\n%s", p.pkg, out)
	}
	took := map[string]time.Duration{}
	for _, test := range passed.FindAllStringSubmatch(out, -1) {
		if took[test[1]], err = time.ParseDuration(test[2]); err != nil {
			return nil, err
		}
	}
	return took, nil
}

// try runs tests over a change. It returns what became of that, the test that
// found it and what the tests printed.
func (p program) try(ctx context.Context, env []string, flags ...string) (became fate, by, out string) {
	out, err := p.run(ctx, env, flags...)
	if err == nil {
		return survived, "", out
	}
	if strings.Contains(out, "panic: test timed out") {
		return hung, "", out
	}
	if test := failed.FindStringSubmatch(out); test != nil {
		by = test[1]
	}
	return killed, by, out
}

var (
	passed = regexp.MustCompile(`(?m)^--- PASS: (\w+) \((\d+\.\d+s)\)`)
	failed = regexp.MustCompile(`(?m)^--- FAIL: (\w+) `)
)

// run runs the tests with the counts of the day.
func (p program) run(ctx context.Context, env []string, flags ...string) (string, error) {
	return command(ctx, p.dir, nil, append(env, "PORTKEY_NIGHTLY="), p.path, flags...)
}

// only is the pattern of these tests.
func only(tests []string) string { return "^(" + strings.Join(tests, "|") + ")$" }

func command(ctx context.Context, dir string, input []byte, env []string, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...)
	cmd.Dir, cmd.Stdin, cmd.Env = dir, bytes.NewReader(input), append(os.Environ(), env...)
	out, err := runInGroup(cmd, cmd.CombinedOutput)
	return strings.TrimSpace(string(out)), err
}
