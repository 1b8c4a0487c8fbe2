// Package gitops plays examples/gitops: a repository, pipelines and a policy, as
// people copy them. Nothing of it is imitated but GitHub itself: git, Terraform, the
// state in PostgreSQL, the provider and what the pipelines run are real, and the API
// is the emulator. Start reading at TestStory.
package gitops

import (
	"encoding/base64"
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

const (
	root    = "../.."
	example = root + "/examples/gitops"
	guide   = root + "/templates/guides/gitops.md.tmpl"
)

func read(t *testing.T, file string) string {
	t.Helper()
	content, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(content)
}

// newSandbox is a sandbox of the CLI, and which that is.
func newSandbox(t *testing.T) (sandbox *tfcli.Sandbox, cli string) {
	t.Helper()
	cli, err := tfcli.Find()
	if err != nil {
		t.Fatalf("%v: `make test` installs one", err)
	}
	sandbox, err = tfcli.NewSandbox(cli, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return sandbox, cli
}

// parse reads a YAML file of the example. The CLI does it, which can read YAML, so
// that no module is needed for a test alone.
func parse(t *testing.T, name string, into any) {
	t.Helper()
	file, err := filepath.Abs(filepath.Join(example, name))
	if err != nil {
		t.Fatal(err)
	}
	sandbox, _ := newSandbox(t)
	cmd := sandbox.Command(t.Context(), t.TempDir(), "console")
	cmd.Stdin = strings.NewReader(`base64encode(jsonencode(yamldecode(file("` + filepath.ToSlash(file) + `"))))` + "\n")
	var stderr strings.Builder
	cmd.Stderr = &stderr
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, stderr.String())
	}
	text, err := base64.StdEncoding.DecodeString(strings.Trim(string(out), "\"\r\n"))
	if err == nil {
		err = json.Unmarshal(text, into)
	}
	if err != nil {
		t.Fatalf("%s: %v\n%s", name, err, out)
	}
}

// workflow is what the tests have to know of a workflow of GitHub's.
type workflow struct {
	Permissions map[string]string
	Concurrency struct {
		Cancel bool `json:"cancel-in-progress"`
	}
	Jobs map[string]struct {
		Environment string
		Permissions map[string]string
		Steps       []step
	}
}

type step struct {
	Uses, Run string
	Env       map[string]string
}

// script is a command of the example's.
var script = regexp.MustCompile(`^ci/[a-z]+\.sh\b`)

// stepOf is the step of a workflow that runs a script of the example's, and the
// environment whose secrets it gets.
func stepOf(t *testing.T, name string) (it step, environment string) {
	t.Helper()
	var w workflow
	parse(t, ".github/workflows/"+name+".yml", &w)
	for _, step := range w.Jobs[name].Steps {
		if script.MatchString(step.Run) {
			return step, w.Jobs[name].Environment
		}
	}
	t.Fatalf("the workflow %s has no job %s that runs a script in ci/", name, name)
	return step{}, ""
}
