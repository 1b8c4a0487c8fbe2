package function_test

import (
	"bytes"
	"encoding/json"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-go/tfprotov6"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/hashicorp/terraform-plugin-log/tflogtest"
	"github.com/hashicorp/terraform-plugin-log/tfsdklogtest"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// Configs as in Portkey's documentation are accepted, and returned as JSON.
func TestGatewayConfig_passes(t *testing.T) {
	t.Parallel()
	d := functions(t)
	two := list{object{"provider": "@openai"}, object{"provider": "@azure"}}
	strings2 := tftypes.List{ElementType: tftypes.String}
	for name, test := range map[string]struct {
		config any
		want   string
	}{
		"nothing":           {object{}, `{}`},
		"one provider":      {object{"provider": "openai", "api_key": "sk-***"}, `{"api_key":"sk-***","provider":"openai"}`},
		"sorted, compact":   {object{"retry": object{"on_status_codes": list{429, 529}, "attempts": 5}, "cache": object{"mode": "semantic", "max_age": 10000}}, `{"cache":{"max_age":10000,"mode":"semantic"},"retry":{"attempts":5,"on_status_codes":[429,529]}}`},
		"null is left out":  {object{"provider": "openai", "api_key": nil, "cache": object{"mode": "simple", "max_age": nil}}, `{"cache":{"mode":"simple"},"provider":"openai"}`},
		"fallback":          {object{"strategy": object{"mode": "fallback", "on_status_codes": list{429, 241}}, "targets": two}, `{"strategy":{"mode":"fallback","on_status_codes":[429,241]},"targets":[{"provider":"@openai"},{"provider":"@azure"}]}`},
		"weights":           {object{"strategy": object{"mode": "loadbalance"}, "targets": list{object{"weight": 0}, object{"weight": 0.25}}}, `{"strategy":{"mode":"loadbalance"},"targets":[{"weight":0},{"weight":0.25}]}`},
		"a weight left out": {object{"strategy": object{"mode": "loadbalance"}, "targets": list{object{"weight": 0}, object{}}}, `{"strategy":{"mode":"loadbalance"},"targets":[{"weight":0},{}]}`},
		"no weights, all 0, elsewhere": {object{"strategy": object{"mode": "fallback"}, "targets": list{object{"weight": 0}}},
			`{"strategy":{"mode":"fallback"},"targets":[{"weight":0}]}`},
		"single needs no targets": {object{"strategy": object{"mode": "single"}, "provider": "openai"}, `{"provider":"openai","strategy":{"mode":"single"}}`},
		"conditional": {object{"strategy": object{"mode": "conditional", "default": "b", "conditions": list{object{"query": object{"metadata.plan": object{"$eq": "paid"}}, "then": "a"}}}, "targets": list{object{"name": "a"}, object{"name": "b"}, object{"name": "c"}, object{"name": "c"}}},
			`{"strategy":{"conditions":[{"query":{"metadata.plan":{"$eq":"paid"}},"then":"a"}],"default":"b","mode":"conditional"},"targets":[{"name":"a"},{"name":"b"},{"name":"c"},{"name":"c"}]}`},
		"a default alone":        {object{"strategy": object{"mode": "conditional", "default": "a", "conditions": list{}}, "targets": list{object{"name": "a"}}}, `{"strategy":{"conditions":[],"default":"a","mode":"conditional"},"targets":[{"name":"a"}]}`},
		"targets within":         {object{"strategy": object{"mode": "fallback"}, "targets": list{object{"strategy": object{"mode": "loadbalance"}, "targets": two}}}, `{"strategy":{"mode":"fallback"},"targets":[{"strategy":{"mode":"loadbalance"},"targets":[{"provider":"@openai"},{"provider":"@azure"}]}]}`},
		"computed numbers":       {object{"retry": object{"attempts": json.Number("2.99999999999999999999")}, "weight": json.Number("0.00000000001")}, `{"retry":{"attempts":3},"weight":0.00000000001}`},
		"a cache by its mode":    {object{"cache": "simple"}, `{"cache":"simple"}`},
		"the edges":              {object{"cache": object{"mode": "simple", "max_age": 60}, "retry": object{"attempts": 0, "on_status_codes": list{100, 599}}, "request_timeout": 1}, `{"cache":{"max_age":60,"mode":"simple"},"request_timeout":1,"retry":{"attempts":0,"on_status_codes":[100,599]}}`},
		"the other edges":        {object{"cache": object{"mode": "simple", "max_age": 25923000}, "retry": object{"attempts": 5}, "request_timeout": 9e15}, `{"cache":{"max_age":25923000,"mode":"simple"},"request_timeout":9000000000000000,"retry":{"attempts":5}}`},
		"both spellings":         {object{"retry": object{"attempts": 1, "use_retry_after_header": true, "use_retry_after_headers": true}}, `{"retry":{"attempts":1,"use_retry_after_header":true,"use_retry_after_headers":true}}`},
		"keys to come":           {object{"speculative_decoding": object{"maxAge": 1}, "ttl": 1, "model": "x"}, `{"model":"x","speculative_decoding":{"maxAge":1},"ttl":1}`},
		"params are not read":    {object{"override_params": object{"maxTokens": 1, "max_ages": -1, "modell": "x"}}, `{"override_params":{"maxTokens":1,"max_ages":-1,"modell":"x"}}`},
		"what HTML escapes":      {object{"name": "a<b>&\u2028\"\\é🔎"}, `{"name":"a\u003cb\u003e\u0026\u2028\"\\é🔎"}`},
		"exact numbers":          {object{"weight": json.Number("0.1000000000000000000000000000000000000001"), "metadata": object{"n": json.Number("123456789012345678901234567890")}}, `{"metadata":{"n":123456789012345678901234567890},"weight":0.1000000000000000000000000000000000000001}`},
		"a map, a list, a set":   {object{"metadata": tftypes.NewValue(tftypes.Map{ElementType: tftypes.String}, map[string]tftypes.Value{"team": tftypes.NewValue(tftypes.String, "a"), "cost": tftypes.NewValue(tftypes.String, nil)}), "forward_headers": tftypes.NewValue(strings2, []tftypes.Value{tftypes.NewValue(tftypes.String, "x")}), "input_guardrails": tftypes.NewValue(tftypes.Set{ElementType: tftypes.String}, []tftypes.Value{tftypes.NewValue(tftypes.String, "pg-1")})}, `{"forward_headers":["x"],"input_guardrails":["pg-1"],"metadata":{"team":"a"}}`},
		"a sticky load balancer": {object{"strategy": object{"mode": "loadbalance", "sticky_session": object{"hash_fields": list{"metadata.user_id"}, "ttl": 3600}}, "targets": two}, `{"strategy":{"mode":"loadbalance","sticky_session":{"hash_fields":["metadata.user_id"],"ttl":3600}},"targets":[{"provider":"@openai"},{"provider":"@azure"}]}`},
		"a circuit breaker":      {object{"strategy": object{"mode": "fallback", "cb_config": object{"failure_threshold": 5, "cooldown_interval": 60000, "failure_status_codes": list{401}}}, "targets": two}, `{"strategy":{"cb_config":{"cooldown_interval":60000,"failure_status_codes":[401],"failure_threshold":5},"mode":"fallback"},"targets":[{"provider":"@openai"},{"provider":"@azure"}]}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			got, err := d.Call("gateway_config", test.config)
			if err != nil || got != test.want {
				t.Errorf("got\n%v\nwant\n%s\n%v", got, test.want, err)
			}
		})
	}
}

func TestGatewayConfig_refuses(t *testing.T) {
	t.Parallel()
	d := functions(t)
	chosen := func(strategy object, targets ...any) object {
		return object{"strategy": strategy, "targets": targets}
	}
	condition := object{"query": object{"metadata.plan": "canary"}, "then": "a"}
	for name, test := range map[string]struct {
		config any
		want   []string
	}{
		"text":                     {`{"provider":"canary"}`, []string{"is a string of 21 bytes, not an object; pass the object itself, without jsonencode"}},
		"a list":                   {list{object{}}, []string{"is a list, not an object"}},
		"a mode misspelt":          {chosen(object{"mode": "falback"}, object{}), []string{`strategy.mode: unsupported value "falback" (did you mean "fallback"?)`}},
		"a mode in capitals":       {chosen(object{"mode": "LoadBalance"}, object{}), []string{`did you mean "loadbalance"?`}},
		"another mode":             {chosen(object{"mode": "random"}, object{}), []string{"strategy.mode: unsupported value \"random\"; use `single`, `loadbalance`, `fallback` or `conditional`"}},
		"no mode":                  {chosen(object{"on_status_codes": list{500}}, object{}), []string{"strategy.mode: missing; use `single`"}},
		"a mode of another type":   {chosen(object{"mode": 1}, object{}), []string{"strategy.mode: is a number, not a string"}},
		"no targets":               {object{"strategy": object{"mode": "fallback"}}, []string{"targets: missing or empty, but the mode fallback needs targets"}},
		"empty targets":            {chosen(object{"mode": "loadbalance"}), []string{"targets: missing or empty, but the mode loadbalance"}},
		"conditional, no targets":  {object{"strategy": object{"mode": "conditional"}}, []string{"3 problems", "targets: missing or empty, but the mode conditional"}},
		"targets of another type":  {object{"targets": object{"a": "canary"}, "strategy": object{"mode": "fallback"}}, []string{"targets: is an object, not a list; use brackets"}},
		"much at once":             {object{"strategy": object{"mode": "conditional", "default": "a"}}, []string{"2 problems", "targets: missing or empty", "strategy.conditions: missing"}},
		"a target of another type": {object{"targets": list{"canary"}}, []string{"targets[0]: is a string, not an object"}},
		"deep":                     {object{"targets": list{object{}, object{"targets": list{object{"strategy": object{"mode": "canari"}}}}}}, []string{"targets[1].targets[0].strategy.mode: unsupported value"}},
		"a weight below 0":         {chosen(object{"mode": "loadbalance"}, object{"weight": -1}), []string{"targets[0].weight: is negative"}},
		"a weight that is text":    {chosen(object{"mode": "loadbalance"}, object{"weight": "canary"}), []string{"targets[0].weight: is a string, not a number; remove the quotes"}},
		"no weight":                {chosen(object{"mode": "loadbalance"}, object{"weight": 0}, object{"weight": 0}), []string{"targets: all weights are 0"}},
		"a status code":            {object{"retry": object{"attempts": 1, "on_status_codes": list{429, 99, 600, 500.5, "500"}}}, []string{"retry.on_status_codes[1]: is not an HTTP status code; use a whole number from 100 to 599", "on_status_codes[2]", "on_status_codes[3]", "retry.on_status_codes[4]: is a string, not a number"}},
		"status codes elsewhere":   {object{"on_status_codes": list{1}, "cb_config": object{"failure_status_codes": list{2}}, "strategy": object{"mode": "single", "on_status_codes": list{3}, "cb_config": object{"failure_status_codes": list{4}}}}, []string{"\n  - on_status_codes[0]", "- cb_config.failure_status_codes[0]", "strategy.on_status_codes[0]", "strategy.cb_config.failure_status_codes[0]"}},
		"status codes, no list":    {object{"on_status_codes": 429}, []string{"on_status_codes: is a number, not a list; use brackets"}},
		"too many attempts":        {object{"retry": object{"attempts": 6}}, []string{"retry.attempts: is not a number of attempts; use a whole number from 0 to 5"}},
		"half an attempt":          {object{"retry": object{"attempts": 2.5}}, []string{"retry.attempts"}},
		"attempts below 0":         {object{"retry": object{"attempts": -1}}, []string{"retry.attempts"}},
		"no attempts":              {object{"retry": object{"on_status_codes": list{}}}, []string{"retry.attempts: missing; set a number from 0 to 5"}},
		"a retry of another type":  {object{"retry": 3}, []string{"retry: is a number, not an object"}},
		"no mode of the cache":     {object{"cache": object{"max_age": 60}}, []string{"cache.mode: missing; use `simple` or `semantic`"}},
		"a mode of the cache":      {object{"cache": object{"mode": "symantec"}}, []string{`cache.mode: unsupported value "symantec"; use`}},
		"a cache misspelt":         {object{"cache": "simpel"}, []string{`cache: unsupported value "simpel" (did you mean "simple"?)`}},
		"too young":                {object{"cache": object{"mode": "simple", "max_age": 59}}, []string{"cache.max_age: is not a valid number of seconds; use a whole number from 60 to 25923000"}},
		"too old":                  {object{"cache": object{"mode": "simple", "max_age": 25923001}}, []string{"cache.max_age"}},
		"no time":                  {object{"request_timeout": 0}, []string{"request_timeout: is not a whole number of milliseconds; use a whole number of at least 1"}},
		"half a millisecond":       {object{"request_timeout": 1.5}, []string{"request_timeout"}},
		"time as text":             {object{"request_timeout": "10s"}, []string{"request_timeout: is a string, not a number"}},
		"conditions are missing":   {chosen(object{"mode": "conditional"}, object{"name": "a"}), []string{"strategy.conditions: missing", "strategy.default: missing"}},
		"an empty condition":       {chosen(object{"mode": "conditional", "default": "a", "conditions": list{object{}}}, object{"name": "a"}), []string{"strategy.conditions[0].query: missing", "strategy.conditions[0].then: missing"}},
		"conditions, no list":      {chosen(object{"mode": "conditional", "default": "a", "conditions": object{}}, object{"name": "a"}), []string{"strategy.conditions: is an object, not a list"}},
		"a query that is text":     {chosen(object{"mode": "conditional", "default": "a", "conditions": list{object{"query": "canary", "then": "a"}}}, object{"name": "a"}), []string{"strategy.conditions[0].query: is a string, not an object"}},
		"then is no target":        {chosen(object{"mode": "conditional", "default": "b", "conditions": list{condition}}, object{"name": "b"}), []string{"strategy.conditions[0].then: does not match the name of any target"}},
		"default is no target":     {chosen(object{"mode": "conditional", "default": "canary", "conditions": list{condition}}, object{"name": "a"}), []string{"strategy.default: does not match the name of any target"}},
		"targets without a name":   {chosen(object{"mode": "conditional", "default": "a", "conditions": list{condition}}, object{}), []string{"strategy.default: does not match the name of any target"}},
		"a name of a deep target":  {chosen(object{"mode": "conditional", "default": "a", "conditions": list{}}, object{"name": "b", "targets": list{object{"name": "a"}}}), []string{"strategy.default: does not match the name of any target"}},
		"a name twice":             {chosen(object{"mode": "conditional", "default": "a", "conditions": list{condition}}, object{"name": "a"}, object{"name": "a"}), []string{"strategy.default: matches the name of 2 targets", "strategy.conditions[0].then: matches the name of 2 targets"}},
		"a name of another type":   {chosen(object{"mode": "conditional", "default": 1, "conditions": list{}}, object{"name": "a"}), []string{"strategy.default: is a number, not a string"}},
		"texts":                    {object{"provider": 1, "api_key": true, "virtual_key": list{}, "custom_host": object{}, "name": 2}, []string{"5 problems", "provider: is a number", "api_key: is a bool", "virtual_key: is a list", "custom_host: is an object", "name: is a number"}},
		"keys misspelt": {object{"stratgy": "canary", "apiKey": "canary", "virtual-key": "canary", "Retry": 1, "request_timeut": 1, "target": 1, "targets": list{object{"overide_params": 1}}, "retry": object{"attempts": 1, "on_status_code": 1}, "cache": object{"mode": "simple", "maxAge": 1}, "cb_config": object{"failureThreshold": 1}},
			[]string{"10 problems", "\n  - stratgy: unknown key (did you mean strategy?)", "apiKey: unknown key (did you mean api_key?)", "virtual-key: unknown key (did you mean virtual_key?)", "did you mean retry?", "did you mean request_timeout?", "did you mean targets?", "targets[0].overide_params: unknown key (did you mean override_params?)", "did you mean on_status_codes?", "cache.maxAge: unknown key (did you mean max_age?)", "did you mean failure_threshold?"}},
		"keys of conditions":  {chosen(object{"mode": "conditional", "defaultt": "a", "conditions": list{object{"qeury": 1, "then": "a"}}}, object{"name": "a"}), []string{"strategy.defaultt: unknown key (did you mean default?)", "strategy.conditions[0].qeury"}},
		"null in a list":      {object{"forward_headers": list{"canary", nil}, "metadata": object{"a b": list{nil}}}, []string{"forward_headers[1]: is null; omit it from the list", `metadata["a b"][0]: is null`}},
		"a number too large":  {object{"weight": json.Number("1e400")}, []string{"weight: is out of the range of JSON readers"}},
		"a number too little": {object{"override_params": object{"top_p": json.Number("1e-400")}}, []string{"override_params.top_p: is out of the range"}},
		"all at once":         {object{"retry": object{"attempts": 9}, "cache": object{"mode": "no"}, "targets": list{nil}}, []string{"3 problems:\n  - targets[0]: is null", "\n  - retry.attempts", "\n  - cache.mode"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			refused(t, d, 0, test.want, "gateway_config", test.config)
		})
	}
}

// Unknown values make the result unknown, and hide no other mistakes.
func TestGatewayConfig_unknown(t *testing.T) {
	t.Parallel()
	d := functions(t)
	later := tftypes.NewValue(tftypes.String, tftypes.UnknownValue)
	laterAny := tftypes.NewValue(tftypes.DynamicPseudoType, tftypes.UnknownValue)
	laterList := tftypes.NewValue(tftypes.List{ElementType: tftypes.String}, tftypes.UnknownValue)
	conditional := object{"mode": "conditional", "default": "a", "conditions": list{}}
	for name, config := range map[string]any{
		"all of it":            laterAny,
		"a value":              object{"api_key": later},
		"of any type":          object{"api_key": laterAny, "strategy": laterAny, "cache": laterAny, "retry": laterAny},
		"a mode":               object{"strategy": object{"mode": later}},
		"targets":              object{"strategy": object{"mode": "fallback"}, "targets": laterAny},
		"targets of one type":  object{"strategy": conditional, "targets": laterList},
		"a weight":             object{"strategy": object{"mode": "loadbalance"}, "targets": list{object{"weight": 0}, object{"weight": laterAny}}},
		"a target":             object{"strategy": object{"mode": "loadbalance"}, "targets": list{object{"weight": 0}, laterAny}},
		"a target to name":     object{"strategy": conditional, "targets": list{laterAny}},
		"a name":               object{"strategy": conditional, "targets": list{object{"name": later}}},
		"what names a target":  object{"strategy": object{"mode": "conditional", "default": later, "conditions": list{object{"query": laterAny, "then": laterAny}}}, "targets": list{object{"name": "a"}}},
		"conditions":           object{"strategy": object{"mode": "conditional", "default": "a", "conditions": laterAny}, "targets": list{object{"name": "a"}}},
		"a condition":          object{"strategy": object{"mode": "conditional", "default": "a", "conditions": list{laterAny}}, "targets": list{object{"name": "a"}}},
		"codes":                object{"on_status_codes": laterAny, "retry": object{"attempts": laterAny, "on_status_codes": list{laterAny}}},
		"deep in what is read": object{"override_params": object{"messages": list{object{"content": later}}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got, err := d.Call("gateway_config", config); got != harness.Unknown || err != nil {
				t.Errorf("got %v: %v", got, err)
			}
		})
	}
	refused(t, d, 0, []string{"2 problems", "strategy.mode", "targets[1].weight"}, "gateway_config",
		object{"strategy": object{"mode": "falback"}, "targets": list{object{"api_key": later}, object{"weight": -1}}})
	refused(t, d, 0, []string{"matches the name of 2 targets"}, "gateway_config",
		object{"strategy": conditional, "targets": list{object{"name": "a"}, object{"name": "a"}, object{"name": later}}})
}

// API keys in a config are not logged, whether the config is valid or not.
func TestGatewayConfig_logs(t *testing.T) {
	t.Parallel()
	server := harness.Start(t).Server()
	config := func(mode string) *tfprotov6.DynamicValue {
		kind := tftypes.Object{AttributeTypes: map[string]tftypes.Type{"api_key": tftypes.String, "cache": tftypes.String}}
		value, err := tfprotov6.NewDynamicValue(tftypes.DynamicPseudoType, tftypes.NewValue(kind, map[string]tftypes.Value{
			"api_key": tftypes.NewValue(tftypes.String, "canary"), "cache": tftypes.NewValue(tftypes.String, mode),
		}))
		if err != nil {
			t.Fatal(err)
		}
		return &value
	}
	for mode, fails := range map[string]bool{"simple": false, "other": true} {
		var log, sdkLog bytes.Buffer
		ctx := tfsdklogtest.RootLogger(tflogtest.RootLogger(t.Context(), &log), &sdkLog)
		resp, err := server.CallFunction(ctx, &tfprotov6.CallFunctionRequest{Name: "gateway_config", Arguments: []*tfprotov6.DynamicValue{config(mode)}})
		if err != nil || fails != (resp.Error != nil) {
			t.Fatalf("%s: %v, %v", mode, resp, err)
		}
		if text := log.String() + sdkLog.String(); strings.Contains(text, "canary") || !strings.Contains(text, "gateway_config") && sdkLog.Len() == 0 {
			t.Errorf("%s: the log shows the key, or nothing at all:\n%s", mode, text)
		}
	}
}

// The result is valid JSON, equal to the argument without the nulls, and a fixed point of
// the function.
func TestGatewayConfig_fixedPoint(t *testing.T) {
	t.Parallel()
	d := functions(t)
	rapid.Check(t, func(t *rapid.T) {
		config := object{"override_params": anything(3).Draw(t, "anything"), "weight": rapid.Float64Range(0, 1e300).Draw(t, "weight"), "metadata": nil}
		first, err := d.Call("gateway_config", config)
		if err != nil {
			t.Fatal(err.Text)
		}
		again := decoded(t, first)
		if diff := cmp.Diff(withoutNulls(config), floats(again)); diff != "" {
			t.Fatalf("means another thing (-in +out):\n%s", diff)
		}
		second, err := d.Call("gateway_config", again)
		if err != nil || first != second {
			t.Fatalf("%s becomes %s: %v", first, second, err)
		}
	})
}

// anything is a value that JSON can represent, with null only in objects.
func anything(depth int) *rapid.Generator[any] {
	plain := []*rapid.Generator[any]{
		rapid.Map(rapid.String(), func(s string) any { return strings.ToValidUTF8(s, "") }),
		rapid.Bool().AsAny(),
		rapid.Float64Range(-1e300, 1e300).AsAny(),
		rapid.Map(rapid.Int64(), func(n int64) any { return float64(n) }),
	}
	if depth == 0 {
		return rapid.OneOf(plain...)
	}
	inner := anything(depth - 1)
	entry := rapid.OneOf(inner, rapid.Just[any](nil))
	return rapid.OneOf(append(plain,
		rapid.SliceOfN(inner, 0, 3).AsAny(),
		rapid.MapOfN(rapid.StringMatching(`[a-z $.]{0,8}`), entry, 0, 3).AsAny())...)
}

func decoded(t interface{ Fatal(...any) }, text any) any {
	decoder := json.NewDecoder(strings.NewReader(text.(string)))
	decoder.UseNumber()
	var tree any
	if err := decoder.Decode(&tree); err != nil || decoder.More() {
		t.Fatal(text, err)
	}
	return tree
}

// floats converts the numbers of JSON to those of a configuration in Go.
func floats(tree any) any {
	switch tree := tree.(type) {
	case json.Number:
		f, _ := tree.Float64()
		return f
	case map[string]any:
		for key, value := range tree {
			tree[key] = floats(value)
		}
	case []any:
		for i, value := range tree {
			tree[i] = floats(value)
		}
	}
	return tree
}

func withoutNulls(tree any) any {
	switch tree := tree.(type) {
	case map[string]any:
		kept := map[string]any{}
		for key, value := range tree {
			if value != nil {
				kept[key] = withoutNulls(value)
			}
		}
		return kept
	case []any:
		kept := []any{}
		for _, value := range tree {
			kept = append(kept, withoutNulls(value))
		}
		return kept
	}
	return tree
}

// A number that the protocol would take minutes to write.
var longExponent = regexp.MustCompile(`[eE][+-]?\d{4}`)

// FuzzGatewayConfig calls the function with arbitrary short JSON: the cost of a value in
// the framework grows with the square of its depth. The function returns it, or a
// printable error.
func FuzzGatewayConfig(f *testing.F) {
	for _, seed := range []string{`{"strategy":{"mode":"conditional","conditions":[{"query":{},"then":"a"}],"default":"a"},"targets":[{"name":"a"}]}`,
		`{"cache":{"mode":"simple","max_age":60},"retry":{"attempts":1,"on_status_codes":[429]}}`, `{"targets":[null,{"weight":-1}]}`, `[]`, `"x"`} {
		f.Add(seed)
	}
	d := harness.NewDriver(f, harness.Start(f).Server())
	f.Fuzz(func(t *testing.T, text string) {
		var tree any
		decoder := json.NewDecoder(strings.NewReader(text))
		decoder.UseNumber()
		if len(text) > 1<<9 || longExponent.MatchString(text) || decoder.Decode(&tree) != nil || tree == nil {
			t.Skip("not a JSON value of the size that an execution takes")
		}
		got, failed := d.Call("gateway_config", tree)
		if failed != nil {
			if failed.Text == "" || strings.Contains(failed.Text, "panicked") {
				t.Errorf("%s: %q", text, failed.Text)
			}
			return
		}
		if again, err := d.Call("gateway_config", decoded(t, got)); err != nil || !reflect.DeepEqual(got, again) {
			t.Errorf("%s became %s: %v", got, again, err)
		}
	})
}
