package mcpintegration

import (
	"context"
	"fmt"
	"maps"
	"net"
	"net/url"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// isURL refuses what Portkey takes for no URL of an MCP server.
func isURL() validator.String {
	return tfkit.Satisfies("a URL", func(value string, at path.Path) string {
		u, err := url.Parse(value)
		switch {
		case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "":
			return fmt.Sprintf("The attribute %s is not a URL of a host, with the scheme https or http, as in https://mcp.example.com/mcp.", at)
		case u.Fragment != "" || strings.HasSuffix(value, "#"):
			return fmt.Sprintf("The attribute %s has a fragment, which Portkey rejects. Remove the # and what follows.", at)
		default:
			return ""
		}
	})
}

// isPrivate reports whether the host of a URL can be seen to be in a private network.
func isPrivate(text string) bool {
	u, err := url.Parse(text)
	if err != nil {
		return false
	}
	host := strings.ToLower(u.Hostname())
	if ip := net.ParseIP(host); ip != nil {
		return ip.IsLoopback() || ip.IsPrivate() || ip.IsLinkLocalUnicast() || ip.IsUnspecified()
	}
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || host == "metadata.google.internal"
}

// noMasks refuses a value that stands for a secret which is not shown: it would replace the
// secret.
func noMasks() validator.String {
	return tfkit.Satisfies("no masked values", func(value string, at path.Path) string {
		for _, name := range slices.Sorted(maps.Keys(objectOf(value))) {
			if isAsterisks(objectOf(value)[name]) {
				return fmt.Sprintf("The field %q of the attribute %s contains asterisks in place of a value, as Portkey shows a secret. "+
					"They would replace the secret. Remove the value, or set the secret in secret_configurations_wo.", name, at)
			}
		}
		return ""
	})
}

// isAsterisks reports whether a text anywhere in a value is nothing but asterisks.
func isAsterisks(value any) bool {
	switch value := value.(type) {
	case string:
		return len(value) >= 3 && strings.Trim(value, "*") == ""
	case []any:
		return slices.ContainsFunc(value, isAsterisks)
	case object:
		return slices.ContainsFunc(slices.Collect(maps.Values(value)), isAsterisks)
	default:
		return false
	}
}

// isField refuses the target of a mapping that is none of the configurations.
func isField() validator.String {
	return tfkit.Satisfies("a field of the configurations", func(value string, at path.Path) string {
		name := strings.TrimPrefix(tfkit.MappingTarget(value), tfkit.TargetPrefix)
		if name == "key" || name == "" {
			return fmt.Sprintf("The attribute %s must be a field of the configurations, as in configurations.custom_headers: an MCP integration has no key.", at)
		}
		if meant, misspelt := tfkit.Meant(name, knownFields); misspelt {
			return fmt.Sprintf("The attribute %s names the field %q. Did you mean %q?", at, name, meant)
		}
		return ""
	})
}

// ValidateConfig warns of a host that Portkey may reject, of fields that are not known, and
// of secrets that plans would show.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var address types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("url"), &address)...)
	if isPrivate(address.ValueString()) {
		resp.Diagnostics.AddAttributeWarning(path.Root("url"), "Host of a private network",
			"The host of url is in a private network. Portkey rejects such hosts, unless a self-hosted control plane is configured to accept them.")
	}
	for _, argument := range []string{"configurations", "secret_configurations", "secret_configurations_wo"} {
		var text types.String
		resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root(argument), &text)...)
		all := objectOf(text.ValueString())
		warnOfNames(path.Root(argument), all, &resp.Diagnostics)
		if argument == "configurations" {
			warnOfSecrets(path.Root(argument), all, &resp.Diagnostics)
		}
	}
}

// warnOfNames warns of fields that are not known.
func warnOfNames(at path.Path, all object, diags *diag.Diagnostics) {
	for _, name := range slices.Sorted(maps.Keys(all)) {
		if slices.Contains(knownFields, name) {
			continue
		}
		hint := fmt.Sprintf("The known fields are `%s`.", strings.Join(knownFields, "`, `"))
		if meant, misspelt := tfkit.Meant(name, knownFields); misspelt {
			hint = fmt.Sprintf("Did you mean %q?", meant)
		}
		diags.AddAttributeWarning(at, "Unknown field", fmt.Sprintf(
			"The attribute %s has the field %q, which this version of the provider does not know. It is sent to Portkey as it is. %s", at, name, hint))
	}
}

// warnOfSecrets warns of what looks like a secret in what plans show.
func warnOfSecrets(at path.Path, all object, diags *diag.Diagnostics) {
	for _, where := range secretsIn("", all) {
		diags.AddAttributeWarning(at, "Secret in configurations", fmt.Sprintf(
			"The attribute %s has the field %s, which looks like a secret, and configurations is shown in plans. "+
				"Set it in secret_configurations_wo or secret_configurations, in the same form, or map its field from a vault by secret_mappings.", at, where))
	}
}

// secretNames are names of fields and headers, without hyphens and underscores, whose
// values are secrets.
var secretNames = []string{
	"accesstoken", "apikey", "authorization", "clientsecret", "cookie", "password", "privatekey", "proxyauthorization", "secret", "token", "xapikey", "xauthtoken",
}

// secretsIn are where the texts in an object are that have the name of a secret.
func secretsIn(above string, all object) []string {
	var found []string
	for _, name := range slices.Sorted(maps.Keys(all)) {
		at := strings.TrimPrefix(above+"."+name, ".")
		plain := strings.ToLower(strings.NewReplacer("-", "", "_", "").Replace(name))
		switch value := all[name].(type) {
		case object:
			found = append(found, secretsIn(at, value)...)
		case string:
			if value != "" && slices.Contains(secretNames, plain) {
				found = append(found, at)
			}
		}
	}
	return found
}
