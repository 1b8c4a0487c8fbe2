package workspace_test

import (
	"regexp"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// rich is a workspace with everything set, as the API stores it.
func rich() attrs {
	return attrs{
		"name": "Fraud detection", "icon": "🔎", "description": "Scores payments",
		"defaults": attrs{"metadata": attrs{"team": "payments"}},
		"usage_limits": []any{
			attrs{"type": "cost", "credit_limit": 500, "alert_threshold": 400, "periodic_reset": "monthly"},
			attrs{"type": "tokens", "credit_limit": 1000, "periodic_reset_days": 30},
		},
		"rate_limits": []any{attrs{"type": "requests", "unit": "rpm", "value": 60}},
	}
}

// asTold is the configuration that matches a workspace: what answers of this
// shape tell of it.
func asTold(workspace attrs, told attrs) attrs {
	if told["usage_limits"].([]any)[0].(attrs)["type"] != nil {
		return workspace
	}
	for _, list := range []string{"usage_limits", "rate_limits"} {
		for _, limit := range workspace[list].([]any) {
			delete(limit.(attrs), "type")
			delete(limit.(attrs), "unit")
		}
	}
	return workspace
}

// Whatever a person has tells the workspace, and the state is the canonical
// one: a configuration that says the same plans nothing.
func TestResource_import(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(rich())
		env.API.AddWorkspace(attrs{"name": "Fraud detection 2", "icon": "🔎"})
		env.API.AddWorkspace(attrs{"name": "fraud detection"})
		for name, ref := range map[string]string{
			"id": made.ID, "slug": made.Slug, "name with its icon": "🔎 Fraud detection", "plain name": "Fraud detection",
		} {
			t.Run(name, func(t *testing.T) {
				d := env.Driver(t)
				harness.NoErrors(t, d.Import(address, ref))
				state := d.State(address)
				for attribute, want := range map[string]any{
					"id": made.ID, "slug": made.Slug, "name": "Fraud detection", "icon": "🔎", "description": "Scores payments",
					"is_default": false, "force_delete": nil, "deletion_protection": nil, "allow_duplicate_name": nil,
				} {
					if state[attribute] != want {
						t.Errorf("%s is %v, want %v", attribute, state[attribute], want)
					}
				}
				if got := d.Identity(address); !cmp.Equal(got, attrs{"id": made.ID}) {
					t.Errorf("the identity is %v", got)
				}
				wantEmptyPlan(t, env, d, asTold(rich(), state))
			})
		}
	})
}

// What is not set comes in as null, however the API tells it.
func TestResource_importUnset(t *testing.T) {
	t.Parallel()
	for name, unset := range map[string]emulator.Unset{"null": emulator.UnsetNull, "absent": emulator.UnsetAbsent, "empty": emulator.UnsetEmpty} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			env := harness.Start(t, emulator.WithAnswers(emulator.Answers{Unset: unset}))
			made := env.API.AddWorkspace(attrs{"name": "Production"})
			d := env.Driver(t)
			harness.NoErrors(t, d.Import(address, made.ID))
			for _, attribute := range []string{"description", "icon", "defaults", "usage_limits", "rate_limits"} {
				if got := d.State(address)[attribute]; got != nil {
					t.Errorf("%s is %v, want null", attribute, got)
				}
			}
			wantEmptyPlan(t, env, d, attrs{"name": "Production"})
		})
	}
}

func TestResource_importByIdentity(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(rich())
		d := env.Driver(t)
		harness.NoErrors(t, d.ImportIdentity(address, attrs{"id": made.ID}))
		if got := d.State(address)["name"]; got != "Fraud detection" {
			t.Errorf("the name is %v", got)
		}
		wantEmptyPlan(t, env, d, asTold(rich(), d.State(address)))
	})
}

// The id goes before the slug, the slug before the name.
func TestResource_importPrecedence(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	first := env.API.AddWorkspace(attrs{"name": "Production"})
	second := env.API.AddWorkspace(attrs{"name": first.Slug})
	third := env.API.AddWorkspace(attrs{"name": second.ID})
	for ref, want := range map[string]string{first.Slug: first.ID, second.ID: second.ID, third.Slug: third.ID} {
		d := env.Driver(t)
		harness.NoErrors(t, d.Import(address, ref))
		if got := d.State(address)["id"]; got != want {
			t.Errorf("%q imports %v, want %s", ref, got, want)
		}
	}
}

func TestResource_importRefused(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		env.Tune(noRetries)
		one := env.API.AddWorkspace(attrs{"name": "Twin"})
		two := env.API.AddWorkspace(attrs{"name": "Twin", "icon": "🚀"})
		twin := env.API.AddWorkspace(attrs{"name": "Twin"})
		gone := env.API.AddWorkspace(attrs{"name": "Gone"})
		env.API.DeleteWorkspace(gone.ID)
		_, otherKey := env.API.AddOrganisation("Other")
		blind := env.API.AddKey(emulator.Key{Scopes: []string{"workspaces.read"}})

		for _, test := range []struct {
			name, ref, key string
			words          []string
		}{
			{"an ambiguous name", "Twin", "", []string{"Several workspaces", one.ID, one.Slug, twin.ID, "Use the ID"}},
			{"a name that nothing bears", "No such thing", "", []string{`"No such thing"`, "has the ID, slug, or exact name", "Upper and lower case"}},
			{"a name in another case", "twin", "", []string{`"twin"`}},
			{"a part of a name", "Twi", "", []string{`"Twi"`}},
			{"an id that is not there", "0f3a7a52-0000-4000-8000-000000000001", "", []string{"No active workspace", "0f3a7a52-0000-4000-8000-000000000001", "workspaces.read"}},
			{"an archived workspace", gone.ID, "", []string{"No active workspace", gone.ID}},
			{"the name of an archived workspace", "Gone", "", []string{`"Gone"`}},
			{"another organisation's workspace", one.ID, otherKey, []string{one.ID, "another organisation"}},
			{"a name without the right to list", "A name", blind, []string{"workspaces.list", `"A name"`}},
		} {
			t.Run(test.name, func(t *testing.T) {
				d := harness.NewDriver(t, env.Server())
				key := test.key
				if key == "" {
					key = env.Key
				}
				harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": key}))
				harness.WantError(t, d.Import(address, test.ref), "", append(test.words, "Cannot import workspace", "docs/guides/troubleshooting.md#")...)
				if d.State(address) != nil {
					t.Error("something was imported")
				}
			})
		}
		// An identity that names nothing is explained as an id is; and what the key may do
		// is no question once it has read something.
		unknown := "0f3a7a52-0000-4000-8000-000000000001"
		d := env.Driver(t)
		harness.WantError(t, d.ImportIdentity(address, attrs{"id": unknown}), "", "Cannot import workspace", `No active workspace visible to this API key has the ID, slug, or exact name "`+unknown,
			"403", "Portkey refuses an unknown ID as it refuses a key without the scope", "needs the scope workspaces.read")
		harness.NoErrors(t, d.Import(address, one.ID))
		for _, diags := range []harness.Diagnostics{d.ImportIdentity(second, attrs{"id": unknown}), d.Import(second, unknown)} {
			harness.WantError(t, diags, "", "Cannot import workspace", `No active workspace visible to this API key has the ID, slug, or exact name "`+unknown)
			if text := diags.String(); strings.Contains(text, "scope") || strings.Contains(text, "403") {
				t.Errorf("it asks for a scope that the key has: %s", text)
			}
		}
		harness.WantError(t, env.Driver(t).ImportIdentity(address, attrs{"id": ""}), "", "Cannot import workspace", "The import ID is empty", "#it-is-not-found")
		// With its icon a name may be the only one; and an id needs no list.
		d = env.Driver(t)
		harness.NoErrors(t, d.Import(address, "🚀 Twin"))
		if got := d.State(address)["id"]; got != two.ID {
			t.Errorf("imported %v, want %s", got, two.ID)
		}
		d = harness.NewDriver(t, env.Server())
		harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": blind}))
		harness.NoErrors(t, d.Import(address, one.ID))
		harness.WantUntouched(t, env, true)
	})
}

// onlyWorkspaces is the paths that an import may ask for.
var onlyWorkspaces = regexp.MustCompile(`^/v1/admin/workspaces(/[A-Za-z0-9_-]+)?$`)

// wantTame wants that whatever the API received was a read of workspaces, and
// that nothing of ref went into it but as a value of the filter.
func wantTame(t *testing.T, env *harness.Env, ref string) {
	t.Helper()
	for _, one := range env.API.Requests() {
		if one.Method != "GET" || !onlyWorkspaces.MatchString(one.Path) {
			t.Errorf("%q makes the request %s %s", ref, one.Method, one.Path)
		}
		for _, pair := range strings.Split(one.RawQuery, "&") {
			if name, _, _ := strings.Cut(pair, "="); one.RawQuery != "" && name != "exact_name" && name != "page_size" && name != "current_page" {
				t.Errorf("%q makes the query %s", ref, one.RawQuery)
			}
		}
	}
}

// hostileRefs are import ids that would like to be something else.
func hostileRefs(id string) []string {
	return []string{
		"..", ".", "../..", "../../admin/users", "%2e%2e", "%2e%2e%2fusers", id + "/../../users", id + "/members", id + "%2Fmembers",
		id + "?x=y", id + "?", id + "#y", id + "&status=archived", "x;y", "a/b", "/", "//", "/" + id, `a\b`, `..\..`,
		id + "\n", "\r\nHost: example.com", "\x00", id + "\x00", "\x7f", "\x1b[31m", "\t", " ", "  ", "\u00a0", " " + id + " ",
		"＂", "．．", "․․", "／", "ws‐1", "é", "e\u0301", "\u202eabc", "\ufeff", "\xff\xfe", "🔎", "🔎 ",
		strings.Repeat("a", 10_000), strings.Repeat("../", 1_000), "{id}", "$(id)", "*", "%", "%zz", "+", "a+b", "null", "admin", "workspaces",
	}
}

func TestResource_importHostile(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(attrs{"name": "Production"})
	d := env.Driver(t)
	for _, ref := range hostileRefs(made.ID) {
		env.API.ResetRequests()
		diags := d.Import(address, ref)
		if diags.Err() == nil {
			t.Errorf("%q imports %v", ref, d.State(address)["name"])
			d.Forget(address)
		}
		for _, one := range diags {
			if !utf8.ValidString(one.Detail) || utf8.RuneCountInString(one.Detail) > 1500 || strings.ContainsAny(one.Detail, "\x00\x1b\x7f\r\u202e") {
				t.Errorf("%.40q: not fit for a terminal: %q", ref, one.Detail)
			}
		}
		wantTame(t, env, ref)
	}
}

// Whatever the id, an import reads workspaces and nothing else, and what it
// takes is the workspace that the id names.
func FuzzImportID(f *testing.F) {
	env := harness.Start(f)
	made := env.API.AddWorkspace(attrs{"name": "Fraud detection", "icon": "🔎"})
	other := env.API.AddWorkspace(attrs{"name": "other/../name?x=y#z"})
	names := map[string]string{
		made.ID: made.ID, made.Slug: made.ID, "Fraud detection": made.ID, "🔎 Fraud detection": made.ID,
		other.ID: other.ID, other.Slug: other.ID, other.Name: other.ID,
	}
	for _, one := range env.API.Workspaces() {
		names[one.ID], names[one.Slug], names[one.Name] = one.ID, one.ID, one.ID
	}
	for name := range names {
		f.Add(name)
	}
	for _, ref := range hostileRefs("ws-production") {
		if len(ref) < 100 { // mutating the long ones costs more than it finds
			f.Add(ref)
		}
	}
	env.Tune(noRetries)
	d := env.Driver(f)
	f.Fuzz(func(t *testing.T, ref string) {
		if ref == "" || !utf8.ValidString(ref) {
			return // neither reaches a provider
		}
		env.API.ResetRequests()
		err := d.Import(address, ref).Err()
		if err == nil && d.State(address)["id"] != names[ref] {
			t.Errorf("%q imports %v", ref, d.State(address))
		}
		if err != nil && names[ref] != "" {
			t.Errorf("%q: %v", ref, err)
		}
		d.Forget(address)
		wantTame(t, env, ref)
	})
}

// A key that Portkey does not know is explained once, with the address that was asked.
func TestResource_rejectedKeyIsExplainedOnce(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	d := harness.NewDriver(t, env.Server())
	harness.NoErrors(t, d.Configure(attrs{"base_url": env.BaseURL, "api_key": "nope"}))
	first, second := d.Import(address, "Production"), d.Import(address, "Staging")
	harness.WantError(t, first, "", "Portkey rejected the API key (401). Check api_key or PORTKEY_API_KEY", "at "+env.BaseURL, "#the-key-is-not-accepted")
	harness.WantError(t, second, "", "Portkey rejected the API key (401). See the first error of this run that says so.")
	if strings.Contains(second[0].Detail, "\n") {
		t.Errorf("says more than one line:\n%s", second)
	}
}
