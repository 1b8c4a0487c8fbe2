package guardrail_test

import (
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The known checks, by what a plan says of them.
func TestResource_validateChecks(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	one := func(id string, parameters any) []any { return []any{attrs{"id": id, "parameters": parameters}} }
	for name, c := range map[string]struct {
		checks []any
		errors []string // words of the errors, in order of no importance
		warns  []string
	}{
		"all is well":         {checks: one("default.regexMatch", `{"rule":"x","not":true,"forwardHeaders":["x-team"]}`)},
		"nothing is needed":   {checks: one("portkey.gibberish", nil)},
		"an unknown check":    {checks: one("example.check", `{"anything":1}`), warns: []string{`"example.check"`, "does not know"}},
		"a misspelt check":    {checks: one("default.wordcount", nil), errors: []string{`"default.wordcount"`, `Did you mean "default.wordCount"?`}},
		"unknown values":      {checks: one("default.contains", harness.Unknown)},
		"an unknown id":       {checks: one("", nil), errors: []string{"blank"}},
		"a missing parameter": {checks: one("default.regexMatch", `{"not":false}`), errors: []string{`lacks the parameter "rule"`, "checks[0].parameters"}},
		"no parameters":       {checks: one("default.regexMatch", nil), errors: []string{`lacks the parameter "rule"`}},
		"null is missing":     {checks: one("default.regexMatch", `{"rule":null}`), errors: []string{`lacks the parameter "rule"`}},
		"a misspelt name":     {checks: one("default.wordCount", `{"max_words":1}`), errors: []string{`"max_words"`, `Did you mean "maxWords"?`}},
		"a needed one":        {checks: one("default.endsWith", `{"sufix":"x"}`), errors: []string{`Did you mean "suffix"?`}},
		"an unknown name":     {checks: one("default.wordCount", `{"language":"en"}`), warns: []string{`"language"`, "maxWords"}},
		"another kind":        {checks: one("default.wordCount", `{"maxWords":"`+secret+`"}`), errors: []string{`"maxWords", which is not a number`}},
		"no list":             {checks: one("default.contains", `{"words":"x","operator":"any"}`), errors: []string{`"words", which is not a list`}},
		"a closed word":       {checks: one("default.contains", `{"words":["x"],"operator":"`+secret+`"}`), errors: []string{"none of `any`, `all`, `none`"}},
		"a misspelt word":     {checks: one("portkey.pii", `{"categories":["SSN","EMAIL_ADRESS"]}`), errors: []string{"categories[1]", `Did you mean "EMAIL_ADDRESS"?`}}, //nolint:misspell // on purpose
		"an open word":        {checks: one("portkey.pii", `{"categories":["`+secret+`"]}`), warns: []string{"categories[0]", "EMAIL_ADDRESS"}},
		"one of several":      {checks: one("default.jwt", `{"headerKey":"x"}`), errors: []string{"`jwksUri`, `jwks`, `introspectEndpoint`"}},
		"one of them":         {checks: one("default.jwt", `{"jwks":{"keys":[]}}`)},
		"credentials":         {checks: one("bedrock.guard", `{"guardrailId":"a","guardrailVersion":"1","forwardHeaders":["Authorization"]}`), errors: []string{`forwards the header "Authorization"`}},
		"no JSON":             {checks: one("default.wordCount", `{"maxWords":`), errors: []string{"is not JSON"}},
		"no object":           {checks: one("default.wordCount", `[1]`), errors: []string{"not a JSON object"}},
		"no checks":           {checks: []any{}, errors: []string{"at least 1"}},
	} {
		diags := d.Validate(address, in(home.ID, "checks", c.checks))
		text := diags.String()
		if failed := diags.Err() != nil; failed != (c.errors != nil) || len(diags.Warnings()) > 0 != (c.warns != nil) {
			t.Errorf("%s: got\n%s", name, text)
		}
		for _, word := range append(c.errors, c.warns...) {
			if !strings.Contains(text, word) {
				t.Errorf("%s: %q is not in\n%s", name, word, text)
			}
		}
		if strings.Contains(text, secret) {
			t.Errorf("%s: the message shows a value:\n%s", name, text)
		}
	}
	harness.WantUntouched(t, env, false)
}

func TestResource_validateTheRest(t *testing.T) {
	t.Parallel()
	env, home := start(t)
	d := env.Driver(t)
	for name, c := range map[string]struct {
		config attrs
		at     string
		words  []string
	}{
		"a workspace of the organisation": {own("workspace_id", home.ID), "workspace_id", []string{"Remove workspace_id"}},
		"another scope":                   {own("scope", "organization"), "scope", []string{`Did you mean "organisation"?`}}, //nolint:misspell // on purpose
		"another target":                  {own("target", "mcp_tool"), "target", []string{`Did you mean "mcp_tools"?`}},
		"a key of extra":                  {own("actions", attrs{"extra": `{"deny":true}`}), "actions", []string{"actions.extra has the key deny", "actions.deny"}},
		"a blank name":                    {own("name", " "), "name", []string{"blank"}},
		"metadata":                        {own("actions", attrs{"on_fail": attrs{"feedback": attrs{"metadata": "text"}}}), "actions", []string{"is not JSON"}},
	} {
		t.Run(name, func(t *testing.T) { harness.WantError(t, d.Validate(address, c.config), c.at, c.words...) })
	}
	for name, config := range map[string]attrs{
		"an unknown scope":     own("scope", harness.Unknown, "workspace_id", home.ID),
		"an unknown workspace": own("workspace_id", harness.Unknown),
		"a word for a verdict": own("actions", attrs{"extra": `{"on_fail":"deny"}`}),
		"unknown checks":       own("checks", harness.Unknown),
	} {
		if diags := d.Validate(address, config); len(diags) > 0 {
			t.Errorf("%s: %s", name, diags)
		}
	}
	harness.WantUntouched(t, env, false)
}
