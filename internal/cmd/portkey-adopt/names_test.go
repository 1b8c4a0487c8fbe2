package main

import (
	"slices"
	"testing"

	"github.com/hashicorp/hcl/v2/hclsyntax"
	"github.com/hashicorp/terraform-plugin-go/tftypes"
)

func TestIdentifier(t *testing.T) {
	t.Parallel()
	for name, want := range map[string]string{
		"Payments":            "payments",
		"Fraud detection":     "fraud_detection",
		"  GPT-4o (mini)  ":   "gpt_4o_mini",
		"Équipe données":      "equipe_donnees",
		"ops@example.com":     "ops_example_com",
		"支付":                  "",
		"🚀":                   "",
		"__init__":            "init",
		"Straße":              "stra_e",
		"2026":                "2026",
		"${not} a \"string\"": "not_a_string",
	} {
		if got := identifier(name); got != want {
			t.Errorf("%q became %q, want %q", name, got, want)
		}
	}
}

// named is an object with texts as its attributes.
func named(kind string, attributes map[string]string) *found {
	state := map[string]tftypes.Value{}
	for name, value := range attributes {
		state[name] = tftypes.NewValue(tftypes.String, value)
	}
	for i := range nouns {
		if nouns[i].kind == kind {
			return &found{noun: &nouns[i], state: state}
		}
	}
	panic("no such type: " + kind)
}

func TestNameAll(t *testing.T) {
	t.Parallel()
	all := []*found{
		named(workspaces, map[string]string{"id": "w1", "name": "Payments", "slug": "ws-paymen-1a2b3c"}),
		named(workspaces, map[string]string{"id": "w2", "name": "payments", "slug": "ws-paymen-4d5e6f"}),
		named(workspaces, map[string]string{"id": "w3", "name": "支付", "slug": "ws-zhifu-7a8b9c"}),
		named(workspaces, map[string]string{"id": "w4", "name": "2026 plans", "slug": "ws-plans-0d1e2f"}),
		named(workspaces, map[string]string{"id": "w5", "name": "Search", "slug": "ws-search-3a4b5c"}),
		named(configs, map[string]string{"id": "c1", "name": "Fallback", "workspace_id": "w5", "slug": "pc-fallba-6d7e8f"}),
		named(configs, map[string]string{"id": "c2", "name": "Search fallback", "workspace_id": "w5", "slug": "pc-search-9a0b1c"}),
		named(configs, map[string]string{"id": "c3", "name": "Fallback", "workspace_id": "w1", "slug": "pc-fallba-2d3e4f"}),
		named(integrations, map[string]string{"id": "i1", "name": "OpenAI", "slug": "openai"}),
		named("portkey_integration_workspace_access", map[string]string{"id": "i1/w5", "integration_id": "i1", "workspace_id": "w5"}),
		named("portkey_workspace_defaults", map[string]string{"id": "w5", "workspace_id": "w5"}),
		named("portkey_organisation_defaults", map[string]string{"id": "organisation_defaults"}),
		named(members, map[string]string{"id": "w5/u1", "workspace_id": "w5", "email": "grace.hopper@example.com"}),
	}
	want := map[[2]string]string{
		{workspaces, "w1"}:   "payments_1a2b3c",
		{workspaces, "w2"}:   "payments_4d5e6f",
		{workspaces, "w3"}:   "workspace_7a8b9c",
		{workspaces, "w4"}:   "workspace_2026_plans",
		{workspaces, "w5"}:   "search",
		{configs, "c1"}:      "search_fallback_6d7e8f",
		{configs, "c2"}:      "search_fallback_9a0b1c",
		{configs, "c3"}:      "payments_1a2b3c_fallback",
		{integrations, "i1"}: "openai",
		{"portkey_integration_workspace_access", "i1/w5"}:          "search_openai",
		{"portkey_workspace_defaults", "w5"}:                       "search",
		{"portkey_organisation_defaults", "organisation_defaults"}: "this",
		{members, "w5/u1"}: "search_grace_hopper",
	}
	names := nameAll(all)
	slices.Reverse(all)
	again := nameAll(all)
	for key, name := range want {
		if got := names.of(key[0], key[1]); got != name || again.of(key[0], key[1]) != name {
			t.Errorf("%s %s is named %q, and %q in another order, want %q", key[0], key[1], got, again.of(key[0], key[1]), name)
		}
		if !hclsyntax.ValidIdentifier(name) {
			t.Errorf("%s is no name in HCL", name)
		}
	}
}

// Every resource type of the provider is adopted, or named as an alternative to one that is.
func TestNouns(t *testing.T) {
	r := opened(t)
	adopted := map[string]bool{}
	for _, n := range nouns {
		adopted[n.kind] = true
		if r.schema.ResourceSchemas[n.kind] == nil {
			t.Errorf("there is no %s", n.kind)
		}
		if n.scan != nil && r.schema.DataSourceSchemas[n.scan.kind] == nil {
			t.Errorf("there is no data source %s", n.scan.kind)
		}
		if n.scan == nil && !n.single && r.schema.ListResourceSchemas[n.kind] == nil {
			t.Errorf("%s has no list resource", n.kind)
		}
	}
	for kind := range r.schema.ResourceSchemas {
		if instead := alternatives[kind]; !adopted[kind] && !adopted[instead] {
			t.Errorf("%s is not adopted", kind)
		}
	}
}

// opened is the provider with an address that nothing listens at.
func opened(t *testing.T) *reader {
	t.Helper()
	t.Setenv("PORTKEY_BASE_URL", "http://127.0.0.1:1/v1")
	t.Setenv("PORTKEY_API_KEY", "pk-of-a-test")
	r, err := open(t.Context(), false)
	if err != nil {
		t.Fatal(err)
	}
	return r
}
