package main

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/guarantee"
)

const empty = `# What is promised

<!-- figures: fault_ rate -->
<!-- end of figures -->

More words.

<!-- figures: rate_two -->
<!-- end of figures -->
The end.
`

const full = `# What is promised

<!-- figures: fault_ rate -->

| What is counted | ` + "`make test` | `make nightly`" + ` |
|---|---:|---:|
| cells (` + "`fault_cells`" + `) | 1,918 | 5,754,000 |
| % refused (` + "`rate_told`" + `) | at most 1.5 | – |

<!-- end of figures -->

More words.

<!-- figures: rate_two -->

| What is counted | ` + "`make test` | `make nightly`" + ` |
|---|---:|---:|
| of 5 kept (` + "`rate_two_kept`" + `) | – | 5 |

<!-- end of figures -->
The end.
`

var (
	ofTest = map[string]guarantee.Figure{
		"fault_cells": {Key: "fault_cells", Number: 1918, Words: "cells"},
		"rate_told":   {Key: "rate_told", Number: 1.5, Ceiling: true, Words: "% refused"},
	}
	ofNight = map[string]guarantee.Figure{
		"fault_cells":   {Key: "fault_cells", Number: 5754000, Words: "cells"},
		"rate_two_kept": {Key: "rate_two_kept", Number: 5, Words: "of 5 kept"},
	}
)

func TestPage_take(t *testing.T) {
	t.Parallel()
	for name, before := range map[string]string{
		"empty":   empty,
		"itself":  full,
		"another": strings.Replace(full, "| cells (`fault_cells`) |", "| old cells (`fault_old`) | 1 | 2 |\n| old words (`fault_cells`) |", 1),
	} {
		p, err := readPage(before)
		if err != nil {
			t.Fatal(err)
		}
		if err := p.take(byTest, ofTest); err != nil {
			t.Fatal(err)
		}
		if err := p.take(byNight, ofNight); err != nil {
			t.Fatal(err)
		}
		if got := p.String(); got != full {
			t.Errorf("%s: the page is\n%s", name, got)
		}
		if p.check(byTest, ofTest) != nil || p.check(byNight, ofNight) != nil {
			t.Errorf("%s: the page does not hold against what was written into it", name)
		}
	}
	p, err := readPage(empty)
	if err != nil {
		t.Fatal(err)
	}
	if err := p.take(byTest, map[string]guarantee.Figure{"kill": {Key: "kill", Number: 1, Words: "x"}}); err == nil {
		t.Error("a figure without a table was taken")
	}
	if _, err := readPage("<!-- figures: fault_ -->\n"); err == nil {
		t.Error("a table without an end was taken")
	}
}

func TestPage_check(t *testing.T) {
	t.Parallel()
	for name, test := range map[string]struct {
		change func(map[string]guarantee.Figure)
		wrong  string // none where it must hold
	}{
		"more is tried": {func(f map[string]guarantee.Figure) {
			f["fault_cells"] = guarantee.Figure{Key: "fault_cells", Number: 1919, Words: "cells"}
		}, ""},
		"less is tried": {func(f map[string]guarantee.Figure) {
			f["fault_cells"] = guarantee.Figure{Key: "fault_cells", Number: 1917, Words: "cells"}
		}, "promises 1,918"},
		"a bound is lower": {func(f map[string]guarantee.Figure) {
			f["rate_told"] = guarantee.Figure{Key: "rate_told", Number: 1, Ceiling: true, Words: "% refused"}
		}, ""},
		"a bound is higher": {func(f map[string]guarantee.Figure) {
			f["rate_told"] = guarantee.Figure{Key: "rate_told", Number: 2, Ceiling: true, Words: "% refused"}
		}, "promises at most 1.5"},
		"no bound any more": {func(f map[string]guarantee.Figure) {
			f["rate_told"] = guarantee.Figure{Key: "rate_told", Number: 1, Words: "% refused"}
		}, "the guide says at most 1.5"},
		"other words": {func(f map[string]guarantee.Figure) {
			f["fault_cells"] = guarantee.Figure{Key: "fault_cells", Number: 1918, Words: "tries"}
		}, "the guide says 1,918 cells"},
		"one is missing":   {func(f map[string]guarantee.Figure) { delete(f, "rate_told") }, "no test has published it"},
		"one of the night": {func(f map[string]guarantee.Figure) { f["rate_two_kept"] = ofNight["rate_two_kept"] }, "the guide does not have"},
		"one is new":       {func(f map[string]guarantee.Figure) { f["new"] = guarantee.Figure{Key: "new", Number: 1, Words: "x"} }, "the guide does not have"},
	} {
		p, err := readPage(full)
		if err != nil {
			t.Fatal(err)
		}
		figures := map[string]guarantee.Figure{"fault_cells": ofTest["fault_cells"], "rate_told": ofTest["rate_told"]}
		test.change(figures)
		switch err := p.check(byTest, figures); {
		case test.wrong == "" && err != nil, test.wrong != "" && (err == nil || !strings.Contains(err.Error(), test.wrong)):
			t.Errorf("%s: %v, want %q", name, err, test.wrong)
		}
	}
}

func TestCollect(t *testing.T) {
	t.Parallel()
	file := func(text string) string {
		path := filepath.Join(t.TempDir(), "figures.txt")
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	one, two := file("guarantee: cells=2 cells\nguarantee: share<=2 % refused\n"), file("ok\nguarantee: cells=3 cells\nguarantee: share<=1 % refused\n")
	got, err := collect([]string{one, two})
	if err != nil || len(got) != 2 || got["cells"].Number != 5 || got["share"].Number != 2 {
		t.Errorf("got %v, %v", got, err)
	}
	for name, paths := range map[string][]string{
		"other words":  {one, file("guarantee: cells=2 tries\n")},
		"another sort": {one, file("guarantee: cells<=2 cells\n")},
		"no figure":    {file("guarantee: cells\n")},
		"none at all":  {file("ok\n")},
		"no file":      {filepath.Join(t.TempDir(), "none")},
	} {
		if _, err := collect(paths); err == nil {
			t.Errorf("%s: it was taken", name)
		}
	}
}

func TestKeep(t *testing.T) {
	t.Parallel()
	kept := t.TempDir()
	put := func(dir, name, text string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(text), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	put(kept, "secrets.txt", "guarantee: bytes=9 bytes\n")
	put(kept, "lives.txt", "guarantee: lives=1 lives\nguarantee: gone=1 gone\n")
	again := put(t.TempDir(), "lives.txt", "ok\nguarantee: lives=2 lives\nguarantee: lives=3 lives\n")
	paths, err := keep(kept, []string{again})
	if err != nil {
		t.Fatal(err)
	}
	figures, err := collect(paths)
	if err != nil || len(figures) != 2 || figures["lives"].Number != 5 || figures["bytes"].Number != 9 {
		t.Errorf("kept %v, %v", figures, err)
	}
	if text, err := os.ReadFile(filepath.Join(kept, "lives.txt")); err != nil || string(text) != "guarantee: lives=5 lives\n" {
		t.Errorf("lives.txt has %q, %v", text, err)
	}
	if _, err := keep(kept, []string{put(t.TempDir(), "lives.txt", "ok\n")}); err == nil {
		t.Error("a file without figures was kept")
	}
}

// TestNight holds that the column of the night says what is kept, no more and no
// less.
func TestNight(t *testing.T) {
	t.Parallel()
	const root = "../../.."
	paths, err := keep(filepath.Join(root, night), nil)
	if err != nil {
		t.Fatal(err)
	}
	figures, err := collect(paths)
	if err != nil {
		t.Fatal(err)
	}
	text, err := os.ReadFile(filepath.Join(root, guide))
	if err != nil {
		t.Fatal(err)
	}
	p, err := readPage(string(text))
	if err != nil {
		t.Fatal(err)
	}
	if err := p.take(byNight, figures); err != nil {
		t.Fatal(err)
	}
	if p.String() != string(text) {
		t.Errorf("%s is not what is kept of the night: run \"make guarantees\"", guide)
	}
}
