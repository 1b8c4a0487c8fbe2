//go:build unix

package gitops

import (
	"archive/zip"
	"bytes"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"syscall"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// world is a machine with all that the pipelines need: a repository, a database
// for the state, the API, and the provider as it is installed.
type world struct {
	*testing.T
	env     *harness.Env
	sandbox *tfcli.Sandbox
	cli     string
	// origin is the repository that everybody pushes to.
	origin string
	// secrets are those of each environment, as the settings of GitHub hold them.
	secrets map[string]map[string]string
	// plans are the saved plans, by what the planned files come to.
	plans map[string]string
}

func newWorld(t *testing.T) *world {
	t.Helper()
	needJQ(t)
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("needs git")
	}
	database := startPostgres(t, read(t, filepath.Join(example, "state.sql")))
	w := &world{T: t, env: harness.Start(t), origin: filepath.Join(t.TempDir(), "portkey.git"), plans: map[string]string{}}
	w.sandbox, w.cli = newSandbox(t)
	if err := w.sandbox.InstallProvider(t.Context(), root, "0.0.1"); err != nil {
		t.Fatal(err)
	}
	w.secrets = map[string]map[string]string{
		"plan": {
			"PORTKEY_API_KEY": w.keyFor("Plan, and drift report"),
			"PG_CONN_STR":     database.url("terraform_plan", "change-me-plan"),
		},
		"production": {
			"PORTKEY_API_KEY": w.keyFor("Apply that creates and changes"),
			"PG_CONN_STR":     database.url("terraform_apply", "change-me-apply"),
		},
	}
	w.git("", "init", "--quiet", "--bare", "--initial-branch=main", w.origin)
	return w
}

// keyFor is a key with the scopes that the guide gives to a task.
func (w *world) keyFor(task string) string {
	w.Helper()
	row, found := scopeTable(w.T)[task]
	if !found {
		w.Fatalf("the guide has no task %q", task)
	}
	return w.env.API.AddKey(emulator.Key{Scopes: row.needed})
}

// git runs git in a directory.
func (w *world) git(dir string, args ...string) string {
	w.Helper()
	out, err := command(dir, "git", args...).CombinedOutput()
	if err != nil {
		w.Fatalf("git %s: %v\n%s", strings.Join(args, " "), err, out)
	}
	return strings.TrimSpace(string(out))
}

// clone is a checkout of main, and of a branch merged into it where one is given:
// what a pull request's pipeline gets.
func (w *world) clone(branch string) string {
	w.Helper()
	dir := w.TempDir()
	w.git(dir, "clone", "--quiet", w.origin, ".")
	if branch != "main" {
		w.git(dir, "merge", "--quiet", "--no-ff", "-m", "Merge "+branch, "origin/"+branch)
	}
	return dir
}

// merge merges a branch.
func (w *world) merge(branch string) {
	w.Helper()
	w.git(w.clone(branch), "push", "--quiet", "origin", "HEAD:main")
}

// branch pushes a branch of main that replaces each text of a file by another.
func (w *world) branch(name, file string, replacements ...string) {
	w.Helper()
	dir := w.clone("main")
	path := filepath.Join(dir, file)
	content := read(w.T, path)
	for i := 0; i < len(replacements); i += 2 {
		if !strings.Contains(content, replacements[i]) {
			w.Fatalf("%s has no %q", file, replacements[i])
		}
		content = strings.Replace(content, replacements[i], replacements[i+1], 1)
	}
	if err := os.WriteFile(path, []byte(content), 0o600); err != nil {
		w.Fatal(err)
	}
	w.git(dir, "commit", "--quiet", "--all", "-m", name)
	w.git(dir, "push", "--quiet", "origin", "HEAD:"+name)
}

// tree is what the files of a checkout come to: the name of their plan.
func (w *world) tree(dir string) string {
	w.Helper()
	return w.git(dir, "rev-parse", "HEAD^{tree}")
}

// run is a pipeline that runs, or has run.
type run struct {
	w    *world
	dir  string
	done chan struct{}
	mu   sync.Mutex
	out  bytes.Buffer
	code int

	want  string        // a text, seen in the output
	found chan struct{} // closed then
}

// Write takes the output.
func (r *run) Write(p []byte) (int, error) {
	r.mu.Lock()
	defer r.mu.Unlock()
	n, err := r.out.Write(p)
	if r.want != "" && strings.Contains(r.out.String(), r.want) {
		r.want = ""
		close(r.found)
	}
	return n, err
}

// output is the output so far, without its colours.
func (r *run) output() string {
	r.mu.Lock()
	defer r.mu.Unlock()
	return colour.ReplaceAllString(r.out.String(), "")
}

var colour = regexp.MustCompile("\x1b\\[[0-9;]*m")

// start runs the script of a workflow in a checkout, as GitHub would: with the
// variables that the step sets, out of the secrets of its environment.
func (w *world) start(workflow, dir string) *run {
	w.Helper()
	it, environment := stepOf(w.T, workflow)
	cmd := w.sandbox.Command(w.Context(), dir) // for its environment, not for the CLI
	cmd.Path, cmd.Args = "/bin/sh", []string{"sh", "-e", "-c", it.Run}
	cmd.Cancel = func() error { return syscall.Kill(-cmd.Process.Pid, syscall.SIGINT) }
	cmd.Env = append(without(cmd.Env, "PG"), "TF_CLI="+w.cli, "PORTKEY_BASE_URL="+w.env.BaseURL)
	for name, value := range it.Env {
		if value == "${{ secrets."+name+" }}" {
			value = w.secrets[environment][name]
		}
		cmd.Env = append(cmd.Env, name+"="+value)
	}
	r := &run{w: w, dir: dir, done: make(chan struct{}), found: make(chan struct{}), want: "Acquiring state lock"}
	cmd.Stdout, cmd.Stderr = r, r
	if err := cmd.Start(); err != nil {
		w.Fatal(err)
	}
	go func() {
		defer close(r.done)
		_ = cmd.Wait() // the code says it
		r.code = cmd.ProcessState.ExitCode()
	}()
	w.Cleanup(func() { <-r.done })
	return r
}

// waits waits until the pipeline waits for the lock of the state.
func (r *run) waits() {
	r.w.Helper()
	select {
	case <-r.found:
	case <-r.done:
		r.w.Fatalf("it did not wait for the lock:\n%s", r.output())
	}
}

// ends waits for the end of the pipeline, and wants this exit code and these texts.
func (r *run) ends(code int, texts ...string) {
	r.w.Helper()
	<-r.done
	if r.code != code {
		r.w.Fatalf("exit code %d, want %d\n%s", r.code, code, r.output())
	}
	for _, text := range texts {
		if !strings.Contains(r.output(), text) {
			r.w.Errorf("it does not say %q:\n%s", text, r.output())
		}
	}
}

// left is a file that the pipeline left; empty where there is none.
func (r *run) left(name string) string {
	content, _ := os.ReadFile(filepath.Join(r.dir, name))
	return string(content)
}

// plan runs the pipeline of a pull request, which must end well, and keeps its plan.
func (w *world) plan(branch string, texts ...string) *run {
	w.Helper()
	r := w.start("plan", w.clone(branch))
	r.ends(0, texts...)
	w.keep(r)
	return r
}

// keep keeps the plan of a pipeline that has ended well, as the workflow does.
func (w *world) keep(r *run) {
	w.Helper()
	w.plans[w.tree(r.dir)] = r.left("plan.tfplan")
}

// fetch is a checkout of main with the plan that was saved for it, if there is one.
func (w *world) fetch() (dir string, found bool) {
	w.Helper()
	dir = w.clone("main")
	plan, found := w.plans[w.tree(dir)]
	w.put(dir, plan)
	return dir, found
}

func (w *world) put(dir, plan string) {
	w.Helper()
	if err := os.WriteFile(filepath.Join(dir, "plan.tfplan"), []byte(plan), 0o600); err != nil {
		w.Fatal(err)
	}
}

// startApply starts the pipeline of a merge.
func (w *world) startApply() *run {
	w.Helper()
	dir, found := w.fetch()
	if !found {
		w.Fatal("main was never planned as it is")
	}
	return w.start("apply", dir)
}

// holdsNoSecret looks for the secrets of the pipelines in a saved plan, which is an
// archive.
func (w *world) holdsNoSecret(plan string) {
	w.Helper()
	archive, err := zip.NewReader(strings.NewReader(plan), int64(len(plan)))
	if err != nil {
		w.Fatal(err)
	}
	for _, file := range archive.File {
		part, err := file.Open()
		if err != nil {
			w.Fatal(err)
		}
		content, err := io.ReadAll(part)
		if err != nil {
			w.Fatal(err)
		}
		_ = part.Close()
		for _, secrets := range w.secrets {
			if bytes.Contains(content, []byte(secrets["PORTKEY_API_KEY"])) || bytes.Contains(content, []byte("change-me")) {
				w.Errorf("a saved plan holds a secret, in %s", file.Name)
			}
		}
	}
}
