package harness

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// Import imports by what a person has: an id, or whatever the resource takes.
func (d *Driver) Import(address, id string) Diagnostics {
	return d.importState(address, &tfprotov6.ImportResourceStateRequest{ID: id})
}

// ImportIdentity imports by the attributes of a resource identity.
func (d *Driver) ImportIdentity(address string, identity map[string]any) Diagnostics {
	var diags Diagnostics
	schema := d.identities[typeOf(address)]
	if schema == nil {
		diags.errorf("Invalid import", "%s has no identity", typeOf(address))
		return diags
	}
	value, err := fromGo(schema.ValueType(), identity)
	if err != nil {
		diags.errorf("Invalid import", "%s", err)
		return diags
	}
	return d.importState(address, &tfprotov6.ImportResourceStateRequest{Identity: encodeIdentity(&value)})
}

func (d *Driver) importState(address string, req *tfprotov6.ImportResourceStateRequest) Diagnostics {
	typeName := typeOf(address)
	schema, diags := d.resource(typeName)
	if diags.failed() {
		return diags
	}
	if d.get(address).current != nil {
		diags.errorf("Resource already managed by Terraform", "%s is in the state", address)
		return diags
	}
	req.TypeName = typeName
	req.ClientCapabilities = &tfprotov6.ImportResourceStateClientCapabilities{}
	resp, err := d.server.ImportResourceState(d.ctx, req)
	if resp == nil {
		resp = &tfprotov6.ImportResourceStateResponse{}
	}
	if diags.add("ImportResourceState", err, resp.Diagnostics); diags.failed() {
		return diags
	}
	if len(resp.ImportedResources) != 1 || resp.ImportedResources[0].TypeName != typeName {
		diags.errorf("Invalid import result", "the provider returned other than one %s", typeName)
		return diags
	}
	imported := resp.ImportedResources[0]
	value, err := decode(schema.ValueType(), imported.State)
	if err != nil || value.IsNull() {
		diags.errorf("Import returned null resource", "%v", err)
		return diags
	}
	identity := d.decodeIdentity(typeName, imported.Identity, &diags)
	found, read := d.read(typeName, &object{value: value, private: imported.Private, identity: identity})
	if diags = append(diags, read...); diags.failed() {
		return diags
	}
	if found == nil {
		diags.errorf("Cannot import non-existent remote object", "nothing was found for %s", address)
		return diags
	}
	d.setCurrent(address, d.store(typeName, found))
	return diags
}

// Generate returns the configuration that Terraform 1.14 writes for what was imported to an
// address.
func (d *Driver) Generate(address string) (map[string]any, Diagnostics) {
	typeName := typeOf(address)
	o, diags := d.load(typeName, d.get(address).current)
	if diags.failed() || o == nil {
		return nil, diags
	}
	resp, err := d.server.GenerateResourceConfig(d.ctx, &tfprotov6.GenerateResourceConfigRequest{TypeName: typeName, State: encode(o.value)})
	if resp == nil {
		resp = &tfprotov6.GenerateResourceConfigResponse{}
	}
	if diags.add("GenerateResourceConfig", err, resp.Diagnostics); diags.failed() {
		return nil, diags
	}
	config, err := decode(o.value.Type(), resp.Config)
	if err != nil {
		diags.errorf("Invalid generated configuration", "%s", err)
	}
	return view(config), diags
}

// Load puts a state into an address as some version of some provider wrote it.
// The provider upgrades it when it is next read.
func (d *Driver) Load(address string, schemaVersion int64, state string) {
	d.setCurrent(address, &instance{schemaVersion: schemaVersion, attributes: []byte(state)})
}

// MoveSource is where a moved block moves from.
type MoveSource struct {
	ProviderAddress string // registry.terraform.io/portkey-ai/portkey
	TypeName        string
	SchemaVersion   int64
	State           string // JSON
	Private         []byte
}

// Move moves a resource of another type or provider to an address, as a moved
// block does.
func (d *Driver) Move(source MoveSource, address string) Diagnostics {
	typeName := typeOf(address)
	schema, diags := d.resource(typeName)
	if diags.failed() {
		return diags
	}
	resp, err := d.server.MoveResourceState(d.ctx, &tfprotov6.MoveResourceStateRequest{
		SourceProviderAddress: source.ProviderAddress,
		SourceTypeName:        source.TypeName,
		SourceSchemaVersion:   source.SchemaVersion,
		SourceState:           &tfprotov6.RawState{JSON: []byte(source.State)},
		SourcePrivate:         source.Private,
		TargetTypeName:        typeName,
	})
	if resp == nil {
		resp = &tfprotov6.MoveResourceStateResponse{}
	}
	if diags.add("MoveResourceState", err, resp.Diagnostics); diags.failed() {
		return diags
	}
	value, err := decode(schema.ValueType(), resp.TargetState)
	if err != nil || value.IsNull() {
		diags.errorf("Unable to Move Resource State", "the provider returned no state: %v", err)
		return diags
	}
	identity := d.decodeIdentity(typeName, resp.TargetIdentity, &diags)
	if !diags.failed() {
		d.setCurrent(address, d.store(typeName, &object{value: value, private: resp.TargetPrivate, identity: identity}))
	}
	return diags
}

// Data reads a data source and returns its attributes.
func (d *Driver) Data(typeName string, config map[string]any) (map[string]any, Diagnostics) {
	var diags Diagnostics
	schema, ok := d.schema.DataSourceSchemas[typeName]
	if !ok {
		diags.errorf("Invalid data source", "the provider has no data source %q", typeName)
		return nil, diags
	}
	value, diags := configure(schema.Block.Attributes, config)
	if diags.failed() {
		return nil, diags
	}
	checked, err := d.server.ValidateDataResourceConfig(d.ctx, &tfprotov6.ValidateDataResourceConfigRequest{
		TypeName: typeName,
		Config:   encode(value),
	})
	if checked == nil {
		checked = &tfprotov6.ValidateDataResourceConfigResponse{}
	}
	if diags.add("ValidateDataResourceConfig", err, checked.Diagnostics); diags.failed() {
		return nil, diags
	}
	resp, err := d.server.ReadDataSource(d.ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName:           typeName,
		Config:             encode(value),
		ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{},
	})
	if resp == nil {
		resp = &tfprotov6.ReadDataSourceResponse{}
	}
	if diags.add("ReadDataSource", err, resp.Diagnostics); diags.failed() {
		return nil, diags
	}
	state, err := decode(schema.ValueType(), resp.State)
	if err != nil {
		diags.errorf("Provider produced invalid object", "%s", err)
		return nil, diags
	}
	var ps problems
	checkKnown(state, &ps)
	checkArguments(value, state, &ps)
	diags.report("Provider produced invalid object", ps)
	return view(state), diags
}

// checkArguments holds a data source to giving back its arguments as written.
// Terraform does not check this, and shows whatever comes back.
func checkArguments(config, state tftypes.Value, ps *problems) {
	results := entries(state)
	for name, argument := range entries(config) {
		if !argument.IsNull() && !argument.Equal(results[name]) {
			ps.addf(tftypes.NewAttributePath().WithAttributeName(name), "the argument %s came back as %s", argument, results[name])
		}
	}
}

// ListResult is one result of a list resource.
type ListResult struct {
	DisplayName string
	Identity    map[string]any
	Resource    map[string]any // nil unless asked for
	Diagnostics Diagnostics
}

// List reads a list resource with at most limit results, with the resources
// themselves if they are asked for.
func (d *Driver) List(typeName string, config map[string]any, limit int64, includeResource bool) ([]ListResult, Diagnostics) {
	var diags Diagnostics
	server, ok := d.server.(tfprotov6.ListResourceServer)
	schema := d.schema.ListResourceSchemas[typeName]
	if !ok || schema == nil {
		diags.errorf("Invalid list resource", "the provider has no list resource %q", typeName)
		return nil, diags
	}
	value, diags := configure(schema.Block.Attributes, config)
	if diags.failed() {
		return nil, diags
	}
	checked, err := server.ValidateListResourceConfig(d.ctx, &tfprotov6.ValidateListResourceConfigRequest{
		TypeName: typeName,
		Config:   encode(value),
	})
	if checked == nil {
		checked = &tfprotov6.ValidateListResourceConfigResponse{}
	}
	if diags.add("ValidateListResourceConfig", err, checked.Diagnostics); diags.failed() {
		return nil, diags
	}
	stream, err := server.ListResource(d.ctx, &tfprotov6.ListResourceRequest{
		TypeName:        typeName,
		Config:          encode(value),
		IncludeResource: includeResource,
		Limit:           limit,
	})
	if diags.add("ListResource", err, nil); diags.failed() {
		return nil, diags
	}
	var results []ListResult
	for event := range stream.Results {
		result := ListResult{DisplayName: event.DisplayName}
		result.Diagnostics.add("ListResource", nil, event.Diagnostics)
		if identity := d.decodeIdentity(typeName, event.Identity, &result.Diagnostics); identity != nil {
			result.Identity = view(*identity)
		}
		if event.Resource != nil {
			resource, err := decode(d.schema.ResourceSchemas[typeName].ValueType(), event.Resource)
			if err != nil {
				result.Diagnostics.errorf("Provider produced invalid object", "%s", err)
			} else {
				result.Resource = view(resource)
			}
		}
		results = append(results, result)
	}
	return results, diags
}
