package integration

import (
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
	"unicode/utf8"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

const (
	deploymentsField = "azure_deployment_config"
	versionField     = "azure_api_version"
	longestVersion   = 30 // documented
)

// deployment is what a deployment of Azure has (documented).
var deployment = form{required: []string{versionField, "azure_deployment_name", "azure_model_slug"}, others: []string{"alias", "is_default"}}

// checkDeployments refuses deployments of Azure that lack a field, or have a misspelt one,
// and warns of unknown ones.
func (c checked) checkDeployments(diags *diag.Diagnostics) {
	text, isSet := c.plain[deploymentsField]
	if !isSet {
		return
	}
	at := path.Root("configurations")
	var all []fields
	if json.Unmarshal(text, &all) != nil || len(all) == 0 {
		diags.AddAttributeError(at, "Invalid value", fmt.Sprintf(
			"The field %s of the attribute %s must be a list of one deployment or more, each an object with the fields `%s`.",
			deploymentsField, at, strings.Join(deployment.required, "`, `")))
		return
	}
	for i, one := range all {
		one.checkDeployment(fmt.Sprintf("%s[%d] of the attribute %s", deploymentsField, i, at), at, diags)
	}
}

// checkDeployment checks a deployment, which messages call what.
func (f fields) checkDeployment(what string, at path.Path, diags *diag.Diagnostics) {
	known := slices.Sorted(slices.Values(slices.Concat(deployment.required, deployment.others)))
	for _, name := range slices.Sorted(maps.Keys(f)) {
		if slices.Contains(known, name) {
			continue
		}
		if meant, misspelt := tfkit.Meant(name, known); misspelt {
			diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("The element %s has the field %q. Did you mean %q?", what, name, meant))
			continue
		}
		diags.AddAttributeWarning(at, "Unknown field", fmt.Sprintf(
			"The element %s has the field %q, which this version of the provider does not know. It is sent to Portkey as it is. The known fields are `%s`.",
			what, name, strings.Join(known, "`, `")))
	}
	missing := slices.DeleteFunc(slices.Clone(deployment.required), func(name string) bool { return f[name] != nil && !isNull(f[name]) })
	var isDefault bool
	_ = json.Unmarshal(f["is_default"], &isDefault) // it may be missing
	if !isDefault && (f["alias"] == nil || isNull(f["alias"])) {
		missing = append(missing, "alias")
	}
	if len(missing) > 0 {
		diags.AddAttributeError(at, "Missing field", fmt.Sprintf(
			"The element %s lacks fields that are required: `%s`. Only a deployment with is_default = true needs no alias.", what, strings.Join(missing, "`, `")))
	}
	var version string
	_ = json.Unmarshal(f[versionField], &version) // it may be missing
	if utf8.RuneCountInString(version) > longestVersion {
		diags.AddAttributeError(at, "Invalid value", fmt.Sprintf("The field %s of the element %s has more than %d characters.", versionField, what, longestVersion))
	}
}
