// Command schema prints the provider's schema as `terraform providers schema
// -json` does, for tfplugindocs. It asks the provider in-process, so that the
// documentation needs no network, no Terraform, and no Terraform as new as the
// newest thing that the provider offers; docs.go says in what it differs. Beside it, subcategories.txt says under
// which heading of the registry the templates put the types that begin so.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// providerName is the key under which tfplugindocs looks for a provider that
// is not HashiCorp's own.
const providerName = "portkey"

func main() {
	server := providerserver.NewProtocol6(provider.New("docs")())()
	if err := write(context.Background(), os.Stdout, documented{server}); err != nil {
		fmt.Fprintln(os.Stderr, "schema:", err)
		os.Exit(1)
	}
}

func write(ctx context.Context, out io.Writer, server tfprotov6.ProviderServer) error {
	described, err := ask(ctx, server)
	if err != nil {
		return err
	}
	encoder := json.NewEncoder(out)
	encoder.SetIndent("", "  ")
	return encoder.Encode(schemas{
		FormatVersion: "1.0",
		Providers:     map[string]provided{providerName: described},
	})
}

func ask(ctx context.Context, server tfprotov6.ProviderServer) (provided, error) {
	got, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return provided{}, err
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return provided{}, err
	}
	for _, diagnostic := range append(got.Diagnostics, identities.Diagnostics...) {
		if diagnostic.Severity == tfprotov6.DiagnosticSeverityError {
			return provided{}, errors.New(diagnostic.Summary + ": " + diagnostic.Detail)
		}
	}
	return describe(got, identities), nil
}
