package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// conflict is two changes of one attribute, by the configuration and by a person.
// Each is laid over what sets everything, and base under it where what sets
// everything does not set the attribute.
type conflict struct{ base, ours, theirs config }

// hidden is an edit of what is no attribute, or of one that the state leaves to
// the API. It stays, unless the update changes one of those that it goes with.
type hidden struct {
	theirs   config
	goesWith []string
}

// workspaceEdits are the changes of a workspace's attributes.
func workspaceEdits() map[string]conflict {
	budget := func(changes config) config {
		return config{"usage_limits": []config{laid(config{"type": "cost", "credit_limit": 100, "alert_threshold": 80, "periodic_reset": "monthly"}, changes)}}
	}
	rate := func(changes config) config {
		return config{"rate_limits": []config{laid(config{"type": "requests", "unit": "rpm", "value": 600}, changes)}}
	}
	everyDays := func(days int) config { return budget(config{"periodic_reset": gone, "periodic_reset_days": days}) }
	resetAt := func(date string) config { return budget(config{"next_usage_reset_at": date}) }
	team := func(name string) config { return config{"defaults": config{"metadata": config{"team": name}}} }
	another := rate(nil)["rate_limits"].([]config)[0]
	return map[string]conflict{
		"name":                             {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}},
		"icon":                             {ours: config{"icon": "🎯"}, theirs: config{"icon": "🧪"}},
		"description":                      {ours: config{"description": "Live traffic"}, theirs: config{"description": "Theirs"}},
		"defaults.metadata":                {ours: team("fraud"), theirs: team("theirs")},
		"usage_limits.type":                {ours: budget(config{"type": "tokens"}), theirs: budget(config{"type": "requests"})},
		"usage_limits.credit_limit":        {ours: budget(config{"credit_limit": 200}), theirs: budget(config{"credit_limit": 300})},
		"usage_limits.alert_threshold":     {ours: budget(config{"alert_threshold": 90}), theirs: budget(config{"alert_threshold": gone})},
		"usage_limits.periodic_reset":      {ours: budget(config{"periodic_reset": "weekly"}), theirs: budget(config{"periodic_reset": gone})},
		"usage_limits.periodic_reset_days": {base: everyDays(30), ours: everyDays(60), theirs: everyDays(90)},
		"usage_limits.next_usage_reset_at": {base: resetAt("2098-01-31T00:00:00Z"), ours: resetAt("2098-02-01T00:00:00Z"), theirs: resetAt("2098-02-02T00:00:00Z")},
		"rate_limits.type":                 {ours: rate(config{"type": "tokens"}), theirs: config{"rate_limits": []config{another, laid(another, config{"type": "tokens"})}}},
		"rate_limits.unit":                 {ours: rate(config{"unit": "rph"}), theirs: rate(config{"unit": "rpd"})},
		"rate_limits.value":                {ours: rate(config{"value": 900}), theirs: rate(config{"value": 700})},
	}
}

// workspaceHidden are edits of a workspace that no attribute shows. A reset date
// that is not configured is Portkey's: it goes with its limit, which is another
// one once its type or its period is, and with a date in the configuration.
func workspaceHidden() map[string]hidden {
	whole := workspaceEdits()
	later := laid(whole["defaults.metadata"].theirs["defaults"].(config), config{"metadata": config{"team": "payments"}, "a_later_key": true})
	limit := laid(whole["usage_limits.credit_limit"].ours["usage_limits"].([]config)[0], config{"credit_limit": 100, "next_usage_reset_at": "2098-03-03T00:00:00Z"})
	return map[string]hidden{
		"another key of defaults": {theirs: config{"defaults": later}},
		"the date of the next reset": {
			theirs: config{"usage_limits": []config{limit}},
			goesWith: []string{
				"usage_limits removed", "usage_limits.type", "usage_limits.periodic_reset", "usage_limits.periodic_reset_days", "usage_limits.next_usage_reset_at",
			},
		},
	}
}

// gone is the value of what is left out of a configuration.
var gone = new(struct{})

// laid is a configuration with others laid over it.
func laid(under config, over ...config) config {
	all := maps.Clone(under)
	for _, one := range over {
		for name, value := range one {
			if all[name] = value; value == gone {
				delete(all, name)
			}
		}
	}
	return all
}

// change is one that somebody makes of an object with base as its configuration,
// laid over what sets everything.
type change struct {
	name string
	// root is the attribute of the resource that it is in or, of a hidden one, none.
	root   string
	kind   kind
	base   config
	fields config
	hidden bool
}

// asPlanned ends the name of an edit that does what the configuration says.
const asPlanned = " as planned"

type kind int

const (
	replaced kind = iota
	removed       // there is none any more
	added         // there was none before
	own           // of an argument of the provider itself
)

// byHand are the changes that a person makes.
func (n noun) byHand(schema *tfprotov6.Schema) []change {
	all := n.changesOf(schema, func(c conflict) config { return c.theirs })
	for i, one := range all {
		if one.kind == removed {
			all[i].fields = config{one.root: nil}
		}
	}
	for _, name := range slices.Sorted(maps.Keys(n.edits)) { // what is planned, a person may have done already
		one := n.edits[name]
		all = append(all, change{name: name + asPlanned, root: rootOf(name), base: one.base, fields: one.ours})
	}
	for _, name := range slices.Sorted(maps.Keys(n.hidden)) {
		all = append(all, change{name: name, fields: n.hidden[name].theirs, hidden: true})
	}
	return all
}

// updates are the changes that a configuration makes.
func (n noun) updates(schema *tfprotov6.Schema) []change {
	all := n.changesOf(schema, func(c conflict) config { return c.ours })
	if n.forced != nil {
		all = append(all, change{name: "an argument of the provider itself", kind: own, fields: n.forced})
	}
	return all
}

// changesOf are the changes of every attribute: another value in its place and,
// of what may be left out, none where there was one and one where there was none.
func (n noun) changesOf(schema *tfprotov6.Schema, of func(conflict) config) []change {
	var all []change
	optional := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(n.edits)) {
		one, root := n.edits[name], rootOf(name)
		all = append(all, change{name: name, root: root, base: one.base, fields: of(one)})
		if attr := harness.Attribute(schema.Block.Attributes, root); attr == nil || !attr.Optional || optional[root] {
			continue
		}
		optional[root] = true
		all = append(all,
			change{name: root + " removed", root: root, kind: removed, fields: config{root: gone}},
			change{name: root + " added", root: root, kind: added, base: config{root: gone}, fields: of(one)})
	}
	return all
}

func rootOf(path string) string {
	root, _, _ := strings.Cut(path, ".")
	return root
}

// pair is an update, and what a person does meanwhile.
type pair struct{ ours, theirs change }

func (p pair) String() string { return p.theirs.name + " while " + p.ours.name }

// before is the configuration that is applied, after the one that is planned.
func (p pair) before(n noun) config { return laid(n.full, p.ours.base, p.theirs.base) }
func (p pair) after(n noun) config  { return laid(p.before(n), p.ours.fields) }

// agree reports whether both do the same.
func (p pair) agree() bool {
	return p.theirs.name == p.ours.name+asPlanned || p.theirs.name == p.ours.name && p.ours.kind == removed
}

// goes reports whether the edit is one that goes with what the update changes.
func (p pair) goes(n noun) bool {
	return p.theirs.hidden && slices.Contains(n.hidden[p.theirs.name].goesWith, p.ours.name)
}

// pairs are those that make sense: of one attribute, both begin either with it
// or without it.
func (n noun) pairs(schema *tfprotov6.Schema) []pair {
	var all []pair
	for _, their := range n.byHand(schema) {
		for _, our := range n.updates(schema) {
			alike := (our.kind == added) == (their.kind == added)
			if our.root == their.root && !alike || strings.HasSuffix(their.name, asPlanned) && !(pair{our, their}).agree() {
				continue
			}
			if their.hidden && our.kind == added && their.fields[our.root] != nil {
				continue // there is nothing yet that it could be in
			}
			all = append(all, pair{our, their})
		}
	}
	return all
}

// TestEdits holds that no attribute is left out which a person can edit: each
// that can be configured and means something to the API.
func TestEdits(t *testing.T) {
	t.Parallel()
	_, schemas := harness.Schemas(t)
	for name, n := range nouns {
		known := maps.Clone(n.edits)
		harness.EachAttribute("", schemas.ResourceSchemas[name].Block.Attributes, func(path string, attr *tfprotov6.SchemaAttribute) {
			path = strings.TrimPrefix(path, ".")
			_, edited := known[path]
			delete(known, path)
			configured := (attr.Optional || attr.Required) && attr.NestedType == nil
			if _, sent := n.full[rootOf(path)]; sent && configured && !edited {
				t.Errorf("%s: nobody edits %s", name, path)
			}
		})
		for path := range known {
			t.Errorf("%s: %s is edited, but can't be configured", name, path)
		}
	}
}

// onAPI is an object as the API answers it, but for the time of its last change:
// every value by its path.
func (n noun) onAPI(t *testing.T, api *emulator.Server, id string) map[string]string {
	t.Helper()
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1"+n.path+"/"+id+n.apart, nil)
	request.Header.Set("X-Portkey-Api-Key", emulator.AdminKey)
	recorder := httptest.NewRecorder()
	api.ServeHTTP(recorder, request)
	var answer any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || recorder.Code != http.StatusOK {
		t.Fatalf("the API has no %s: %d, %v", id, recorder.Code, err)
	}
	all := map[string]string{}
	flatten(all, "", answer)
	delete(all, ".last_updated_at")
	return all
}

func flatten(into map[string]string, path string, value any) {
	switch value := value.(type) {
	case nil:
	case map[string]any:
		for key, one := range value {
			flatten(into, path+"."+key, one)
		}
	case []any:
		for i, one := range value {
			flatten(into, fmt.Sprintf("%s.%d", path, i), one)
		}
	default:
		into[path] = fmt.Sprint(value)
	}
}

// differing are the paths at which two objects differ.
func differing(a, b map[string]string) []string {
	paths := slices.AppendSeq(slices.Collect(maps.Keys(a)), maps.Keys(b))
	slices.Sort(paths)
	return slices.DeleteFunc(slices.Compact(paths), func(path string) bool { return a[path] == b[path] })
}
