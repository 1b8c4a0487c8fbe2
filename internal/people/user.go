package people

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
	"github.com/portkey-community/terraform-provider-portkey/internal/tfkit"
)

// Noun is what diagnostics need to know of users.
var Noun = tfkit.Noun{
	Words: portkey.UserWords, Type: "portkey_user", Name: "email",
	References: "ID or e-mail address", AnyCase: true,
	Attributes: []string{"user_id", "email", "role"},
}

// User names a user: by the id, or by the e-mail address, which is compared without
// case. Where both are known, the id counts.
type User struct {
	ID    types.String `tfsdk:"user_id"`
	Email types.String `tfsdk:"email"`
}

// UserOf is the user that a text names: what contains an @ is an e-mail address.
func UserOf(ref string) User {
	if strings.Contains(ref, "@") {
		return User{types.StringNull(), types.StringValue(ref)}
	}
	return User{types.StringValue(ref), types.StringNull()}
}

// Ref is the id, or the e-mail address as the client compares it; "" while neither is
// known.
func (u User) Ref() string {
	if id := u.ID.ValueString(); id != "" {
		return id
	}
	return portkey.Address(u.Email.ValueString())
}

// path is the attribute that names the user.
func (u User) path() path.Path {
	if u.ID.ValueString() != "" {
		return path.Root("user_id")
	}
	return path.Root("email")
}

// is reports whether a user is the one that u names.
func (u User) is(one portkey.User) bool {
	if id := u.ID.ValueString(); id != "" {
		return strings.EqualFold(one.ID.Or(""), id)
	}
	return u.Ref() != "" && portkey.Address(one.Email.Or("")) == u.Ref()
}

// Find returns the user that u names, from the list of users, which all resources of a
// run share. Who is not in it may have joined since, and is looked up. The error is a
// *portkey.NotFoundError where there is nobody, or the key has no right to look.
func Find(ctx context.Context, api *portkey.Client, u User) (portkey.User, error) {
	all, err := portkey.NewUsers(api).List(ctx, nil)
	if err == nil {
		if i := slices.IndexFunc(all, u.is); i >= 0 {
			return all[i], nil
		}
	}
	if portkey.IsRefused(err) {
		return portkey.User{}, &portkey.NotFoundError{Words: portkey.UserWords, Ref: u.Ref(), Refusal: err, ListRefused: true}
	}
	if err != nil {
		return portkey.User{}, err
	}
	return portkey.NewUsers(api).Find(ctx, u.Ref())
}

// IsUnknown reports whether an error of [Find] says that the organisation has no such
// user, and not that the key has no right to look.
func IsUnknown(err error) bool {
	var missing *portkey.NotFoundError
	return errors.As(err, &missing) && !missing.ListRefused
}

// FindFailed explains, at the attribute that names the user, why act did not find one.
// cure is what to do where the organisation has no such user.
func FindFailed(act tfkit.Act, u User, err error, cure string) diag.Diagnostic {
	var missing *portkey.NotFoundError
	failed := act.Failed(err)
	switch {
	case !errors.As(err, &missing):
	case missing.ListRefused:
		failed = act.FailedIn(tfkit.SectionScope, err, fmt.Sprintf(
			"The user %q can't be looked up: the API key lacks the scope %s.list. Nothing was changed.", u.Ref(), portkey.UserWords.Scopes),
			"Give the API key that scope. The API key of a workspace can't have it: set user_id there, or use the API key of an organisation.")
	default:
		failed = diag.NewErrorDiagnostic(act.Summary(), fmt.Sprintf("No user of the organisation has the %s %q. Nothing was changed.\n%s\n%s",
			u.kind(), u.Ref(), cure, tfkit.More(tfkit.SectionNotFound)))
	}
	return diag.NewAttributeErrorDiagnostic(u.path(), failed.Summary(), failed.Detail())
}

func (u User) kind() string {
	if u.ID.ValueString() != "" {
		return "ID"
	}
	return "e-mail address"
}
