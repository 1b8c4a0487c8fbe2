package integrationmodels

import (
	"context"
	"errors"
	"fmt"
	"net/http"

	"github.com/hashicorp/terraform-plugin-framework/datasource"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// PricingDataSource is the data source portkey_model_pricing.
type PricingDataSource struct{ tfkit.DataSourceBase }

// NewPricingDataSource returns the data source portkey_model_pricing for the provider's
// registry.
func NewPricingDataSource() datasource.DataSource {
	return &PricingDataSource{tfkit.DataSourceBase{Name: "model_pricing"}}
}

// cataloguePrices is how the data source shows the prices of a model.
type cataloguePrices struct {
	pricing

	Provider                 types.String            `tfsdk:"ai_provider_id"`
	Model                    types.String            `tfsdk:"model"`
	RequestAudioToken        types.Number            `tfsdk:"request_audio_token"`
	ResponseAudioToken       types.Number            `tfsdk:"response_audio_token"`
	CacheReadAudioInputToken types.Number            `tfsdk:"cache_read_audio_input_token"`
	AdditionalUnits          map[string]types.Number `tfsdk:"additional_units"`
	Currency                 types.String            `tfsdk:"currency"`
}

// Schema describes the data source.
func (d *PricingDataSource) Schema(_ context.Context, _ datasource.SchemaRequest, resp *datasource.SchemaResponse) {
	attributes := priceAttributes()
	attributes["ai_provider_id"] = argument("The slug of the AI provider, such as `openai`.")
	attributes["model"] = argument("The slug of the model, such as `gpt-4o`. It may contain slashes.")
	attributes["request_audio_token"] = computedPrice("audio of the request")
	attributes["response_audio_token"] = computedPrice("audio of the response")
	attributes["cache_read_audio_input_token"] = computedPrice("audio that is read from a cache")
	attributes["additional_units"] = schema.MapAttribute{
		Computed: true, ElementType: types.NumberType, MarkdownDescription: "The prices of what is not counted in tokens, such as `web_search`, in US cents.",
	}
	attributes["currency"] = computed("The currency, such as `USD`. Prices are in cents of it.")
	resp.Schema = schema.Schema{
		MarkdownDescription: "Reads the prices that the catalogue of Portkey has for a model of an AI provider. A price that is not known is null.\n\n" +
			"Official documentation: [Model pricing](https://portkey.ai/docs/product/model-catalog).\n\n" +
			"The API key needs no scope.",
		Attributes: attributes,
	}
}

// Read reads the prices, and gives the arguments back as they were written.
func (d *PricingDataSource) Read(ctx context.Context, req datasource.ReadRequest, resp *datasource.ReadResponse) {
	var shown cataloguePrices
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("ai_provider_id"), &shown.Provider)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("model"), &shown.Model)...)
	if resp.Diagnostics.HasError() || !d.Session.Ready(&resp.Diagnostics) {
		return
	}
	defer d.Session.WarnOfWaits(&resp.Diagnostics)
	found, err := d.Session.API.ModelPricing(ctx, shown.Provider.ValueString(), shown.Model.ValueString())
	if err != nil {
		resp.Diagnostics.Append(unpriced(shown, err))
		return
	}
	prices := found.PayAsYouGo
	shown.RequestToken, shown.ResponseToken = amount(prices.RequestToken), amount(prices.ResponseToken)
	shown.CacheReadInputToken, shown.CacheWriteInputToken = amount(prices.CacheReadInputToken), amount(prices.CacheWriteInputToken)
	shown.RequestAudioToken, shown.ResponseAudioToken = amount(prices.RequestAudioToken), amount(prices.ResponseAudioToken)
	shown.CacheReadAudioInputToken = amount(prices.CacheReadAudioInputToken)
	shown.AdditionalUnits = map[string]types.Number{}
	for unit, price := range prices.AdditionalUnits.Or(nil) {
		shown.AdditionalUnits[unit] = amount(portkey.Some(price))
	}
	shown.Currency = tfkit.StringOrNull(found.Currency.Or(""))
	resp.Diagnostics.Append(resp.State.Set(ctx, shown)...)
}

// amount is a price; null where it is not known.
func amount(price portkey.Opt[portkey.TokenPrice]) types.Number {
	cents, there := price.Or(portkey.TokenPrice{}).Price.Get()
	if !there {
		return types.NumberNull()
	}
	return tfkit.Number((*float64)(&cents))
}

// unpriced explains why the prices of a model were not read.
func unpriced(asked cataloguePrices, err error) diag.Diagnostic {
	act := tfkit.Act{Verb: "read", Noun: "model pricing"}
	var answer *portkey.Error
	if errors.As(err, &answer) && answer.Status == http.StatusNotFound && !answer.HTML {
		return act.FailedIn(tfkit.SectionNotFound, err, fmt.Sprintf("The catalogue has no prices for the model %.100q of the AI provider %.100q. Upper and lower case matter.",
			asked.Model.ValueString(), asked.Provider.ValueString()))
	}
	return act.Failed(err)
}
