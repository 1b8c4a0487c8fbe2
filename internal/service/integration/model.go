package integration

import (
	"maps"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed are the attributes that a list of integrations returns; the read of one returns
// all. What a configuration can set is a plain Go value, since it is known wherever a
// model is read; what the server owns is a framework value, since a plan has it unknown.
type listed struct {
	ID            types.String `tfsdk:"id"`
	Slug          types.String `tfsdk:"slug"`
	Name          *string      `tfsdk:"name"`
	AIProviderID  *string      `tfsdk:"ai_provider_id"`
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

	Configurations     *string               `tfsdk:"configurations"`
	SecretMappings     []tfkit.SecretMapping `tfsdk:"secret_mappings"`
	PricingAdjustments *string               `tfsdk:"pricing_adjustments"`
	Tags               map[string]string     `tfsdk:"tags"`
	MaskedKey          types.String          `tfsdk:"masked_key"`
}

// model is the resource.
type model struct {
	attributes

	Key                           types.String `tfsdk:"key"`
	KeyWO                         types.String `tfsdk:"key_wo"`
	KeyWOVersion                  types.Int64  `tfsdk:"key_wo_version"`
	SecretConfigurations          types.Map    `tfsdk:"secret_configurations"`
	SecretConfigurationsWO        types.Map    `tfsdk:"secret_configurations_wo"`
	SecretConfigurationsWOVersion types.Int64  `tfsdk:"secret_configurations_wo_version"`
	CreateDefaultProvider         *bool        `tfsdk:"create_default_provider"`
	DefaultProviderSlug           *string      `tfsdk:"default_provider_slug"`
	DefaultProviderID             types.String `tfsdk:"default_provider_id"`

	// Notes are what private state has of the integration.
	Notes notes `tfsdk:"-"`
}

// blank is a model that is nothing but its unset values: the zero values of the framework
// lack their type.
func blank() model {
	return model{SecretConfigurations: types.MapNull(types.StringType), SecretConfigurationsWO: types.MapNull(types.StringType)}
}

// address is what a path names the integration by: the slug, which every control plane
// takes.
func (m model) address() string {
	if slug := m.Slug.ValueString(); slug != "" {
		return slug
	}
	return m.ID.ValueString()
}

// ref is what a proof that the integration was deleted has to go by.
func (m model) ref(parentID string) portkey.Ref {
	return portkey.Ref{ID: m.address(), Name: tfkit.Text(m.Name), Parent: parentID, CreatedAt: m.CreatedAt.ValueString()}
}

// create is the body of the POST, given the id of the workspace and the secrets.
func (m model) create(workspaceID string, known secrets) portkey.IntegrationCreate {
	return portkey.IntegrationCreate{
		Name: tfkit.Text(m.Name), AIProviderID: tfkit.Text(m.AIProviderID), Slug: m.Slug.ValueString(), WorkspaceID: workspaceID,
		Description: tfkit.Text(m.Description), Key: known.key,
		Configurations: m.wholeConfigurations(known, nil), Secrets: known.values(),
		SecretMappings:        tfkit.WireMappings(m.SecretMappings),
		PricingAdjustments:    rawJSON(m.PricingAdjustments),
		Tags:                  m.Tags,
		CreateDefaultProvider: tfkit.IsTrue(m.CreateDefaultProvider), DefaultProviderSlug: tfkit.Text(m.DefaultProviderSlug),
	}
}

// takeComputed takes over what the server alone decides, as far as the answer has it. The
// workspace stays as it is written, by id or slug, and the AI provider too, which some
// control planes return by an id of their own: neither can be changed.
func (m model) takeComputed(answer portkey.Integration) model {
	m.Slug = tfkit.OrPrior(answer.Slug, m.Slug)
	if m.ID.ValueString() == "" {
		m.ID = types.StringValue(answer.ID.Or(m.Slug.ValueString()))
	}
	if m.WorkspaceID.ValueString() == "" {
		m.WorkspaceID = tfkit.OrPrior(answer.WorkspaceID, m.WorkspaceID)
	}
	if m.AIProviderID == nil {
		m.AIProviderID = tfkit.TextOrNull(answer.AIProviderID.Or(""))
	}
	m.Type = tfkit.OrPrior(answer.Type, m.Type)
	m.Status = tfkit.OrPrior(answer.Status, m.Status)
	m.OwnerID = tfkit.OrPrior(answer.OwnerID, m.OwnerID)
	m.MaskedKey = tfkit.OrPrior(answer.MaskedKey, m.MaskedKey)
	m.CreatedAt = tfkit.OrPrior(answer.CreatedAt, m.CreatedAt)
	m.LastUpdatedAt = tfkit.OrPrior(answer.LastUpdatedAt, m.LastUpdatedAt)
	return m
}

// created is the state after a POST, of which the answer alone names the provider that it
// created as well.
func (m model) created(answer portkey.Integration) model {
	m = m.takeComputed(answer)
	m.DefaultProviderID = tfkit.OrPrior(answer.ProviderID, types.StringNull())
	return m
}

// observe is the state as the server has it, in the spelling of m. What the answer lacks
// stays as m has it, and so does everything where the answer is older than m. now is the
// server's clock.
func (m model) observe(answer portkey.Integration, now time.Time) model {
	if tfkit.Lags(answer.LastUpdatedAt.Or(""), m.LastUpdatedAt.ValueString(), now) {
		return m
	}
	m = m.takeComputed(answer)
	if answer.Name.IsPresent() {
		m.Name = tfkit.KeepText(m.Name, answer.Name.Or(""))
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
	if answer.PricingAdjustments.IsPresent() {
		m.PricingAdjustments = keepPrices(m.PricingAdjustments, string(answer.PricingAdjustments.Or("")))
	}
	if seen := answer.Tags.Or(nil); answer.Tags.IsPresent() && !maps.Equal(m.Tags, seen) {
		m.Tags = nil
		if len(seen) > 0 {
			m.Tags = seen
		}
	}
	return m
}
