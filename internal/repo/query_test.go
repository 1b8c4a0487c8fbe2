package repo

import (
	"path/filepath"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/zclconf/go-cty/cty"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// TestQuery_examples lists what the examples of list resources ask for: the CLI at
// hand may be too old to read them.
func TestQuery_examples(t *testing.T) {
	t.Parallel()
	for _, file := range glob(t, "examples/list-resources/*/*.tfquery.hcl") {
		t.Run(filepath.Base(file), func(t *testing.T) {
			t.Parallel()
			parsed, diags := hclsyntax.ParseConfig([]byte(read(t, file)), file, hcl.InitialPos)
			if diags.HasErrors() {
				t.Fatal(diags)
			}
			body, _ := parsed.Body.(*hclsyntax.Body)
			if len(body.Blocks) == 0 {
				t.Fatal("there is no block")
			}
			for _, block := range body.Blocks {
				if block.Type != "list" || len(block.Labels) != 2 || len(block.Body.Attributes) == 0 {
					t.Fatalf("%s %q is no list block", block.Type, block.Labels)
				}
				config := map[string]any{}
				for _, inner := range block.Body.Blocks {
					if inner.Type != "config" {
						t.Errorf("a list block has no block %s", inner.Type)
					}
					for name, attribute := range inner.Body.Attributes {
						value := constant(t, attribute)
						if value.Type() != cty.String {
							t.Fatalf("this test knows no %s yet, such as %s", value.Type().FriendlyName(), name)
						}
						config[name] = value.AsString()
					}
				}
				for name, attribute := range block.Body.Attributes {
					switch name {
					case "provider":
					case "include_resource", "limit":
						constant(t, attribute)
					default:
						t.Errorf("a list block has no argument %s", name)
					}
				}
				env := harness.Start(t)
				env.API.AddWorkspace(map[string]any{"name": "Production", "slug": "ws-produc-1f2e3d"}) // which the examples name
				env.API.Add(emulator.Integrations, "", map[string]any{"name": "OpenAI", "slug": "openai-production", "ai_provider_id": "openai", "key": "sk-of-a-test-only"})
				env.API.Add(emulator.MCPIntegrations, "", map[string]any{"name": "Ticketing", "slug": "ticketing"})
				results, listed := env.Driver(t).List(block.Labels[0], config, 1000, true)
				if err := listed.Err(); err != nil {
					t.Errorf("%s: %s", block.Labels, err)
				}
				for _, result := range results {
					if err := result.Diagnostics.Err(); err != nil {
						t.Errorf("%s: %s", block.Labels, err)
					}
				}
			}
		})
	}
}

func constant(t *testing.T, attribute *hclsyntax.Attribute) cty.Value {
	t.Helper()
	value, diags := attribute.Expr.Value(nil)
	if diags.HasErrors() {
		t.Fatal(diags)
	}
	return value
}
