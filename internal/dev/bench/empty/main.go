// Command empty is the provider with its schemas and nothing behind them: it
// asks no API, keeps what Terraform plans, and stands on the bare framework. What
// the provider costs beyond it is the provider's own. Only the bench runs it.
package main

import (
	"context"
	"crypto/rand"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	ours "github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

func main() {
	err := providerserver.Serve(context.Background(), func() provider.Provider { return empty{ours.New("0.0.0")()} },
		providerserver.ServeOpts{Address: "registry.terraform.io/portkey-community/portkey", ProtocolVersion: 6})
	if err != nil {
		log.Fatal(err)
	}
}

// empty is a provider whose resources do nothing.
type empty struct{ provider.Provider }

// Configure makes no client.
func (empty) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

// Resources are those of the provider, with verbs that do nothing.
func (e empty) Resources(ctx context.Context) []func() resource.Resource {
	var all []func() resource.Resource
	for _, one := range e.Provider.Resources(ctx) {
		all = append(all, func() resource.Resource { return nothing{one()} })
	}
	return all
}

// nothing has the name and the schemas of a resource.
type nothing struct{ resource.Resource }

// IdentitySchema is that of the resource.
func (n nothing) IdentitySchema(ctx context.Context, req resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	if identified, ok := n.Resource.(resource.ResourceWithIdentity); ok {
		identified.IdentitySchema(ctx, req, resp)
	}
}

// Create keeps the plan, with an id of its own and null for all else that was to be
// computed.
func (nothing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = known(req.Plan.Raw)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), rand.Text())...)
	identify(ctx, resp.State, resp.Identity, &resp.Diagnostics)
}

// known has null in place of what is unknown.
func known(planned tftypes.Value) tftypes.Value {
	value, err := tftypes.Transform(planned, func(_ *tftypes.AttributePath, value tftypes.Value) (tftypes.Value, error) {
		if !value.IsKnown() {
			return tftypes.NewValue(value.Type(), nil), nil
		}
		return value, nil
	})
	if err != nil {
		log.Fatal(err)
	}
	return value
}

// Read keeps the state.
func (nothing) Read(ctx context.Context, _ resource.ReadRequest, resp *resource.ReadResponse) {
	identify(ctx, resp.State, resp.Identity, &resp.Diagnostics)
}

// Update keeps the plan.
func (nothing) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = known(req.Plan.Raw)
	identify(ctx, resp.State, resp.Identity, &resp.Diagnostics)
}

// identify makes the id of a state its identity.
func identify(ctx context.Context, state tfsdk.State, identity *tfsdk.ResourceIdentity, diags *diag.Diagnostics) {
	var id types.String
	diags.Append(state.GetAttribute(ctx, path.Root("id"), &id)...)
	diags.Append(identity.SetAttribute(ctx, path.Root("id"), id)...)
}

// Delete has nothing to do.
func (nothing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
