package tfkit

import (
	"context"
	"errors"
	"net/http"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// MCPServerAttribute is the attribute mcp_server_id of what an MCP server has one of.
func (n Noun) MCPServerAttribute() schema.StringAttribute {
	return schema.StringAttribute{
		Required:            true,
		MarkdownDescription: "The ID or the slug of the MCP server. Changing the MCP server forces new " + n.Many + " to be created.",
		Validators:          []validator.String{NotBlank()},
	}
}

// MCPServerID is the id of the MCP server that a mcp_server_id names. It reports false, with
// an error of an act at the attribute, if that can't be found out.
func (s *Session) MCPServerID(ctx context.Context, act Act, ref types.String, diags *diag.Diagnostics) (id string, ok bool) {
	id, err := s.API.ResolveMCPServerID(ctx, ref.ValueString())
	if err != nil {
		diags.Append(act.NoMCPServer(err, ref.ValueString()))
	}
	return id, err == nil
}

// NoMCPServer explains the failure of an act on what an MCP server has. Where Portkey has no
// server of that ID or slug, the error is at mcp_server_id.
func (a Act) NoMCPServer(err error, ref string) diag.Diagnostic {
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.Status != http.StatusNotFound || answer.Code == "" {
		return a.Failed(err)
	}
	failed := a.FailedIn(SectionNotFound, err, "No MCP server that is visible to this API key has the ID or slug \""+ref+"\". "+a.changed(err),
		"Check the spelling of mcp_server_id, and the organisation of the API key. If the MCP server is in this configuration, refer to it, as in "+
			"mcp_server_id = portkey_mcp_server.example.id, so that it is created first.")
	return diag.NewAttributeErrorDiagnostic(path.Root("mcp_server_id"), failed.Summary(), failed.Detail())
}

// The keys of private state under which it is noted where an MCP server is, for what belongs
// to one, and since when it is known: no answer about it alone has its workspace.
const (
	mcpWorkspaceKey = "mcp_server_workspace"
	mcpSinceKey     = "mcp_server_since"
)

// NoteMCPServer notes where an MCP server is that was just read: in the workspace of a
// workspace's own key, or else in the organisation of the key.
func (s *Session) NoteMCPServer(ctx context.Context, noted, private PrivateState) diag.Diagnostics {
	diags := s.NoteOrganisation(ctx, noted, private)
	if Noted(ctx, noted, mcpSinceKey) != "" {
		return diags
	}
	diags.Append(Note(ctx, private, mcpSinceKey, s.API.Now().UTC().Format(time.RFC3339))...)
	diags.Append(Note(ctx, private, mcpWorkspaceKey, s.OwnWorkspaceID(ctx))...)
	return diags
}

// ProveMCPServerGone looks whether what belongs to an MCP server, and that the API refuses to
// return, was deleted with the server.
func (s *Session) ProveMCPServerGone(ctx context.Context, id string, noted PrivateState) func(error) portkey.Gone {
	return func(error) portkey.Gone {
		since := Noted(ctx, noted, mcpSinceKey)
		at, _ := time.Parse(time.RFC3339, since)
		gone := portkey.Gone{}
		if workspace := Noted(ctx, noted, mcpWorkspaceKey); workspace != "" {
			gone = portkey.NewMCPServers(s.API, workspace).ProveGone(ctx, portkey.Ref{ID: id, Parent: workspace, CreatedAt: since})
		} else {
			gone = s.API.ProveMCPServerGone(ctx, id, NotedOrganisation(ctx, noted), at)
		}
		if gone.Proven {
			gone.Seen = "Its MCP server was deleted. " + gone.Seen
		}
		return gone
	}
}

// ImportOfMCPServer is the id of the MCP server that an import names, by its id or slug, and
// that as it is written.
func ImportOfMCPServer(ctx context.Context, s *Session, n Noun, req resource.ImportStateRequest, resp *resource.ImportStateResponse) (id string, written types.String, ok bool) {
	if !s.Ready(&resp.Diagnostics) {
		return "", written, false
	}
	ref, ok := ImportReference(ctx, n, req, resp)
	if !ok {
		return "", written, false
	}
	found, err := portkey.NewMCPServers(s.API, "").FindByID(ctx, ref)
	if err != nil {
		resp.Diagnostics.Append(mcpServerNoun.FindFailed(n.Import(), err))
		return "", written, false
	}
	return found.ID.Or(""), types.StringValue(ref), true
}
