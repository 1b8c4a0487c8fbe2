package promptlabel

import (
	"context"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

var _ list.ListResourceWithConfigure = (*Resource)(nil)

// NewListResource returns the list resource for the provider's registry.
func NewListResource() list.ListResource { return newResource() }

// ListResourceConfigSchema describes the arguments.
func (r *Resource) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Lists the labels of prompts of a workspace, or of the organisation, for `terraform query`, which can generate the configuration that imports them. " +
			"Those that every workspace has are omitted, since they can't be managed.\n\n" + documentation +
			"The API key needs the scope `prompts.list`, and `prompts.read` with `include_resource` and for the import. " +
			"It needs `workspaces.list` and `workspaces.read` with `scope` or if `workspace_id` is a slug.",
		Attributes: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{
				Optional: true, MarkdownDescription: "The ID or the slug of the workspace that has the labels. Required with the API key of an organisation, unless `scope` is set. Conflicts with `scope`.",
				Validators: []validator.String{tfkit.NotBlank(), stringvalidator.ConflictsWith(path.MatchRoot("scope"))},
			},
			"scope": schema.StringAttribute{
				Optional: true, MarkdownDescription: scopeArgument,
				Validators: []validator.String{tfkit.Among(organisation)},
			},
		},
	}
}

// List finds the labels for terraform query.
func (r *Resource) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	r.ListResults(ctx, req, stream, func(diags *diag.Diagnostics) []tfkit.Listed {
		found, in := listLabels(ctx, r.Session, req.Config, diags)
		found = slices.DeleteFunc(found, func(one portkey.PromptLabelInfo) bool { return bool(one.IsUniversal.Or(false)) })
		return tfkit.Views(found, func(one portkey.PromptLabelInfo) tfkit.Listed {
			imported := model{view: view{attributes: attributes{WorkspaceID: tfkit.StringOrNull(in.workspaceID)}}}
			if in.organisationID != "" {
				imported.Scope = types.StringValue(organisation)
			}
			imported = imported.takeComputed(one)
			return tfkit.Listed{
				ID: imported.ID.ValueString(), WorkspaceID: in.workspaceID, Name: one.Name.Or(""),
				Model: func(ctx context.Context, diags *diag.Diagnostics) any {
					got, err := in.labels(r.Session.API).GetUncached(ctx, imported.ID.ValueString())
					if err != nil {
						diags.Append(noun.Read().Failed(err))
					}
					return imported.observe(got, r.Session.API.Now())
				},
			}
		})
	})
}

// listLabels lists the labels of the place that the arguments name.
func listLabels(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) ([]portkey.PromptLabelInfo, place) {
	var workspace, scope types.String
	diags.Append(config.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	diags.Append(config.GetAttribute(ctx, path.Root("scope"), &scope)...)
	if diags.HasError() {
		return nil, place{}
	}
	in, ok := placeOf(ctx, session, workspace, scope, diags)
	if !ok {
		return nil, in
	}
	if in.id() == "" { // a workspace's own key: the identity has the workspace
		in.workspaceID = session.OwnWorkspaceID(ctx)
	}
	found, err := in.labels(session.API).List(ctx, nil)
	if err != nil {
		diags.Append(noun.List().Failed(err))
	}
	return found, in
}
