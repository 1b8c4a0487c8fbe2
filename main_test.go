package main

import (
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

func TestServer(t *testing.T) {
	t.Parallel()
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
}
