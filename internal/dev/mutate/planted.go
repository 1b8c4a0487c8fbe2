package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
)

// bug is a patch that plants one.
type bug struct {
	name string
	// breaks is the class of failure or the rule, in words.
	breaks string
	// pkg and test are what must find it.
	pkg, test string
	quick     bool
	patch     []byte
}

// bugs reads the patches of a directory, in the order of what they break.
func bugs(dir string) ([]bug, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.patch"))
	if err != nil {
		return nil, err
	}
	var all []bug
	for _, file := range files {
		text, err := os.ReadFile(file) //nolint:gosec // a file of this checkout
		if err != nil {
			return nil, err
		}
		b := bug{name: strings.TrimSuffix(filepath.Base(file), ".patch"), patch: text}
		header, _, _ := strings.Cut(string(text), "\n\n")
		for line := range strings.Lines(header) {
			key, value, _ := strings.Cut(strings.TrimSpace(line), ": ")
			switch key {
			case "Breaks":
				b.breaks = value
			case "Found-by":
				b.pkg, b.test, _ = strings.Cut(value, " ")
			case "Quick":
				b.quick = value == "yes"
			}
		}
		if b.breaks == "" || b.pkg == "" || b.test == "" {
			return nil, fmt.Errorf("%s: the header lacks Breaks or Found-by", file)
		}
		all = append(all, b)
	}
	slices.SortStableFunc(all, func(a, b bug) int { return strings.Compare(a.breaks, b.breaks) })
	return all, nil
}

// plantAll plants the bugs whose names match, one after the other, in a copy of
// the checkout, and wants the test of each to find it.
func plantAll(ctx context.Context, out io.Writer, quick, list bool, match *regexp.Regexp) error {
	all, err := bugs(planted)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(b bug) bool { return quick && !b.quick || !match.MatchString(b.name) })
	if len(all) == 0 {
		return errors.New("no such bug is planted")
	}
	if list {
		table(out, all)
		return nil
	}
	dir, err := os.MkdirTemp("", "planted")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	if err := checkout(ctx, dir); err != nil {
		return err
	}
	if err := sound(ctx, dir, all); err != nil {
		return err
	}
	missed := 0
	for _, b := range all {
		verdict := "found"
		if err := b.plant(ctx, dir); err != nil {
			verdict = "NOT FOUND: " + err.Error()
			missed++
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Fprintf(out, "%-22s %-70s %s: %s\n", b.name, b.breaks, b.test, verdict)
	}
	if missed > 0 {
		return fmt.Errorf("%d of %d planted bugs were not found", missed, len(all))
	}
	return nil
}

// table prints the bugs as Markdown.
func table(out io.Writer, all []bug) {
	fmt.Fprintln(out, "| planted bug | found by |\n|---|---|")
	for _, b := range all {
		fmt.Fprintf(out, "| %s | `%s` %s |\n", b.breaks, strings.TrimPrefix(b.pkg, "./internal/"), b.test)
	}
}

// checkout copies the files that git knows to dir, as they are now.
func checkout(ctx context.Context, dir string) error {
	files, err := exec.CommandContext(ctx, "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard").Output()
	if err != nil {
		return fmt.Errorf("list the files of the checkout: %w", err)
	}
	for _, name := range strings.Split(strings.Trim(string(files), "\x00"), "\x00") {
		text, err := os.ReadFile(name) //nolint:gosec // a file of this checkout
		if errors.Is(err, os.ErrNotExist) {
			continue // deleted, and not yet committed so
		}
		if err != nil {
			return err
		}
		to := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(to), 0o750); err != nil {
			return err
		}
		if err := os.WriteFile(to, text, 0o600); err != nil { //nolint:gosec // git names no file outside the checkout
			return err
		}
	}
	return nil
}

// sound wants every test that is named to pass where nothing is planted.
func sound(ctx context.Context, dir string, all []bug) error {
	tests := map[string]map[string]bool{}
	for _, b := range all {
		if tests[b.pkg] == nil {
			tests[b.pkg] = map[string]bool{}
		}
		tests[b.pkg][b.test] = true
	}
	for pkg, names := range tests {
		p, err := compile(ctx, dir, pkg, filepath.Join(dir, "program.test"))
		if err != nil {
			return err
		}
		passed, err := p.passing(ctx, "-test.run="+only(slices.Collect(maps.Keys(names))))
		if err != nil {
			return err
		}
		for name := range names {
			if _, passes := passed[name]; !passes {
				return fmt.Errorf("%s has no test %s that passes", pkg, name)
			}
		}
	}
	return nil
}

// plant applies the patch, wants the test to fail, and takes the patch back.
func (b bug) plant(ctx context.Context, dir string) error {
	if out, err := b.apply(ctx, dir); err != nil {
		return fmt.Errorf("the patch does not apply: %s", out)
	}
	defer func() {
		if out, err := b.apply(context.WithoutCancel(ctx), dir, "-R"); err != nil {
			panic("cannot take back " + b.name + ": " + out) // the next bug would not be alone
		}
	}()
	p, err := compile(ctx, dir, b.pkg, filepath.Join(dir, "program.test"))
	if err != nil {
		return err
	}
	switch became, by, out := p.try(ctx, nil, "-test.run="+only([]string{b.test}), "-test.timeout=10m"); {
	case became == survived:
		return errors.New("the test passes")
	case became == killed && by != b.test && !strings.Contains(out, "panic: "):
		return fmt.Errorf("something else failed: %s", out)
	}
	return nil
}

// apply applies the patch in dir. git must not take the checkout around a
// temporary folder for its own.
func (b bug) apply(ctx context.Context, dir string, flags ...string) (string, error) {
	args := append([]string{"apply", "--whitespace=nowarn"}, flags...)
	return command(ctx, dir, b.patch, []string{"GIT_CEILING_DIRECTORIES=" + filepath.Dir(dir)}, "git", args...)
}
