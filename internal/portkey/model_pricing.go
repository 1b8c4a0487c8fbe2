package portkey

import (
	"context"
	"net/http"
)

// CataloguePricing are the prices of a model of the catalogue, in US cents for each token.
type CataloguePricing struct {
	PayAsYouGo CataloguePrices `json:"pay_as_you_go"`
	Currency   Opt[string]     `json:"currency"`
}

// CataloguePrices are prices of tokens, and of what else a model charges for.
type CataloguePrices struct {
	TokenPrices

	RequestAudioToken        Opt[TokenPrice]            `json:"request_audio_token"`
	ResponseAudioToken       Opt[TokenPrice]            `json:"response_audio_token"`
	CacheReadAudioInputToken Opt[TokenPrice]            `json:"cache_read_audio_input_token"`
	AdditionalUnits          Opt[map[string]TokenPrice] `json:"additional_units"`
}

// ModelPricing is the price of a model of a provider, such as openai. It is not below /v1
// (documented).
func (c *Client) ModelPricing(ctx context.Context, provider, model string) (CataloguePricing, error) {
	var found CataloguePricing
	_, err := c.call(ctx, request{
		method: http.MethodGet, path: []string{"model-configs", "pricing", provider, model}, isBeside: true,
	}, &found)
	return found, err
}
