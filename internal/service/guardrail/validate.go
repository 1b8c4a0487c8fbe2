package guardrail

import (
	"context"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// ValidateConfig checks where the guardrail is to be, and the checks that are known.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var scope, workspace types.String
	var checks types.List
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("scope"), &scope)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("workspace_id"), &workspace)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("checks"), &checks)...)
	if resp.Diagnostics.HasError() {
		return
	}
	resp.Diagnostics.Append(checkPlace(scope, workspace)...)
	for i, one := range checks.Elements() {
		element, _ := one.(types.Object)
		id, _ := element.Attributes()["id"].(types.String)
		given, _ := element.Attributes()["parameters"].(types.String)
		if !one.IsUnknown() && !id.IsUnknown() {
			resp.Diagnostics.Append(validateCheck(path.Root("checks").AtListIndex(i), id.ValueString(), given)...)
		}
	}
}

// checkPlace refuses a workspace beside the scope of the organisation.
func checkPlace(scope, workspace types.String) diag.Diagnostics {
	if scope.ValueString() != ofOrganisation || workspace.ValueString() == "" {
		return nil
	}
	return diag.Diagnostics{diag.NewAttributeErrorDiagnostic(path.Root("workspace_id"), "Invalid value",
		`The attribute workspace_id is set, and scope is "organisation": a guardrail of the organisation is in no workspace. Remove workspace_id, or set scope = "workspace".`)}
}

// checker collects what is wrong with one check. Its messages show no values of
// parameters, which may be secrets.
type checker struct {
	at    path.Path
	id    string
	diags diag.Diagnostics
}

func (v *checker) refuse(format string, args ...any) {
	v.diags.AddAttributeError(tfkit.Shown(v.at), "Invalid value", fmt.Sprintf("The attribute %s ", v.at)+fmt.Sprintf(format, args...))
}

func (v *checker) warn(summary, format string, args ...any) {
	v.diags.AddAttributeWarning(tfkit.Shown(v.at), summary, fmt.Sprintf("The attribute %s ", v.at)+fmt.Sprintf(format, args...))
}

// validateCheck compares a check with what is known of it.
func validateCheck(at path.Path, id string, given types.String) diag.Diagnostics {
	v := &checker{at: at.AtName("id"), id: id}
	of, isKnown := forms[id]
	if !isKnown {
		if meant, misspelt := tfkit.Meant(id, checkIDs()); misspelt {
			v.refuse("is %q. Did you mean %q?", id, meant)
		} else if id != "" {
			v.warn("Unknown check", "is %q, which this version of the provider does not know. The check is sent to Portkey as it is.", id)
		}
	}
	v.at = at.AtName("parameters")
	if given.IsUnknown() {
		return v.diags
	}
	var fields map[string]any
	if text := given.ValueString(); text != "" && json.Unmarshal([]byte(text), &fields) != nil {
		return v.diags // refused by the attribute itself
	}
	v.checkHeaders(fields[forwardHeaders])
	if isKnown {
		v.checkNames(of, fields)
		v.checkValues(of, fields)
	}
	return v.diags
}

// checkNames refuses misspelt names and what is missing, and warns of names that are not
// known.
func (v *checker) checkNames(of form, fields map[string]any) {
	has := map[string]bool{}
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		has[name] = fields[name] != nil
		if slices.Contains(of.names(), name) {
			continue
		}
		if meant, misspelt := tfkit.Meant(name, of.names()); misspelt {
			v.refuse("has the parameter %q, which the check %s does not. Did you mean %q?", name, v.id, meant)
			has[meant] = true // so that it is not missing in addition
			continue
		}
		v.warn("Unknown parameter", "has the parameter %q, which this version of the provider does not know for the check %s. It is sent to Portkey as it is. The known ones are %s.",
			name, v.id, quoted(of.names()))
	}
	for _, name := range slices.Sorted(maps.Keys(of.parameters)) {
		if of.parameters[name].required && !has[name] {
			v.refuse("lacks the parameter %q, which the check %s requires.", name, v.id)
		}
	}
	if len(of.oneOf) > 0 && !slices.ContainsFunc(of.oneOf, func(name string) bool { return has[name] }) {
		v.refuse("has none of the parameters %s, of which the check %s requires one.", quoted(of.oneOf), v.id)
	}
}

// checkValues refuses values of another kind than the API expects. null is as if a
// parameter was omitted.
func (v *checker) checkValues(of form, fields map[string]any) {
	for _, name := range slices.Sorted(maps.Keys(fields)) {
		p, value := of.parameters[name], fields[name]
		if value == nil {
			continue
		}
		if !p.kind.has(value) {
			v.refuse("has the parameter %q, which is not %s.", name, p.kind)
			continue
		}
		if elements, isList := value.([]any); isList {
			for i, one := range elements {
				v.checkWord(fmt.Sprintf("%s[%d]", name, i), p, one)
			}
			continue
		}
		v.checkWord(name, p, value)
	}
}

// has reports whether a JSON value is of the kind.
func (k kind) has(value any) bool {
	is := kindAny
	switch value.(type) {
	case string:
		is = kindText
	case float64:
		is = kindNumber
	case bool:
		is = kindBoolean
	case []any:
		is = kindList
	case map[string]any:
		is = kindObject
	}
	return k == kindAny || k == is
}

// checkWord refuses a word that is none of those that a parameter can have, and warns if
// there may be more of them.
func (v *checker) checkWord(name string, p parameter, value any) {
	word, isText := value.(string)
	if !isText || len(p.values) == 0 || slices.Contains(p.values, word) {
		return
	}
	meant, misspelt := tfkit.Meant(word, p.values)
	switch {
	case misspelt:
		v.refuse("has a misspelt value in the parameter %s. Did you mean %q?", name, meant)
	case p.open:
		v.warn("Unknown value", "has a value in the parameter %s that this version of the provider does not know. It is sent to Portkey as it is. The known ones are %s.", name, quoted(p.values))
	default:
		v.refuse("has a value in the parameter %s that is none of %s.", name, quoted(p.values))
	}
}

// checkHeaders refuses to forward headers with credentials, as Portkey does.
func (v *checker) checkHeaders(value any) {
	headers, _ := value.([]any)
	for _, one := range headers {
		name, _ := one.(string)
		if slices.Contains([]string{"authorization", "cookie", "x-api-key", "x-portkey-api-key"}, strings.ToLower(name)) {
			v.refuse("forwards the header %q. Portkey rejects headers that contain credentials.", name)
		}
	}
}

func quoted(all []string) string { return "`" + strings.Join(all, "`, `") + "`" }
