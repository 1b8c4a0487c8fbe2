package integration

import (
	"maps"
	"slices"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// notes are what the private state has of an integration. They contain no values.
type notes struct {
	// Secrets are the names of the secrets that were sent in a write-only argument, which
	// no state has.
	Secrets []string `json:"secrets,omitempty"`
	// Retained are digests of what the control plane added to the configurations, or kept
	// although it was cleared, by attribute or field. It is no difference as long as it is
	// the same: nothing can clear it.
	Retained tfkit.Retained `json:"retained,omitempty"`
	// Masked are the names of the secrets that the last answer contained.
	Masked []string `json:"masked,omitempty"`
}

const descriptionKey = "description"

// written is a write of an integration.
type written struct {
	// removed are the fields of the configurations that were sent as null.
	removed []string
	// configurations and description are whether they were sent.
	configurations, description bool
	// before is the integration before the write, answer after it.
	before, answer portkey.Integration
}

// afterWrite are the notes after a write of m. kept are the attributes and fields that were
// cleared and are still there. What was there before, or comes with a write of something
// else, is an edit of somebody else, which the next plan is to show.
func (m model) afterWrite(known secrets, w written) (after notes, kept []string) {
	prior := m.Notes
	after = notes{Masked: maskedNames(w.answer), Retained: tfkit.Retained{}}
	if m.SecretConfigurations.IsNull() || len(m.SecretConfigurations.Elements()) == 0 {
		after.Secrets = slices.Sorted(maps.Keys(known.fields))
	}
	m.Notes = after
	plain, apart := fieldsOf(tfkit.Text(m.Configurations)), m.apart()
	before := fieldsOf(string(w.before.Configurations.Or("")))
	for name, value := range fieldsOf(string(w.answer.Configurations.Or(""))) {
		_, isSet := plain[name]
		if isSet || apart[name] || isNull(value) {
			continue
		}
		what, seen := tfkit.TargetPrefix+name, tfkit.CanonicalJSON(string(value))
		hidden, isMasked := strings.CutPrefix(name, maskedPrefix)
		isKept := slices.Contains(w.removed, hidden)
		_, wasThere := before[name]
		if isKept {
			kept = append(kept, tfkit.TargetPrefix+hidden)
		}
		if !isMasked && (isKept || w.configurations && !wasThere || prior.Retained.Has(what, seen)) {
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
