package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	nameFilter      = "Only workspaces whose name holds this text. Upper and lower case matter. Without it, whatever the name."
	exactNameFilter = "Only workspaces of exactly this name. Upper and lower case matter. Without it, whatever the name."
)

// PluralDataSource is the data source portkey_workspaces: every workspace that
// matches the filters.
type PluralDataSource struct{ tfkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// NewPluralDataSource makes the data source for the provider's registry.
func NewPluralDataSource() datasource.DataSource {
	return &PluralDataSource{tfkit.DataSourceBase{Name: "workspaces"}}
}

// Schema describes the data source.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads every workspace that the API key can see, page by page, narrowed by the filters that Portkey has. " +
			"None that matches is an empty list; a list that can't be read to its end is an error.\n\n" +
			"The API key needs the scope `workspaces.list`. A workspace's own key sees only that workspace.",
		Attributes: map[string]schema.Attribute{
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: nameFilter},
			"exact_name": schema.StringAttribute{Optional: true, MarkdownDescription: exactNameFilter},
			"status": schema.ListAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Only workspaces of these statuses: `active`, `archived` or both. Without it, the active ones.",
				Validators:          []validator.List{listvalidator.ValueStringsAre(stringvalidator.OneOf("active", "archived"))},
			},
			"workspaces": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The workspaces, in the order in which Portkey lists them.",
				NestedObject:        schema.NestedAttributeObject{Attributes: viewAttributes()},
			},
		},
	}
}

// Read lists the workspaces.
func (d *PluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state struct {
		Name       *string  `tfsdk:"name"`
		ExactName  *string  `tfsdk:"exact_name"`
		Status     []string `tfsdk:"status"`
		Workspaces []view   `tfsdk:"workspaces"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	filter := portkey.WorkspaceFilter{Name: tfkit.Text(state.Name), ExactName: tfkit.Text(state.ExactName), Status: state.Status}
	found, err := d.Session.API.Workspaces().List(ctx, filter.Query())
	if err != nil {
		resp.Diagnostics.Append(noun.List().Failed(err))
		return
	}
	state.Workspaces = make([]view, 0, len(found))
	for _, one := range found {
		state.Workspaces = append(state.Workspaces, viewOf(d.Session.API, one))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
