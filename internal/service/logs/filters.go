package logs

import (
	"context"
	"encoding/json"
	"fmt"
	"math/big"
	"net/url"
	"strconv"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// filter is an argument that says which requests count.
type filter struct {
	// name is the argument's, sent the API's.
	name, sent string
	kind       filterKind
	says       string
	// exports or analytics alone take it, or both.
	in place
}

type filterKind int

const (
	amount filterKind = iota
	// dollars are sent as cents.
	dollars
	// names and codes are sent as texts with commas in between.
	names
	codes
	pairs
)

type place int

const (
	everywhere place = iota
	inAnalytics
	inExports
)

// The window, which all requests name.
const (
	windowStart = "time_of_generation_min"
	windowEnd   = "time_of_generation_max"
)

var filters = []filter{
	{"total_units_min", "total_units_min", amount, "Only requests with at least this many tokens. If omitted, with any number.", everywhere},
	{"total_units_max", "total_units_max", amount, "Only requests with at most this many tokens. If omitted, with any number.", everywhere},
	{"cost_min_usd", "cost_min", dollars, "Only requests that cost at least this much, in US dollars. If omitted, any amount.", everywhere},
	{"cost_max_usd", "cost_max", dollars, "Only requests that cost at most this much, in US dollars. If omitted, any amount.", everywhere},
	{"prompt_token_min", "prompt_token_min", amount, "Only requests with at least this many tokens in the prompt. If omitted, with any number.", everywhere},
	{"prompt_token_max", "prompt_token_max", amount, "Only requests with at most this many tokens in the prompt. If omitted, with any number.", everywhere},
	{"completion_token_min", "completion_token_min", amount, "Only requests with at least this many tokens in the completion. If omitted, with any number.", everywhere},
	{"completion_token_max", "completion_token_max", amount, "Only requests with at most this many tokens in the completion. If omitted, with any number.", everywhere},
	{"weighted_feedback_min", "weighted_feedback_min", amount, "Only requests whose weighted feedback, between -10 and 10, is at least this. If omitted, with any or none.", everywhere},
	{"weighted_feedback_max", "weighted_feedback_max", amount, "Only requests whose weighted feedback, between -10 and 10, is at most this. If omitted, with any or none.", everywhere},
	{"status_code", "status_code", codes, "Only requests that were answered with one of these HTTP statuses. If omitted, with any.", everywhere},
	{"virtual_keys", "virtual_keys", names, "Only requests to one of the providers with these slugs. If omitted, to any.", everywhere},
	{"configs", "configs", names, "Only requests with one of the configs with these slugs. If omitted, with any or none.", everywhere},
	{"api_key_ids", "api_key_ids", names, "Only requests with one of the API keys with these IDs. If omitted, with any.", inAnalytics},
	{"metadata", "metadata", pairs, "Only requests with these keys and values in their metadata. If omitted, with any.", everywhere},
	{"ai_org_model", "ai_org_model", names, "Only requests to one of these models, each as the AI provider, two underscores and the model, such as `openai__gpt-4o`. If omitted, to any.", everywhere},
	{"ai_model", "ai_model", names, "Only requests to one of these models, of any AI provider. If omitted, to any.", inExports},
	{"trace_id", "trace_id", names, "Only requests with one of these trace IDs. If omitted, with any.", everywhere},
	{"span_id", "span_id", names, "Only requests with one of these span IDs. If omitted, with any.", inAnalytics},
	{"prompt_slug", "prompt_slug", names, "Only requests that render one of the prompts with these slugs. If omitted, any.", everywhere},
}

func (f filter) isIn(where place) bool { return f.in == everywhere || f.in == where }

// filterAttributes describes the filters of a place, by the schema's own constructors of
// attributes: data sources and actions have different ones.
func filterAttributes[A any](where place, single func(filter) A, list func(filter) A, many func(filter) A) map[string]A {
	all := map[string]A{}
	for _, one := range filters {
		if !one.isIn(where) {
			continue
		}
		switch one.kind {
		case amount, dollars:
			all[one.name] = single(one)
		case names, codes:
			all[one.name] = list(one)
		case pairs:
			all[one.name] = many(one)
		}
	}
	return all
}

// selection reads the filters below a path, as they are sent. The window is among them.
func selection(ctx context.Context, config tfsdk.Config, at path.Path, where place, diags *diag.Diagnostics) map[string]any {
	sent := map[string]any{}
	below := func(name string) path.Path {
		if at.Equal(path.Empty()) {
			return path.Root(name)
		}
		return at.AtName(name)
	}
	for _, name := range []string{windowStart, windowEnd} {
		var moment types.String
		diags.Append(config.GetAttribute(ctx, below(name), &moment)...)
		sent[name] = tfkit.CanonicalTime(moment.ValueString())
	}
	for _, one := range filters {
		if !one.isIn(where) {
			continue
		}
		if value, set := one.read(ctx, config, below(one.name), diags); set {
			sent[one.sent] = value
		}
	}
	return sent
}

// read is the value of a filter as it is sent; false if it is not set.
func (f filter) read(ctx context.Context, config tfsdk.Config, at path.Path, diags *diag.Diagnostics) (any, bool) {
	switch f.kind {
	case amount, dollars:
		var given types.Number
		diags.Append(config.GetAttribute(ctx, at, &given)...)
		if given.IsNull() {
			return nil, false
		}
		if f.kind == dollars {
			inCents := new(big.Float).SetPrec(512).Mul(given.ValueBigFloat(), big.NewFloat(100))
			given = types.NumberValue(inCents)
		}
		return *tfkit.Float(given), true
	case names:
		var given []string
		diags.Append(config.GetAttribute(ctx, at, &given)...)
		return strings.Join(given, ","), len(given) > 0
	case codes:
		var given []int64
		diags.Append(config.GetAttribute(ctx, at, &given)...)
		var texts []string
		for _, code := range given {
			texts = append(texts, strconv.FormatInt(code, 10))
		}
		return strings.Join(texts, ","), len(given) > 0
	default:
		var given map[string]string
		diags.Append(config.GetAttribute(ctx, at, &given)...)
		return given, len(given) > 0
	}
}

// queryOf are filters as a query has them.
func queryOf(sent map[string]any) url.Values {
	query := url.Values{}
	for name, value := range sent {
		switch value := value.(type) {
		case float64:
			query.Set(name, strconv.FormatFloat(value, 'f', -1, 64))
		case map[string]string:
			encoded, _ := json.Marshal(value) // texts always marshal
			query.Set(name, string(encoded))
		default:
			query.Set(name, fmt.Sprint(value))
		}
	}
	return query
}

// withoutComma refuses an element that would be sent as two.
func withoutComma() validator.String {
	return tfkit.Satisfies("must have no comma", func(value string, at path.Path) string {
		switch {
		case strings.TrimSpace(value) == "":
			return fmt.Sprintf("The element %s is blank. Leave it out of the list, for example with compact().", at)
		case strings.Contains(value, ","):
			return fmt.Sprintf("The element %s is %q. Write each value as an element of its own: Portkey takes a comma for the end of one.", at, value)
		}
		return ""
	})
}
