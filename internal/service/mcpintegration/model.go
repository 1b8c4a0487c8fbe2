package mcpintegration

import (
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of MCP integrations returns; the read of one
// returns all. What a configuration can set is a plain Go value, since it is known wherever
// a model is read; what the server owns is a framework value, since a plan has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	Name          *string      `tfsdk:"name"`
	URL           *string      `tfsdk:"url"`
	AuthType      *string      `tfsdk:"auth_type"`
	Transport     *string      `tfsdk:"transport"`
	WorkspaceID   types.String `tfsdk:"workspace_id"`
	Description   *string      `tfsdk:"description"`
	Type          types.String `tfsdk:"type"`
	Status        types.String `tfsdk:"status"`
	OwnerID       types.String `tfsdk:"owner_id"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

// attributes are those that the resource and the data source of one share.
type attributes struct {
	listed

	Configurations *string               `tfsdk:"configurations"`
	SecretMappings []tfkit.SecretMapping `tfsdk:"secret_mappings"`
}

// model is the resource.
type model struct {
	attributes

	SecretConfigurations          types.String `tfsdk:"secret_configurations"`
	SecretConfigurationsWO        types.String `tfsdk:"secret_configurations_wo"`
	SecretConfigurationsWOVersion types.Int64  `tfsdk:"secret_configurations_wo_version"`

	// Notes are what private state has of the MCP integration.
	Notes notes `tfsdk:"-"`
}

// address is what a path names the MCP integration by.
func (m model) address() string { return m.ID.ValueString() }

// ref is what a proof that the MCP integration was deleted has to go by.
func (m model) ref(parentID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: parentID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace and the JSON of the secret
// configurations.
func (m model) create(workspaceID, secret string) portkey.MCPIntegrationCreate {
	return portkey.MCPIntegrationCreate{
		Name: tfkit.Text(m.Name), URL: tfkit.Text(m.URL), AuthType: tfkit.Text(m.AuthType), Transport: tfkit.Text(m.Transport),
		Slug: m.Slug.ValueString(), WorkspaceID: workspaceID, Description: tfkit.Text(m.Description),
		Configurations: m.wholeConfigurations(secret, nil), Secret: secret,
		SecretMappings: tfkit.WireMappings(m.SecretMappings),
	}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace stays as it is written, by id or slug: it can't be changed.
func (m model) takeComputed(answer portkey.MCPIntegration) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	m.Type = tfkit.OrPrior(answer.Type, m.Type)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.OwnerID = tfkit.OrPrior(answer.OwnerID, m.OwnerID)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.MCPIntegration, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	for _, one := range []struct {
		into **string
		seen portkey.Opt[string]
	}{{&m.Name, answer.Name}, {&m.URL, answer.URL}, {&m.AuthType, answer.AuthType}, {&m.Transport, answer.Transport}} {
		if one.seen.IsPresent() {
			*one.into = tfkit.KeepText(*one.into, one.seen.Or(""))
		}
	}
	if seen := answer.Description.Or(""); answer.Description.IsPresent() && (tfkit.Text(m.Description) != "" || !m.Notes.Retained.Has(descriptionKey, seen)) {
		m.Description = tfkit.KeepProse(m.Description, seen)
	}
	if answer.SecretMappings.IsPresent() {
		m.SecretMappings = tfkit.ObserveMappings(m.SecretMappings, answer.SecretMappings.Or(nil))
	}
	if answer.Configurations.IsPresent() {
		m.Configurations = m.observeConfigurations(answer)
	}
	return m
}
