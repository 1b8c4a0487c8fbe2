package logs

import (
	"encoding/json"

	"github.com/hashicorp/terraform-plugin-framework/attr"
	"github.com/hashicorp/terraform-plugin-framework/datasource/schema"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// unit is what a figure is in.
type unit int

const (
	number unit = iota
	// cents are US cents, which are shown in US dollars.
	cents
	text
)

// figure is one attribute of an object of the analytics.
type figure struct {
	// name is the attribute's, from the API's.
	name, from string
	unit       unit
	says       string
}

// shape is an object of the analytics: its figures, and those of its lists.
type shape struct {
	figures []figure
	lists   map[string]list
}

type list struct {
	says    string
	figures []figure
}

// The API names the amounts of a cost as it names counts; portkey_analytics renames them
// to these, so that the unit is in the name.
const (
	totalCost = "total_cost"
	avgCost   = "avg_cost"
)

var summaryShape = shape{figures: []figure{
	{"total", "total", number, "The total: of requests, tokens, users, errors, cache hits or feedbacks."},
	{"avg", "avg", number, "The average: in milliseconds of `latency` and `cache/latency`, for each request of `tokens`, for each user of `users/requests`."},
	{"unique", "unique", number, "The number of different users, of `users/requests`."},
	{"p50", "p50", number, "The median latency in milliseconds, of `latency`."},
	{"p90", "p90", number, "The 90th percentile of the latency in milliseconds, of `latency`."},
	{"p99", "p99", number, "The 99th percentile of the latency in milliseconds, of `latency`."},
	{"rate", "rate", number, "The rate in percent, of `errors/rate` and `cache/hit-rate`."},
	{"total_cost_usd", totalCost, cents, "The cost in US dollars, of `cost`."},
	{"avg_cost_usd", avgCost, cents, "The average cost of a request in US dollars, of `cost`."},
	{"total_errors", "total_errors", number, "The number of errors, of `errors/status-codes`."},
	{"unique_error_codes", "unique_error_codes", number, "The number of different statuses, of `errors/status-codes`."},
	{"retry", "retry", number, "The number of requests that a retry rescued, of `requests/rescued`."},
	{"fallback", "fallback", number, "The number of requests that a fallback rescued, of `requests/rescued`."},
	{"hits", "hits", number, "The number of cache hits, of `summary/cache`."},
	{"avg_latency", "avg_latency", number, "The average latency of a cache hit, of `summary/cache`."},
	{"total_requests", "total_requests", number, "The number of requests, of `summary/cache`."},
	{"cache_speedup", "cache_speedup", number, "By how much cache hits are faster, in percent, of `summary/cache`."},
}}

var pointShape = shape{
	figures: []figure{
		{"timestamp", "timestamp", text, "The time of the data point. Null if it is no part of a time series."},
		{"total", "total", number, "The total: of requests, tokens, users, errors or feedbacks."},
		{"avg", "avg", number, "The average: in milliseconds of `latency` and `cache/latency`, for each request of `tokens`, for each user of `users/requests`."},
		{"p50", "p50", number, "The median latency in milliseconds, of `latency`. Null without traffic."},
		{"p90", "p90", number, "The 90th percentile of the latency in milliseconds, of `latency`. Null without traffic."},
		{"p99", "p99", number, "The 99th percentile of the latency in milliseconds, of `latency`. Null without traffic."},
		{"rate", "rate", number, "The rate in percent, of `errors/rate` and `cache/hit-rate`."},
		{"total_cost_usd", totalCost, cents, "The cost in US dollars, of `cost`."},
		{"avg_cost_usd", avgCost, cents, "The average cost of a request in US dollars, of `cost`."},
		{"status_code", "status_code", number, "The HTTP status, of `errors/status-codes`."},
		{"count", "count", number, "The number of responses with this status, of `errors/status-codes`."},
		{"fallback", "fallback", number, "The number of requests that a fallback rescued, of `requests/rescued`."},
		{"simple_hits", "simple_hits", number, "The number of hits of the simple cache, of `cache/hit-rate`."},
		{"semantic_hits", "semantic_hits", number, "The number of hits of the semantic cache, of `cache/hit-rate`."},
		{"cumulative_simple_cache_savings_usd", "cumulative_simple_cache_savings", cents, "What the simple cache has saved so far in US dollars, of `cache/hit-rate`."},
		{"cumulative_semantic_cache_savings_usd", "cumulative_semantic_cache_savings", cents, "What the semantic cache has saved so far in US dollars, of `cache/hit-rate`."},
		{"score", "score", number, "The value of the feedback, of `feedbacks/scores`."},
		{"ai_model", "ai_model", text, "The model, of `feedbacks/ai-models`."},
		{"avg_weighted_feedback", "avg_weighted_feedback", number, "The average weighted feedback, of `feedbacks/ai-models`."},
	},
	lists: map[string]list{
		"retry": {"The requests that retries rescued, of `requests/rescued`.", []figure{
			{"retry_success_count", "retry_success_count", number, "The number of the attempt that succeeded."},
			{"count", "count", number, "The number of requests."},
		}},
		"stats": {"The errors by status, of `errors/stacks`.", []figure{
			{"response_status_code", "response_status_code", number, "The HTTP status."},
			{"count", "count", number, "The number of responses."},
		}},
	},
}

// groupShape is without the value of the group, which the API names after what is grouped by.
var groupShape = shape{figures: []figure{
	{"value", groupValue, text, "What the requests of the group have in common: the user, the model, the provider or the value of the metadata."},
	{"requests", "requests", number, "The number of requests."},
	{"cost_usd", "cost", cents, "The cost in US dollars. Null if Portkey does not return it for this grouping."},
	{"avg_tokens", "avg_tokens", number, "The average number of tokens of a request. Null if Portkey does not return it for this grouping."},
	{"requests_with_feedback", "requests_with_feedback", number, "The number of requests with feedback. Null if Portkey does not return it for this grouping."},
	{"avg_weighted_feedback", "avg_weighted_feedback", number, "The average weighted feedback. Null if Portkey does not return it for this grouping."},
	{"last_seen", "last_seen", text, "When the value was last seen. Null if Portkey does not return it for this grouping."},
}}

// groupValue is the name that the value of a group is given.
const groupValue = "value"

// other is the attribute of what has no attribute of its own.
const other = "other"

// attributes describes the objects of a shape.
func (s shape) attributes() map[string]schema.Attribute {
	attributes := map[string]schema.Attribute{
		other: schema.StringAttribute{Computed: true, MarkdownDescription: "What else Portkey returns, as JSON. Null if there is nothing else."},
	}
	for _, one := range s.figures {
		attributes[one.name] = one.attribute()
	}
	for name, list := range s.lists {
		nested := map[string]schema.Attribute{}
		for _, one := range list.figures {
			nested[one.name] = one.attribute()
		}
		attributes[name] = schema.ListNestedAttribute{
			Computed: true, MarkdownDescription: list.says, NestedObject: schema.NestedAttributeObject{Attributes: nested},
		}
	}
	return attributes
}

func (f figure) attribute() schema.Attribute {
	if f.unit == text {
		return schema.StringAttribute{Computed: true, MarkdownDescription: f.says}
	}
	return schema.NumberAttribute{Computed: true, MarkdownDescription: f.says}
}

// types are those of the attributes of a shape.
func (s shape) types() types.ObjectType {
	all := typesOf(s.figures)
	all.AttrTypes[other] = types.StringType
	for name, list := range s.lists {
		all.AttrTypes[name] = types.ListType{ElemType: typesOf(list.figures)}
	}
	return all
}

func typesOf(figures []figure) types.ObjectType {
	all := map[string]attr.Type{}
	for _, one := range figures {
		all[one.name] = types.NumberType
		if one.unit == text {
			all[one.name] = types.StringType
		}
	}
	return types.ObjectType{AttrTypes: all}
}

// show shows figures in a shape. What is of another type than is known is among the other.
func (s shape) show(answer portkey.Figures) types.Object {
	left := portkey.Figures{}
	for name, value := range answer {
		if name != "object" && string(value) != "null" {
			left[name] = value
		}
	}
	values := showIn(s.figures, answer, left)
	for name, list := range s.lists {
		one := typesOf(list.figures)
		values[name] = types.ListNull(one)
		if items, ok := answer.List(name); ok {
			var shown []attr.Value
			for _, item := range items {
				shown = append(shown, types.ObjectValueMust(one.AttrTypes, showIn(list.figures, item, portkey.Figures{})))
			}
			values[name] = types.ListValueMust(one, shown)
			delete(left, name)
		}
	}
	values[other] = types.StringNull()
	if encoded, err := json.Marshal(left); err == nil && len(left) > 0 {
		values[other] = types.StringValue(string(encoded))
	}
	return types.ObjectValueMust(s.types().AttrTypes, values)
}

// showIn shows the figures that an answer has, and takes them from left.
func showIn(figures []figure, answer, left portkey.Figures) map[string]attr.Value {
	values := map[string]attr.Value{}
	for _, one := range figures {
		digits, isNumber := answer.Digits(one.from)
		words, isText := answer.Text(one.from)
		switch {
		case one.unit == text && isText:
			values[one.name] = types.StringValue(words)
		case one.unit == text:
			values[one.name] = types.StringNull()
			continue
		case isNumber && one.unit == cents:
			values[one.name] = tfkit.Decimal(digits, -2)
		case isNumber:
			values[one.name] = tfkit.Decimal(digits, 0)
		default:
			values[one.name] = types.NumberNull()
			continue
		}
		delete(left, one.from)
	}
	return values
}

// showAll shows a list of objects in a shape.
func (s shape) showAll(answers []portkey.Figures) types.List {
	shown := make([]attr.Value, 0, len(answers))
	for _, one := range answers {
		shown = append(shown, s.show(one))
	}
	return types.ListValueMust(s.types(), shown)
}
