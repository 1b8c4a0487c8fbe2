package mcpintegration_test

import (
	"fmt"
	"strings"
	"testing"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestResource_validate(t *testing.T) {
	t.Parallel()
	mapped := func(target string) []any {
		return []any{attrs{"target_field": target, "secret_reference_id": "headers"}}
	}
	for name, c := range map[string]struct {
		config attrs
		at     string // "" is a warning or nothing
		words  []string
	}{
		"valid":                {writeOnly(), "", nil},
		"no scheme":            {tickets("url", "tickets.example.com/mcp"), "url", []string{"is not a URL", "https"}},
		"another scheme":       {tickets("url", "ftp://tickets.example.com/mcp"), "url", []string{"is not a URL"}},
		"a fragment":           {tickets("url", "https://tickets.example.com/mcp#top"), "url", []string{"fragment", "Remove"}},
		"an empty fragment":    {tickets("url", "https://tickets.example.com/mcp#"), "url", []string{"fragment"}},
		"a private address":    {tickets("url", "https://10.1.2.3/mcp"), "", []string{"Host of a private network"}},
		"a local host":         {tickets("url", "http://localhost:8080"), "", []string{"Host of a private network"}},
		"a misspelt auth_type": {tickets("auth_type", "oauthAuto"), "auth_type", []string{"oauth_auto"}},
		"another auth_type":    {tickets("auth_type", "basic"), "", []string{"Unknown value", "`oauth_auto`"}},
		"another transport":    {tickets("transport", "stdio"), "", []string{"Unknown value", "`http`, `sse`"}},
		"no slug":              {tickets("slug", "a b"), "slug", []string{"is not a slug"}},
		"a misspelt field":     {tickets("configurations", `{"custom_header":{}}`), "", []string{"Unknown field", `Did you mean "custom_headers"?`}},
		"an unknown field":     {tickets("configurations", `{"shade":"red"}`), "", []string{"Unknown field", "`custom_headers`"}},
		"a misspelt secret":    {tickets("secret_configurations", `{"oauthMetadata":{"client_secret":"s"}}`), "", []string{`Did you mean "oauth_metadata"?`}},
		"a secret in sight":    {tickets("configurations", `{"custom_headers":{"Authorization":"Bearer t"}}`), "", []string{"Secret in configurations", "custom_headers.Authorization", "secret_configurations_wo"}},
		"a client_secret":      {tickets("configurations", `{"oauth_metadata":{"client_secret":"s"}}`), "", []string{"oauth_metadata.client_secret"}},
		"no object":            {tickets("configurations", `["a"]`), "configurations", []string{"JSON object"}},
		"a masked value":       {tickets("configurations", `{"custom_headers":{"a":"***"}}`), "configurations", []string{"custom_headers", "asterisks"}},
		"a masked secret":      {tickets("secret_configurations", `{"custom_headers":{"a":"*****"}}`), "secret_configurations", []string{"asterisks"}},
		"a mapping of the key": {tickets("secret_mappings", mapped("key")), "secret_mappings[...]", []string{"has no key"}},
		"a misspelt mapping":   {tickets("secret_mappings", mapped("configurations.custom_header")), "secret_mappings[...]", []string{`Did you mean "custom_headers"?`}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			diags := harness.Start(t).Driver(t).Validate(address, c.config)
			text := harness.Flat(fmt.Sprint(diags))
			if (diags.Err() != nil) != (c.at != "") {
				t.Errorf("got %s", text)
			}
			if c.at != "" {
				harness.WantError(t, diags, c.at, c.words...)
			}
			for _, word := range c.words {
				if !strings.Contains(text, word) {
					t.Errorf("lacks %q: %s", word, text)
				}
			}
			if c.words == nil && len(diags) > 0 {
				t.Errorf("got %s", text)
			}
		})
	}
}
