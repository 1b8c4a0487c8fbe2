package integrationaccess

import (
	"context"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// place is where a row is: in the list of an integration, for a workspace.
type place struct {
	tfkit.AccessRow[portkey.IntegrationAccessWrite]
}

// placeOf is the place of the row of a workspace in the list of an integration, by its slug.
func placeOf(api *portkey.Client, rows *portkey.IntegrationAccesses, integration, workspaceID string) place {
	return place{tfkit.AccessRow[portkey.IntegrationAccessWrite]{
		API: api, Rows: rows, Integration: integration, ProveIntegration: portkey.NewIntegrations(api, "").ProveGone, WorkspaceID: workspaceID,
	}}
}

// address is what an import of the access takes.
func (m model) address() string {
	return m.IntegrationID.ValueString() + "/" + m.WorkspaceID.ValueString()
}

// find is the place of a row that is to be written. It reports false, with an error, where
// the integration or the workspace is not there.
func (r *Resource) find(ctx context.Context, m model, diags *diag.Diagnostics) (place, bool) {
	api := r.Session.API
	workspaceID, ok := r.Session.WorkspaceID(ctx, m.WorkspaceID, diags)
	if !ok {
		return place{}, false
	}
	rows, slug, err := portkey.ResolveIntegrationAccesses(ctx, api, m.IntegrationID.ValueString())
	if err != nil {
		failed := integrations.FindFailed(integrations.Find(), err)
		diags.AddAttributeError(path.Root("integration_id"), failed.Summary(), failed.Detail())
		return place{}, false
	}
	return placeOf(api, rows, slug, workspaceID), true
}

// known is the place of a row of a state, whose integration and workspace may have been
// deleted.
func (r *Resource) known(ctx context.Context, state model) place {
	ref := state.IntegrationID.ValueString()
	return placeOf(r.Session.API, portkey.NewIntegrationAccesses(r.Session.API, ref), ref, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID))
}

// defaultSlug is the slug of the provider that a create brings along.
func (m model) defaultSlug(p place) string {
	if slug := tfkit.Text(m.DefaultProviderSlug); slug != "" {
		return slug
	}
	return p.Integration
}

// providerBefore is the ID of the provider that has the slug of the one to be created, ""
// mostly.
func (p place) providerBefore(ctx context.Context, plan model, diags *diag.Diagnostics) (id string, ok bool) {
	if !tfkit.IsTrue(plan.CreateDefaultProvider) {
		return "", true
	}
	found, err := p.API.ProviderWithSlug(ctx, p.WorkspaceID, plan.defaultSlug(p))
	if err != nil {
		diags.Append(noun.Create().Failed(err))
	}
	return found.ID.Or(""), err == nil
}

// defaultProvider is the ID of the provider that a create, which began at since, brought
// along. before is what had its slug.
func (p place) defaultProvider(ctx context.Context, plan model, before string, since time.Time, diags *diag.Diagnostics) types.String {
	if !tfkit.IsTrue(plan.CreateDefaultProvider) {
		return types.StringNull()
	}
	id, err := p.API.DefaultProvider(ctx, p.WorkspaceID, plan.defaultSlug(p), since)
	if err == nil && id != "" && id != before {
		return types.StringValue(id)
	}
	diags.AddAttributeWarning(path.Root("create_default_provider"), "Default provider not found",
		"The access was created, but a new provider with the slug "+plan.defaultSlug(p)+" was not found in the workspace, so provider_id is null. "+
			"Portkey creates none where the workspace has had a provider of the integration before. "+
			"Look in Portkey: if there is none, use portkey_provider, and if there is one, destroying this resource does not delete it.")
	return types.StringNull()
}

// deleteDefault deletes the provider that the create brought along, and reports false, with
// an error, where that may be left.
func (p place) deleteDefault(ctx context.Context, state model, diags *diag.Diagnostics) bool {
	id := state.ProviderID.ValueString()
	if id == "" {
		return true
	}
	providers := portkey.NewProviders(p.API, p.WorkspaceID)
	err := providers.Delete(ctx, id, nil)
	if err == nil {
		return true
	}
	if !portkey.IsRefused(err) {
		diags.Append(defaultNotDeleted(err, id, ""))
		return false
	}
	// What is young and not listed either is taken for deleted: nothing else depends on it.
	gone := providers.ProveGoneAfter(ctx, err, portkey.Ref{ID: id, Parent: p.WorkspaceID, CreatedAt: state.CreatedAt.ValueString()})
	if gone.Proven || gone.Lagging {
		return true
	}
	diags.Append(defaultNotDeleted(err, id, gone.Seen))
	return false
}
