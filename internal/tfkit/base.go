package tfkit

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/action"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/ephemeral"
	"github.com/hashicorp/terraform-plugin-framework/resource"
)

// ResourceBase names a resource and takes the provider's session. Resources and list
// resources embed it.
type ResourceBase struct {
	// Session is nil before the provider is configured.
	Session *Session
	// Name is the type without the provider in front: "workspace".
	Name string
}

// Metadata names the resource type.
func (b *ResourceBase) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's session.
func (b *ResourceBase) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	b.Session = SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// DataSourceBase names a data source and takes the provider's session. Data sources
// embed it.
type DataSourceBase struct {
	// Session is nil before the provider is configured.
	Session *Session
	// Name is the type without the provider in front: "workspaces".
	Name string
}

// Metadata names the data source.
func (b *DataSourceBase) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's session.
func (b *DataSourceBase) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	b.Session = SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// ActionBase names an action and takes the provider's session. Actions embed it.
type ActionBase struct {
	// Session is nil before the provider is configured.
	Session *Session
	// Name is the type without the provider in front: "resend_invite".
	Name string
}

// Metadata names the action.
func (b *ActionBase) Metadata(_ context.Context, req action.MetadataRequest, resp *action.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's session.
func (b *ActionBase) Configure(_ context.Context, req action.ConfigureRequest, resp *action.ConfigureResponse) {
	b.Session = SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// EphemeralBase names an ephemeral resource and takes the provider's session. Ephemeral
// resources embed it.
type EphemeralBase struct {
	// Session is nil before the provider is configured.
	Session *Session
	// Name is the type without the provider in front: "api_key".
	Name string
}

// Metadata names the ephemeral resource.
func (b *EphemeralBase) Metadata(_ context.Context, req ephemeral.MetadataRequest, resp *ephemeral.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_" + b.Name
}

// Configure takes the provider's session.
func (b *EphemeralBase) Configure(_ context.Context, req ephemeral.ConfigureRequest, resp *ephemeral.ConfigureResponse) {
	b.Session = SessionFrom(req.ProviderData, &resp.Diagnostics)
}
