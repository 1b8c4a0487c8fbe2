package conformance

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"syscall"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// What kills_linux_test.go and signals_linux_test.go share: the real CLI with a
// built provider, as a tree of processes that can be signalled. They look into
// /proc, hence Linux only.

// lab runs one build of the provider.
type lab struct {
	sandbox *tfcli.Sandbox
	lock    string // the lock file that init wrote
	// savesLate says that the CLI is OpenTofu, which writes the state file 20
	// seconds into an apply for the first time, or when it is asked to stop.
	savesLate bool
}

// newLab builds the program in a directory as the provider. What init leaves is
// shared by all runs.
func newLab(t *testing.T, program string) *lab {
	t.Helper()
	cli := harness.FindCLI(t)
	dir := t.TempDir()
	data := filepath.Join(dir, "data")
	sandbox, err := tfcli.NewSandbox(cli, dir, "TF_DATA_DIR="+data)
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.InstallProvider(t.Context(), program, "0.0.1"); err != nil {
		t.Fatal(err)
	}
	first := t.TempDir()
	writeFile(t, first, "main.tf", harness.Requires(map[string]string{"portkey": harness.Ours}))
	out, err := sandbox.Command(t.Context(), first, "init", "-no-color").CombinedOutput()
	if err != nil {
		t.Fatalf("terraform init: %v\n%s", err, out)
	}
	lock, err := os.ReadFile(filepath.Join(first, lockFile))
	if err != nil {
		t.Fatal(err)
	}
	return &lab{sandbox: sandbox, lock: string(lock), savesLate: tfcli.IsOpenTofu(cli)}
}

const (
	lockFile  = ".terraform.lock.hcl"
	stateFile = "terraform.tfstate"
)

func writeFile(t *testing.T, dir, name, content string) {
	t.Helper()
	if err := os.WriteFile(filepath.Join(dir, name), []byte(content), 0o600); err != nil {
		t.Fatal(err)
	}
}

// many is the configuration of some of a noun, called "kill 0" and so on.
func many(env *harness.Env, typeName string, n noun, count int) string {
	objects := block("resource", typeName, "many", n.called("kill ${count.index}"), fmt.Sprint("count = ", count))
	return harness.Requires(map[string]string{"portkey": harness.Ours}) + env.Config(objects)
}

// apply is terraform apply under way.
type apply struct {
	t    *testing.T
	dir  string
	cmd  *exec.Cmd
	done chan struct{} // closed when it has exited

	mu   sync.Mutex
	rest []byte // of a line that has not ended
	said output
}

// output is what an apply has said so far.
type output struct {
	started, completed, failed int
	stopping                   bool
	errs                       []complaint
	text                       bytes.Buffer
}

// complaint is an error that Terraform shows, about the resource at an address.
type complaint struct{ Severity, Summary, Detail, Address string }

// event is a line of what apply -json prints.
type event struct {
	Message    string `json:"@message"`
	Type       string
	Diagnostic complaint
}

// hear takes a line of output.
func (o *output) hear(line []byte) {
	o.text.Write(line)
	var e event
	if json.Unmarshal(line, &e) != nil {
		return
	}
	switch e.Type {
	case "apply_start":
		o.started++
	case "apply_complete":
		o.completed++
	case "apply_errored":
		o.failed++
	case "diagnostic":
		if e.Diagnostic.Severity == "error" {
			o.errs = append(o.errs, e.Diagnostic)
		}
	}
	o.stopping = o.stopping || strings.HasPrefix(strings.TrimSpace(e.Message), "Stopping operation")
}

// start starts an apply in a directory of its own.
func (l *lab) start(t *testing.T, config string) *apply {
	t.Helper()
	dir := t.TempDir()
	writeFile(t, dir, lockFile, l.lock)
	writeFile(t, dir, "main.tf", config)
	return l.startIn(t, dir)
}

// startIn starts an apply in a directory that has all it needs.
func (l *lab) startIn(t *testing.T, dir string, options ...string) *apply {
	t.Helper()
	a := &apply{t: t, dir: dir, done: make(chan struct{})}
	a.cmd = l.sandbox.Command(t.Context(), a.dir, append([]string{"apply", "-auto-approve", "-json"}, options...)...)
	a.cmd.Stdout, a.cmd.Stderr = a, a
	if err := a.cmd.Start(); err != nil {
		t.Fatal(err)
	}
	go func() {
		_ = a.cmd.Wait() // how it ended is seen in what it left
		close(a.done)
	}()
	t.Cleanup(func() {
		a.signal(syscall.SIGKILL)
		<-a.done
	})
	return a
}

// Write takes output, in pieces of any size.
func (a *apply) Write(p []byte) (int, error) {
	a.mu.Lock()
	defer a.mu.Unlock()
	a.rest = append(a.rest, p...)
	for {
		end := bytes.IndexByte(a.rest, '\n')
		if end < 0 {
			return len(p), nil
		}
		a.said.hear(a.rest[:end+1])
		a.rest = a.rest[end+1:]
	}
}

// has asks about the output so far.
func (a *apply) has(ask func(*output) bool) bool {
	a.mu.Lock()
	defer a.mu.Unlock()
	return ask(&a.said)
}

func (a *apply) hasExited() bool {
	select {
	case <-a.done:
		return true
	default:
		return false
	}
}

// text is all output so far.
func (a *apply) text() (text string) {
	a.has(func(o *output) bool { text = o.text.String(); return true })
	return text
}

// wait waits for what another process does.
func (a *apply) wait(what string, is func() bool) {
	a.t.Helper()
	if !within(time.Minute, is) {
		a.t.Fatalf("waited in vain until %s:\n%s", what, a.text())
	}
}

// within looks again and again: there is nothing to be woken by.
func within(limit time.Duration, is func() bool) bool {
	deadline := time.Now().Add(limit)
	for !is() {
		if time.Now().After(deadline) {
			return false
		}
		time.Sleep(10 * time.Millisecond)
	}
	return true
}

// signal signals the group of Terraform and its provider, as a terminal and a
// service manager do.
func (a *apply) signal(s syscall.Signal) { _ = syscall.Kill(-a.cmd.Process.Pid, s) }

// stop signals the group and waits until Terraform has asked the provider to
// stop. No process says when that has reached the provider: it has if a request
// was cut for it; a request that was not has been open for long enough after it.
func (a *apply) stop(s syscall.Signal, g *gate) {
	a.t.Helper()
	const reaches = 500 * time.Millisecond
	a.signal(s)
	a.wait("Terraform says that it stops", func() bool { return a.has(func(o *output) bool { return o.stopping }) })
	within(reaches, func() bool { return g.cut.Load() > 0 })
}

// exit waits for the end of Terraform and returns how long that took.
func (a *apply) exit() time.Duration {
	a.t.Helper()
	began := time.Now()
	a.wait("Terraform exits", a.hasExited)
	return time.Since(began)
}

// gone wants no process of the group to be left. A provider may outlive
// Terraform by five seconds.
func (a *apply) gone() {
	a.t.Helper()
	if !within(5*time.Second, func() bool { return len(members(a.t, a.cmd.Process.Pid)) == 0 }) {
		a.t.Error("a provider has outlived Terraform by five seconds")
	}
}

// members are the processes of a group that have not ended.
func members(t *testing.T, group int) []int {
	t.Helper()
	stats, err := filepath.Glob("/proc/[0-9]*/stat")
	if err != nil {
		t.Fatal(err)
	}
	var all []int
	for _, path := range stats {
		stat, err := os.ReadFile(path)
		if err != nil {
			continue // it has ended meanwhile
		}
		// pid (name) state parent group …, and the name may hold anything
		fields := strings.Fields(string(stat[bytes.LastIndexByte(stat, ')')+1:]))
		if fields[0] == "Z" || fields[2] != strconv.Itoa(group) {
			continue
		}
		pid, err := strconv.Atoi(filepath.Base(filepath.Dir(path)))
		if err != nil {
			t.Fatal(err)
		}
		all = append(all, pid)
	}
	return all
}

// killProvider kills whatever runs in the group besides Terraform.
func (a *apply) killProvider() {
	a.t.Helper()
	killed := false
	for _, pid := range members(a.t, a.cmd.Process.Pid) {
		if pid != a.cmd.Process.Pid {
			killed = syscall.Kill(pid, syscall.SIGKILL) == nil
		}
	}
	if !killed {
		a.t.Error("found no provider to kill")
	}
}

// stateIDs are the ids in the state; none where there is no state yet, an error
// while it is being written.
func stateIDs(content []byte) ([]string, error) {
	var state struct {
		Resources []struct {
			Instances []struct{ Attributes struct{ ID string } }
		}
	}
	if len(content) == 0 {
		return nil, nil
	}
	err := json.Unmarshal(content, &state)
	var ids []string
	for _, resource := range state.Resources {
		for _, instance := range resource.Instances {
			ids = append(ids, instance.Attributes.ID)
		}
	}
	return ids, err
}

// state is the file of the state; empty if there is none.
func (a *apply) state() []byte {
	a.t.Helper()
	content, err := os.ReadFile(filepath.Join(a.dir, stateFile))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		a.t.Fatal(err)
	}
	return content
}

// inState are the ids in the state that an apply left.
func (a *apply) inState() []string {
	a.t.Helper()
	ids, err := stateIDs(a.state())
	if err != nil {
		a.t.Fatalf("the state: %v", err)
	}
	return ids
}

// gate holds requests until it is opened.
type gate struct {
	opened  chan struct{}
	open    func()
	waiting atomic.Int32
	cut     atomic.Int32 // of those, how many the provider gave up
}

func newGate(t *testing.T) *gate {
	g := &gate{opened: make(chan struct{})}
	g.open = sync.OnceFunc(func() { close(g.opened) })
	t.Cleanup(g.open) // before the server closes, which waits for its requests
	return g
}

// hold is the hook of a fault.
func (g *gate) hold(r *http.Request) {
	g.waiting.Add(1)
	select {
	case <-r.Context().Done():
		g.cut.Add(1)
		<-g.opened
	case <-g.opened:
	}
}

// allAnswered reports whether every request was answered.
func allAnswered(api *emulator.Server) bool {
	return !slices.ContainsFunc(api.Requests(), func(r emulator.Request) bool { return r.Status == 0 })
}

// made counts the creates that had their effect; answered only those that no
// gate holds any more, nor the read that may follow them.
func made(api *emulator.Server, n noun) (all, answered int) {
	for _, one := range api.Requests() {
		switch held := one.Status == 0; {
		case one.Method == http.MethodPost && one.Effect && strings.HasSuffix(one.Path, n.creates):
			all++
			if !held {
				answered++
			}
		case one.Method == http.MethodGet && held && strings.Contains(one.Path, n.path+"/"):
			answered--
		}
	}
	return all, answered
}
