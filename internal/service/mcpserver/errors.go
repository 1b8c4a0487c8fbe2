package mcpserver

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// createFailed explains why a create failed, or may have had an effect.
func (r *Resource) createFailed(ctx context.Context, err error, plan model) diag.Diagnostic {
	slug := plan.Slug.ValueString()
	var taken *portkey.TakenError
	isTaken := errors.As(err, &taken)
	switch {
	case isTaken && slug != "" && taken.MadeHere && len(taken.Candidates) == 0:
		return diag.NewAttributeErrorDiagnostic(path.Root("slug"), noun.Create().Summary(), fmt.Sprintf(
			"Two resources of this run create an MCP server with the slug %q. Nothing was created for this one. Give them different slugs.\n%s",
			slug, tfkit.More(tfkit.SectionTaken)))
	case isTaken && slug != "":
		return r.slugTaken(ctx, slug, nil)
	case slug != "" && portkey.IsConflict(err): // somebody else, or Portkey itself, has created it since it was looked up
		return r.slugTaken(ctx, slug, err)
	}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Method == http.MethodPost && answer.Status == http.StatusForbidden && !answer.HTML {
		return notGranted(err, plan)
	}
	return noun.CreateFailed(err)
}

// slugTaken refuses a slug that another MCP server of the organisation has; err is the answer
// that says so, if there is one.
func (r *Resource) slugTaken(ctx context.Context, slug string, err error) diag.Diagnostic {
	id, answer := slug, ""
	if found, err := r.Session.API.LocateMCPServer(ctx, slug); err == nil && found.WorkspaceID.Or("") != "" {
		id = found.WorkspaceID.Or("") + "/" + slug
	}
	if err != nil {
		answer = "\nPortkey: " + err.Error()
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("slug"), noun.Create().Summary(), fmt.Sprintf(
		"The slug %q is taken by another MCP server of the organisation. Nothing was created.\n"+
			"- If that one is not managed yet, import it in the root module with\n%s\n"+
			"- If Portkey has created it by itself, as it may when an MCP integration is enabled for a workspace, the import manages that one.\n"+
			"- If it is in this state under another address, add a moved block. If this run destroyed that one, apply again.\n"+
			"- Otherwise set another slug.%s\n%s",
		slug, noun.ImportBlocks([]portkey.Candidate{{Import: id}}), answer, tfkit.More(tfkit.SectionTaken)))
}

// notGranted explains a create that was rejected with 403 for as long as it was repeated.
func notGranted(err error, plan model) diag.Diagnostic {
	return noun.Create().FailedIn(tfkit.SectionScope, err, fmt.Sprintf(
		"The MCP integration %q is not enabled for the workspace %q, or does not exist, or the API key lacks the %s or has no access to the workspace: Portkey returns the same for all of them. "+
			"The create was repeated for a while, in case the integration was about to be enabled. Nothing was created.",
		plan.MCPIntegrationID.ValueString(), plan.WorkspaceID.ValueString(), noun.Create().Right),
		"Enable the integration with portkey_mcp_integration_workspace_access. If that is in this configuration, refer to it, as in "+
			"mcp_integration_id = portkey_mcp_integration_workspace_access.example.mcp_integration_id, or name it in depends_on, so that it is created first. "+
			"If the integration is enabled, give the API key that scope. Then apply again.")
}
