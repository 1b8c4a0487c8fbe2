package invite_test

import (
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// The filters are applied, even where the API ignores them, and what a list resource
// reads is what an import would.
func TestDataSource_many(t *testing.T) {
	t.Parallel()
	for _, ignored := range []bool{false, true} {
		env := harness.Start(t, emulator.WithAnswers(emulator.Answers{FiltersIgnored: ignored}))
		home := env.API.AddWorkspace(attrs{"name": "Production"})
		ada := env.API.Add(emulator.Invites, "", attrs{"email": "ada@example.com", "workspaces": []attrs{{"id": home.Slug, "role": "manager"}}})
		grace := env.API.Add(emulator.Invites, "", attrs{"email": "grace@example.com", "role": "admin"})
		env.API.Drop(emulator.Invites, grace)
		again := env.API.Add(emulator.Invites, "", attrs{"email": "grace@example.com", "role": "member"})
		d := env.Driver(t)
		for _, c := range []struct {
			arguments attrs
			want      []string
		}{
			{attrs{}, []string{ada, grace, again}},
			{attrs{"status": "pending"}, []string{ada, again}},
			{attrs{"email": "GRACE@example.com"}, []string{grace, again}},
			{attrs{"email": "grace@example.com", "role": "admin"}, []string{grace}},
			{attrs{"role": "admin", "status": "accepted"}, nil},
		} {
			got, diags := d.Data("portkey_user_invites", c.arguments)
			harness.NoErrors(t, diags)
			results, diags := d.List("portkey_user_invite", c.arguments, 100, true)
			harness.NoErrors(t, diags)
			var seen, listed []string
			for i, one := range got["user_invites"].([]any) {
				seen, listed = append(seen, one.(attrs)["id"].(string)), append(listed, results[i].Resource["id"].(string))
			}
			slices.Sort(c.want)
			slices.Sort(seen)
			slices.Sort(listed)
			if !slices.Equal(seen, c.want) || !slices.Equal(listed, c.want) {
				t.Errorf("%v: got %q, listed %q, want %q", c.arguments, seen, listed, c.want)
			}
		}
		got, diags := d.Data("portkey_user_invites", attrs{"email": "ada@example.com"})
		harness.NoErrors(t, diags)
		one := got["user_invites"].([]any)[0].(attrs)
		if diff := cmp.Diff([]any{seat(home.ID, "manager")}, one["workspaces"]); diff != "" || one["status"] != "pending" || one["expires_at"] == nil {
			t.Errorf("got %v, %s", one, diff)
		}
		results, diags := d.List("portkey_user_invite", attrs{"email": "ada@example.com"}, 100, true)
		harness.NoErrors(t, diags)
		harness.NoErrors(t, d.Import(address, ada))
		if diff := cmp.Diff([]harness.ListResult{{DisplayName: "ada@example.com", Identity: attrs{"id": ada}, Resource: d.State(address)}}, results); diff != "" {
			t.Errorf("want - got +:\n%s", diff)
		}
	}
}
