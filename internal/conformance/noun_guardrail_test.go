package conformance

import (
	"encoding/json"
	"fmt"
	"net/http"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

func guardrailNoun() noun {
	return noun{
		object: emulator.Guardrails,
		path:   "/guardrails",
		scopes: "guardrails",
		config: config{"name": "Production", "scope": "workspace", "workspace_id": home, "checks": contains("secret"), "actions": config{}},
		full:   config{"name": "Production", "scope": "workspace", "workspace_id": home, "checks": contains("secret"), "actions": usualActions},
		edited: config{
			"checks": []any{
				config{"id": "default.contains", "name": "keys", "parameters": `{"operator":"all","words":["key"]}`},
				config{"id": "default.endsWith", "is_enabled": false, "parameters": `{"suffix":"secret"}`},
			},
			"actions": config{"async": true, "on_fail": verdict("value", -9), "extra": `{"message":"stopped"}`},
		},
		foreign:   config{"checks": contains("theirs"), "actions": config{"sequential": true, "extra": `{"message":"theirs"}`}},
		edits:     guardrailEdits(),
		duplicate: config{"allow_duplicate_name": true},
		fixed:     []string{"scope"},
		wire:      guardrailBody,
		derived:   []string{"version_id"},
		importRef: importedByID(emulator.Guardrails),
		data: map[string]reading{
			"one":  {"portkey_guardrail", func(id string) config { return config{"id": id} }, target{http.MethodGet, "/guardrails/*", 0, false}},
			"many": {"portkey_guardrails", func(string) config { return config{"workspace_id": home} }, target{http.MethodGet, "/guardrails", 0, false}},
		},
		list: config{"workspace_id": home},
	}
}

// guardrailBody is the body of a PUT for attributes.
func guardrailBody(fields config) config {
	if checks, ok := fields["checks"].([]any); ok {
		sent := make([]any, 0, len(checks))
		for _, one := range checks {
			check, _ := one.(config)
			sent = append(sent, laid(check, config{"parameters": json.RawMessage(str(check["parameters"]))}))
		}
		fields["checks"] = sent
	}
	if actions, ok := fields["actions"].(config); ok {
		var extra config
		if text := str(actions["extra"]); text != "" && json.Unmarshal([]byte(text), &extra) != nil {
			panic("extra is not JSON")
		}
		sent := laid(actions, extra)
		delete(sent, "extra")
		for _, on := range []string{"on_success", "on_fail"} {
			if outcome, is := sent[on].(config); is {
				feedback, _ := outcome["feedback"].(config)
				sent[on] = config{"feedback": laid(feedback, config{"metadata": json.RawMessage(str(feedback["metadata"]))})}
			}
		}
		fields["actions"] = sent
	}
	return fields
}

// contains is a check for a word, with what is laid over it.
func contains(word string, over ...config) []any {
	return []any{laid(config{"id": "default.contains", "parameters": fmt.Sprintf(`{"operator":"none","words":[%q]}`, word)}, over...)}
}

var usualActions = config{"deny": true, "on_fail": verdict("value", -7), "extra": `{"message":"blocked"}`}

// verdict is what happens on one, with one attribute of the feedback.
func verdict(name string, value any) config {
	return config{"feedback": laid(config{"value": -7, "weight": 0.5, "metadata": `{"team":"risk"}`}, config{name: value})}
}

// guardrailEdits are edits of each attribute, in the lists and objects where they are.
func guardrailEdits() map[string]conflict {
	all := map[string]conflict{"name": {ours: config{"name": "Live"}, theirs: config{"name": "Theirs"}}}
	ofChecks := func(name string, ours, theirs []any) {
		all["checks."+name] = conflict{ours: config{"checks": ours}, theirs: config{"checks": theirs}}
	}
	id := func(id string) []any {
		return []any{config{"id": id, "parameters": `{"operator":"none","words":["secret"]}`}}
	}
	ofChecks("id", id("example.one"), id("example.two"))
	ofChecks("name", contains("secret", config{"name": "ours"}), contains("secret", config{"name": "theirs"}))
	ofChecks("parameters", contains("ours"), contains("theirs"))
	// Of a boolean there are two values only, so that theirs is of another check.
	ofChecks("is_enabled", contains("secret", config{"is_enabled": false}), contains("theirs", config{"is_enabled": false}))
	ofActions := func(name string, ours, theirs config) {
		all["actions."+name] = conflict{ours: config{"actions": laid(usualActions, ours)}, theirs: config{"actions": laid(usualActions, theirs)}}
	}
	ofActions("deny", config{"deny": false}, config{"deny": false, "extra": `{"message":"theirs"}`})
	ofActions("async", config{"async": true}, config{"async": true, "extra": `{"message":"theirs"}`})
	ofActions("sequential", config{"sequential": true}, config{"sequential": true, "extra": `{"message":"theirs"}`})
	ofActions("extra", config{"extra": `{"message":"ours"}`}, config{"extra": `{"message":"theirs"}`})
	for name, values := range map[string][2]any{"value": {-9, -2}, "weight": {0.25, 2}, "metadata": {`{"team":"ours"}`, `{"team":"theirs"}`}} {
		for _, on := range []string{"on_fail", "on_success"} {
			ofActions(on+".feedback."+name, config{on: verdict(name, values[0])}, config{on: verdict(name, values[1])})
		}
	}
	return all
}
