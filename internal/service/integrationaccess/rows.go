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
	api         *portkey.Client
	rows        *portkey.IntegrationAccesses
	integration string
	workspaceID string
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
	rows, slug, err := api.ResolveIntegrationAccesses(ctx, m.IntegrationID.ValueString())
	if err != nil {
		failed := integrations.FindFailed(integrations.Find(), err)
		diags.AddAttributeError(path.Root("integration_id"), failed.Summary(), failed.Detail())
		return place{}, false
	}
	return place{api, rows, slug, workspaceID}, true
}

// known is the place of a row of a state, whose integration and workspace may have been
// deleted.
func (r *Resource) known(ctx context.Context, state model) place {
	ref := state.IntegrationID.ValueString()
	return place{r.Session.API, r.Session.API.IntegrationAccesses(ref), ref, r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)}
}

// row is a row of a list, or that there is none.
type row struct {
	portkey.IntegrationAccess
	there bool
}

// IsEnabled reports whether there is a row that is enabled.
func (r row) IsEnabled() bool { return r.there && r.IntegrationAccess.IsEnabled() }

// row is the row of the workspace in a list. The list may have the slugs of workspaces: then
// that of this one is looked up.
func (p place) row(ctx context.Context, list portkey.IntegrationWorkspaces) (row, error) {
	slug, err := p.api.SlugFor(ctx, list, p.workspaceID)
	if err != nil && !portkey.IsRefused(err) {
		return row{}, err
	}
	found, there := list.Of(p.workspaceID, slug)
	return row{found, there}, nil
}

// read reads the row of a state. One in doubt is read again.
func (p place) read(ctx context.Context, state model, writes tfkit.OwnWrites) (row, tfkit.Finding, error) {
	list, err := p.rows.List(ctx)
	if err != nil {
		return row{}, tfkit.Current, err
	}
	var got row
	var rowErr error
	finding := tfkit.Current
	_, err = p.rows.Settle(ctx, list, func(list portkey.IntegrationWorkspaces) bool {
		got, rowErr = p.row(ctx, list)
		if rowErr == nil && got.there {
			finding = state.judge(writes, got.IntegrationAccess, p.api.Now())
		}
		return finding != tfkit.Doubtful
	})
	if err == nil {
		err = rowErr
	}
	return got, finding, err
}

// prove looks whether access that can't be read was removed with its integration or its
// workspace.
func (p place) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if p.rows.IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		home, refusal := p.api.Workspaces().Get(ctx, p.workspaceID, "")
		if portkey.IsRefused(refusal) {
			if gone := p.api.Workspaces().ProveGone(ctx, portkey.Ref{ID: p.workspaceID}); gone.Proven {
				gone.Seen = "Its workspace was deleted. " + gone.Seen
				return gone
			}
		}
		gone := p.api.Integrations("").ProveGone(ctx, portkey.Ref{
			ID: p.integration, Parent: home.OrganisationID.Or(""), CreatedAt: state.CreatedAt.ValueString(),
		})
		if gone.Proven {
			gone.Seen = "Its integration was deleted. " + gone.Seen
		}
		return gone
	}
}

// proveAbsent looks whether access was removed that a list of the integration lacks: by a
// key that sees the workspace, and unless the row is young.
func (p place) proveAbsent(ctx context.Context, state model, writes tfkit.OwnWrites) portkey.Gone {
	if _, err := p.api.Workspaces().GetUncached(ctx, p.workspaceID); err != nil {
		gone := p.api.Workspaces().ProveGone(ctx, portkey.Ref{ID: p.workspaceID})
		if gone.Proven {
			gone.Seen = "Its workspace was deleted. " + gone.Seen
			return gone
		}
		return portkey.Gone{Elsewhere: true, Seen: "The integration does not list the workspace, which the API key can't read."}
	}
	return writes.AbsentRow(state.CreatedAt, p.api.Now(), "The integration does not list the workspace", "the access")
}

// defaultSlug is the slug of the provider that a create brings along.
func (m model) defaultSlug(p place) string {
	if slug := tfkit.Text(m.DefaultProviderSlug); slug != "" {
		return slug
	}
	return p.integration
}

// providerBefore is the ID of the provider that has the slug of the one to be created, ""
// mostly.
func (p place) providerBefore(ctx context.Context, plan model, diags *diag.Diagnostics) (id string, ok bool) {
	if !tfkit.IsTrue(plan.CreateDefaultProvider) {
		return "", true
	}
	found, err := p.api.ProviderWithSlug(ctx, p.workspaceID, plan.defaultSlug(p))
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
	id, err := p.api.DefaultProvider(ctx, p.workspaceID, plan.defaultSlug(p), since)
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
	providers := p.api.Providers(p.workspaceID)
	err := providers.Delete(ctx, id, nil)
	if err == nil {
		return true
	}
	if !portkey.IsRefused(err) {
		diags.Append(defaultNotDeleted(err, id, ""))
		return false
	}
	// What is young and not listed either is taken for deleted: nothing else depends on it.
	gone := providers.ProveGoneAfter(ctx, err, portkey.Ref{ID: id, Parent: p.workspaceID, CreatedAt: state.CreatedAt.ValueString()})
	if gone.Proven || gone.Lagging {
		return true
	}
	diags.Append(defaultNotDeleted(err, id, gone.Seen))
	return false
}
