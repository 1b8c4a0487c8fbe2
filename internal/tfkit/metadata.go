package tfkit

import (
	"context"
	"maps"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/tfsdk"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// ObserveMetadata separates an object's own metadata from base, which is the provider's,
// since the server stores both as one. A key that is the object's own stays so, and one
// that was inherited stays inherited while it has its value, even if the provider has
// another one by now. Whatever else the answer contains is the object's own, so that a
// plan shows it as something that the configuration lacks. own and effective are those
// of the state; effective is null for an import.
func ObserveMetadata(own map[string]string, effective types.Map, answered map[string]string, base types.Map) (map[string]string, types.Map) {
	known, inherited := Texts(effective), Texts(base)
	if !effective.IsNull() && maps.Equal(known, answered) {
		return own, effective
	}
	seen := maps.Clone(answered)
	maps.DeleteFunc(seen, func(key, value string) bool {
		_, isOwn := own[key]
		return !isOwn && (contains(inherited, key, value) || contains(known, key, value))
	})
	if maps.Equal(own, seen) {
		seen = own
	}
	return seen, TextMap(answered)
}

func contains(all map[string]string, key, value string) bool {
	has, ok := all[key]
	return ok && has == value
}

// PlanMetadata plans effective_metadata: base, which is the provider's metadata,
// overridden by defaults.metadata, key by key as far as they are known. An unknown object
// reads as null one level down, so it is read as a whole.
func PlanMetadata(ctx context.Context, base types.Map, plan *tfsdk.Plan) diag.Diagnostics {
	var defaults types.Object
	diags := plan.GetAttribute(ctx, path.Root("defaults"), &defaults)
	own, _ := defaults.Attributes()["metadata"].(types.Map)
	effective := types.MapUnknown(types.StringType)
	if !defaults.IsUnknown() && !own.IsUnknown() && !base.IsUnknown() {
		merged := base.Elements()
		maps.Copy(merged, own.Elements())
		effective = types.MapValueMust(types.StringType, merged)
	}
	var planned types.Map
	diags.Append(plan.GetAttribute(ctx, path.Root("effective_metadata"), &planned)...)
	if !planned.Equal(effective) { // to set costs more than to look
		diags.Append(plan.SetAttribute(ctx, path.Root("effective_metadata"), effective)...)
	}
	return diags
}
