package usage

import (
	"cmp"
	"context"
	"fmt"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// target is what has spent something.
type target struct {
	act tfkit.Act
	// title is what messages call it.
	title string
	reset func(context.Context) error
}

// What diagnostics need to know of what can be reset.
var (
	apiKeys      = tfkit.Noun{Words: portkey.APIKeyWords, References: "ID"}
	providers    = tfkit.Noun{Words: portkey.ProviderWords, References: "ID or slug"}
	integrations = tfkit.Noun{Words: portkey.IntegrationReferenceWords, References: "ID or slug"}
	policies     = tfkit.Noun{Words: portkey.UsageLimitsPolicyWords, References: "ID"}
)

// acting is the act of the action, on what the API's words are of.
func acting(words portkey.Words, verb string) tfkit.Act {
	return tfkit.Act{Verb: "reset usage of", Noun: words.One, Right: words.Right(verb)}
}

// find reads what is to be reset first, so that an error can name it and the scopes that it
// needs. It reports false, with an error, where there is no such thing.
func (a *ResetUsage) find(ctx context.Context, args arguments, diags *diag.Diagnostics) (target, bool) {
	if id := args.APIKeyID.ValueString(); id != "" {
		return a.apiKey(ctx, id, diags)
	}
	if id := args.PolicyID.ValueString(); id != "" {
		return a.policy(ctx, id, args.ValueKey.ValueString(), diags)
	}
	workspaceID, ok := a.Session.WorkspaceID(ctx, args.WorkspaceID, diags)
	if !ok {
		return target{}, false
	}
	if id := args.ProviderID.ValueString(); id != "" {
		return a.provider(ctx, workspaceID, id, diags)
	}
	return a.access(ctx, workspaceID, args, diags)
}

func (a *ResetUsage) apiKey(ctx context.Context, id string, diags *diag.Diagnostics) (target, bool) {
	api := a.Session.API
	found, err := portkey.NewAPIKeys(api, "").FindByID(ctx, id)
	if err != nil {
		return notFound(apiKeys, "api_key_id", err, diags)
	}
	return target{
		act:   acting(portkey.NewAPIKeys(api, found.Kind()).Words(), "update"),
		title: "the API key " + cmp.Or(found.Name.Or(""), id),
		reset: func(ctx context.Context) error { return api.ResetAPIKeyUsage(ctx, found.ID.Or(id)) },
	}, true
}

func (a *ResetUsage) provider(ctx context.Context, workspaceID, id string, diags *diag.Diagnostics) (target, bool) {
	api := a.Session.API
	found, err := portkey.NewProviders(api, workspaceID).FindByID(ctx, id)
	if err != nil {
		return notFound(providers, "provider_id", err, diags)
	}
	return target{
		act:   acting(portkey.ProviderWords, "update"),
		title: "the provider " + cmp.Or(found.Name.Or(""), id),
		reset: func(ctx context.Context) error { return api.ResetProviderUsage(ctx, workspaceID, found.ID.Or(id)) },
	}, true
}

func (a *ResetUsage) access(ctx context.Context, workspaceID string, args arguments, diags *diag.Diagnostics) (target, bool) {
	rows, slug, err := portkey.ResolveIntegrationAccesses(ctx, a.Session.API, args.IntegrationID.ValueString())
	if err != nil {
		return notFound(integrations, "integration_id", err, diags)
	}
	return target{
		act:   acting(portkey.IntegrationAccessWords, "update"),
		title: "the integration " + slug + " in the workspace " + args.WorkspaceID.ValueString(),
		reset: func(ctx context.Context) error {
			return portkey.ResetIntegrationUsage(ctx, a.Session.API, rows, workspaceID)
		},
	}, true
}

// policy finds the value among those that the policy counts for.
func (a *ResetUsage) policy(ctx context.Context, id, value string, diags *diag.Diagnostics) (target, bool) {
	api := a.Session.API
	found, err := portkey.NewPolicies(api, portkey.UsageLimitsPolicies, "").FindByID(ctx, id)
	if err != nil {
		return notFound(policies, "policy_id", err, diags)
	}
	act := acting(portkey.UsageLimitsPolicyWords, "update")
	all, err := api.PolicyEntities(ctx, id)
	if err != nil {
		diags.Append(acting(portkey.UsageLimitsPolicyWords, "read").Failed(err))
		return target{}, false
	}
	i := slices.IndexFunc(all, func(one portkey.PolicyEntity) bool { return one.ValueKey.Or("") == value })
	if i < 0 {
		diags.AddAttributeError(path.Root("value_key"), act.Summary(), fmt.Sprintf(
			"Nothing was spent for the value %q under the usage limits policy %s. Nothing was reset. "+
				"The data source portkey_usage_limits_policy_entities returns the values; one appears some seconds after its first request.\n%s",
			value, id, tfkit.More(tfkit.SectionNotFound)))
		return target{}, false
	}
	return target{
		act:   act,
		title: "the value " + value + " of the usage limits policy " + cmp.Or(found.Name.Or(""), id),
		reset: func(ctx context.Context) error {
			return api.ResetPolicyUsage(ctx, found.WorkspaceID.Or(""), id, all[i].ID.Or(""))
		},
	}, true
}

// notFound is the error at the argument that names nothing.
func notFound(of tfkit.Noun, argument string, err error, diags *diag.Diagnostics) (target, bool) {
	failed := of.FindFailed(acting(of.Words, "read"), err)
	diags.AddAttributeError(path.Root(argument), failed.Summary(), failed.Detail())
	return target{}, false
}
