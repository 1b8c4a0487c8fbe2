package mcpcapabilities

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// view is how the data sources show a capability.
type view struct {
	ID          types.String `tfsdk:"id"`
	Type        types.String `tfsdk:"type"`
	Name        types.String `tfsdk:"name"`
	Title       types.String `tfsdk:"title"`
	Description types.String `tfsdk:"description"`
	Enabled     types.Bool   `tfsdk:"enabled"`
	URI         types.String `tfsdk:"uri"`
	MIMEType    types.String `tfsdk:"mime_type"`
	InputSchema types.String `tfsdk:"input_schema"`
	Annotations types.String `tfsdk:"annotations"`
}

type serverView struct {
	view

	IntegrationEnabled types.Bool `tfsdk:"integration_enabled"`
}

func viewOf(one portkey.MCPCapability) view {
	uri := one.URI.Or("")
	if uri == "" {
		uri = one.URITemplate.Or("")
	}
	return view{
		ID: types.StringValue(one.Key()), Type: types.StringValue(one.Type.Or("")), Name: types.StringValue(one.Name.Or("")),
		Title: tfkit.StringOrNull(one.Title.Or("")), Description: tfkit.StringOrNull(one.Description.Or("")),
		Enabled: types.BoolValue(one.IsEnabled()), URI: tfkit.StringOrNull(uri), MIMEType: tfkit.StringOrNull(one.MIMEType.Or("")),
		InputSchema: jsonOrNull(one.InputSchema), Annotations: jsonOrNull(one.Annotations),
	}
}

func serverViewOf(one portkey.MCPCapability) serverView {
	return serverView{viewOf(one), tfkit.OrPriorBool(one.IntegrationEnabled, types.BoolNull())}
}

func jsonOrNull(text portkey.Opt[portkey.JSONText]) types.String {
	if json := text.Or(""); json != "" {
		return types.StringValue(tfkit.CanonicalJSON(string(json)))
	}
	return types.StringNull()
}

// DataSource is portkey_mcp_integration_capabilities or portkey_mcp_server_capabilities, by
// its kind.
type DataSource struct {
	tfkit.DataSourceBase

	of kind
}

// NewIntegrationDataSource returns the data source portkey_mcp_integration_capabilities for
// the provider's registry.
func NewIntegrationDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "mcp_integration_capabilities"}, ofIntegrations()}
}

// NewServerDataSource returns the data source portkey_mcp_server_capabilities for the
// provider's registry.
func NewServerDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "mcp_server_capabilities"}, ofServers()}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

// argument is the argument that names the owner.
func (k kind) argument() schema.StringAttribute {
	return schema.StringAttribute{
		Required: true, MarkdownDescription: fmt.Sprintf("The ID or the slug of the %s.", k.what), Validators: []validator.String{tfkit.NotBlank()},
	}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	shown := map[string]schema.Attribute{
		"id":           computed("The type and the name, as in `tool/create_issue`: the key in `capabilities` of the resource."),
		"type":         computed("One of `tool`, `prompt`, `resource` and `resource_template`."),
		"name":         computed("The name of the capability."),
		"title":        computed("The title of the capability."),
		"description":  computed("What the upstream MCP server says that the capability does."),
		"enabled":      schema.BoolAttribute{Computed: true, MarkdownDescription: "Whether the capability is enabled."},
		"uri":          computed("The URI of a resource, or the URI template of a resource template."),
		"mime_type":    computed("The MIME type of a resource."),
		"input_schema": computed("The JSON Schema of the arguments of a tool, as JSON."),
		"annotations":  computed("The annotations of a tool, such as `readOnlyHint`, as JSON."),
	}
	if d.of.owner == portkey.OfMCPServer {
		shown["integration_enabled"] = schema.BoolAttribute{
			Computed: true, MarkdownDescription: "Whether the MCP integration enables the capability, without which it can't be used. Null if Portkey does not return it.",
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Reads what an %s offers: tools, prompts, resources and resource templates, whether or not they are enabled. "+
			"The list is empty until the gateway of Portkey has synced with the upstream MCP server, which `%s` shows. An incomplete list is an error.\n\n",
			d.of.what, metadataType(d.of.owner)) + official + "\n\n" + d.of.needsRead,
		Attributes: map[string]schema.Attribute{
			d.of.attribute: d.of.argument(),
			"capabilities": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The capabilities, in the order in which Portkey lists them.",
				NestedObject:        schema.NestedAttributeObject{Attributes: shown},
			},
		},
	}
}

// Read lists the capabilities.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	var ref types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(d.of.attribute), &ref)...)
	act := d.of.noun.List()
	id, ok := d.of.ownerID(ctx, d.Session.API, ref, act, &resp.Diagnostics)
	if !ok {
		return
	}
	list, err := portkey.NewMCPCapabilities(d.Session.API, d.of.owner, id).List(ctx)
	if err != nil {
		resp.Diagnostics.Append(d.of.noOwner(act, err, ref.ValueString()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.of.attribute), ref)...)
	if d.of.owner == portkey.OfMCPServer {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("capabilities"), tfkit.Views(list, serverViewOf))...)
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("capabilities"), tfkit.Views(list, viewOf))...)
}
