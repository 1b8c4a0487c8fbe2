package organisationdefaults

import (
	"context"
	"errors"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Resource is portkey_organisation_defaults.
type Resource struct{ tfkit.ResourceBase }

var (
	_ resource.ResourceWithConfigure    = (*Resource)(nil)
	_ resource.ResourceWithIdentity     = (*Resource)(nil)
	_ resource.ResourceWithImportState  = (*Resource)(nil)
	_ resource.ResourceWithMoveState    = (*Resource)(nil)
	_ resource.ResourceWithUpgradeState = (*Resource)(nil)
)

// NewResource returns the resource for the provider's registry.
func NewResource() resource.Resource {
	return &Resource{tfkit.ResourceBase{Name: "organisation_defaults"}}
}

// Create sets the defaults, unless the organisation has others. Once the PUT is answered
// there are only warnings.
func (r *Resource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var plan model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	var writes tfkit.OwnWrites
	sent := false
	err := portkey.NewOrganisationDefaults(api).Write(ctx, func(live portkey.OrganisationGuardrails) ([]portkey.OrganisationGuardrailsUpdate, error) {
		there, planned := model{}.observe(live), plan.asSpelledBy(live)
		attributes := planned.differs(there)
		if !sent && !tfkit.IsTrue(plan.Adopt) && !there.isEmpty() && len(attributes) > 0 {
			return nil, &thereError{there}
		}
		if len(attributes) > 0 {
			sent = true
			begin(&writes, there, api.Now())
		}
		return plan.update(attributes), nil
	})
	if err != nil {
		resp.Diagnostics.Append(failed(noun.Create(), err))
		return
	}
	plan.ID = types.StringValue(theID)
	resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, resp.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), plan.ID)...)
}

// errElsewhere is a key of another organisation than that of the state.
var errElsewhere = errors.New("the API key is one of another organisation")

// mine is an error for a key of another organisation than that of the state. It is asked once
// the defaults were read, so that a key that is rejected is explained.
func (r *Resource) mine(ctx context.Context, private tfkit.PrivateState) error {
	if r.Session.IsElsewhere(ctx, private) {
		return errElsewhere
	}
	return nil
}

// Read refreshes the state. The defaults are there for as long as the organisation is.
func (r *Resource) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var state model
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, state.ID)...)
	if !noun.CanRefresh(r.Session, &resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	writes := tfkit.ReadOwnWrites(ctx, req.Private)
	got, err := portkey.NewOrganisationDefaults(api).List(ctx)
	if err == nil {
		got, err = portkey.NewOrganisationDefaults(api).Settle(ctx, got, func(answer portkey.OrganisationGuardrails) bool {
			return !state.lags(writes, state.observe(answer), api.Now())
		})
	}
	if err == nil {
		err = r.mine(ctx, req.Private)
	}
	if err != nil {
		resp.Diagnostics.Append(failed(noun.Read(), err))
		return
	}
	resp.Diagnostics.Append(r.Session.NoteOrganisation(ctx, req.Private, resp.Private)...)
	resp.Diagnostics.Append(resp.State.Set(ctx, state.observe(got))...)
}

// Update writes the list that differs, and nothing where only spelling does.
func (r *Resource) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	var plan, state model
	resp.Diagnostics.Append(req.Plan.Get(ctx, &plan)...)
	resp.Diagnostics.Append(req.State.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	api := r.Session.API
	if len(plan.differs(state)) > 0 {
		writes := tfkit.ReadOwnWrites(ctx, req.Private)
		err := portkey.NewOrganisationDefaults(api).Write(ctx, func(live portkey.OrganisationGuardrails) ([]portkey.OrganisationGuardrailsUpdate, error) {
			if err := r.mine(ctx, req.Private); err != nil {
				return nil, err
			}
			seen, planned, known := model{}.observe(live), plan.asSpelledBy(live), state.asSpelledBy(live)
			if known.lags(writes, seen, api.Now()) {
				return nil, portkey.ErrStale
			}
			changes := planned.differs(known)
			if _, err := tfkit.Foreign("", "", changes, planned.differs(seen), seen.differs(known)); err != nil {
				return nil, err
			}
			var attributes tfkit.Changes
			for _, name := range changes {
				attributes.Add(name, !planned.differs(seen).Has(name))
			}
			if len(attributes) > 0 {
				begin(&writes, seen, api.Now())
			}
			return plan.update(attributes), nil
		})
		if err != nil {
			resp.Diagnostics.Append(failed(noun.Update(), err))
			return
		}
		resp.Diagnostics.Append(writes.End(ctx, resp.Private, api.Now())...)
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, plan)...)
	resp.Diagnostics.Append(tfkit.KeepIdentity(ctx, resp.Identity, plan.ID)...)
}

// Delete clears both lists.
func (r *Resource) Delete(ctx context.Context, req resource.DeleteRequest, resp *resource.DeleteResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer r.Session.WarnOfWaits(&resp.Diagnostics)
	err := portkey.NewOrganisationDefaults(r.Session.API).Write(ctx, func(live portkey.OrganisationGuardrails) ([]portkey.OrganisationGuardrailsUpdate, error) {
		return model{}.update(model{}.observe(live).differs(model{})), r.mine(ctx, req.Private)
	})
	if err != nil {
		resp.Diagnostics.Append(failed(noun.Destroy(), err))
	}
}

// ImportState takes any ID: the API key says which organisation it is.
func (r *Resource) ImportState(ctx context.Context, req resource.ImportStateRequest, resp *resource.ImportStateResponse) {
	if !r.Session.Ready(&resp.Diagnostics) {
		return
	}
	if _, ok := tfkit.ImportReference(ctx, noun, req, resp); !ok {
		return
	}
	got, err := portkey.NewOrganisationDefaults(r.Session.API).List(ctx)
	if err != nil {
		resp.Diagnostics.Append(noun.Import().Failed(err))
		return
	}
	state := model{attributes: attributes{ID: types.StringValue(theID)}}.observe(got)
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), state.ID)...)
}
