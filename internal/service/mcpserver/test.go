package mcpserver

import (
	"cmp"
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/action/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// serverArgument is the argument that names the MCP server of an action.
const serverArgument = "mcp_server_id"

// owners says whom the API may refuse the actions to.
const owners = "Portkey has been seen to refuse this to API keys with all scopes. It then needs a user's own API key, or has to be done in the UI."

// Test is the action portkey_test_mcp_server.
type Test struct{ tfkit.ActionBase }

var _ action.ActionWithConfigure = (*Test)(nil)

// NewTestAction returns the action for the provider's registry.
func NewTestAction() action.Action { return &Test{tfkit.ActionBase{Name: "test_mcp_server"}} }

// Schema describes the action.
func (a *Test) Schema(_ context.Context, _ action.SchemaRequest, resp *action.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Has Portkey connect to an MCP server. It is an error if that fails, so that an apply shows it.\n\n" + documentation +
			"The test changes nothing. The error contains what Portkey returns as the reason.\n\n" +
			"The API key needs the scope `mcp_servers.read`, by all that is known. " + owners,
		Attributes: map[string]schema.Attribute{serverArgument: serverAttribute()},
	}
}

func serverAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required: true, MarkdownDescription: "The ID or the slug of the MCP server.", Validators: []validator.String{tfkit.NotBlank()},
	}
}

// Invoke tests the connection.
func (a *Test) Invoke(ctx context.Context, req action.InvokeRequest, resp *action.InvokeResponse) {
	var ref types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(serverArgument), &ref)...)
	if resp.Diagnostics.HasError() || !a.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer a.Session.WarnOfWaits(&resp.Diagnostics)
	act := tfkit.Act{Verb: "test", Noun: noun.One, Right: noun.Read().Right, Advice: noun.Advice + " " + owners}
	found, err := a.Session.API.TestMCPServer(ctx, ref.ValueString())
	name := cmp.Or(found.ServerName.Or(""), ref.ValueString())
	switch {
	case err != nil:
		resp.Diagnostics.Append(act.NoMCPServer(err, ref.ValueString()))
	case !bool(found.Success.Or(false)):
		resp.Diagnostics.Append(unreachable(act, name, found))
	default:
		resp.SendProgress(action.InvokeProgressEvent{Message: fmt.Sprintf("Portkey has connected to the MCP server %s%s.", name, took(found))})
	}
}

// took is how long a test took, if the answer has it.
func took(found portkey.MCPServerTest) string {
	if duration, ok := found.ResponseTimeMS.Get(); ok {
		return fmt.Sprintf(" in %d ms", int64(duration))
	}
	return ""
}

// unreachable explains a test that has failed.
func unreachable(act tfkit.Act, name string, found portkey.MCPServerTest) diag.Diagnostic {
	reason := found.Error.Or("no reason is given")
	if status, ok := found.StatusCode.Get(); ok {
		reason += fmt.Sprintf(" (HTTP status %d)", int64(status))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root(serverArgument), act.Summary(), fmt.Sprintf(
		"Portkey could not connect to the MCP server %s. Nothing was changed.\n"+
			"Check the URL, the transport and the credentials of its MCP integration, and whether the server behind it runs and can be reached by Portkey.\nPortkey: %s.\n%s",
		name, reason, tfkit.More(tfkit.SectionUnreachable)))
}
