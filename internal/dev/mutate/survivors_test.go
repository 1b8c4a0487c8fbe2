package main

import (
	"fmt"
	"maps"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestJudge(t *testing.T) {
	t.Parallel()
	fates := map[string]fate{}
	for i := range 20 {
		fates[fmt.Sprintf("a.go F: %d", i)] = killed
	}
	fates["a.go F: 0"], fates["a.go F: 1"] = survived, hung
	reasons := map[string]string{"a.go F: 0": "equivalent", "b.go F: 0": "of a file that was not tried"}
	for name, test := range map[string]struct {
		change func(fates map[string]fate, reasons map[string]string)
		says   string
		fails  bool
	}{
		"as it is listed":          {func(map[string]fate, map[string]string) {}, "19 killed, 1 of them since the tests did not end; 1 survived: 95.0 %", false},
		"a survivor is not listed": {func(_ map[string]fate, r map[string]string) { delete(r, "a.go F: 0") }, "no reason for it: a.go F: 0", true},
		"a listed one is killed":   {func(f map[string]fate, _ map[string]string) { f["a.go F: 0"] = killed }, "listed as a survivor, but killed: a.go F: 0", false},
		"a listed one is none":     {func(_ map[string]fate, r map[string]string) { r["a.go G: 0"] = "gone" }, "there is no such mutant: a.go G: 0", true},
		"too many, though all with": {func(f map[string]fate, r map[string]string) {
			f["a.go F: 2"], f["a.go F: 3"] = survived, survived
			r["a.go F: 2"], r["a.go F: 3"] = "a", "b"
		}, "85.0 % of the mutants", true},
		"a listed one is untried": {func(f map[string]fate, _ map[string]string) { f["a.go F: 0"] = untried }, "19 killed, 1 of them since the tests did not end; 0 survived", false},
		"nothing":                 {func(f map[string]fate, _ map[string]string) { clear(f) }, "nothing to mutate", true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			fates, reasons := maps.Clone(fates), maps.Clone(reasons)
			test.change(fates, reasons)
			var out strings.Builder
			err := judge(&out, fates, reasons)
			if said := fmt.Sprint(out.String(), err); !strings.Contains(said, test.says) || (err != nil) != test.fails {
				t.Errorf("got %s", said)
			}
		})
	}
}

// The list in the checkout can be read, and one that gives no reason can't.
func TestReadSurvivors(t *testing.T) {
	t.Parallel()
	if _, err := readSurvivors("survivors.txt"); err != nil {
		t.Error(err)
	}
	dir := t.TempDir()
	for name, text := range map[string]string{
		"no reason": "a.go F: x\n\tequivalent\nb.go F: x\n",
		"twice":     "a.go F: x\n\tone\na.go F: x\n\ttwo\n",
		"no name":   "\tequivalent\n",
	} {
		write(t, dir, name, text)
		if got, err := readSurvivors(filepath.Join(dir, name)); err == nil {
			t.Errorf("%s: got %v", name, got)
		}
	}
	write(t, dir, "whole", "# A list.\n\na.go F: x > 1\nb.go F: y\n\tof two\n\tlines\n")
	got, err := readSurvivors(filepath.Join(dir, "whole"))
	if diff := cmp.Diff(map[string]string{"a.go F: x > 1": "of two lines", "b.go F: y": "of two lines"}, got); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
