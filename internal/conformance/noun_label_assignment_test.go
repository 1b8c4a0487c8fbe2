package conformance

import (
	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
)

// assignments are the resources that are a field of another object: of the tests over every noun
// only those of eachResource fit, and their own packages have the rest.
var assignments = map[string]noun{"portkey_prompt_label_assignment": labelAssignmentNoun()}

// labelAssignmentNoun is the label of a version of a prompt.
func labelAssignmentNoun() noun {
	const slug, label = "pp-hello-000001", "5e1f0a9d-0000-4000-8000-000000000001"
	return noun{
		row:    true,
		object: emulator.Prompts,
		path:   "/prompts/" + slug,
		rights: "prompts.update",
		config: config{"prompt_id": slug, "label_id": label, "version": 1},
		around: func(api *emulator.Server) {
			api.AddWorkspace(config{"id": home, "name": "Home"})
			api.Add(emulator.Prompts, home, config{"slug": slug})
			api.Add(emulator.Labels, home, config{"id": label, "name": "candidate"})
		},
		live: func(api *emulator.Server) (ids []string) {
			for _, one := range api.Versions(emulator.Prompts, slug) {
				if one.LabelID != "" {
					ids = append(ids, slug+"/"+one.LabelID)
				}
			}
			return ids
		},
	}
}
