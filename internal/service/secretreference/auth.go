package secretreference

import (
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The kinds of vaults.
const (
	awsSM     = "aws_sm"
	azureKV   = "azure_kv"
	hashicorp = "hashicorp_vault"
)

// modeField is the field of an auth_config that names the variant, by the kind of vault.
var modeField = map[string]string{awsSM: "aws_auth_type", azureKV: "azure_auth_mode", hashicorp: "vault_auth_type"}

// variant is one way to authenticate to a vault: an object of the resource.
type variant struct {
	// name is that of the object, managerType the kind of vault, mode what the API calls
	// the variant.
	name, managerType, mode string
	description             string
	fields                  []field
}

// field is an attribute of the object, by the name that the API has for it.
type field struct {
	name, description string
	// required is whether the API requires it, secret whether it can be write-only. Secret
	// fields are masked in responses, and so may others be.
	required, secret bool
}

// versionAttribute is the argument whose change sends the write-only arguments again.
const versionAttribute = "auth_wo_version"

func (f field) input() tfkit.SecretInput {
	return tfkit.SecretInput{Name: f.name, Version: versionAttribute, Required: f.required}
}

// Fields that several variants have.
var (
	region    = field{name: "aws_region", description: "The AWS region of the secret, such as `eu-west-1`.", required: true}
	vaultURL  = field{name: "azure_vault_url", description: "The address of the key vault, such as `https://acme.vault.azure.net`.", required: true}
	vaultAddr = field{name: "vault_addr", description: "The address of Vault, such as `https://vault.example.com`.", required: true}
	namespace = field{name: "vault_namespace", description: "The Vault namespace. If omitted, there is none."}
)

// variants has every way to authenticate (documented).
var variants = []variant{
	{"aws_access_key", awsSM, "accessKey", "Authenticates to AWS Secrets Manager with an access key.", []field{
		{name: "aws_access_key_id", description: "The ID of the access key.", required: true, secret: true},
		{name: "aws_secret_access_key", description: "The secret of the access key.", required: true, secret: true}, region,
	}},
	{"aws_assumed_role", awsSM, "assumedRole", "Authenticates to AWS Secrets Manager with a role that Portkey assumes.", []field{
		{name: "aws_role_arn", description: "The ARN of the role. Portkey returns it masked, so a change outside Terraform is not detected.", required: true},
		{name: "aws_external_id", description: "The external ID that the trust policy of the role requires. If omitted, there is none.", secret: true}, region,
	}},
	{"aws_service_role", awsSM, "serviceRole", "Authenticates to AWS Secrets Manager with the role of the service that runs the gateway.", []field{
		{name: "aws_region", description: "The AWS region of the secret, such as `eu-west-1`. If omitted, that of the service is used."},
	}},
	{"azure_entra", azureKV, "entra", "Authenticates to Azure Key Vault with an application of Microsoft Entra ID.", []field{
		{name: "azure_entra_tenant_id", description: "The ID of the tenant.", required: true},
		{name: "azure_entra_client_id", description: "The ID of the application.", required: true},
		{name: "azure_entra_client_secret", description: "The secret of the application.", required: true, secret: true}, vaultURL,
	}},
	{"azure_managed", azureKV, "managed", "Authenticates to Azure Key Vault with a managed identity.", []field{
		{name: "azure_managed_client_id", description: "The client ID of a user-assigned identity. If omitted, the system-assigned identity is used."}, vaultURL,
	}},
	{"azure_default", azureKV, "default", "Authenticates to Azure Key Vault with the default credentials of the environment of the gateway.", []field{vaultURL}},
	{"vault_token", hashicorp, "token", "Authenticates to HashiCorp Vault with a token.", []field{
		vaultAddr, {name: "vault_token", description: "The token.", required: true, secret: true}, namespace,
	}},
	{"vault_approle", hashicorp, "approle", "Authenticates to HashiCorp Vault with an AppRole.", []field{
		vaultAddr, {name: "vault_role_id", description: "The ID of the role.", required: true},
		{name: "vault_secret_id", description: "The secret ID of the role.", required: true, secret: true}, namespace,
	}},
	{"vault_kubernetes", hashicorp, "kubernetes", "Authenticates to HashiCorp Vault with the Kubernetes service account of the gateway.", []field{
		vaultAddr, {name: "vault_role", description: "The role in Vault.", required: true}, namespace,
	}},
}

// variantNames are the names of the objects.
func variantNames() []string {
	var names []string
	for _, v := range variants {
		names = append(names, v.name)
	}
	return names
}

// attribute describes the object.
func (v variant) attribute() schema.SingleNestedAttribute {
	attributes := map[string]schema.Attribute{}
	for _, f := range v.fields {
		if f.secret {
			maps.Copy(attributes, f.input().Strings(f.description))
			continue
		}
		attributes[f.name] = schema.StringAttribute{
			Required: f.required, Optional: !f.required, MarkdownDescription: f.description,
			Validators: []validator.String{tfkit.NotBlank(), tfkit.Trimmed()},
		}
	}
	return schema.SingleNestedAttribute{
		Optional: true, Attributes: attributes,
		MarkdownDescription: v.description + fmt.Sprintf(" Requires `manager_type = %q`. Exactly one of `%s` must be set; changing which one forces a new secret reference to be created.",
			v.managerType, strings.Join(variantNames(), "`, `")),
	}
}

// types are those of the attributes of the object.
func (v variant) types() map[string]attr.Type {
	kinds := map[string]attr.Type{}
	for _, f := range v.fields {
		kinds[f.name] = types.StringType
		if f.secret {
			kinds[f.input().WriteOnly()] = types.StringType
		}
	}
	return kinds
}

// object is the object with these texts; what it lacks is null.
func (v variant) object(texts map[string]*string) types.Object {
	values := map[string]attr.Value{}
	for name := range v.types() {
		values[name] = types.StringPointerValue(texts[name])
	}
	return types.ObjectValueMust(v.types(), values)
}

// textOf is a known attribute of an object, or nil.
func textOf(object types.Object, name string) *string {
	value, _ := object.Attributes()[name].(types.String)
	if value.IsNull() || value.IsUnknown() {
		return nil
	}
	return value.ValueStringPointer()
}

// readable are the fields of an object that are not secret, "" for those that are not
// set.
func (v variant) readable(object types.Object) map[string]string {
	texts := map[string]string{}
	for _, f := range v.fields {
		if !f.secret {
			texts[f.name] = tfkit.Text(textOf(object, f.name))
		}
	}
	return texts
}

// secrets reads the secrets of the object, from whichever argument a configuration has.
func (v variant) secrets(ctx context.Context, config tfsdk.Config, diags *diag.Diagnostics) map[string]string {
	texts := map[string]string{}
	for _, f := range v.fields {
		if f.secret {
			texts[f.name] = f.input().Text(ctx, config, path.Root(v.name), diags)
		}
	}
	return texts
}

// create is the auth_config of a POST.
func (v variant) create(object types.Object, secrets map[string]string) portkey.AuthConfig {
	body := portkey.AuthConfig{modeField[v.managerType]: &v.mode}
	for _, texts := range []map[string]string{v.readable(object), secrets} {
		for name, text := range texts {
			if text != "" {
				body[name] = &text
			}
		}
	}
	return body
}

// changes is the auth_config of a PUT, which Portkey merges field by field: what differs
// from the live object, and the secrets that the configuration has changed.
func (v variant) changes(plan, state, live model, secrets map[string]string) portkey.AuthConfig {
	body := portkey.AuthConfig{}
	for _, f := range v.fields {
		text := secrets[f.name]
		if !f.secret {
			text = v.readable(plan.auth(v))[f.name]
			if text == v.readable(live.auth(v))[f.name] {
				continue
			}
		} else if v.sameSecret(f, plan, state) {
			continue
		}
		body[f.name] = tfkit.TextOrNull(text)
	}
	return body
}

// sameSecret reports whether the configuration has not changed a secret.
func (v variant) sameSecret(f field, plan, state model) bool {
	of := func(m model) tfkit.SecretState {
		return tfkit.SecretState{Plain: types.StringPointerValue(textOf(m.auth(v), f.name)), Version: m.AuthVersion}
	}
	return of(plan).IsSameAs(of(state))
}

// observe is the object as the server has it. What a response masks stays as it is in
// prior, and so does a field that it lacks although the variant requires it.
func (v variant) observe(prior types.Object, seen portkey.AuthConfig) types.Object {
	texts := map[string]*string{}
	for _, f := range v.fields {
		known := textOf(prior, f.name)
		text, shown := seen[f.name]
		_, masked := seen[portkey.MaskedField+f.name]
		switch {
		case f.secret || masked || !shown && f.required:
			texts[f.name] = known
		default:
			texts[f.name] = tfkit.KeepText(known, tfkit.Text(text))
		}
	}
	return v.object(texts)
}

// variantOf is the variant of a response.
func variantOf(managerType string, seen portkey.AuthConfig) (v variant, known bool) {
	mode := tfkit.Text(seen[modeField[managerType]])
	i := slices.IndexFunc(variants, func(v variant) bool { return v.managerType == managerType && v.mode == mode })
	if i < 0 {
		return variant{}, false
	}
	return variants[i], true
}
