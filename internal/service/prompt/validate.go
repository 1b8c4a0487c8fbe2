package prompt

import (
	"context"
	"encoding/json"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// jsonOf refuses a string that is not JSON of a kind. "" passes: it means unset.
func jsonOf(kind string, is func(any) bool) validator.String {
	return tfkit.Satisfies(kind, func(value string, at path.Path) string {
		var decoded any
		if value == "" || json.Unmarshal([]byte(value), &decoded) == nil && is(decoded) {
			return ""
		}
		return fmt.Sprintf("The attribute %s is not %s. Write it with jsonencode.", at, kind)
	})
}

func isObject(value any) bool {
	_, ok := value.(map[string]any)
	return ok
}

func isList(value any) bool {
	_, ok := value.([]any)
	return ok
}

// ValidateConfig refuses parameters with another model than the attribute model: Portkey puts
// that into the parameters.
func (r *Resource) ValidateConfig(ctx context.Context, req resource.ValidateConfigRequest, resp *resource.ValidateConfigResponse) {
	var name, parameters types.String
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("model"), &name)...)
	resp.Diagnostics.Append(req.Config.GetAttribute(ctx, path.Root("parameters"), &parameters)...)
	var within struct {
		Model *string `json:"model"`
	}
	if name.IsUnknown() || json.Unmarshal([]byte(parameters.ValueString()), &within) != nil || within.Model == nil || *within.Model == name.ValueString() {
		return
	}
	resp.Diagnostics.AddAttributeError(path.Root("parameters"), "Invalid value", fmt.Sprintf(
		"The attribute parameters has the model %q, and the attribute model is %q. Remove model from parameters.", *within.Model, name.ValueString()))
}
