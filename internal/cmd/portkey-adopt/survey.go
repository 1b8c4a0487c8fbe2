package main

import (
	"context"
	"errors"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"golang.org/x/sync/errgroup"
)

// found is an object of Portkey.
type found struct {
	noun     *noun
	importID string
	state    map[string]tftypes.Value
	value    tftypes.Value
	// owner is the object that it was found in, nil for what the organisation has.
	owner *found
}

// kind is its resource type.
func (f *found) kind() string { return f.noun.kind }

// id is the attribute id.
func (f *found) id() string { return text(f.state["id"]) }

// home is the ID of its workspace, "" for what is in none.
func (f *found) home() string {
	if f.kind() == workspaces {
		return f.id()
	}
	if home := text(f.state["workspace_id"]); home != "" || f.owner == nil {
		return home
	}
	return f.owner.home()
}

// in names the workspace by its ID, where the API returned its slug: an import by either is of
// the same object.
func (f *found) in(workspaceID string) {
	slug := text(f.state["workspace_id"])
	if rest, is := strings.CutSuffix(f.importID, "/"+slug); is {
		f.importID = rest + "/" + workspaceID
	}
	f.state = maps.Clone(f.state)
	f.state["workspace_id"] = tftypes.NewValue(tftypes.String, workspaceID)
	f.value = tftypes.NewValue(f.value.Type(), f.state)
}

// failure is what could not be read: of the organisation, or in one of its objects.
type failure struct {
	kind, in, problem string
}

// survey is what an organisation has, as far as the key may read it.
type survey struct {
	reader   *reader
	objects  []*found
	slugs    map[string]string         // of workspaces, to their IDs
	known    map[[2]string]bool        // by type and id
	skipped  map[string]map[string]int // by type and reason
	failures []failure
}

func newSurvey(r *reader) *survey {
	return &survey{reader: r, slugs: map[string]string{}, known: map[[2]string]bool{}, skipped: map[string]map[string]int{}}
}

// parallel is how many requests are under way at a time, as in Terraform.
const parallel = 10

// all reads everything: what the organisation has, and then what each of its objects has.
func (s *survey) all(ctx context.Context) *survey {
	for _, owners := range [][]string{{""}, {workspaces, integrations, mcpIntegrations, prompts}, {mcpServers}} {
		var tasks []task
		for i := range nouns {
			if n := &nouns[i]; slices.Contains(owners, n.per) {
				tasks = append(tasks, s.tasksOf(n)...)
			}
		}
		results := make([]result, len(tasks))
		var group errgroup.Group
		group.SetLimit(parallel)
		for i, one := range tasks {
			group.Go(func() error {
				results[i] = one.read(ctx, s.reader) // with its error
				return nil
			})
		}
		_ = group.Wait()
		for i := range tasks {
			s.take(tasks[i], results[i])
		}
	}
	return s
}

// displayName is what people know an object by.
func displayName(f *found) string {
	for _, name := range append(slices.Clone(f.noun.names), "id") {
		if shown := text(f.state[name]); shown != "" && references[name] == "" {
			return shown
		}
	}
	return f.importID
}

// task is one read: of a list, or of an object.
type task struct {
	noun      *noun
	owner     *found
	arguments map[string]any
}

// result is what a task found.
type result struct {
	objects []*found
	err     error
}

// tasksOf are the reads for a noun: one, or one for each of its owners.
func (s *survey) tasksOf(n *noun) []task {
	if n.per == "" {
		return n.reads(nil)
	}
	var tasks []task
	for _, owner := range s.objects {
		if owner.kind() == n.per {
			tasks = append(tasks, n.reads(owner)...)
		}
	}
	return tasks
}

func (n *noun) reads(owner *found) []task {
	if n.scan == nil {
		return []task{{n, owner, n.arguments}}
	}
	if n.scan.arguments == nil {
		return []task{{n, owner, nil}}
	}
	var tasks []task
	for _, arguments := range n.scan.arguments {
		tasks = append(tasks, task{n, owner, arguments})
	}
	return tasks
}

// read reads what a task is for.
func (t task) read(ctx context.Context, r *reader) result {
	owner := "organisation_defaults"
	if t.owner != nil {
		owner = t.owner.id()
	}
	if t.noun.single {
		one, err := t.importOne(ctx, r, owner)
		return result{one, err}
	}
	arguments := map[string]any{}
	maps.Copy(arguments, t.arguments)
	if t.noun.scan != nil {
		return t.scanned(ctx, r, owner, arguments)
	}
	if t.noun.argument != "" {
		arguments[t.noun.argument] = owner
	}
	all, err := r.list(ctx, t.noun.kind, arguments)
	var out result
	failures := []error{err}
	for _, one := range all {
		if one.err != nil {
			failures = append(failures, one.err)
			continue
		}
		out.objects = append(out.objects, &found{t.noun, one.id, object(one.state), one.state, t.owner})
	}
	out.err = errors.Join(failures...)
	return out
}

func (t task) importOne(ctx context.Context, r *reader, id string) ([]*found, error) {
	state, err := r.importOne(ctx, t.noun.kind, id)
	if err != nil || state.IsNull() {
		return nil, err
	}
	return []*found{{t.noun, id, object(state), state, t.owner}}, nil
}

// scanned imports what a data source lists.
func (t task) scanned(ctx context.Context, r *reader, owner string, arguments map[string]any) result {
	if t.noun.scan.argument != "" {
		arguments[t.noun.scan.argument] = owner
	}
	rows, err := r.data(ctx, t.noun.scan.kind, t.noun.scan.result, arguments)
	out := result{err: err}
	for _, row := range rows {
		id := t.noun.scan.id(owner, t.arguments, object(row))
		if id == "" {
			continue
		}
		one, err := t.importOne(ctx, r, id)
		out.objects, out.err = append(out.objects, one...), errors.Join(out.err, err)
	}
	return out
}

// take keeps what a task found. What two lists have is kept once.
func (s *survey) take(t task, r result) {
	for _, one := range r.objects {
		key := [2]string{one.kind(), one.id()}
		if s.known[key] {
			continue
		}
		s.known[key] = true
		if t.noun.skip != nil {
			if reason := t.noun.skip(one.state); reason != "" {
				s.skip(t.noun.kind, reason)
				continue
			}
		}
		if id := s.slugs[one.home()]; id != "" && one.kind() != workspaces {
			one.in(id)
		}
		if one.kind() == workspaces {
			s.slugs[text(one.state["slug"])] = one.id()
		}
		s.objects = append(s.objects, one)
	}
	if r.err != nil {
		where := ""
		if t.owner != nil {
			where = displayName(t.owner)
		}
		s.failures = append(s.failures, failure{t.noun.kind, where, r.err.Error()})
	}
}

func (s *survey) skip(kind, reason string) {
	if s.skipped[kind] == nil {
		s.skipped[kind] = map[string]int{}
	}
	s.skipped[kind][reason]++
}
