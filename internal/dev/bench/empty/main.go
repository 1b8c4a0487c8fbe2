// Command empty is the provider with its schemas and nothing behind them: it
// asks no API, keeps what Terraform plans, and stands on the bare framework. What
// the provider costs beyond it is the provider's own. Only the bench runs it.
package main

import (
	"context"
	"log"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
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

// Create keeps the plan, with its name for an id and null for all else that was
// to be computed.
func (nothing) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var name types.String
	resp.Diagnostics.Append(req.Plan.GetAttribute(ctx, path.Root("name"), &name)...)
	resp.State.Raw = known(req.Plan.Raw)
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("id"), name)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), name)...)
}

// known has null in place of what is unknown at the top level.
func known(planned tftypes.Value) tftypes.Value {
	var attributes map[string]tftypes.Value
	if err := planned.As(&attributes); err != nil {
		log.Fatal(err)
	}
	for name, value := range attributes {
		if !value.IsKnown() {
			attributes[name] = tftypes.NewValue(value.Type(), nil)
		}
	}
	return tftypes.NewValue(planned.Type(), attributes)
}

// Read keeps the state.
func (nothing) Read(ctx context.Context, req resource.ReadRequest, resp *resource.ReadResponse) {
	var id types.String
	resp.Diagnostics.Append(req.State.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(resp.Identity.SetAttribute(ctx, path.Root("id"), id)...)
}

// Update keeps the plan.
func (nothing) Update(_ context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	resp.State.Raw = known(req.Plan.Raw)
}

// Delete has nothing to do.
func (nothing) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
