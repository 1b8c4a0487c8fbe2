package harness

import (
	"context"
	"errors"
	"fmt"
	"sync"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

type attributes = []*tfprotov6.SchemaAttribute

// schemas are what a server says of its types.
type schemas struct {
	*tfprotov6.GetProviderSchemaResponse

	identities map[string]*tfprotov6.ResourceIdentitySchema
}

// schemasOf asks a server. It is an error if the server has no usable schema.
func schemasOf(ctx context.Context, server tfprotov6.ProviderServer) (schemas, error) {
	all, err := server.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	var diags Diagnostics
	if all != nil {
		diags.add("GetProviderSchema", err, all.Diagnostics)
		err = errors.Join(diags.Err(),
			refuseBlocks("provider", map[string]*tfprotov6.Schema{"schema": all.Provider}),
			refuseBlocks("resource", all.ResourceSchemas),
			refuseBlocks("data source", all.DataSourceSchemas),
			refuseBlocks("ephemeral resource", all.EphemeralResourceSchemas))
	}
	if err != nil {
		return schemas{}, fmt.Errorf("no schema: %w", err)
	}
	identities, err := server.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return schemas{}, fmt.Errorf("no identity schemas: %w", err)
	}
	return schemas{all, identities.IdentitySchemas}, nil
}

// ourSchemas are those of the provider, which all its servers have: asked for once, since
// that takes longer than most tests of a resource.
var ourSchemas = sync.OnceValues(func() (schemas, error) {
	return schemasOf(context.Background(), guard.Wrap(providerserver.NewProtocol6(provider.New("test")())()))
})

// Schemas returns a server of the provider, and what it says of its schemas.
func Schemas(t *testing.T) (tfprotov6.ProviderServer, *tfprotov6.GetProviderSchemaResponse) {
	t.Helper()
	server := providerserver.NewProtocol6(provider.New("test")())()
	schemas, err := server.GetProviderSchema(t.Context(), &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		t.Fatal(err)
	}
	return server, schemas
}

// EachAttribute visits attributes, and what is nested in them.
func EachAttribute(path string, attrs []*tfprotov6.SchemaAttribute, visit func(path string, attr *tfprotov6.SchemaAttribute)) {
	for _, attr := range attrs {
		at := path + "." + attr.Name
		visit(at, attr)
		if attr.NestedType != nil {
			EachAttribute(at, attr.NestedType.Attributes, visit)
		}
	}
}

// Attribute returns the attribute of a name, nil if there is none.
func Attribute(attrs []*tfprotov6.SchemaAttribute, name string) *tfprotov6.SchemaAttribute {
	for _, attr := range attrs {
		if attr.Name == name {
			return attr
		}
	}
	return nil
}

// objectType is the type of an object with these attributes.
func objectType(attrs attributes) tftypes.Object {
	types := make(map[string]tftypes.Type, len(attrs))
	for _, attr := range attrs {
		types[attr.Name] = attr.ValueType()
	}
	return tftypes.Object{AttributeTypes: types}
}

// refuseBlocks holds the driver to what it knows: it has no rules for nested
// blocks, and a schema written for the framework needs none.
func refuseBlocks(kind string, schemas map[string]*tfprotov6.Schema) error {
	for name, schema := range schemas {
		if len(schema.Block.BlockTypes) > 0 {
			return fmt.Errorf("%s %s has nested blocks, which the driver does not know", kind, name)
		}
	}
	return nil
}

// configure converts a configuration to a value, with the checks that Terraform
// makes before a provider sees it.
func configure(attrs attributes, config map[string]any) (tftypes.Value, Diagnostics) {
	var diags Diagnostics
	if config == nil {
		config = map[string]any{}
	}
	value, err := fromGo(objectType(attrs), config)
	if err != nil {
		diags.errorf("Incorrect configuration", "%s", err)
		return value, diags
	}
	var ps problems
	checkConfigured(attrs, value, tftypes.NewAttributePath(), &ps)
	diags.report("Incorrect configuration", ps)
	return value, diags
}

// checkConfigured looks for required attributes without a value and for
// read-only ones with one.
func checkConfigured(attrs attributes, object tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	values := entries(object)
	if values == nil {
		return
	}
	for _, attr := range attrs {
		v, at := values[attr.Name], path.WithAttributeName(attr.Name)
		switch {
		case attr.Required && v.IsNull():
			ps.addf(at, "the argument is required, but no definition was found")
		case !attr.Required && !attr.Optional && !v.IsNull():
			ps.addf(at, "the attribute is read-only")
		case attr.NestedType != nil:
			eachNested(attr.NestedType, v, at, func(element tftypes.Value, at *tftypes.AttributePath) {
				checkConfigured(attr.NestedType.Attributes, element, at, ps)
			})
		}
	}
}

// eachNested visits the objects of a nested attribute with their paths.
func eachNested(nested *tfprotov6.SchemaObject, v tftypes.Value, path *tftypes.AttributePath, visit func(tftypes.Value, *tftypes.AttributePath)) {
	switch nested.Nesting {
	case tfprotov6.SchemaObjectNestingModeSingle:
		visit(v, path)
	case tfprotov6.SchemaObjectNestingModeList:
		for i, element := range elements(v) {
			visit(element, path.WithElementKeyInt(i))
		}
	case tfprotov6.SchemaObjectNestingModeSet:
		for _, element := range elements(v) {
			visit(element, path.WithElementKeyValue(element))
		}
	case tfprotov6.SchemaObjectNestingModeMap:
		for key, element := range entries(v) {
			visit(element, path.WithElementKeyString(key))
		}
	}
}

// checkWriteOnly looks for write-only attributes that came back.
func checkWriteOnly(attrs attributes, object tftypes.Value, path *tftypes.AttributePath, ps *problems) {
	values := entries(object)
	if values == nil {
		return
	}
	for _, attr := range attrs {
		v, at := values[attr.Name], path.WithAttributeName(attr.Name)
		if attr.WriteOnly && !v.IsNull() {
			ps.addf(at, "a write-only attribute has a value")
		}
		if attr.NestedType != nil {
			eachNested(attr.NestedType, v, at, func(element tftypes.Value, at *tftypes.AttributePath) {
				checkWriteOnly(attr.NestedType.Attributes, element, at, ps)
			})
		}
	}
}

// checkKnown looks for values that are not known.
func checkKnown(object tftypes.Value, ps *problems) {
	must(tftypes.Walk(object, func(path *tftypes.AttributePath, v tftypes.Value) (bool, error) {
		if !v.IsKnown() {
			ps.addf(path, "the value is not known")
		}
		return v.IsKnown(), nil
	}))
}
