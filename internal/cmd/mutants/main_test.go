package main

import (
	"context"
	"os"
	"path/filepath"
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
	}
	var published strings.Builder
	table(&published, all)
	guide, err := os.ReadFile("../../../CONTRIBUTING.md")
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(guide), published.String()) {
		t.Errorf("CONTRIBUTING.md does not hold the table of planted bugs, as mutants -list prints it:\n%s", published.String())
	}
	if len(all) < 30 || quick < 5 {
		t.Errorf("%d bugs are planted, %d of them quick: want 30 and 5 at least", len(all), quick)
	}
}

// The command itself bites: what its test does not find, it tells.
func TestRun(t *testing.T) {
	dir := t.TempDir()
	write := func(name, text string) {
		t.Helper()
		path := filepath.Join(dir, name)
		if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
	}
	patch := func(name, breaks, from, to string) {
		write(planted+"/"+name+".patch", "Breaks: "+breaks+"\nFound-by: ./a TestA\n\n"+
			"diff --git a/a/a.go b/a/a.go\n--- a/a/a.go\n+++ b/a/a.go\n@@ -1,3 +1,3 @@\n package a\n \n-"+from+"\n+"+to+"\n")
	}
	const a = "func A() int { return 1 }"
	write("go.mod", "module example.com/m\n\ngo 1.24\n")
	write("a/a.go", "package a\n\n"+a+"\n")
	write("a/a_test.go", "package a\n\nimport \"testing\"\n\nfunc TestA(t *testing.T) {\n\tif A() < 1 {\n\t\tt.Error(A())\n\t}\n}\n")
	patch("found", "one", a, "func A() int { return 0 }")
	patch("survives", "two", a, "func A() int { return 2 }")
	patch("nonsense", "three", a, "func A() int { return }")
	patch("stale", "four", "func B() {}", "func C() {}")
	t.Chdir(dir)
	if out, err := command(t.Context(), dir, nil, "git", "init", "-q"); err != nil {
		t.Fatal(out)
	}
	for name, want := range map[string]string{
		"found": "TestA: found", "survives": "the test passes", "nonsense": "does not compile", "stale": "does not apply",
	} {
		var out strings.Builder
		err := run(context.Background(), &out, false, false, []string{name})
		if !strings.Contains(out.String(), want) || (err == nil) != (name == "found") {
			t.Errorf("%s: %v\n%s", name, err, out.String())
		}
	}
}
