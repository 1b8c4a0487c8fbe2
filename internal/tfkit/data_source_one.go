package tfkit

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// LookupDataSource is a data source of one object, which is looked up by its id, its
// slug if it has one, or its name, which is the attribute Noun.Name. V is how it is
// shown.
type LookupDataSource[V any] struct {
	DataSourceBase

	Noun Noun
	// Description is that of the data source, NameArgument that of the name.
	Description, NameArgument string
	// Attributes are those of the object. Nested is whether workspace_id is an argument
	// as well, which narrows the lookup, and Within whether that is required.
	Attributes     map[string]schema.Attribute
	Nested, Within bool
	// WorkspaceArgument describes workspace_id if Nested, unless all workspaces are searched
	// without it.
	WorkspaceArgument string
	// Find returns the object. workspaceID is "" unless the lookup is narrowed.
	Find func(ctx context.Context, session *Session, workspaceID string, by portkey.Lookup) (V, error)
}

// Schema describes the data source.
func (d *LookupDataSource[V]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	argument := func(description string) schema.StringAttribute {
		return schema.StringAttribute{Optional: true, Computed: true, MarkdownDescription: description, Validators: []validator.String{NotBlank()}}
	}
	attributes, keys := maps.Clone(d.Attributes), d.keys()
	last := len(keys) - 1
	exactlyOne := fmt.Sprintf(" Exactly one of `%s` and `%s` must be set.", strings.Join(keys[:last], "`, `"), keys[last])
	for _, key := range keys {
		description := d.NameArgument
		if key != d.Noun.Name {
			description = attributes[key].GetMarkdownDescription()
		}
		attributes[key] = argument(description + exactlyOne)
	}
	switch {
	case d.Within:
		attributes["workspace_id"] = d.Noun.HomeArgument()
	case d.Nested:
		attributes["workspace_id"] = argument("The ID or the slug of the workspace that contains the " + d.Noun.One + ". " +
			cmp.Or(d.WorkspaceArgument, "If omitted, every workspace visible to the API key is searched."))
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: attributes}
}

// ConfigValidators requires exactly one way to name the object.
func (d *LookupDataSource[V]) ConfigValidators(context.Context) []datasource.ConfigValidator {
	var keys []path.Expression
	for _, key := range d.keys() {
		keys = append(keys, path.MatchRoot(key))
	}
	return []datasource.ConfigValidator{datasourcevalidator.ExactlyOneOf(keys...)}
}

// keys are the arguments of which each names the object.
func (d *LookupDataSource[V]) keys() []string {
	if _, hasSlug := d.Attributes["slug"]; hasSlug {
		return []string{"id", "slug", d.Noun.Name}
	}
	return []string{"id", d.Noun.Name}
}

// Read finds the object, and gives the arguments back as they were written.
func (d *LookupDataSource[V]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var by portkey.Lookup
	var workspace types.String
	targets := map[string]any{"id": &by.ID, "slug": &by.Slug, d.Noun.Name: &by.Name}
	arguments := map[string]any{}
	for _, key := range d.keys() {
		arguments[key] = targets[key]
	}
	if d.Nested || d.Within {
		arguments["workspace_id"] = &workspace
	}
	for name, value := range arguments {
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), value)...)
	}
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	workspaceID, ok := d.Session.WorkspaceID(ctx, workspace, &resp.Diagnostics)
	if !ok {
		return
	}
	found, err := d.Find(ctx, d.Session, workspaceID, by)
	if err != nil {
		asked := d.Noun
		switch {
		case by.ID != nil:
			asked.References = "ID"
		case by.Slug != nil:
			asked.References = "slug"
		default:
			asked.References = asked.nameReference()
		}
		resp.Diagnostics.Append(asked.FindFailed(asked.Find(), err))
		return
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, found)...)
	for name := range arguments {
		var given types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(name), &given)...)
		if !given.IsNull() {
			resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), given)...)
		}
	}
}
