package main

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const root = "../../.."

func TestFigures(t *testing.T) {
	t.Parallel()
	const page = "# Title\n\n`TestBefore`\n\n## Nothing is lost\n\n`TestKills` and `TestLock`.\n\n## Pace\n\n`TestRate`, `TestOutage`\n"
	const events = `{"Action":"run","Test":"TestKills"}
{"Action":"pass","Test":"TestKills/nouns/a/before","Elapsed":1}
{"Action":"pass","Test":"TestKills/nouns/a/after","Elapsed":1}
{"Action":"pass","Test":"TestKills/nouns","Elapsed":2}
{"Action":"pass","Test":"TestKills","Elapsed":90.4}
{"Action":"pass","Test":"TestLock","Elapsed":1}
{"Action":"fail","Test":"TestRate","Elapsed":1}
{"Action":"pass","Elapsed":100}
`
	const want = "| promise | test | subtests | duration |\n|---|---|---:|---:|\n" +
		"| Nothing is lost | `TestKills` | 3 | 1m30s |\n| Nothing is lost | `TestLock` | 0 | 1s |\n" +
		"| Pace | `TestRate` | 0 | 0s |\n| Pace | `TestOutage` | 0 | 0s |\n"
	var out strings.Builder
	err := figures(page, strings.NewReader(events), &out)
	if diff := cmp.Diff(want, out.String()); diff != "" {
		t.Errorf("want - got +:\n%s", diff)
	}
	if err == nil || err.Error() != "TestRate has not passed\nTestOutage has not passed" {
		t.Errorf("got %v", err)
	}
	if err := figures(page, strings.NewReader("FAIL\n"), &out); err == nil {
		t.Error("it takes what is no JSON")
	}
}

// Each test that the guide names is there, and each promise names one.
func TestGuide(t *testing.T) {
	t.Parallel()
	page, err := os.ReadFile(filepath.Join(root, guide))
	if err != nil {
		t.Fatal(err)
	}
	there := map[string]bool{}
	err = filepath.WalkDir(filepath.Join(root, "internal"), func(path string, entry fs.DirEntry, err error) error {
		if err != nil || entry.IsDir() || !strings.HasSuffix(path, "_test.go") {
			return err
		}
		text, err := os.ReadFile(path)
		for _, part := range strings.Split("\n"+string(text), "\nfunc ")[1:] {
			name, _, _ := strings.Cut(part, "(")
			there[name] = true
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	tests := named.FindAllStringSubmatch(string(page), -1)
	for _, test := range tests {
		if !there[test[1]] {
			t.Errorf("there is no %s", test[1])
		}
	}
	if promises := strings.Count(string(page), "\nTests"); promises < 5 || len(tests) < 2*promises {
		t.Errorf("%d promises name %d tests", promises, len(tests))
	}
}
