package conformance

import (
	"fmt"
	"io"
	"regexp"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// secretInputs are secrets that a configuration gives to an argument x, which is in the
// state, or x_wo, which is not, by attribute.
type secretInputs struct {
	plain, writeOnly map[string]*canary
	// plainOnly is whether the CLI has no write-only arguments.
	plainOnly bool
}

func newSecretInputs(plainOnly bool, kept []string) secretInputs {
	inputs := secretInputs{map[string]*canary{}, map[string]*canary{}, plainOnly}
	for _, name := range []string{"vault_token", "vault_secret_id", "azure_entra_client_secret", "aws_secret_access_key", "aws_external_id", "integration_key", "integration_secret", "mcp_header"} {
		inputs.plain[name] = newCanary(name, "", kept...)
		if !plainOnly {
			inputs.writeOnly[name] = newCanary(name+"_wo", "")
		}
	}
	for _, name := range []string{"model_header", "models_header"} {
		inputs.plain[name] = newCanary(name, "", kept...)
	}
	return inputs
}

func (i secretInputs) all() []*canary {
	var all []*canary
	for _, canaries := range []map[string]*canary{i.plain, i.writeOnly} {
		for _, one := range canaries {
			all = append(all, one)
		}
	}
	return all
}

// variables are the environment that gives the write-only ones to the CLI.
func (i secretInputs) variables() map[string]string {
	all := map[string]string{}
	for name, one := range i.writeOnly {
		all["TF_VAR_"+name] = one.value
	}
	return all
}

// config is the configuration of the resources. Write-only secrets come in by ephemeral
// variables, the others as they are.
func (i secretInputs) config() string {
	var hcl strings.Builder
	for name := range i.writeOnly {
		fmt.Fprintf(&hcl, "variable %q {\n  type      = string\n  ephemeral = true\n}\n", name)
	}
	for name, object := range map[string]string{
		"vault_token":               "hashicorp_vault vault_token vault_addr = \"https://vault.example.com\"",
		"vault_secret_id":           "hashicorp_vault vault_approle vault_addr = \"https://vault.example.com\"\n    vault_role_id = \"role\"",
		"azure_entra_client_secret": "azure_kv azure_entra azure_vault_url = \"https://acme.vault.azure.net\"\n    azure_entra_tenant_id = \"tenant\"\n    azure_entra_client_id = \"client\"",
		"aws_secret_access_key":     "aws_sm aws_access_key aws_region = \"eu-west-1\"\n    aws_access_key_id = \"AKIAEXAMPLE\"",
		"aws_external_id":           "aws_sm aws_assumed_role aws_region = \"eu-west-1\"\n    aws_role_arn = \"arn:aws:iam::123456789012:role/portkey\"",
	} {
		manager, rest, _ := strings.Cut(object, " ")
		variant, fields, _ := strings.Cut(rest, " ")
		reference := func(label, argument, more string) {
			fmt.Fprintf(&hcl, "resource \"portkey_secret_reference\" %q {\n  name = %q\n  manager_type = %q\n  secret_path = \"prod/openai\"\n  %s = {\n    %s\n    %s\n  }\n%s}\n",
				label, label, manager, variant, fields, argument, more)
		}
		reference(name, fmt.Sprintf("%s = %q", name, i.plain[name].value), "")
		if !i.plainOnly {
			reference(name+"_wo", fmt.Sprintf("%s_wo = var.%s", name, name), "  auth_wo_version = 1\n")
		}
	}
	integration := func(label, provider, argument string) {
		fmt.Fprintf(&hcl, "resource \"portkey_integration\" %q {\n  name = %q\n  slug = %q\n  ai_provider_id = %s\n  %s\n}\n",
			label, label, strings.ReplaceAll(label, "_", "-"), provider, argument)
	}
	const bedrock = `"bedrock"
  configurations = jsonencode({ aws_auth_type = "accessKey", aws_access_key_id = "AKIAEXAMPLE", aws_region = "eu-west-1" })`
	integration("key", `"openai"`, fmt.Sprintf("key = %q", i.plain["integration_key"].value))
	integration("secret_configurations", bedrock, fmt.Sprintf("secret_configurations = { aws_secret_access_key = %q }", i.plain["integration_secret"].value))
	if !i.plainOnly {
		integration("key_wo", `"openai"`, "key_wo = var.integration_key\n  key_wo_version = 1")
		integration("secret_configurations_wo", bedrock,
			"secret_configurations_wo = { aws_secret_access_key = var.integration_secret }\n  secret_configurations_wo_version = 1")
	}
	mcp := func(label, argument string) {
		fmt.Fprintf(&hcl, "resource \"portkey_mcp_integration\" %q {\n  name = %q\n  url = \"https://mcp.example.com/mcp\"\n  auth_type = \"headers\"\n  transport = \"http\"\n  %s\n}\n",
			label, label, argument)
	}
	const header = "jsonencode({ custom_headers = { Authorization = %s } })"
	mcp("header", "secret_configurations = "+fmt.Sprintf(header, fmt.Sprintf("%q", i.plain["mcp_header"].value)))
	if !i.plainOnly {
		mcp("header_wo", "secret_configurations_wo = "+fmt.Sprintf(header, "var.mcp_header")+"\n  secret_configurations_wo_version = 1")
	}
	headers := func(name string) string {
		return fmt.Sprintf("custom = { base_model_slug = \"gpt-4o\" }\n  custom_headers = { authorization = %q }", i.plain[name].value)
	}
	fmt.Fprintf(&hcl, "resource \"portkey_integration_model_access\" \"one\" {\n  integration_id = portkey_integration.key.slug\n  model_slug = \"fraud/v1\"\n  %s\n}\n",
		headers("model_header"))
	fmt.Fprintf(&hcl, "resource \"portkey_integration_models\" \"all\" {\n  integration_id = portkey_integration.secret_configurations.slug\n  models = { \"fraud/v1\" = { %s } }\n}\n",
		strings.ReplaceAll(headers("models_header"), "\n", ", "))
	return hcl.String()
}

// lacksWriteOnly says whether a CLI with ephemeral variables has no write-only arguments,
// which Terraform 1.11 brought.
func lacksWriteOnly(t *testing.T, cli *tfcli.Sandbox) bool {
	t.Helper()
	got, err := cli.Run(t.Context(), t.TempDir(), io.Discard, "version")
	if err != nil {
		t.Fatal(err)
	}
	return regexp.MustCompile(`^Terraform v1\.10\.`).MatchString(got.Stdout)
}
