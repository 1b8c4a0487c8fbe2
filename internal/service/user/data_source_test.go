package user_test

import (
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// A user is found by the id or the e-mail address, with the workspaces, also where a
// list has shown the user before.
func TestDataSource(t *testing.T) {
	t.Parallel()
	env, adaID, _ := start(t)
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.Add(emulator.Members, home.ID, attrs{"id": adaID, "role": "member"})
	d := env.Driver(t)
	for range 3 { // the third is one that a page answers
		for _, argument := range []attrs{{"id": adaID}, {"email": ada}, {"email": strings.ToUpper(ada)}} {
			got, diags := d.Data("portkey_user", argument)
			harness.NoErrors(t, diags)
			want := attrs{"id": adaID, "role": "member", "first_name": "Grace", "workspace_ids": []any{home.ID}}
			for attribute, value := range want {
				if !cmp.Equal(got[attribute], value) {
					t.Errorf("%v: %s is %v, want %v", argument, attribute, got[attribute], value)
				}
			}
		}
	}
	for _, argument := range []attrs{{"id": "0f3a7a52-0000-4000-8000-000000000001"}, {"email": "nobody@example.com"}} {
		_, diags := d.Data("portkey_user", argument)
		harness.WantError(t, diags, "", "Cannot find user", "No active user")
		if strings.Contains(diags.String(), "Upper and lower case") {
			t.Errorf("an address has no case: %s", diags)
		}
	}
	_, diags := d.Data("portkey_user", attrs{})
	harness.WantError(t, diags, "", "id,email")
	_, diags = d.Data("portkey_user", attrs{"id": adaID, "email": ada})
	harness.WantError(t, diags, "id", "id,email")
}

// The filters are applied, and the list resource leaves out owners.
func TestDataSource_many(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{"as documented": {}, "filters ignored": {NamesIgnored: true}} {
		env, adaID, graceID := start(t, emulator.WithAnswers(answers))
		env.API.Edit(emulator.Users, adaID, attrs{"role": "admin"})
		d := env.Driver(t)
		for _, c := range []struct {
			filter attrs
			want   []string
		}{
			{attrs{}, []string{adaID, graceID, owner(t, env)}},
			{attrs{"role": "owner"}, []string{owner(t, env)}},
			{attrs{"role": "admin"}, []string{adaID}},
			{attrs{"email": strings.ToLower(grace)}, []string{graceID}},
			{attrs{"email": grace, "role": "admin"}, nil},
			{attrs{"email": "nobody@example.com"}, nil},
		} {
			got, diags := d.Data("portkey_users", c.filter)
			harness.NoErrors(t, diags)
			var ids []string
			for _, one := range got["users"].([]any) {
				ids = append(ids, one.(attrs)["id"].(string))
			}
			slices.Sort(ids)
			slices.Sort(c.want)
			if !slices.Equal(ids, c.want) {
				t.Errorf("%s: %v has %q, want %q", name, c.filter, ids, c.want)
			}
		}
		results, diags := d.List("portkey_user", attrs{"role": "admin"}, 100, true)
		harness.NoErrors(t, diags)
		harness.NoErrors(t, d.Import(address, adaID))
		if diff := cmp.Diff([]harness.ListResult{{DisplayName: ada, Identity: attrs{"id": adaID}, Resource: d.State(address)}}, results); diff != "" {
			t.Errorf("want - got +:\n%s", diff)
		}
		if results, _ := d.List("portkey_user", nil, 100, false); len(results) != 2 {
			t.Errorf("%d are listed, want 2", len(results))
		}
	}
}

func TestDataSource_refused(t *testing.T) {
	t.Parallel()
	env, _, _ := start(t)
	env.API.SetScopes(env.Key)
	for _, filter := range []attrs{{}, {"role": "admin"}, {"email": ada}} {
		_, diags := env.Driver(t).Data("portkey_users", filter)
		harness.WantError(t, diags, "", "Cannot list users", "403", "organisation_users.list")
	}
}
