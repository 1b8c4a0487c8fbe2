package member

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [Access control](https://portkey.ai/docs/product/enterprise-offering/access-control-management).\n\n"

const workspaceArgument = "The ID or the slug of the workspace."

// ofResource are the attributes of the resource that are not about the member.
var ofResource = []string{"when_unknown", "invite_id"}

// DataSource is the data source portkey_workspace_member: one member.
type DataSource struct{ tfkit.DataSourceBase }

var _ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)

// NewDataSource returns the data source portkey_workspace_member for the provider's
// registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "workspace_member"}}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := tfkit.Computed(attributesSchema(), ofResource...)
	attributes["workspace_id"] = schema.StringAttribute{Required: true, MarkdownDescription: workspaceArgument, Validators: []validator.String{tfkit.NotBlank()}}
	const exactlyOne = " Exactly one of `user_id` and `email` must be set."
	attributes["user_id"] = schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: "The ID of the user, a UUID." + exactlyOne, Validators: people.UserID()}
	attributes["email"] = schema.StringAttribute{
		Optional: true, Computed: true, Validators: people.Email(),
		MarkdownDescription: "The e-mail address of the user. Case is not significant." + exactlyOne,
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one member of a workspace, by the ID or the e-mail address of the user. It is an error if the user is not a member.\n\n" +
			official +
			"The API key needs the scopes `workspace_users.read` and `workspace_users.list`.",
		Attributes: attributes,
	}
}

// ConfigValidators requires one way to name the user.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(path.MatchRoot("user_id"), path.MatchRoot("email"))}
}

// Read finds the member, and gives the arguments back as they were written.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var given model
	for name, value := range map[string]*types.String{"workspace_id": &given.WorkspaceID, "user_id": &given.UserID, "email": &given.Email} {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), value)...)
	}
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := d.Session.WorkspaceID(ctx, given.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := portkey.NewMembers(d.Session.API, workspaceID).Find(ctx, given.user().Ref())
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Find(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, given.take(found, workspaceID).attributes)...)
}

// NewListDataSource returns the data source portkey_workspace_members for the provider's
// registry: the members of a workspace.
func NewListDataSource() datasource.DataSource {
	return &tfkit.ListDataSource[attributes]{
		DataSourceBase: tfkit.DataSourceBase{Name: "workspace_members"},
		Description: "Reads the members of a workspace. No match returns an empty list; an incomplete list is an error.\n\n" +
			official +
			"The API key needs the scope `workspace_users.list`.",
		Arguments: map[string]schema.Attribute{
			"workspace_id": schema.StringAttribute{Required: true, MarkdownDescription: workspaceArgument, Validators: []validator.String{tfkit.NotBlank()}},
			"role": schema.StringAttribute{
				Optional: true, Validators: people.WorkspaceRole(),
				MarkdownDescription: "Only members of this role are returned: `admin`, `manager` or `member`. Owners and admins of the organisation are admins. If omitted, those of every role are returned.",
			},
			"email": schema.StringAttribute{
				Optional: true, Validators: people.Email(),
				MarkdownDescription: "Only the member of this e-mail address is returned. Case is not significant. If omitted, those of every address are returned.",
			},
		},
		Result:     "members",
		Listed:     "The members, in the order in which Portkey lists them.",
		Attributes: tfkit.Computed(attributesSchema(), ofResource...),
		Find: func(ctx context.Context, session *tfkit.Session, config tfsdk.Config, diags *diag.Diagnostics) []attributes {
			var role, email types.String
			diags.Append(config.GetAttribute(ctx, path.Root("role"), &role)...)
			diags.Append(config.GetAttribute(ctx, path.Root("email"), &email)...)
			var chosen []attributes
			for _, one := range listMembers(ctx, session, config, diags) {
				if (role.IsNull() || string(one.Role.Or("")) == role.ValueString()) &&
					(email.IsNull() || portkey.Address(one.Email.Or("")) == portkey.Address(email.ValueString())) {
					chosen = append(chosen, model{}.take(one, one.WorkspaceID.Or("")).attributes)
				}
			}
			return chosen
		},
	}
}
