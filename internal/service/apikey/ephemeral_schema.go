package apikey

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Schema describes ephemeral portkey_api_key.
func (e *Ephemeral) Schema(_ context.Context, _ ephemeral.SchemaRequest, resp *ephemeral.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		"workspace_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The ID or slug of the workspace that the key belongs to. " +
				"If omitted, the key is one of the organisation.",
			Validators: []validator.String{tfkit.NotBlank()},
		},
		"name": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "What the name of the key begins with. A hyphen and 12 random characters follow, so that each key has a name of its own. " +
				"Defaults to `" + namePrefix + "`.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		},
		"expires_in": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "After what time the key expires, as a duration from `5m` to `1h`. It has to be longer than the run takes: a key is not renewed. " +
				"Defaults to `1h`.",
			Validators: []validator.String{tfkit.DurationBetween(minLife, maxLife)},
		},
		"id": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "The ID of the key, a UUID.",
		},
		"key": schema.StringAttribute{
			Computed:            true,
			Sensitive:           true,
			MarkdownDescription: "The key itself. It is in no state and in no plan.",
		},
		"expires_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "When the key expires, as an RFC 3339 time.",
		},
	}
	maps.Copy(attributes, tfkit.Ephemeral(attributesSchema(), "scopes", "defaults", "usage_limits", "rate_limits"))
	resp.Schema = schema.Schema{
		MarkdownDescription: "Creates an API key for one run of Terraform, and deletes it at the end of the run.\n\n" +
			"Official documentation: [API keys](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz).\n\n" +
			"~> Terraform opens an ephemeral resource in each plan and again in each apply, and also in the plan of a destroy. So each plan creates a key and deletes it, " +
			"and an apply that plans first does so twice. Use the resource `portkey_api_key` for a key that has to live longer than a run.\n\n" +
			"~> Terraform does not close an ephemeral resource if a resource that uses it fails, or if the run is interrupted. The key is then left behind, and expires after `expires_in`.\n\n" +
			"The key can be used in a provider block, in a provisioner, in another ephemeral resource, and in a write-only argument. " +
			"Terraform returns an error if it is used anywhere else. A write-only argument keeps it beyond the run, after which it is not valid: do not store it.\n\n" +
			"If the response to the create is lost, the key is looked for by its name and deleted, and Terraform returns an error. " +
			"A key that can't be deleted at the end of the run is reported in a warning.\n\n" +
			"The API key of the provider needs the scopes `workspace_service_api_keys.create`, `workspace_service_api_keys.delete` and `workspace_service_api_keys.list`, " +
			"those of `organisation_service_api_keys` if `workspace_id` is omitted, and `workspaces.read` if `workspace_id` is a slug.",
		Attributes: attributes,
	}
}
