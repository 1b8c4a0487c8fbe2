package mcpcapabilities

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// MetadataDataSource is portkey_mcp_integration_metadata or portkey_mcp_server_metadata, by
// its kind.
type MetadataDataSource struct {
	tfkit.DataSourceBase

	of kind
}

// NewIntegrationMetadataDataSource returns portkey_mcp_integration_metadata for the
// provider's registry.
func NewIntegrationMetadataDataSource() datasource.DataSource {
	return &MetadataDataSource{tfkit.DataSourceBase{Name: "mcp_integration_metadata"}, metadataOf(ofIntegrations())}
}

// NewServerMetadataDataSource returns portkey_mcp_server_metadata for the provider's
// registry.
func NewServerMetadataDataSource() datasource.DataSource {
	return &MetadataDataSource{tfkit.DataSourceBase{Name: "mcp_server_metadata"}, metadataOf(ofServers())}
}

func metadataOf(of kind) kind {
	of.noun.One, of.noun.Many = of.what+" metadata", of.what+" metadata"
	return of
}

// metadataType is the data source that shows the sync of an owner.
func metadataType(owner portkey.MCPOwner) string {
	if owner == portkey.OfMCPServer {
		return "portkey_mcp_server_metadata"
	}
	return "portkey_mcp_integration_metadata"
}

// Schema describes the data source.
func (d *MetadataDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	older := ""
	if d.of.owner == portkey.OfMCPServer {
		older = "Older control planes do not have the metadata of a server, and return 404.\n\n"
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: fmt.Sprintf("Reads what the gateway of Portkey found out about the upstream MCP server of an %s, and whether it is synced with it. "+
			"Until it is, everything but the status is null.\n\n", d.of.what) + official + "\n\n" + older + d.of.needsRead,
		Attributes: map[string]schema.Attribute{
			d.of.attribute:     d.of.argument(),
			"server_name":      computed("The name that the upstream server has for itself."),
			"server_version":   computed("The version of the upstream server."),
			"protocol_version": computed("The version of the MCP protocol that both use."),
			"title":            computed("The title of the upstream server."),
			"description":      computed("The description of the upstream server."),
			"instructions":     computed("How the upstream server is to be used, in its own words."),
			"website_url":      computed("The website of the upstream server."),
			"capability_flags": computed("Which kinds of capabilities the upstream server has, as JSON."),
			"sync_status":      computed("`pending`, `synced` or `error`."),
			"sync_error":       computed("Why the last sync failed. Null if it did not."),
			"last_synced_at":   computed("When the gateway last synced with the upstream server (RFC 3339)."),
		},
	}
}

// Read reads the metadata.
func (d *MetadataDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	var ref types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(d.of.attribute), &ref)...)
	if resp.Diagnostics.HasError() {
		return
	}
	found, err := d.Session.API.MCPMetadata(ctx, d.of.owner, ref.ValueString())
	if err != nil {
		resp.Diagnostics.Append(d.of.noOwner(d.of.noun.Find(), err, ref.ValueString()))
		return
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(d.of.attribute), ref)...)
	for name, value := range map[string]portkey.Opt[string]{
		"server_name": found.ServerName, "server_version": found.ServerVersion, "protocol_version": found.ProtocolVersion,
		"title": found.Title, "description": found.Description, "instructions": found.Instructions, "website_url": found.WebsiteURL,
		"sync_status": found.SyncStatus, "sync_error": found.SyncError, "last_synced_at": found.LastSyncedAt,
	} {
		resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root(name), tfkit.StringOrNull(value.Or("")))...)
	}
	resp.Diagnostics.Append(resp.State.SetAttribute(ctx, path.Root("capability_flags"), jsonOrNull(found.CapabilityFlags))...)
}
