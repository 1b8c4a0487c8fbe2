package integrationaccess

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// listed is how the data source of many shows a workspace.
type listed struct {
	WorkspaceID   types.String          `tfsdk:"workspace_id"`
	UsageLimits   []limits.UsageReading `tfsdk:"usage_limits"`
	RateLimits    []limits.RateLimit    `tfsdk:"rate_limits"`
	CreatedAt     types.String          `tfsdk:"created_at"`
	LastUpdatedAt types.String          `tfsdk:"last_updated_at"`
}

// view is how the data source of one shows it.
type view struct {
	listed

	ID            types.String `tfsdk:"id"`
	IntegrationID types.String `tfsdk:"integration_id"`
}

func listedOf(one portkey.IntegrationAccess) listed {
	return listed{
		WorkspaceID: types.StringValue(one.ID.Or("")),
		UsageLimits: limits.ReadUsage(one.UsageLimits.Or(nil)), RateLimits: limits.ReadRate(one.RateLimits.Or(nil)),
		CreatedAt: tfkit.OrPrior(one.CreatedAt, types.StringNull()), LastUpdatedAt: tfkit.OrPrior(one.LastUpdatedAt, types.StringNull()),
	}
}

// listedAttributes are those of a workspace that both data sources show.
func listedAttributes() map[string]schema.Attribute {
	computed := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return map[string]schema.Attribute{
		"workspace_id":    computed("The ID or the slug of the workspace, as Portkey returns it: the slug, or the ID on newer control planes."),
		"usage_limits":    limits.UsageReadingAttribute(),
		"rate_limits":     limits.RateReadingAttribute(),
		"created_at":      computed(noun.CreatedAt().MarkdownDescription),
		"last_updated_at": computed(noun.LastUpdatedAt().MarkdownDescription),
	}
}

func argument(description string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank()}}
}

const (
	integrationArgument = "The ID or the slug of the integration."
	workspaceArgument   = "The ID or the slug of the workspace."
)

// DataSource is the data source portkey_integration_workspace_access: one workspace of an
// integration.
type DataSource struct{ tfkit.DataSourceBase }

// NewDataSource returns the data source portkey_integration_workspace_access for the
// provider's registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "integration_workspace_access"}}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := listedAttributes()
	attributes["id"] = schema.StringAttribute{Computed: true, MarkdownDescription: "The integration and the workspace, as in `<integration>/<workspace>`."}
	attributes["integration_id"], attributes["workspace_id"] = argument(integrationArgument), argument(workspaceArgument)
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the access of one workspace to an integration, and its limits there. It is an error if the workspace has no access.\n\n" +
			official + "\n\n" + needs,
		Attributes: attributes,
	}
}

// Read finds the access, and gives the arguments back as they were written.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var given model
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("integration_id"), &given.IntegrationID)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("workspace_id"), &given.WorkspaceID)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	r := &Resource{tfkit.ResourceBase{Session: d.Session}}
	at, ok := r.find(ctx, given, &resp.Diagnostics)
	if !ok {
		return
	}
	list, err := at.Rows.List(ctx)
	var found tfkit.FoundRow
	if err == nil {
		found, err = at.In(ctx, list)
	}
	if err == nil && !found.IsEnabled() {
		err = &portkey.NotFoundError{Words: noun.Words, Ref: given.address()}
	}
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Find(), err))
		return
	}
	shown := view{listedOf(found.IntegrationAccess), types.StringValue(given.address()), given.IntegrationID}
	shown.WorkspaceID = given.WorkspaceID
	resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
}

// NewListDataSource returns the data source portkey_integration_workspaces for the
// provider's registry: the workspaces that may use an integration.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "integration_workspaces"},
		Description: "Reads the workspaces that have access to an integration, and their limits there. No match returns an empty list; an incomplete list is an error.\n\n" +
			official + "\n\n" + needs,
		Arguments:  map[string]schema.Attribute{"integration_id": argument(integrationArgument)},
		Result:     "workspaces",
		Listed:     "The workspaces, in the order in which Portkey lists them.",
		Attributes: listedAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			_, found := listAccess(ctx, session, config, diags)
			return tfkit.Views(found, listedOf)
		},
	}
}

// listAccess lists the workspaces that may use the integration that the argument
// integration_id names.
func listAccess(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) (integration string, found []portkey.IntegrationAccess) {
	diags.Append(config.GetAttribute(ctx, path.Root("integration_id"), &integration)...)
	if diags.HasError() {
		return integration, nil
	}
	rows, _, err := portkey.ResolveIntegrationAccesses(ctx, session.API, integration)
	if err != nil {
		diags.Append(integrations.FindFailed(integrations.Find(), err))
		return integration, nil
	}
	list, err := rows.List(ctx)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	for _, one := range list.Workspaces {
		if one.IsEnabled() {
			found = append(found, one)
		}
	}
	return integration, found
}
