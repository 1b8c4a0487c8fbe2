package mcpcapabilities

import (
	"context"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// capabilityKeys refuses keys that are not the type and the name of a capability.
type capabilityKeys struct{}

func (capabilityKeys) Description(context.Context) string { return "keys must be type/name" }
func (capabilityKeys) MarkdownDescription(context.Context) string {
	return "keys must be type/name"
}

func (capabilityKeys) ValidateMap(_ context.Context, req validator.MapRequest, resp *validator.MapResponse) {
	for key := range req.ConfigValue.Elements() {
		at := req.Path.AtMapKey(key)
		if detail := wrongKey(key, at); detail != "" {
			resp.Diagnostics.AddAttributeError(at, "Invalid value", detail)
		}
	}
}

// wrongKey says what is wrong with a key; "" where nothing is.
func wrongKey(key string, at path.Path) string {
	kind, name := parts(key)
	if kind == portkey.ResourceTemplate {
		return fmt.Sprintf("The key %s names a resource template. Portkey lists these, and can't enable or disable them: it takes tools, prompts and resources. Remove the key.", at)
	}
	if strings.TrimSpace(name) != "" && slices.Contains(settable, kind) {
		return ""
	}
	detail := fmt.Sprintf("The key %s is not the type and the name of a capability. Write tool/<name>, prompt/<name> or resource/<name>.", at)
	if meant, ok := tfkit.Meant(kind, settable); ok && name != "" {
		detail += fmt.Sprintf(" Did you mean %s/%s?", meant, name)
	}
	return detail
}
