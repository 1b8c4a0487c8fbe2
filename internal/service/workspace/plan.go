package workspace

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// protectedKey is the private-state key under which a plan notes why the object
// must not be destroyed. Terraform plans a replacement in two calls, and the
// second one has no prior state but gets the private state of the first.
const protectedKey = "protected"

// ModifyPlan returns an error for a plan that destroys what is protected, plans the
// metadata, takes out of an update what Portkey treats as equal, and warns of a create
// whose name is taken. Only the last may send a request.
func (r *Resource) ModifyPlan(ctx context.Context, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	if !req.Plan.Raw.IsNull() {
		resp.Diagnostics.Append(tfkit.PlanMetadata(ctx, r.Session.DefaultMetadata, &resp.Plan)...)
	}
	if req.State.Raw.IsNull() {
		noted, diags := req.Private.GetKey(ctx, protectedKey)
		resp.Diagnostics.Append(diags...)
		if len(noted) > 0 {
			var why protection
			if err := json.Unmarshal(noted, &why); err == nil {
				resp.Diagnostics.Append(why.refusal("replace"))
			}
		}
		if !resp.Diagnostics.HasError() && r.Session.API != nil {
			noun.PlanName(ctx, req, resp, []string{"name", "icon"}, r.namesakes)
		}
		return
	}
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	why, protected := state.protection()
	if req.Plan.Raw.IsNull() {
		if protected {
			resp.Diagnostics.Append(why.refusal("destroy"))
		}
		return
	}
	resp.Diagnostics.Append(resp.Private.SetKey(ctx, protectedKey, why.note(protected))...)
	tfkit.NotePlanned(ctx, state.ID.ValueString(), resp)

	if !req.Config.Raw.IsFullyKnown() {
		return
	}
	var plan model
	resp.Diagnostics.Append(resp.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() {
		return
	}
	limits.PlanUsageOrder(ctx, req, resp, plan.UsageLimits, state.UsageLimits)
	limits.PlanRateOrder(ctx, req, resp, plan.RateLimits, state.RateLimits)
	sent := len(plan.differs(state)) > 0 || !tfkit.IsFullyKnown(ctx, plan.EffectiveMetadata)
	updated := state.LastUpdatedAt
	if sent {
		// The framework sees no difference where the provider's metadata is all that
		// has changed.
		updated = types.StringUnknown()
	}
	if !plan.LastUpdatedAt.Equal(updated) {
		resp.Diagnostics.Append(resp.Plan.SetAttribute(ctx, path.Root("last_updated_at"), updated)...)
	}
	before, after := state.display(), plan.display()
	if after != before && tfkit.Text(plan.Name) != tfkit.Text(state.Name) && r.Session.IsPlanning(state.ID.ValueString()) {
		// Terraform folds warnings of one summary together.
		resp.Diagnostics.AddAttributeWarning(path.Root("name"), fmt.Sprintf("Workspace will be renamed: %q → %q", before, after),
			fmt.Sprintf("The workspace %s keeps its id, slug, members and API keys under the new name. "+
				"To create a separate workspace instead, use a new resource address.", state.ID.ValueString()))
	}
}

// namesakes looks for what is displayed under the name of a workspace to be created.
func (r *Resource) namesakes(ctx context.Context, parts map[string]string) (shown string, found []portkey.Candidate) {
	body := portkey.WorkspaceCreate{Name: parts["name"], Icon: parts["icon"]}
	return portkey.DisplayName(body.Icon, body.Name), portkey.NewWorkspaces(r.Session.API).Namesakes(ctx, body)
}

// protection is why an object must not be destroyed.
type protection struct {
	// Reason is the attribute that protects: deletion_protection or is_default.
	Reason string `json:"reason"`
	Name   string `json:"name"`
	ID     string `json:"id"`
}

// protection reports whether the state protects the workspace, as last applied.
func (m model) protection() (protection, bool) {
	why := protection{Name: m.display(), ID: m.ID.ValueString()}
	switch {
	case m.IsDefault.ValueBool():
		why.Reason = "is_default"
	case m.DeletionProtection != nil && *m.DeletionProtection:
		why.Reason = "deletion_protection"
	}
	return why, why.Reason != ""
}

// note is the private-state value; an empty one removes an earlier note.
func (p protection) note(protected bool) []byte {
	if !protected {
		return nil
	}
	note, _ := json.Marshal(p) // strings always marshal
	return note
}

// notDestroyed is what to do if a plan destroys a workspace unintentionally.
// Terraform replaces what is tainted without asking the provider at plan, and goes by the
// state, which says that it is protected.
const notDestroyed = "If only its address changed, add a moved block. If Terraform calls it tainted: terraform untaint '<its address>'.\n"

// refusal is the error of a plan or a destroy that the protection forbids.
func (p protection) refusal(verb string) diag.Diagnostic {
	summary := tfkit.Act{Verb: verb, Noun: "workspace"}.Summary()
	if p.Reason == "is_default" {
		return diag.NewErrorDiagnostic(summary, fmt.Sprintf(
			"%q (%s) is the organisation's default workspace, which Portkey never deletes. Nothing was changed.\n"+
				notDestroyed+
				"To stop managing it, remove it from the configuration and from the state: terraform state rm '<its address>'.\n"+
				"%s", p.Name, p.ID, tfkit.More(tfkit.SectionProtected)))
	}
	return diag.NewAttributeErrorDiagnostic(path.Root("deletion_protection"), summary, fmt.Sprintf(
		"%q (%s) was last applied with deletion_protection = true. Nothing was changed.\n"+
			notDestroyed+
			"To delete it, set deletion_protection = false, apply, and then %s it.\n"+
			"%s", p.Name, p.ID, verb, tfkit.More(tfkit.SectionProtected)))
}
