package workspacedefaults

import (
	"context"
	"encoding/json"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// model is the resource, and the data source.
type model struct {
	ID                 types.String `tfsdk:"id"`
	WorkspaceID        types.String `tfsdk:"workspace_id"`
	InputGuardrails    []string     `tfsdk:"input_guardrails"`
	OutputGuardrails   []string     `tfsdk:"output_guardrails"`
	UserAPIKeyConfigID *string      `tfsdk:"user_api_key_config_id"`

	// slugs are those of what is written by id, by the id: answers have slugs alone.
	slugs map[string]string
}

// slug is what answers call what is written.
func (m model) slug(ref string) string {
	if slug, known := m.slugs[ref]; known {
		return slug
	}
	return ref
}

// list is a list of guardrails as answers have it, which has each once.
func (m model) list(refs []string) []string {
	list := []string{}
	for _, ref := range refs {
		if slug := m.slug(ref); !slices.Contains(list, slug) {
			list = append(list, slug)
		}
	}
	return list
}

func (m model) input() []string  { return m.list(m.InputGuardrails) }
func (m model) output() []string { return m.list(m.OutputGuardrails) }
func (m model) config() string   { return m.slug(tfkit.Text(m.UserAPIKeyConfigID)) }

// isEmpty reports whether nothing is set.
func (m model) isEmpty() bool { return len(m.input())+len(m.output()) == 0 && m.config() == "" }

// resolve looks up the slugs of what is written by id.
func (m model) resolve(ctx context.Context, api *portkey.Client) model {
	slugs := map[string]string{}
	keep := func(ref, slug string) {
		if slug != ref {
			slugs[ref] = slug
		}
	}
	for _, ref := range slices.Concat(m.InputGuardrails, m.OutputGuardrails) {
		if known, ok := m.slugs[ref]; ok {
			keep(ref, known)
			continue
		}
		keep(ref, api.GuardrailSlug(ctx, ref))
	}
	if ref := tfkit.Text(m.UserAPIKeyConfigID); ref != "" {
		if known, ok := m.slugs[ref]; ok {
			keep(ref, known)
		} else {
			keep(ref, api.ConfigSlug(ctx, ref))
		}
	}
	m.slugs = slugs
	return m
}

// slugsKey is the private-state key of the slugs, so that a refresh looks none up.
const slugsKey = "slugs"

func (m model) noteSlugs(ctx context.Context, private tfkit.PrivateState) diag.Diagnostics {
	text, _ := json.Marshal(m.slugs) // texts always marshal
	return tfkit.Note(ctx, private, slugsKey, string(text))
}

func (m model) withNoted(ctx context.Context, private tfkit.PrivateState) model {
	_ = json.Unmarshal([]byte(tfkit.Noted(ctx, private, slugsKey)), &m.slugs) // there may be none
	return m
}

// observe is the state as the server has it, in the spelling of m. What an answer lacks
// stays as m has it.
func (m model) observe(answer portkey.Workspace) model {
	if !answer.Defaults.IsPresent() {
		return m
	}
	set := answer.Defaults.Or(portkey.WorkspaceDefaults{})
	m.InputGuardrails = m.spell(m.InputGuardrails, set.InputGuardrails())
	m.OutputGuardrails = m.spell(m.OutputGuardrails, set.OutputGuardrails())
	if config := set.UserAPIKeyConfig(); config != m.config() {
		m.UserAPIKeyConfigID = tfkit.KeepText(m.UserAPIKeyConfigID, config)
	}
	return m
}

// spell is an answered list in the spelling of one that is written.
func (m model) spell(written, answered []string) []string {
	if slices.Equal(m.list(written), m.list(answered)) {
		return written
	}
	spelled := []string{}
	for _, slug := range answered {
		if i := slices.IndexFunc(written, func(ref string) bool { return m.slug(ref) == slug }); i >= 0 {
			slug = written[i]
		}
		spelled = append(spelled, slug)
	}
	return spelled
}

// differs names the attributes in which two models differ on the wire.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("input_guardrails", slices.Equal(m.input(), other.input()))
	changes.Add("output_guardrails", slices.Equal(m.output(), other.output()))
	changes.Add("user_api_key_config_id", m.config() == other.config())
	return changes
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    func(m model) string { return tfkit.Digest(m.input(), m.output(), m.config()) },
	UpdatedAt: func(model) string { return "" }, // what is known is when the workspace was
}

// changes is the body that makes some attributes of a workspace those of m; none where they
// are already, as seen has them.
func (m model) changes(attributes tfkit.Changes, seen model, live portkey.Workspace) ([]portkey.WorkspaceUpdate, error) {
	attributes = slices.DeleteFunc(slices.Clone(attributes), func(name string) bool { return !m.differs(seen).Has(name) })
	if len(attributes) == 0 {
		return nil, nil
	}
	merged, err := live.MergeDefaults(func(d *portkey.WorkspaceDefaults) {
		if attributes.Has("input_guardrails") {
			d.SetInputGuardrails(m.input())
		}
		if attributes.Has("output_guardrails") {
			d.SetOutputGuardrails(m.output())
		}
		if attributes.Has("user_api_key_config_id") {
			d.SetUserAPIKeyConfig(m.config())
		}
	})
	return []portkey.WorkspaceUpdate{{Defaults: merged}}, err
}
