package repo

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"io/fs"
	"maps"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// licences are those that the modules in the binary may have, by a sentence of
// each. All of them let a work under the MPL be given away with them inside.
var licences = []struct{ name, sentence string }{
	{"MPL-2.0", "mozilla public license"},
	{"Apache-2.0", "apache license"},
	{"BSD", "redistribution and use in source and binary forms"},
	{"MIT", "permission is hereby granted, free of charge"},
}

// strict are licences that would bind the whole provider; their text may also
// hold a sentence of those above.
var strict = regexp.MustCompile(`gnu (affero |lesser )?general public license\s+version|server side public license|business source license|commons clause`)

// TestSupply_licences holds that each module that is built into the provider
// has a licence on the list.
func TestSupply_licences(t *testing.T) {
	t.Parallel()
	modules := builtIn(t)
	counts := map[string]int{}
	for _, path := range slices.Sorted(maps.Keys(modules)) {
		name := licenceOf(t, modules[path])
		if name == "" {
			t.Errorf("%s has no licence that is on the list", path)
		}
		counts[name]++
	}
}

// builtIn maps each module of others in the binary to where its files are.
func builtIn(t *testing.T) map[string]string {
	t.Helper()
	cmd := exec.CommandContext(t.Context(), "go", "list", "-deps", "-json=Module", ".")
	cmd.Dir = root
	out, err := cmd.Output()
	if err != nil {
		t.Fatal(err)
	}
	modules := map[string]string{}
	for decoder := json.NewDecoder(bytes.NewReader(out)); ; {
		var one struct {
			Module *struct {
				Path, Dir string
				Main      bool
			}
		}
		if err := decoder.Decode(&one); errors.Is(err, io.EOF) {
			break
		} else if err != nil {
			t.Fatal(err)
		}
		if one.Module != nil && !one.Module.Main {
			modules[one.Module.Path] = one.Module.Dir
		}
	}
	if len(modules) == 0 {
		t.Fatal("no module is built in, which can't be")
	}
	return modules
}

func licenceOf(t *testing.T, dir string) string {
	t.Helper()
	entries, err := os.ReadDir(dir)
	if err != nil {
		t.Fatal(err)
	}
	for _, entry := range entries {
		name := strings.ToUpper(entry.Name())
		if entry.IsDir() || !strings.HasPrefix(name, "LICEN") && !strings.HasPrefix(name, "COPYING") {
			continue
		}
		if found := licenceIn(read(t, filepath.Join(dir, entry.Name()))); found != "" {
			return found
		}
	}
	return ""
}

// licenceIn is the licence that a text is; empty for one that is not on the list.
func licenceIn(text string) string {
	text = strings.ToLower(strings.Join(strings.Fields(text), " "))
	// The MPL names the GNU licences as what it may be combined with.
	if strict.MatchString(text) && !strings.HasPrefix(text, "copyright") && !strings.HasPrefix(text, "mozilla") {
		return ""
	}
	for _, one := range licences {
		if strings.Contains(text, one.sentence) {
			return one.name
		}
	}
	return ""
}

func TestSupply_licenceIn(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"Mozilla Public License, version 2.0\n...":                                             "MPL-2.0",
		"Copyright (c) 2011 Somebody\n\nPermission is hereby granted, free of\ncharge, to any": "MIT",
		"GNU GENERAL PUBLIC LICENSE\n   Version 3, 29 June 2007":                               "",
		"Business Source License 1.1, which becomes the Mozilla Public License":                "",
		"All rights reserved.": "",
	} {
		if got := licenceIn(text); got != want {
			t.Errorf("%q is taken for %q, want %q", text, got, want)
		}
	}
}

// TestSupply_dependencies holds that what is required directly stays little, and
// that go.mod says of each what it is for.
func TestSupply_dependencies(t *testing.T) {
	t.Parallel()
	const most = 16
	direct := 0
	for _, one := range regexp.MustCompile(`(?m)^\t(\S+) v\S+(?: // (.+))?$`).FindAllStringSubmatch(read(t, filepath.Join(root, "go.mod")), -1) {
		if one[2] == "indirect" {
			continue
		}
		direct++
		if one[2] == "" {
			t.Errorf("go.mod doesn't say what %s is for", one[1])
		}
	}
	if direct == 0 || direct > most {
		t.Errorf("%d direct dependencies, want at most %d", direct, most)
	}
}

// TestSupply_reproducible builds the provider as a release does, from two
// directories, and wants the same bytes. At night each build compiles all of it
// once more, with a cache of its own.
func TestSupply_reproducible(t *testing.T) {
	t.Parallel()
	var digests []string
	for range 2 {
		dir := t.TempDir()
		copySources(t, dir)
		binary := filepath.Join(t.TempDir(), "provider")
		cmd := exec.CommandContext(t.Context(), "go", "build", "-buildvcs=false", "-trimpath", "-ldflags=-s -w -X main.version=1.2.3", "-o", binary, ".")
		cmd.Dir = dir
		cmd.Env = append(os.Environ(), "CGO_ENABLED=0", "GOFLAGS=")
		if harness.Nightly() {
			cmd.Env = append(cmd.Env, "GOCACHE="+t.TempDir())
		}
		if out, err := cmd.CombinedOutput(); err != nil {
			t.Fatalf("%v\n%s", err, out)
		}
		digests = append(digests, digest(t, binary))
	}
	if digests[0] != digests[1] {
		t.Errorf("two builds of the same sources differ: %v", digests)
	}
	release := read(t, filepath.Join(root, ".goreleaser.yml"))
	for _, want := range []string{"CGO_ENABLED=0", "-trimpath", "-s -w -X main.version={{ .Version }}", "mod_timestamp", "sboms:", "signs:", "SHA256SUMS", "linux_s390x", "linux_ppc64le", "GOFIPS140="} {
		if !strings.Contains(release, want) {
			t.Errorf(".goreleaser.yml lacks %s", want)
		}
	}
}

// copySources copies what the program is built from.
func copySources(t *testing.T, to string) {
	t.Helper()
	err := filepath.WalkDir(root, func(path string, entry fs.DirEntry, err error) error {
		if err != nil {
			return err
		}
		inside, err := filepath.Rel(root, path)
		if err != nil {
			return err
		}
		hidden := inside != "." && strings.HasPrefix(entry.Name(), ".")
		if entry.IsDir() {
			if hidden || inside == "bin" || inside == "dist" || entry.Name() == "testdata" {
				return fs.SkipDir
			}
			return os.MkdirAll(filepath.Join(to, inside), 0o700)
		}
		isEmbedded := strings.HasSuffix(path, ".html") || strings.HasSuffix(path, ".css")
		isSource := isEmbedded || strings.HasSuffix(path, ".go") && !strings.HasSuffix(path, "_test.go")
		if !isSource && inside != "go.mod" && inside != "go.sum" {
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		return os.WriteFile(filepath.Join(to, inside), content, 0o600)
	})
	if err != nil {
		t.Fatal(err)
	}
}

var (
	// pinned names an action by a version or, once there is one, by the digest of it.
	pinned = regexp.MustCompile(`uses: [\w./-]+@(v\d+|[0-9a-f]{40} # v\d\S*)$`)
	writes = regexp.MustCompile(`^\s+[a-z-]+: write`)
)

// TestSupply_workflows holds what a workflow may do, of ours and of the example's:
// read, unless a job says more and why; nothing that a stranger's pull request
// writes is run.
func TestSupply_workflows(t *testing.T) {
	t.Parallel()
	for _, file := range append(glob(t, ".github/workflows/*.yml"), glob(t, "examples/gitops/.github/workflows/*.yml")...) {
		text := read(t, file)
		name := filepath.Base(file)
		if !strings.Contains(text, "\npermissions:\n  contents: read\n") {
			t.Errorf("%s: its token may do more than read by default", name)
		}
		for _, line := range strings.Split(text, "\n") {
			if right := writes.FindString(line); right != "" && !strings.Contains(line, "#") {
				t.Errorf("%s: nothing says what%s is for", name, right)
			}
			if strings.Contains(line, "uses:") && !pinned.MatchString(line) {
				t.Errorf("%s: no version in %s", name, strings.TrimSpace(line))
			}
		}
		if checkouts, kept := strings.Count(text, "actions/checkout@"), strings.Count(text, "persist-credentials: false"); checkouts != kept {
			t.Errorf("%s: %d of %d checkouts leave no token behind", name, kept, checkouts)
		}
		for _, dangerous := range []string{"pull_request_target", "workflow_run", "github.event.pull_request.title", "github.head_ref"} {
			if strings.Contains(strings.ReplaceAll(text, ".workflow_run.", ""), dangerous) { // the field of an artefact is no trigger
				t.Errorf("%s uses %s", name, dangerous)
			}
		}
	}
}
