package portkey

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
)

// heldNoun is a noun whose objects a workspace contains, and that keep it from being
// deleted: Portkey has no cascade.
type heldNoun struct {
	name string
	// path is where the list is; with an id behind, one of them.
	path []string
	// bySlug reports that one is addressed by its slug.
	bySlug bool
	// scoped reports that reading and deleting one need the workspace_id too.
	scoped bool
	// shared reports that another workspace's may be listed, read-only (documented).
	shared bool
}

// heldNouns are in the order in which they can be deleted: a config not while an
// API key is bound to it (documented), a guardrail not while a config contains it.
var heldNouns = []heldNoun{
	{name: "prompt", path: []string{"prompts"}, shared: true},
	{name: "prompt partial", path: []string{"prompts", "partials"}, shared: true},
	{name: "API key", path: []string{"api-keys"}},
	{name: "config", path: []string{"configs"}, bySlug: true},
	{name: "guardrail", path: []string{"guardrails"}},
	{name: "provider", path: []string{"providers"}, bySlug: true, scoped: true},
}

// Held is an object that a workspace contains.
type Held struct {
	// Noun is "prompt", "prompt partial", "API key", "config", "guardrail" or "provider".
	Noun string
	// ID is what the API addresses it by: of configs and providers the slug.
	ID, Name string
}

// String names it: provider "openai" (openai-prod).
func (h Held) String() string {
	if h.Name == "" {
		return fmt.Sprintf("%s %q", h.Noun, h.ID)
	}
	return fmt.Sprintf("%s %q (%q)", h.Noun, h.Name, h.ID)
}

// Contents is what a workspace contains, as far as the key can see.
type Contents struct {
	Workspace Workspace
	// Inside is what is shown to be in the workspace.
	Inside []Held
	// Unproven is what is listed for the workspace, but may be another's: a
	// server that ignores the filter lists those too.
	Unproven []Held
	// Shared is what is listed for the workspace, and belongs to another one.
	Shared []Held
	// Hidden are the kinds whose list was rejected.
	Hidden []string
}

// String counts: "1 prompt, 2 providers; API keys are not visible to this key;
// 1 config can't be shown to be inside; 1 prompt shared by another workspace".
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
	if counts := count(c.Shared); counts != "" {
		parts = append(parts, counts+" shared by another workspace")
	}
	if len(parts) == 0 {
		return "nothing that this key can see"
	}
	return strings.Join(parts, "; ")
}

func count(held []Held) string {
	var parts []string
	for _, n := range heldNouns {
		total := 0
		for _, h := range held {
			if h.Noun == n.name {
				total++
			}
		}
		switch total {
		case 0:
		case 1:
			parts = append(parts, "1 "+n.name)
		default:
			parts = append(parts, strconv.Itoa(total)+" "+n.name+"s")
		}
	}
	return strings.Join(parts, ", ")
}

// item is what the lists of all kinds have in common. workspace_id is in the
// answers of some nouns only, as a UUID or a slug; those about prompts have
// prompt_owning_workspace_id (recorded). Partials are shared in the same way.
type item struct {
	ID          Opt[string] `json:"id"`
	Slug        Opt[string] `json:"slug"`
	Name        Opt[string] `json:"name"`
	WorkspaceID Opt[string] `json:"workspace_id"`
	Owner       Opt[string] `json:"prompt_owning_workspace_id"`
	CreatedAt   Opt[string] `json:"created_at"`
}

// key distinguishes items, by what doesn't change between two lists. Slugs of
// providers are unique within a workspace only: an integration puts a provider of
// its own slug into each, and its items have no id.
func (i item) key() string {
	if i.ID.Or("") == "" && i.Slug.Or("") == "" {
		return ""
	}
	return strings.Join([]string{i.ID.Or(""), i.Slug.Or(""), i.WorkspaceID.Or(""), i.CreatedAt.Or("")}, "\n")
}

func (n heldNoun) held(i item) Held {
	id, other := i.ID.Or(""), i.Slug.Or("")
	if n.bySlug {
		id, other = other, id
	}
	if id == "" {
		id = other
	}
	return Held{Noun: n.name, ID: id, Name: i.Name.Or("")}
}

func (n heldNoun) list(ctx context.Context, c *Client, workspaceID string) ([]item, error) {
	all, err := readPages(ctx, c, n.path, url.Values{"workspace_id": {workspaceID}}, pageParameters{}, item.key)
	return all.items, err
}

func (n heldNoun) one(id string) []string { return append(slices.Clone(n.path), id) }

func (n heldNoun) scope(workspaceID string) url.Values {
	if !n.scoped {
		return nil
	}
	return url.Values{"workspace_id": {workspaceID}}
}

// Contents lists what a workspace contains, kind by kind. An object is taken to be
// inside where an answer about it says so, in the list or to a read of its own; else where it
// is listed under this workspace and not under another one, or not under any other
// where it could be shared by its owner.
func (c *Client) Contents(ctx context.Context, live Workspace) (Contents, error) {
	found := Contents{Workspace: live}
	others := neighbours{client: c, of: live}
	for _, n := range heldNouns {
		listed, err := n.list(ctx, c, live.ID)
		if IsRefused(err) {
			found.Hidden = append(found.Hidden, n.name)
			continue
		}
		if err != nil {
			return Contents{}, fmt.Errorf("list the %ss of workspace %s: %w", n.name, live.ID, err)
		}
		for _, i := range listed {
			inside, err := c.isInside(ctx, n, i, live, &others)
			if err != nil {
				return Contents{}, err
			}
			// One slug may be listed twice where the filter is ignored: what is read by
			// it is the one in this workspace.
			switch h := n.held(i); {
			case inside == yes && !slices.ContainsFunc(found.Inside, func(in Held) bool { return in.Noun == h.Noun && in.ID == h.ID }):
				found.Inside = append(found.Inside, h)
			case inside == unclear:
				found.Unproven = append(found.Unproven, h)
			case inside == foreign:
				found.Shared = append(found.Shared, h)
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
	// foreign is the no of what says that another workspace owns it.
	foreign
)

// in judges by the workspaces that an answer names. One that places the object
// elsewhere counts, whatever else it has. null is no proof: an organisation's own
// things have it, and what else does is not on record.
func (i item) in(live Workspace) verdict {
	isLive := func(id string) bool { return id == live.ID || id == live.Slug.Or(live.ID) }
	owner, in := i.Owner.Or(""), i.WorkspaceID.Or("")
	switch {
	case owner != "" && !isLive(owner):
		return foreign
	case in != "" && !isLive(in):
		return no
	case owner == "" && in == "":
		return unclear
	default:
		return yes
	}
}

func (c *Client) isInside(ctx context.Context, n heldNoun, i item, live Workspace, others *neighbours) (verdict, error) {
	if verdict := i.in(live); verdict != unclear {
		return verdict, nil
	}
	id := n.held(i).ID
	if !idPattern.MatchString(id) {
		return unclear, nil
	}
	var alone item
	if _, err := c.get(ctx, n.one(id), n.scope(live.ID), &alone); err == nil {
		if verdict := alone.in(live); verdict != unclear {
			return verdict, nil
		}
	}
	if listed, known := others.list(ctx, n, i); known && !listed {
		return yes, nil
	}
	return unclear, ctx.Err()
}

// neighbours are the other workspaces, the organisation's default one first where
// it can be seen: what is listed under two is listed by a server that ignores the
// filter, or is shared.
type neighbours struct {
	client *Client
	of     Workspace
	sought bool
	ids    []string
	seen   map[string]map[string]bool // by kind and workspace, the keys of its items; nil where refused
}

// list reports whether an object is listed under another workspace, and whether
// that could be found out. Whoever shares an object lists it, so that one which may
// be shared is looked for under all of them.
func (others *neighbours) list(ctx context.Context, n heldNoun, i item) (listed, known bool) {
	others.find(ctx)
	ids := others.ids
	if !n.shared {
		ids = ids[:min(1, len(ids))]
	}
	for _, id := range ids {
		keys := others.keys(ctx, n, id)
		if keys == nil || keys[i.key()] {
			return keys != nil, keys != nil
		}
	}
	return false, len(ids) > 0
}

// keys are those of what a neighbour lists, which is asked for once.
func (others *neighbours) keys(ctx context.Context, n heldNoun, id string) map[string]bool {
	keys, asked := others.seen[n.name+" "+id]
	if asked {
		return keys
	}
	if items, err := n.list(ctx, others.client, id); err == nil {
		keys = make(map[string]bool, len(items))
		for _, one := range items {
			keys[one.key()] = true
		}
	}
	others.seen[n.name+" "+id] = keys
	return keys
}

func (others *neighbours) find(ctx context.Context) {
	if others.sought {
		return
	}
	others.sought, others.seen = true, map[string]map[string]bool{}
	all, err := NewWorkspaces(others.client).List(ctx, nil)
	if err != nil {
		return // nothing to compare with
	}
	for _, w := range all {
		switch {
		case w.ID == others.of.ID:
		case bool(w.IsDefault.Or(false)):
			others.ids = slices.Insert(others.ids, 0, w.ID)
		default:
			others.ids = append(others.ids, w.ID)
		}
	}
}

// Empty deletes what is Inside, in the order that works, and nothing else. It
// returns what is left: what could not be deleted, for the reasons in err, and
// what is Unproven or Shared, which is no error. An object that the API refuses to delete
// doesn't keep the others; an API that doesn't answer does.
func (c *Client) Empty(ctx context.Context, held Contents) (left []Held, err error) {
	e := emptying{client: c, workspaceID: held.Workspace.ID}
	for _, n := range heldNouns {
		for _, h := range held.Inside {
			if h.Noun == n.name {
				e.delete(ctx, n, h)
			}
		}
	}
	return slices.Concat(e.left, held.Unproven, held.Shared), errors.Join(e.failures...)
}

// emptying is the state of one Empty.
type emptying struct {
	client      *Client
	workspaceID string
	detached    bool // the defaults are cleared, or were tried to be
	stopped     bool
	left        []Held
	failures    []error
}

func (e *emptying) delete(ctx context.Context, n heldNoun, h Held) {
	// The defaults may point to any config or guardrail of the workspace.
	if !e.stopped && !e.detached && (n.name == "config" || n.name == "guardrail") {
		e.detached = true
		if err := e.client.clearDefaults(ctx, e.workspaceID); err != nil {
			e.fail(fmt.Errorf("take configs and guardrails out of the defaults: %w", err))
		}
	}
	if e.stopped {
		e.left = append(e.left, h)
		return
	}
	if err := e.client.deleteHeld(ctx, n, h, e.workspaceID); err != nil {
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
	_, err := NewWorkspaces(c).Edit(ctx, id, func(live Workspace) ([]WorkspaceUpdate, error) {
		return live.ClearingDefaults()
	})
	return err
}

func (c *Client) deleteHeld(ctx context.Context, n heldNoun, h Held, workspaceID string) error {
	if err := checkID(h.ID); err != nil {
		return err
	}
	open, cancel := c.detach(ctx)
	defer cancel()
	_, err := c.do(ctx, request{method: http.MethodDelete, path: n.one(h.ID), query: n.scope(workspaceID)})
	if !IsRefused(err) {
		return err
	}
	// Refused alike: what is not there any more, and what the key may not delete.
	if listed, listErr := n.list(open, c, workspaceID); listErr == nil &&
		!slices.ContainsFunc(listed, func(i item) bool { return n.held(i).ID == h.ID }) {
		return nil
	}
	return err
}
