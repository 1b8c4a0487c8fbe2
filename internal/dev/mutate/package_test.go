package main

import (
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// write writes a file below dir.
func write(t *testing.T, dir, name, text string) {
	t.Helper()
	path := filepath.Join(dir, name)
	if err := os.MkdirAll(filepath.Dir(path), 0o750); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
		t.Fatal(err)
	}
}

const code = `package a

import "time"

// Unused says what nothing depends on.
const Unused = 2 * time.Second

type Size float64

var half = func(s Size) Size { return s / 2 }

// Sum adds the halves of the sizes up to one that is negative.
func Sum(sizes []Size, done func()) (sum Size) {
	defer done()
	for _, s := range sizes {
		if s < 0 {
			break
		}
		sum += half(s)
	}
	return sum
}

type queue struct{ left int }

func (q *queue) take(name string) string {
	switch {
	case q.empty():
		q.left = -1
	case name != "" && q.left > 0:
		q.left--
		name += "." + name
	}
	return name
}

func (q *queue) empty() bool { return !(q.left > 0) }
`

const codeTest = `package a

import "testing"

func TestSum(t *testing.T) {
	done := false
	if sum := Sum([]Size{2, 4, -1, 8}, func() { done = true }); sum != 3 || !done {
		t.Error(sum, done)
	}
	q := &queue{left: 2}
	if name := q.take("a"); name != "a.a" || q.left != 1 {
		t.Error(name, q.left)
	}
}
`

// The fate of each change that is made of the code, as it is printed.
const fatesOfCode = `
SURVIVED  a/a.go Sum: s < 0 → <=
SURVIVED  a/a.go queue.empty: q.left > 0 → >=
SURVIVED  a/a.go queue.take: -1 → without -
SURVIVED  a/a.go queue.take: name != "" && q.left > 0 → ||
SURVIVED  a/a.go queue.take: q.left > 0 → >=
SURVIVED  a/a.go queue.take: without q.left = -1
killed    a/a.go (package): s / 2 → *
killed    a/a.go Sum: break → continue
killed    a/a.go Sum: s < 0 → >=
killed    a/a.go Sum: sum += half(s) → -=
killed    a/a.go Sum: sum += half(s) → =
killed    a/a.go Sum: without break
killed    a/a.go Sum: without defer done()
killed    a/a.go Sum: without sum += half(s)
killed    a/a.go queue.empty: !(q.left > 0) → without !
killed    a/a.go queue.empty: q.left > 0 → <=
killed    a/a.go queue.take: name != "" → ==
killed    a/a.go queue.take: q.empty() → negated
killed    a/a.go queue.take: q.left > 0 → <=
killed    a/a.go queue.take: q.left-- → ++
killed    a/a.go queue.take: without name += "." + name
killed    a/a.go queue.take: without q.left--
16 killed, 0 of them since the tests did not end; 6 survived: 72.7 %
`

// The command makes each change of a small package, constants and words apart,
// and tells whether the package's test finds it.
func TestMutateAll(t *testing.T) {
	dir := t.TempDir()
	write(t, dir, "go.mod", "module example.com/m\n\ngo 1.24\n")
	write(t, dir, "a/a.go", code)
	write(t, dir, "a/a_test.go", codeTest)
	write(t, dir, listed, "")
	t.Chdir(dir)
	var out strings.Builder
	err := mutateAll(t.Context(), &out, []string{"a"}, regexp.MustCompile(""))
	for _, want := range []string{"the list has no reason for it: a/a.go Sum: s < 0 → <=", "72.7 % of the mutants were killed, want 90 %"} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("got %v, want %q in it", err, want)
		}
	}
	lines := strings.Split(strings.TrimSpace(out.String()), "\n")
	slices.Sort(lines[:len(lines)-1])
	want := strings.Split(strings.TrimSpace(fatesOfCode), "\n")
	if diff := cmp.Diff(want, lines); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}

	write(t, dir, listed, "a/a.go Sum: s < 0 → <=\n\tequivalent\na/a.go Sum: s < 1 → <=\n\tgone\n")
	if err := mutateAll(t.Context(), &out, []string{"a"}, regexp.MustCompile("")); err == nil || strings.Contains(err.Error(), "Sum: s < 0") || !strings.Contains(err.Error(), "Sum: s < 1") {
		t.Errorf("the list is ignored: %v", err)
	}
	write(t, dir, "a/a_test.go", strings.Replace(codeTest, "sum != 3", "sum != 4", 1))
	if err := mutateAll(t.Context(), &out, []string{"a"}, regexp.MustCompile("")); err == nil || !strings.Contains(err.Error(), "while no mutant is on") {
		t.Errorf("tests that fail anyway: %v", err)
	}
}
