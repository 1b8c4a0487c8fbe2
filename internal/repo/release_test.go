package repo

import (
	"archive/zip"
	"bytes"
	"crypto/sha256"
	"debug/buildinfo"
	"encoding/hex"
	"fmt"
	"io"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"runtime"
	"slices"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// snapshot is what `make snapshot` built: where, and of which version.
func snapshot(t *testing.T) (dir, version string) {
	t.Helper()
	dir = os.Getenv("PORTKEY_DIST")
	if dir == "" {
		t.Skip("needs the archives of a release: `make snapshot` builds them and runs this")
	}
	sums, err := filepath.Glob(filepath.Join(dir, "*_SHA256SUMS"))
	if err != nil || len(sums) != 1 {
		t.Fatalf("%s holds %d lists of checksums: %v", dir, len(sums), err)
	}
	version = strings.TrimSuffix(strings.TrimPrefix(filepath.Base(sums[0]), "terraform-provider-portkey_"), "_SHA256SUMS")
	return dir, version
}

// TestRelease_notes holds the form of the changelog, of which a section becomes
// the notes of a release: what is not in it is not released.
func TestRelease_notes(t *testing.T) {
	t.Parallel()
	text := read(t, filepath.Join(root, "CHANGELOG.md"))
	heading := regexp.MustCompile(`^## (\d+\.\d+\.\d+) \((Unreleased|\d{4}-\d\d-\d\d)\)$`)
	kinds := []string{"BREAKING CHANGES:", "SECURITY:", "FEATURES:", "ENHANCEMENTS:", "BUG FIXES:"}
	type section struct{ version, date string }
	var sections []section
	for _, line := range strings.Split(text, "\n") {
		switch {
		case strings.HasPrefix(line, "## "):
			parts := heading.FindStringSubmatch(line)
			if parts == nil {
				t.Fatalf("%q is not a version with its date", line)
			}
			sections = append(sections, section{parts[1], parts[2]})
		case len(sections) > 0 && line != "" && !strings.HasPrefix(line, "- ") && !slices.Contains(kinds, line):
			t.Errorf("%q is no change, and none of %q", line, kinds)
		}
	}
	if len(sections) == 0 {
		t.Fatal("there are no sections")
	}
	for i, one := range sections {
		notes, err := exec.CommandContext(t.Context(), "bash", filepath.Join(root, ".ci", "release-notes"), one.version).Output()
		switch {
		case one.date != "Unreleased":
			if err != nil || !strings.Contains(text, strings.TrimSpace(string(notes))) || len(notes) == 0 {
				t.Errorf("the notes of %s are %q, %v", one.version, notes, err)
			}
		case i > 0:
			t.Errorf("%s is unreleased, and older than %s", one.version, sections[0].version)
		case err == nil:
			t.Errorf("%s has no date, and notes: %s", one.version, notes)
		}
	}
	if out, err := exec.CommandContext(t.Context(), "bash", filepath.Join(root, ".ci", "release-notes"), "0.0.0").CombinedOutput(); err == nil {
		t.Errorf("a version without a section has notes: %s", out)
	}
}

// TestRelease_archives holds what the registries ask of a release: each archive
// has the program alone, under the name that they look for, and the checksums
// are those of the archives and of the manifest.
func TestRelease_archives(t *testing.T) {
	t.Parallel()
	dir, version := snapshot(t)
	sums := map[string]string{}
	for _, line := range strings.Split(strings.TrimSpace(read(t, filepath.Join(dir, "terraform-provider-portkey_"+version+"_SHA256SUMS"))), "\n") {
		sum, name, _ := strings.Cut(line, "  ")
		sums[name] = sum
	}
	manifest := "terraform-provider-portkey_" + version + "_manifest.json"
	if want := digest(t, filepath.Join(root, "terraform-registry-manifest.json")); sums[manifest] != want {
		t.Errorf("the checksum of %s is %s, want %s", manifest, sums[manifest], want)
	}
	delete(sums, manifest)

	archives, err := filepath.Glob(filepath.Join(dir, "*.zip"))
	if err != nil || len(archives) < 3 || len(archives) != len(sums) {
		t.Fatalf("there are %d archives and %d checksums: %v", len(archives), len(sums), err)
	}
	named := regexp.MustCompile(`^terraform-provider-portkey(-fips)?_` + regexp.QuoteMeta(version) + `_(darwin|freebsd|linux|windows)_\w+\.zip$`)
	programs := regexp.MustCompile(`^(portkey-[a-z]+)_` + regexp.QuoteMeta(version) + `_(darwin|linux|windows)_\w+\.zip$`)
	for _, archive := range archives {
		name := filepath.Base(archive)
		other := programs.FindStringSubmatch(name)
		if other == nil && !named.MatchString(name) {
			t.Errorf("no registry takes an archive of the name %s", name)
		}
		if got := digest(t, archive); got != sums[name] {
			t.Errorf("the checksum of %s is %s, but the list has %q", name, got, sums[name])
		}
		program := "terraform-provider-portkey_v" + version
		if other != nil {
			program = other[1]
		}
		if strings.Contains(name, "_windows_") {
			program += ".exe"
		}
		if holds := contents(t, archive); !slices.Equal(holds, []string{program}) {
			t.Errorf("%s holds %q, want %s alone", name, holds, program)
		}
	}
}

func digest(t *testing.T, file string) string {
	t.Helper()
	sum := sha256.Sum256([]byte(read(t, file)))
	return hex.EncodeToString(sum[:])
}

func contents(t *testing.T, archive string) []string {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	var names []string
	for _, file := range reader.File {
		names = append(names, file.Name)
	}
	return names
}

// TestRelease_mirror installs an archive as those do who reach no registry: from
// a mirror that holds it, by an ordinary init. What it then sends has the
// version of the release.
func TestRelease_mirror(t *testing.T) {
	t.Parallel()
	dist, version := snapshot(t)
	sandbox := harness.NewSandbox(t)
	archive := fmt.Sprintf("terraform-provider-portkey_%s_%s_%s.zip", version, runtime.GOOS, runtime.GOARCH)
	if err := sandbox.InstallArchive("portkey-community/portkey", filepath.Join(dist, archive)); err != nil {
		t.Fatal(err)
	}
	api := emulator.New()
	server := httptest.NewServer(api)
	t.Cleanup(server.Close)

	dir := t.TempDir()
	config := fmt.Sprintf(`terraform {
  required_providers {
    portkey = {
      source  = "portkey-community/portkey"
      version = %q
    }
  }
}

provider "portkey" {
  base_url = %q
  api_key  = %q
}

resource "portkey_workspace" "production" {
  name = "Production"
}
`, version, server.URL+"/v1", emulator.AdminKey)
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	for _, args := range [][]string{{"init"}, {"apply", "-auto-approve"}, {"plan", "-detailed-exitcode"}} {
		got, err := sandbox.Run(t.Context(), dir, io.Discard, append(args, "-no-color")...)
		if err != nil || got.Code != 0 {
			t.Fatalf("terraform %s: %v\n%s", strings.Join(args, " "), err, got.Output)
		}
		if strings.Contains(got.Output, "dev_overrides") || strings.Contains(got.Output, "Development overrides") {
			t.Fatalf("the provider does not come from the mirror:\n%s", got.Output)
		}
	}
	if locked := read(t, filepath.Join(dir, ".terraform.lock.hcl")); !strings.Contains(locked, version) || !strings.Contains(locked, `"h1:`) {
		t.Errorf("the lock file has no such version, or no hash:\n%s", locked)
	}
	for _, request := range api.Requests() {
		if agent := request.Header.Get("User-Agent"); !strings.Contains(agent, "/"+version+" ") {
			t.Fatalf("%s %s came from %q, which does not name the version %s", request.Method, request.Path, agent, version)
		}
	}
	if len(api.Requests()) == 0 {
		t.Error("nothing was asked of the API")
	}
}

// TestRelease_fips holds that the builds for FIPS 140-3 have Go's module for it
// inside, switched on.
func TestRelease_fips(t *testing.T) {
	t.Parallel()
	dist, version := snapshot(t)
	archives, err := filepath.Glob(filepath.Join(dist, "terraform-provider-portkey-fips_*.zip"))
	if err != nil {
		t.Fatal(err)
	}
	if len(archives) == 0 {
		t.Skip("`make snapshot` builds three targets, and none for FIPS: `make nightly-snapshot` does")
	}
	for _, archive := range archives {
		built := builtWith(t, archive, "terraform-provider-portkey_v"+version)
		if !strings.HasPrefix(built["GOFIPS140"], "v1.") || !strings.Contains(built["DefaultGODEBUG"], "fips140=on") {
			t.Errorf("%s was built with %v", filepath.Base(archive), built)
		}
	}
}

// TestRelease_programs runs the other programs of a release where there is nothing else, as in
// an image: in a directory of its own, if this may change the root.
func TestRelease_programs(t *testing.T) {
	t.Parallel()
	dist, version := snapshot(t)
	for _, name := range []string{"portkey-adopt", "portkey-convert", "portkey-emulator"} {
		t.Run(name, func(t *testing.T) {
			archive := filepath.Join(dist, fmt.Sprintf("%s_%s_linux_amd64.zip", name, version))
			dir := t.TempDir()
			if err := os.WriteFile(filepath.Join(dir, name), inArchive(t, archive, name), 0o700); err != nil { //nolint:gosec // a program
				t.Fatal(err)
			}
			if runtime.GOOS != "linux" || runtime.GOARCH != "amd64" {
				t.Skip("SKIPPED: the program is one for Linux on amd64")
			}
			command := exec.CommandContext(t.Context(), filepath.Join(dir, name), "-version")
			if os.Getuid() == 0 {
				command = exec.CommandContext(t.Context(), "chroot", dir, "/"+name, "-version")
			}
			if out, err := command.CombinedOutput(); err != nil || string(out) != name+" "+version+"\n" {
				t.Errorf("%s: %v", out, err)
			}
		})
	}
}

// TestRelease_image holds that the image of the emulator listens where it is documented to.
func TestRelease_image(t *testing.T) {
	t.Parallel()
	entrypoint := regexp.MustCompile(`(?m)^ENTRYPOINT \["/portkey-emulator", "-listen", "([^"]+)", "-open-to-network"\]$`)
	if match := entrypoint.FindStringSubmatch(read(t, filepath.Join(root, "internal", "cmd", "portkey-emulator", "Dockerfile"))); match == nil || match[1] != "0.0.0.0:8787" {
		t.Errorf("the image starts %q", match)
	}
}

// inArchive is a file of an archive.
func inArchive(t *testing.T, archive, name string) []byte {
	t.Helper()
	reader, err := zip.OpenReader(archive)
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = reader.Close() }()
	file, err := reader.Open(name)
	if err != nil {
		t.Fatal(err)
	}
	content, err := io.ReadAll(file)
	if err != nil {
		t.Fatal(err)
	}
	return content
}

// builtWith are the settings that a program in an archive was built with.
func builtWith(t *testing.T, archive, program string) map[string]string {
	t.Helper()
	info, err := buildinfo.Read(bytes.NewReader(inArchive(t, archive, program)))
	if err != nil {
		t.Fatal(err)
	}
	built := map[string]string{}
	for _, one := range info.Settings {
		built[one.Key] = one.Value
	}
	return built
}
