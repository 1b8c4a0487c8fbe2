package integrationmodels

import (
	"maps"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// settings are what is configured of one model.
type settings struct {
	Enabled       *bool     `tfsdk:"enabled"`
	Custom        *custom   `tfsdk:"custom"`
	CustomHost    *string   `tfsdk:"custom_host"`
	CustomHeaders types.Map `tfsdk:"custom_headers"`
	Pricing       *pricing  `tfsdk:"pricing"`
}

// custom is what makes a model a custom one.
type custom struct {
	BaseModelSlug *string `tfsdk:"base_model_slug"`
	IsFinetune    *bool   `tfsdk:"is_finetune"`
}

// pricing are prices in US cents for each token.
type pricing struct {
	RequestToken         types.Number `tfsdk:"request_token"`
	ResponseToken        types.Number `tfsdk:"response_token"`
	CacheReadInputToken  types.Number `tfsdk:"cache_read_input_token"`
	CacheWriteInputToken types.Number `tfsdk:"cache_write_input_token"`
}

// blank are the settings of which nothing is configured.
func blank() settings { return settings{CustomHeaders: types.MapNull(types.StringType)} }

// isEnabled is the argument enabled, which is true by default.
func (s settings) isEnabled() bool { return s.Enabled == nil || *s.Enabled }

// baseModel is the base of a custom model, which never changes; "" for one of the catalogue.
func (s settings) baseModel() string {
	if s.Custom == nil {
		return ""
	}
	return tfkit.Text(s.Custom.BaseModelSlug)
}

// configuration is where the requests for the model go, as it is sent.
func (s settings) configuration() portkey.Opt[portkey.ModelConfiguration] {
	var config portkey.ModelConfiguration
	if host := tfkit.Text(s.CustomHost); host != "" {
		config.CustomHost = portkey.Some(host)
	}
	if headers := tfkit.Texts(s.CustomHeaders); len(headers) > 0 {
		config.CustomHeaders = portkey.Some(headers)
	}
	if config.CustomHost.IsZero() && config.CustomHeaders.IsZero() {
		return portkey.Null[portkey.ModelConfiguration]()
	}
	return portkey.Some(config)
}

// prices are the prices as they are sent.
func (s settings) prices() portkey.Opt[portkey.ModelPricing] {
	if s.Pricing == nil {
		return portkey.Null[portkey.ModelPricing]()
	}
	price := func(n types.Number) portkey.Opt[portkey.TokenPrice] {
		amount := tfkit.Float(n)
		if amount == nil {
			return portkey.Opt[portkey.TokenPrice]{}
		}
		return portkey.Some(portkey.TokenPrice{Price: portkey.Some(portkey.Number(*amount))})
	}
	sent := portkey.TokenPrices{
		RequestToken: price(s.Pricing.RequestToken), ResponseToken: price(s.Pricing.ResponseToken),
		CacheReadInputToken: price(s.Pricing.CacheReadInputToken), CacheWriteInputToken: price(s.Pricing.CacheWriteInputToken),
	}
	if sent == (portkey.TokenPrices{}) {
		return portkey.Null[portkey.ModelPricing]()
	}
	return portkey.Some(portkey.ModelPricing{Type: "static", PayAsYouGo: sent})
}

// write is the row of a model, given what it replaces, of which what is not configured is
// cleared.
func (s settings) write(slug string, before settings) portkey.IntegrationModelWrite {
	row := portkey.IntegrationModelWrite{Slug: slug, Enabled: s.isEnabled(), Configurations: s.configuration(), PricingConfig: s.prices()}
	if _, there := before.configuration().Get(); !there {
		row.Configurations = withoutNull(row.Configurations)
	}
	if _, there := before.prices().Get(); !there {
		row.PricingConfig = withoutNull(row.PricingConfig)
	}
	if s.Custom != nil {
		row.IsCustom, row.IsFinetune = true, portkey.Some(tfkit.IsTrue(s.Custom.IsFinetune))
		row.BaseModelSlug = portkey.Some(s.baseModel())
	}
	return row
}

// update is the row of an update from a state, given what the server has: of what the update
// leaves alone, the edits of others stay.
func (s settings) update(slug string, state, seen settings) portkey.IntegrationModelWrite {
	changes, foreign := s.differs(state), seen.differs(state)
	if !changes.Has("enabled") {
		s.Enabled = seen.Enabled
	}
	if !changes.Has("custom_host") {
		s.CustomHost = seen.CustomHost
	}
	if !changes.Has("custom_headers") {
		s.CustomHeaders = seen.CustomHeaders
	}
	if !changes.Has("pricing") {
		s.Pricing = seen.Pricing
	}
	row := s.write(slug, seen)
	if !changes.Has("custom_host") && !changes.Has("custom_headers") && (foreign.Has("custom_host") || foreign.Has("custom_headers")) {
		row.Configurations = portkey.Opt[portkey.ModelConfiguration]{} // headers of others may be masked
	}
	return row
}

// withoutNull is absent instead of null.
func withoutNull[T any](o portkey.Opt[T]) portkey.Opt[T] {
	if _, there := o.Get(); !there {
		return portkey.Opt[T]{}
	}
	return o
}

// remove are the rows that undo the settings of a model, given the row as it is on the
// server: a custom model is deleted, one of the catalogue disabled. There are none where that
// is done.
func (s settings) remove(slug string, live portkey.IntegrationModel, allowsAll bool) []portkey.IntegrationModelWrite {
	seen := s.observe(live, false)
	if seen.Custom != nil {
		return []portkey.IntegrationModelWrite{{Slug: slug, Delete: true}}
	}
	row := settings{Enabled: new(bool)}.write(slug, seen)
	if row.Configurations.IsZero() && row.PricingConfig.IsZero() && (allowsAll || !seen.isEnabled()) {
		return nil
	}
	return []portkey.IntegrationModelWrite{row}
}

// observe are the settings as the server returns them, in the spelling of s, of which that
// stays which the answer leaves out. Where all models are allowed, what a row says of enabled
// has no force.
func (s settings) observe(live portkey.IntegrationModel, allowsAll bool) settings {
	if enabled, told := live.Enabled.Get(); told && bool(enabled) != s.isEnabled() && !allowsAll {
		s.Enabled = (*bool)(&enabled)
	}
	if live.IsCustom.IsPresent() {
		s.Custom = s.Custom.observe(live)
	}
	if live.Configurations.IsPresent() {
		config := live.Configurations.Or(portkey.ModelConfiguration{})
		s.CustomHost = tfkit.KeepText(s.CustomHost, config.CustomHost.Or(""))
		s.CustomHeaders = keepHeaders(s.CustomHeaders, config.CustomHeaders.Or(nil))
	}
	if live.PricingConfig.IsPresent() {
		s.Pricing = s.Pricing.observe(live.PricingConfig)
	}
	return s
}

func (c *custom) observe(live portkey.IntegrationModel) *custom {
	if !live.IsCustom.Or(false) {
		return nil
	}
	seen := custom{}
	if c != nil {
		seen = *c
	}
	seen.BaseModelSlug = tfkit.KeepText(seen.BaseModelSlug, live.BaseModelSlug.Or(""))
	if isFinetune := bool(live.IsFinetune.Or(false)); isFinetune != tfkit.IsTrue(seen.IsFinetune) {
		seen.IsFinetune = &isFinetune
	}
	return &seen
}

// keepHeaders are the headers that the server returns. Of one that is masked, the value is
// that of prior.
func keepHeaders(prior types.Map, seen map[string]string) types.Map {
	known, shown := tfkit.Texts(prior), map[string]string{}
	for name, value := range seen {
		if !portkey.IsMasked(value) {
			shown[name] = value
		} else if before, there := known[name]; there {
			shown[name] = before
		}
	}
	switch {
	case maps.Equal(known, shown) && !prior.IsUnknown():
		return prior
	case len(shown) == 0:
		return types.MapNull(types.StringType)
	}
	return tfkit.TextMap(shown)
}

func (p *pricing) observe(live portkey.Opt[portkey.ModelPricing]) *pricing {
	found, there := live.Get()
	if !there || found.PayAsYouGo == (portkey.TokenPrices{}) {
		if (settings{Pricing: p}).prices() == portkey.Null[portkey.ModelPricing]() {
			return p // an empty object is none
		}
		return nil
	}
	seen := pricing{}
	if p != nil {
		seen = *p
	}
	keep := func(prior types.Number, price portkey.Opt[portkey.TokenPrice]) types.Number {
		amount, there := price.Or(portkey.TokenPrice{}).Price.Get()
		if !there {
			return tfkit.KeepNumber(prior, nil)
		}
		return tfkit.KeepNumber(prior, (*float64)(&amount))
	}
	prices := found.PayAsYouGo
	seen.RequestToken, seen.ResponseToken = keep(seen.RequestToken, prices.RequestToken), keep(seen.ResponseToken, prices.ResponseToken)
	seen.CacheReadInputToken = keep(seen.CacheReadInputToken, prices.CacheReadInputToken)
	seen.CacheWriteInputToken = keep(seen.CacheWriteInputToken, prices.CacheWriteInputToken)
	return &seen
}

// digest identifies the settings as they are sent.
func (s settings) digest() string { return tfkit.Digest(s.write("", blank())) }

// differs names the attributes in which two settings differ on the wire.
func (s settings) differs(other settings) tfkit.Changes {
	var changes tfkit.Changes
	changes.Add("enabled", s.isEnabled() == other.isEnabled())
	changes.Add("custom", settings{Custom: s.Custom}.digest() == settings{Custom: other.Custom}.digest())
	changes.Add("custom_host", tfkit.Text(s.CustomHost) == tfkit.Text(other.CustomHost))
	changes.Add("custom_headers", maps.Equal(tfkit.Texts(s.CustomHeaders), tfkit.Texts(other.CustomHeaders)))
	changes.Add("pricing", s.prices() == other.prices())
	return changes
}

// sortedKeys are the keys of a map in order.
func sortedKeys[V any](all map[string]V) []string { return slices.Sorted(maps.Keys(all)) }
