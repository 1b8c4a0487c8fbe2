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

// NewGatewayConfig returns the function for the provider's registry.
func NewGatewayConfig() function.Function { return GatewayConfig{} }

// Metadata names the function.
func (GatewayConfig) Metadata(_ context.Context, _ function.MetadataRequest, resp *function.MetadataResponse) {
	resp.Name = "gateway_config"
}

// Definition describes the function.
func (GatewayConfig) Definition(_ context.Context, _ function.DefinitionRequest, resp *function.DefinitionResponse) {
	resp.Definition = function.Definition{
		Summary: "Checks a gateway config and encodes it as JSON",
		MarkdownDescription: "Takes a [gateway config](https://portkey.ai/docs/api-reference/inference-api/config-object) as an object, checks it, and returns it as JSON: " +
			"the result of `jsonencode`, without the keys that are null.\n\n" +
			"Mistakes that the gateway would report with the first request, or silently ignore, are reported by `terraform validate` or `terraform plan`, " +
			"all of them at once, each with its path. The following is checked, at every level of nesting:\n\n" +
			"- `strategy.mode` is " + orList(modes) + ", and every mode except `single` has targets.\n" +
			"- A `weight` is 0 or more, and with `loadbalance` at least one target has a weight above 0.\n" +
			"- With `conditional`, each condition has a `query` and a `then`, and `then` and `default` each match the name of exactly one target.\n" +
			"- Status codes are whole numbers from 100 to 599, `retry.attempts` is a whole number from 0 to 5, `cache.max_age` a whole number of seconds from 60 to 25923000, " +
			"and `request_timeout` a whole number of milliseconds above 0.\n" +
			"- `cache.mode` is " + orList(cacheModes) + ".\n" +
			"- Misspelt keys, such as `max_ages` or `maxAge`, are errors.\n\n" +
			"Other unknown keys are accepted, since the gateway gains new ones. If it gains a key that is flagged here, use `jsonencode` to bypass the checks. " +
			"The contents of `override_params`, `query` and guardrails are not checked. Values that are unknown during the plan are checked during the apply.\n\n" +
			"Errors show no value except a mode, since a config may contain API keys. The result is sensitive if any value in the config is.",
		Parameters: []function.Parameter{
			function.DynamicParameter{
				Name:                "config",
				MarkdownDescription: "The gateway config, as an object. A key that is null is treated as omitted. Null in a list is an error.",
				// The known parts are checked during validate and plan.
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
// numbers with all their digits. Rounding errors of whole numbers are already removed.
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
