package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

var integrationNoun = Noun{Words: portkey.IntegrationReferenceWords, Type: "portkey_integration", References: "ID or slug"}

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

// PlanIntegration plans a replacement where integration_id names another integration than
// the one in the state. The id and the slug of one integration are two spellings of it;
// Portkey is asked only to compare those.
func PlanIntegration(ctx context.Context, s *Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	at := path.Root("integration_id")
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
		same, err := s.API.SameIntegration(ctx, planned.ValueString(), known.ValueString())
		if err != nil {
			failed := integrationNoun.FindFailed(integrationNoun.Find(), err)
			resp.Diagnostics.AddAttributeError(at, failed.Summary(), failed.Detail())
		}
		if err != nil || same {
			return
		}
	}
	resp.RequiresReplace.Append(at)
}
