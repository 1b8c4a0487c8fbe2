package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
)

// ListDataSource is a data source of many objects: arguments, and a list attribute that
// has the data source's own name. V is how one of them is shown.
type ListDataSource[V any] struct {
	DataSourceBase

	// Description is that of the data source, Listed that of the list.
	Description, Listed string
	// Arguments are the filters, Attributes those of one object.
	Arguments, Attributes map[string]schema.Attribute
	// Result is the list attribute; "" means Name.
	Result string
	// Find returns the objects that the arguments select, or an error in diags.
	Find func(ctx context.Context, session *Session, config tfsdk.Config, diags *diag.Diagnostics) []V
}

func (d *ListDataSource[V]) result() string {
	if d.Result != "" {
		return d.Result
	}
	return d.Name
}

// Schema describes the data source.
func (d *ListDataSource[V]) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := map[string]schema.Attribute{
		d.result(): schema.ListNestedAttribute{
			Computed:            true,
			MarkdownDescription: d.Listed,
			NestedObject:        schema.NestedAttributeObject{Attributes: d.Attributes},
		},
	}
	for name, argument := range d.Arguments {
		attributes[name] = argument
	}
	resp.Schema = schema.Schema{MarkdownDescription: d.Description, Attributes: attributes}
}

// Read gives the arguments back as they were written, and what they select; never null.
func (d *ListDataSource[V]) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	found := d.Find(ctx, d.Session, req.Config, &resp.Diagnostics)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.State.Raw = req.Config.Raw
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.result()), append([]V{}, found...))...)
}

// Views shows each object in the way of one.
func Views[T, V any](all []T, view func(T) V) []V {
	views := make([]V, 0, len(all))
	for _, one := range all {
		views = append(views, view(one))
	}
	return views
}
