package member_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

func TestDataSource(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	env.API.Add(emulator.Members, home.ID, attrs{"id": grace, "role": "manager"})
	d := env.Driver(t)
	for _, argument := range []attrs{{"user_id": grace}, {"email": "Grace@example.com"}} {
		for _, workspace := range []string{home.ID, home.Slug} {
			argument["workspace_id"] = workspace
			got, diags := d.Data("portkey_workspace_member", argument)
			harness.NoErrors(t, diags)
			want := attrs{"id": home.ID + "/" + grace, "role": "manager", "status": "active", "org_role": "member", "first_name": "Grace"}
			for attribute, value := range want {
				if got[attribute] != value {
					t.Errorf("%v: %s is %v, want %v", argument, attribute, got[attribute], value)
				}
			}
		}
	}
	_, diags := d.Data("portkey_workspace_member", attrs{"workspace_id": home.ID, "email": "nobody@example.com"})
	harness.WantError(t, diags, "", "No active workspace member", "nobody@example.com")
	_, diags = d.Data("portkey_workspace_member", attrs{"workspace_id": "ws-nowhere-000000", "user_id": grace})
	harness.WantError(t, diags, "workspace_id", "Cannot find workspace")
}

// Those of a workspace are listed, and what a list resource reads is what an import would.
func TestDataSource_many(t *testing.T) {
	t.Parallel()
	env, home, grace := start(t)
	env.API.Add(emulator.Members, home.ID, attrs{"id": grace, "role": "manager"})
	d := env.Driver(t)
	for _, test := range []struct {
		filter attrs
		want   []any
	}{
		{attrs{}, []any{"ada.lovelace@example.com", "grace@example.com"}}, // the owner is everywhere
		{attrs{"role": "manager"}, []any{"grace@example.com"}},
		{attrs{"role": "admin"}, []any{"ada.lovelace@example.com"}},
		{attrs{"email": "GRACE@example.com"}, []any{"grace@example.com"}},
		{attrs{"email": "GRACE@example.com", "role": "member"}, nil},
	} {
		test.filter["workspace_id"] = home.Slug
		got, diags := d.Data("portkey_workspace_members", test.filter)
		harness.NoErrors(t, diags)
		var seen []any
		for _, one := range got["members"].([]any) {
			seen = append(seen, one.(attrs)["email"])
		}
		slices.SortFunc(seen, func(a, b any) int { return len(a.(string)) - len(b.(string)) })
		slices.SortFunc(test.want, func(a, b any) int { return len(a.(string)) - len(b.(string)) })
		if !slices.Equal(seen, test.want) {
			t.Errorf("%v: got %v", test.filter, seen)
		}
	}
	results, diags := d.List("portkey_workspace_member", attrs{"workspace_id": home.ID}, 100, true)
	harness.NoErrors(t, diags)
	for _, one := range results {
		d.Forget(address)
		harness.NoErrors(t, d.ImportIdentity(address, one.Identity))
		if diff := cmp.Diff(d.State(address), one.Resource); diff != "" || one.DisplayName != one.Resource["email"] {
			t.Errorf("%s: want - got +:\n%s", one.DisplayName, diff)
		}
	}
	if len(results) != 2 {
		t.Errorf("%d results, want 2", len(results))
	}
}
