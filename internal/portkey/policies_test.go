package portkey_test

import (
	"encoding/json"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/portkey"
)

// A single value is written without a list, and each form is read.
func TestPolicyValues(t *testing.T) {
	t.Parallel()
	for text, want := range map[string][]string{
		`"*"`: {"*"}, `["a"]`: {"a"}, `["a","b"]`: {"a", "b"}, `null`: nil, `[]`: nil, `7`: {"7"}, `[true,"b"]`: {"true", "b"},
	} {
		var got portkey.PolicyValues
		if err := json.Unmarshal([]byte(text), &got); err != nil || !slices.Equal(got, want) {
			t.Errorf("%s: got %v, %v", text, got, err)
		}
	}
	sent, err := json.Marshal(portkey.PolicyCondition{Key: "model", Value: portkey.PolicyValues{"a"}, Excludes: portkey.PolicyValues{"b", "c"}})
	if want := `{"key":"model","value":"a","excludes":["b","c"]}`; err != nil || string(sent) != want {
		t.Errorf("wrote %s, %v", sent, err)
	}
	if err := json.Unmarshal([]byte(`[1`), new(portkey.PolicyValues)); err == nil {
		t.Error("read what is no JSON")
	}
}

const inOrganisation = "" // where a policy is that is read by its id alone

// policies are two policies of each kind in a workspace, and a client.
func policies(t *testing.T, answers emulator.Answers) (api *emulator.Server, c *portkey.Client, home string, ids map[string][]string) {
	t.Helper()
	api = emulator.New(emulator.WithAnswers(answers))
	home = api.AddWorkspace(map[string]any{"name": "Home"}).ID
	ids = map[string][]string{}
	for range 2 {
		ids[portkey.UsageLimitsPolicies] = append(ids[portkey.UsageLimitsPolicies], api.Add(emulator.UsagePolicies, home, nil))
		ids[portkey.RateLimitsPolicies] = append(ids[portkey.RateLimitsPolicies], api.Add(emulator.RatePolicies, home, nil))
	}
	api.ResetRequests()
	return api, clientOf(t, api, emulator.AdminKey), home, ids
}

// The list of a workspace answers for all policies in it, unless its items lack anything.
func TestPolicy_fromList(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		answers emulator.Answers
		want    int
	}{
		"whole items": {emulator.Answers{}, 1},
		"thin items":  {emulator.Answers{Unset: emulator.UnsetAbsent}, 3},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, client, home, ids := policies(t, c.answers)
			for _, id := range ids[portkey.UsageLimitsPolicies] {
				got, err := client.Policy(t.Context(), portkey.UsageLimitsPolicies, home, id, "", true)
				if err != nil || got.ID.Or("") != id || got.Type.Or("") != "cost" || got.CreditLimit.Or(0) != 100 || got.WorkspaceID.Or("") != home {
					t.Errorf("got %+v, %v", got, err)
				}
			}
			if sent := api.Requests(); len(sent) != c.want {
				t.Errorf("%d requests", len(sent))
			}
			got, err := client.Policy(t.Context(), portkey.RateLimitsPolicies, home, ids[portkey.RateLimitsPolicies][1], "", true)
			if err != nil || got.Unit.Or("") != "rpm" || got.Value.Or(0) != 100 || got.Target.Or("") != "llm" {
				t.Errorf("got %+v, %v", got, err)
			}
		})
	}
}

// A key of the organisation may read a policy without a workspace, and not list them.
func TestPolicies_anywhere(t *testing.T) {
	t.Parallel()
	api, client, _, ids := policies(t, emulator.Answers{})
	all := portkey.NewPolicies(client, portkey.UsageLimitsPolicies, inOrganisation)
	if got, err := all.FindByID(t.Context(), ids[portkey.UsageLimitsPolicies][0]); err != nil || got.ID.Or("") == "" {
		t.Errorf("got %+v, %v", got, err)
	}
	if _, err := all.List(t.Context(), nil); !portkey.IsInvalid(err) {
		t.Errorf("listed: %v", err)
	}
	if sent := api.Requests(); len(sent) != 2 {
		t.Errorf("%d requests", len(sent))
	}
}

func TestPolicyEntities(t *testing.T) {
	t.Parallel()
	api, client, home, ids := policies(t, emulator.Answers{MaxPage: 2})
	id := ids[portkey.UsageLimitsPolicies][0]
	for _, user := range []string{"dana", "kim", "lee"} {
		api.Spend(id, user, 120)
	}
	all, err := client.PolicyEntities(t.Context(), id)
	if err != nil || len(all) != 3 || all[2].ValueKey.Or("") != "lee" || all[2].CurrentUsage.Or(0) != 120 || all[2].Status.Or("") != "exhausted" || !all[2].ExhaustedAlertSent.Or(false) {
		t.Fatalf("got %+v, %v", all, err)
	}
	if err := client.ResetPolicyUsage(t.Context(), home, id, all[1].ID.Or("")); err != nil {
		t.Error(err)
	}
	if got := api.Spent(id); got["dana"] != 120 || got["kim"] != 0 || got["lee"] != 120 {
		t.Errorf("spent: %v", got)
	}
	if sent := api.Bodies(http.MethodPut, "/policies"); !slices.Equal(sent, []string{"{}"}) {
		t.Errorf("sent %q", sent)
	}
	if _, err := client.PolicyEntities(t.Context(), "../x"); err == nil || !strings.Contains(err.Error(), "cannot be an id") {
		t.Errorf("got %v", err)
	}
	if err := client.ResetPolicyUsage(t.Context(), home, id, "nobody"); !portkey.IsRefused(err) {
		t.Errorf("got %v", err)
	}
}

func TestDescribePolicy(t *testing.T) {
	t.Parallel()
	api, client, home, ids := policies(t, emulator.Answers{})
	id := ids[portkey.UsageLimitsPolicies][1]
	if err := client.DescribePolicy(t.Context(), home, id, "Of the fraud team"); err != nil {
		t.Error(err)
	}
	got, err := client.Policy(t.Context(), portkey.UsageLimitsPolicies, home, id, time.Time{}.Format(time.RFC3339), true)
	if err != nil || got.Description.Or("") != "Of the fraud team" {
		t.Errorf("got %+v, %v", got, err)
	}
	if sent := api.Bodies(http.MethodPut, "/policies"); !slices.Equal(sent, []string{`{"description":"Of the fraud team"}`}) {
		t.Errorf("sent %q", sent)
	}
}

// A deleted policy is proven to be so, whichever way it is answered.
func TestPolicies_gone(t *testing.T) {
	t.Parallel()
	for name, answers := range map[string]emulator.Answers{
		"404": {}, "403": {NotFound: emulator.NotFoundIs403}, "archived": {DeletedAsArchived: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, client, home, ids := policies(t, answers)
			all, id := portkey.NewPolicies(client, portkey.RateLimitsPolicies, home), ids[portkey.RateLimitsPolicies][0]
			known, err := all.GetUncached(t.Context(), id)
			if err != nil {
				t.Fatal(err)
			}
			api.Advance(2 * time.Hour)
			api.Drop(emulator.RatePolicies, id)
			_, err = all.Get(t.Context(), id, "")
			gone := all.ProveGoneAfter(t.Context(), err, portkey.Ref{ID: id, Parent: home, CreatedAt: known.CreatedAt.Or("")})
			if err == nil || !gone.Proven {
				t.Errorf("%v: %+v", err, gone)
			}
			if err := all.Delete(t.Context(), ids[portkey.RateLimitsPolicies][1], nil); err != nil {
				t.Error(err)
			}
		})
	}
}
