package workspace_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// listed are the results of a list, without a word of anything wrong.
func listed(t *testing.T, d *harness.Driver, config attrs, limit int64, resources bool) []harness.ListResult {
	t.Helper()
	results, diags := d.List("portkey_workspace", config, limit, resources)
	harness.NoErrors(t, diags)
	for _, result := range results {
		if len(result.Diagnostics) > 0 {
			t.Fatalf("%s: %s", result.DisplayName, result.Diagnostics)
		}
	}
	return results
}

func labels(results []harness.ListResult) []string {
	var all []string
	for _, result := range results {
		all = append(all, result.DisplayName)
	}
	return all
}

// A list finds what the filters let through, each with the identity to import it
// by and a label of its own, and asks for pages alone.
func TestListing(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	one := env.API.AddWorkspace(attrs{"name": "Production", "icon": "🚀"})
	two := env.API.AddWorkspace(attrs{"name": "Production"})
	env.API.AddWorkspace(attrs{"name": "Product search"})
	gone := env.API.AddWorkspace(attrs{"name": "Production of old"})
	env.API.DeleteWorkspace(gone.ID)
	d := env.Driver(t)
	for name, test := range map[string]struct {
		config attrs
		limit  int64
		want   []string
	}{
		"all":              {attrs{}, 100, []string{"Product search", "Production (" + two.Slug + ")", "Production (" + one.Slug + ")", "Shared Team Workspace"}},
		"a text":           {attrs{"name": "Production"}, 100, []string{"Production (" + two.Slug + ")", "Production (" + one.Slug + ")"}},
		"a name":           {attrs{"exact_name": "Product search"}, 100, []string{"Product search"}},
		"nothing":          {attrs{"name": "nothing"}, 100, nil},
		"the first two":    {attrs{}, 2, []string{"Product search", "Production (" + two.Slug + ")"}},
		"none of them":     {attrs{}, 0, nil},
		"of another case":  {attrs{"name": "production"}, 100, nil},
		"an archived name": {attrs{"exact_name": gone.Name}, 100, nil},
	} {
		env.API.ResetRequests()
		results := listed(t, d, test.config, test.limit, false)
		if diff := cmp.Diff(test.want, labels(results)); diff != "" {
			t.Errorf("%s: want - got +:\n%s", name, diff)
		}
		for _, result := range results {
			id, _ := result.Identity["id"].(string)
			if found, there := env.API.Workspace(id); !there || !strings.HasPrefix(result.DisplayName, found.Name) || result.Resource != nil {
				t.Errorf("%s: %s has the identity %v and the resource %v", name, result.DisplayName, result.Identity, result.Resource)
			}
		}
		for _, request := range env.API.Requests() {
			if request.Method != http.MethodGet || !strings.HasSuffix(request.Path, "/admin/workspaces") {
				t.Errorf("%s: the API received %s %s", name, request.Method, request.Path)
			}
		}
	}
}

// What a list returns of a workspace is what an import finds, in either shape and
// whether items of the list are whole or not: written as configuration, as
// terraform query does, it plans as an import and nothing else.
func TestListing_resources(t *testing.T) {
	t.Parallel()
	for name, option := range map[string]emulator.Option{
		"recorded":   emulator.WithShape(emulator.ShapeRecorded),
		"documented": emulator.WithShape(emulator.ShapeDocumented),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, option)
			env.API.AddWorkspace(rich())
			env.API.AddWorkspace(attrs{"name": "Bare"})
			env.API.AddWorkspace(attrs{"name": "🚀 Launch"})
			results := listed(t, env.Driver(t), attrs{}, 100, true)
			if len(results) != 4 {
				t.Fatalf("listed %q", labels(results))
			}
			env.API.ResetRequests()
			d := env.Driver(t)
			for i, result := range results {
				address := fmt.Sprintf("portkey_workspace.all_%d", i)
				harness.NoErrors(t, d.ImportIdentity(address, result.Identity))
				if diff := cmp.Diff(d.State(address), result.Resource); diff != "" {
					t.Errorf("%s: the import has - the list has +:\n%s", result.DisplayName, diff)
				}
				p, diags := d.Plan(address, configurable(result.Resource))
				if err := diags.Err(); err != nil || p.Action != harness.NoOp {
					t.Errorf("%s: the plan is %s, %v", result.DisplayName, p.Action, err)
				}
			}
			harness.WantUntouched(t, env, true)
		})
	}
}

// configurable is what Terraform writes into generated configuration: what is not
// null and not read-only.
func configurable(resource map[string]any) attrs {
	config := attrs{}
	for name, value := range resource {
		switch name {
		case "id", "slug", "effective_metadata", "created_at", "last_updated_at", "is_default", "organisation_id":
		default:
			if value != nil {
				config[name] = value
			}
		}
	}
	return config
}

// What goes wrong is said, early or late, and what was found before stands.
func TestListing_errors(t *testing.T) {
	t.Parallel()
	t.Run("the list is refused", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		env.Key = env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.read"}})
		results, diags := env.Driver(t).List("portkey_workspace", attrs{}, 100, false)
		harness.NoErrors(t, diags)
		if len(results) != 1 || results[0].Identity != nil {
			t.Fatalf("got %v", results)
		}
		harness.WantError(t, results[0].Diagnostics, "", "Cannot list workspaces", "workspaces.list")
	})
	t.Run("one of them is refused", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		env.API.AddWorkspace(attrs{"name": "Production"})
		env.Key = env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.list"}})
		results, diags := env.Driver(t).List("portkey_workspace", attrs{}, 100, true)
		harness.NoErrors(t, diags)
		if len(results) != 2 {
			t.Fatalf("got %v", results)
		}
		for _, result := range results {
			harness.WantError(t, result.Diagnostics, "", "Cannot read workspace", "workspaces.read")
		}
	})
	t.Run("a wrong filter", func(t *testing.T) {
		t.Parallel()
		_, diags := harness.Start(t).Driver(t).List("portkey_workspace", attrs{"exact_name": 7}, 100, false)
		if diags.Err() == nil {
			t.Error("it was taken")
		}
	})
	t.Run("credentials that are not known yet", func(t *testing.T) {
		t.Parallel()
		env := harness.Start(t)
		d := harness.NewDriver(t, env.Server())
		harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": harness.Unknown}))
		results, diags := d.List("portkey_workspace", attrs{}, 100, false)
		harness.NoErrors(t, diags)
		if len(results) != 1 {
			t.Fatalf("got %v", results)
		}
		harness.WantError(t, results[0].Diagnostics, "api_key", "Cannot reach Portkey", "not known yet")
		harness.WantUntouched(t, env, false)
	})
}
