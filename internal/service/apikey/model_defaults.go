package apikey

import (
	"cmp"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// defaults is the attribute of that name.
type defaults struct {
	Metadata            map[string]string `tfsdk:"metadata"`
	ConfigID            *string           `tfsdk:"config_id"`
	AllowConfigOverride *bool             `tfsdk:"allow_config_override"`
}

// own are the defaults, however the attributes spell "none".
func (m model) own() defaults {
	if m.Defaults == nil {
		return defaults{}
	}
	return *m.Defaults
}

// metadata is what Portkey has for the key: the provider's metadata, overridden by its
// own.
func (m model) metadata() map[string]string { return tfkit.Texts(m.EffectiveMetadata) }

// configID is the config as it is compared and sent, by its id where that is known.
func (m model) configID() string { return cmp.Or(m.Config, tfkit.Text(m.own().ConfigID)) }

// resolve finds the id of the config that defaults names, since responses contain the id
// and a configuration may contain the slug. id returns what it is given where there is
// no such config.
func (m model) resolve(id func(config string) string) model {
	m.Config = ""
	if config := tfkit.Text(m.own().ConfigID); config != "" {
		m.Config = id(config)
	}
	return m
}

// allowsOverride is the flag of a key; Portkey's default is true.
func (m model) allowsOverride() bool {
	allowed := m.own().AllowConfigOverride
	return allowed == nil || *allowed
}

func (m model) sameDefaults(other model) bool {
	return maps.Equal(m.metadata(), other.metadata()) && m.configID() == other.configID() && m.allowsOverride() == other.allowsOverride()
}

// createDefaults are the defaults of a POST, nil for none.
func (m model) createDefaults() *portkey.APIKeyDefaults {
	var body portkey.APIKeyDefaults
	if metadata := m.metadata(); len(metadata) > 0 {
		body.Metadata = portkey.Some(portkey.Metadata(metadata))
	}
	if config := m.configID(); config != "" {
		body.ConfigID = portkey.Some(config)
	}
	if allowed := m.own().AllowConfigOverride; allowed != nil {
		body.AllowConfigOverride = portkey.Some(portkey.Bool(*allowed))
	}
	if body.Metadata.IsZero() && body.ConfigID.IsZero() && body.AllowConfigOverride.IsZero() {
		return nil
	}
	return &body
}

// changeDefaults are the defaults of a PUT: all of them, since whether Portkey merges
// them is not documented.
func (m model) changeDefaults(state model, live portkey.APIKey) portkey.APIKeyDefaults {
	body := portkey.APIKeyDefaults{
		Metadata:            portkey.Some(portkey.Metadata(m.metadata())),
		AllowConfigOverride: portkey.Some(portkey.Bool(m.allowsOverride())),
	}
	kept := live.Defaults.Or(portkey.APIKeyDefaults{}).ConfigID.Or("")
	switch config := m.configID(); {
	case config != "":
		body.ConfigID = portkey.Some(config)
	case state.configID() != "":
		body.ConfigID = portkey.Null[string]()
	case kept != "": // that of the workspace
		body.ConfigID = portkey.Some(kept)
	}
	return body
}

// observeDefaults is observe for the defaults and the metadata.
func (m model) observeDefaults(answer portkey.APIKey, prior model, base types.Map) model {
	seen := m.own()
	answered, has := answer.Defaults.Get()
	if answer.Defaults.IsPresent() {
		if answered.Metadata.IsPresent() || !has {
			seen.Metadata, m.EffectiveMetadata = tfkit.ObserveMetadata(seen.Metadata, m.EffectiveMetadata, answered.Metadata.Or(nil), base)
		}
		if config := answered.ConfigID.Or(""); config != m.configID() && !prior.isFilledIn(tfkit.Text(seen.ConfigID) == "") {
			seen.ConfigID, m.Config = tfkit.TextOrNull(config), config
		}
	}
	if m.EffectiveMetadata.IsNull() { // an import
		m.EffectiveMetadata = tfkit.TextMap(seen.Metadata)
	}
	if answer.AllowConfigOverride.IsPresent() {
		if allowed := bool(answer.AllowConfigOverride.Or(true)); allowed != m.allowsOverride() {
			seen.AllowConfigOverride = &allowed
			if allowed { // the default
				seen.AllowConfigOverride = nil
			}
		}
	}
	if m.Defaults == nil && len(seen.Metadata) == 0 && seen.ConfigID == nil && seen.AllowConfigOverride == nil {
		return m
	}
	m.Defaults = &seen
	return m
}

// isFilledIn reports whether an attribute that is unset is for the server to decide: an
// organisation can enforce the life and the rotation of users' keys, and a workspace has
// a config for those without one (release notes). Of an import, all is shown.
func (m model) isFilledIn(unset bool) bool {
	return unset && m.Name != nil && m.kind() == portkey.WorkspaceUser
}
