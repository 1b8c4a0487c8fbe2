package apikey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_api_key.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure   = (*Resource)(nil)
	_ resource.ResourceWithIdentity    = (*Resource)(nil)
	_ resource.ResourceWithImportState = (*Resource)(nil)
	_ resource.ResourceWithModifyPlan  = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource { return newResource() }

func newResource() *Resource { return &Resource{tfkit.ResourceBase{Name: "api_key"}} }

// nounOf is the noun with the scopes of a kind of keys.
func nounOf(api *portkey.Client, kind string) tfkit.Noun {
	of := noun
	of.Words = portkey.NewAPIKeys(api, kind).Words()
	return of
}

// Read refreshes the state, and removes the key from it only where it is proven to be
// deleted. It never returns the secret: one that somebody else has rotated is removed
// from the state, with a warning.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	// State of an older Terraform or of the vendor's provider has no identity, and the
	// framework can't remove a resource without one.
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API

	state.Retained = tfkit.Noted(ctx, req.Private, retainedKey)
	lost, finding := tfkit.Noted(ctx, req.Private, lostRotationKey), tfkit.Current
	id := state.ID.ValueString()
	got, err := state.read(ctx, api)
	if err == nil {
		state = state.resolve(r.configID(ctx))
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		got, err = portkey.NewAPIKeys(api, state.kind()).Settle(ctx, id, got, func(answer portkey.APIKey) bool {
			finding = state.judge(writes, answer, r.Session.DefaultMetadata, api.Now())
			return finding != tfkit.Doubtful
		})
	}
	if err == nil {
		err = noun.MustBe(id, got.ID.Or(""))
	}
	if err != nil {
		if noun.Gone(noun.Read(), err, r.prove(ctx, state), &resp.Diagnostics) {
			resp.State.RemoveResource(ctx)
		}
		return
	}
	if finding != tfkit.Stale {
		settled, note := state.settleLost(got, lost, api.Now())
		if lost != "" && !settled.MaskedKey.Equal(state.MaskedKey) {
			resp.Diagnostics.Append(lostSeen(settled))
		}
		resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, lostRotationKey, note)...)
		state = settled.observe(got, r.Session.DefaultMetadata, api.Now())
		if !sameMask(settled.MaskedKey, state.MaskedKey) || settled.Key.ValueString() != "" && state.Key.IsNull() {
			resp.Diagnostics.Append(rotatedElsewhere(settled, state))
		}
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(tfkit.Note(ctx, resp.Private, retainedKey, state.Retained)...)
}

// retainedKey is the private-state key of Retained.
const retainedKey = "retained_description"

// read reads the key: by a request of its own where it is not known how new an answer
// must be at least, unless it is being imported.
func (m model) read(ctx context.Context, api *portkey.Client) (portkey.APIKey, error) {
	if m.LastUpdatedAt.ValueString() != "" || m.Name == nil {
		return api.APIKey(ctx, m.ID.ValueString(), m.LastUpdatedAt.ValueString())
	}
	return portkey.NewAPIKeys(api, m.kind()).GetUncached(ctx, m.ID.ValueString())
}

// configID finds the id of a config that is written as a slug, since responses contain the
// id. What is not found is returned as it is.
func (r *Resource) configID(ctx context.Context) func(string) string {
	return func(config string) string {
		if kind, err := portkey.ParseReference(config); err == nil && kind == portkey.ByID {
			return config
		}
		found, err := portkey.NewConfigs(r.Session.API, "").Get(ctx, config, "")
		if err != nil {
			return config
		}
		return found.ID.Or(config)
	}
}

// prove looks whether a key that the API refuses to return was deleted.
func (r *Resource) prove(ctx context.Context, state model) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		return r.Session.API.ProveAPIKeyGone(ctx, err, state.ref(r.Session.KnownWorkspaceID(ctx, state.WorkspaceID)))
	}
}

// Delete deletes the key. That it was deleted before is success, once proven.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	keys, id := portkey.NewAPIKeys(r.Session.API, state.kind()), state.ID.ValueString()
	live, err := keys.GetUncached(ctx, id)
	if err == nil {
		err = noun.MustBe(id, live.ID.Or(""))
	}
	if err == nil {
		err = keys.Delete(ctx, id, nil)
	}
	if err != nil {
		of := nounOf(r.Session.API, state.kind())
		of.Gone(of.Destroy(), err, r.prove(ctx, state), &resp.Diagnostics)
	}
}

// ImportState takes the id, or the exact name of a key, the latter also behind its
// workspace: workspace/name.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	found, workspaceID, err := tfkit.FindInWorkspaces(ctx, r.Session.API, r.find(ctx), ref)
	if err != nil {
		resp.Diagnostics.Append(noun.FindFailed(noun.Import(), err))
		return
	}
	if workspaceID.IsNull() {
		workspaceID = tfkit.OrPrior(found.WorkspaceID, types.StringNull())
	}
	id := found.ID.Or("")
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("workspace_id"), workspaceID)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
	resp.Diagnostics.Append(importedWithoutKey())
}

// find finds a key by its name in a workspace, or by its id or name among all that are
// visible.
func (r *Resource) find(ctx context.Context) func(workspaceID, ref string) (portkey.APIKey, error) {
	return func(workspaceID, ref string) (portkey.APIKey, error) {
		if workspaceID == "" {
			return portkey.NewAPIKeys(r.Session.API, "").Find(ctx, ref)
		}
		return r.Session.API.APIKeyNamed(ctx, workspaceID, ref)
	}
}

func importedWithoutKey() diag.Diagnostic {
	return diag.NewWarningDiagnostic("The import has no key", "Portkey returns the secret of an API key when it is created or rotated, and never again: "+
		"the attribute key stays null. Whoever uses the API key goes on using it unchanged. "+
		"To have its secret in the state, set rotate_trigger, which rotates the API key in place.")
}
