package promptpartial

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
	attributes := tfkit.Computed(attributesSchema(), append(without, "publish", "allow_duplicate_name", "latest_version")...)
	for name, description := range map[string]string{
		"workspace_id":        "The ID of the workspace that contains the partial.",
		"name":                "The name of the partial.",
		"content":             "The text of the default version.",
		"version_description": "The description of the default version. Null if there is none.",
	} {
		if _, shown := attributes[name]; shown {
			attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
		}
	}
	return attributes
}

// NewDataSource returns the data source portkey_prompt_partial for the provider's registry:
// one partial.
func NewDataSource() datasource.DataSource {
	return &tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_partial"},
		Noun:           noun,
		Description: "Reads a partial of a workspace, with its default version, by its ID, its slug or its exact name. It is an error if no partial, or more than one, matches.\n\n" + documentation +
			"The API key needs the scope `prompts.read`, `prompts.list` for a lookup by name, and `workspaces.read` if `workspace_id` is a slug.",
		NameArgument: "The exact name of the partial. Case-sensitive.",
		Attributes:   viewAttributes(),
		Within:       true,
		Find: func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
			found, err := portkey.NewPromptPartials(session.API, workspaceID).FindBy(ctx, by)
			return in(workspaceID).observe(found, session.API.Now()).view, err
		},
	}
}

// in is a model in a workspace, which no answer has.
func in(workspaceID string) (m model) {
	m.WorkspaceID = tfkit.StringOrNull(workspaceID)
	return m
}

// NewListDataSource returns the data source portkey_prompt_partials for the provider's
// registry: the partials of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[listed]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_partials"},
		Description: "Reads the partials of a workspace, without their content: use the data source `portkey_prompt_partial` for that. " +
			"If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `prompts.list`, and `workspaces.read` if `workspace_id` is a slug.",
		Arguments:  map[string]schema.Attribute{"workspace_id": noun.HomeArgument()},
		Listed:     "The partials, in the order in which Portkey lists them.",
		Attributes: viewAttributes("content", "version_description", "version", "version_id"),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []listed {
			found, workspaceID := listPartials(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.PromptPartial) listed { return in(workspaceID).observe(one, session.API.Now()).listed })
		},
	}
}

// versionView is one version of a partial.
type versionView struct {
	Version     types.Int64  `tfsdk:"version"`
	VersionID   types.String `tfsdk:"version_id"`
	Description *string      `tfsdk:"description"`
	CreatedAt   types.String `tfsdk:"created_at"`
	Default     types.Bool   `tfsdk:"is_default"`
}

// NewVersionsDataSource returns the data source portkey_prompt_partial_versions for the
// provider's registry.
func NewVersionsDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[versionView]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_partial_versions"},
		Description: "Reads the versions of a partial, published or not.\n\n" + documentation +
			"The API key needs the scope `prompts.read`.",
		Arguments: map[string]schema.Attribute{
			"partial_id": schema.StringAttribute{Required: true, MarkdownDescription: "The ID or the slug of the partial."},
		},
		Result: "versions",
		Listed: "The versions, in the order in which Portkey lists them: the latest one first.",
		Attributes: map[string]schema.Attribute{
			"version":     schema.Int64Attribute{Computed: true, MarkdownDescription: "The number of the version."},
			"version_id":  schema.StringAttribute{Computed: true, MarkdownDescription: "The ID of the version."},
			"description": schema.StringAttribute{Computed: true, MarkdownDescription: "The description of the version. Null if there is none."},
			"created_at":  schema.StringAttribute{Computed: true, MarkdownDescription: "When the version was created, as an RFC 3339 time in UTC."},
			"is_default":  schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the version is the default one, which prompts include that name no version."},
		},
		Find: findVersions,
	}
}

func findVersions(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []versionView {
	var id string
	if diags.Append(config.GetAttribute(ctx, path.Root("partial_id"), &id)...); diags.HasError() {
		return nil
	}
	partials := portkey.NewPromptPartials(session.API, "")
	of, err := partials.FindByID(ctx, id)
	if err != nil {
		diags.Append(noun.FindFailed(noun.Find(), err))
		return nil
	}
	found, err := portkey.Versions(ctx, partials, of.Slug.Or(id))
	if err != nil {
		diags.Append(noun.Read().Failed(err))
	}
	return tfkit.Views(found, func(one portkey.VersionInfo) versionView {
		return versionView{
			Version: types.Int64Value(int64(one.Number)), VersionID: types.StringValue(one.ID),
			Description: tfkit.TextOrNull(one.Description), CreatedAt: tfkit.StringOrNull(one.CreatedAt),
			Default: types.BoolValue(one.Number == int(of.Version.Or(0))),
		}
	})
}
