package invite

import (
	"context"
	"fmt"

	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// seats requires what each workspace of an invite needs, and each workspace once.
type seats struct{}

func (seats) Description(context.Context) string {
	return "each has workspace_id and role, and each workspace is there once"
}

func (s seats) MarkdownDescription(ctx context.Context) string { return s.Description(ctx) }

// ValidateList reports what is missing, and what is there twice. What is unknown passes.
func (seats) ValidateList(_ context.Context, req validator.ListRequest, resp *validator.ListResponse) {
	invalid := func(at path.Path, detail string) {
		resp.Diagnostics.AddAttributeError(tfkit.Shown(at), "Invalid value", detail)
	}
	seen := map[string]bool{}
	for i, element := range req.ConfigValue.Elements() {
		at := req.Path.AtListIndex(i)
		object, ok := element.(types.Object)
		switch {
		case !ok || object.IsUnknown():
			continue
		case object.IsNull():
			invalid(at, fmt.Sprintf("The element %s is null. Leave it out of the list.", at))
			continue
		}
		for _, name := range []string{"workspace_id", "role"} {
			if object.Attributes()[name].IsNull() {
				invalid(at.AtName(name), fmt.Sprintf("The attribute %s is required.", at.AtName(name)))
			}
		}
		workspace, _ := object.Attributes()["workspace_id"].(types.String)
		if id := workspace.ValueString(); id != "" {
			if seen[id] {
				invalid(at.AtName("workspace_id"), fmt.Sprintf("The workspace %q is in the list twice. Keep one of its roles.", id))
			}
			seen[id] = true
		}
	}
}
