package main

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestServer(t *testing.T) {
	version = "1.2.3"
	t.Cleanup(func() { version = "dev" })
	got, err := server().GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	for _, diagnostic := range got.Diagnostics {
		t.Errorf("%s: %s", diagnostic.Summary, diagnostic.Detail)
	}
	if got.ResourceSchemas["portkey_workspace"] == nil {
		t.Error("the server has no portkey_workspace")
	}

	// Errors link to the guides of the version that main was built as.
	d := harness.NewDriver(t, server())
	harness.NoErrors(t, d.Configure(map[string]any{"api_key": "any"}))
	harness.WantError(t, d.ImportIdentity("portkey_workspace.this", map[string]any{"id": ""}), "", "Cannot import workspace",
		"\n  See https://registry.terraform.io/providers/portkey-community/portkey/1.2.3/docs/guides/troubleshooting#it-is-not-found")
}
