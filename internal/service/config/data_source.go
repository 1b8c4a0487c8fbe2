package config

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// DataSource is the data source portkey_config: one config.
type DataSource struct{ tfkit.LookupBase }

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// NewDataSource makes the data source for the provider's registry.
func NewDataSource() datasource.DataSource { return &DataSource{tfkit.Lookup("config")} }

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := tfkit.Computed(attributesSchema(), "allow_duplicate_name")
	tfkit.LookupArguments(attributes, map[string]string{
		"id":           "The id of the config.",
		"slug":         "The slug of the config, such as `pc-fallba-1a2b3c`.",
		"name":         "The exact name of the config. Upper and lower case matter.",
		"workspace_id": "The id or the slug of the workspace that holds the config. Without it, the config may be in any workspace that the API key can see.",
	})
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one gateway config by its id, its slug or its exact name. Returns an error if there is none, or several of the name.\n\n" +
			"The API key needs the scope `configs.read`, and `configs.list` for a lookup by name.",
		Attributes: attributes,
	}
}

// Read finds the config, and gives the arguments back as they were written.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var given attributes
	resp.Diagnostics.Append(req.Config.Get(ctx, &given)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := d.Session.WorkspaceID(ctx, given.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	configs := d.Session.API.Configs(workspaceID)

	var found portkey.Config
	var err error
	switch {
	case !given.ID.IsNull():
		found, err = findByID(ctx, configs, given.ID.ValueString())
	case !given.Slug.IsNull():
		found, err = configs.FindBySlug(ctx, given.Slug.ValueString())
	default:
		found, err = configs.FindByName(ctx, tfkit.Text(given.Name))
	}
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Find(), err))
		return
	}
	state := model{attributes: attributes{listed: listed{WorkspaceID: given.WorkspaceID}}}.observe(found, d.Session.API.Now()).attributes
	if !given.ID.IsNull() {
		state.ID = given.ID
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// workspaceFilter describes the filter of the plural data source and the list resource.
const workspaceFilter = "The id or the slug of a workspace: only its configs are returned. Without it, all configs that the API key can see are."

// PluralDataSource is the data source portkey_configs: the configs of a workspace.
type PluralDataSource struct{ tfkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*PluralDataSource)(nil)

// NewPluralDataSource makes the data source for the provider's registry.
func NewPluralDataSource() datasource.DataSource {
	return &PluralDataSource{tfkit.DataSourceBase{Name: "configs"}}
}

// Schema describes the data source.
func (d *PluralDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the gateway configs of a workspace, or all that the API key can see, without their content: " +
			"use the data source `portkey_config` for that. None is an empty list.\n\n" +
			"The API key needs the scope `configs.list`.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Optional: true, MarkdownDescription: workspaceFilter, Validators: []validator.String{tfkit.NotBlank()}},
			"configs": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The configs, in the order in which Portkey lists them.",
				NestedObject: schema.NestedAttributeObject{
					Attributes: tfkit.Computed(attributesSchema(), "allow_duplicate_name", "config", "version_id"),
				},
			},
		},
	}
}

// Read lists the configs.
func (d *PluralDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state struct {
		WorkspaceID types.String `tfsdk:"workspace_id"`
		Configs     []listed     `tfsdk:"configs"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := d.Session.WorkspaceID(ctx, state.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := d.Session.API.Configs(workspaceID).List(ctx, nil)
	if err != nil {
		resp.Diagnostics.Append(noun.List().Failed(err))
		return
	}
	state.Configs = make([]listed, 0, len(found))
	for _, one := range found {
		state.Configs = append(state.Configs, model{}.observe(one, d.Session.API.Now()).listed)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
