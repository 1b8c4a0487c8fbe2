package workspace

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework-validators/datasourcevalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/listvalidator"
	"github.com/hashicorp/terraform-plugin-framework-validators/stringvalidator"
	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/limits"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// reading is a workspace as a data source shows it: the resource's attributes
// but for the provider's own arguments, and its status.
type reading struct {
	ID             string                `tfsdk:"id"`
	Slug           *string               `tfsdk:"slug"`
	Name           string                `tfsdk:"name"`
	Description    *string               `tfsdk:"description"`
	Icon           *string               `tfsdk:"icon"`
	Defaults       *defaults             `tfsdk:"defaults"`
	UsageLimits    []limits.UsageReading `tfsdk:"usage_limits"`
	RateLimits     []limits.RateLimit    `tfsdk:"rate_limits"`
	CreatedAt      *string               `tfsdk:"created_at"`
	LastUpdatedAt  *string               `tfsdk:"last_updated_at"`
	IsDefault      bool                  `tfsdk:"is_default"`
	OrganisationID *string               `tfsdk:"organisation_id"`
	Status         *string               `tfsdk:"status"`
}

func read(answer portkey.Workspace) reading {
	icon := answer.Icon.Or("")
	return reading{
		ID:             answer.ID,
		Slug:           tfkit.TextOrNull(answer.Slug.Or("")),
		Name:           portkey.PlainName(icon, answer.Name.Or("")),
		Description:    tfkit.TextOrNull(answer.Description.Or("")),
		Icon:           tfkit.TextOrNull(icon),
		Defaults:       &defaults{Metadata: metadataOf(answer)},
		UsageLimits:    limits.ReadUsage(answer.UsageLimits.Or(nil)),
		RateLimits:     limits.ReadRate(answer.RateLimits.Or(nil)),
		CreatedAt:      tfkit.TextOrNull(answer.CreatedAt.Or("")),
		LastUpdatedAt:  tfkit.TextOrNull(answer.LastUpdatedAt.Or("")),
		IsDefault:      bool(answer.IsDefault.Or(false)),
		OrganisationID: tfkit.TextOrNull(answer.OrganisationID.Or("")),
		Status:         tfkit.TextOrNull(answer.Status.Or("")),
	}
}

// metadataOf is never nil, so that for expressions over it work.
func metadataOf(answer portkey.Workspace) map[string]string {
	if told := answer.Defaults.Or(portkey.WorkspaceDefaults{}).Metadata; told != nil {
		return told
	}
	return map[string]string{}
}

// readingAttributes are the computed attributes that both data sources share.
func readingAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"id":          schema.StringAttribute{Computed: true, MarkdownDescription: idDescription},
		"slug":        schema.StringAttribute{Computed: true, MarkdownDescription: slugDescription},
		"name":        schema.StringAttribute{Computed: true, MarkdownDescription: "The name, without the icon that Portkey shows in front of it."},
		"description": schema.StringAttribute{Computed: true, MarkdownDescription: descriptionDescription},
		"icon":        schema.StringAttribute{Computed: true, MarkdownDescription: "The emoji that Portkey shows in front of the name."},
		"defaults": schema.SingleNestedAttribute{
			Computed:            true,
			MarkdownDescription: "What every request through the workspace starts from.",
			Attributes: map[string]schema.Attribute{
				"metadata": schema.MapAttribute{
					Computed:            true,
					ElementType:         types.StringType,
					MarkdownDescription: metadataDescription + " Empty where there is none.",
				},
			},
		},
		"usage_limits":    limits.UsageReadingAttribute(),
		"rate_limits":     limits.RateReadingAttribute(),
		"created_at":      schema.StringAttribute{Computed: true, MarkdownDescription: createdDescription},
		"last_updated_at": schema.StringAttribute{Computed: true, MarkdownDescription: updatedDescription},
		"is_default":      schema.BoolAttribute{Computed: true, MarkdownDescription: isDefaultDescription},
		"organisation_id": schema.StringAttribute{Computed: true, MarkdownDescription: organisationDescribed + " Portkey tells it of a single workspace, not of those in a list."},
		"status":          schema.StringAttribute{Computed: true, MarkdownDescription: "`active`, or `archived` once deleted."},
	}
}

// DataSource is the data source portkey_workspace: one workspace.
type DataSource struct{ session *tfkit.Session }

var (
	_ datasource.DataSourceWithConfigure        = (*DataSource)(nil)
	_ datasource.DataSourceWithConfigValidators = (*DataSource)(nil)
)

// NewDataSource makes the data source for the provider's registry.
func NewDataSource() datasource.DataSource { return &DataSource{} }

// Metadata names the data source.
func (d *DataSource) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workspace"
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := readingAttributes()
	for name, description := range map[string]string{
		"id":   idDescription,
		"slug": slugDescription,
		"name": "The exact name, with or without the icon in front. Upper and lower case matter.",
	} {
		attributes[name] = schema.StringAttribute{
			Optional:            true,
			Computed:            true,
			MarkdownDescription: description + " Give exactly one of `id`, `slug` and `name`.",
			Validators:          []validator.String{tfkit.NotBlank()},
		}
	}
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads one active workspace by its id, its slug or its exact name. That there is none, or several of the name, is an error.\n\n" +
			"The API key needs the scope `workspaces.read`, and `workspaces.list` for a look-up by name.",
		Attributes: attributes,
	}
}

// ConfigValidators wants exactly one way to tell the workspace.
func (d *DataSource) ConfigValidators(context.Context) []datasource.ConfigValidator {
	return []datasource.ConfigValidator{
		datasourcevalidator.ExactlyOneOf(path.MatchRoot("id"), path.MatchRoot("slug"), path.MatchRoot("name")),
	}
}

// Configure takes the provider's session.
func (d *DataSource) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.session = tfkit.SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// Read finds the workspace, and gives the argument back as it was written.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var id, slug, name *string
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("id"), &id)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("slug"), &slug)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("name"), &name)...)
	if resp.Diagnostics.HasError() || !d.session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.session.WarnOfWaits(&resp.Diagnostics)

	var found portkey.Workspace
	var err error
	switch {
	case id != nil:
		found, err = d.session.API.FindWorkspaceByID(ctx, *id)
	case slug != nil:
		found, err = d.session.API.FindWorkspaceBySlug(ctx, *slug)
	default:
		found, err = d.session.API.FindWorkspaceByName(ctx, tfkit.Text(name))
	}
	if err != nil {
		resp.Diagnostics.Append(findFailed(findAct, err))
		return
	}
	state := read(found)
	// A single answer has no status, but only an active workspace is answered:
	// an archived one is refused (vendor's repository, commit 9659052).
	if state.Status == nil {
		state.Status = tfkit.TextOrNull("active")
	}
	if id != nil {
		state.ID = *id
	}
	if slug != nil {
		state.Slug = slug
	}
	if name != nil {
		state.Name = *name
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}

// Collection is the data source portkey_workspaces: every workspace that
// matches the filters.
type Collection struct{ session *tfkit.Session }

var _ datasource.DataSourceWithConfigure = (*Collection)(nil)

// NewCollection makes the data source for the provider's registry.
func NewCollection() datasource.DataSource { return &Collection{} }

// Metadata names the data source.
func (d *Collection) Metadata(_ context.Context, req datasource.MetadataRequest, resp *datasource.MetadataResponse) {
	resp.TypeName = req.ProviderTypeName + "_workspaces"
}

// Schema describes the data source.
func (d *Collection) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads every workspace that the API key can see, page by page, narrowed by the filters that Portkey has. " +
			"None that matches is an empty list; a list that can't be read to its end is an error.\n\n" +
			"The API key needs the scope `workspaces.list`. A workspace's own key sees only that workspace.",
		Attributes: map[string]schema.Attribute{
			"name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: nameFilterDescription,
			},
			"exact_name": schema.StringAttribute{
				Optional:            true,
				MarkdownDescription: exactNameFilterDescription,
			},
			"status": schema.ListAttribute{
				Optional:            true,
				ElementType:         types.StringType,
				MarkdownDescription: "Only workspaces of these statuses: `active`, `archived` or both. Without it, the active ones.",
				Validators:          []validator.List{listvalidator.ValueStringsAre(stringvalidator.OneOf("active", "archived"))},
			},
			"workspaces": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The workspaces, in the order in which Portkey lists them.",
				NestedObject:        schema.NestedAttributeObject{Attributes: readingAttributes()},
			},
		},
	}
}

// Configure takes the provider's session.
func (d *Collection) Configure(_ context.Context, req datasource.ConfigureRequest, resp *datasource.ConfigureResponse) {
	d.session = tfkit.SessionFrom(req.ProviderData, &resp.Diagnostics)
}

// Read lists the workspaces.
func (d *Collection) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var state struct {
		Name       *string   `tfsdk:"name"`
		ExactName  *string   `tfsdk:"exact_name"`
		Status     []string  `tfsdk:"status"`
		Workspaces []reading `tfsdk:"workspaces"`
	}
	resp.Diagnostics.Append(req.Config.Get(ctx, &state)...)
	if resp.Diagnostics.HasError() || !d.session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.session.WarnOfWaits(&resp.Diagnostics)
	found, err := d.session.API.Workspaces(ctx, portkey.WorkspaceFilter{
		Name: tfkit.Text(state.Name), ExactName: tfkit.Text(state.ExactName), Status: state.Status,
	})
	if err != nil {
		resp.Diagnostics.Append(listAct.Failed(err))
		return
	}
	state.Workspaces = make([]reading, 0, len(found))
	for _, one := range found {
		state.Workspaces = append(state.Workspaces, read(one))
	}
	resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
}
