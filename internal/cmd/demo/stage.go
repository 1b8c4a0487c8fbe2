package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// planFile is the saved plan of every plan and apply.
const planFile = "demo.tfplan"

// teamsFile is what the steps edit.
const teamsFile = "teams.yaml"

// stage is what the steps run on.
type stage struct {
	out     io.Writer
	api     *emulator.Server
	page    string // the URL of the emulator's page
	sandbox *tfcli.Sandbox
	command string // the CLI's name, as printed
	workDir string
}

func (s *stage) say(format string, args ...any) {
	fmt.Fprintf(s.out, format+"\n", args...)
}

// terraform runs the CLI, shows its output, and fails unless it exits with a code.
func (s *stage) terraform(ctx context.Context, want int, args ...string) error {
	_, err := s.terraformOutput(ctx, want, args...)
	return err
}

func (s *stage) terraformOutput(ctx context.Context, want int, args ...string) (tfcli.Result, error) {
	s.say("\n$ %s %s", s.command, strings.Join(args, " "))
	shown := &indent{out: s.out, prefix: "    "}
	got, err := s.sandbox.Run(ctx, s.workDir, shown, slices.Insert(slices.Clone(args), 1, "-no-color")...)
	if err != nil {
		return got, err
	}
	if got.Code != want {
		return got, fmt.Errorf("%s %s exited with %d, want %d", s.command, args[0], got.Code, want)
	}
	return got, nil
}

// plan plans, and fails unless the plan contains exactly these changes and sent nothing
// but reads.
func (s *stage) plan(ctx context.Context, want changes, args ...string) error {
	const somethingToDo = 2
	args = append([]string{"plan", "-detailed-exitcode", "-out=" + planFile}, args...)
	if err := s.terraform(ctx, somethingToDo, args...); err != nil {
		return err
	}
	shown, err := s.sandbox.Run(ctx, s.workDir, io.Discard, "show", "-json", planFile)
	if err != nil {
		return err
	}
	got, err := readChanges([]byte(shown.Stdout))
	if err != nil {
		return err
	}
	return errors.Join(want.equal(got), s.writes(nil))
}

// planNoChanges plans, and fails if there is anything to do.
func (s *stage) planNoChanges(ctx context.Context) error {
	const nothingToDo = 0
	got, err := s.terraformOutput(ctx, nothingToDo, "plan", "-detailed-exitcode")
	if err != nil {
		return err
	}
	if !strings.Contains(got.Stdout, "No changes.") {
		return errors.New(`the plan does not say "No changes."`)
	}
	return nil
}

// apply applies what was planned last.
func (s *stage) apply(ctx context.Context) error {
	return s.terraform(ctx, 0, "apply", planFile)
}

// write puts a file beside the configuration and shows it.
func (s *stage) write(name, content string) error {
	s.say("\n%s:", name)
	if _, err := io.WriteString(&indent{out: s.out, prefix: "    "}, content); err != nil {
		return err
	}
	return os.WriteFile(filepath.Join(s.workDir, name), []byte(content), 0o600)
}

// edit replaces lines of the file of the teams, and shows which differ.
func (s *stage) edit(before, after string) error {
	file := filepath.Join(s.workDir, teamsFile)
	content, err := os.ReadFile(file) //nolint:gosec // one of ours
	if err != nil {
		return err
	}
	if strings.Count(string(content), before) != 1 {
		return fmt.Errorf("%s does not have these lines once:\n%s", teamsFile, before)
	}
	s.say("\n%s:", teamsFile)
	removed, added := before, after
	if inserted, isInsert := strings.CutSuffix(after, before); isInsert {
		removed, added = "", inserted
	}
	s.edited("-", removed)
	s.edited("+", added)
	return os.WriteFile(file, []byte(strings.Replace(string(content), before, after, 1)), 0o600) //nolint:gosec // one of ours
}

func (s *stage) edited(sign, lines string) {
	for line := range strings.Lines(lines) {
		s.say("    %s %s", sign, strings.TrimSuffix(line, "\n"))
	}
}

// writes fails unless this step has sent exactly these numbers of requests, by method,
// except reads.
func (s *stage) writes(want map[string]int) error {
	got := map[string]int{}
	for _, request := range s.api.Requests() {
		if request.Method != "GET" {
			got[request.Method]++
		}
	}
	if fmt.Sprint(got) != fmt.Sprint(want) {
		return fmt.Errorf("the API received these writes: %v, want %v", got, want)
	}
	return nil
}

// activeWorkspaces fails unless the organisation has exactly these workspaces and its
// default workspace.
func (s *stage) activeWorkspaces(want ...string) error {
	var got []string
	for _, workspace := range s.api.Workspaces() {
		if workspace.Status == "active" && !workspace.IsDefault {
			got = append(got, strings.TrimSpace(workspace.Icon+" "+workspace.Name))
		}
	}
	slices.Sort(got)
	slices.Sort(want)
	if !slices.Equal(got, want) {
		return fmt.Errorf("the API has the workspaces %q, want %q", got, want)
	}
	return nil
}

func (s *stage) workspaceNamed(name string) (emulator.Workspace, error) {
	for _, workspace := range s.api.Workspaces() {
		if workspace.Status == "active" && workspace.Name == name {
			return workspace, nil
		}
	}
	return emulator.Workspace{}, fmt.Errorf("the API has no workspace named %q", name)
}

// changes is what a plan does: "create", "update", "delete", "import" and so
// on, by resource address, without those that are unchanged.
type changes map[string]string

// readChanges reads the JSON of a plan.
func readChanges(plan []byte) (changes, error) {
	var shown struct {
		ResourceChanges []struct {
			Address string `json:"address"`
			Change  struct {
				Actions   []string        `json:"actions"`
				Importing json.RawMessage `json:"importing"`
			} `json:"change"`
		} `json:"resource_changes"`
	}
	if err := json.Unmarshal(plan, &shown); err != nil {
		return nil, fmt.Errorf("reading the plan: %w", err)
	}
	got := changes{}
	for _, resource := range shown.ResourceChanges {
		action := strings.Join(resource.Change.Actions, " then ")
		imported := len(resource.Change.Importing) > 0
		switch {
		case imported && action == "no-op":
			got[resource.Address] = "import"
		case imported:
			got[resource.Address] = "import then " + action
		case action != "no-op" && action != "read":
			got[resource.Address] = action
		}
	}
	return got, nil
}

func (want changes) equal(got changes) error {
	if fmt.Sprint(got) == fmt.Sprint(want) { // maps print in the order of their keys
		return nil
	}
	return fmt.Errorf("the plan is %v, want %v", got, want)
}
