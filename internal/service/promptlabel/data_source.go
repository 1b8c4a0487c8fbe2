package promptlabel

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	workspaceArgument = "The ID or the slug of the workspace that has the label, or uses it: the labels that every workspace has are found there too. " +
		"The API key of an organisation requires it, or `scope`. Defaults to the workspace of a workspace's own key. Conflicts with `scope`."
	scopeArgument = "`organisation` for labels of the organisation itself. Conflicts with `workspace_id`."
)

func viewAttributes() map[string]schema.Attribute {
	attributes := tfkit.Computed(attributesSchema(), "scope")
	for name, description := range map[string]string{
		"workspace_id": "The ID of the workspace that has the label. Null if it is the organisation's.",
		"name":         "The name of the label.",
		"description":  "What the label is for. Null if there is no description.",
		"color_code":   "The colour of the label, as in `#1a2b3c`. Null if it has none.",
	} {
		attributes[name] = schema.StringAttribute{Computed: true, MarkdownDescription: description}
	}
	return attributes
}

// arguments say whose labels a data source reads.
func arguments() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"workspace_id": schema.StringAttribute{
			Optional: true, MarkdownDescription: workspaceArgument,
			Validators: []validator.String{tfkit.NotBlank(), stringvalidator.ConflictsWith(path.MatchRoot("scope"))},
		},
		"scope": schema.StringAttribute{
			Optional: true, MarkdownDescription: scopeArgument,
			Validators: []validator.String{tfkit.Among(organisation)},
		},
	}
}

// DataSource is the data source portkey_prompt_label: one label.
type DataSource struct {
	tfkit.LookupDataSource[view]
}

// NewDataSource returns the data source for the provider's registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.LookupDataSource[view]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_label"},
		Noun:           noun,
		Description: "Reads a label of prompts by its ID or its exact name, those too that every workspace has: `production`, `staging` and `development`. " +
			"It is an error if no label matches.\n\n" + documentation +
			"The API key needs the scopes `prompts.read` and `prompts.list`, and `workspaces.list` and `workspaces.read` with `scope` or if `workspace_id` is a slug.",
		NameArgument: "The exact name of the label. Case-sensitive.",
		Attributes:   viewAttributes(),
		Nested:       true,
	}}
}

// Schema describes the data source.
func (d *DataSource) Schema(ctx context.Context, req datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	d.LookupDataSource.Schema(ctx, req, resp)
	for name, argument := range arguments() {
		resp.Schema.Attributes[name] = argument
	}
	resp.Schema.Attributes["workspace_id"] = schema.StringAttribute{
		Optional: true, Computed: true, MarkdownDescription: workspaceArgument,
		Validators: []validator.String{tfkit.NotBlank(), stringvalidator.ConflictsWith(path.MatchRoot("scope"))},
	}
}

// Read finds the label in its place.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var scope types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scope"), &scope)...)
	lookup := d.LookupDataSource
	lookup.Find = func(ctx context.Context, session *tfkit.Session, workspaceID string, by portkey.Lookup) (view, error) {
		in, err := place{workspaceID: workspaceID}, error(nil)
		if scope.ValueString() != "" {
			in.organisationID, err = organisationOf(ctx, session)
		}
		var found portkey.PromptLabelInfo
		if err == nil {
			found, err = in.labels(session.API).FindBy(ctx, by)
		}
		shown := model{}.observe(found, session.API.Now()).view
		shown.Scope = scope
		return shown, err
	}
	lookup.Read(ctx, req, resp)
}

// NewListDataSource returns the data source portkey_prompt_labels for the provider's
// registry: the labels of a workspace, or of the organisation.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "prompt_labels"},
		Description: "Reads the labels of prompts of a workspace, with those that every workspace has, or those of the organisation. " +
			"If there is none, the list is empty; an incomplete list is an error.\n\n" + documentation +
			"The API key needs the scope `prompts.list`, and `workspaces.list` and `workspaces.read` with `scope` or if `workspace_id` is a slug.",
		Arguments:  arguments(),
		Listed:     "The labels, in the order in which Portkey lists them.",
		Attributes: viewAttributes(),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			found, _ := listLabels(ctx, session, config, diags)
			return tfkit.Views(found, func(one portkey.PromptLabelInfo) attributes {
				return model{}.observe(one, session.API.Now()).attributes
			})
		},
	}
}
