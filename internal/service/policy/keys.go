package policy

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"
	"github.com/hashicorp/terraform-plugin-framework/types/basetypes"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// The documented keys of conditions and groups, apart from those of metadata. Portkey adds
// keys with its releases, so one that is like none of them is a warning.
var (
	usageKeys = []string{"api_key", "config", "model", "organisation_id", "prompt", "provider", "virtual_key", "workspace_id"}
	rateKeys  = slices.Concat(usageKeys, []string{"endpoint_type"})
	toolKeys  = []string{"api_key", "mcp_server", "mcp_tool", "workspace_id"}
)

const (
	toolTarget     = "mcp_tools"
	metadataPrefix = "metadata."
)

// vocabulary is the keys that a policy may have, and those of other policies.
type vocabulary struct {
	known, elsewhere []string
	// only is what a policy has to be for the keys elsewhere.
	only string
}

func vocabularyOf(kind, target string) vocabulary {
	switch {
	case kind == portkey.UsageLimitsPolicies:
		return vocabulary{usageKeys, []string{"endpoint_type", "mcp_server", "mcp_tool"}, "a portkey_rate_limits_policy"}
	case target == toolTarget:
		return vocabulary{toolKeys, rateKeys, "a policy with target = \"llm\""}
	default:
		return vocabulary{rateKeys, []string{"mcp_server", "mcp_tool"}, "a policy with target = \"mcp_tools\""}
	}
}

// check reports what is wrong with a key, of the attribute at a path.
func (v vocabulary) check(key string, at path.Path) diag.Diagnostics {
	var diags diag.Diagnostics
	name, ofMetadata := strings.CutPrefix(key, metadataPrefix)
	list := "`" + strings.Join(v.known, "`, `") + "`"
	invalid := func(format string, args ...any) {
		diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("The attribute %s has the key %q. ", at, key)+fmt.Sprintf(format, args...))
	}
	switch {
	case ofMetadata && name != "", slices.Contains(v.known, key):
	case ofMetadata || key == "metadata":
		invalid("Name the key of the metadata, as in %q.", metadataPrefix+"team")
	case slices.Contains(v.elsewhere, key):
		invalid("That is a key of %s. The known keys here are %s and those of metadata.", v.only, list)
	default:
		if meant, misspelt := tfkit.Meant(key, v.known); misspelt {
			invalid("Did you mean %q? The known keys are %s and those of metadata.", meant, list)
			break
		}
		if strings.TrimSpace(key) != key || key == "" {
			invalid("Remove the white space, or the empty key. The known keys are %s and those of metadata.", list)
			break
		}
		diags.AddAttributeWarning(at, "Unknown key", fmt.Sprintf("The attribute %s has the key %q, which this version of the provider does not know. "+
			"It is sent to Portkey as it is. The known keys are %s and those of metadata, as in %q.", at, key, list, metadataPrefix+"team"))
	}
	return diags
}

// checkConditions checks the keys of conditions as far as they are known, and warns of two
// conditions with one key.
func (v vocabulary) checkConditions(ctx context.Context, set types.Set) diag.Diagnostics {
	at := path.Root("conditions")
	var diags diag.Diagnostics
	seen := map[string]bool{}
	for _, element := range set.Elements() {
		one, _ := element.(types.Object)
		var c conditionConfig
		if one.IsNull() || one.IsUnknown() || one.As(ctx, &c, basetypes.ObjectAsOptions{}).HasError() || c.Key.IsNull() || c.Key.IsUnknown() {
			continue
		}
		key := c.Key.ValueString()
		if seen[key] {
			diags.AddAttributeWarning(at, "Two conditions with one key", fmt.Sprintf(
				"The attribute %s has two conditions with the key %q. A request has to meet both, and Portkey may reject them. "+
					"For requests that meet either, set both values in one condition.", at, key))
			continue
		}
		seen[key] = true
		diags.Append(v.check(key, at)...)
	}
	return diags
}

// checkGroups checks the keys of groups as far as they are known.
func (v vocabulary) checkGroups(set types.Set) diag.Diagnostics {
	var diags diag.Diagnostics
	for _, element := range set.Elements() {
		if one, _ := element.(types.String); !one.IsNull() && !one.IsUnknown() {
			diags.Append(v.check(one.ValueString(), path.Root("group_by"))...)
		}
	}
	return diags
}

// conditionConfig is a condition in a configuration, where any value may be unknown.
type conditionConfig struct {
	Key      types.String `tfsdk:"key"`
	Values   types.Set    `tfsdk:"values"`
	Excludes types.Set    `tfsdk:"excludes"`
}

// wholeCondition requires the key and the values of a condition. They are optional in the
// schema: the framework takes a required attribute for missing where the whole condition is
// unknown.
type wholeCondition struct{}

func (wholeCondition) Description(context.Context) string { return "a condition with a key and values" }
func (wholeCondition) MarkdownDescription(context.Context) string {
	return "a condition with a key and values"
}

func (wholeCondition) ValidateObject(ctx context.Context, req validator.ObjectRequest, resp *validator.ObjectResponse) {
	if req.ConfigValue.IsNull() || req.ConfigValue.IsUnknown() {
		return
	}
	var c conditionConfig
	resp.Diagnostics.Append(req.ConfigValue.As(ctx, &c, basetypes.ObjectAsOptions{})...)
	at := path.Root("conditions")
	missing := func(name, example string) {
		resp.Diagnostics.AddAttributeError(at, "Invalid value", fmt.Sprintf("An element of %s lacks %s. Add it, as in %s. "+
			"Terraform silently drops unknown keys of an object: check the spelling.", at, name, example))
	}
	if c.Key.IsNull() {
		missing("key", `key = "model"`)
	}
	if c.Values.IsNull() || !c.Values.IsUnknown() && len(c.Values.Elements()) == 0 {
		missing("values", `values = ["gpt-4o"], or values = ["*"] for any value`)
	}
}
