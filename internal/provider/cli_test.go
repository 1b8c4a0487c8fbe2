package provider_test

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// module is a configuration without a key, and without an
// address that can be reached.
var module = harness.Requires(map[string]string{"portkey": harness.Ours}) + `
provider "portkey" {
  base_url = "https://portkey.invalid"
}

variable "budget" {
  type    = number
  default = 100
}

resource "portkey_workspace" "production" {
  name         = "Production"
  usage_limits = [{ type = "cost", credit_limit = var.budget, periodic_reset = "monthly" }]
}

data "portkey_workspaces" "all" {}

output "slug" {
  value = portkey_workspace.production.slug
}

output "names" {
  value = data.portkey_workspaces.all.workspaces[*].name
}
`

// mocked is a test of the module, as its author would write it.
const mocked = `
mock_provider "portkey" {
  mock_resource "portkey_workspace" {
    defaults = { slug = "ws-produc-123456" }
  }
}

run "creates" {
  assert {
    condition     = output.slug == "ws-produc-123456"
    error_message = "not the slug of the mock"
  }
}

run "raises_the_budget" {
  variables { budget = 200 }

  assert {
    condition     = portkey_workspace.production.usage_limits[0].credit_limit == 200
    error_message = "the budget is not raised"
  }
}
`

// Validation, schemas and tests with mocks need no key; a plan says that it
// needs one.
func TestProvider_withoutKeyUnderCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", module)
	tf.Run(0, "init")
	tf.Run(0, "validate")

	var schemas struct {
		Providers map[string]struct {
			Resources map[string]any `json:"resource_schemas"`
		} `json:"provider_schemas"`
	}
	if err := json.Unmarshal([]byte(tf.Run(0, "providers", "schema", "-json")), &schemas); err != nil {
		t.Fatal(err)
	}
	if _, ok := schemas.Providers[harness.Ours].Resources["portkey_workspace"]; !ok {
		t.Errorf("the schemas are %v", schemas)
	}

	output := harness.Flat(tf.Run(1, "plan"))
	for _, word := range []string{"Cannot configure provider", "PORTKEY_API_KEY", "api_key_file"} {
		if !strings.Contains(output, word) {
			t.Errorf("lacks %q:\n%s", word, output)
		}
	}

	tf.Write("main.tftest.hcl", mocked)
	if output := tf.Run(0, "test"); !strings.Contains(output, "2 passed, 0 failed") {
		t.Errorf("the mocked test did not pass:\n%s", output)
	}
	if received := env.API.Requests(); len(received) > 0 {
		t.Errorf("the API received %d requests", len(received))
	}
}
