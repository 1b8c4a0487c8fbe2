package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"
)

// The planted bugs are enough of them, differ, and break each class once.
func TestPlanted(t *testing.T) {
	t.Parallel()
	all, err := bugs("planted")
	if err != nil {
		t.Fatal(err)
	}
	quick, breaks := 0, map[string]bool{}
	for _, b := range all {
		if breaks[b.breaks] {
			t.Errorf("%s: %q is planted twice", b.name, b.breaks)
		}
		breaks[b.breaks] = true
		if b.quick {
			quick++
		}
		if out, err := b.apply(t.Context(), "../../..", "--check"); err != nil {
			t.Errorf("%s does not apply: %s", b.name, out)
		}
		if !hasTest(t, filepath.Join("../../..", b.pkg), b.test) {
			t.Errorf("%s: %s has no %s", b.name, b.pkg, b.test)
		}
	}
	if len(all) < 30 || quick < 5 {
		t.Errorf("%d bugs are planted, %d of them quick: want 30 and 5 at least", len(all), quick)
	}
}

// hasTest reports whether a package has the test that is to find a bug, which may name a
// part of one.
func hasTest(t *testing.T, dir, test string) bool {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(dir, "*_test.go"))
	if err != nil {
		t.Fatal(err)
	}
	name, _, _ := strings.Cut(test, "/")
	return slices.ContainsFunc(files, func(file string) bool {
		text, err := os.ReadFile(file) //nolint:gosec // a file of this checkout
		return err == nil && strings.Contains(string(text), "\nfunc "+name+"(")
	})
}

// A bug that its test does not find is reported, with the reason.
func TestPlantAll(t *testing.T) {
	dir := t.TempDir()
	patch := func(name, breaks, from, to string) {
		write(t, dir, planted+"/"+name+".patch", "Breaks: "+breaks+"\nFound-by: ./a TestA\n\n"+
			"diff --git a/a/a.go b/a/a.go\n--- a/a/a.go\n+++ b/a/a.go\n@@ -1,3 +1,3 @@\n package a\n \n-"+from+"\n+"+to+"\n")
	}
	const a = "func A() int { return 1 }"
	write(t, dir, "go.mod", "module example.com/m\n\ngo 1.24\n")
	write(t, dir, "a/a.go", "package a\n\n"+a+"\n")
	write(t, dir, "a/a_test.go", "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {\n\tif A() < 1 {\n\t\tt.Error(A())\n\t}\n}\n")
	patch("found", "one", a, "func A() int { return 0 }")
	patch("survives", "two", a, "func A() int { return 2 }")
	patch("nonsense", "three", a, "func A() int { return }")
	patch("stale", "four", "func B() {}", "func C() {}")
	t.Chdir(dir)
	if out, err := command(t.Context(), dir, nil, nil, "git", "init", "-q"); err != nil {
		t.Fatal(out)
	}
	for name, want := range map[string]string{
		"found": "TestA: found", "survives": "the test passes", "nonsense": "does not compile", "stale": "does not apply",
	} {
		var out strings.Builder
		err := plantAll(t.Context(), &out, false, false, regexp.MustCompile("^"+name+"$"))
		if !strings.Contains(out.String(), want) || (err == nil) != (name == "found") {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
	}

	var table strings.Builder
	if err := plantAll(t.Context(), &table, false, true, regexp.MustCompile("^found$")); err != nil || !strings.Contains(table.String(), "| one | `./a` TestA |") {
		t.Errorf("the table: %v\n%s", err, table.String())
	}
	if err := plantAll(t.Context(), &table, true, false, regexp.MustCompile("")); err == nil {
		t.Error("none is quick, and the command passes")
	}
}
