package people_test

import (
	"strings"
	"testing"

	"github.com/hashicorp/terraform-plugin-framework/diag"
	"github.com/hashicorp/terraform-plugin-framework/path"
	"github.com/hashicorp/terraform-plugin-framework/schema/validator"
	"github.com/hashicorp/terraform-plugin-framework/types"

	"github.com/portkey-community/terraform-provider-portkey/internal/people"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// checked is the first error of some validators for a value, or "".
func checked(t *testing.T, validators []validator.String, value string) string {
	t.Helper()
	var resp validator.StringResponse
	for _, one := range validators {
		one.ValidateString(t.Context(), validator.StringRequest{Path: path.Root("it"), ConfigValue: types.StringValue(value)}, &resp)
	}
	for _, one := range resp.Diagnostics {
		if one.Severity() == diag.SeverityError {
			return one.Detail()
		}
	}
	return ""
}

func TestValidators(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		of                []validator.String
		value, complaints string
	}{
		{people.Email(), "Ada.Lovelace+x@example.com", ""},
		{people.Email(), "ada@example", ""},
		{people.Email(), "", "blank"},
		{people.Email(), " ada@example.com", "white space at an end"},
		{people.Email(), "Ada <ada@example.com>", "not an e-mail address"},
		{people.Email(), "ada", "not an e-mail address"},
		{people.Email(), "ada@example.com, grace@example.com", "not an e-mail address"},
		{people.UserID(), "8c1b4d6e-0f3a-4b5c-9d7e-2a1f6c8b3e90", ""},
		{people.UserID(), "ada@example.com", "Set email instead"},
		{people.WorkspaceRole(), "manager", ""},
		{people.WorkspaceRole(), "Manager", `Did you mean "manager"`},
		{people.WorkspaceRole(), "membr", `Did you mean "member"`},
		{people.OrganisationRole(), "admin", ""},
		{people.OrganisationRole(), "admn", `Did you mean "admin"`},
	} {
		got := checked(t, test.of, test.value)
		if (got == "") != (test.complaints == "") || !strings.Contains(got, test.complaints) {
			t.Errorf("%q: got %q, want %q", test.value, got, test.complaints)
		}
	}
}

func TestWarnOfRole(t *testing.T) {
	t.Parallel()
	for _, test := range []struct {
		orgRole, role string
		warns         int
	}{
		{"owner", "member", 1},
		{"admin", "manager", 1},
		{"admin", "admin", 0},
		{"member", "member", 0},
		{"", "member", 0},
	} {
		var diags diag.Diagnostics
		people.WarnOfRole(path.Root("role"), "ada@example.com", test.orgRole, test.role, &diags)
		if diags.WarningsCount() != test.warns || diags.HasError() {
			t.Errorf("%+v: got %v", test, diags)
		}
	}
}

func TestUserOf(t *testing.T) {
	t.Parallel()
	if got := people.UserOf(" Ada@Example.com").Ref(); got != portkey.Address("ada@example.com") {
		t.Errorf("got %q", got)
	}
	if got := people.UserOf("8c1b"); got.ID.ValueString() != "8c1b" || !got.Email.IsNull() {
		t.Errorf("got %+v", got)
	}
}
