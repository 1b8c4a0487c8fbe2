package mcpcapabilities

import (
	"context"
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes what names the owner. What is enabled is as Portkey makes it, so that
// what is disabled is all there is to import.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, r.of.noun, req, resp)
	if !ok {
		return
	}
	id, slug, err := r.of.find(ctx, r.Session, ref)
	if err != nil {
		resp.Diagnostics.Append(r.of.notFound(ref, err))
		return
	}
	list, err := portkey.NewMCPCapabilities(r.Session.API, r.of.owner, id).List(ctx)
	if err != nil {
		resp.Diagnostics.Append(r.of.noun.Import().Failed(err))
		return
	}
	if ref != slug {
		ref = id
	}
	state := model{ID: types.StringValue(id), Owner: types.StringValue(ref)}.disabled(list)
	resp.Diagnostics.Append(resp.State.Set(ctx, r.of.set(state))...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// integrationResource is portkey_mcp_integration_capabilities, which the vendor's provider
// has as well.
type integrationResource struct{ Resource }

// vendorState is what the vendor's provider wrote of the capabilities of an integration.
type vendorState struct {
	MCPIntegrationID string `json:"mcp_integration_id"`
	Capabilities     []struct {
		Name    string `json:"name"`
		Type    string `json:"type"`
		Enabled bool   `json:"enabled"`
	} `json:"capabilities"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, integrationModel) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.MCPIntegrationID == "" {
		diags.Append(ofIntegrations().noun.NotVendorState())
	}
	m := integrationModel{MCPIntegrationID: types.StringValue(old.MCPIntegrationID)}
	m.ID, m.Capabilities = m.MCPIntegrationID, map[string]bool{}
	for _, one := range old.Capabilities {
		m.Capabilities[one.Type+"/"+one.Name] = one.Enabled
	}
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *integrationResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over the capabilities of the vendor's provider by a moved block.
func (r *integrationResource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(r.of.noun.Type, upgradeVendor)
}
