package workspace_test

import (
	"context"
	"fmt"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/acctest"
)

// The three ways of a workspace from the vendor's provider to this one, under
// the real CLI: each ends with a plan that is empty, and no write.
func TestResource_fromVendor(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		name string
		// before and after are the configurations, in which the workspace is the
		// vendor's and then this provider's; steps is what comes in between.
		before, after string
		steps         []string
		planned       int
		says          string
	}{
		{
			name:   "terraform state replace-provider",
			before: acctest.Requires(map[string]string{"portkey": acctest.Vendors}) + vendorConfig,
			after:  acctest.Requires(map[string]string{"portkey": acctest.Ours}) + "%s" + matchingVendor,
			steps:  []string{"state", "replace-provider", "-auto-approve", acctest.Vendors, acctest.Ours},
		},
		{
			name:   "both providers side by side",
			before: acctest.Requires(map[string]string{"portkey": acctest.Vendors}) + vendorConfig + vendorStays,
			after: acctest.Requires(map[string]string{"portkey": acctest.Vendors, "community": acctest.Ours}) + "%s" +
				withProvider(matchingVendor, "test") + vendorStays,
		},
		{
			name:   "a moved block",
			before: acctest.Requires(map[string]string{"portkey": acctest.Vendors}) + vendorConfig + vendorStays,
			after: acctest.Requires(map[string]string{"portkey": acctest.Vendors, "community": acctest.Ours}) + "%s" +
				withProvider(matchingVendor, "production") + vendorStays + "\nmoved {\n  from = portkey_workspace.test\n  to   = portkey_workspace.production\n}\n",
			planned: acctest.PlanChanges,
			says:    "has moved to portkey_workspace.production",
		},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := acctest.Start(t)
			made := env.API.AddWorkspace(fromVendor())
			tf := acctest.NewCLI(t, map[string]func() tfprotov6.ProviderServer{acctest.Ours: env.Server, acctest.Vendors: vendorServer(made.ID)})
			tf.Write("main.tf", test.before)
			tf.Run(0, "init")
			tf.Run(0, "apply", "-auto-approve")
			tf.Plan(acctest.PlanEmpty)

			block := "portkey"
			if strings.Contains(test.after, "community =") {
				block = "community"
			}
			tf.Write("main.tf", fmt.Sprintf(test.after, strings.Replace(env.Config(""), `"portkey"`, fmt.Sprintf("%q", block), 1)))
			if test.steps != nil {
				tf.Run(0, test.steps...)
			}
			tf.Run(0, "init")
			output := tf.Plan(test.planned)
			if !strings.Contains(output, test.says) {
				t.Errorf("the plan does not say %q:\n%s", test.says, output)
			}
			if test.planned == acctest.PlanChanges && !strings.Contains(output, "0 to add, 0 to change, 0 to destroy") {
				t.Errorf("the plan is more than a move:\n%s", output)
			}
			tf.Run(0, "apply", "-auto-approve")
			tf.Plan(acctest.PlanEmpty)
			if state := tf.Run(0, "state", "pull"); !strings.Contains(state, acctest.Ours) || !strings.Contains(state, made.Slug) {
				t.Errorf("the state is not this provider's:\n%s", state)
			}
			wantUntouched(t, env, true)
		})
	}
}

// vendorConfig is the workspace of fromVendor in the vendor's words.
const vendorConfig = `resource "portkey_workspace" "test" {
  name        = "Fraud detection"
  icon        = "🔎"
  description = "Scores payments"
  metadata    = { team = "payments" }
  usage_limits = [
    { type = "cost", credit_limit = 500, alert_threshold = 400, periodic_reset = "monthly" },
    { type = "tokens", credit_limit = 1000 },
  ]
  rate_limits = [{ type = "requests", unit = "rpm", value = 60 }]
}
`

// vendorStays is a resource that stays with the vendor's provider.
const vendorStays = `
resource "portkey_prompt" "stays" {}
`

// matchingVendor is the same workspace in this provider's words.
var matchingVendor = replace(matching, ", periodic_reset_days = 30", "")

// withProvider is matchingVendor under another name and an explicit provider.
func withProvider(hcl, name string) string {
	return replace(hcl, `"test" {`, fmt.Sprintf("%q {\n  provider    = community", name)) + "\n"
}

// vendor is as much of the vendor's provider as the CLI needs to write its
// states: a workspace of schema version 0, and a type that this provider lacks.
type vendor struct{ id string }

func vendorServer(id string) func() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(&vendor{id})
}

func (v *vendor) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "portkey"
}
func (v *vendor) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse)          {}
func (v *vendor) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}
func (v *vendor) DataSources(context.Context) []func() datasource.DataSource                        { return nil }
func (v *vendor) Resources(context.Context) []func() resource.Resource {
	text, number := schema.StringAttribute{Optional: true}, schema.Int64Attribute{Optional: true}
	computed := schema.StringAttribute{Computed: true}
	list := func(fields map[string]schema.Attribute) schema.Attribute {
		return schema.ListNestedAttribute{Optional: true, NestedObject: schema.NestedAttributeObject{Attributes: fields}}
	}
	workspace := map[string]schema.Attribute{
		"id": computed, "created_at": computed, "updated_at": computed,
		"name": text, "description": text, "icon": text,
		"metadata":     schema.MapAttribute{Optional: true, ElementType: types.StringType},
		"usage_limits": list(map[string]schema.Attribute{"type": text, "credit_limit": number, "alert_threshold": number, "periodic_reset": text}),
		"rate_limits":  list(map[string]schema.Attribute{"type": text, "unit": text, "value": number}),
	}
	return []func() resource.Resource{
		func() resource.Resource { return &vendorResource{"portkey_workspace", v.id, workspace} },
		func() resource.Resource {
			return &vendorResource{"portkey_prompt", v.id, map[string]schema.Attribute{"id": computed, "created_at": computed, "updated_at": computed}}
		},
	}
}

// vendorResource only keeps what it is given, and asks nobody.
type vendorResource struct {
	name, id   string
	attributes map[string]schema.Attribute
}

func (r *vendorResource) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = r.name
}

func (r *vendorResource) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: r.attributes}
}

func (r *vendorResource) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	resp.State.Raw = req.Plan.Raw
	for name, value := range map[string]string{"id": r.id, "created_at": "2026-06-01T10:00:00Z", "updated_at": "0001-01-01T00:00:00Z"} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), value)...)
	}
}

func (r *vendorResource) Read(context.Context, resource.ReadRequest, *resource.ReadResponse)       {}
func (r *vendorResource) Update(context.Context, resource.UpdateRequest, *resource.UpdateResponse) {}
func (r *vendorResource) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}
