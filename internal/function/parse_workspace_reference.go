package function

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// ParseWorkspaceReference is the function parse_workspace_reference.
type ParseWorkspaceReference struct{}

// NewParseWorkspaceReference returns the function for the provider's registry.
func NewParseWorkspaceReference() function.Function { return ParseWorkspaceReference{} }

// Metadata names the function.
func (ParseWorkspaceReference) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_workspace_reference"
}

// referenceKinds are the attributes of the result, exactly one of which is the reference.
var referenceKinds = []portkey.ReferenceKind{portkey.ByID, portkey.BySlug, portkey.ByName}

func referenceTypes() map[string]attr.Type {
	kinds := map[string]attr.Type{"kind": types.StringType}
	for _, kind := range referenceKinds {
		kinds[string(kind)] = types.StringType
	}
	return kinds
}

// Definition describes the function.
func (ParseWorkspaceReference) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Determines whether a reference to a workspace is an ID, a slug or a name",
		MarkdownDescription: "Accepts an ID, slug or name of a workspace and returns an object with `id`, `slug` and `name`, exactly one of which is not null, " +
			"and `kind`, which is `id`, `slug` or `name`. The data source `portkey_workspace` accepts the three as they are, so a module needs only one variable.\n\n" +
			"A UUID is an ID, a string in the format of Portkey's slugs, such as `ws-fraud-d-174eb1`, is a slug, and every other string is a name. `terraform import` uses the same order. " +
			"The function makes no request, so a name that looks like a slug is returned as a slug, and a slug in another format as a name: " +
			"in these cases use the matching data source argument directly.\n\n" +
			"A reference that is blank, has white space or an invisible character at an end, or looks like an API key is an error. The error does not show it. " +
			"Names made of words and numbers, such as `AI-Platform-EU1-Prod-2026-Q3`, are not mistaken for keys; if another name is, use the argument `name` of the data source directly.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "reference",
				MarkdownDescription: "The ID, slug or exact name of a workspace.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: referenceTypes()},
	}
}

// Run classifies the reference.
func (ParseWorkspaceReference) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var reference types.String
	if resp.Error = req.Arguments.Get(ctx, &reference); resp.Error != nil {
		return
	}
	if reference.IsUnknown() {
		resp.Error = resp.Result.Set(ctx, types.ObjectUnknown(referenceTypes()))
		return
	}
	found, err := portkey.ParseReference(reference.ValueString())
	if err != nil {
		resp.Error = refuse(0, err.Error())
		return
	}
	parts := map[string]attr.Value{"kind": types.StringValue(string(found))}
	for _, kind := range referenceKinds {
		parts[string(kind)] = types.StringNull()
	}
	parts[string(found)] = reference
	result, diags := types.ObjectValue(referenceTypes(), parts)
	if resp.Error = function.FuncErrorFromDiags(ctx, diags); resp.Error == nil {
		resp.Error = resp.Result.Set(ctx, result)
	}
}
