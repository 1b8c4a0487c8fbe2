//go:build unix

package gitops

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// gh stands in for GitHub's command: it answers with the artifacts given, and notes
// what is downloaded.
const gh = `#!/bin/sh
case "$1" in
api) test "$2" = "repos/acme/portkey/actions/artifacts?name=plan-$TREE" && test "$3" = --jq && jq --raw-output "$4" artifacts.json ;;
run) echo "$@" >> downloads ;;
esac
`

// TestFetch runs the step of the apply that looks for the saved plan of the files:
// the newest that a pipeline of the repository has saved and that is still kept.
func TestFetch(t *testing.T) {
	t.Parallel()
	needJQ(t)
	var w workflow
	parse(t, ".github/workflows/apply.yml", &w)
	var look string
	for _, step := range w.Jobs["apply"].Steps {
		if strings.Contains(step.Run, "gh api") {
			look = step.Run
		}
	}
	const tree = "4b825dc642cb6eb9a060e54bf8d69288fbee4904" // of no files at all
	artifact := func(run, made, repository, expired string) string {
		return `{"created_at": "` + made + `", "expired": ` + expired + `,
			"workflow_run": {"id": ` + run + `, "repository_id": 1, "head_repository_id": ` + repository + `}}`
	}
	older, newer := artifact("101", "2026-01-01T00:00:00Z", "1", "false"), artifact("102", "2026-01-02T00:00:00Z", "1", "false")
	fork, expired := artifact("103", "2026-01-03T00:00:00Z", "2", "false"), artifact("104", "2026-01-04T00:00:00Z", "1", "true")
	for name, test := range map[string]struct {
		artifacts []string
		want      string // empty is a refusal
	}{
		"the newest":                   {[]string{older, newer}, "102"},
		"in any order":                 {[]string{newer, older}, "102"},
		"no fork's, none that is gone": {[]string{expired, fork, older}, "101"},
		"a fork's alone":               {[]string{fork}, ""},
		"an expired one alone":         {[]string{expired}, ""},
		"none":                         {nil, ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, content := range map[string]string{"gh": gh, "artifacts.json": `{"artifacts": [` + strings.Join(test.artifacts, ",") + `]}`} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			git := func(args ...string) {
				if out, err := command(dir, "git", args...).CombinedOutput(); err != nil {
					t.Fatalf("%v\n%s", err, out)
				}
			}
			git("init", "--quiet")
			git("commit", "--quiet", "--allow-empty", "-m", "Begin")
			cmd := command(dir, "sh", "-e", "-c", look)
			cmd.Env = append(cmd.Env, "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_REPOSITORY=acme/portkey", "TREE="+tree)
			out, err := cmd.CombinedOutput()
			downloads, _ := os.ReadFile(filepath.Join(dir, "downloads"))
			if test.want == "" {
				if err == nil || !strings.Contains(string(out), "no saved plan") || len(downloads) > 0 {
					t.Errorf("it ends with %v, says %s and downloads %s", err, out, downloads)
				}
				return
			}
			if want := "run download " + test.want + " --name plan-" + tree + "\n"; err != nil || string(downloads) != want {
				t.Errorf("it downloads %q, want %q: %v\n%s", downloads, want, err, out)
			}
		})
	}
}

// ghComments stands in for GitHub's command where comments are listed and written.
const ghComments = `#!/bin/sh
test "$1" = api || exit 1
if [ "$3" = --paginate ]; then
  test "$2" = repos/acme/portkey/issues/7/comments && test "$4" = --jq && jq --raw-output "$5" comments.json
else
  echo "$@" >> written
fi
`

// TestComment runs the step that comments on a pull request: the comment of an earlier
// push is replaced, and no other.
func TestComment(t *testing.T) {
	t.Parallel()
	needJQ(t)
	var w workflow
	parse(t, ".github/workflows/plan.yml", &w)
	var write string
	for _, step := range w.Jobs["comment"].Steps {
		if strings.Contains(step.Run, "gh api") {
			write = step.Run
		}
	}
	first, _, _ := strings.Cut(read(t, filepath.Join(example, "ci/plan.sh")), "-->")
	marker := first[strings.LastIndex(first, "<!--"):] + "-->"
	comment := func(id, login, body string) string {
		return `{"id": ` + id + `, "user": {"login": "` + login + `"}, "body": "` + body + `"}`
	}
	const create = "api repos/acme/portkey/issues/7/comments --method POST --field body=@comment.md --silent\n"
	for name, test := range map[string]struct {
		comments []string
		want     string
	}{
		"none":               {nil, create},
		"of a person":        {[]string{comment("1", "kim", marker+" copied")}, create},
		"of other workflows": {[]string{comment("1", "github-actions[bot]", "Coverage: 80%")}, create},
		"of an earlier push": {
			[]string{comment("1", "github-actions[bot]", marker), comment("2", "github-actions[bot]", "Coverage: 80%")},
			"api repos/acme/portkey/issues/comments/1 --method PATCH --field body=@comment.md --silent\n",
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			dir := t.TempDir()
			for file, content := range map[string]string{"gh": ghComments, "comments.json": "[" + strings.Join(test.comments, ",") + "]"} {
				if err := os.WriteFile(filepath.Join(dir, file), []byte(content), 0o700); err != nil {
					t.Fatal(err)
				}
			}
			cmd := command(dir, "sh", "-e", "-c", write)
			cmd.Env = append(cmd.Env, "PATH="+dir+string(os.PathListSeparator)+os.Getenv("PATH"), "GITHUB_REPOSITORY=acme/portkey", "NUMBER=7")
			out, err := cmd.CombinedOutput()
			written, _ := os.ReadFile(filepath.Join(dir, "written"))
			if err != nil || string(written) != test.want {
				t.Errorf("it runs %q, want %q: %v\n%s", written, test.want, err, out)
			}
		})
	}
}

// command is a command in a directory, for which no settings of whoever sits here
// count for git.
func command(dir, name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Dir = dir
	cmd.Env = append(without(os.Environ(), "GIT_"), "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_NOSYSTEM=1",
		"GIT_AUTHOR_NAME=Kim", "GIT_AUTHOR_EMAIL=kim@example.com", "GIT_COMMITTER_NAME=Kim", "GIT_COMMITTER_EMAIL=kim@example.com")
	return cmd
}
