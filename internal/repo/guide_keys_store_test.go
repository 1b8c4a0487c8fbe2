package repo

import (
	"context"
	"net/http"
	"regexp"
	"slices"
	"testing"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/provider"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/resource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// store is a provider that stands for those of secret stores: its one resource, which is
// store_secret, has a write-only argument and the version of it.
type store struct {
	isDown bool
	// written is each value that was written, in order.
	written []string
}

const storeAddress = "registry.terraform.io/example/store"

func (s *store) server() tfprotov6.ProviderServer { return providerserver.NewProtocol6(s)() }

func (s *store) Metadata(_ context.Context, _ provider.MetadataRequest, resp *provider.MetadataResponse) {
	resp.TypeName = "store"
}

func (s *store) Schema(context.Context, provider.SchemaRequest, *provider.SchemaResponse) {}

func (s *store) Configure(context.Context, provider.ConfigureRequest, *provider.ConfigureResponse) {}

func (s *store) DataSources(context.Context) []func() datasource.DataSource { return nil }

func (s *store) Resources(context.Context) []func() resource.Resource {
	return []func() resource.Resource{func() resource.Resource { return &storeSecret{s} }}
}

type storeSecret struct{ *store }

func (r *storeSecret) Metadata(_ context.Context, _ resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = "store_secret"
}

func (r *storeSecret) Schema(_ context.Context, _ resource.SchemaRequest, resp *resource.SchemaResponse) {
	resp.Schema = schema.Schema{Attributes: map[string]schema.Attribute{
		"value_wo":         schema.StringAttribute{Required: true, WriteOnly: true},
		"value_wo_version": schema.Int64Attribute{Required: true},
	}}
}

func (r *storeSecret) Create(ctx context.Context, req resource.CreateRequest, resp *resource.CreateResponse) {
	var value types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("value_wo"), &value)...)
	if r.isDown {
		resp.Diagnostics.AddError("Cannot write secret", "The store is down.")
		return
	}
	r.written = append(r.written, value.ValueString())
	resp.State.Raw = req.Plan.Raw
}

func (r *storeSecret) Read(context.Context, resource.ReadRequest, *resource.ReadResponse) {}

func (r *storeSecret) Update(ctx context.Context, req resource.UpdateRequest, resp *resource.UpdateResponse) {
	create := resource.CreateResponse{State: resp.State}
	r.Create(ctx, resource.CreateRequest{Config: req.Config, Plan: req.Plan}, &create)
	resp.State, resp.Diagnostics = create.State, create.Diagnostics
}

func (r *storeSecret) Delete(context.Context, resource.DeleteRequest, *resource.DeleteResponse) {}

// TestGuide_keysWhenAStepFails does to a key and a secret store what the guide describes:
// the store fails after a create and after a rotation, and each time the next apply
// finishes; a key that is replaced reaches the store although its version is the same.
func TestGuide_keysWhenAStepFails(t *testing.T) {
	t.Parallel()
	env, vault := harness.Start(t), &store{isDown: true}
	providers := map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server, storeAddress: vault.server}
	tf := harness.NewCLI(t, providers)
	if version := tf.Run(0, "version"); regexp.MustCompile(`v1\.([89]|10)\.`).MatchString(version) {
		t.Skip("the CLI has no write-only arguments, which came with 1.11")
	}
	write := func(trigger string) {
		tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours, "store": storeAddress})+env.Config(`
resource "portkey_workspace" "payments" {
  name = "Payments"
}

resource "portkey_api_key" "checkout" {
  type           = "workspace-service"
  workspace_id   = portkey_workspace.payments.id
  name           = "checkout"
  scopes         = ["completions.write"]
  rotate_trigger = "`+trigger+`"
}

resource "store_secret" "checkout" {
  value_wo         = portkey_api_key.checkout.key
  value_wo_version = portkey_api_key.checkout.key_version

  lifecycle {
    replace_triggered_by = [portkey_api_key.checkout.id]
  }
}
`))
	}
	apply := func(code int, args ...string) string {
		t.Helper()
		env.API.Advance(time.Minute)
		env.API.ResetRequests()
		return tf.Run(code, append([]string{"apply", "-auto-approve"}, args...)...)
	}
	// live are the secrets that work, newest first.
	live := func() []string {
		t.Helper()
		keys := slices.DeleteFunc(env.API.All(emulator.APIKeys), func(key emulator.Object) bool { return key.Name != "checkout" })
		if len(keys) != 1 {
			t.Fatalf("there are %d keys, want 1", len(keys))
		}
		return env.API.LiveSecrets(keys[0].ID)
	}
	// finishes wants that the next apply writes the secret that is newest to the store, and
	// nothing to Portkey.
	finishes := func() {
		t.Helper()
		vault.isDown = false
		apply(0)
		if got := vault.written[len(vault.written)-1]; got != live()[0] {
			t.Errorf("the store has %q, and the newest secret is %q", got, live()[0])
		}
		if writes := env.Writes(); len(writes) > 0 {
			t.Errorf("the second apply wrote %v to Portkey", writes)
		}
		tf.Plan(harness.PlanEmpty)
	}

	write("2027-01")
	tf.Run(0, "init")
	inOrder(t, apply(1), "The store is down.")
	if len(live()) != 1 || len(vault.written) > 0 {
		t.Fatalf("after the create, %d secrets work, and the store has %d", len(live()), len(vault.written))
	}
	finishes()

	vault.isDown = true
	write("2027-02")
	inOrder(t, apply(1), "The store is down.")
	if secrets := live(); len(secrets) != 2 || secrets[1] != vault.written[0] {
		t.Fatalf("after the rotation, %q work, and the store has %q", secrets, vault.written)
	}
	finishes()
	if rotations := len(env.API.Bodies(http.MethodPost, "/v1/api-keys")); rotations > 0 {
		t.Errorf("the apply that finished rotated %d times", rotations)
	}
	env.API.Advance(24 * time.Hour)
	if secrets := live(); len(secrets) != 1 || secrets[0] != vault.written[1] {
		t.Errorf("after the transition, %q work, and the store has %q", secrets, vault.written)
	}

	// The version goes from 2 to 1, and then from 1 to 1.
	for range 2 {
		apply(0, "-replace=portkey_api_key.checkout")
		if got := vault.written[len(vault.written)-1]; got != live()[0] {
			t.Errorf("the store has %q after a replacement, and the key %q", got, live()[0])
		}
	}
}
