package main

import (
	"math/big"
	"strings"
	"testing"

	"github.com/hashicorp/hcl/v2"
	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/hcl/v2/hclwrite"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
	"github.com/zclconf/go-cty/cty"
	"github.com/zclconf/go-cty/cty/function"
	"github.com/zclconf/go-cty/cty/function/stdlib"
	"pgregory.net/rapid"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// evaluated is the value of an expression, after the file that it is in was formatted.
func evaluated(t rapid.TB, expression string) string {
	t.Helper()
	formatted := hclwrite.Format([]byte("resource \"a\" \"b\" {\n  c = " + expression + "\n}\n"))
	file, diags := hclsyntax.ParseConfig(formatted, "", hcl.InitialPos)
	if diags.HasErrors() {
		t.Fatalf("%s\n%s", diags, formatted)
	}
	body, _ := file.Body.(*hclsyntax.Body)
	value, diags := body.Blocks[0].Body.Attributes["c"].Expr.Value(&hcl.EvalContext{Functions: map[string]function.Function{
		"chomp": stdlib.ChompFunc, "jsonencode": stdlib.JSONEncodeFunc, "element": stdlib.ElementFunc,
	}})
	if diags.HasErrors() {
		t.Fatalf("%s\n%s", diags, formatted)
	}
	return value.AsString()
}

func writerOf(kind string) writer {
	return writer{&module{index: map[[2]string][]*block{}}, &block{found: named(kind, nil), name: "test"}}
}

// A text means what it was, in whatever form it is written.
func TestWriter_text(t *testing.T) {
	t.Parallel()
	w := writerOf(workspaces)
	for _, text := range []string{
		"", "one", "one\n", "one\ntwo", "one\ntwo\n", "\n\none\n\n\ntwo\n\n", "  indented\n    more", "a ${b} %{c}\n$${d} %%{e}\n\"f\" \\n",
		"EOT\nEOT\n", "tab\tand\r\nreturn", "a\n \nb", "\ttab\n\ttab", "$\n{", "trailing \n blank ",
	} {
		if got := evaluated(t, w.text("", text)); got != text {
			t.Errorf("%q became %q, by %s", text, got, w.text("", text))
		}
		if listed := "element(" + joinList([]string{w.text("", text), quoted(strings.Repeat("x", 80))}) + ", 0)"; evaluated(t, listed) != text {
			t.Errorf("%q in a list is %s", text, listed)
		}
	}
	if got := w.text("", "Be kind.\nBe short.\n"); got != "<<-EOT\n    Be kind.\n    Be short.\n  EOT" {
		t.Errorf("a text of two lines is %s", got)
	}
	rapid.Check(t, func(t *rapid.T) {
		text := string(rapid.SliceOf(rapid.SampledFrom([]rune("ab \n\t\r$%{}\"\\EOTé"))).Draw(t, "text"))
		if got := evaluated(t, w.text("", text)); got != text {
			t.Errorf("%q became %q", text, got)
		}
	})
}

// A document means the JSON that it was.
func TestWriter_document(t *testing.T) {
	t.Parallel()
	w := writerOf(guardrails)
	for _, text := range []string{
		`{}`, `[]`, `"auto"`, `{"b":1,"a":[true,false,null,-1.5,1e3,"${x}"],"for":{"two words":""}}`, `[{"role":"user","content":"a\nb"}]`,
		`{"n":123456789012345678901234567890}`,
	} {
		if got := evaluated(t, w.document("parameters", text, false, "parameters")); !tfkit.SameJSON(got, text) {
			t.Errorf("%s became %s", text, got)
		}
	}
	if got := w.document("parameters", `{"a":2,"b":1}`, false, "parameters"); got != `jsonencode({ a = 2, b = 1 })` {
		t.Errorf("a short object is %s", got)
	}
	// What jsonencode would spell otherwise is kept as it is.
	for name, text := range map[string]string{"parameters": `{"a":`, "template": "Hello {{name}}", "config": `{} {}`, "extra": `{"b": 1, "a": 2}`} {
		if got := evaluated(t, w.document(name, text, false, name)); got != text {
			t.Errorf("%s became %s", text, got)
		}
	}
}

// What looks like a secret becomes a variable, and nothing else does.
func TestWriter_documentSecrets(t *testing.T) {
	t.Parallel()
	w := writerOf(configs)
	const text = `{"api_key":"s1","targets":[{"provider":"openai","custom_headers":{"x-team":"s2"},"aws_secret_access_key":"s3","override_params":{"max_tokens":100}}],` +
		`"forward_headers":["x-user"],"credentials":{"user":"s4","port":5}}`
	got := w.document("config", text, true, "config")
	for _, secret := range []string{"s1", "s2", "s3", "s4"} {
		if strings.Contains(got, `"`+secret+`"`) {
			t.Errorf("%s is in %s", secret, got)
		}
	}
	for _, kept := range []string{"var.test_config_api_key", `"openai"`, "100", `"x-user"`, `"port":5`} {
		if !strings.Contains(got, kept) {
			t.Errorf("%s is not in %s", kept, got)
		}
	}
	// It is not as jsonencode spells it, so it is kept as it is but for the secrets.
	if !strings.HasPrefix(got, "chomp(<<-EOT\n    {\"api_key\":${jsonencode(var.test_config_api_key)},\"targets\":") {
		t.Errorf("the document is %s", got)
	}
	if len(w.module.variables) != 4 {
		t.Errorf("there are %d variables, want 4", len(w.module.variables))
	}
	names := map[string]bool{}
	for _, v := range w.module.variables {
		if names[v.name] || v.ephemeral {
			t.Errorf("the variable %s is there twice, or ephemeral", v.name)
		}
		names[v.name] = true
	}
	sorted := writerOf(configs).document("config", `{"api_key":"s1","retry":{"attempts":3}}`, true, "config")
	if want := "jsonencode({ api_key = var.test_config_api_key, retry = { attempts = 3 } })"; sorted != want {
		t.Errorf("a short config is %s, want %s", sorted, want)
	}
	if got := w.document("config", "s5", true, "config"); !strings.HasPrefix(got, "var.") {
		t.Errorf("a sensitive text that is no JSON is written as %s", got)
	}
}

// A reference is to what is in the same workspace, or the only one of its slug.
func TestModule_refer(t *testing.T) {
	t.Parallel()
	m := &module{index: map[[2]string][]*block{}}
	add := func(kind, name string, attributes map[string]string) *block {
		b := &block{found: named(kind, attributes), name: name}
		for _, attribute := range []string{"id", "slug"} {
			if value := attributes[attribute]; value != "" {
				m.index[[2]string{kind, value}] = append(m.index[[2]string{kind, value}], b)
			}
		}
		return b
	}
	add(providers, "one", map[string]string{"id": "p1", "slug": "openai", "workspace_id": "w1"})
	two := add(providers, "two", map[string]string{"id": "p2", "slug": "openai", "workspace_id": "w2"})
	add(providers, "only", map[string]string{"id": "p3", "slug": "mistral", "workspace_id": "w1"})
	add(guardrails, "words", map[string]string{"id": "g1", "slug": "pg-words-1a2b3c"})
	config := add(configs, "test", map[string]string{"id": "c1", "slug": "pc-test-1a2b3c", "workspace_id": "w2"})
	elsewhere := add(configs, "other", map[string]string{"id": "c2", "workspace_id": "w3"})
	for name, test := range map[string]struct {
		from      *block
		attribute string
		value     string
		want      string
	}{
		"in the workspace":  {config, "provider_id", "openai", "portkey_provider.two.slug"},
		"in neither":        {elsewhere, "provider_id", "openai", `"openai"`},
		"the only one":      {config, "provider_id", "mistral", "portkey_provider.only.slug"},
		"by ID":             {config, "provider_id", "p1", "portkey_provider.one.id"},
		"not adopted":       {config, "provider_id", "anthropic", `"anthropic"`},
		"no reference":      {config, "name", "openai", `"openai"`},
		"in a list":         {config, "input_guardrails", "pg-words-1a2b3c", "portkey_guardrail.words.slug"},
		"to itself":         {config, "config_id", "pc-test-1a2b3c", `"pc-test-1a2b3c"`},
		"of a type of text": {two, "name", "c1", `"c1"`},
	} {
		if got := (writer{m, test.from}).text(test.attribute, test.value); got != test.want {
			t.Errorf("%s: %s, want %s", name, got, test.want)
		}
	}
	for value, want := range map[string]string{
		`{"provider":"@openai"}`:        `jsonencode({ provider = "@${portkey_provider.two.slug}" })`,
		`{"provider":"@openai/gpt-4o"}`: `jsonencode({ provider = "@${portkey_provider.two.slug}/gpt-4o" })`,
		`{"virtual_key":"openai"}`:      `jsonencode({ virtual_key = portkey_provider.two.slug })`,
		`{"provider":"openai"}`:         `jsonencode({ provider = "openai" })`,
		`["pg-words-1a2b3c"]`:           `jsonencode([portkey_guardrail.words.slug])`,
	} {
		if got := (writer{m, config}).document("config", value, true, "config"); got != want {
			t.Errorf("%s became %s, want %s", value, got, want)
		}
	}
}

func TestNumber(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{"0.1": "0.1", "500": "500", "-2.5": "-2.5", "1000000000000": "1000000000000"} {
		exact, _, err := big.ParseFloat(text, 10, 512, big.ToNearestEven)
		if err != nil {
			t.Fatal(err)
		}
		float, _ := exact.Float64()
		for _, n := range []*big.Float{exact, big.NewFloat(float)} {
			if got := number(tftypes.NewValue(tftypes.Number, n)); got != want {
				t.Errorf("%s became %s", text, got)
			}
		}
	}
	if got := quoted("${a}\n"); got != `"$${a}\n"` || !cty.StringVal(got).IsKnown() {
		t.Errorf("a text in quotes is %s", got)
	}
}
