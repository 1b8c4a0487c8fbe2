package main

import (
	"context"
	"errors"
	"fmt"
	"math"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/providerserver"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/guard"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/provider"
)

// lister is a provider server with list resources.
type lister interface {
	tfprotov6.ProviderServer
	tfprotov6.ListResourceServer
}

// reader is the provider in this process. Terraform would call the same to read the same.
type reader struct {
	server lister
	schema *tfprotov6.GetProviderSchemaResponse
	ids    map[string]*tfprotov6.ResourceIdentitySchema
}

// open configures the provider as an empty provider block does: by the environment.
func open(ctx context.Context, insecure bool) (*reader, error) {
	mask := func(options *portkey.Options) { options.Hide(guard.Mask, guard.WithMasks) }
	served, ok := guard.Wrap(providerserver.NewProtocol6(provider.New(version, mask)())()).(lister)
	if !ok {
		return nil, errors.New("the provider has no list resources")
	}
	schema, err := served.GetProviderSchema(ctx, &tfprotov6.GetProviderSchemaRequest{})
	if err != nil {
		return nil, err
	}
	ids, err := served.GetResourceIdentitySchemas(ctx, &tfprotov6.GetResourceIdentitySchemasRequest{})
	if err != nil {
		return nil, err
	}
	r := &reader{server: served, schema: schema, ids: ids.IdentitySchemas}
	block, err := tfprotov6.NewDynamicValue(schema.Provider.ValueType(), config(schema.Provider, map[string]any{"allow_insecure_http": orNil(insecure)}))
	if err != nil {
		return nil, err
	}
	configured, err := served.ConfigureProvider(ctx, &tfprotov6.ConfigureProviderRequest{
		TerraformVersion: "portkey-adopt", Config: &block, ClientCapabilities: &tfprotov6.ConfigureProviderClientCapabilities{},
	})
	if err != nil {
		return nil, err
	}
	return r, problem(configured.Diagnostics)
}

// orNil is true or null, which is what an argument that is not set is.
func orNil(is bool) any {
	if is {
		return true
	}
	return nil
}

// config is a configuration with these arguments, and null for the others.
func config(schema *tfprotov6.Schema, arguments map[string]any) tftypes.Value {
	values := map[string]tftypes.Value{}
	for _, attribute := range schema.Block.Attributes {
		values[attribute.Name] = tftypes.NewValue(attribute.Type, nil)
		if value, set := arguments[attribute.Name]; set {
			values[attribute.Name] = tftypes.NewValue(attribute.Type, value)
		}
		if attribute.NestedType != nil {
			values[attribute.Name] = tftypes.NewValue(attribute.ValueType(), nil)
		}
	}
	return tftypes.NewValue(schema.ValueType(), values)
}

// problem is the errors among diagnostics; nil if there are none.
func problem(diagnostics []*tfprotov6.Diagnostic) error {
	var texts []string
	for _, one := range diagnostics {
		if one.Severity == tfprotov6.DiagnosticSeverityError {
			texts = append(texts, strings.TrimSpace(one.Summary+": "+one.Detail))
		}
	}
	if len(texts) == 0 {
		return nil
	}
	return errors.New(strings.Join(texts, "\n"))
}

// listed is one result of a list resource.
type listed struct {
	name string
	// id is what an import takes.
	id    string
	state tftypes.Value
	err   error
}

// list reads a list resource, with the state of each result.
func (r *reader) list(ctx context.Context, kind string, arguments map[string]any) ([]listed, error) {
	schema := r.schema.ListResourceSchemas[kind]
	argument, err := tfprotov6.NewDynamicValue(schema.ValueType(), config(schema, arguments))
	if err != nil {
		return nil, err
	}
	stream, err := r.server.ListResource(ctx, &tfprotov6.ListResourceRequest{
		TypeName: kind, Config: &argument, IncludeResource: true, Limit: math.MaxInt64,
	})
	if err != nil {
		return nil, err
	}
	var all []listed
	var failures []error
	for result := range stream.Results {
		failed := problem(result.Diagnostics)
		if result.Identity == nil {
			if failed != nil {
				failures = append(failures, failed)
			}
			continue
		}
		id, err := r.importID(kind, result.Identity)
		if err != nil {
			return nil, err
		}
		one := listed{name: result.DisplayName, id: id, err: failed}
		if failed == nil {
			if one.state, err = result.Resource.Unmarshal(r.schema.ResourceSchemas[kind].ValueType()); err != nil {
				return nil, err
			}
		}
		all = append(all, one)
	}
	return all, errors.Join(failures...)
}

// importID is the ID of an import block for an identity. Terraform before 1.12 and OpenTofu
// have no imports by identity.
func (r *reader) importID(kind string, identity *tfprotov6.ResourceIdentityData) (string, error) {
	value, err := identity.IdentityData.Unmarshal(r.ids[kind].ValueType())
	if err != nil {
		return "", err
	}
	parts := object(value)
	id := text(parts["id"])
	if home := text(parts["workspace_id"]); home != "" {
		return home + "/" + id, nil
	}
	if _, within := parts["workspace_id"]; within {
		return "organisation/" + id, nil
	}
	return id, nil
}

// importOne imports and reads an object, as an import block does. The state is null if there
// is none.
func (r *reader) importOne(ctx context.Context, kind, id string) (tftypes.Value, error) {
	none := tftypes.NewValue(r.schema.ResourceSchemas[kind].ValueType(), nil)
	imported, err := r.server.ImportResourceState(ctx, &tfprotov6.ImportResourceStateRequest{
		TypeName: kind, ID: id, ClientCapabilities: &tfprotov6.ImportResourceStateClientCapabilities{},
	})
	if err == nil {
		err = problem(imported.Diagnostics)
	}
	if err != nil {
		return none, err
	}
	if len(imported.ImportedResources) != 1 {
		return none, fmt.Errorf("the import of %s %q returned %d objects", kind, id, len(imported.ImportedResources))
	}
	one := imported.ImportedResources[0]
	read, err := r.server.ReadResource(ctx, &tfprotov6.ReadResourceRequest{
		TypeName: kind, CurrentState: one.State, Private: one.Private, CurrentIdentity: one.Identity,
		ClientCapabilities: &tfprotov6.ReadResourceClientCapabilities{},
	})
	if err == nil {
		err = problem(read.Diagnostics)
	}
	if err != nil {
		return none, err
	}
	return read.NewState.Unmarshal(none.Type())
}

// data reads the list that a data source returns.
func (r *reader) data(ctx context.Context, kind, result string, arguments map[string]any) ([]tftypes.Value, error) {
	schema := r.schema.DataSourceSchemas[kind]
	argument, err := tfprotov6.NewDynamicValue(schema.ValueType(), config(schema, arguments))
	if err != nil {
		return nil, err
	}
	read, err := r.server.ReadDataSource(ctx, &tfprotov6.ReadDataSourceRequest{
		TypeName: kind, Config: &argument, ClientCapabilities: &tfprotov6.ReadDataSourceClientCapabilities{},
	})
	if err == nil {
		err = problem(read.Diagnostics)
	}
	if err != nil {
		return nil, err
	}
	state, err := read.State.Unmarshal(schema.ValueType())
	return elements(object(state)[result]), err
}

// validate checks a configuration of a resource.
func (r *reader) validate(ctx context.Context, kind string, configuration tftypes.Value) error {
	argument, err := tfprotov6.NewDynamicValue(configuration.Type(), configuration)
	if err != nil {
		return err
	}
	checked, err := r.server.ValidateResourceConfig(ctx, &tfprotov6.ValidateResourceConfigRequest{
		TypeName: kind, Config: &argument,
		ClientCapabilities: &tfprotov6.ValidateResourceConfigClientCapabilities{WriteOnlyAttributesAllowed: true},
	})
	if err != nil {
		return err
	}
	return problem(checked.Diagnostics)
}
