package workspace_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/hashicorp/terraform-plugin-testing/helper/resource"
	"github.com/hashicorp/terraform-plugin-testing/knownvalue"
	"github.com/hashicorp/terraform-plugin-testing/statecheck"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	one  = "portkey_workspace"
	many = "portkey_workspaces"
)

// One workspace is found by its id, its slug or its exact name, whose argument
// comes back as it was written; the driver checks that.
func TestDataSource_finds(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(rich())
		env.API.AddWorkspace(attrs{"name": "Fraud detection 2"})
		d := env.Driver(t)
		for name, argument := range map[string]attrs{
			"id":         {"id": made.ID},
			"slug":       {"slug": made.Slug},
			"name":       {"name": "Fraud detection"},
			"name shown": {"name": "🔎 Fraud detection"},
		} {
			t.Run(name, func(t *testing.T) {
				got, diags := d.Data(one, argument)
				harness.NoErrors(t, diags)
				want := attrs{"id": made.ID, "slug": made.Slug, "name": "Fraud detection", "icon": "🔎", "description": "Scores payments", "status": "active", "is_default": false}
				for attribute, value := range argument {
					want[attribute] = value
				}
				for attribute, value := range want {
					if got[attribute] != value {
						t.Errorf("%s is %v, want %v", attribute, got[attribute], value)
					}
				}
				if !cmp.Equal(got["defaults"], attrs{"metadata": attrs{"team": "payments"}}) {
					t.Errorf("the defaults are %v", got["defaults"])
				}
			})
		}
		harness.WantUntouched(t, env, true)
	})
}

// What only the server knows is shown, as far as it is returned: the resource
// leaves it out, so as not to drift.
func TestDataSource_showsMoreThanTheResource(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(rich())
		d := env.Driver(t)
		single, diags := d.Data(one, attrs{"id": made.ID})
		harness.NoErrors(t, diags)
		list, diags := d.Data(many, attrs{"exact_name": "🔎 Fraud detection"})
		harness.NoErrors(t, diags)
		item := list["workspaces"].([]any)[0].(attrs)

		dates := []any{made.UsageLimits[0]["next_usage_reset_at"], made.UsageLimits[1]["next_usage_reset_at"]}
		for place, got := range map[string]attrs{"one": single, "many": item} {
			limits := got["usage_limits"].([]any)
			for i, limit := range limits {
				limit := limit.(attrs)
				if limit["next_usage_reset_at"] != dates[i] || dates[i] == nil {
					t.Errorf("%s: the reset of limit %d is %v, want %v", place, i, limit["next_usage_reset_at"], dates[i])
				}
				if told := limit["type"] != nil; told && (limit["current_usage"] != 0.25 || limit["status"] != "active") {
					t.Errorf("%s: the usage of limit %d is %v", place, i, limit)
				}
			}
			if limits[0].(attrs)["credit_limit"] != 500.0 || limits[1].(attrs)["periodic_reset_days"] != 30.0 {
				t.Errorf("%s: the limits are %v", place, limits)
			}
			if rates := got["rate_limits"].([]any); len(rates) != 1 || rates[0].(attrs)["value"] != 60.0 {
				t.Errorf("%s: the rate limits are %v", place, rates)
			}
		}
		if single["organisation_id"] != nil && single["organisation_id"] != env.API.OrganisationID() {
			t.Errorf("the organisation is %v", single["organisation_id"])
		}
	})
}

// What is not there is empty, so that expressions over it work; texts are null.
func TestDataSource_unset(t *testing.T) {
	t.Parallel()
	for name, unset := range map[string]emulator.Unset{"null": emulator.UnsetNull, "absent": emulator.UnsetAbsent, "empty": emulator.UnsetEmpty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Unset: unset}))
			made := env.API.AddWorkspace(attrs{"name": "Production"})
			got, diags := env.Driver(t).Data(one, attrs{"id": made.ID})
			harness.NoErrors(t, diags)
			for attribute, want := range map[string]any{
				"usage_limits": []any{}, "rate_limits": []any{}, "defaults": attrs{"metadata": attrs{}}, "description": nil, "icon": nil,
			} {
				if !cmp.Equal(got[attribute], want) {
					t.Errorf("%s is %#v, want %#v", attribute, got[attribute], want)
				}
			}
		})
	}
}

func TestDataSource_refused(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		env.Tune(noRetries)
		first := env.API.AddWorkspace(attrs{"name": "Twin"})
		second := env.API.AddWorkspace(attrs{"name": "Twin"})
		gone := env.API.AddWorkspace(attrs{"name": "Gone"})
		env.API.DeleteWorkspace(gone.ID)
		d := env.Driver(t)
		for _, test := range []struct {
			name   string
			config attrs
			at     string
			words  []string
		}{
			{"no argument", attrs{}, "", []string{"id", "slug", "name"}},
			{"two arguments", attrs{"id": first.ID, "name": "Twin"}, "id", []string{"id", "slug", "name"}},
			{"a blank id", attrs{"id": " "}, "id", []string{"blank"}},
			{"an empty slug", attrs{"slug": ""}, "slug", []string{"blank"}},
			{"a blank name", attrs{"name": "\u00a0"}, "name", []string{"blank"}},
			{"an ambiguous name", attrs{"name": "Twin"}, "", []string{"Several workspaces", first.ID, second.ID}},
			{"a name that nothing has", attrs{"name": "Nobody"}, "", []string{"No active workspace", `"Nobody"`}},
			{"a slug that nothing has", attrs{"slug": "ws-nobody-123456"}, "", []string{"No active workspace", "ws-nobody-123456"}},
			{"a slug that is an id of no form", attrs{"slug": "../users"}, "", []string{"No active workspace", "../users"}},
			{"an id that is not there", attrs{"id": "0f3a7a52-0000-4000-8000-000000000001"}, "", []string{"No active workspace", "0f3a7a52-0000-4000-8000-000000000001"}},
			{"an id that can be none", attrs{"id": "../users"}, "", []string{"No active workspace", "../users"}},
			{"the id of an archived workspace", attrs{"id": gone.ID}, "", []string{"No active workspace", gone.ID}},
			{"the name of an archived workspace", attrs{"name": "Gone"}, "", []string{"No active workspace", `"Gone"`}},
		} {
			t.Run(test.name, func(t *testing.T) {
				_, diags := d.Data(one, test.config)
				harness.WantError(t, diags, test.at, test.words...)
			})
		}
		wantTame(t, env, "a data source")
	})
}

// The filters go to the API as they are; archived ones are shown on request.
func TestDataSource_filters(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		env.API.AddWorkspace(attrs{"name": "Payments"})
		env.API.AddWorkspace(attrs{"name": "Payments & more?"})
		gone := env.API.AddWorkspace(attrs{"name": "Payments of old"})
		env.API.DeleteWorkspace(gone.ID)
		d := env.Driver(t)
		for _, test := range []struct {
			name   string
			config attrs
			query  []string
			want   []string
		}{
			{"none", attrs{}, nil, []string{"Payments", "Payments & more?", "Shared Team Workspace"}},
			{"name", attrs{"name": "Payments"}, []string{"name=Payments"}, []string{"Payments", "Payments & more?"}},
			{"name that needs escapes", attrs{"name": "& more?"}, []string{"name=%26+more%3F"}, []string{"Payments & more?"}},
			{"exact name", attrs{"exact_name": "Payments"}, []string{"exact_name=Payments"}, []string{"Payments"}},
			{"nothing matches", attrs{"exact_name": "payments"}, []string{"exact_name=payments"}, []string{}},
			{"active", attrs{"status": []any{"active"}}, []string{"status=active"}, []string{"Payments", "Payments & more?", "Shared Team Workspace"}},
			{"archived", attrs{"status": []any{"archived"}}, []string{"status=archived"}, []string{"Payments of old"}},
			{"both", attrs{"name": "Payments", "status": []any{"active", "archived"}}, []string{"name=Payments", "status=active%2Carchived"}, []string{"Payments", "Payments & more?", "Payments of old"}},
		} {
			t.Run(test.name, func(t *testing.T) {
				env.API.ResetRequests()
				got, diags := d.Data(many, test.config)
				harness.NoErrors(t, diags)
				for _, request := range env.API.Requests() {
					var filters []string
					for _, pair := range strings.Split(request.RawQuery, "&") {
						if !strings.HasPrefix(pair, "page_size=") && !strings.HasPrefix(pair, "current_page=") {
							filters = append(filters, pair)
						}
					}
					if !slices.Equal(filters, test.query) {
						t.Errorf("the API received %q, want %q", filters, test.query)
					}
				}
				if names := namesOf(t, got); !slices.Equal(names, test.want) {
					t.Errorf("found %q, want %q", names, test.want)
				}
			})
		}
		_, diags := d.Data(many, attrs{"status": []any{"deleted"}})
		harness.WantError(t, diags, "status[0]", "active", "archived")
		_, diags = d.Data(many, attrs{"status": []any{"active", nil}})
		harness.WantError(t, diags, "status[1]", "is null", "compact()")
		_, diags = d.Data(many, attrs{"status": []any{"Archived"}})
		harness.WantError(t, diags, "status[0]", `Did you mean "archived"?`)
	})
}

// A control plane that does not know a parameter ignores it: what it returns is
// compared again, in the data source and in the list resource.
func TestDataSource_filtersIgnored(t *testing.T) {
	t.Parallel()
	env := harness.Start(t, emulator.WithAnswers(emulator.Answers{NamesIgnored: true}))
	env.API.AddWorkspace(attrs{"name": "Alpha", "icon": "🚀"})
	env.API.AddWorkspace(attrs{"name": "Alphabet"})
	d := env.Driver(t)
	for _, test := range []struct {
		config attrs
		want   []string
	}{
		{attrs{"exact_name": "Alpha"}, []string{"Alpha"}},
		{attrs{"exact_name": "🚀 Alpha"}, []string{"Alpha"}},
		{attrs{"exact_name": "alpha"}, []string{}},
		{attrs{"name": "🚀 Al"}, []string{"Alpha"}},
		{attrs{"name": "lpha"}, []string{"Alpha", "Alphabet"}},
		{attrs{"status": []any{"archived"}}, []string{}},
		{attrs{"status": []any{"archived", "active"}, "name": "bet"}, []string{"Alphabet"}},
	} {
		got, diags := d.Data(many, test.config)
		harness.NoErrors(t, diags)
		if names := namesOf(t, got); !slices.Equal(names, test.want) {
			t.Errorf("%v: the data source found %q, want %q", test.config, names, test.want)
		}
		if test.config["status"] != nil {
			continue
		}
		names := labels(listed(t, d, test.config, 100, false))
		slices.Sort(names)
		if !slices.Equal(names, test.want) {
			t.Errorf("%v: the list resource found %q, want %q", test.config, names, test.want)
		}
	}
}

// namesOf is the sorted names of what was found, which is never null.
func namesOf(t *testing.T, got attrs) []string {
	t.Helper()
	list, ok := got["workspaces"].([]any)
	if !ok {
		t.Fatalf("the list is %v", got["workspaces"])
	}
	names := []string{}
	for _, item := range list {
		names = append(names, item.(attrs)["name"].(string))
	}
	slices.Sort(names)
	return names
}

func TestDataSource_everyPage(t *testing.T) {
	t.Parallel()
	for name, maxPage := range map[string]int{"pages of 100": 0, "pages of 30": 30} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{MaxPage: maxPage}))
			for i := range 250 {
				env.API.AddWorkspace(attrs{"name": fmt.Sprintf("Crew %03d", i)})
			}
			got, diags := env.Driver(t).Data(many, attrs{"name": "Crew"})
			harness.NoErrors(t, diags)
			names := namesOf(t, got)
			if len(slices.Compact(slices.Clone(names))) != 250 || names[0] != "Crew 000" || names[249] != "Crew 249" {
				t.Errorf("%d workspaces, from %s to %s", len(names), names[0], names[len(names)-1])
			}
		})
	}
}

// A list that can't be read to its end is an error, never a shorter list.
func TestDataSource_truncatedList(t *testing.T) {
	t.Parallel()
	for name, fault := range map[string]emulator.Fault{
		"a page fails":            {After: 1, Status: 500},
		"a page is empty":         {After: 1, Status: 200, Body: `{"object":"list","total":250,"data":[]}`},
		"a page comes twice":      {After: 1, Status: 200, Body: `{"object":"list","total":250,"data":[{"id":"a"}]}`},
		"a page is no list":       {After: 1, Status: 200, Body: `{}`},
		"a page is a gateway's":   {After: 1, HTML: true, Status: 200},
		"a page breaks off":       {After: 1, Truncate: true},
		"an item without an id":   {Status: 200, Body: `{"object":"list","total":1,"data":[{"name":"x"}]}`},
		"the right is taken away": {After: 1, Status: 403},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t)
			for i := range 250 {
				env.API.AddWorkspace(attrs{"name": fmt.Sprintf("Crew %03d", i)})
			}
			fault.Path = "/admin/workspaces"
			env.API.Fail(fault)
			env.Tune(noRetries)
			got, diags := env.Driver(t).Data(many, attrs{})
			harness.WantError(t, diags, "", "Cannot list workspaces")
			if got != nil {
				t.Error("a list was returned all the same")
			}
		})
	}
}

// A workspace's own key sees its own workspace; a key without the right says so.
func TestDataSource_otherKeys(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Tune(noRetries)
	made := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.AddWorkspace(attrs{"name": "Staging"})
	with := func(key string) *harness.Driver {
		d := harness.NewDriver(t, env.Server())
		harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": key}))
		return d
	}
	got, diags := with(env.API.AddKey(emulator.Key{WorkspaceID: made.ID})).Data(many, attrs{})
	harness.NoErrors(t, diags)
	if names := namesOf(t, got); !slices.Equal(names, []string{"Production"}) {
		t.Errorf("a workspace's key sees %q", names)
	}
	reader := with(env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.read"}}))
	_, diags = reader.Data(many, attrs{})
	harness.WantError(t, diags, "", "Cannot list workspaces", "workspaces.list")
	_, diags = reader.Data(one, attrs{"name": "Production"})
	harness.WantError(t, diags, "", "Cannot find workspace", "workspaces.list")
	_, diags = reader.Data(one, attrs{"id": made.ID})
	harness.NoErrors(t, diags)
}

// Under the real CLI both can be used in expressions.
func TestDataSource_underCLI(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(rich())
	env.API.AddWorkspace(attrs{"name": "Payments"})
	resource.UnitTest(t, resource.TestCase{
		ProtoV6ProviderFactories: env.Factories,
		Steps: []resource.TestStep{{
			Config: env.Config(`
data "portkey_workspaces" "all" {}

data "portkey_workspace" "fraud" {
  name = "Fraud detection"
}

output "slugs" {
  value = [for w in data.portkey_workspaces.all.workspaces : w.slug if w.id == data.portkey_workspace.fraud.id]
}

output "budgets" {
  value = sum([for w in data.portkey_workspaces.all.workspaces : sum(concat([0], w.usage_limits[*].credit_limit))])
}`),
			ConfigStateChecks: []statecheck.StateCheck{
				statecheck.ExpectKnownOutputValue("slugs", knownvalue.ListExact([]knownvalue.Check{knownvalue.StringExact(made.Slug)})),
				statecheck.ExpectKnownOutputValue("budgets", knownvalue.Int64Exact(1500)),
			},
		}},
	})
	harness.WantUntouched(t, env, true)
}

// What is not found blames the scope only while the key may lack it, and names what was
// looked for.
func TestDataSource_notFoundBlamesNoScopeThatTheKeyHas(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(attrs{"name": "Production"})
	const unknown = "0b9a3a52-8a54-4c0b-9a63-2f1f5f9f6f10"
	d := env.Driver(t)
	_, diags := d.Data("portkey_workspace", attrs{"id": unknown})
	harness.WantError(t, diags, "", `No active workspace visible to this API key has the ID "`+unknown+`".`, "needs the scope workspaces.read", "403")
	_, diags = d.Data("portkey_workspace", attrs{"id": made.ID})
	harness.NoErrors(t, diags)
	_, diags = d.Data("portkey_workspace", attrs{"id": unknown})
	harness.WantError(t, diags, "", `has the ID "`+unknown+`".`, "#it-is-not-found")
	for _, wrong := range []string{"scope", "permissions"} {
		if strings.Contains(diags.String(), wrong) {
			t.Errorf("says %s:\n%s", wrong, diags)
		}
	}
}

// An identity that names nothing gets the words of an import, not those of a refresh.
func TestResource_importByIdentityOfNothing(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := env.Driver(t)
	harness.WantError(t, d.ImportIdentity(address, attrs{"id": "0b9a3a52-8a54-4c0b-9a63-2f1f5f9f6f10"}), "",
		"Cannot import workspace", "No active workspace visible to this API key has the ID, slug, or exact name", "#it-is-not-found")
	harness.WantError(t, d.ImportIdentity(address, attrs{"id": ""}), "", "Cannot import workspace", "The import ID is empty", "#it-is-not-found")
}
