package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/list"
	"github.com/hashicorp/terraform-plugin-framework/list/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Listing is the list resource portkey_workspace: what terraform query finds.
type Listing struct{ session *tfkit.Session }

var _ list.ListResourceWithConfigure = (*Listing)(nil)

// NewListing makes the list resource for the provider's registry.
func NewListing() list.ListResource { return &Listing{} }

// Metadata names the resource type that is listed.
func (l *Listing) Metadata(_ context.Context, req resource.MetadataRequest, resp *resource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workspace"
}

// ListResourceConfigSchema describes the filters, which are the API's own.
func (l *Listing) ListResourceConfigSchema(_ context.Context, _ list.ListResourceSchemaRequest, resp *list.ListResourceSchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Finds the active workspaces that the API key can see, for `terraform query`, which can write the configuration that imports them.\n\n" +
			"The API key needs the scope `workspaces.list`, and `workspaces.read` with `include_resource` and for the import.",
		Attributes: map[string]schema.Attribute{
			"name":       schema.StringAttribute{Optional: true, MarkdownDescription: nameFilterDescription},
			"exact_name": schema.StringAttribute{Optional: true, MarkdownDescription: exactNameFilterDescription},
		},
	}
}

// Configure takes the provider's session.
func (l *Listing) Configure(_ context.Context, req resource.ConfigureRequest, resp *resource.ConfigureResponse) {
	l.session = tfkit.SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// List pushes what it finds. Whatever goes wrong is a result too: nobody reads
// diagnostics that come after the stream was handed over.
func (l *Listing) List(ctx context.Context, req list.ListRequest, stream *list.ListResultsStream) {
	stream.Results = func(push func(list.ListResult) bool) {
		var diags diag.Diagnostics
		if l.find(ctx, req, &diags, push) && len(diags) > 0 {
			push(list.ListResult{Diagnostics: diags})
		}
	}
}

// find pushes a result for each workspace, and reports whether more may be
// pushed after them.
func (l *Listing) find(ctx context.Context, req list.ListRequest, diags *diag.Diagnostics, push func(list.ListResult) bool) bool {
	var filter struct {
		Name      *string `tfsdk:"name"`
		ExactName *string `tfsdk:"exact_name"`
	}
	diags.Append(req.Config.Get(ctx, &filter)...)
	if diags.HasError() || !l.session.Ready(diags) {
		return true
	}
	defer l.session.WarnOfWaits(diags)
	found, err := l.session.API.Workspaces(ctx, portkey.WorkspaceFilter{Name: tfkit.Text(filter.Name), ExactName: tfkit.Text(filter.ExactName)})
	if err != nil {
		diags.Append(listAct.Failed(err))
		return true
	}
	labels := labelsOf(found)
	for i, one := range found {
		if int64(i) == req.Limit {
			break
		}
		result := req.NewListResult(ctx)
		result.DisplayName = labels[i]
		result.Diagnostics.Append(result.Identity.SetAttribute(ctx, path.Root("id"), one.ID)...)
		if req.IncludeResource {
			l.include(ctx, one.ID, &result)
		}
		if !push(result) {
			return false
		}
	}
	return true
}

// include reads a workspace as an import would. The list may tell it already, and
// else it is read by itself.
func (l *Listing) include(ctx context.Context, id string, result *list.ListResult) {
	got, err := l.session.API.Workspace(ctx, id, "")
	if err != nil {
		result.Diagnostics.Append(readAct.Failed(err))
		return
	}
	imported := model{ID: types.StringValue(id)}
	result.Diagnostics.Append(result.Resource.Set(ctx, imported.observe(got, l.session.DefaultMetadata, l.session.API.Now()))...)
}

// labelsOf names each workspace by its name without the icon, which people know it
// by and a label in HCL can be made of, and by its slug as well where another one
// has that name.
func labelsOf(found []portkey.Workspace) []string {
	labels := make([]string, len(found))
	bearers := map[string]int{}
	for i, one := range found {
		labels[i] = portkey.PlainName(one.Icon.Or(""), one.Name.Or(""))
		bearers[labels[i]]++
	}
	for i, one := range found {
		switch slug := one.Slug.Or(one.ID); {
		case labels[i] == "":
			labels[i] = slug
		case bearers[labels[i]] > 1:
			labels[i] += " (" + slug + ")"
		}
	}
	return labels
}
