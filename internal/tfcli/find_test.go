package tfcli

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
)

func TestFind(t *testing.T) {
	tests := []struct {
		name   string
		onPath []string
		named  string
		want   string
	}{
		{name: "terraform before tofu", onPath: []string{"terraform", "tofu"}, want: "terraform"},
		{name: "tofu where there is no terraform", onPath: []string{"tofu"}, want: "tofu"},
		{name: "the named one before those on PATH", onPath: []string{"terraform", "tofu"}, named: "tofu", want: "tofu"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			dir := pathOf(t, tt.onPath...)
			t.Setenv(EnvCLI, tt.named)
			got, err := Find()
			if want := filepath.Join(dir, executable(tt.want)); got != want || err != nil {
				t.Errorf("Find() = %q, %v, want %q", got, err, want)
			}
		})
	}
}

func TestFind_none(t *testing.T) {
	pathOf(t)
	t.Setenv(EnvCLI, "")
	if _, err := Find(); !errors.Is(err, ErrNotFound) {
		t.Errorf("Find() = %v, want ErrNotFound", err)
	}
}

// A CLI that was named and isn't there is an error, never a reason to take another.
func TestFind_namedButMissing(t *testing.T) {
	pathOf(t, "terraform")
	t.Setenv(EnvCLI, "no-such-terraform")
	_, err := FindOrInstall(t.Context(), t.TempDir(), t.Output())
	if err == nil || errors.Is(err, ErrNotFound) || !strings.Contains(err.Error(), `TF_CLI names "no-such-terraform"`) {
		t.Errorf("FindOrInstall() = %v, want an error that names the CLI asked for", err)
	}
}

func TestFindOrInstall(t *testing.T) {
	pathOf(t)
	t.Setenv(EnvCLI, "")
	var installed []string
	installing(t, func(_ context.Context, dir string) (string, error) {
		installed = append(installed, dir)
		return fake(t, dir, "terraform"), nil
	})
	dir := filepath.Join(t.TempDir(), "bin")
	var said strings.Builder
	for range 2 {
		got, err := FindOrInstall(t.Context(), dir, &said)
		if want := filepath.Join(dir, executable("terraform")); got != want || err != nil {
			t.Fatalf("FindOrInstall() = %q, %v, want %q", got, err, want)
		}
	}
	if len(installed) != 1 || installed[0] != dir {
		t.Errorf("installed into %q, want once into %q", installed, dir)
	}
	if !strings.Contains(said.String(), "installing Terraform into "+dir) {
		t.Errorf("said %q, want where Terraform goes", said.String())
	}
}

func TestFindOrInstall_fails(t *testing.T) {
	pathOf(t)
	t.Setenv(EnvCLI, "")
	installing(t, func(context.Context, string) (string, error) { return "", errors.New("no route to host") })
	_, err := FindOrInstall(t.Context(), t.TempDir(), t.Output())
	for _, want := range []string{"no route to host", "https://developer.hashicorp.com/terraform/install", "https://opentofu.org", EnvCLI} {
		if err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("FindOrInstall() = %v, want it to say %q", err, want)
		}
	}
}

// pathOf makes PATH a directory that holds the named programs and nothing else.
func pathOf(t *testing.T, names ...string) string {
	t.Helper()
	dir := t.TempDir()
	for _, name := range names {
		fake(t, dir, name)
	}
	t.Setenv("PATH", dir)
	return dir
}

func fake(t *testing.T, dir, name string) string {
	t.Helper()
	path := filepath.Join(dir, executable(name))
	if err := os.WriteFile(path, nil, 0o700); err != nil {
		t.Fatal(err)
	}
	return path
}

func executable(name string) string {
	if runtime.GOOS == "windows" {
		return name + ".exe"
	}
	return name
}

func installing(t *testing.T, install func(context.Context, string) (string, error)) {
	t.Helper()
	before := installTerraform
	installTerraform = install
	t.Cleanup(func() { installTerraform = before })
}
