// Command mutants shows that the tests bite. Each patch in planted/ is a bug of
// a kind that has cost users of some provider an object, a twin or a secret, and
// names the test that must find it. The command plants one after the other in a
// copy of the checkout and fails where a test does not fail for it.
//
// Usage, in the root of the module: mutants [-quick] [-list] [name ...]
package main

import (
	"bytes"
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/exec"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
)

const planted = "internal/cmd/mutants/planted"

func main() {
	quick := flag.Bool("quick", false, "plant only those that are found within seconds")
	list := flag.Bool("list", false, "print the table of planted bugs, and plant none")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	err := run(ctx, os.Stdout, *quick, *list, flag.Args())
	stop()
	if err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

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

func run(ctx context.Context, out io.Writer, quick, list bool, names []string) error {
	all, err := bugs(planted)
	if err != nil {
		return err
	}
	all = slices.DeleteFunc(all, func(b bug) bool {
		return quick && !b.quick || len(names) > 0 && !slices.Contains(names, b.name)
	})
	if len(all) == 0 {
		return errors.New("no such bug is planted")
	}
	if list {
		table(out, all)
		return nil
	}
	dir, err := os.MkdirTemp("", "mutants")
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
	survived := 0
	for _, b := range all {
		verdict := "found"
		if err := b.plant(ctx, dir); err != nil {
			verdict = "NOT FOUND: " + err.Error()
			survived++
		}
		if ctx.Err() != nil {
			return ctx.Err()
		}
		fmt.Fprintf(out, "%-22s %-70s %s: %s\n", b.name, b.breaks, b.test, verdict)
	}
	if survived > 0 {
		return fmt.Errorf("%d of %d planted bugs were not found", survived, len(all))
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
	tests := map[string][]string{}
	for _, b := range all {
		if !slices.Contains(tests[b.pkg], b.test) {
			tests[b.pkg] = append(tests[b.pkg], b.test)
		}
	}
	for pkg, names := range tests {
		out, err := command(ctx, dir, nil, "go", "test", "-v", "-count=1", "-run", "^("+strings.Join(names, "|")+")$", pkg)
		if err != nil {
			return fmt.Errorf("with nothing planted, the tests of %s fail:\n%s", pkg, out)
		}
		for _, name := range names {
			if !strings.Contains(out, "--- PASS: "+name+" ") {
				return fmt.Errorf("%s has no test %s that passes", pkg, name)
			}
		}
	}
	return nil
}

// plant applies the patch, wants the test to fail, and takes the patch back.
func (b bug) plant(ctx context.Context, dir string) error {
	if out, err := command(ctx, dir, b.patch, "git", "apply", "--whitespace=nowarn"); err != nil {
		return fmt.Errorf("the patch does not apply: %s", out)
	}
	defer func() {
		if out, err := command(context.WithoutCancel(ctx), dir, b.patch, "git", "apply", "-R", "--whitespace=nowarn"); err != nil {
			panic("cannot take back " + b.name + ": " + out) // the next bug would not be alone
		}
	}()
	if out, err := command(ctx, dir, nil, "go", "test", "-count=1", "-run", "^$", b.pkg); err != nil {
		return fmt.Errorf("it does not compile: %s", out)
	}
	out, err := command(ctx, dir, nil, "go", "test", "-count=1", "-run", "^"+b.test+"$", b.pkg)
	switch {
	case err == nil:
		return errors.New("the test passes")
	case !strings.Contains(out, "--- FAIL: "+b.test) && !strings.Contains(out, "panic: "):
		return fmt.Errorf("something else failed: %s", out)
	}
	return nil
}

func command(ctx context.Context, dir string, input []byte, name string, args ...string) (string, error) {
	cmd := exec.CommandContext(ctx, name, args...) //nolint:gosec // go and git
	cmd.Dir, cmd.Stdin = dir, bytes.NewReader(input)
	// git must not take the checkout around a temporary folder for its own.
	// The tests have their short budgets.
	cmd.Env = append(os.Environ(), "GIT_CEILING_DIRECTORIES="+filepath.Dir(dir), "PORTKEY_NIGHTLY=")
	out, err := cmd.CombinedOutput()
	return strings.TrimSpace(string(out)), err
}
