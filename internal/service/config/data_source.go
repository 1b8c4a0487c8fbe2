package config

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// NewDataSource makes the data source portkey_config for the provider's registry: one
// config.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "config"},
		Noun:           noun,
		Description: "Reads one gateway config by its id, its slug or its exact name. Returns an error if there is none, or several of the name.\n\n" +
			"The API key needs the scope `configs.read`, and `configs.list` for a lookup by name.",
		NameArgument: "The exact name of the config. Upper and lower case matter.",
		Attributes:   tfkit.Computed(attributesSchema(), "allow_duplicate_name"),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			found, err := session.API.Configs(workspaceID).FindBy(ctx, by)
			return model{}.observe(found, session.API.Now()).attributes, err
		},
	}
}

// NewListDataSource makes the data source portkey_configs for the provider's registry:
// the configs of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "configs"},
		Description: "Reads the gateway configs of a workspace, or all that the API key can see, without their content: " +
			"use the data source `portkey_config` for that. None is an empty list.\n\n" +
			"The API key needs the scope `configs.list`.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.WorkspaceFilter()},
		Listed:     "The configs, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), "allow_duplicate_name", "config", "version_id"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, _ := listConfigs(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Config) listed { return model{}.observe(one, session.API.Now()).listed })
		},
	}
}

// version is one version of a config.
type version struct {
	VersionID types.String `tfsdk:"version_id"`
	Config    *string      `tfsdk:"config"`
	CreatedAt types.String `tfsdk:"created_at"`
}

// NewVersionsDataSource makes the data source portkey_config_versions for the
// provider's registry.
func NewVersionsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[version]{
		DataSourceBase: tfkit.DataSourceBase{Name: "config_versions"},
		Description: "Reads every version of a gateway config. Portkey always uses the latest one: " +
			"to go back to another, write its content to the `config` of the resource.\n\n" +
			"The API key needs the scope `configs.read`.",
		Arguments: map[string]schema.Attribute{
			"config_id": schema.StringAttribute{Required: true, MarkdownDescription: "The id or the slug of the config."},
		},
		Result: "versions",
		Listed: "The versions, in the order in which Portkey lists them.",
		Attributes: map[string]schema.Attribute{
			"version_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The id of the version."},
			"config":     tfkit.Computed(attributesSchema())["config"],
			"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the version was made: an RFC 3339 time in UTC."},
		},
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []version {
			var id string
			if diags.Append(config.GetAttribute(ctx, path.Root("config_id"), &id)...); diags.HasError() {
				return nil
			}
			of, err := session.API.Configs("").FindByID(ctx, id)
			if err != nil {
				diags.Append(noun.FindFailed(noun.Find(), err))
				return nil
			}
			found, err := session.API.ConfigVersions(ctx, of.Slug.Or(id))
			if err != nil {
				diags.Append(noun.Read().Failed(err))
			}
			return tfkit.Views(found, func(one portkey.Config) version {
				return version{
					VersionID: tfkit.OrPrior(one.VersionID, types.StringNull()),
					Config:    tfkit.KeepJSON(nil, string(one.Config.Or(""))),
					CreatedAt: tfkit.OrPrior(one.VersionCreatedAt, types.StringNull()),
				}
			})
		},
	}
}
