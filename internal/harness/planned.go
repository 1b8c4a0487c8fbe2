package harness

import (
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-testing/plancheck"
)

// Planned is what a plan does to one resource, in a form in which plans of the
// CLI and of a Driver can be compared: values as encoding/json decodes them,
// with the text of Unknown for what is not known.
type Planned struct {
	Action string
	After  any
}

// PlannedByCLI returns what a plan of the CLI does, by address.
func PlannedByCLI(req plancheck.CheckPlanRequest) map[string]Planned {
	all := map[string]Planned{}
	for _, rc := range req.Plan.ResourceChanges {
		var actions []string
		for _, action := range rc.Change.Actions {
			actions = append(actions, string(action))
		}
		all[rc.Address] = Planned{strings.Join(actions, ","), plain(withUnknown(rc.Change.After, rc.Change.AfterUnknown))}
	}
	return all
}

// Planned returns what the plan does, to be compared with PlannedByCLI.
func (p *Plan) Planned() Planned { return Planned{string(p.Action), plain(p.After)} }

// withUnknown puts Unknown where the CLI's plan has it in a tree of its own.
func withUnknown(after, unknown any) any {
	switch unknown := unknown.(type) {
	case bool:
		if unknown {
			return Unknown
		}
	case map[string]any:
		object, _ := after.(map[string]any)
		for key, nested := range unknown {
			if object == nil {
				object = map[string]any{}
			}
			object[key] = withUnknown(object[key], nested)
		}
		if object != nil {
			return object
		}
	case []any:
		list, _ := after.([]any)
		for i, nested := range unknown {
			if i < len(list) {
				list[i] = withUnknown(list[i], nested)
			}
		}
	}
	return after
}

// plain is a value as encoding/json decodes it: the CLI's numbers are text, and
// Unknown is a string.
func plain(v any) any {
	b, err := json.Marshal(v)
	must(err)
	var out any
	must(json.Unmarshal(b, &out))
	return out
}
