package integrationmodels

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// view is how the data source shows a model. Headers can contain credentials, and are not
// shown.
type view struct {
	Slug          types.String `tfsdk:"slug"`
	Name          types.String `tfsdk:"name"`
	Enabled       types.Bool   `tfsdk:"enabled"`
	IsCustom      types.Bool   `tfsdk:"is_custom"`
	IsFinetune    types.Bool   `tfsdk:"is_finetune"`
	BaseModelSlug types.String `tfsdk:"base_model_slug"`
	CustomHost    types.String `tfsdk:"custom_host"`
	Pricing       *pricing     `tfsdk:"pricing"`
	CreatedAt     types.String `tfsdk:"created_at"`
	LastUpdatedAt types.String `tfsdk:"last_updated_at"`
}

func viewOf(one portkey.IntegrationModel) view {
	text := func(o portkey.Opt[string]) types.String { return tfkit.StringOrNull(o.Or("")) }
	flag := func(o portkey.Opt[portkey.Bool]) types.Bool { return types.BoolValue(bool(o.Or(false))) }
	return view{
		Slug: text(one.Slug), Name: text(one.Name), Enabled: flag(one.Enabled),
		IsCustom: flag(one.IsCustom), IsFinetune: flag(one.IsFinetune), BaseModelSlug: text(one.BaseModelSlug),
		CustomHost: text(one.Configurations.Or(portkey.ModelConfiguration{}).CustomHost), Pricing: blank().observe(one, true).Pricing,
		CreatedAt: text(one.CreatedAt), LastUpdatedAt: text(one.LastUpdatedAt),
	}
}

func computed(description string) schema.StringAttribute {
	return schema.StringAttribute{Computed: true, MarkdownDescription: description}
}

func computedBool(description string) schema.BoolAttribute {
	return schema.BoolAttribute{Computed: true, MarkdownDescription: description}
}

func computedPrice(of string) schema.NumberAttribute {
	return schema.NumberAttribute{Computed: true, MarkdownDescription: "The price of a token of the " + of + ", in US cents."}
}

func argument(description string) schema.StringAttribute {
	return schema.StringAttribute{Required: true, MarkdownDescription: description, Validators: []validator.String{tfkit.NotBlank()}}
}

// priceAttributes are the prices that both data sources show.
func priceAttributes() map[string]schema.Attribute {
	return map[string]schema.Attribute{
		"request_token":           computedPrice("request"),
		"response_token":          computedPrice("response"),
		"cache_read_input_token":  computedPrice("input that is read from a cache"),
		"cache_write_input_token": computedPrice("input that is written to a cache"),
	}
}

// DataSource is the data source portkey_integration_models.
type DataSource struct{ tfkit.DataSourceBase }

// NewDataSource returns the data source portkey_integration_models for the provider's
// registry.
func NewDataSource() datasource.DataSource {
	return &DataSource{tfkit.DataSourceBase{Name: "integration_models"}}
}

// Schema describes the data source.
func (d *DataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the models of an integration: those of the catalogue, whether or not they are enabled, and custom ones. An incomplete list is an error.\n\n" +
			official + "\n\n" + needsRead,
		Attributes: map[string]schema.Attribute{
			"integration_id":   argument(integrationArgument),
			"allow_all_models": computedBool("Whether all models of the catalogue can be used, whatever `enabled` is."),
			"models": schema.ListNestedAttribute{
				Computed:            true,
				MarkdownDescription: "The models, in the order in which Portkey lists them.",
				NestedObject: schema.NestedAttributeObject{Attributes: map[string]schema.Attribute{
					"slug":            computed("The slug of the model."),
					"name":            computed("The name of the model."),
					"enabled":         computedBool("Whether the model is enabled by itself."),
					"is_custom":       computedBool("Whether the model is a custom one, which the catalogue lacks."),
					"is_finetune":     computedBool("Whether the model is a fine-tuned one."),
					"base_model_slug": computed("The model that a custom one is based on."),
					"custom_host":     computed("The URL that requests for the model are sent to. Null for that of the integration."),
					"pricing": schema.SingleNestedAttribute{
						Computed: true, MarkdownDescription: "The prices that were configured. Null for those of the catalogue.", Attributes: priceAttributes(),
					},
					"created_at":      computed(noun.CreatedAt().MarkdownDescription),
					"last_updated_at": computed(noun.LastUpdatedAt().MarkdownDescription),
				}},
			},
		},
	}
}

// Read lists the models.
func (d *DataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	if !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	var integration types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("integration_id"), &integration)...)
	list, ok := listModels(ctx, d.Session, integration, setNoun, &resp.Diagnostics)
	if !ok {
		return
	}
	shown := struct {
		IntegrationID  types.String `tfsdk:"integration_id"`
		AllowAllModels types.Bool   `tfsdk:"allow_all_models"`
		Models         []view       `tfsdk:"models"`
	}{integration, tfkit.OrPriorBool(list.AllowAllModels, types.BoolNull()), tfkit.Views(list.Models, viewOf)}
	resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
}
