package conformance

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// search looks for canaries in what a round leaves, and counts what it looked at.
type search struct {
	t        *testing.T
	finder   *finder
	searched map[string]int64  // bytes, by sink
	samples  map[string][]byte // a piece of each sink
	rightful map[string]bool   // the canaries that were where they may be, by name and sink
}

func newSearch(t *testing.T, canaries []*canary) *search {
	return &search{
		t: t, finder: newFinder(canaries),
		searched: map[string]int64{}, samples: map[string][]byte{}, rightful: map[string]bool{},
	}
}

// in searches a text of a sink; where says which one to whoever has to find it.
func (s *search) in(sink, where string, text []byte) {
	s.t.Helper()
	s.searched[sink] += int64(len(text))
	if len(s.samples[sink]) < len(text) && len(s.samples[sink]) < 4<<10 {
		s.samples[sink] = bytes.Clone(text[:min(len(text), 4<<10)])
	}
	for _, hit := range s.finder.find(text) {
		if hit.canary.allowed(sink) {
			s.rightful[hit.canary.name+" in "+sink] = true
			continue
		}
		around := text[max(hit.at-150, 0):min(hit.at+150, len(text))]
		s.t.Errorf("%s (%s) stands in %s, %s:\n%q", hit.canary.name, hit.encoding, sink, where, around)
	}
}

// directory searches what the CLI keeps in a working directory. The
// configuration is the test's own, and the provider is a program.
func (s *search) directory(dir string) error {
	return filepath.WalkDir(dir, func(path string, entry fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case entry.IsDir() && entry.Name() == "providers":
			return fs.SkipDir
		case entry.IsDir() || filepath.Ext(path) == ".tf":
			return nil
		}
		content, err := os.ReadFile(path)
		if err != nil {
			return err
		}
		name := filepath.Base(path)
		switch {
		case strings.HasSuffix(name, ".tfplan"):
			return s.plan(name, content)
		case strings.Contains(name, ".tfstate"):
			s.in(sinkState, name, content)
			return s.private(name, content)
		default:
			s.in(sinkDirectory, name, content)
		}
		return nil
	})
}

// plan searches a saved plan, which is an archive. Its states are states.
func (s *search) plan(name string, content []byte) error {
	archive, err := zip.NewReader(bytes.NewReader(content), int64(len(content)))
	if err != nil {
		return err
	}
	for _, file := range archive.File {
		opened, err := file.Open()
		if err != nil {
			return err
		}
		text, err := io.ReadAll(opened)
		if err := errors.Join(err, opened.Close()); err != nil {
			return err
		}
		where := name + ": " + file.Name
		s.in(sinkPlan, where, text)
		if strings.HasPrefix(file.Name, "tfstate") {
			if err := s.private(where, text); err != nil {
				return err
			}
		}
	}
	return nil
}

// private searches what a state holds for the provider alone.
func (s *search) private(where string, content []byte) error {
	var state struct {
		Resources []struct {
			Instances []struct {
				Private string `json:"private"`
			} `json:"instances"`
		} `json:"resources"`
	}
	if len(bytes.TrimSpace(content)) == 0 {
		return nil
	}
	if err := json.Unmarshal(content, &state); err != nil {
		return fmt.Errorf("%s: %w", where, err)
	}
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			text, err := base64.StdEncoding.DecodeString(instance.Private)
			if err != nil {
				return fmt.Errorf("%s: %w", where, err)
			}
			s.in(sinkPrivate, where, text)
		}
	}
	return nil
}

// plant puts every form of every canary into a piece of every sink, and says
// which ones are not found there.
func (s *search) plant() {
	s.t.Helper()
	for _, sink := range sinks {
		sample := s.samples[sink]
		for _, heads := range s.finder.heads {
			for _, one := range heads {
				found := false
				text := append(append(bytes.Clone(sample[:len(sample)/2]), one.text...), sample[len(sample)/2:]...)
				for _, hit := range s.finder.find(text) {
					found = found || hit.canary == one.canary
				}
				if !found {
					s.t.Errorf("%s (%s) is not found where it is planted: in %s", one.canary.name, one.encoding, sink)
				}
			}
		}
	}
}

// A canary is found in each file that the CLI leaves, through the way by which
// the file is read.
func TestSecrets_plantedInFiles(t *testing.T) {
	t.Parallel()
	c := newCanary("planted", "")
	state, err := json.Marshal(map[string]any{"resources": []any{map[string]any{"instances": []any{map[string]any{
		"private": base64.StdEncoding.EncodeToString([]byte("ab" + c.value)),
	}}}}})
	if err != nil {
		t.Fatal(err)
	}
	var archive bytes.Buffer
	w := zip.NewWriter(&archive)
	for name, content := range map[string][]byte{"tfplan": []byte("\x0a" + c.value), "tfstate": state} {
		file, err := w.Create(name)
		if err != nil {
			t.Fatal(err)
		}
		if _, err := file.Write(content); err != nil {
			t.Fatal(err)
		}
	}
	if err := w.Close(); err != nil {
		t.Fatal(err)
	}
	for name, test := range map[string]struct {
		content []byte
		want    []string
	}{
		"p.tfplan":                 {archive.Bytes(), []string{sinkPlan, sinkPrivate}},
		"terraform.tfstate":        {state, []string{sinkState, sinkPrivate}},
		"terraform.tfstate.backup": {state, []string{sinkState, sinkPrivate}},
		".terraform.lock.hcl":      {[]byte(c.value), []string{sinkDirectory}},
	} {
		dir := t.TempDir()
		if err := os.WriteFile(filepath.Join(dir, name), test.content, 0o600); err != nil {
			t.Fatal(err)
		}
		// Allowed everywhere, it is noted and not an error.
		anywhere := *c
		anywhere.may = sinks
		s := newSearch(t, []*canary{&anywhere})
		if err := s.directory(dir); err != nil {
			t.Fatal(err)
		}
		for _, sink := range test.want {
			if !s.rightful["planted in "+sink] {
				t.Errorf("%s: not found in %s", name, sink)
			}
		}
	}
}
