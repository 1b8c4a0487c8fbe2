package policy_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

const (
	usageAddress = "portkey_usage_limits_policy.test"
	rateAddress  = "portkey_rate_limits_policy.test"
)

// start starts an API with a workspace.
func start(t *testing.T, options ...emulator.Option) (env *harness.Env, home emulator.Workspace) {
	t.Helper()
	env = harness.Start(t, options...)
	return env, env.API.AddWorkspace(attrs{"name": "Production"})
}

// laid is a configuration with pairs of a name and a value laid over it.
func laid(config attrs, more ...any) attrs {
	for i := 0; i < len(more); i += 2 {
		config[more[i].(string)] = more[i+1]
	}
	return config
}

func conditions(key string, values ...any) []any {
	return []any{attrs{"key": key, "values": values}}
}

// budget is the configuration of a usage limits policy in a workspace.
func budget(workspace any, more ...any) attrs {
	return laid(attrs{
		"name": "Per user", "workspace_id": workspace, "type": "cost", "credit_limit": 100,
		"conditions": conditions("model", "gpt-4o"), "group_by": []any{"metadata.user"},
	}, more...)
}

// rate is the configuration of a rate limits policy in a workspace.
func rate(workspace any, more ...any) attrs {
	return laid(attrs{
		"name": "Per key", "workspace_id": workspace, "type": "requests", "unit": "rpm", "value": 60,
		"conditions": conditions("model", "*"), "group_by": []any{"api_key"},
	}, more...)
}

// only is the one policy of a kind that is not archived.
func only(t *testing.T, env *harness.Env, noun emulator.Noun) emulator.Object {
	t.Helper()
	var found []emulator.Object
	for _, one := range env.API.All(noun) {
		if !one.Archived {
			found = append(found, one)
		}
	}
	if len(found) != 1 {
		t.Fatalf("there are %d policies, want 1", len(found))
	}
	return found[0]
}

// sent are the writes so far.
func sent(env *harness.Env) []string {
	var all []string
	for _, one := range env.Writes() {
		all = append(all, strings.TrimRight(one.Method+" "+string(one.Body), " "))
	}
	return all
}

// Each change sends what it changes, and leaves alone what was spent and when that is reset.
func TestUsage_changes(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	m := env.Manage(t, usageAddress)
	config := budget(home.ID, "description", "Of the fraud team", "alert_threshold", 80, "periodic_reset", "weekly")
	m.Apply(config)
	id := only(t, env, emulator.UsagePolicies).ID
	if diff := cmp.Diff([]string{
		fmt.Sprintf(`POST {"name":"Per user","workspace_id":%q,"type":"cost","conditions":[{"key":"model","value":"gpt-4o"}],"group_by":[{"key":"metadata.user"}],`+
			`"credit_limit":100,"alert_threshold":80,"periodic_reset":"weekly"}`, home.ID),
		`PUT {"description":"Of the fraud team"}`,
	}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	m.WantNoDrift(config)
	env.API.Spend(id, "dana", 42)
	next := only(t, env, emulator.UsagePolicies).Fields["next_usage_reset_at"]
	for _, c := range []struct {
		name  string
		more  []any
		body  string
		moves bool
	}{
		{"name", []any{"name", "Per member"}, `{"name":"Per member"}`, false},
		{"description", []any{"description", "Ours"}, `{"description":"Ours"}`, false},
		{"conditions", []any{"conditions", []any{
			attrs{"key": "model", "values": []any{"o3", "gpt-4o"}, "excludes": []any{"o1"}}, attrs{"key": "metadata.team", "values": []any{"*"}},
		}}, `{"conditions":[{"key":"metadata.team","value":"*"},{"key":"model","value":["gpt-4o","o3"],"excludes":"o1"}]}`, false},
		{"budget", []any{"credit_limit", 120.5}, `{"credit_limit":120.5}`, false},
		{"alert", []any{"alert_threshold", nil}, `{"alert_threshold":null}`, false},
		{"no description", []any{"description", ""}, `{"description":null}`, false},
		{"days", []any{"periodic_reset", nil, "periodic_reset_days", 10}, `{"periodic_reset":null,"periodic_reset_days":10}`, true},
		{"a date", []any{"next_usage_reset_at", "2060-01-31T08:00:00Z"}, `{"next_usage_reset_at":"2060-01-31T08:00:00Z"}`, true},
		{"other days", []any{"periodic_reset_days", 20}, `{"periodic_reset_days":20,"next_usage_reset_at":"2060-01-31T08:00:00Z"}`, false},
		{"no date", []any{"next_usage_reset_at", nil}, `{"next_usage_reset_at":null}`, true},
		{"months", []any{"periodic_reset", "monthly", "periodic_reset_days", nil}, `{"periodic_reset":"monthly","periodic_reset_days":null}`, true},
		{"never", []any{"periodic_reset", nil}, `{"periodic_reset":null}`, true},
	} {
		config = laid(config, c.more...)
		if p := m.Apply(config); p.Action != harness.Update {
			t.Errorf("%s: planned %s", c.name, p.Action)
		}
		m.WantPuts(c.body)
		m.WantNoDrift(config)
		now := only(t, env, emulator.UsagePolicies).Fields["next_usage_reset_at"]
		if moved := now != next; moved != c.moves {
			t.Errorf("%s: the reset moved from %v to %v", c.name, next, now)
		}
		next = now
		if got := env.API.Spent(id)["dana"]; got != 42 {
			t.Errorf("%s: %v was spent", c.name, got)
		}
	}
	for attribute, value := range map[string]any{"type": "tokens", "group_by": []any{"model"}} {
		p := m.Plan(laid(budget(home.ID), attribute, value))
		if p.Action != harness.Replace || fmt.Sprint(p.RequiresReplace) != "["+attribute+"]" {
			t.Errorf("%s: planned %s for %v", attribute, p.Action, p.RequiresReplace)
		}
	}
}

func TestRate_changes(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	config := rate(home.ID)
	m := env.Manage(t, rateAddress)
	m.Apply(config)
	made := fmt.Sprintf(`POST {"name":"Per key","workspace_id":%q,"type":"requests","conditions":[{"key":"model","value":"*"}],"group_by":[{"key":"api_key"}],"unit":"rpm","value":60,"target":"llm"}`, home.ID)
	if diff := cmp.Diff([]string{made}, sent(env)); diff != "" {
		t.Errorf("writes: want - got +:\n%s", diff)
	}
	for _, c := range []struct {
		body string
		more []any
	}{
		{`{"name":"Strict"}`, []any{"name", "Strict"}},
		{`{"unit":"rph","value":0}`, []any{"unit", "rph", "value", 0}},
		{`{"conditions":[{"key":"provider","value":"openai"}]}`, []any{"conditions", conditions("provider", "openai")}},
	} {
		config = laid(config, c.more...)
		m.Apply(config)
		m.WantPuts(c.body)
		m.WantNoDrift(config)
	}
	m.WantNoDrift(laid(config, "target", "llm"))
	p := m.Plan(laid(config, "target", "mcp_tools", "conditions", conditions("mcp_tool", "*")))
	if p.Action != harness.Replace || fmt.Sprint(p.RequiresReplace) != "[target]" {
		t.Errorf("planned %s for %v", p.Action, p.RequiresReplace)
	}
	harness.NoErrors(t, m.Driver.Apply(p))
	if got := only(t, env, emulator.RatePolicies).Fields["target"]; got != "mcp_tools" {
		t.Errorf("the target is %v", got)
	}
}

// The same conditions and groups, in whatever order and form, are no change, and neither is
// the date that the server moves.
func TestPolicy_spellings(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"as recorded": {}, "as lists": {ListedValues: true, Floats: true}} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t, emulator.WithAnswers(answers))
			team := attrs{"key": "metadata.team", "values": []any{"fraud", "search"}, "excludes": []any{}}
			model := attrs{"key": "model", "values": []any{"*"}, "excludes": []any{"o1", "o3"}}
			config := budget(home.ID, "conditions", []any{team, model}, "group_by", []any{"model", "api_key"}, "periodic_reset_days", 10, "next_usage_reset_at", "2060-01-31T08:00:00Z")
			m := env.Create(t, usageAddress, config)
			m.WantNoDrift(config)
			env.API.ResetRequests()
			m.Apply(laid(config, "conditions", []any{laid(model, "excludes", []any{"o3", "o1"}), laid(team, "excludes", nil)}, "next_usage_reset_at", "2060-01-31T00:00:00Z"))
			if got := sent(env); len(got) > 0 {
				t.Errorf("wrote %q", got)
			}
			env.API.Advance(time.Until(time.Date(2060, 3, 1, 0, 0, 0, 0, time.UTC)))
			m.Driver = env.Restart(t, m.Driver)
			m.WantEmptyPlan(config)
			m.Apply(laid(config, "name", "Per member")) // a date that has passed is not sent
			m.WantPuts(`{"name":"Per member"}`)
			m.Apply(laid(config, "next_usage_reset_at", nil))
			m.WantPuts()
		})
	}
}

func TestPolicy_validation(t *testing.T) {
	t.Parallel()
	env, _ := start(t)
	d := env.Driver(t)
	of := func(key string) []any { return []any{"conditions", conditions(key, "x")} }
	for name, c := range map[string]struct {
		address string
		more    []any
		at      string
		words   []string
	}{
		"a misspelt key":           {usageAddress, of("modle"), "conditions", []string{`"modle"`, `Did you mean "model"?`}}, //nolint:misspell // on purpose
		"a key in another style":   {usageAddress, of("apiKey"), "conditions", []string{`Did you mean "api_key"?`}},
		"a misspelt group":         {usageAddress, []any{"group_by", []any{"api_keys"}}, "group_by", []string{`Did you mean "api_key"?`}},
		"metadata without a key":   {usageAddress, of("metadata."), "conditions", []string{`"metadata.team"`}},
		"metadata alone":           {rateAddress, []any{"group_by", []any{"metadata"}}, "group_by", []string{`"metadata.team"`}},
		"a blank key":              {usageAddress, of(" "), "conditions", []string{"white space"}},
		"a key of rates":           {usageAddress, of("endpoint_type"), "conditions", []string{"a key of a portkey_rate_limits_policy"}},
		"a key of tools":           {rateAddress, of("mcp_tool"), "conditions", []string{`target = "mcp_tools"`}},
		"a key of models":          {rateAddress, append(of("model"), "target", "mcp_tools"), "conditions", []string{`target = "llm"`}},
		"no conditions":            {usageAddress, []any{"conditions", []any{}}, "conditions", []string{"at least 1"}},
		"no groups":                {rateAddress, []any{"group_by", []any{}}, "group_by", []string{"at least 1"}},
		"no key":                   {usageAddress, []any{"conditions", []any{attrs{"values": []any{"x"}}}}, "conditions", []string{"lacks key"}},
		"no values":                {rateAddress, []any{"conditions", []any{attrs{"key": "model"}}}, "conditions", []string{"lacks values", `["*"]`}},
		"empty values":             {rateAddress, []any{"conditions", []any{attrs{"key": "model", "values": []any{}}}}, "conditions", []string{"lacks values"}},
		"a blank value":            {usageAddress, []any{"conditions", conditions("model", "")}, "conditions[...]", []string{"blank"}},
		"an alert at the budget":   {usageAddress, []any{"alert_threshold", 100}, "alert_threshold", []string{"less than the credit_limit of 100", "not a percentage"}},
		"two resets":               {usageAddress, []any{"periodic_reset", "weekly", "periodic_reset_days", 7}, "periodic_reset_days", []string{"conflicts with periodic_reset"}},
		"too many days":            {usageAddress, []any{"periodic_reset_days", 366}, "periodic_reset_days", []string{"365"}},
		"a misspelt period":        {usageAddress, []any{"periodic_reset", "montly"}, "periodic_reset", []string{`Did you mean "monthly"?`}},
		"a negative budget":        {usageAddress, []any{"credit_limit", -1}, "credit_limit", []string{"0"}},
		"a date that is none":      {usageAddress, []any{"next_usage_reset_at", "2060-01-31"}, "next_usage_reset_at", []string{"RFC 3339"}},
		"a long description":       {usageAddress, []any{"description", strings.Repeat("a", 501)}, "description", []string{"500"}},
		"a rate of one and a half": {rateAddress, []any{"value", 1.5}, "value", []string{"whole"}},
		"a misspelt target":        {rateAddress, []any{"target", "mcp_tool"}, "target", []string{`Did you mean "mcp_tools"?`}},
		"a misspelt unit":          {rateAddress, []any{"unit", "rmp"}, "unit", []string{`Did you mean "rpm"?`}},
		"a misspelt type":          {rateAddress, []any{"type", "request"}, "type", []string{`Did you mean "requests"?`}},
	} {
		t.Run(name, func(t *testing.T) {
			config := budget("ws-production-a1b2c3", c.more...)
			if c.address == rateAddress {
				config = rate("ws-production-a1b2c3", c.more...)
			}
			harness.WantError(t, d.Validate(c.address, config), c.at, c.words...)
		})
	}
	for name, c := range map[string]struct {
		more  []any
		words string // "" if nothing is said
	}{
		"an unknown key":     {of("region"), `"region", which this version of the provider does not know`},
		"two of one key":     {[]any{"conditions", append(conditions("model", "a"), conditions("model", "b")...)}, "two conditions with the key"},
		"what is not known":  {[]any{"conditions", harness.Unknown, "group_by", harness.Unknown, "credit_limit", harness.Unknown, "alert_threshold", 200}, ""},
		"a condition to be":  {[]any{"conditions", []any{harness.Unknown}}, ""},
		"a key to be":        {[]any{"conditions", []any{attrs{"key": harness.Unknown, "values": harness.Unknown}}}, ""},
		"no budget left":     {[]any{"credit_limit", 0}, ""},
		"every key":          {[]any{"group_by", []any{"api_key", "config", "prompt", "metadata.a b", "virtual_key", "organisation_id", "workspace_id"}}, ""},
		"an empty attribute": {[]any{"description", "", "periodic_reset", "", "periodic_reset_days", 7}, ""},
	} {
		t.Run(name, func(t *testing.T) {
			diags := d.Validate(usageAddress, budget("ws-production-a1b2c3", c.more...))
			harness.NoErrors(t, diags)
			if said := diags.String(); (c.words == "") != (said == "") || !strings.Contains(said, c.words) {
				t.Errorf("said %s", said)
			}
		})
	}
	harness.NoErrors(t, d.Validate(rateAddress, rate("ws-production-a1b2c3", "target", harness.Unknown, "conditions", conditions("mcp_tool", "x"))))
}

// A description that could not be set is a warning, and the next plan sets it.
func TestUsage_descriptionNotSet(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	stop := env.API.Fail(emulator.Fault{Method: http.MethodPut, Path: "/policies/usage-limits/*", Status: http.StatusForbidden})
	m := env.Manage(t, usageAddress)
	config := budget(home.ID, "description", "Of the fraud team")
	diags := m.Driver.Apply(m.Plan(config))
	harness.NoErrors(t, diags)
	if !strings.Contains(fmt.Sprint(diags.Warnings()), "Description was not set") || m.Driver.Tainted(usageAddress) {
		t.Errorf("tainted %t: %s", m.Driver.Tainted(usageAddress), diags)
	}
	stop()
	m.Apply(config)
	m.WantPuts(`{"description":"Of the fraud team"}`)
	m.WantNoDrift(config)
}

// A description is cleared in the form that the control plane takes; where it takes none,
// that is a warning and no endless difference.
func TestUsage_clearedDescription(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		left    bool
	}{
		"by null":          {emulator.Answers{}, false},
		"by an empty text": {emulator.Answers{NullKeeps: true, BlankClears: true}, false},
		"never":            {emulator.Answers{NullKeeps: true}, true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env, home := start(t, emulator.WithAnswers(c.answers))
			m := env.Create(t, usageAddress, budget(home.ID, "description", "Theirs"))
			diags := m.Driver.Apply(m.Plan(budget(home.ID)))
			harness.NoErrors(t, diags)
			if warned := strings.Contains(diags.String(), "Description was not cleared"); warned != c.left {
				t.Errorf("warned %t: %s", warned, diags)
			}
			m.WantNoDrift(budget(home.ID))
			if !c.left {
				return
			}
			env.API.Edit(emulator.UsagePolicies, only(t, env, emulator.UsagePolicies).ID, attrs{"description": "Another"})
			if p := m.Plan(budget(home.ID)); p.Action != harness.Update {
				t.Errorf("planned %s for another description", p.Action)
			}
		})
	}
}
