package organisationdefaults

import (
	"fmt"
	"slices"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// theID is the ID of the defaults, of which there are no others. It is the vendor's.
const theID = "organisation_defaults"

// attributes are those that the resource and the data source share.
type attributes struct {
	ID               types.String `tfsdk:"id"`
	InputGuardrails  []string     `tfsdk:"input_guardrails"`
	OutputGuardrails []string     `tfsdk:"output_guardrails"`
}

// model is the resource.
type model struct {
	attributes

	Adopt *bool `tfsdk:"adopt"`
}

// observe is the state as the server has it, in the spelling of m. What an answer lacks
// stays as m has it.
func (m model) observe(answer portkey.OrganisationGuardrails) model {
	if answer.Input.IsPresent() {
		m.InputGuardrails = spell(m.InputGuardrails, answer.Input.Or(nil))
	}
	if answer.Output.IsPresent() {
		m.OutputGuardrails = spell(m.OutputGuardrails, answer.Output.Or(nil))
	}
	return m
}

// spell is an answered list in the spelling of one that is written, by id or slug.
func spell(written []string, answered []portkey.GuardrailRef) []string {
	spelled := []string{}
	for _, one := range answered {
		ref := one.Slug.Or(one.ID.Or(""))
		if i := slices.IndexFunc(written, one.Is); i >= 0 {
			ref = written[i]
		}
		spelled = append(spelled, ref)
	}
	if len(spelled) == 0 && len(written) == 0 {
		return written
	}
	return spelled
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("input_guardrails", slices.Equal(m.InputGuardrails, other.InputGuardrails))
	changes.Add("output_guardrails", slices.Equal(m.OutputGuardrails, other.OutputGuardrails))
	return changes
}

// asSpelledBy is m in the spelling of what an answer has as one object.
func (m model) asSpelledBy(answer portkey.OrganisationGuardrails) model {
	canonical := func(written []string) []string {
		list := []string{}
		for _, ref := range written {
			for _, one := range slices.Concat(answer.Input.Or(nil), answer.Output.Or(nil)) {
				if one.Is(ref) {
					ref = one.Slug.Or(ref)
				}
			}
			list = append(list, ref)
		}
		return list
	}
	m.InputGuardrails, m.OutputGuardrails = canonical(m.InputGuardrails), canonical(m.OutputGuardrails)
	return m
}

func (m model) digest() string {
	return tfkit.Digest(append([]string{}, m.InputGuardrails...), append([]string{}, m.OutputGuardrails...))
}

// isEmpty reports whether nothing is set.
func (m model) isEmpty() bool { return len(m.InputGuardrails)+len(m.OutputGuardrails) == 0 }

// String names what is set, by attribute.
func (m model) String() string {
	var parts []string
	for _, name := range m.differs(model{}) {
		refs := m.InputGuardrails
		if name == "output_guardrails" {
			refs = m.OutputGuardrails
		}
		parts = append(parts, fmt.Sprintf("%s = [\"%s\"]", name, strings.Join(refs, `", "`)))
	}
	return strings.Join(parts, ", ")
}

// update is the body that makes some attributes those of m; none for no attribute.
func (m model) update(attributes tfkit.Changes) []portkey.OrganisationGuardrailsUpdate {
	if len(attributes) == 0 {
		return nil
	}
	var body portkey.OrganisationGuardrailsUpdate
	if attributes.Has("input_guardrails") {
		body.Input = portkey.Some(append([]string{}, m.InputGuardrails...))
	}
	if attributes.Has("output_guardrails") {
		body.Output = portkey.Some(append([]string{}, m.OutputGuardrails...))
	}
	return []portkey.OrganisationGuardrailsUpdate{body}
}

// settling is how long after a write an answer may show what was replaced: they have no
// times.
const settling = time.Minute

// lags reports whether an answer shows what the last write of this resource has replaced.
func (m model) lags(writes tfkit.OwnWrites, seen model, now time.Time) bool {
	replaced := func(v tfkit.Version) bool { return v.Digest == seen.digest() }
	return len(m.differs(seen)) > 0 && now.Sub(writes.Ended) < settling && slices.ContainsFunc(writes.Replaced, replaced)
}

// begin notes a write that replaces what was seen.
func begin(writes *tfkit.OwnWrites, seen model, now time.Time) {
	writes.Begin(now, tfkit.Version{}, tfkit.Answered(seen.digest(), now.UTC().Format(time.RFC3339)))
}
