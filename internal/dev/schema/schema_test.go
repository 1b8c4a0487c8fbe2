package main

import (
	"bytes"
	"encoding/json"
	"io"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfcli"
)

// TestWrite_asTheCLI holds that the documentation is made from what Terraform
// itself says of the provider. A CLI that is older than a kind of schema does
// not print that kind.
func TestWrite_asTheCLI(t *testing.T) {
	t.Parallel()
	want := fromCLI(t)
	got := written(t, server())["portkey"]
	for _, kind := range []string{"provider", "resource_schemas", "data_source_schemas"} {
		if want[kind] == nil {
			t.Errorf("the CLI printed no %s", kind)
		}
	}
	for kind := range want {
		if diff := cmp.Diff(want[kind], got[kind]); diff != "" {
			t.Errorf("%s differs from the CLI's (-CLI +ours):\n%s", kind, diff)
		}
	}
}

func TestWrite_isDeterministic(t *testing.T) {
	t.Parallel()
	var first, second bytes.Buffer
	for _, out := range []io.Writer{&first, &second} {
		if err := write(t.Context(), out, server()); err != nil {
			t.Fatal(err)
		}
	}
	if first.String() != second.String() {
		t.Error("two runs wrote two different files")
	}
}

func TestWrite_identities(t *testing.T) {
	t.Parallel()
	got := written(t, server())["portkey"]["resource_identity_schemas"]
	identities, _ := got.(map[string]any)
	want := map[string]any{"type": "string", "required_for_import": true}
	workspace, _ := identities["portkey_workspace"].(map[string]any)
	attributes, _ := workspace["attributes"].(map[string]any)
	id, _ := attributes["id"].(map[string]any)
	delete(id, "description")
	if diff := cmp.Diff(want, id); diff != "" {
		t.Errorf("the identity of a workspace (-want +got):\n%s", diff)
	}
}

// What a validator requires is documented as required, and nothing else differs.
func TestDocumented(t *testing.T) {
	t.Parallel()
	limit := func(server tfprotov6.ProviderServer, attribute, name string) map[string]any {
		one, _ := written(t, server)["portkey"]["resource_schemas"].(map[string]any)["portkey_workspace"].(map[string]any)
		for _, key := range []string{"block", "attributes", attribute, "nested_type", "attributes", name} {
			one, _ = one[key].(map[string]any)
		}
		return one
	}
	for _, one := range []struct {
		attribute, name string
		is              bool
	}{
		{"usage_limits", "credit_limit", true},
		{"usage_limits", "alert_threshold", false},
		{"rate_limits", "value", true},
		{"rate_limits", "unit", false},
	} {
		got, want := limit(documented{server()}, one.attribute, one.name), limit(server(), one.attribute, one.name)
		if one.is {
			delete(want, "optional")
			want["required"] = true
			want["description"] = strings.TrimPrefix(want["description"].(string), required)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s.%s (-want +got):\n%s", one.attribute, one.name, diff)
		}
	}
}

func server() tfprotov6.ProviderServer {
	return providerserver.NewProtocol6(provider.New("docs")())()
}

// written is what write wrote, by provider and kind of schema.
func written(t *testing.T, server tfprotov6.ProviderServer) map[string]map[string]any {
	t.Helper()
	var out bytes.Buffer
	if err := write(t.Context(), &out, server); err != nil {
		t.Fatal(err)
	}
	return providerSchemas(t, out.Bytes())
}

func providerSchemas(t *testing.T, text []byte) map[string]map[string]any {
	t.Helper()
	var all struct {
		Schemas map[string]map[string]any `json:"provider_schemas"`
	}
	if err := json.Unmarshal(text, &all); err != nil {
		t.Fatal(err)
	}
	return all.Schemas
}

// fromCLI is what `terraform providers schema -json` prints for the provider.
func fromCLI(t *testing.T) map[string]any {
	t.Helper()
	cli, err := tfcli.Find()
	if err != nil {
		t.Fatalf("%v: `make test` installs one", err)
	}
	sandbox, err := tfcli.NewSandbox(cli, t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	if err := sandbox.InstallProvider(t.Context(), "../../..", "0.0.1"); err != nil {
		t.Fatal(err)
	}
	dir := t.TempDir()
	config := `terraform {
  required_providers {
    portkey = { source = "portkey-community/portkey" }
  }
}
`
	if err := os.WriteFile(filepath.Join(dir, "main.tf"), []byte(config), 0o600); err != nil {
		t.Fatal(err)
	}
	var printed string
	for _, args := range [][]string{{"init", "-no-color"}, {"providers", "schema", "-json"}} {
		got, err := sandbox.Run(t.Context(), dir, io.Discard, args...)
		if err != nil {
			t.Fatal(err)
		}
		if got.Code != 0 {
			t.Fatalf("%v failed:\n%s", args, got.Output)
		}
		printed = got.Stdout
	}
	schemas := slices.Collect(maps.Values(providerSchemas(t, []byte(printed))))
	if len(schemas) != 1 {
		t.Fatalf("the CLI printed the schemas of %d providers, want 1", len(schemas))
	}
	return schemas[0]
}
