package conformance

import (
	"encoding/json"
	"fmt"
	"maps"
	"net/http"
	"net/http/httptest"
	"path"
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
		if attr := harness.Attribute(schema.Block.Attributes, root); attr == nil || !attr.Optional || optional[root] || slices.Contains(n.needed, root) {
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
	for name, n := range everyObject() {
		known := maps.Clone(n.edits)
		harness.EachAttribute("", schemas.ResourceSchemas[name].Block.Attributes, func(path string, attr *tfprotov6.SchemaAttribute) {
			path = strings.TrimPrefix(path, ".")
			_, edited := known[path]
			delete(known, path)
			configured := (attr.Optional || attr.Required) && attr.NestedType == nil
			if _, sent := n.full[rootOf(path)]; sent && configured && !edited && !slices.Contains(n.fixed, path) {
				t.Errorf("%s: nobody edits %s", name, path)
			}
		})
		for path := range known {
			t.Errorf("%s: %s is edited, but can't be configured", name, path)
		}
	}
}

// itemOf is the item of an id, or of a slug in place of one, in the answer to a list; nil
// where there is none.
func itemOf(list any, id string) any {
	envelope, _ := list.(config)
	for _, items := range envelope {
		all, _ := items.([]any)
		for _, item := range all {
			if one, _ := item.(config); one["id"] == id || one["id"] == nil && (one["slug"] == id || one["workspace_id"] == id) {
				return item
			}
		}
	}
	return nil
}

// onAPI is an object as the API answers it, but for the time of its last change
// and what else the API makes itself: every value by its path.
func (n noun) onAPI(t *testing.T, api *emulator.Server, id string) map[string]string {
	t.Helper()
	below, onlyListed := "/"+path.Base(id), n.unread || n.row
	if onlyListed {
		below = ""
	}
	if n.apart != nil {
		below += n.apart(api)
	}
	request := httptest.NewRequestWithContext(t.Context(), http.MethodGet, "/v1"+n.path+below, nil)
	request.Header.Set("X-Portkey-Api-Key", emulator.AdminKey)
	recorder := httptest.NewRecorder()
	api.ServeHTTP(recorder, request)
	var answer any
	if err := json.Unmarshal(recorder.Body.Bytes(), &answer); err != nil || recorder.Code != http.StatusOK {
		t.Fatalf("the API has no %s: %d, %v", id, recorder.Code, err)
	}
	if onlyListed {
		listed := id
		if n.listed != nil {
			listed = n.listed(api, id)
		}
		if answer = itemOf(answer, listed); answer == nil {
			t.Fatalf("the API does not list %s", id)
		}
	}
	all := map[string]string{}
	flatten(all, "", answer)
	for _, field := range append(n.derived, "last_updated_at") {
		delete(all, "."+field)
	}
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
