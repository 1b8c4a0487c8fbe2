package mcpintegration

import (
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// differs names the attributes in which two models differ on the wire. What is only
// spelled in another way is no difference.
func (m model) differs(other model) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("name", tfkit.Text(m.Name) == tfkit.Text(other.Name))
	changes.Add("url", tfkit.Text(m.URL) == tfkit.Text(other.URL))
	changes.Add("auth_type", tfkit.Text(m.AuthType) == tfkit.Text(other.AuthType))
	changes.Add("transport", tfkit.Text(m.Transport) == tfkit.Text(other.Transport))
	changes.Add("description", tfkit.TrimmedProse(tfkit.Text(m.Description)) == tfkit.TrimmedProse(tfkit.Text(other.Description)))
	changes.Add("configurations", tfkit.SameJSON(tfkit.Text(m.Configurations), tfkit.Text(other.Configurations)))
	changes.Add(secretsKey, tfkit.SameJSON(m.SecretConfigurations.ValueString(), other.SecretConfigurations.ValueString()) &&
		m.SecretConfigurationsWOVersion.Equal(other.SecretConfigurationsWOVersion))
	changes.Add("secret_mappings", tfkit.SameMappings(m.SecretMappings, other.SecretMappings))
	return changes
}

// secretsKey is the attribute that no answer shows.
const secretsKey = "secret_configurations"

// digest identifies what differs compares, except for the secrets, of which no answer
// shows a version.
func (m model) digest() string {
	return tfkit.Digest(
		tfkit.Text(m.Name), tfkit.Text(m.URL), tfkit.Text(m.AuthType), tfkit.Text(m.Transport), tfkit.TrimmedProse(tfkit.Text(m.Description)),
		tfkit.CanonicalJSON(tfkit.Text(m.Configurations)), tfkit.MappingDigests(m.SecretMappings),
	)
}

var versions = tfkit.Versions[model]{
	Differs:   model.differs,
	Digest:    model.digest,
	UpdatedAt: func(m model) string { return m.LastUpdatedAt.ValueString() },
}

// judge compares an answer with m, which is the state; see tfkit.OwnWrites.
func (m model) judge(writes tfkit.OwnWrites, answer portkey.MCPIntegration, now time.Time) tfkit.Finding {
	return versions.Judge(writes, m, m.observe(answer, now), answer.LastUpdatedAt.Or(""), now)
}

// isShownBy reports whether an answer says nothing else than m.
func (m model) isShownBy(answer portkey.MCPIntegration, now time.Time) bool {
	return len(m.differs(m.observe(answer, now))) == 0
}

// changes are the bodies of the PUTs that turn state into m, at most one: what this update
// changes, and only what is not there already. live is the MCP integration as it is on the
// server, and seen what the state makes of it. The secrets go along with the
// configurations: whether those are merged or replaced is not known.
func (m model) changes(state, seen model, secret string, live portkey.MCPIntegration) []portkey.MCPIntegrationUpdate {
	var body portkey.MCPIntegrationUpdate
	sends, whole := false, false
	missing := m.differs(seen)
	for _, name := range m.differs(state) {
		if name != secretsKey && !missing.Has(name) {
			continue
		}
		switch name {
		case "name":
			body.Name = portkey.Some(tfkit.Text(m.Name))
		case "url":
			body.URL = portkey.Some(tfkit.Text(m.URL))
		case "auth_type":
			body.AuthType = portkey.Some(tfkit.Text(m.AuthType))
		case "transport":
			body.Transport = portkey.Some(tfkit.Text(m.Transport))
		case "description":
			body.Description = portkey.Null[string]()
			if text := tfkit.Text(m.Description); text != "" {
				body.Description = portkey.Some(text)
			}
		case "secret_mappings":
			body.SecretMappings = portkey.Some(tfkit.WireMappings(m.SecretMappings))
		default:
			whole = true
			continue
		}
		sends = true
	}
	if whole {
		if sent := m.wholeConfigurations(secret, state.removed(m, secret, live)); sent != nil {
			body.Configurations, body.Secret = portkey.Some(sent), secret
			sends = true
		}
	}
	if !sends {
		return nil
	}
	return []portkey.MCPIntegrationUpdate{body}
}
