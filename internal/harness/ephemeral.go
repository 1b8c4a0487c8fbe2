package harness

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Opened is an ephemeral resource between Open and Close.
type Opened struct {
	// Values are its attributes, those of the configuration included.
	Values map[string]any
	// Private is what the provider is given again by Close.
	Private []byte

	typeName string
}

// Open validates the configuration of an ephemeral resource and opens it, as every plan
// and every apply does. It returns nil beside an error: Terraform closes nothing then.
func (d *Driver) Open(typeName string, config map[string]any) (*Opened, Diagnostics) {
	var diags Diagnostics
	schema, ok := d.schema.EphemeralResourceSchemas[typeName]
	if !ok {
		diags.errorf("Invalid ephemeral resource type", "the provider has no ephemeral resource %q", typeName)
		return nil, diags
	}
	value, diags := configure(schema.Block.Attributes, config)
	if diags.failed() {
		return nil, diags
	}
	checked, err := d.server.ValidateEphemeralResourceConfig(d.ctx, &tfprotov6.ValidateEphemeralResourceConfigRequest{TypeName: typeName, Config: encode(value)})
	if checked == nil {
		checked = &tfprotov6.ValidateEphemeralResourceConfigResponse{}
	}
	if diags.add("ValidateEphemeralResourceConfig", err, checked.Diagnostics); diags.failed() || !value.IsFullyKnown() {
		return nil, diags // what is not known is opened by the apply
	}
	opened, err := d.server.OpenEphemeralResource(d.ctx, &tfprotov6.OpenEphemeralResourceRequest{
		TypeName: typeName, Config: encode(value), ClientCapabilities: &tfprotov6.OpenEphemeralResourceClientCapabilities{},
	})
	if opened == nil {
		opened = &tfprotov6.OpenEphemeralResourceResponse{}
	}
	if diags.add("OpenEphemeralResource", err, opened.Diagnostics); diags.failed() {
		return nil, diags
	}
	result, err := decode(schema.ValueType(), opened.Result)
	if err != nil {
		diags.errorf("Provider produced an invalid ephemeral resource", "%s", err)
		return nil, diags
	}
	var ps problems
	checkKnown(result, &ps)
	checkOpened(value, result, &ps)
	if diags.report("Provider produced an invalid ephemeral resource", ps); diags.failed() {
		return nil, diags
	}
	return &Opened{view(result), opened.Private, typeName}, diags
}

// checkOpened looks for arguments that came back as something else.
func checkOpened(config, result tftypes.Value, ps *problems) {
	got := entries(result)
	for name, configured := range entries(config) {
		if !configured.IsNull() && !configured.Equal(got[name]) {
			ps.addf(tftypes.NewAttributePath().WithAttributeName(name), "the value is not the configured one")
		}
	}
}

// Close closes an ephemeral resource.
func (d *Driver) Close(opened *Opened) Diagnostics {
	var diags Diagnostics
	resp, err := d.server.CloseEphemeralResource(d.ctx, &tfprotov6.CloseEphemeralResourceRequest{TypeName: opened.typeName, Private: opened.Private})
	if resp == nil {
		resp = &tfprotov6.CloseEphemeralResourceResponse{}
	}
	diags.add("CloseEphemeralResource", err, resp.Diagnostics)
	return diags
}
