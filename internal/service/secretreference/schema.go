package secretreference

import (
	"context"
	"regexp"

	"github.com/hashicorp/terraform-plugin-framework-validators/setvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/planmodifier"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema/stringplanmodifier"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const official = "Official documentation: [Secret references](https://portkey.ai/docs/product/enterprise-offering/secret-references)."

// The longest texts that the API takes (documented).
const (
	mostName   = 255
	mostText   = 1024
	replacesIt = " Changing it forces a new secret reference to be created."
)

// Schema describes portkey_secret_reference.
func (r *Resource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	attributes := attributesSchema()
	for _, v := range variants {
		attributes[v.name] = v.attribute()
	}
	resp.Schema = schema.Schema{
		Version: 1,
		MarkdownDescription: "Manages a reference to a secret in AWS Secrets Manager, Azure Key Vault or HashiCorp Vault. " +
			"An integration that maps it needs no key of its own: the gateway reads the secret when it is needed, and caches it for five minutes.\n\n" +
			official + "\n\n" +
			"How Portkey authenticates to the vault is exactly one of the objects `aws_access_key`, `aws_assumed_role`, `aws_service_role`, `azure_entra`, `azure_managed`, `azure_default`, " +
			"`vault_token`, `vault_approle` and `vault_kubernetes`. Each secret in it is one of two arguments: `x`, which is stored in the state, or `x_wo`, which is not.\n\n" +
			"~> Portkey never returns the secrets, nor `allowed_workspaces`. If somebody changes them outside Terraform, that is not detected.\n\n" +
			"~> Portkey does not contact the vault when it saves a secret reference: wrong credentials or a wrong path are noticed by the first request that needs the secret.\n\n" +
			"~> Portkey rejects the deletion of a secret reference that an integration maps. The error names the integration.\n\n" +
			"The API key needs the scopes `secret_references.create`, `secret_references.read`, `secret_references.update`, `secret_references.delete` and `secret_references.list`, " +
			"and `workspaces.list` to detect that a secret reference was deleted outside Terraform. Secret references are part of Portkey's Enterprise plan.",
		Attributes: attributes,
	}
}

// attributesSchema describes the attributes of the resource without the objects of
// auth.go. The data sources show most of them too.
func attributesSchema() map[string]schema.Attribute {
	text := func(most int) []validator.String {
		return []validator.String{tfkit.NotBlank(), tfkit.Trimmed(), stringvalidator.UTF8LengthAtMost(most)}
	}
	return map[string]schema.Attribute{
		"id": noun.ID(),
		"name": schema.StringAttribute{
			Required: true,
			MarkdownDescription: "The name of the secret reference, at most 255 characters. Creating a secret reference, and renaming one, fails if another one has the name, " +
				"unless `slug` or `allow_duplicate_name` is set. The plan of a create warns of that.",
			Validators: text(mostName),
		},
		"slug": schema.StringAttribute{
			Optional: true, Computed: true,
			MarkdownDescription: "The slug by which integrations refer to the secret reference: letters, digits, `-` and `_`, at most 255 characters. " +
				"If omitted, Portkey derives one from the name." + replacesIt,
			Validators: []validator.String{
				stringvalidator.RegexMatches(regexp.MustCompile(`^[a-zA-Z0-9_-]+$`), "must consist of letters, digits, - and _"), stringvalidator.UTF8LengthAtMost(mostName),
			},
			PlanModifiers: []planmodifier.String{stringplanmodifier.RequiresReplaceIfConfigured(), stringplanmodifier.UseStateForUnknown()},
		},
		"manager_type": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "The kind of the vault: `aws_sm` for AWS Secrets Manager, `azure_kv` for Azure Key Vault, or `hashicorp_vault`." + replacesIt,
			Validators:          []validator.String{tfkit.Among(awsSM, azureKV, hashicorp)},
			PlanModifiers:       []planmodifier.String{stringplanmodifier.RequiresReplace()},
		},
		"secret_path": schema.StringAttribute{
			Required:            true,
			MarkdownDescription: "Where the secret is in the vault, such as `prod/openai` or `secret/data/openai`, at most 1024 characters.",
			Validators:          text(mostText),
		},
		"secret_key": schema.StringAttribute{
			Optional: true,
			MarkdownDescription: "The key of the value in a secret of several values, at most 255 characters. A mapping of an integration can override it. " +
				"If omitted or empty, the whole secret is used.",
			Validators: []validator.String{tfkit.Trimmed(), stringvalidator.UTF8LengthAtMost(mostName)},
		},
		"description": schema.StringAttribute{
			Optional:            true,
			MarkdownDescription: "What the secret is for, at most 1024 characters. If omitted or empty, there is no description.",
			Validators:          []validator.String{stringvalidator.UTF8LengthAtMost(mostText)},
		},
		"tags": schema.MapAttribute{
			ElementType: types.StringType, Optional: true,
			MarkdownDescription: "Tags of the secret reference. If omitted or empty, there are none.",
			Validators:          []validator.Map{tfkit.NoNullValues(), tfkit.NoEmptyKey()},
		},
		"allowed_workspaces": schema.SetAttribute{
			ElementType: types.StringType, Optional: true,
			MarkdownDescription: "The IDs or the slugs of the workspaces that may use the secret, at least one. If omitted, all workspaces may. " +
				"Portkey does not return them, only whether all workspaces may: then a refresh shows an empty set, or removes the attribute.",
			Validators: []validator.Set{setvalidator.SizeAtLeast(1), setvalidator.NoNullValues(), setvalidator.ValueStringsAre(tfkit.NotBlank(), tfkit.Trimmed())},
		},
		versionAttribute: tfkit.SecretVersion("the arguments whose names end in `_wo`"),
		"allow_duplicate_name": schema.BoolAttribute{
			Optional: true,
			MarkdownDescription: "Whether to create or rename the secret reference even if another one has the name. " +
				"Required with `create_before_destroy`. Defaults to `false`.",
		},
		"status":          tfkit.Fixed("The status of the secret reference, such as `ACTIVE`."),
		"created_by":      tfkit.Fixed("Who created the secret reference: the ID of a user, or `system`."),
		"created_at":      noun.CreatedAt(),
		"last_updated_at": noun.LastUpdatedAt(),
	}
}

// IdentitySchema names what identifies a secret reference.
func (r *Resource) IdentitySchema(_ context.Context, _ resource.IdentitySchemaRequest, resp *resource.IdentitySchemaResponse) {
	resp.IdentitySchema = noun.Identity()
}
