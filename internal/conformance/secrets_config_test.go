package conformance

import (
	"fmt"
	"strings"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The provider blocks, by how they get at the secrets.
const (
	byEnvironment = `
  ca_cert_file     = "../ca.pem"
  client_cert_file = "../cert.pem"
  client_key_file  = "../key.pem"`
	byFile      = byEnvironment + "\n  api_key_file = \"../key\""
	byArguments = `
  api_key         = var.key
  ca_cert_pem     = var.ca
  client_cert_pem = var.cert
  client_key_pem  = var.cert_key`
)

// config writes a configuration. Secrets come in by ephemeral variables, since
// Terraform keeps others in the plan. A change of the trigger rotates the keys.
func (s *secretsRound) config(provider, metadata, trigger string) string {
	var hcl strings.Builder
	hcl.WriteString(harness.Requires(map[string]string{"portkey": harness.Ours}))
	for _, name := range []string{"key", "header", "ca", "cert", "cert_key", "base_url"} {
		fmt.Fprintf(&hcl, "variable %q {\n  type      = string\n  default   = \"https://%s\"\n  ephemeral = true\n  sensitive = true\n}\n", name, guardedHost)
	}
	fmt.Fprintf(&hcl, `provider "portkey" {
  base_url    = var.base_url
  max_retries = 0
  headers     = { "X-Gateway" = var.header }
%s
}
resource "portkey_workspace" "all" {
  for_each = toset([for n in range(%d) : "workspace ${n}"])
  name     = each.key
  defaults = { metadata = { owner = %q } }
}
resource "portkey_config" "one" {
  name         = "one"
  workspace_id = portkey_workspace.all["workspace 0"].id
  config       = jsonencode({ provider = "openai", api_key = %q })
}
resource "portkey_api_key" "all" {
  for_each       = { stored = null, encrypted = [%q] }
  name           = each.key
  type           = "workspace-service"
  workspace_id   = portkey_workspace.all["workspace 0"].id
  scopes         = ["completions.write"]
  encrypt_to     = each.value
  rotate_trigger = %q
}
ephemeral "portkey_api_key" "run" {
  scopes     = ["workspaces.list", "workspaces.read"]
  expires_in = "30m"
}
provider "portkey" {
  alias       = "run"
  api_key     = ephemeral.portkey_api_key.run.key
  base_url    = var.base_url
  max_retries = 0
%s
}
data "portkey_workspaces" "by_run" {
  provider = portkey.run
}
data "portkey_workspaces" "all" {
  depends_on = [portkey_workspace.all]
}
output "names" {
  value = data.portkey_workspaces.all.workspaces[*].name
}
`, provider, budgets.secretWorkspaces.now(), metadata, s.inConfig.value, s.recipient, trigger, byEnvironment)
	hcl.WriteString(s.inputs.config())
	return hcl.String()
}
