package conformance

import (
	"fmt"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/zclconf/go-cty/cty"

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
				config := config{}
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

// TestQuery_cli has the real CLI write configuration for what it finds, and wants
// of its plan that it imports all of it and changes nothing.
func TestQuery_cli(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	if told := tf.Run(0, "version"); !regexp.MustCompile(`^Terraform v1\.(1[4-9]|[2-9]\d)\.`).MatchString(told) {
		line, _, _ := strings.Cut(told, "\n")
		t.Skipf("terraform query came with Terraform 1.14, and this is %s: TestListing_resources does the same over the protocol", line)
	}
	const found = 30
	for i := range found - 1 { // and the default one
		env.API.AddWorkspace(config{
			"name": fmt.Sprintf("Team %d", i), "icon": "🚀", "defaults": config{"metadata": config{"team": "payments"}},
			"usage_limits": []any{config{"type": "cost", "credit_limit": 100, "periodic_reset": "monthly"}},
		})
	}
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(""))
	tf.Write("all.tfquery.hcl", "list \"portkey_workspace\" \"all\" {\n  provider         = portkey\n  include_resource = true\n}\n")
	tf.Run(0, "init")
	tf.Run(0, "query", "-generate-config-out=found.tf")
	plan := tf.Plan(harness.PlanChanges)
	if want := fmt.Sprintf("%d to import, 0 to add, 0 to change, 0 to destroy", found); !strings.Contains(plan, want) {
		t.Errorf("the plan is not %q:\n%s", want, plan)
	}
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
	for _, write := range env.Writes() {
		t.Errorf("the API received %s %s", write.Method, write.Body)
	}
}
