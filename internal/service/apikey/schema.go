package apikey

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/int64planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// noun is what diagnostics need to know of API keys.
var noun = tfkit.Noun{
	Words: portkey.APIKeyWords, Type: "portkey_api_key", Name: "name",
	References: "ID or exact name",
	Attributes: []string{
		"name", "description", "type", "workspace_id", "user_id", "scopes", "defaults", "usage_limits", "rate_limits",
		"alert_emails", "expires_at", "rotation_policy",
	},
}

// Schema describes portkey_api_key.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages an API key: of the organisation, of a service in a workspace, or of a user in a workspace.\n\n" +
			"Official documentation: [API keys](https://portkey.ai/docs/product/enterprise-offering/org-management/api-keys-authn-and-authz), " +
			"[rotation](https://portkey.ai/docs/product/enterprise-offering/org-management/api-key-rotation).\n\n" +
			"~> Portkey returns a key once, when it is created or rotated. It is stored in the state, in `key`, so keep the state in an encrypted backend, " +
			"or set `encrypt_to`: then the state contains the encrypted key only.\n\n" +
			"~> Destroying the resource deletes the key at once: requests with it fail.\n\n" +
			"To rotate the key in place, change `rotate_trigger`. The ID, the usage and the limits stay, and the previous key works until `key_transition_expires_at`. " +
			"A config that is bound to the key by `defaults.config_id` can't be destroyed before the key.\n\n" +
			"-> An import can't know the key: `key` is null until the key is rotated. Adding `rotate_trigger` to an imported key rotates it.\n\n" +
			"The provider's API key needs the scopes `create`, `read`, `update`, `delete`, `list` and `rotate` of the type: those of " +
			"`organisation_service_api_keys`, `workspace_service_api_keys` or `workspace_user_api_keys`, as in `workspace_service_api_keys.create`. " +
			"It also needs `workspaces.read` to detect that a key was deleted outside Terraform and if `workspace_id` is a slug, and `configs.read` if `defaults.config_id` is a slug. " +
			"The key of a user can't manage API keys.",
		Attributes: attributesSchema(),
	}
}

const replaces = " Changing it forces a new API key to be created."

// attributesSchema describes the attributes of the resource. The data sources show most
// of them too.
func attributesSchema() map[string]schema.Attribute {
	forced := []planmodifier.String{stringplanmodifier.RequiresReplace()}
	kept := []planmodifier.String{stringplanmodifier.UseStateForUnknown()}
	transition := tfkit.WholeBetween(portkey.MinKeyTransition, tfkit.MostWhole)
	return map[string]schema.Attribute{
		"id": noun.ID(),
		"type": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "Whose key it is: `organisation-service` for the Admin API, `workspace-service` for a service in a workspace, " +
				"or `workspace-user` for a user in a workspace." + replaces,
			Validators:    []validator.String{tfkit.Among(portkey.OrganisationService, portkey.WorkspaceService, portkey.WorkspaceUser)},
			PlanModifiers: forced,
		},
		"workspace_id": schema.StringAttribute{
			Optional: true,
			Computed: true,
			MarkdownDescription: "The ID or the slug of the workspace that contains the API key. Conflicts with the type `organisation-service`. " +
				"Required for the other types if the provider uses the API key of an organisation. Defaults to the workspace of a workspace's own key. " +
				"Changing the workspace forces a new API key to be created.",
			Validators:    []validator.String{tfkit.NotBlank()},
			PlanModifiers: kept,
		},
		"user_id": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The ID of the user whose key it is, a member of the workspace. " +
				"Required for the type `workspace-user`, conflicts with the others." + replaces,
			Validators:    []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
			PlanModifiers: forced,
		},
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the API key, at most 100 characters. Renaming updates the key in place. Creating a key, and renaming one, fails if another key " +
				"of the type and the workspace, and of the user, has the name, unless `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), atMost{mostName}},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the key is for, at most 200 characters. If omitted or empty, there is no description.",
			Validators:          []validator.String{atMost{mostDescription}},
		},
		"scopes": schema.SetAttribute{
			Required:    true,
			ElementType: types.StringType,
			MarkdownDescription: "What the key may do, such as `completions.write`. At least one scope is required. Terraform shows a warning for a scope that this version " +
				"of the provider does not know, and for one that a key of the type can't have: `workspaces.create` and the scopes of the organisation " +
				"are for `organisation-service`, those of requests to AI models, such as `completions.write`, for the keys of workspaces.",
			Validators: []validator.Set{
				notEmpty{"A key needs at least one scope, such as \"completions.write\"."},
				setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank(), tfkit.Trimmed()),
			},
		},
		"defaults": schema.SingleNestedAttribute{
			Optional: true,
			MarkdownDescription: "Defaults for every request with this key. If omitted, the key has neither metadata of its own nor a config. " +
				"A workspace can have a config for users' keys without one: it applies, and is not a difference.",
			Validators: []validator.Object{defaultsValidator{}},
			Attributes: map[string]schema.Attribute{
				"metadata": schema.MapAttribute{
					ElementType: types.StringType, Optional: true,
					MarkdownDescription: "Metadata that Portkey adds to every request with this key. Overrides the values that the provider's `default_metadata` has for the same keys. Defaults to `{}`.",
					Validators:          []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
				},
				"config_id": schema.StringAttribute{
					Optional:            true,
					MarkdownDescription: "The ID or the slug of the config that requests with this key use. Portkey returns the ID: with the slug, a refresh has to look the config up. If omitted, there is none.",
					Validators:          []validator.String{tfkit.Trimmed()},
				},
				"allow_config_override": schema.BoolAttribute{
					Optional:            true,
					MarkdownDescription: "Whether a request can use another config than `config_id`, which is required if this is `true`. Defaults to `true`.",
				},
			},
		},
		"effective_metadata": schema.MapAttribute{
			ElementType: types.StringType, Computed: true,
			MarkdownDescription: "The metadata that Portkey has for the key: the provider's `default_metadata`, overridden by `defaults.metadata`. " +
				"An empty map if there is none. Values that are sensitive in the configuration are not hidden here.",
		},
		"usage_limits": limits.BudgetAttribute(),
		"rate_limits":  limits.RateAttribute(),
		"alert_emails": schema.SetAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "The e-mail addresses that Portkey sends the alerts of the budget to. If omitted or empty, there are none.",
			Validators:          []validator.Set{setvalidator.NoNullValues(), setvalidator.ValueStringsAre(people.Email()...)},
		},
		"expires_at": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "When the key expires, as an RFC 3339 time such as `2027-01-31T00:00:00Z`. If omitted, the key does not expire, " +
				"unless the organisation limits the life of users' keys: that is not a difference.",
			Validators: []validator.String{tfkit.RFC3339(), tfkit.NotPast("key")},
		},
		"rotation_policy": rotationAttribute(transition),
		"rotate_trigger": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Any string. Changing it rotates the key in place: `key` becomes another one, and the previous one works until `key_transition_expires_at`. " +
				"Adding it to an existing key rotates too. If omitted or removed, the resource does not rotate the key. Until the previous key has expired, another rotation fails at plan.",
		},
		"rotate_transition_period_ms": schema.NumberAttribute{
			Optional: true,
			MarkdownDescription: "How long the previous key works after a rotation by `rotate_trigger`, in milliseconds. The minimum is 1800000, which is 30 minutes. " +
				"If omitted, Portkey decides. Changing it takes effect with the next rotation.",
			Validators: []validator.Number{transition},
		},
		"reset_usage_trigger": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "Any string. Changing it, or adding it to an existing key, sets the usage of the budget to zero, " +
				"so that an exhausted key works again. If omitted or removed, nothing is reset.",
		},
		"encrypt_to": schema.ListAttribute{
			Optional: true, ElementType: types.StringType,
			MarkdownDescription: "Public keys of [age](https://age-encryption.org), for which the key is encrypted before it is stored in the state: " +
				"`encrypted_key` is set then, and `key` is null. If omitted or empty, `key` is set. Changing it takes effect with the next rotation.",
			Validators: []validator.List{tfkit.NoNullElements(), listvalidator.ValueStringsAre(recipient()), together()},
		},
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the key even if another one has the name. Required with `create_before_destroy`. " +
				"Defaults to `false`.",
		},
		"key": schema.StringAttribute{
			Computed: true, Sensitive: true,
			MarkdownDescription: "The key itself. Null after an import, with `encrypt_to`, and once the key was rotated by somebody else.",
			PlanModifiers:       kept,
		},
		"encrypted_key": schema.StringAttribute{
			Computed: true,
			MarkdownDescription: "The key, encrypted for the public keys in `encrypt_to`, in the ASCII format of age. To decrypt it: " +
				"`terraform output -raw encrypted_key | age --decrypt -i key.txt`. Null without `encrypt_to`.",
			PlanModifiers: kept,
		},
		"key_version": schema.Int64Attribute{
			Computed: true,
			MarkdownDescription: "A number that grows with each rotation by this resource, and is `1` for a new key. " +
				"Set the version of a write-only argument that takes the key to it, such as `secret_string_wo_version`.",
			PlanModifiers: []planmodifier.Int64{int64planmodifier.UseStateForUnknown()},
		},
		"key_transition_expires_at": schema.StringAttribute{
			Computed:            true,
			MarkdownDescription: "Until when the previous key works, as an RFC 3339 time in UTC. Null if the key was not rotated.",
			PlanModifiers:       kept,
		},
		"masked_key":      tfkit.Fixed("The first and the last characters of the key, by which Portkey shows it."),
		"status":          tfkit.Fixed("The status of the key: `active`, `exhausted` once its budget is used up, or `expired`. Portkey marks expired keys with a delay."),
		"creation_mode":   tfkit.Fixed("How the key was created: `ui`, `api` or `auto`."),
		"organisation_id": tfkit.Fixed("The ID of the organisation that the key belongs to."),
		"last_reset_at":   tfkit.Fixed("When the usage was last set to zero, as an RFC 3339 time in UTC. Null if it never was."),
		"created_by":      tfkit.Fixed("The ID of the user who created the key. Null if Portkey does not return it."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// The longest texts that the vendor's own tools allow.
const (
	mostName        = 100
	mostDescription = 200
)

func rotationAttribute(transition validator.Number) schema.SingleNestedAttribute {
	const mostDays = 365
	return schema.SingleNestedAttribute{
		Optional: true,
		MarkdownDescription: "How Portkey rotates the key by itself. One of `rotation_period`, `rotation_period_days` and `next_rotation_at` is required. " +
			"If omitted, Portkey does not rotate the key, unless the organisation enforces the rotation of users' keys: that is not a difference.\n\n" +
			"~> Such a rotation happens outside Terraform, which can't learn the new key: `key` then becomes null with a warning. To keep the key in the state, use `rotate_trigger` instead.",
		Validators: []validator.Object{policyValidator{}},
		Attributes: map[string]schema.Attribute{
			"rotation_period": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: "How often the key is rotated: `weekly` on Monday or `monthly` on the 1st, at 00:00 UTC. Conflicts with `rotation_period_days`.",
				Validators:          []validator.String{tfkit.OneOf("weekly", "monthly")},
			},
			"rotation_period_days": schema.NumberAttribute{
				Optional:            true,
				MarkdownDescription: "The number of days between two rotations, from 1 to 365. Conflicts with `rotation_period`.",
				Validators:          []validator.Number{tfkit.WholeBetween(1, mostDays)},
			},
			"next_rotation_at": schema.StringAttribute{
				Optional: true,
				MarkdownDescription: "When the key is rotated next, as an RFC 3339 time. Portkey moves it to 00:00 UTC of that day, and to the next period once it has passed; " +
					"neither appears as a diff. Some control planes reject it together with a period. If omitted, Portkey computes the date.",
				Validators: []validator.String{tfkit.RFC3339()},
			},
			"key_transition_period_ms": schema.NumberAttribute{
				Optional: true,
				MarkdownDescription: "How long the previous key works after such a rotation, in milliseconds. The minimum is 1800000, which is 30 minutes, " +
					"and it must be shorter than the period. Defaults to `1800000`.",
				Validators: []validator.Number{transition},
			},
		},
	}
}

// IdentitySchema names what identifies an API key.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
