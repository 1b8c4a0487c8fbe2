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

// NewDataSource returns the data source portkey_config for the provider's registry: one
// config.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "config"},
		Noun:           noun,
		Description: "Reads a gateway config by its ID, its slug or its exact name. It is an error if no config, or more than one, matches.\n\n" +
			"Official documentation: [Configs](https://portkey.ai/docs/product/ai-gateway/configs).\n\n" +
			"The API key needs the scope `configs.read`, and `configs.list` for a lookup by name.",
		NameArgument: "The exact name of the config. Case-sensitive.",
		Attributes:   tfkit.Computed(attributesSchema(), "allow_duplicate_name"),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (attributes, error) {
			found, err := portkey.NewConfigs(session.API, workspaceID).FindBy(ctx, by)
			return model{}.observe(found, session.API.Now()).attributes, err
		},
	}
}

// NewListDataSource returns the data source portkey_configs for the provider's registry:
// the configs of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "configs"},
		Description: "Reads the gateway configs of a workspace, or all that are visible to the API key, without their content: " +
			"use the data source `portkey_config` for that. No match returns an empty list; an incomplete list is an error.\n\n" +
			"Official documentation: [Configs](https://portkey.ai/docs/product/ai-gateway/configs).\n\n" +
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

// NewVersionsDataSource returns the data source portkey_config_versions for the
// provider's registry.
func NewVersionsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[version]{
		DataSourceBase: tfkit.DataSourceBase{Name: "config_versions"},
		Description: "Reads every version of a gateway config. Portkey always uses the latest one: " +
			"to restore another one, set the `config` of the resource to its content.\n\n" +
			"Official documentation: [Configs](https://portkey.ai/docs/product/ai-gateway/configs).\n\n" +
			"The API key needs the scope `configs.read`.",
		Arguments: map[string]schema.Attribute{
			"config_id": schema.StringAttribute{Required: true, MarkdownDescription: "The ID or the slug of the config."},
		},
		Result: "versions",
		Listed: "The versions, in the order in which Portkey lists them.",
		Attributes: map[string]schema.Attribute{
			"version_id": schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the version."},
			"config":     tfkit.Computed(attributesSchema())["config"],
			"created_at": schema.StringAttribute{Computed: true, MarkdownDescription: "When the version was created, as an RFC 3339 time in UTC."},
		},
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []version {
			var id string
			if diags.Append(config.GetAttribute(ctx, path.Root("config_id"), &id)...); diags.HasError() {
				return nil
			}
			of, err := portkey.NewConfigs(session.API, "").FindByID(ctx, id)
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
