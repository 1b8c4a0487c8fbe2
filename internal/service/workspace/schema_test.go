package workspace_test

import (
	"encoding/json"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-go/tfprotov6"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// with is a workspace's configuration of a name and one more attribute.
func with(attribute string, value any) attrs {
	return attrs{"name": "Production", attribute: value}
}

// usage is a configuration with one usage limit: valid, but for the fields.
func usage(fields attrs) attrs {
	limit := attrs{"type": "cost", "credit_limit": 100, "periodic_reset": "never"}
	if fields["periodic_reset_days"] != nil {
		delete(limit, "periodic_reset")
	}
	for name, value := range fields {
		limit[name] = value
	}
	return with("usage_limits", []any{limit})
}

// rate is a configuration with one rate limit: valid, but for the fields.
func rate(fields attrs) attrs {
	limit := attrs{"type": "requests", "unit": "rpm", "value": 60}
	for name, value := range fields {
		limit[name] = value
	}
	return with("rate_limits", []any{limit})
}

func metadata(values attrs) attrs { return with("defaults", attrs{"metadata": values}) }

// shownAt is the part of a path at which Terraform shows the line; the text of a
// diagnostic has the whole path.
func shownAt(at string) string { return regexp.MustCompile(`^\w+(\[\d+\])?`).FindString(at) }

// inText is words, and the path where Terraform shows only the beginning of it.
func inText(at string, words []string) []string {
	if at == shownAt(at) {
		return words
	}
	return append(slices.Clone(words), at)
}

// badInputs is what terraform validate refuses: where, and with which words.
var badInputs = []struct {
	name   string
	config attrs
	at     string
	words  []string
}{
	{"no name", attrs{}, "name", []string{"required"}},
	{"an empty name", attrs{"name": ""}, "name", []string{"name is blank", "at least one visible character"}},
	{"a name of blanks", attrs{"name": " \t\u00a0\u3000"}, "name", []string{"name is blank", "at least one visible character"}},
	{"a name from a heredoc", attrs{"name": "Research\n"}, "name", []string{`name is "Research\n", with white space at an end`, "use trimspace()"}},
	{"an icon with a blank", with("icon", "🚀 "), "icon", []string{"white space", "Write the emoji alone"}},
	{"a budget of nothing", usage(attrs{"credit_limit": 0}), "usage_limits[0].credit_limit", []string{"at least 1"}},
	{"a budget below 1", usage(attrs{"credit_limit": 0.99}), "usage_limits[0].credit_limit", []string{"at least 1"}},
	{"a negative budget", usage(attrs{"credit_limit": -5}), "usage_limits[0].credit_limit", []string{"at least 1"}},
	{"a budget without an amount", usage(attrs{"credit_limit": nil}), "usage_limits[0].credit_limit", []string{"is missing", "credit_limit = 100"}},
	{"a threshold below 1", usage(attrs{"alert_threshold": 0.5}), "usage_limits[0].alert_threshold", []string{"at least 1"}},
	{"a threshold above the budget", usage(attrs{"alert_threshold": 101}), "usage_limits[0].alert_threshold", []string{"101", "credit_limit of 100", "not a percentage", "at most 100"}},
	{"two kinds of reset", usage(attrs{"periodic_reset": "monthly", "periodic_reset_days": 30}), "usage_limits[0].periodic_reset_days", []string{"both periodic_reset and periodic_reset_days", "remove the other"}},
	{"a reset every 0 days", usage(attrs{"periodic_reset_days": 0}), "usage_limits[0].periodic_reset_days", []string{"between 1 and 365"}},
	{"a reset every 366 days", usage(attrs{"periodic_reset_days": 366}), "usage_limits[0].periodic_reset_days", []string{"between 1 and 365"}},
	{"a misspelt reset", usage(attrs{"periodic_reset": "Monthly"}), "usage_limits[0].periodic_reset", []string{`"Monthly"`, `Did you mean "monthly"?`, "`weekly`, `monthly`, `never`"}},
	{"an unknown usage type", usage(attrs{"type": "Cost"}), "usage_limits[0].type", []string{`"Cost"`, "`cost`, `tokens`, `requests`"}},
	{"a reset date that is no time", usage(attrs{"next_usage_reset_at": "2027-01-31"}), "usage_limits[0].next_usage_reset_at", []string{`"2027-01-31"`, "RFC 3339", "2027-01-31T00:00:00Z"}},
	{"the second of two limits", with("usage_limits", []any{
		attrs{"type": "cost", "credit_limit": 1}, attrs{"type": "tokens", "credit_limit": 0},
	}), "usage_limits[1].credit_limit", []string{"at least 1"}},
	{"a negative rate", rate(attrs{"value": -1}), "rate_limits[0].value", []string{"at least 0"}},
	{"a rate without a value", rate(attrs{"value": nil}), "rate_limits[0].value", []string{"is missing", "value = 60"}},
	{"a misspelt rate type", rate(attrs{"type": "token"}), "rate_limits[0].type", []string{`"token"`, `Did you mean "tokens"?`, "`requests`, `tokens`"}},
	{"a fraction of a request", rate(attrs{"value": 108.5}), "rate_limits[0].value", []string{"is 108.5, which is not a whole number", "floor()"}},
	{"a rate without end", rate(attrs{"value": 1e19}), "rate_limits[0].value", []string{"is 10000000000000000000", "at most 9007199254740991"}},
	{"a budget without end", usage(attrs{"credit_limit": json.Number("1e400")}), "usage_limits[0].credit_limit", []string{"is 1e+400", "at most 9007199254740991"}},
	{"a reset every day and a half", usage(attrs{"periodic_reset_days": 1.5}), "usage_limits[0].periodic_reset_days", []string{"is 1.5, which is not a whole number"}},
	{"an unknown unit", rate(attrs{"unit": "rpy"}), "rate_limits[0].unit", []string{`"rpy"`, "`rps`, `rpm`, `rph`, `rpd`, `rpw`"}},
	{"a budget of an empty type", usage(attrs{"type": ""}), "usage_limits[0].type", []string{"is empty", "`cost`, `tokens`, `requests`"}},
	{"a budget of an empty reset", usage(attrs{"periodic_reset": ""}), "usage_limits[0].periodic_reset", []string{"is empty", "`weekly`, `monthly`, `never`"}},
	{"a rate of an empty type", rate(attrs{"type": ""}), "rate_limits[0].type", []string{"is empty", "`requests`, `tokens`"}},
	{"a rate of an empty unit", rate(attrs{"unit": ""}), "rate_limits[0].unit", []string{"is empty", "`rps`, `rpm`"}},
	{"a null in the metadata", metadata(attrs{"team": "payments", "stage": nil}), `defaults.metadata["stage"]`, []string{"null", "Leave the key out"}},
	{"a null budget", with("usage_limits", []any{nil}), "usage_limits[0]", []string{"is null", "Leave it out"}},
	{"a null rate limit", with("rate_limits", []any{nil}), "rate_limits[0]", []string{"null", "Leave it out"}},
}

func TestResource_badInput(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	for _, test := range badInputs {
		t.Run(test.name, func(t *testing.T) {
			diags := d.Validate(address, test.config)
			harness.WantError(t, diags, shownAt(test.at), inText(test.at, test.words)...)
		})
	}
	harness.WantUntouched(t, env, false)
}

// What is doubtful is only warned of, so that what was imported validates.
func TestResource_doubtfulInput(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	for _, test := range []struct {
		name   string
		config attrs
		at     string
		words  []string
	}{
		{"a budget without a type", usage(attrs{"type": nil}), "usage_limits[0].type", []string{"not documented", `type = "cost"`}},
		{"a rate without a type", rate(attrs{"type": nil}), "rate_limits[0].type", []string{"without a type", `type = "requests"`}},
		{"a rate without a unit", rate(attrs{"unit": nil}), "rate_limits[0].unit", []string{"without a unit", `unit = "rpm"`}},
		{"a budget without a reset", usage(attrs{"periodic_reset": nil}), "usage_limits[0]", []string{"never reset", `periodic_reset = "never"`, "check the spelling"}},
		{"a fraction of a dollar", usage(attrs{"credit_limit": 108.5}), "usage_limits[0].credit_limit", []string{"is 108.5", "whole numbers", "floor()"}},
		{"a reset that is newer than this", usage(attrs{"periodic_reset": "daily"}), "usage_limits[0].periodic_reset", []string{`"daily"`, "`weekly`, `monthly`, `never`"}},
		{"a rate type that is newer than this", rate(attrs{"type": "cost"}), "rate_limits[0].type", []string{`"cost"`, "`requests`, `tokens`"}},
		{"an icon by its name", with("icon", ":rocket:"), "icon", []string{`is ":rocket:", which is not an emoji`, `"🚀"`}},
		{"an icon of letters", with("icon", "rocket"), "icon", []string{`is "rocket", which is not an emoji`}},
		{"an icon beside letters", with("icon", "🚀x"), "icon", []string{"which is not an emoji"}},
		{"two icons", with("icon", "🚀🚀"), "icon", []string{`is "🚀🚀", which is 2 emoji`}},
		{"an empty key in the metadata", metadata(attrs{"": "payments"}), "defaults", []string{"defaults.metadata has an empty key"}},
		{"defaults without metadata", with("defaults", attrs{}), "defaults", []string{"defaults.metadata", "metadata = {}", "check the spelling"}},
		{"two budgets of one key", with("usage_limits", []any{
			attrs{"type": "cost", "credit_limit": 1, "periodic_reset": "weekly"},
			attrs{"type": "tokens", "credit_limit": 1, "periodic_reset": "weekly"},
			attrs{"type": "cost", "credit_limit": 2, "periodic_reset": "weekly"},
		}), "usage_limits[2]", []string{"0 and 2", "keep one"}},
		{"two rates of one key", with("rate_limits", []any{
			attrs{"type": "requests", "unit": "rpm", "value": 1}, attrs{"type": "requests", "unit": "rpm", "value": 2},
		}), "rate_limits[1]", []string{"0 and 1", "keep one"}},
	} {
		t.Run(test.name, func(t *testing.T) {
			diags := d.Validate(address, test.config)
			harness.NoErrors(t, diags)
			harness.WantOne(t, diags, shownAt(test.at), inText(test.at, test.words)...)
		})
	}
	harness.WantUntouched(t, env, false)
}

func TestResource_goodInput(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	for name, config := range map[string]attrs{
		"the name alone":              {"name": "Production"},
		"every spelling of nothing":   {"name": "P", "description": "", "icon": "", "defaults": attrs{"metadata": attrs{}}, "usage_limits": []any{}, "rate_limits": []any{}},
		"an empty metadata value":     metadata(attrs{"team": ""}),
		"the least and the most":      usage(attrs{"credit_limit": 1, "alert_threshold": 1, "periodic_reset_days": 365}),
		"a threshold at the budget":   usage(attrs{"alert_threshold": 100}),
		"a reset written as empty":    usage(attrs{"periodic_reset": "", "periodic_reset_days": 1}),
		"a reset date of a time zone": usage(attrs{"next_usage_reset_at": "2027-01-31T00:00:00+05:30"}),
		"a rate that lets none pass":  rate(attrs{"value": 0}),
		"one type of two periods": with("usage_limits", []any{
			attrs{"type": "cost", "credit_limit": 1, "periodic_reset": "weekly"}, attrs{"type": "cost", "credit_limit": 2, "periodic_reset": "monthly"},
		}),
	} {
		t.Run(name, func(t *testing.T) {
			if diags := d.Validate(address, config); len(diags) > 0 {
				t.Errorf("refused, or warned of:\n%s", diags)
			}
		})
	}
	for _, icon := range []string{"🚀", "❤️", "⚙", "©️", "👩🏽‍🚀", "👨‍👩‍👧‍👦", "🇩🇪", "🏴󠁧󠁢󠁳󠁣󠁴󠁿", "1️⃣", "#⃣", "🏳️‍🌈", "⏩", "♟️"} {
		if diags := d.Validate(address, with("icon", icon)); len(diags) > 0 {
			t.Errorf("the icon %s:\n%s", icon, diags)
		}
	}
	for _, kind := range []string{"cost", "tokens", "requests"} {
		for _, reset := range []string{"weekly", "monthly"} {
			harness.NoErrors(t, d.Validate(address, usage(attrs{"type": kind, "periodic_reset": reset})))
		}
	}
	for _, kind := range []string{"requests", "tokens"} {
		for _, unit := range []string{"rps", "rpm", "rph", "rpd", "rpw"} {
			harness.NoErrors(t, d.Validate(address, rate(attrs{"type": kind, "unit": unit})))
		}
	}
	harness.WantUntouched(t, env, false)
}

// Unknown values pass in every place, alone and beside what they will be
// compared with, and are checked once they are known.
func TestResource_unknownInput(t *testing.T) {
	t.Parallel()
	unknown := harness.Unknown
	for _, test := range []struct {
		name           string
		unknown, known attrs
		at             string
	}{
		{"name", attrs{"name": unknown}, attrs{"name": " "}, "name"},
		{"description", with("description", unknown), nil, ""},
		{"icon", with("icon", unknown), with("icon", "a b"), "icon"},
		{"defaults", with("defaults", unknown), metadata(attrs{"k": nil}), `defaults.metadata["k"]`},
		{"metadata", with("defaults", attrs{"metadata": unknown}), metadata(attrs{"k": nil}), `defaults.metadata["k"]`},
		{"a value of the metadata", metadata(attrs{"k": unknown}), metadata(attrs{"k": nil}), `defaults.metadata["k"]`},
		{"usage_limits", with("usage_limits", unknown), usage(attrs{"credit_limit": 0}), "usage_limits[0].credit_limit"},
		{"a usage limit", with("usage_limits", []any{unknown}), usage(attrs{"credit_limit": 0}), "usage_limits[0].credit_limit"},
		{"credit_limit", usage(attrs{"credit_limit": unknown, "alert_threshold": 50}), usage(attrs{"credit_limit": 20, "alert_threshold": 50}), "usage_limits[0].alert_threshold"},
		{"alert_threshold", usage(attrs{"alert_threshold": unknown}), usage(attrs{"alert_threshold": 500}), "usage_limits[0].alert_threshold"},
		{"usage type", usage(attrs{"type": unknown}), usage(attrs{"type": "costs"}), "usage_limits[0].type"},
		{"periodic_reset", usage(attrs{"periodic_reset": unknown, "periodic_reset_days": 3}), usage(attrs{"periodic_reset": "weekly", "periodic_reset_days": 3}), "usage_limits[0].periodic_reset_days"},
		{"periodic_reset_days", usage(attrs{"periodic_reset": "weekly", "periodic_reset_days": unknown}), usage(attrs{"periodic_reset": "weekly", "periodic_reset_days": 3}), "usage_limits[0].periodic_reset_days"},
		{"next_usage_reset_at", usage(attrs{"next_usage_reset_at": unknown}), usage(attrs{"next_usage_reset_at": "soon"}), "usage_limits[0].next_usage_reset_at"},
		{"rate_limits", with("rate_limits", unknown), rate(attrs{"value": -1}), "rate_limits[0].value"},
		{"a rate limit", with("rate_limits", []any{unknown}), rate(attrs{"value": -1}), "rate_limits[0].value"},
		{"value", rate(attrs{"value": unknown}), rate(attrs{"value": -1}), "rate_limits[0].value"},
		{"unit", rate(attrs{"unit": unknown}), rate(attrs{"unit": "rpy"}), "rate_limits[0].unit"},
		{"rate type", rate(attrs{"type": unknown}), rate(attrs{"type": "token"}), "rate_limits[0].type"},
		{"force_delete", with("force_delete", unknown), nil, ""},
		{"deletion_protection", with("deletion_protection", unknown), nil, ""},
		{"allow_duplicate_name", with("allow_duplicate_name", unknown), nil, ""},
	} {
		t.Run(test.name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			d := env.Driver(t)
			if diags := d.Validate(address, test.unknown); len(diags) > 0 {
				t.Errorf("validate: %s", diags)
			}
			p, diags := d.Plan(address, test.unknown)
			harness.NoErrors(t, diags)
			if test.known != nil {
				harness.WantError(t, d.ApplyWith(p, test.known), shownAt(test.at), inText(test.at, nil)...)
				harness.WantUntouched(t, env, true)
			}
			// The same over a workspace that is there already.
			_, diags = d.Converge(address, attrs{"name": "Production", "deletion_protection": false})
			harness.NoErrors(t, diags)
			p, diags = d.Plan(address, test.unknown)
			harness.NoErrors(t, diags)
			if p.Action != harness.Update {
				t.Errorf("plans %s over what is unknown, want an update", p.Action)
			}
		})
	}
}

// Validation by the CLI needs no key, of a good file and of a bad one. It shows the line
// of what is wrong, also inside a list.
func TestResource_validateWithoutKey(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+full)
	tf.Run(0, "init")
	tf.Run(0, "validate")

	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+replace(full, "alert_threshold = 400", "alert_threshold = 501"))
	output := harness.Flat(tf.Run(1, "validate"))
	for _, word := range []string{"Invalid value", "alert_threshold", "use at most 500"} {
		if !strings.Contains(output, word) {
			t.Errorf("lacks %q:\n%s", word, output)
		}
	}

	tf.Write("main.tf", `resource "portkey_workspace" "test" {
  name = "Production"
  defaults = {
    metadata = { a = null }
  }
  usage_limits = [
    { type = "cost", credit_limit = 100, periodic_reset = "monthly" },
    { type = "tokens", credit_limit = 100, periodic_reset = "Monthly" },
  ]
  rate_limits = [
    { type = "tokens", unit = "rpm", value = -1 },
  ]
}
`+harness.Requires(map[string]string{"portkey": harness.Ours}))
	output = tf.Run(1, "validate")
	for _, line := range []string{"line 3", "line 8", "line 11"} {
		if !strings.Contains(output, "on main.tf "+line+",") {
			t.Errorf("does not point to %s:\n%s", line, output)
		}
	}
	harness.WantUntouched(t, env, false)
}

// A limit that is unknown as a whole, as any variable is to terraform validate,
// passes there; the real CLI asks once more at apply, before anything is sent.
func TestResource_unknownInCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	tf := harness.NewCLI(t, map[string]func() tfprotov6.ProviderServer{harness.Ours: env.Server})
	tf.Write("main.tf", harness.Requires(map[string]string{"portkey": harness.Ours})+env.Config(`
variable "budget" {
  type    = object({ type = string, credit_limit = number })
  default = { type = "cost", credit_limit = 100 }
}

variable "rate" {
  type    = object({ type = string, unit = string, value = number })
  default = { type = "requests", unit = "rpm", value = 60 }
}

variable "threshold" {
  type    = number
  default = 50
}

resource "terraform_data" "threshold" {
  input = var.threshold
}

resource "portkey_workspace" "test" {
  name         = "Production"
  usage_limits = [var.budget, { type = "tokens", credit_limit = 100, alert_threshold = terraform_data.threshold.output }]
  rate_limits  = [var.rate]
}`))
	tf.Run(0, "init")
	tf.Run(0, "validate")
	if output := tf.Run(1, "apply", "-auto-approve", "-var", "threshold=101"); !strings.Contains(harness.Flat(output), "credit_limit of 100") {
		t.Errorf("the refusal does not name the limit:\n%s", output)
	}
	harness.WantUntouched(t, env, true)
	tf.Run(0, "apply", "-auto-approve")
	tf.Plan(harness.PlanEmpty)
}
