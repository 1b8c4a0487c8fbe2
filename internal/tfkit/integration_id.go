package tfkit

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

var (
	integrationNoun    = Noun{Words: portkey.IntegrationReferenceWords, Type: "portkey_integration", References: "ID or slug"}
	mcpIntegrationNoun = Noun{Words: portkey.MCPIntegrationReferenceWords, Type: "portkey_mcp_integration", References: "ID or slug"}
	mcpServerNoun      = Noun{Words: portkey.MCPServerWords, Type: "portkey_mcp_server", References: "ID or slug"}
)

// IntegrationSlug is the slug of the integration that an integration_id names. It reports
// false, with an error at the attribute, if there is no such integration.
func (s *Session) IntegrationSlug(ctx context.Context, ref types.String, diags *diag.Diagnostics) (slug string, ok bool) {
	if kind, err := portkey.ParseReference(ref.ValueString()); err != nil || kind != portkey.ByID {
		return ref.ValueString(), true
	}
	known, err := s.API.ResolveIntegration(ctx, ref.ValueString())
	if err != nil {
		failed := integrationNoun.FindFailed(integrationNoun.Find(), err)
		diags.AddAttributeError(path.Root("integration_id"), failed.Summary(), failed.Detail())
	}
	return known.Slug, err == nil
}

// NoIntegration explains the failure of an act on what an integration has, where Portkey has
// no integration of that ID or slug: the error is at integration_id. It returns nil for
// other errors.
func (a Act) NoIntegration(err error, ref string) diag.Diagnostic {
	var answer *portkey.Error
	if !errors.As(err, &answer) || answer.Status != http.StatusNotFound || answer.Code == "" {
		return nil
	}
	failed := a.FailedIn(SectionNotFound, err, fmt.Sprintf("No integration that is visible to this API key has the ID or slug %q. %s", ref, a.changed(err)),
		"Check the spelling of integration_id, and the organisation of the API key. If the integration is in this configuration, refer to it, as in "+
			"integration_id = portkey_integration.example.id, so that it is created first.")
	return diag.NewAttributeErrorDiagnostic(path.Root("integration_id"), failed.Summary(), failed.Detail())
}

// PlanIntegration plans a replacement where integration_id names another integration than
// the one in the state. The id and the slug of one integration are two spellings of it;
// Portkey is asked only to compare those.
func PlanIntegration(ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planReference(ctx, s, req, resp, "integration_id", integrationNoun, (*portkey.Client).SameIntegration)
}

// PlanMCPIntegration is [PlanIntegration] for mcp_integration_id.
func PlanMCPIntegration(ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planReference(ctx, s, req, resp, "mcp_integration_id", mcpIntegrationNoun, (*portkey.Client).SameMCPIntegration)
}

// PlanMCPServer is [PlanIntegration] for mcp_server_id.
func PlanMCPServer(ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	planReference(ctx, s, req, resp, "mcp_server_id", mcpServerNoun, (*portkey.Client).SameMCPServer)
}

// planReference plans a replacement where an attribute names another object than the one in
// the state, as far as same compares them.
func planReference(
	ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse,
	attribute string, of Noun, same func(api *portkey.Client, ctx context.Context, one, other string) (bool, error),
) {
	at := path.Root(attribute)
	var planned, known types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, at, &planned)...)
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, at, &known)...)
	if resp.Diagnostics.HasError() || planned.Equal(known) {
		return
	}
	if !planned.IsUnknown() {
		if !s.Ready(&resp.Diagnostics) {
			return
		}
		isSame, err := same(s.API, ctx, planned.ValueString(), known.ValueString())
		if err != nil {
			failed := of.FindFailed(of.Find(), err)
			resp.Diagnostics.AddAttributeError(at, failed.Summary(), failed.Detail())
		}
		if err != nil || isSame {
			return
		}
	}
	resp.RequiresReplace.Append(at)
}
