package people

import (
	"context"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/resource"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// PlanUser plans a replacement where user_id or email names another user than the one
// in the state. Portkey is asked only where the state lacks what is written.
func PlanUser(ctx context.Context, s *tfkit.Session, req resource.ModifyPlanRequest, resp *resource.ModifyPlanResponse) {
	written, known := userIn(ctx, req.Config.GetAttribute, resp), userIn(ctx, req.State.GetAttribute, resp)
	if resp.Diagnostics.HasError() {
		return
	}
	for _, unknown := range []struct {
		name  string
		value types.String
	}{{"user_id", written.ID}, {"email", written.Email}} {
		if unknown.value.IsUnknown() {
			resp.RequiresReplace.Append(path.Root(unknown.name))
			return
		}
	}
	if written.Ref() != "" && !isSameUser(ctx, s, written, known) {
		resp.RequiresReplace.Append(written.path())
	}
}

// isSameUser reports whether what is written names the user of the state. Where that
// lacks what is written, and the user is not found, it is another one.
func isSameUser(ctx context.Context, s *tfkit.Session, written, known User) bool {
	has := portkey.User{}
	if id := known.ID.ValueString(); id != "" {
		has.ID = portkey.Some(id)
	}
	if email := known.Email.ValueString(); email != "" {
		has.Email = portkey.Some(email)
	}
	byID := written.ID.ValueString() != ""
	if written.is(has) || byID && has.ID.IsPresent() || !byID && has.Email.IsPresent() || s.API == nil {
		return written.is(has)
	}
	found, err := Find(ctx, s.API, written)
	return err == nil && known.is(found)
}

// getter is GetAttribute of a configuration, a plan or a state.
type getter func(ctx context.Context, at path.Path, target any) diag.Diagnostics

func userIn(ctx context.Context, get getter, resp *resource.ModifyPlanResponse) User {
	var u User
	resp.Diagnostics.Append(get(ctx, path.Root("user_id"), &u.ID)...)
	resp.Diagnostics.Append(get(ctx, path.Root("email"), &u.Email)...)
	return u
}
