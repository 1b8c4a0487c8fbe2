package function_test

import (
	"encoding/json"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Functions need no provider block, and no key.
const calls = `
variable "workspace" {
  type    = string
  default = "ws-fraud-d-174eb1"

  validation {
    condition     = can(provider::portkey::parse_workspace_reference(var.workspace))
    error_message = "Give the id, the slug or the name of a workspace."
  }
}

variable "key" {
  sensitive = true
  default   = "canary"
}

resource "terraform_data" "provider" {
  input = "@openai"
}

locals {
  config = {
    strategy = { mode = "fallback", on_status_codes = [429, 529] }
    retry    = { attempts = 2 }
    cache    = null
    targets  = [{ provider = "@openai", weight = 0.25 }, { provider = "<&>", override_params = { n = 12345678901234567890 } }]
  }
}

output "config" {
  value = provider::portkey::gateway_config(local.config)
}

output "as_jsonencode" {
  value = provider::portkey::gateway_config(local.config) == jsonencode({ for key, value in local.config : key => value if value != null })
}

output "fixed_point" {
  value = provider::portkey::gateway_config(local.config) == provider::portkey::gateway_config(jsondecode(provider::portkey::gateway_config(local.config)))
}

output "empty" {
  value = provider::portkey::gateway_config({ forward_headers = tolist([]), metadata = tomap({}), input_guardrails = toset([]) })
}

output "secret" {
  value     = provider::portkey::gateway_config({ provider = "openai", api_key = var.key })
  sensitive = true
}

output "known_later" {
  value = provider::portkey::gateway_config({ provider = terraform_data.provider.output })
}

output "reference" {
  value = provider::portkey::parse_workspace_reference(var.workspace)
}

output "resets" {
  value = [for limit in [
    { type = "cost", credit_limit = 100, periodic_reset = "weekly" },
    { type = "cost", credit_limit = 100, periodic_reset_days = 30, next_usage_reset_at = "2026-11-01T00:00:00Z" },
    { type = "tokens", credit_limit = 100 },
  ] : provider::portkey::next_reset(limit, "2026-11-26T00:00:00Z")]
}
`

// TestFunctions_cli has the real CLI call each function: with and without what is
// known later, in a validation, and badly.
func TestFunctions_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	requires := harness.Requires(map[string]string{"portkey": harness.Ours})
	tf.Write("main.tf", requires+calls)
	tf.Run(0, "init")
	tf.Run(0, "validate")
	tf.Run(0, "apply", "-auto-approve")

	var outputs map[string]struct{ Value any }
	if err := json.Unmarshal([]byte(tf.Run(0, "output", "-json")), &outputs); err != nil {
		t.Fatal(err)
	}
	got := map[string]any{}
	for name, output := range outputs {
		got[name] = output.Value
	}
	want := map[string]any{
		"config":        `{"retry":{"attempts":2},"strategy":{"mode":"fallback","on_status_codes":[429,529]},"targets":[{"provider":"@openai","weight":0.25},{"override_params":{"n":12345678901234567890},"provider":"\u003c\u0026\u003e"}]}`,
		"as_jsonencode": true,
		"fixed_point":   true,
		"empty":         `{"forward_headers":[],"input_guardrails":[],"metadata":{}}`,
		"secret":        `{"api_key":"canary","provider":"openai"}`,
		"known_later":   `{"provider":"@openai"}`,
		"reference":     map[string]any{"kind": "slug", "id": nil, "slug": "ws-fraud-d-174eb1", "name": nil},
		"resets":        []any{"2026-11-29T00:00:00Z", "2026-12-01T00:00:00Z", nil},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("the outputs (-want +got):\n%s", diff)
	}
	if sent := env.API.Requests(); len(sent) > 0 {
		t.Errorf("functions made %d requests", len(sent))
	}

	// A mistake beside a value that is not known shows with validate.
	tf.Write("bad.tf", `
variable "budget" {}

output "bad" {
  value = provider::portkey::gateway_config({
    retry   = { attempts = 9 }
    targets = [{ api_key = var.key, weight = var.budget }, { strategy = { mode = "falback" } }]
  })
}
`)
	wantText(t, tf.Run(1, "validate"), `Invalid value for "config" parameter: 2 problems:`, "  - retry.attempts: is not a number of attempts; use a whole number from 0 to 5",
		`  - targets[1].strategy.mode: unsupported value "falback" (did you mean "fallback"?)`)
	tf.Write("bad.tf", `output "bad" { value = provider::portkey::next_reset([{ periodic_reset = "weekly" }], plantimestamp()) }`)
	wantText(t, tf.Run(1, "validate"), "is a list, not one usage limit; pass one of its elements, as in usage_limits[0]")
	tf.Write("bad.tf", `output "bad" { value = provider::portkey::parse_workspace_reference("q7canary2mPz3canary8+TxVb4aLk=") }`)
	wantText(t, tf.Run(1, "validate"), "looks like an API key")
	tf.Write("bad.tf", "")
	wantText(t, tf.Run(1, "plan", "-var=workspace= "), "Give the id, the slug or the name of a workspace.")
}

// wantText wants an output to hold the texts, however its lines are broken.
func wantText(t *testing.T, output string, texts ...string) {
	t.Helper()
	for _, text := range texts {
		if !strings.Contains(harness.Flat(output), harness.Flat(text)) {
			t.Errorf("lacks %q:\n%s", text, output)
		}
	}
}

var (
	configuration = regexp.MustCompile("(?s)```terraform\n(.*?)\n```")
	shown         = regexp.MustCompile("(?s)```text\n(.*?)\n```")
)

// TestFunctions_examples applies each example of a function and each piece of the guide,
// and has the guide's error read as it says. A validate alone would not call a
// function whose argument holds a variable.
func TestFunctions_examples(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	for _, name := range []string{"Production", "Payments"} {
		env.API.AddWorkspace(object{"name": name, "usage_limits": list{
			object{"type": "cost", "credit_limit": 100, "periodic_reset_days": 30}, object{"type": "tokens", "credit_limit": 100},
		}})
	}
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("provider.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(""))
	tf.Run(0, "init")

	files, err := filepath.Glob("../../examples/functions/*/*.tf")
	if err != nil || len(files) == 0 {
		t.Fatal(files, err)
	}
	for _, file := range files {
		text, err := os.ReadFile(file)
		if err != nil {
			t.Fatal(err)
		}
		tf.Write("main.tf", string(text))
		tf.Run(0, "apply", "-auto-approve")
	}

	guide, err := os.ReadFile("../../templates/guides/functions.md.tmpl")
	if err != nil {
		t.Fatal(err)
	}
	pieces := configuration.FindAllStringSubmatch(string(guide), -1)
	for _, piece := range pieces {
		tf.Write("main.tf", piece[1])
		if output := tf.Run(0, "apply", "-auto-approve"); strings.Contains(output, "Warning") {
			t.Errorf("warns:\n%s", output)
		}
	}
	bad := strings.NewReplacer("attempts = 2", "attempts = 9", `"fallback"`, `"falback"`).Replace(pieces[0][1])
	tf.Write("main.tf", bad)
	wantText(t, tf.Run(1, "validate"), shown.FindStringSubmatch(string(guide))[1])
}
