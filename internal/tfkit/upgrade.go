package tfkit

import (
	"context"
	"strings"
	"time"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"
)

// vendorProvider is the address of the vendor's provider, below whatever registry.
const vendorProvider = "portkey-ai/portkey"

// VendorState turns the raw state of the vendor's resource into the model of ours. It
// returns the id, which is the identity, or null where that has more, which only the next
// refresh finds; where the state is not the vendor's, it reports that in diags.
type VendorState[M any] func(raw []byte, diags *diag.Diagnostics) (id types.String, state M)

// UpgradeVendor reads states of schema version 0, which the vendor's provider wrote.
func UpgradeVendor[M any](upgrade VendorState[M]) map[int64]resource.StateUpgrader {
	return map[int64]resource.StateUpgrader{
		0: {StateUpgrader: func(ctx context.Context, req resource.UpgradeStateRequest, resp *resource.UpgradeStateResponse) {
			if _, state := upgrade(req.RawState.JSON, &resp.Diagnostics); !resp.Diagnostics.HasError() {
				resp.Diagnostics.Append(resp.State.Set(ctx, state)...)
			}
		}},
	}
}

// MoveVendor takes over a resource of the vendor's provider by a moved block. The
// vendor's types have our names.
func MoveVendor[M any](typeName string, upgrade VendorState[M]) []resource.StateMover {
	return []resource.StateMover{{StateMover: func(ctx context.Context, req resource.MoveStateRequest, resp *resource.MoveStateResponse) {
		if !strings.HasSuffix(req.SourceProviderAddress, "/"+vendorProvider) || req.SourceTypeName != typeName || req.SourceSchemaVersion != 0 {
			return
		}
		if id, state := upgrade(req.SourceRawState.JSON, &resp.Diagnostics); !resp.Diagnostics.HasError() {
			resp.Diagnostics.Append(resp.TargetState.Set(ctx, state)...)
			if !id.IsNull() {
				resp.Diagnostics.Append(resp.TargetIdentity.SetAttribute(ctx, path.Root("id"), id)...)
			}
		}
	}}}
}

// VendorTime is null for what the vendor's provider writes where the API returned no time:
// its zero.
func VendorTime(s string) types.String {
	if t, err := time.Parse(time.RFC3339, s); err != nil || t.IsZero() {
		return types.StringNull()
	}
	return types.StringValue(s)
}

// NotVendorState refuses a state of schema version 0 that the vendor's provider can't
// have written.
func (n Noun) NotVendorState() diag.Diagnostic {
	return diag.NewErrorDiagnostic("Cannot upgrade "+n.One,
		"The state of schema version 0 does not look like one that the provider portkey-ai/portkey wrote: it has no id, or a value of another type. "+
			"The state was left as it is: import the "+n.One+" again.\n"+More(SectionUpgrade))
}
