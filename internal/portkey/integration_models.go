package portkey

import (
	"encoding/json"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
)

// IntegrationModels are the rows of the models of one integration.
type IntegrationModels = Rows[IntegrationModelList, IntegrationModelWrite]

// rightsOfModels are what reads and writes of the rows need.
const rightsOfModels = "scopes organisation_integrations.read and organisation_integrations.update (workspace_integrations for an integration of a workspace)"

// IntegrationModelWords are what messages call one such row, IntegrationModelsWords what
// they call all of an integration.
var (
	IntegrationModelWords  = Words{One: "integration model access", Many: "integration model access entries", Rights: rightsOfModels}
	IntegrationModelsWords = Words{One: "integration model list", Many: "integration model lists", Rights: rightsOfModels}
)

// NewIntegrationModels opens the models of an integration, by its slug or id; see
// [NewIntegrationAccesses].
func NewIntegrationModels(c *Client, integration string) *IntegrationModels {
	path := []string{"integrations", c.knownSlug(integration), "models"}
	return rowsOf(c, rowsNoun[IntegrationModelList, IntegrationModelWrite]{
		path: path,
		requests: func(live IntegrationModelList, rows []IntegrationModelWrite) []request {
			return modelRequests(path, live, rows)
		},
	})
}

// IntegrationModelList are the models of an integration as the Admin API returns them: those
// of the catalogue, whether or not they are enabled, and custom ones.
type IntegrationModelList struct {
	Models []IntegrationModel
	// AllowAllModels makes all models available, whatever their rows say.
	AllowAllModels Opt[Bool]
}

// UnmarshalJSON reads the list. An object without it must not pass for an empty one.
func (l *IntegrationModelList) UnmarshalJSON(data []byte) error {
	var envelope struct {
		Models         Opt[items[IntegrationModel]] `json:"models"`
		AllowAllModels Opt[Bool]                    `json:"allow_all_models"`
	}
	if err := json.Unmarshal(data, &envelope); err != nil {
		return err
	}
	if !envelope.Models.IsPresent() {
		return errors.New("the answer is not a list: it has no models")
	}
	l.Models, l.AllowAllModels = envelope.Models.Or(nil), envelope.AllowAllModels
	return nil
}

// Of is the row of a model; false where there is none.
func (l IntegrationModelList) Of(slug string) (IntegrationModel, bool) {
	i := slices.IndexFunc(l.Models, func(one IntegrationModel) bool { return one.Slug.Or("") == slug })
	if i < 0 {
		return IntegrationModel{}, false
	}
	return l.Models[i], true
}

// LastUpdatedAt is when a row was last changed (RFC 3339), "" if that is not known.
func (l IntegrationModelList) LastUpdatedAt() string {
	last := ""
	for _, one := range l.Models {
		last = max(last, one.LastUpdatedAt.Or(""), one.CreatedAt.Or(""))
	}
	return last
}

// IntegrationModel is one model of an integration.
type IntegrationModel struct {
	Slug    Opt[string] `json:"slug,omitzero"`
	Name    Opt[string] `json:"name,omitzero"`
	Enabled Opt[Bool]   `json:"enabled,omitzero"`
	// IsCustom is false for a model of the catalogue, which can't be deleted.
	IsCustom       Opt[Bool]               `json:"is_custom,omitzero"`
	IsFinetune     Opt[Bool]               `json:"is_finetune,omitzero"`
	BaseModelSlug  Opt[string]             `json:"base_model_slug,omitzero"`
	Configurations Opt[ModelConfiguration] `json:"configurations,omitzero"`
	PricingConfig  Opt[ModelPricing]       `json:"pricing_config,omitzero"`
	CreatedAt      Opt[string]             `json:"created_at,omitzero"`
	LastUpdatedAt  Opt[string]             `json:"last_updated_at,omitzero"`
}

// ModelConfiguration is where requests for a model go.
type ModelConfiguration struct {
	CustomHost Opt[string] `json:"custom_host,omitzero"`
	// CustomHeaders may be masked in answers; see [IsMasked].
	CustomHeaders Opt[map[string]string] `json:"custom_headers,omitzero"`
}

// IsMasked reports whether a text of an answer is a masked secret.
func IsMasked(text string) bool { return isMasked(text) }

// ModelPricing are the prices of a model.
type ModelPricing struct {
	// Type is static.
	Type       string      `json:"type"`
	PayAsYouGo TokenPrices `json:"pay_as_you_go"`
}

// TokenPrices are prices in US cents for each token. Those that are absent are not set.
type TokenPrices struct {
	RequestToken         Opt[TokenPrice] `json:"request_token,omitzero"`
	ResponseToken        Opt[TokenPrice] `json:"response_token,omitzero"`
	CacheReadInputToken  Opt[TokenPrice] `json:"cache_read_input_token,omitzero"`
	CacheWriteInputToken Opt[TokenPrice] `json:"cache_write_input_token,omitzero"`
}

// TokenPrice is one of them.
type TokenPrice struct {
	Price Opt[Number] `json:"price,omitzero"`
}

// IntegrationModelWrite is a row of a PUT. An absent key keeps what is stored, and null
// clears it. Instead of a row it can be Access alone.
type IntegrationModelWrite struct {
	Slug           string                  `json:"slug"`
	Enabled        bool                    `json:"enabled"`
	IsCustom       bool                    `json:"is_custom,omitempty"`
	IsFinetune     Opt[bool]               `json:"is_finetune,omitzero"`
	BaseModelSlug  Opt[string]             `json:"base_model_slug,omitzero"`
	Configurations Opt[ModelConfiguration] `json:"configurations,omitzero"`
	PricingConfig  Opt[ModelPricing]       `json:"pricing_config,omitzero"`

	// Delete deletes a custom model. With Replace it is deleted, and then written.
	Delete, Replace bool `json:"-"`
	// Access is about all models, and no row.
	Access *ModelAccess `json:"-"`
}

// ModelAccess is what a PUT says of all models of an integration.
type ModelAccess struct {
	AllowAllModels bool
	// Override disables all models that the PUT does not have.
	Override bool
}

// modelsBody is the body of the PUT.
type modelsBody struct {
	Models         []IntegrationModelWrite `json:"models"`
	AllowAllModels Opt[Bool]               `json:"allow_all_models,omitzero"`
	Override       bool                    `json:"override_existing_model_access"`
}

// A refusal may repeat the headers, which may have credentials.
func (b modelsBody) secrets() []string {
	var all []string
	for _, one := range b.Models {
		for _, value := range one.Configurations.Or(ModelConfiguration{}).CustomHeaders.Or(nil) {
			all = append(all, secretsOf(value)...)
		}
	}
	return longSecrets(all)
}

// modelRequests are the requests that write rows: a DELETE of the custom models that are
// replaced, one PUT, and a DELETE of the others that are to be deleted. That all models are
// allowed is sent as it is, where no row says otherwise: what leaving it out means is not
// known.
func modelRequests(path []string, live IntegrationModelList, rows []IntegrationModelWrite) []request {
	body := modelsBody{Models: []IntegrationModelWrite{}, AllowAllModels: live.AllowAllModels}
	var replaced, deleted []string
	changed := false
	for _, row := range rows {
		switch {
		case row.Access != nil:
			body.AllowAllModels, body.Override = Some(Bool(row.Access.AllowAllModels)), body.Override || row.Access.Override
			changed = true
			continue
		case row.Delete && row.Replace:
			replaced = append(replaced, row.Slug)
		case row.Delete:
			deleted = append(deleted, row.Slug)
			continue
		}
		body.Models = append(body.Models, row)
	}
	var all []request
	if len(replaced) > 0 {
		all = append(all, deleteModels(path, replaced))
	}
	if changed || len(body.Models) > 0 {
		all = append(all, request{method: http.MethodPut, path: path, body: body})
	}
	if len(deleted) > 0 {
		all = append(all, deleteModels(path, deleted))
	}
	return all
}

// deleteModels deletes custom models. The query names them: a body is rejected (vendor's
// changelog).
func deleteModels(path, slugs []string) request {
	return request{method: http.MethodDelete, path: path, query: url.Values{"slugs": {strings.Join(slugs, ",")}}}
}
