package main

import (
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

// The types below are the JSON of `terraform providers schema -json`, format
// 1.0. A tftypes.Type marshals itself to the spelling that the format uses.
type (
	schemas struct {
		FormatVersion string              `json:"format_version"`
		Providers     map[string]provided `json:"provider_schemas"`
	}

	provided struct {
		Provider           *schema             `json:"provider"`
		Resources          map[string]schema   `json:"resource_schemas,omitempty"`
		DataSources        map[string]schema   `json:"data_source_schemas,omitempty"`
		EphemeralResources map[string]schema   `json:"ephemeral_resource_schemas,omitempty"`
		ListResources      map[string]schema   `json:"list_resource_schemas,omitempty"`
		Actions            map[string]action   `json:"action_schemas,omitempty"`
		StateStores        map[string]schema   `json:"state_store_schemas,omitempty"`
		Functions          map[string]function `json:"functions,omitempty"`
		Identities         map[string]identity `json:"resource_identity_schemas,omitempty"`
	}

	schema struct {
		Version int64  `json:"version"`
		Block   *block `json:"block"`
	}

	action struct {
		Block *block `json:"block"`
	}

	block struct {
		Attributes      map[string]attribute   `json:"attributes,omitempty"`
		Blocks          map[string]nestedBlock `json:"block_types,omitempty"`
		Description     string                 `json:"description,omitempty"`
		DescriptionKind string                 `json:"description_kind"`
		Deprecated      bool                   `json:"deprecated,omitempty"`
	}

	nestedBlock struct {
		Nesting  string `json:"nesting_mode"`
		Block    *block `json:"block"`
		MinItems int64  `json:"min_items,omitempty"`
		MaxItems int64  `json:"max_items,omitempty"`
	}

	attribute struct {
		Type            tftypes.Type `json:"type,omitempty"`
		NestedType      *nestedType  `json:"nested_type,omitempty"`
		Description     string       `json:"description,omitempty"`
		DescriptionKind string       `json:"description_kind"`
		Deprecated      bool         `json:"deprecated,omitempty"`
		Required        bool         `json:"required,omitempty"`
		Optional        bool         `json:"optional,omitempty"`
		Computed        bool         `json:"computed,omitempty"`
		Sensitive       bool         `json:"sensitive,omitempty"`
		WriteOnly       bool         `json:"write_only,omitempty"`
	}

	nestedType struct {
		Attributes map[string]attribute `json:"attributes,omitempty"`
		Nesting    string               `json:"nesting_mode"`
	}

	function struct {
		Description        string       `json:"description,omitempty"`
		Summary            string       `json:"summary,omitempty"`
		DeprecationMessage string       `json:"deprecation_message,omitempty"`
		ReturnType         tftypes.Type `json:"return_type"`
		Parameters         []parameter  `json:"parameters,omitempty"`
		VariadicParameter  *parameter   `json:"variadic_parameter,omitempty"`
	}

	parameter struct {
		Name        string       `json:"name,omitempty"`
		Description string       `json:"description,omitempty"`
		IsNullable  bool         `json:"is_nullable,omitempty"`
		Type        tftypes.Type `json:"type"`
	}

	identity struct {
		Version    int64                        `json:"version"`
		Attributes map[string]identityAttribute `json:"attributes,omitempty"`
	}

	identityAttribute struct {
		Type              tftypes.Type `json:"type"`
		Description       string       `json:"description,omitempty"`
		RequiredForImport bool         `json:"required_for_import,omitempty"`
		OptionalForImport bool         `json:"optional_for_import,omitempty"`
	}
)

func describe(server *tfprotov6.GetProviderSchemaResponse, identities *tfprotov6.GetResourceIdentitySchemasResponse) provided {
	return provided{
		Provider:           new(toSchema(server.Provider)),
		Resources:          each(server.ResourceSchemas, toSchema),
		DataSources:        each(server.DataSourceSchemas, toSchema),
		EphemeralResources: each(server.EphemeralResourceSchemas, toSchema),
		ListResources:      each(server.ListResourceSchemas, toSchema),
		Actions:            each(server.ActionSchemas, toAction),
		StateStores:        each(server.StateStoreSchemas, toSchema),
		Functions:          each(server.Functions, toFunction),
		Identities:         each(identities.IdentitySchemas, toIdentity),
	}
}

func toSchema(s *tfprotov6.Schema) schema {
	return schema{Version: s.Version, Block: toBlock(s.Block)}
}

func toAction(a *tfprotov6.ActionSchema) action {
	return action{Block: toBlock(a.Schema.Block)}
}

func toBlock(b *tfprotov6.SchemaBlock) *block {
	out := &block{
		Attributes:      toAttributes(b.Attributes),
		Blocks:          map[string]nestedBlock{},
		Description:     b.Description,
		DescriptionKind: toKind(b.DescriptionKind),
		Deprecated:      b.Deprecated,
	}
	for _, nested := range b.BlockTypes {
		out.Blocks[nested.TypeName] = nestedBlock{
			Nesting:  toBlockNesting(nested.Nesting),
			Block:    toBlock(nested.Block),
			MinItems: nested.MinItems,
			MaxItems: nested.MaxItems,
		}
	}
	return out
}

func toAttributes(all []*tfprotov6.SchemaAttribute) map[string]attribute {
	out := map[string]attribute{}
	for _, a := range all {
		one := attribute{
			Type:            a.Type,
			Description:     a.Description,
			DescriptionKind: toKind(a.DescriptionKind),
			Deprecated:      a.Deprecated,
			Required:        a.Required,
			Optional:        a.Optional,
			Computed:        a.Computed,
			Sensitive:       a.Sensitive,
			WriteOnly:       a.WriteOnly,
		}
		if a.NestedType != nil {
			one.Type = nil
			one.NestedType = &nestedType{
				Attributes: toAttributes(a.NestedType.Attributes),
				Nesting:    toNesting(a.NestedType.Nesting),
			}
		}
		out[a.Name] = one
	}
	return out
}

func toFunction(f *tfprotov6.Function) function {
	out := function{
		Description:        f.Description,
		Summary:            f.Summary,
		DeprecationMessage: f.DeprecationMessage,
		ReturnType:         f.Return.Type,
	}
	for _, p := range f.Parameters {
		out.Parameters = append(out.Parameters, toParameter(p))
	}
	if f.VariadicParameter != nil {
		out.VariadicParameter = new(toParameter(f.VariadicParameter))
	}
	return out
}

func toParameter(p *tfprotov6.FunctionParameter) parameter {
	return parameter{Name: p.Name, Description: p.Description, IsNullable: p.AllowNullValue, Type: p.Type}
}

func toIdentity(s *tfprotov6.ResourceIdentitySchema) identity {
	out := identity{Version: s.Version, Attributes: map[string]identityAttribute{}}
	for _, a := range s.IdentityAttributes {
		out.Attributes[a.Name] = identityAttribute{
			Type:              a.Type,
			Description:       a.Description,
			RequiredForImport: a.RequiredForImport,
			OptionalForImport: a.OptionalForImport,
		}
	}
	return out
}

func toKind(kind tfprotov6.StringKind) string {
	if kind == tfprotov6.StringKindMarkdown {
		return "markdown"
	}
	return "plain"
}

func toNesting(mode tfprotov6.SchemaObjectNestingMode) string {
	switch mode {
	case tfprotov6.SchemaObjectNestingModeList:
		return "list"
	case tfprotov6.SchemaObjectNestingModeSet:
		return "set"
	case tfprotov6.SchemaObjectNestingModeMap:
		return "map"
	default:
		return "single"
	}
}

func toBlockNesting(mode tfprotov6.SchemaNestedBlockNestingMode) string {
	switch mode {
	case tfprotov6.SchemaNestedBlockNestingModeList:
		return "list"
	case tfprotov6.SchemaNestedBlockNestingModeSet:
		return "set"
	case tfprotov6.SchemaNestedBlockNestingModeMap:
		return "map"
	case tfprotov6.SchemaNestedBlockNestingModeGroup:
		return "group"
	default:
		return "single"
	}
}

func each[In, Out any](all map[string]In, to func(In) Out) map[string]Out {
	out := make(map[string]Out, len(all))
	for name, one := range all {
		out[name] = to(one)
	}
	return out
}
