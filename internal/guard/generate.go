package guard

import (
	"context"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// alternatives are two computed attributes of which a configuration sets exactly one. The
// state of an import has both, and the framework has no hook to leave one out of the
// configuration that is generated from it: omitted is, where generated is set.
var alternatives = []struct{ generated, omitted string }{{"email", "user_id"}}

// generate is GenerateResourceConfig, which Terraform 1.14 and later call.
func (s *providerServer) generate(ctx context.Context, req *tfprotov6.GenerateResourceConfigRequest) (*tfprotov6.GenerateResourceConfigResponse, error) {
	resp, err := s.inner.GenerateResourceConfig(ctx, req)
	if err != nil || resp == nil || resp.Config == nil {
		return resp, err
	}
	schemas, err := s.inner.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil || schemas.ResourceSchemas[req.TypeName] == nil {
		return resp, err
	}
	objectType := schemas.ResourceSchemas[req.TypeName].ValueType()
	config, err := resp.Config.Unmarshal(objectType)
	var attributes map[string]tftypes.Value
	if err != nil || config.As(&attributes) != nil {
		return resp, err
	}
	for _, pair := range alternatives {
		generated, hasOne := attributes[pair.generated]
		if omitted, hasOther := attributes[pair.omitted]; hasOne && hasOther && !generated.IsNull() {
			attributes[pair.omitted] = tftypes.NewValue(omitted.Type(), nil)
		}
	}
	changed, err := tfprotov6.NewDynamicValue(objectType, tftypes.NewValue(objectType, attributes))
	resp.Config = &changed
	return resp, err
}
