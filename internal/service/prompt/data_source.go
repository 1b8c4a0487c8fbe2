package prompt

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

// viewAttributes are those that data sources show, without some. latest_version is not in
// what they read.
func viewAttributes(without ...string) map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema(), append(without, "publish", "allow_duplicate_name")...)
	for name, description := range map[string]string{
		"collection_id":       "The ID of the collection that contains the prompt.",
		"name":                "The name of the prompt.",
		"model":               "The model of the default version.",
		"template":            "The template of the default version: a text, or a JSON list of chat messages.",
		"provider_id":         "The slug of the provider of the default version.",
		"parameters":          "The parameters of the default version, as a JSON object without the model. Null if there are none.",
		"version_description": "The description of the default version. Null if there is none.",
	} {
		if _, shown := attributes[name]; shown {
			attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
		}
	}
	return attributes
}

// view is a prompt as a data source shows it.
type view struct {
	listed

	Template           *string      `tfsdk:"template"`
	ProviderID         *string      `tfsdk:"provider_id"`
	Parameters         *string      `tfsdk:"parameters"`
	Tools              *string      `tfsdk:"tools"`
	ToolChoice         *string      `tfsdk:"tool_choice"`
	Functions          *string      `tfsdk:"functions"`
	VersionDescription *string      `tfsdk:"version_description"`
	Version            types.Int64  `tfsdk:"version"`
	VersionID          types.String `tfsdk:"version_id"`
}

// NewDataSource returns the data source portkey_prompt for the provider's registry: one
// prompt.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt"},
		Noun:           noun,
		Description: "Reads a prompt, with its default version, by its ID, its slug or its exact name. It is an error if no prompt, or more than one, matches.\n\n" + documentation +
			"The API key needs the scope `prompts.read`, and `prompts.list` for a lookup by name.",
		NameArgument: "The exact name of the prompt. Case-sensitive.",
		Attributes:   viewAttributes("latest_version"),
		Nested:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
			found, err := portkey.NewPrompts(session.API, workspaceID).FindBy(ctx, by)
			m := model{}.observe(found, session.API.Now())
			return view{
				m.listed, m.Template, m.ProviderID, m.Parameters, m.Tools, m.ToolChoice, m.Functions, m.VersionDescription, m.Version, m.VersionID,
			}, err
		},
	}
}

// NewListDataSource returns the data source portkey_prompts for the provider's registry: the
// prompts of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompts"},
		Description: "Reads the prompts of a workspace, or all that are visible to the API key, without their content: " +
			"use the data source `portkey_prompt` for that. No match returns an empty list; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `prompts.list`.",
		Arguments: map[string]schema.Attribute{"workspace_id": noun.WorkspaceFilter()},
		Listed:    "The prompts, in the order in which Portkey lists them.",
		Attributes: viewAttributes("latest_version", "template", "provider_id", "parameters", "tools", "tool_choice", "functions",
			"version_description", "version", "version_id"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, _ := listPrompts(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.Prompt) listed { return model{}.observe(one, session.API.Now()).listed })
		},
	}
}

// versionView is one version of a prompt.
type versionView struct {
	Version     types.Int64  `tfsdk:"version"`
	VersionID   types.String `tfsdk:"version_id"`
	Description *string      `tfsdk:"description"`
	LabelID     types.String `tfsdk:"label_id"`
	CreatedAt   types.String `tfsdk:"created_at"`
	Default     types.Bool   `tfsdk:"is_default"`
}

// NewVersionsDataSource returns the data source portkey_prompt_versions for the provider's
// registry.
func NewVersionsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[versionView]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_versions"},
		Description: "Reads the versions of a prompt, published or not.\n\n" + documentation +
			"The API key needs the scope `prompts.read`.",
		Arguments: map[string]schema.Attribute{
			"prompt_id": schema.StringAttribute{Required: true, MarkdownDescription: "The ID or the slug of the prompt."},
		},
		Result: "versions",
		Listed: "The versions, in the order in which Portkey lists them: the latest one first.",
		Attributes: map[string]schema.Attribute{
			"version":     schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the version."},
			"version_id":  schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the version."},
			"description": schema.StringAttribute{Computed: true, MarkdownDescription: "The description of the version. Null if there is none."},
			"label_id":    schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the label of the version. Null if there is none."},
			"created_at":  schema.StringAttribute{Computed: true, MarkdownDescription: "When the version was created, as an RFC 3339 time in UTC."},
			"is_default":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the version is the default one, which requests without a version or a label use."},
		},
		Find: findVersions,
	}
}

func findVersions(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []versionView {
	var id string
	if diags.Append(config.GetAttribute(ctx, path.Root("prompt_id"), &id)...); diags.HasError() {
		return nil
	}
	prompts := portkey.NewPrompts(session.API, "")
	of, err := prompts.FindByID(ctx, id)
	if err != nil {
		diags.Append(noun.FindFailed(noun.Find(), err))
		return nil
	}
	found, err := portkey.Versions(ctx, prompts, of.Slug.Or(id))
	if err != nil {
		diags.Append(noun.Read().Failed(err))
	}
	return tfkit.Views(found, func(one portkey.VersionInfo) versionView {
		return versionView{
			Version: types.Int64Value(int64(one.Number)), VersionID: types.StringValue(one.ID),
			Description: tfkit.TextOrNull(one.Description), LabelID: tfkit.StringOrNull(one.LabelID), CreatedAt: tfkit.StringOrNull(one.CreatedAt),
			Default: types.BoolValue(one.Number == int(of.Version.Or(0))),
		}
	})
}
