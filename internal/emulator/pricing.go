package emulator

import (
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// pricing is the price of a model of the catalogue: documented, beside the API and
// without a key. It is in US cents per token; the figures are made up. ok is false for a
// request of another path.
func (s *Server) pricing(r *http.Request) (answer any, ok bool, err error) {
	below, ok := strings.CutPrefix(r.URL.EscapedPath(), "/model-configs/pricing/")
	if !ok || r.Method != http.MethodGet {
		return nil, false, nil
	}
	provider, escaped, _ := strings.Cut(below, "/")
	model, err := url.PathUnescape(escaped)
	if err != nil || strings.Contains(escaped, "/") || !slices.Contains(s.catalogue[provider], model) {
		return nil, true, &problem{status: http.StatusNotFound, message: "Model not found", bare: true}
	}
	price := func(amount float64) any { return map[string]any{"price": amount} }
	return map[string]any{
		"pay_as_you_go": map[string]any{
			"request_token": price(0.00025), "response_token": price(0.001),
			"cache_read_input_token": price(0.000125), "cache_write_input_token": price(0),
			"request_audio_token": price(0), "response_audio_token": price(0), "cache_read_audio_input_token": price(0),
			"additional_units": map[string]any{"web_search": price(1)}, "image": map[string]any{},
		},
		"calculate": map[string]any{}, "currency": "USD", "finetune_config": map[string]any{},
	}, true, nil
}
