package gitops

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"reflect"
	"slices"
	"strings"
	"testing"
)

// pipelines are the workflows of GitHub's, and the jobs of GitLab's, of the same names.
var pipelines = []string{"plan", "apply", "drift"}

// TestPipelines holds that the pipelines of the three systems can be read, run the
// same scripts, and have no right that they don't need.
func TestPipelines(t *testing.T) {
	t.Parallel()
	var gitlab map[string]json.RawMessage
	parse(t, ".gitlab-ci.yml", &gitlab)
	for _, name := range pipelines {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			it, environment := stepOf(t, name)
			var job struct {
				Environment   struct{ Name string }
				ResourceGroup string `json:"resource_group"`
				Variables     map[string]string
				Script        []string
			}
			if err := json.Unmarshal(gitlab[name], &job); err != nil {
				t.Fatal(err)
			}
			if !slices.Contains(job.Script, it.Run) || job.Environment.Name != environment {
				t.Errorf("GitLab runs %q in %s, GitHub %q in %s", job.Script, job.Environment.Name, it.Run, environment)
			}
			plain := maps.Clone(it.Env)
			maps.DeleteFunc(plain, func(_, value string) bool { return strings.Contains(value, "secrets.") })
			if len(plain)+len(job.Variables) > 0 && !reflect.DeepEqual(plain, job.Variables) {
				t.Errorf("GitLab sets %v, GitHub %v", job.Variables, plain)
			}
			writes := name == "apply"
			if (environment == "production") != writes || (job.ResourceGroup != "") != writes {
				t.Errorf("it runs in %s, one after the other of %q", environment, job.ResourceGroup)
			}
		})
	}
}

func TestPipelines_rights(t *testing.T) {
	t.Parallel()
	reads := map[string]string{"contents": "read"}
	jobs := map[string]map[string]string{
		"plan":    nil,
		"comment": {"pull-requests": "write"},
		"apply":   {"contents": "read", "actions": "read"},
		"drift":   nil,
	}
	for _, name := range pipelines {
		var w workflow
		parse(t, ".github/workflows/"+name+".yml", &w)
		if !maps.Equal(w.Permissions, reads) {
			t.Errorf("%s may %v", name, w.Permissions)
		}
		for id, job := range w.Jobs {
			want, known := jobs[id]
			if !known || !maps.Equal(job.Permissions, want) {
				t.Errorf("%s: the job %s may %v, want %v", name, id, job.Permissions, want)
			}
			for _, step := range job.Steps {
				if job.Permissions["pull-requests"] != "" && (script.MatchString(step.Run) || strings.HasPrefix(step.Uses, "actions/checkout@")) {
					t.Errorf("%s: the job %s may write, and runs what a pull request brings", name, id)
				}
			}
		}
		if name == "apply" && w.Concurrency.Cancel {
			t.Error("an apply is cancelled by the next")
		}
	}
}

// TestPipelines_atlantis holds that a plan passes the policy before it is shown as
// good, and again before it is applied, and that no pull request changes that.
func TestPipelines_atlantis(t *testing.T) {
	t.Parallel()
	var server struct {
		Repos []struct {
			Workflow     string
			Requirements []string `json:"apply_requirements"`
			Overrides    []string `json:"allowed_overrides"`
			Custom       bool     `json:"allow_custom_workflows"`
		}
		Workflows map[string]struct {
			Plan, Apply struct{ Steps []map[string]any }
		}
	}
	parse(t, "atlantis/repos.yaml", &server)
	repo := server.Repos[0]
	if want := []string{"approved", "mergeable", "undiverged"}; !slices.Equal(repo.Requirements, want) || len(repo.Overrides) > 0 || repo.Custom {
		t.Errorf("the repository is %+v", repo)
	}
	const policy = "ci/policy.sh plan.json"
	steps := func(all []map[string]any) (kinds []string) {
		for _, step := range all {
			for kind, value := range step {
				if value == policy {
					kind = policy
				}
				kinds = append(kinds, kind)
			}
		}
		return kinds
	}
	flow := server.Workflows[repo.Workflow]
	if got, want := steps(flow.Plan.Steps), []string{"env", "init", "plan", "run", policy}; !slices.Equal(got, want) {
		t.Errorf("a plan is %q, want %q", got, want)
	}
	if got, want := steps(flow.Apply.Steps), []string{"env", "run", policy, "apply"}; !slices.Equal(got, want) {
		t.Errorf("an apply is %q, want %q", got, want)
	}
	var project struct {
		Version  int
		Projects []struct{ Dir string }
	}
	parse(t, "atlantis.yaml", &project)
	if project.Version != 3 || len(project.Projects) != 1 || project.Projects[0].Dir != "." {
		t.Errorf("the project is %+v", project)
	}
}

// TestPipelines_scripts holds that the scripts can be run, and that each is one that
// a pipeline runs.
func TestPipelines_scripts(t *testing.T) {
	t.Parallel()
	scripts, err := filepath.Glob(filepath.Join(example, "ci", "*"))
	if err != nil || len(scripts) != len(pipelines)+1 {
		t.Fatalf("ci/ has %q: %v", scripts, err)
	}
	for _, file := range scripts {
		name := filepath.Base(file)
		if !slices.Contains(append(pipelines, "policy"), strings.TrimSuffix(name, ".sh")) {
			t.Errorf("no pipeline runs %s", name)
		}
		info, err := os.Stat(file)
		if err != nil {
			t.Fatal(err)
		}
		if executable := info.Mode()&0o111 != 0; !executable && os.PathSeparator == '/' {
			t.Errorf("%s can't be run", name)
		}
	}
}
