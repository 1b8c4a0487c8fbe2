package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Disconnect is the action portkey_disconnect_mcp_user.
type Disconnect struct{ tfkit.ActionBase }

var _ action.ActionWithConfigure = (*Disconnect)(nil)

// NewDisconnectAction returns the action for the provider's registry.
func NewDisconnectAction() action.Action {
	return &Disconnect{tfkit.ActionBase{Name: "disconnect_mcp_user"}}
}

// Schema describes the action.
func (a *Disconnect) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Disconnects a user from an MCP server: Portkey forgets the session of the user with the server behind it, and the user has to log in there again.\n\n" + documentation +
			"-> The user may connect again. To prevent that, set the access of the user with `portkey_mcp_server_user_access`.\n\n" +
			"A user who is not connected is no error: then nothing is changed.\n\n" +
			"The API key needs the scopes `mcp_servers.read` and `mcp_servers.update`, by all that is known, `workspaces.read` if `workspace_id` is a slug, " +
			"and `organisation_users.read` and `organisation_users.list` for an e-mail address. " + owners,
		Attributes: map[string]schema.Attribute{
			serverArgument: serverAttribute(),
			"workspace_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the slug of the workspace that contains the MCP server.", Validators: []validator.String{tfkit.NotBlank()},
			},
			"user_id": schema.StringAttribute{
				Required: true, MarkdownDescription: "The ID or the e-mail address of the user.", Validators: []validator.String{tfkit.NotBlank()},
			},
		},
	}
}

// arguments are those of the action.
type arguments struct {
	MCPServerID types.String `tfsdk:"mcp_server_id"`
	WorkspaceID types.String `tfsdk:"workspace_id"`
	UserID      types.String `tfsdk:"user_id"`
}

// Invoke disconnects the user, who is looked for first, so that one who is not connected is no
// error.
func (a *Disconnect) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var args arguments
	resp.Diagnostics.Append(req.Config.Get(ctx, &args)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	api, server, user := a.Session.API, args.MCPServerID.ValueString(), args.UserID.ValueString()
	act := tfkit.Act{Verb: "disconnect user of", Noun: noun.One, Right: noun.Update().Right, Advice: noun.Advice + " " + owners}
	workspaceID, ok := a.Session.WorkspaceID(ctx, args.WorkspaceID, &resp.Diagnostics)
	if !ok {
		return
	}
	id := user
	if named := people.UserOf(user); !named.Email.IsNull() {
		found, err := people.Find(ctx, api, named)
		if err != nil {
			failed := people.FindFailed(act, named, err, "Check the spelling.")
			resp.Diagnostics.AddAttributeError(path.Root("user_id"), failed.Summary(), failed.Detail())
			return
		}
		id = found.ID.Or("")
	}
	connections, err := api.MCPConnections(ctx, workspaceID, server, id)
	if err != nil {
		resp.Diagnostics.Append(act.NoMCPServer(err, server))
		return
	}
	if !isConnected(connections, id) {
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("The user %s is not connected to the MCP server %s. Nothing was changed.", user, server)})
		return
	}
	err = api.DisconnectMCPUser(ctx, workspaceID, server, id)
	var answer *portkey.Error
	switch {
	case err == nil || errors.As(err, &answer) && answer.Status == http.StatusNotFound && answer.Code != "": // since it was looked for
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("The user %s was disconnected from the MCP server %s.", user, server)})
	case portkey.IsUnknownOutcome(err):
		resp.Diagnostics.Append(act.FailedIn(tfkit.SectionUnreachable, err,
			fmt.Sprintf("Whether the user %s was disconnected is not known: the response was lost.", user), "Invoke the action again: it does no harm twice."))
	default:
		resp.Diagnostics.Append(act.Failed(err, fmt.Sprintf("The user %s was not disconnected.", user)))
	}
}

// isConnected reports whether a user is among those who are connected.
func isConnected(connections []portkey.MCPConnection, userID string) bool {
	for _, one := range connections {
		if one.UserID.Or("") == userID && bool(one.Connected.Or(true)) {
			return true
		}
	}
	return false
}
