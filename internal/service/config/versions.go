package config

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// version is one version of a config.
type version struct {
	VersionID types.String `tfsdk:"version_id"`
	Config    *string      `tfsdk:"config"`
	CreatedAt types.String `tfsdk:"created_at"`
}

// VersionsDataSource is the data source portkey_config_versions.
type VersionsDataSource struct{ tfkit.DataSourceBase }

var _ datasource.DataSourceWithConfigure = (*VersionsDataSource)(nil)

// NewVersionsDataSource makes the data source for the provider's registry.
func NewVersionsDataSource() datasource.DataSource {
	return &VersionsDataSource{tfkit.DataSourceBase{Name: "config_versions"}}
}

// Schema describes the data source.
func (d *VersionsDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads every version of a gateway config. Portkey always uses the latest one: " +
			"to go back to another, write its content to the `config` of the resource.\n\n" +
			"The API key needs the scopes `configs.read` and `configs.list`.",
		Attributes: map[string]schema.Attribute{
			"config_id": schema.StringAttribute{
				Required:            true,
				MarkdownDescription: "The id or the slug of the config.",
				Validators:          []validator.String{tfkit.NotBlank()},
			},
			"versions": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The versions, in the order in which Portkey lists them.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"version_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the version."},
					"config": schema.StringAttribute{
						Computed: true, Sensitive: true,
						MarkdownDescription: "The config as a JSON object. Sensitive, since a config may hold keys of AI providers.",
					},
					"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the version was created, as an RFC 3339 time in UTC."},
				}},
			},
		},
	}
}

// Read lists the versions.
func (d *VersionsDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state struct {
		ConfigID string    `tfsdk:"config_id"`
		Versions []version `tfsdk:"versions"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	config, err := findByID(ctx, d.Session.API.Configs(""), state.ConfigID)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Find(), err))
		return
	}
	found, err := d.Session.API.ConfigVersions(ctx, config.Slug.Or(state.ConfigID))
	if err != nil {
		resp.Diagnostics.Append(noun.List().Failed(err))
		return
	}
	state.Versions = make([]version, 0, len(found))
	for _, one := range found {
		state.Versions = append(state.Versions, version{
			VersionID: tfkit.OrPrior(one.VersionID, types.StringNull()),
			Config:    tfkit.TextOrNull(string(one.Config.Or(""))),
			CreatedAt: tfkit.OrPrior(one.VersionCreatedAt, types.StringNull()),
		})
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
