package console

import (
	"cmp"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strconv"
	"strings"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// glance is an organisation at a glance: what the page at / shows.
type glance struct {
	Title, Done   string
	Now           time.Time
	Organisation  organisation
	Organisations []organisation
	Workspaces    []card
	Users         []person
	Invites       []person
	Integrations  []item
	Keys          []item
	Others        []group
	Access        []NamedKey
	Requests      []shownRequest
}

type organisation struct{ ID, Name string }

// card is a workspace.
type card struct {
	Object           item
	Default          bool
	Metadata, Limits []string
	Holds            []string
}

// item is an object with what distinguishes it from others.
type item struct {
	Noun             emulator.Noun
	ID, Name, Detail string
	Status           string
}

type person struct {
	item

	Role    string
	Pending bool
}

// group is the objects of one kind.
type group struct {
	Noun  emulator.Noun
	Items []item
}

const shownRequests = 25

func (c *Console) glance(organisationID, done string) glance {
	api := c.api.Load()
	g := glance{Title: "Portkey emulator", Done: done, Now: api.Now(), Access: c.Keys()}
	for _, o := range api.All(emulator.OrganisationDefaults) {
		g.Organisations = append(g.Organisations, organisation{o.ID, o.Name})
	}
	shown := slices.IndexFunc(g.Organisations, func(o organisation) bool { return o.ID == organisationID })
	g.Organisation = g.Organisations[max(0, shown)]
	objects := map[emulator.Noun][]emulator.Object{}
	for _, noun := range emulator.Nouns() {
		objects[noun] = slices.DeleteFunc(api.All(noun), func(o emulator.Object) bool { return o.OrganisationID != g.Organisation.ID })
	}
	holds := map[string]map[emulator.Noun]int{}
	for _, noun := range append(emulator.Contents(), emulator.Members) {
		for _, o := range objects[noun] {
			if o.Archived {
				continue
			}
			if holds[o.WorkspaceID] == nil {
				holds[o.WorkspaceID] = map[emulator.Noun]int{}
			}
			holds[o.WorkspaceID][noun]++
		}
	}
	for _, o := range objects[emulator.Workspaces] {
		w, _ := api.Workspace(o.ID)
		g.Workspaces = append(g.Workspaces, cardOf(o, w, api.Used(emulator.Workspaces, o.ID), holds[o.ID]))
	}
	slices.SortStableFunc(g.Workspaces, byName)
	for _, o := range objects[emulator.Users] {
		g.Users = append(g.Users, person{item: itemOf(o, "email"), Role: textOf(o, "role")})
	}
	for _, o := range objects[emulator.Invites] {
		one := person{item: itemOf(o, "email"), Role: textOf(o, "role")}
		expires, _ := o.Fields["expires_at"].(time.Time)
		switch one.Pending = textOf(o, "status") == "pending" && g.Now.Before(expires); {
		case one.Pending:
			one.Status = "pending until " + expires.Format(time.DateTime)
		case textOf(o, "status") == "pending":
			one.Status = "expired"
		}
		g.Invites = append(g.Invites, one)
	}
	g.Integrations = itemsOf(objects[emulator.Integrations])
	g.Keys = itemsOf(objects[emulator.APIKeys])
	for _, noun := range []emulator.Noun{emulator.MCPIntegrations, emulator.SecretReferences, emulator.Guardrails} {
		inNone := slices.DeleteFunc(objects[noun], func(o emulator.Object) bool { return o.WorkspaceID != "" })
		if len(inNone) > 0 {
			g.Others = append(g.Others, group{noun, itemsOf(inNone)})
		}
	}
	g.Requests = c.lastRequests(api)
	return g
}

// lastRequests are the newest first.
func (c *Console) lastRequests(api *emulator.Server) []shownRequest {
	names := keyNames(c.Keys())
	all := api.Requests()
	slices.Reverse(all)
	var shown []shownRequest
	for _, one := range all[:min(len(all), shownRequests)] {
		r := shownOf(one, names)
		if len(one.Refusal) > 0 {
			r.Refusal = json.RawMessage(message(one.Refusal))
		}
		shown = append(shown, r)
	}
	return shown
}

// byName sorts workspaces by name, and those that are archived behind the others.
func byName(a, b card) int {
	last := func(c card) int {
		if c.Object.Status == "archived" {
			return 1
		}
		return 0
	}
	return cmp.Or(last(a)-last(b), strings.Compare(a.Object.Name, b.Object.Name))
}

func cardOf(o emulator.Object, w emulator.Workspace, used float64, holds map[emulator.Noun]int) card {
	one := card{Object: itemOf(o, "description"), Default: w.IsDefault, Metadata: pairs(metadataIn(o))}
	one.Object.Name = strings.TrimSpace(w.Icon + " " + w.Name)
	one.Object.Status = w.Status
	for _, limit := range w.UsageLimits {
		one.Limits = append(one.Limits, usageText(limit, used))
	}
	for _, limit := range w.RateLimits {
		one.Limits = append(one.Limits, fmt.Sprintf("%v %v %v", limit["type"], number(limit["value"]), limit["unit"]))
	}
	for _, noun := range slices.Sorted(maps.Keys(holds)) {
		one.Holds = append(one.Holds, fmt.Sprintf("%d × %s", holds[noun], words(noun)))
	}
	return one
}

// words is a noun as it is read.
func words(noun emulator.Noun) string {
	return strings.NewReplacer("-", " ", "_", " ", "workspace-user", "member").Replace(string(noun))
}

// usageText is a usage limit with what was used of it.
func usageText(limit map[string]any, used float64) string {
	text := fmt.Sprintf("%v %v", limit["type"], number(limit["credit_limit"]))
	if period := limit["periodic_reset"]; period != nil {
		text += fmt.Sprintf(", %v", period)
	}
	credit, isNumber := limit["credit_limit"].(float64)
	switch {
	case isNumber && used >= credit:
		text += fmt.Sprintf(": %v used, exhausted", number(used))
	case used > 0:
		text += fmt.Sprintf(": %v used", number(used))
	}
	return text
}

// number is a number as it is written, without an exponent.
func number(value any) any {
	if n, is := value.(float64); is {
		return strconv.FormatFloat(n, 'f', -1, 64)
	}
	return value
}

func pairs(texts map[string]string) []string {
	var all []string
	for _, key := range slices.Sorted(maps.Keys(texts)) {
		all = append(all, key+" = "+texts[key])
	}
	return all
}

func itemsOf(objects []emulator.Object) []item {
	var items []item
	for _, o := range objects {
		items = append(items, itemOf(o, "description"))
	}
	return items
}

// itemOf is an object with the field that says most of it.
func itemOf(o emulator.Object, detail string) item {
	one := item{Noun: o.Noun, ID: o.ID, Name: o.Name, Detail: textOf(o, detail), Status: textOf(o, "status")}
	if o.Noun == emulator.Members {
		one.ID = o.WorkspaceID + "/" + o.ID
	}
	if one.Name == "" {
		one.Name, one.Detail = one.Detail, ""
	}
	if one.Name == "" {
		one.Name = o.ID
	}
	if o.Slug != "" {
		one.Detail = strings.TrimSpace(o.Slug + " " + one.Detail)
	}
	if o.Archived {
		one.Status = "archived"
	}
	return one
}

// look is one object: what its page shows.
type look struct {
	Title, Done           string
	Noun                  emulator.Noun
	ID, Path, Words, Slug string
	Archived              bool
	Name, Description     string
	HasDescription        bool
	IsWorkspace           bool
	Metadata              string
	HasBudget             bool
	Fields                string
	Groups                []group
	Created, Updated      time.Time
}

func (c *Console) look(o emulator.Object, id, done string) look {
	api := c.api.Load()
	shown := itemOf(o, "email")
	l := look{
		Title: shown.Name, Done: done, Noun: o.Noun, ID: id, Path: objectPath(o.Noun, id), Words: words(o.Noun), Slug: o.Slug, Archived: o.Archived,
		Name: o.Name, Description: textOf(o, "description"), Created: o.CreatedAt, Updated: o.LastUpdatedAt,
		IsWorkspace: o.Noun == emulator.Workspaces,
	}
	_, l.HasDescription = o.Fields["description"]
	l.HasDescription = l.HasDescription || l.IsWorkspace
	fields := maps.Clone(o.Fields)
	for name := range fields {
		if strings.Contains(name, "secret") || name == "key" {
			fields[name] = "(not shown)"
		}
	}
	text, err := json.MarshalIndent(fields, "", "  ")
	if err != nil {
		text = []byte(err.Error())
	}
	l.Fields = string(text)
	if l.IsWorkspace {
		l.Metadata = strings.Join(pairs(metadataIn(o)), "\n")
		w, _ := api.Workspace(o.ID)
		l.HasBudget = len(w.UsageLimits) > 0
		for _, noun := range append(emulator.Contents(), emulator.Members) {
			if held := api.Held(noun, o.ID); len(held) > 0 {
				l.Groups = append(l.Groups, group{noun, itemsOf(held)})
			}
		}
	}
	return l
}
