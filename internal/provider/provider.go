// Package provider is the provider itself: its block in HCL, the client
// that is configured by it, and the registries of its resources, data sources,
// ephemeral resources, actions and functions. A new noun is one line in a registry at the end of this file.
package provider

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	frameworkfunction "github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-log/tflog"

	"github.com/portkey-community/terraform-provider-portkey/internal/function"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/apikey"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/auditlogs"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/config"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/guardrail"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/guardrailexclusion"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/integration"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/integrationaccess"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/integrationmodels"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/invite"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/logs"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpcapabilities"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpconnections"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpintegration"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpintegrationaccess"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpserver"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/mcpuseraccess"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/member"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/members"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/organisationdefaults"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/policy"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/prompt"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/promptcollection"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/promptlabel"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/promptlabelassignment"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/promptpartial"
	serviceprovider "github.com/portkey-community/terraform-provider-portkey/internal/service/provider"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/scim"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/secretreference"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/securitysettings"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/usage"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/user"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/workspace"
	"github.com/portkey-community/terraform-provider-portkey/internal/service/workspacedefaults"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Provider serves the provider block portkey.
type Provider struct {
	version string
	tune    []func(*portkey.Options)
	// pool lives as long as the process: clients with the same configuration share a rate.
	pool *portkey.Pool
}

var (
	_ provider.ProviderWithActions            = (*Provider)(nil)
	_ provider.ProviderWithEphemeralResources = (*Provider)(nil)
	_ provider.ProviderWithFunctions          = (*Provider)(nil)
	_ provider.ProviderWithListResources      = (*Provider)(nil)
	_ provider.ProviderWithValidateConfig     = (*Provider)(nil)
)

// New returns a constructor of providers of this version. tune receives the
// configuration of each client before the client is created: main registers its secrets
// with the log masks, tests shorten its waits.
func New(version string, tune ...func(*portkey.Options)) func() provider.Provider {
	tfkit.UseVersion(version)
	pool := new(portkey.Pool)
	return func() provider.Provider { return &Provider{version: version, tune: tune, pool: pool} }
}

// Metadata names the provider.
func (p *Provider) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "portkey"
	resp.Version = p.version
}

// ValidateConfig checks what does not depend on the environment.
func (p *Provider) ValidateConfig(ctx context.Context, req provider.ValidateConfigRequest, resp *provider.ValidateConfigResponse) {
	var block block
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	block.validate(&resp.Diagnostics)
}

// Configure creates the client that all resources and data sources of this provider
// block share.
func (p *Provider) Configure(ctx context.Context, req provider.ConfigureRequest, resp *provider.ConfigureResponse) {
	var block block
	resp.Diagnostics.Append(req.Config.Get(ctx, &block)...)
	block.validate(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	session := &tfkit.Session{Unknown: block.unknown(), DefaultMetadata: block.DefaultMetadata}
	resp.ResourceData, resp.DataSourceData, resp.ListResourceData = session, session, session
	resp.EphemeralResourceData, resp.ActionData = session, session
	if session.Unknown != "" {
		return
	}
	config := block.config(&resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	config.UserAgent = userAgent(p.version, req.TerraformVersion)
	config.Log = log
	for _, tune := range p.tune {
		tune(&config)
	}
	api, err := p.pool.Client(config)
	if err != nil {
		block.blameClient(&resp.Diagnostics, err)
		return
	}
	session.API = api
}

// log writes the client's lines to Terraform's log.
func log(ctx context.Context, level portkey.Level, message string, fields map[string]any) {
	switch level {
	case portkey.LevelDebug:
		tflog.Debug(ctx, message, fields)
	case portkey.LevelInfo:
		tflog.Info(ctx, message, fields)
	default:
		tflog.Warn(ctx, message, fields)
	}
}

// Resources is the registry of resources.
func (p *Provider) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{
		apikey.NewResource,
		config.NewResource,
		guardrail.NewResource,
		guardrailexclusion.NewResource,
		integration.NewResource,
		integrationmodels.NewRowResource,
		integrationmodels.NewSetResource,
		invite.NewResource,
		integrationaccess.NewResource,
		mcpcapabilities.NewIntegrationResource,
		mcpcapabilities.NewServerResource,
		mcpserver.NewResource,
		mcpuseraccess.NewResource,
		mcpintegration.NewResource,
		mcpintegrationaccess.NewResource,
		member.NewResource,
		members.NewResource,
		prompt.NewResource,
		policy.NewRateResource,
		policy.NewUsageResource,
		organisationdefaults.NewResource,
		serviceprovider.NewResource,
		promptcollection.NewResource,
		promptlabel.NewResource,
		promptlabelassignment.NewResource,
		promptpartial.NewResource,
		scim.NewResource,
		secretreference.NewResource,
		securitysettings.NewResource,
		user.NewResource,
		workspace.NewResource,
		workspacedefaults.NewResource,
	}
}

// DataSources is the registry of data sources.
func (p *Provider) DataSources(context.Context) []func() datasource.DataSource {
	return []func() datasource.DataSource{
		apikey.NewDataSource,
		apikey.NewListDataSource,
		auditlogs.NewDataSource,
		config.NewDataSource,
		config.NewListDataSource,
		config.NewVersionsDataSource,
		guardrail.NewDataSource,
		guardrail.NewListDataSource,
		guardrailexclusion.NewListDataSource,
		integration.NewDataSource,
		integration.NewListDataSource,
		integrationmodels.NewDataSource,
		integrationmodels.NewPricingDataSource,
		invite.NewListDataSource,
		integrationaccess.NewDataSource,
		integrationaccess.NewListDataSource,
		mcpcapabilities.NewIntegrationDataSource,
		mcpcapabilities.NewIntegrationMetadataDataSource,
		mcpcapabilities.NewServerDataSource,
		mcpcapabilities.NewServerMetadataDataSource,
		mcpconnections.NewDataSource,
		mcpserver.NewDataSource,
		mcpserver.NewListDataSource,
		mcpuseraccess.NewDataSource,
		mcpintegration.NewDataSource,
		mcpintegration.NewListDataSource,
		mcpintegrationaccess.NewDataSource,
		mcpintegrationaccess.NewListDataSource,
		logs.NewAnalyticsDataSource,
		logs.NewExportDataSource,
		logs.NewExportsDataSource,
		logs.NewGroupsDataSource,
		member.NewDataSource,
		member.NewListDataSource,
		prompt.NewDataSource,
		prompt.NewListDataSource,
		prompt.NewVersionsDataSource,
		policy.NewEntitiesDataSource,
		policy.NewRateDataSource,
		policy.NewRateListDataSource,
		policy.NewUsageDataSource,
		policy.NewUsageListDataSource,
		organisationdefaults.NewDataSource,
		serviceprovider.NewDataSource,
		serviceprovider.NewListDataSource,
		promptcollection.NewDataSource,
		promptcollection.NewListDataSource,
		promptlabel.NewDataSource,
		promptlabel.NewListDataSource,
		promptpartial.NewDataSource,
		promptpartial.NewListDataSource,
		promptpartial.NewVersionsDataSource,
		scim.NewGroupsDataSource,
		scim.NewListDataSource,
		secretreference.NewDataSource,
		secretreference.NewListDataSource,
		securitysettings.NewDataSource,
		user.NewDataSource,
		user.NewListDataSource,
		workspace.NewDataSource,
		workspace.NewListDataSource,
		workspacedefaults.NewDataSource,
	}
}

// ListResources is the registry of list resources.
func (p *Provider) ListResources(context.Context) []func() list.ListResource {
	return []func() list.ListResource{
		apikey.NewListResource,
		config.NewListResource,
		guardrail.NewListResource,
		integration.NewListResource,
		integrationmodels.NewListResource,
		invite.NewListResource,
		integrationaccess.NewListResource,
		mcpintegration.NewListResource,
		mcpintegrationaccess.NewListResource,
		mcpserver.NewListResource,
		member.NewListResource,
		prompt.NewListResource,
		policy.NewRateListResource,
		policy.NewUsageListResource,
		serviceprovider.NewListResource,
		promptcollection.NewListResource,
		promptlabel.NewListResource,
		promptpartial.NewListResource,
		scim.NewListResource,
		secretreference.NewListResource,
		user.NewListResource,
		workspace.NewListResource,
	}
}

// EphemeralResources is the registry of ephemeral resources.
func (p *Provider) EphemeralResources(context.Context) []func() ephemeral.EphemeralResource {
	return []func() ephemeral.EphemeralResource{
		apikey.NewEphemeralResource,
	}
}

// Actions is the registry of actions.
func (p *Provider) Actions(context.Context) []func() action.Action {
	return []func() action.Action{
		apikey.NewRotateAction,
		invite.NewResendAction,
		mcpserver.NewDisconnectAction,
		mcpserver.NewTestAction,
		logs.NewExportAction,
		usage.NewResetUsageAction,
	}
}

// Functions is the registry of functions.
func (p *Provider) Functions(context.Context) []func() frameworkfunction.Function {
	return []func() frameworkfunction.Function{
		function.NewGatewayConfig,
		function.NewNextReset,
		function.NewParseWorkspaceReference,
	}
}
