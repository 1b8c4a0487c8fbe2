package portkey

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// kind is a kind of thing that a workspace holds and that keeps it from being
// deleted: Portkey has no cascade.
type kind struct {
	name string
	// path is where the list is; with an id behind, one of them.
	path []string
	// bySlug tells that one is addressed by its slug.
	bySlug bool
	// scoped tells that reading and deleting one need the workspace_id too.
	scoped bool
}

// kinds stand in the order in which they can be deleted: a config not while an
// API key is bound to it (documented), a guardrail not while a config holds it.
var kinds = []kind{
	{name: "prompt", path: []string{"prompts"}},
	{name: "prompt partial", path: []string{"prompts", "partials"}},
	{name: "API key", path: []string{"api-keys"}},
	{name: "config", path: []string{"configs"}, bySlug: true},
	{name: "guardrail", path: []string{"guardrails"}},
	{name: "provider", path: []string{"providers"}, bySlug: true, scoped: true},
}

// Held is a thing that a workspace holds.
type Held struct {
	// Kind is "prompt", "prompt partial", "API key", "config", "guardrail" or "provider".
	Kind string
	// ID is what the API addresses it by: of configs and providers the slug.
	ID, Name string
}

// String names it: provider "openai" (openai-prod).
func (h Held) String() string {
	if h.Name == "" {
		return fmt.Sprintf("%s %q", h.Kind, h.ID)
	}
	return fmt.Sprintf("%s %q (%q)", h.Kind, h.Name, h.ID)
}

// Contents is what a workspace holds, as far as the key can see.
type Contents struct {
	Workspace Workspace
	// Inside holds what is shown to be in the workspace.
	Inside []Held
	// Unproven holds what is listed for the workspace, but may be another's: a
	// server that ignores the filter lists those too.
	Unproven []Held
	// Hidden holds the kinds whose list was refused.
	Hidden []string
}

// String counts: "1 prompt, 2 providers; API keys are not visible to this key;
// 1 config can't be shown to be inside".
func (c Contents) String() string {
	var parts []string
	if counts := count(c.Inside); counts != "" {
		parts = append(parts, counts)
	}
	for _, name := range c.Hidden {
		parts = append(parts, name+"s are not visible to this key")
	}
	if counts := count(c.Unproven); counts != "" {
		parts = append(parts, counts+" can't be shown to be inside")
	}
	if len(parts) == 0 {
		return "nothing that this key can see"
	}
	return strings.Join(parts, "; ")
}

func count(held []Held) string {
	var parts []string
	for _, k := range kinds {
		n := 0
		for _, h := range held {
			if h.Kind == k.name {
				n++
			}
		}
		switch n {
		case 0:
		case 1:
			parts = append(parts, "1 "+k.name)
		default:
			parts = append(parts, strconv.Itoa(n)+" "+k.name+"s")
		}
	}
	return strings.Join(parts, ", ")
}

// item is what the lists of all kinds have in common. workspace_id is told by
// some kinds only, as a UUID or a slug.
type item struct {
	ID          Opt[string] `json:"id"`
	Slug        Opt[string] `json:"slug"`
	Name        Opt[string] `json:"name"`
	WorkspaceID Opt[string] `json:"workspace_id"`
	CreatedAt   Opt[string] `json:"created_at"`
}

// key tells items apart, by what doesn't change between two lists. Slugs of
// providers are unique within a workspace only: an integration puts a provider of
// its own slug into each, and its items have no id.
func (i item) key() string {
	if i.ID.Or("") == "" && i.Slug.Or("") == "" {
		return ""
	}
	return strings.Join([]string{i.ID.Or(""), i.Slug.Or(""), i.WorkspaceID.Or(""), i.CreatedAt.Or("")}, "\n")
}

func (k kind) held(i item) Held {
	id, other := i.ID.Or(""), i.Slug.Or("")
	if k.bySlug {
		id, other = other, id
	}
	if id == "" {
		id = other
	}
	return Held{Kind: k.name, ID: id, Name: i.Name.Or("")}
}

func (k kind) list(ctx context.Context, c *Client, workspaceID string) ([]item, error) {
	all, err := walk(ctx, c, k.path, url.Values{"workspace_id": {workspaceID}}, item.key)
	return all.items, err
}

func (k kind) one(id string) []string { return append(slices.Clone(k.path), id) }

func (k kind) scope(workspaceID string) url.Values {
	if !k.scoped {
		return nil
	}
	return url.Values{"workspace_id": {workspaceID}}
}

// Contents lists what a workspace holds, kind by kind. An object is taken to be
// inside where it says so itself, in the list or read on its own; else where it
// is listed under this workspace and not under another one.
func (c *Client) Contents(ctx context.Context, live Workspace) (Contents, error) {
	found := Contents{Workspace: live}
	neighbour := neighbour{client: c, of: live}
	for _, k := range kinds {
		listed, err := k.list(ctx, c, live.ID)
		if IsRefused(err) {
			found.Hidden = append(found.Hidden, k.name)
			continue
		}
		if err != nil {
			return Contents{}, fmt.Errorf("list the %ss of workspace %s: %w", k.name, live.ID, err)
		}
		for _, i := range listed {
			inside, err := c.isInside(ctx, k, i, live, &neighbour)
			if err != nil {
				return Contents{}, err
			}
			// One slug may be listed twice where the filter is ignored: what is read by
			// it is the one in this workspace.
			switch h := k.held(i); {
			case inside == yes && !slices.ContainsFunc(found.Inside, func(in Held) bool { return in.Kind == h.Kind && in.ID == h.ID }):
				found.Inside = append(found.Inside, h)
			case inside == unclear:
				found.Unproven = append(found.Unproven, h)
			}
		}
	}
	return found, nil
}

type verdict int

const (
	unclear verdict = iota
	yes
	no
)

// in judges by the workspace that an object itself tells. null is no word: an
// organisation's own things have it, and what else does is not on record.
func (i item) in(live Workspace) verdict {
	switch told := i.WorkspaceID.Or(""); told {
	case "":
		return unclear
	case live.ID, live.Slug.Or(live.ID):
		return yes
	default:
		return no
	}
}

func (c *Client) isInside(ctx context.Context, k kind, i item, live Workspace, n *neighbour) (verdict, error) {
	if told := i.in(live); told != unclear {
		return told, nil
	}
	id := k.held(i).ID
	if !idPattern.MatchString(id) {
		return unclear, nil
	}
	var alone item
	if _, err := c.get(ctx, k.one(id), k.scope(live.ID), &alone); err == nil {
		if told := alone.in(live); told != unclear {
			return told, nil
		}
	}
	if listed, known := n.lists(ctx, k, i); known && !listed {
		return yes, nil
	}
	return unclear, ctx.Err()
}

// neighbour is another workspace, the organisation's default one where it can
// be seen: what is listed under both is listed by a server that ignores the filter.
type neighbour struct {
	client *Client
	of     Workspace
	sought bool
	id     string
	seen   map[string]map[string]bool // by kind, the keys of its items; nil where refused
}

// lists reports whether an object is listed under the neighbour, and whether
// that could be found out.
func (n *neighbour) lists(ctx context.Context, k kind, i item) (listed, known bool) {
	n.find(ctx)
	if n.id == "" {
		return false, false
	}
	keys, asked := n.seen[k.name]
	if !asked {
		if items, err := k.list(ctx, n.client, n.id); err == nil {
			keys = make(map[string]bool, len(items))
			for _, other := range items {
				keys[other.key()] = true
			}
		}
		n.seen[k.name] = keys
	}
	return keys[i.key()], keys != nil
}

func (n *neighbour) find(ctx context.Context) {
	if n.sought {
		return
	}
	n.sought, n.seen = true, map[string]map[string]bool{}
	all, err := n.client.Workspaces(ctx, WorkspaceFilter{})
	if err != nil {
		return // nothing to compare with
	}
	for _, w := range all {
		if w.ID == n.of.ID {
			continue
		}
		if n.id == "" || bool(w.IsDefault.Or(false)) {
			n.id = w.ID
		}
	}
}

// Empty deletes what is Inside, in the order that works, and nothing else. It
// returns what is left: what could not be deleted, for the reasons in err, and
// what is Unproven, which is no error. An object that the API refuses to delete
// doesn't keep the others; an API that doesn't answer does.
func (c *Client) Empty(ctx context.Context, held Contents) (left []Held, err error) {
	e := emptying{client: c, ctx: ctx, workspaceID: held.Workspace.ID}
	for _, k := range kinds {
		for _, h := range held.Inside {
			if h.Kind == k.name {
				e.delete(k, h)
			}
		}
	}
	return append(e.left, held.Unproven...), errors.Join(e.failures...)
}

// emptying is the state of one Empty.
type emptying struct {
	client      *Client
	ctx         context.Context
	workspaceID string
	detached    bool // the defaults are cleared, or were tried to be
	stopped     bool
	left        []Held
	failures    []error
}

func (e *emptying) delete(k kind, h Held) {
	// The defaults may point to any config or guardrail of the workspace.
	if !e.stopped && !e.detached && (k.name == "config" || k.name == "guardrail") {
		e.detached = true
		if err := e.client.clearDefaults(e.ctx, e.workspaceID); err != nil {
			e.fail(fmt.Errorf("take configs and guardrails out of the defaults: %w", err))
		}
	}
	if e.stopped {
		e.left = append(e.left, h)
		return
	}
	if err := e.client.deleteHeld(e.ctx, k, h, e.workspaceID); err != nil {
		e.left = append(e.left, h)
		e.fail(fmt.Errorf("delete %s: %w", h, err))
	}
}

// fail notes a failure, and stops where the API doesn't answer, or isn't asked
// since the run is stopped.
func (e *emptying) fail(err error) {
	e.failures = append(e.failures, err)
	e.stopped = IsUnknownOutcome(err) || IsNotSent(err)
}

// clearDefaults takes the workspace's configs and guardrails out of its defaults.
// The API replaces defaults as a whole (vendor's changelog), so the other keys go
// along as they were read.
func (c *Client) clearDefaults(ctx context.Context, id string) error {
	_, err := c.EditWorkspace(ctx, id, func(live Workspace) ([]WorkspaceUpdate, error) {
		defaults := live.Defaults.Or(WorkspaceDefaults{})
		changed := false
		for key, none := range map[string]string{
			"input_guardrails":    "[]", // documented by the vendor
			"output_guardrails":   "[]",
			"user_api_key_config": "null", // documented
		} {
			if !slices.Contains([]string{"", "null", "[]", `""`}, string(defaults.Others[key])) {
				defaults.Others[key] = json.RawMessage(none)
				changed = true
			}
		}
		if !changed {
			return nil, nil
		}
		return []WorkspaceUpdate{{Defaults: Some(defaults)}}, nil
	})
	return err
}

func (c *Client) deleteHeld(ctx context.Context, k kind, h Held, workspaceID string) error {
	if err := checkID(h.ID); err != nil {
		return err
	}
	open, cancel := c.detach(ctx)
	defer cancel()
	_, err := c.do(open, request{method: http.MethodDelete, path: k.one(h.ID), query: k.scope(workspaceID), caller: ctx})
	if !IsRefused(err) {
		return err
	}
	// Refused alike: what is not there any more, and what the key may not delete.
	if listed, listErr := k.list(open, c, workspaceID); listErr == nil &&
		!slices.ContainsFunc(listed, func(i item) bool { return k.held(i).ID == h.ID }) {
		return nil
	}
	return err
}
