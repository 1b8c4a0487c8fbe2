package function

import (
	"bytes"
	"context"
	"encoding/json"
	"maps"
	"math/big"
	"slices"

	"github.com/hashicorp/terraform-plugin-framework/function"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// GatewayConfig is the function gateway_config.
type GatewayConfig struct{}

// NewGatewayConfig makes the function for the provider's registry.
func NewGatewayConfig() function.Function { return GatewayConfig{} }

// Metadata names the function.
func (GatewayConfig) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "gateway_config"
}

// Definition describes the function.
func (GatewayConfig) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Checks a gateway config and writes it as JSON",
		MarkdownDescription: "Takes a [gateway config](https://portkey.ai/docs/api-reference/inference-api/config-object) as an object, checks it, and returns it as JSON: " +
			"what `jsonencode` would write, without the keys that are null.\n\n" +
			"A mistake that the gateway would tell with the first request, or pass over in silence, is told by `terraform validate` or `terraform plan`, " +
			"with its path and together with all others. Of these is checked, in the config and in each target at any depth:\n\n" +
			"- `strategy.mode` is " + orList(modes) + "; each but `single` has targets.\n" +
			"- A `weight` is 0 or more, and under `loadbalance` one target at least weighs more than 0.\n" +
			"- Under `conditional`, each condition has a `query` and a `then`, and `then` and `default` each name one target.\n" +
			"- Status codes are whole numbers from 100 to 599, `retry.attempts` is one from 0 to 5, `cache.max_age` one from 60 to 25923000 seconds, and `request_timeout` one of milliseconds above 0.\n" +
			"- `cache.mode` is " + orList(cacheModes) + ".\n" +
			"- No key is a known one misspelt, such as `max_ages` or `maxAge`.\n\n" +
			"Keys that the provider does not know pass, since the gateway learns new ones; where it learns one that is taken for a mistake here, `jsonencode` does without the checks. " +
			"What is inside `override_params`, `query` and guardrails is not looked at. A value that is not known yet is checked once it is.\n\n" +
			"No error shows a value but that of a mode, since a config may hold keys. The result is sensitive where something in the config is.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name:                "config",
				MarkdownDescription: "The gateway config, as an object. A key that is null counts as left out; in a list, null is refused.",
				// What is known already is checked with the first plan.
				AllowUnknownValues: true,
			},
		},
		Return: function.StringReturn{},
	}
}

// Run checks the config and encodes it.
func (GatewayConfig) Run(ctx context.Context, req function.RunRequest, resp *function.RunResponse) {
	var config types.Dynamic
	if resp.Error = req.Arguments.Get(ctx, &config); resp.Error != nil {
		return
	}
	reader := &reader{}
	tree := reader.read("", config)
	checker := &checker{problems: reader.problems}
	checker.config("", tree)
	switch {
	case len(checker.problems) > 0:
		resp.Error = refuse(0, checker.problems...)
	case reader.unknown:
		resp.Error = resp.Result.Set(ctx, types.StringUnknown())
	default:
		var text bytes.Buffer
		writeJSON(&text, tree)
		resp.Error = resp.Result.Set(ctx, text.String())
	}
}

// writeJSON writes a known tree as jsonencode does: compact, the keys sorted, and
// numbers with all their digits, unless they miss a whole number by what computing does.
func writeJSON(to *bytes.Buffer, tree any) {
	switch tree := tree.(type) {
	case map[string]any:
		to.WriteByte('{')
		for i, key := range slices.Sorted(maps.Keys(tree)) {
			if i > 0 {
				to.WriteByte(',')
			}
			writeJSON(to, key)
			to.WriteByte(':')
			writeJSON(to, tree[key])
		}
		to.WriteByte('}')
	case []any:
		to.WriteByte('[')
		for i, element := range tree {
			if i > 0 {
				to.WriteByte(',')
			}
			writeJSON(to, element)
		}
		to.WriteByte(']')
	case *big.Float:
		to.WriteString(tree.Text('f', -1))
	default:
		text, _ := json.Marshal(tree) // no string and no bool fails to encode
		to.Write(text)
	}
}
