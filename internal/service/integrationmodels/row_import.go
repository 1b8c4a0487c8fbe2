package integrationmodels

import (
	"context"
	"encoding/json"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ImportState takes integration/model: the integration by id, slug or name, and the slug of
// the model, which may contain slashes. It is the import ID of the vendor's provider as well.
func (r *RowResource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	ref, ok := tfkit.ImportReference(ctx, noun, req, resp)
	if !ok {
		return
	}
	integration, slug, nested := strings.Cut(ref, "/")
	if !nested || integration == "" || slug == "" {
		resp.Diagnostics.Append(notImported(noun, ref, "does not name an integration and a model"))
		return
	}
	at, written, err := findForImport(ctx, r.Session.API, integration)
	if err != nil {
		resp.Diagnostics.Append(notFound(noun, ref, err))
		return
	}
	list, err := at.rows.List(ctx)
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	state := rowOf(written, slug)
	live, there := state.row(list)
	if !there {
		resp.Diagnostics.Append(notImported(noun, ref, "names no model of the integration"))
		return
	}
	state = state.observe(live, false, r.Session.API.Now())
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}

// findForImport finds an integration by id, slug or name, and returns what integration_id
// is: ref, or the slug in place of a name.
func findForImport(ctx context.Context, api *portkey.Client, ref string) (at place, written string, err error) {
	found, err := portkey.NewIntegrations(api, "").Find(ctx, ref)
	if err != nil {
		return place{}, "", err
	}
	slug := found.Slug.Or(ref)
	if ref != found.ID.Or("") {
		ref = slug
	}
	return place{api, portkey.NewIntegrationModels(api, slug), slug}, ref, nil
}

// vendorState is a model in a state that the vendor's provider wrote.
type vendorState struct {
	IntegrationID string `json:"integration_id"`
	ModelSlug     string `json:"model_slug"`
	Enabled       *bool  `json:"enabled"`
	IsCustom      *bool  `json:"is_custom"`
	IsFinetune    *bool  `json:"is_finetune"`
	BaseModelSlug string `json:"base_model_slug"`
	PricingConfig *struct {
		PayAsYouGo *struct {
			Request    *float64 `json:"request_token_price"`
			Response   *float64 `json:"response_token_price"`
			CacheRead  *float64 `json:"cache_read_input_token_price"`
			CacheWrite *float64 `json:"cache_write_input_token_price"`
		} `json:"pay_as_you_go"`
	} `json:"pricing_config"`
}

// upgradeVendor turns a state of the vendor's provider into a model.
func upgradeVendor(raw []byte, diags *diag.Diagnostics) (types.String, rowModel) {
	var old vendorState
	if err := json.Unmarshal(raw, &old); err != nil || old.IntegrationID == "" || old.ModelSlug == "" {
		diags.Append(noun.NotVendorState())
	}
	m := rowOf(old.IntegrationID, old.ModelSlug)
	enabled := old.Enabled == nil || *old.Enabled
	m.Enabled = &enabled
	if tfkit.IsTrue(old.IsCustom) {
		m.Custom = &custom{BaseModelSlug: tfkit.TextOrNull(old.BaseModelSlug)}
		if tfkit.IsTrue(old.IsFinetune) {
			m.Custom.IsFinetune = old.IsFinetune
		}
	}
	if old.PricingConfig != nil && old.PricingConfig.PayAsYouGo != nil {
		prices := old.PricingConfig.PayAsYouGo
		m.Pricing = &pricing{
			tfkit.Number(prices.Request), tfkit.Number(prices.Response), tfkit.Number(prices.CacheRead), tfkit.Number(prices.CacheWrite),
		}
	}
	return m.ID, m
}

// UpgradeState reads state of schema version 0.
func (r *RowResource) UpgradeState(context.Context) map[int64]resource.StateUpgrader {
	return tfkit.UpgradeVendor(upgradeVendor)
}

// MoveState takes over a model of the vendor's provider by a moved block.
func (r *RowResource) MoveState(context.Context) []resource.StateMover {
	return tfkit.MoveVendor(noun.Type, upgradeVendor)
}
