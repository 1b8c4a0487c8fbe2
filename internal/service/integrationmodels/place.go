package integrationmodels

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// place is where models are: at an integration.
type place struct {
	api         *portkey.Client
	rows        *portkey.IntegrationModels
	integration string
}

// find is the place of models that are to be written. It reports false, with an error, where
// the integration is not there.
func find(ctx context.Context, s *tfkit.Session, integration types.String, diags *diag.Diagnostics) (place, bool) {
	slug, ok := s.IntegrationSlug(ctx, integration, diags)
	if !ok {
		return place{}, false
	}
	return place{s.API, portkey.NewIntegrationModels(s.API, slug), slug}, true
}

// known is the place of models of a state, whose integration may have been deleted.
func known(s *tfkit.Session, integration types.String) place {
	ref := integration.ValueString()
	return place{s.API, portkey.NewIntegrationModels(s.API, ref), ref}
}

// toDelete is the place of models that are to be removed, whose integration may have been
// deleted.
func toDelete(ctx context.Context, s *tfkit.Session, integration types.String) place {
	return known(s, types.StringValue(s.API.IntegrationSlug(ctx, integration.ValueString())))
}

// prove looks whether models that can't be read were deleted with their integration, in the
// organisation that private state notes.
func (p place) prove(ctx context.Context, private tfkit.PrivateState, createdAt string) func(error) portkey.Gone {
	return func(err error) portkey.Gone {
		if p.rows.IsReadable(ctx, err) {
			return portkey.Gone{Readable: true, Seen: "It can be read."}
		}
		gone := portkey.NewIntegrations(p.api, "").ProveGone(ctx, portkey.Ref{
			ID: p.integration, Parent: tfkit.NotedOrganisation(ctx, private), CreatedAt: createdAt,
		})
		if gone.Proven {
			gone.Seen = "Its integration was deleted. " + gone.Seen
		}
		return gone
	}
}

// refuseBoth notes that a resource of a type manages models of an integration, and refuses
// a plan in which they are managed as a whole and one by one: each apply would undo what the
// other resource does. The id and the slug of an integration are looked up only in a run that
// has both types, be it for different integrations.
func refuseBoth(ctx context.Context, s *tfkit.Session, integration types.String, typeName string, diags *diag.Diagnostics) {
	if s == nil || s.API == nil || integration.IsUnknown() || integration.IsNull() {
		return
	}
	names := []string{integration.ValueString()}
	if len(s.Together("models of integrations", typeName)) > 0 {
		if found, err := s.API.ResolveIntegration(ctx, names[0]); err == nil { // else it is not there yet
			names = append(names, found.ID, found.Slug)
		}
	}
	for _, name := range names {
		for _, other := range s.Together("models of "+name, typeName) {
			diags.Append(managedTwice(names[0], max(typeName, other), min(typeName, other)))
			return
		}
	}
}
