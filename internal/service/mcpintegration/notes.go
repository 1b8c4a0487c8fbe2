package mcpintegration

import (
	"slices"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// notes are what the private state has of an MCP integration. They contain no values.
type notes struct {
	// Secrets are the paths of what was sent in a write-only argument, which no state has.
	Secrets []string `json:"secrets,omitempty"`
	// Hidden are the paths of the values that an import found and that are not shown.
	Hidden []string `json:"hidden,omitempty"`
	// Retained are digests of what the control plane added to the configurations, or kept
	// although it was cleared, by attribute or field. It is no difference as long as it is
	// the same: nothing can clear it.
	Retained tfkit.Retained `json:"retained,omitempty"`
}

const descriptionKey = "description"

// written is a write of an MCP integration.
type written struct {
	// removed are the fields of the configurations that were sent as null.
	removed []string
	// configurations and description are whether they were sent.
	configurations, description bool
	// before is the MCP integration before the write, answer after it.
	before, answer portkey.MCPIntegration
}

// afterWrite are the notes after a write of m. kept are the attributes and fields that were
// cleared and are still there. What was there before, or comes with a write of something
// else, is an edit of somebody else, which the next plan is to show.
func (m model) afterWrite(secret string, w written) (after notes, kept []string) {
	prior := m.Notes
	after = notes{Hidden: m.lacking(secret), Retained: tfkit.Retained{}}
	if m.SecretConfigurations.ValueString() == "" {
		after.Secrets = pathsOf(objectOf(secret))
	}
	m.Notes = after
	plain, apart, mapped := objectOf(tfkit.Text(m.Configurations)), m.apart(), m.mapped()
	before := objectOf(string(w.before.Configurations.Or("")))
	for name, value := range objectOf(string(w.answer.Configurations.Or(""))) {
		if _, isSet := plain[name]; isSet || value == nil || mapped[name] || apart.isBelow(name) {
			continue
		}
		what, seen := tfkit.TargetPrefix+name, textOfValue(value)
		isKept := slices.Contains(w.removed, name)
		_, wasThere := before[name]
		if isKept {
			kept = append(kept, what)
		}
		if isKept || w.configurations && !wasThere || prior.Retained.Has(what, seen) {
			after.Retained[what] = tfkit.Digest(seen)
		}
	}
	if seen := w.answer.Description.Or(""); seen != "" && tfkit.Text(m.Description) == "" {
		if w.description {
			kept = append(kept, descriptionKey)
		}
		if w.description || prior.Retained.Has(descriptionKey, seen) {
			after.Retained[descriptionKey] = tfkit.Digest(seen)
		}
	}
	slices.Sort(kept)
	return after, kept
}
