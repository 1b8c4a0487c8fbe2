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

// NewParseWorkspaceReference makes the function for the provider's registry.
func NewParseWorkspaceReference() function.Function { return ParseWorkspaceReference{} }

// Metadata names the function.
func (ParseWorkspaceReference) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "parse_workspace_reference"
}

// referenceKinds are the attributes of the result that hold the reference, one at a time.
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
		Summary: "Tells whether a workspace is named by its id, its slug or its name",
		MarkdownDescription: "Takes what a person has of a workspace and returns an object with `id`, `slug` and `name`, of which exactly one is not null, " +
			"and with `kind`, which says which. The data source `portkey_workspace` takes the three as they are, so that a module needs one variable for all.\n\n" +
			"A UUID is an id, and what has the form of Portkey's slugs, `ws-fraud-d-174eb1`, is a slug; all else is a name. That is the order of `terraform import`. " +
			"Nothing is asked of Portkey, so a name that looks like a slug is taken for a slug, and a slug of another form for a name: give these to the argument of the data source that is meant.\n\n" +
			"A reference that is blank, has white space at its ends, or looks like an API key is an error. The error does not show it.",
		Parameters: []function.Parameter{
			function.StringParameter{
				Name:                "reference",
				MarkdownDescription: "The id, the slug or the exact name of a workspace.",
			},
		},
		Return: function.ObjectReturn{AttributeTypes: referenceTypes()},
	}
}

// Run sorts the reference.
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
