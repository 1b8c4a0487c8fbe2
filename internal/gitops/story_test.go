//go:build unix

package gitops

import (
	"encoding/json"
	"net/http"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"sync"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

const entries = "workspaces.auto.tfvars"

// TestStory is the life of the example: pull requests that are planned, merged and
// applied, pipelines that race, a plan that has gone stale, an edit by hand, and a
// workspace that is taken out. What is run is what the workflows say.
func TestStory(t *testing.T) {
	t.Parallel()
	w := newWorld(t)
	w.begins()
	w.firstPullRequest()
	w.race()
	w.stalePlan()
	w.edits()
	w.refreshOnly()
	w.removal()
	for _, plan := range w.plans {
		w.holdsNoSecret(plan)
	}
}

// begins is what a person does once: the copy of the example, and the lock file.
func (w *world) begins() {
	w.Helper()
	dir := w.TempDir()
	w.git(dir, "init", "--quiet", "--initial-branch=main")
	w.git(dir, "remote", "add", "origin", w.origin)
	w.git(dir, "commit", "--quiet", "--allow-empty", "-m", "Begin")
	w.git(dir, "push", "--quiet", "origin", "main")
	if err := os.CopyFS(dir, os.DirFS(example)); err != nil {
		w.Fatal(err)
	}
	init := w.sandbox.Command(w.Context(), dir, "init", "-input=false")
	init.Env = append(init.Env, "PG_CONN_STR="+w.secrets["production"]["PG_CONN_STR"])
	if out, err := init.CombinedOutput(); err != nil {
		w.Fatalf("%v\n%s", err, out)
	}
	w.git(dir, "add", "--all")
	w.git(dir, "commit", "--quiet", "-m", "Manage the workspaces")
	w.git(dir, "push", "--quiet", "origin", "HEAD:start")
}

func (w *world) firstPullRequest() {
	w.Helper()
	planned := w.plan("start", "Plan: 3 to add, 0 to change, 0 to destroy", "Policy check passed.")
	comment := planned.left("comment.md")
	for _, text := range []string{"Policy check passed.", "\n```diff\n", `portkey_workspace.this["search"]`, "\n+   resource \"portkey_workspace\" \"this\" {\n", "\n+       name "} {
		if !strings.Contains(comment, text) {
			w.Errorf("the comment lacks %q:\n%s", text, comment)
		}
	}
	if summary := planned.left("summary.json"); strings.Join(strings.Fields(summary), "") != `{"create":3,"update":0,"delete":0}` {
		w.Errorf("the summary is %s", summary)
	}
	w.sent(http.MethodPost)
	w.merge("start")
	w.startApply().ends(0, "Apply complete! Resources: 3 added")
	w.sent(http.MethodPost,
		`{"name": "Fraud detection", "description": "Scores payments before they are booked", "defaults": {"metadata": {"team": "fraud-detection"}},
			"usage_limits": [{"type": "cost", "credit_limit": 1500, "periodic_reset": "monthly"}], "rate_limits": [{"type": "requests", "unit": "rpm", "value": 1200}]}`,
		`{"name": "Search", "defaults": {"metadata": {"team": "search"}}, "rate_limits": [{"type": "requests", "unit": "rpm", "value": 3000}]}`,
		`{"name": "Support", "defaults": {"metadata": {"team": "support"}}, "usage_limits": [{"type": "cost", "credit_limit": 200, "periodic_reset": "monthly"}]}`)
	w.start("drift", w.clone("main")).ends(0, "No drift.")
}

// race has three pipelines want the state at once: the apply of a merge, the same
// once more, and the plan of the next pull request.
func (w *world) race() {
	w.Helper()
	w.branch("billing", entries, "workspaces = {\n", "workspaces = {\n  billing = {\n    name = \"Billing\"\n  }\n")
	w.plan("billing", "Plan: 1 to add")
	w.merge("billing")
	w.branch("legal", entries, "  search = {\n", "  legal = {\n    name = \"Legal\"\n  }\n  search = {\n")

	inside, release := make(chan struct{}), make(chan struct{})
	let := sync.OnceFunc(func() { close(release) })
	w.Cleanup(let)
	w.env.API.Fail(emulator.Fault{Method: http.MethodPost, Times: 1, Hook: func(r *http.Request) {
		close(inside)
		select {
		case <-release:
		case <-r.Context().Done():
		}
	}})
	first := w.startApply()
	select {
	case <-inside:
	case <-first.done:
		w.Fatalf("it made nothing:\n%s", first.output())
	}
	again, next := w.startApply(), w.start("plan", w.clone("legal"))
	again.waits()
	next.waits()
	let()

	first.ends(0, "Apply complete! Resources: 1 added")
	again.ends(1, "Saved plan is stale")
	next.ends(0, "Plan: 1 to add, 0 to change, 0 to destroy", `portkey_workspace.this["legal"]`)
	w.sent(http.MethodPost, `{"name": "Billing", "defaults": {"metadata": {"team": "billing"}}}`)
	w.keep(next)
}

// stalePlan has two pull requests planned over one state. Once one of them is
// applied, the plan of the other fits neither the files nor the state.
func (w *world) stalePlan() {
	w.Helper()
	w.branch("raise", entries, "requests_per_minute = 3000", "requests_per_minute = 4000")
	stale := w.plan("raise", "Plan: 0 to add, 1 to change").left("plan.tfplan")
	w.merge("legal")
	w.startApply().ends(0, "Apply complete! Resources: 1 added")
	w.sent(http.MethodPost, `{"name": "Legal", "defaults": {"metadata": {"team": "legal"}}}`)

	w.merge("raise")
	dir, found := w.fetch()
	if found {
		w.Error("there is a plan for files that nobody has planned")
	}
	w.put(dir, stale)
	w.start("apply", dir).ends(1, "Saved plan is stale")
	w.sent(http.MethodPut)

	w.plan("main", "Plan: 0 to add, 1 to change")
	w.startApply().ends(0, "Apply complete! Resources: 0 added, 1 changed")
	w.sent(http.MethodPut, `{"rate_limits": [{"type": "requests", "unit": "rpm", "value": 4000}]}`)
}

// edits has a person edit one workspace in the UI and delete another. The night
// finds both, sends nothing that writes, and says what is not yet applied besides;
// the next apply puts all of it right.
func (w *world) edits() {
	w.Helper()
	support, search := w.named("Support"), w.named("Search")
	w.env.API.EditWorkspace(support.ID, map[string]any{"description": "Ask Kim before you touch this"})
	w.env.API.DeleteWorkspace(search.ID)
	w.branch("describe", entries, `name = "Legal"`, "name = \"Legal\"\n    description = \"Reads contracts\"")
	w.merge("describe")

	night := w.start("drift", w.clone("main"))
	night.ends(2)
	want := strings.Join([]string{
		"- `portkey_workspace.this[\"search\"]` was deleted",
		"- `portkey_workspace.this[\"support\"]` was changed:",
		"  - `description`: `null` → `\"Ask Kim before you touch this\"`",
		"  - `last_updated_at`: `\"TIME\"` → `\"TIME\"`",
		"- `portkey_workspace.this[\"legal\"]` differs from the configuration: update",
	}, "\n") + "\n"
	if got := stamp.ReplaceAllString(night.left("drift.md"), "TIME"); got != want {
		w.Errorf("the report is\n%swant\n%s", got, want)
	}
	w.sent("")

	w.plan("main", "Plan: 1 to add, 2 to change, 0 to destroy")
	w.startApply().ends(0, "Apply complete! Resources: 1 added, 2 changed")
	w.sent("",
		`{"name": "Search", "defaults": {"metadata": {"team": "search"}}, "rate_limits": [{"type": "requests", "unit": "rpm", "value": 4000}]}`,
		`{"description": ""}`, `{"description": "Reads contracts"}`)
	w.start("drift", w.clone("main")).ends(0, "No drift.")
}

var stamp = regexp.MustCompile(`[0-9]{4}-[0-9-]+T[0-9:.]+Z`)

// refreshOnly holds what the guide says of the exit code that drift.sh does not use,
// and that the role of the plans can't write the state.
func (w *world) refreshOnly() {
	w.Helper()
	dir := w.clone("main")
	terraform := func(args ...string) (code int, out string) {
		cmd := w.sandbox.Command(w.Context(), dir, args...)
		cmd.Env = append(cmd.Env, "PORTKEY_BASE_URL="+w.env.BaseURL,
			"PG_SKIP_SCHEMA_CREATION=true", "PG_SKIP_TABLE_CREATION=true", "PG_SKIP_INDEX_CREATION=true")
		for name, value := range w.secrets["plan"] {
			cmd.Env = append(cmd.Env, name+"="+value)
		}
		text, _ := cmd.CombinedOutput() // the code says it
		return cmd.ProcessState.ExitCode(), string(text)
	}
	if code, out := terraform("init", "-input=false"); code != 0 {
		w.Fatal(out)
	}
	if code, out := terraform("state", "rm", "-no-color", `portkey_workspace.this["legal"]`); code != 1 || !strings.Contains(out, "permission denied") {
		w.Errorf("the role of the plans writes the state, with %d:\n%s", code, out)
	}
	code, out := terraform("plan", "-refresh-only", "-detailed-exitcode", "-no-color")
	if _, version := terraform("version"); !strings.HasPrefix(version, "Terraform") {
		w.Logf("only Terraform is known to end with 2; this ends with %d", code)
		return
	}
	if code != 2 || !strings.Contains(out, "No changes.") {
		w.Errorf("plan -refresh-only -detailed-exitcode ends with %d, so the guide and drift.sh are wrong:\n%s", code, out)
	}
}

// removal takes a workspace out: the policy stops it until the pull request says that
// it is meant.
func (w *world) removal() {
	w.Helper()
	entry := regexp.MustCompile(`(?s)  billing = \{.*?\n  \}\n`).FindString(read(w.T, filepath.Join(w.clone("main"), entries)))
	w.branch("remove", entries, entry, "")
	refused := w.start("plan", w.clone("remove"))
	const address = `portkey_workspace.this["billing"]`
	refused.ends(1, "Plan: 0 to add, 0 to change, 1 to destroy", "Policy check failed", "- "+address)
	if comment := refused.left("comment.md"); !strings.Contains(comment, "Policy check failed") || !strings.Contains(comment, "- "+address) {
		w.Errorf("the comment is\n%s", comment)
	}
	// Nobody keeps the plan of a pipeline that failed; whoever applies it is stopped too.
	dir := w.clone("remove")
	w.put(dir, refused.left("plan.tfplan"))
	w.start("apply", dir).ends(1, "Policy check failed", "- "+address)
	w.sent("")

	w.merge("remove")
	w.branch("allow", "allowed-destroys.txt", "# Remove a line", address+"\r\n# Remove a line")
	w.plan("allow", "Policy check passed.")
	w.merge("allow")
	w.secrets["production"]["PORTKEY_API_KEY"] = w.keyFor("Apply that also destroys")
	billing := w.named("Billing")
	w.startApply().ends(0, "Apply complete! Resources: 0 added, 0 changed, 1 destroyed")
	w.sent("", `{"name": "Billing"}`)
	if after, _ := w.env.API.Workspace(billing.ID); after.Status != "archived" {
		w.Errorf("the workspace is %s", after.Status)
	}
}

// named is the one active workspace of a name.
func (w *world) named(name string) (found emulator.Workspace) {
	w.Helper()
	count := 0
	for _, one := range w.env.API.Workspaces() {
		if one.Status == "active" && one.Name == name {
			found = one
			count++
		}
	}
	if count != 1 {
		w.Fatalf("%d workspaces are called %s", count, name)
	}
	return found
}

// sent wants just these bodies among the requests of a method, or among all that
// write, since the last look, in any order: Terraform sends several at once.
func (w *world) sent(method string, bodies ...string) {
	w.Helper()
	got, want := map[string]any{}, map[string]any{}
	for _, request := range w.env.Writes() {
		if method == "" || method == request.Method {
			add(w.T, got, string(request.Body))
		}
	}
	for _, body := range bodies {
		add(w.T, want, body)
	}
	if !reflect.DeepEqual(got, want) {
		w.Errorf("sent %v, want %v", got, want)
	}
	w.env.API.ResetRequests()
}

// add counts a JSON value, by its canonical form.
func add(t *testing.T, counts map[string]any, body string) {
	t.Helper()
	var value any
	if err := json.Unmarshal([]byte(body), &value); err != nil {
		t.Fatalf("%v: %s", err, body)
	}
	canonical, err := json.Marshal(value)
	if err != nil {
		t.Fatal(err)
	}
	count, _ := counts[string(canonical)].(int)
	counts[string(canonical)] = count + 1
}
