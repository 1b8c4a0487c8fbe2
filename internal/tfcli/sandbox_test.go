package tfcli

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestSandbox_environment(t *testing.T) {
	for _, name := range []string{"TF_CLI_ARGS", "TF_PLUGIN_CACHE_DIR", "TF_DATA_DIR", "PORTKEY_API_KEY", "XDG_DATA_HOME"} {
		t.Setenv(name, "somebody's own")
	}
	t.Setenv("HTTPS_PROXY", "http://proxy.example.com")
	dir := t.TempDir()
	sandbox, err := NewSandbox("terraform", dir, "PORTKEY_API_KEY=the sandbox's")
	if err != nil {
		t.Fatal(err)
	}
	env := sandbox.environment()
	for _, pair := range env {
		if strings.HasSuffix(pair, "=somebody's own") {
			t.Errorf("%s came through", pair)
		}
	}
	for _, want := range []string{
		"HOME=" + filepath.Join(dir, "home"),
		"TF_CLI_CONFIG_FILE=" + filepath.Join(dir, "cli.tfrc"),
		"PORTKEY_API_KEY=the sandbox's",
		"HTTPS_PROXY=http://proxy.example.com",
	} {
		if !slices.Contains(env, want) {
			t.Errorf("%s is missing", want)
		}
	}
}

func TestSandbox_configFile(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	if _, err := NewSandbox("terraform", dir); err != nil {
		t.Fatal(err)
	}
	config, err := os.ReadFile(filepath.Join(dir, "cli.tfrc"))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(config), filepath.ToSlash(filepath.Join(dir, "mirror"))) {
		t.Errorf("the CLI configuration does not name the mirror:\n%s", config)
	}
	// A mirror beside "direct" would ask the registry for what the mirror lacks.
	if strings.Contains(string(config), "direct") {
		t.Errorf("the CLI configuration allows the registry:\n%s", config)
	}
}

// This test's own program is there wherever it runs. (The Go toolchain is too, but
// it leaves a process behind that writes into the sandbox's home while the test
// removes that.)
func TestSandbox_Run(t *testing.T) {
	t.Parallel()
	self, err := os.Executable()
	if err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	sandbox, err := NewSandbox(self, dir)
	if err != nil {
		t.Fatal(err)
	}
	var shown strings.Builder
	got, err := sandbox.Run(t.Context(), dir, &shown, "-no-such-command")
	if err != nil {
		t.Fatal(err)
	}
	if got.Code != 2 || !strings.Contains(got.Output, "no-such-command") || got.Stdout != "" {
		t.Errorf("Run() = %+v, want exit code 2 and the complaint on stderr", got)
	}
	if shown.String() != got.Output {
		t.Errorf("showed %q, want all of the output: %q", shown.String(), got.Output)
	}
}

func TestSandbox_Run_noSuchProgram(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	sandbox, err := NewSandbox(filepath.Join(dir, "missing"), dir)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := sandbox.Run(t.Context(), dir, t.Output(), "version"); err == nil {
		t.Error("Run() of a program that is not there succeeded")
	}
}
