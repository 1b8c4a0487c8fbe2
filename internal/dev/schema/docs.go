package main

import (
	"context"
	"strings"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
)

// required begins the description of an attribute that a validator of its object
// requires. The schema has it as optional: the framework takes a required attribute for
// missing where the whole object is unknown.
const required = "Required. "

// documented is a provider as the documentation shows it: what validators require is
// listed as required.
type documented struct{ tfprotov6.ProviderServer }

// GetProviderSchema returns the schemas with such attributes required.
func (d documented) GetProviderSchema(ctx context.Context, req *tfprotov6.GetProviderSchemaRequest) (*tfprotov6.GetProviderSchemaResponse, error) {
	resp, err := d.ProviderServer.GetProviderSchema(ctx, req)
	if err != nil {
		return resp, err
	}
	for _, resource := range resp.ResourceSchemas {
		requireDescribed(resource.Block.Attributes)
	}
	for _, resource := range resp.EphemeralResourceSchemas {
		requireDescribed(resource.Block.Attributes)
	}
	return resp, nil
}

func requireDescribed(attributes []*tfprotov6.SchemaAttribute) {
	for _, a := range attributes {
		if rest, is := strings.CutPrefix(a.Description, required); is && a.Optional {
			a.Description, a.Required, a.Optional = rest, true, false
		}
		if a.NestedType != nil {
			requireDescribed(a.NestedType.Attributes)
		}
	}
}
