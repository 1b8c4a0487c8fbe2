package workspace_test

import (
	"net/http"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// over is a workspace with metadata of its own; without any where own is nil.
func over(own attrs) attrs {
	config := attrs{"name": "Production"}
	if own != nil {
		config["defaults"] = attrs{"metadata": own}
	}
	return config
}

// defaultMetadata starts the next run of Terraform, with this default_metadata.
func (m *managed) defaultMetadata(metadata any) {
	m.T.Helper()
	m.Env.Block = attrs{"default_metadata": metadata}
	m.Driver = m.Env.Restart(m.T, m.Driver)
	m.Env.API.ResetRequests()
}

// wantMetadata wants this metadata in the state, the workspace's own and what it
// comes to, and the latter on the server.
func (m *managed) wantMetadata(own, effective attrs) {
	m.T.Helper()
	want := attrs{"effective_metadata": effective, "defaults": nil}
	if own != nil {
		want["defaults"] = attrs{"metadata": own}
	}
	m.WantState(want)
	stored, _ := m.onServer().Defaults["metadata"].(map[string]any)
	if diff := cmp.Diff(effective, merged(stored)); diff != "" {
		m.T.Errorf("metadata on the server: want - got +:\n%s", diff)
	}
}

// A create sends what both come to, and the state keeps them apart.
func TestResource_defaultMetadata(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ base, own, effective attrs }{
		"neither":                  {nil, nil, attrs{}},
		"empty":                    {attrs{}, attrs{}, attrs{}},
		"the provider's alone":     {attrs{"team": "platform"}, nil, attrs{"team": "platform"}},
		"the workspace's alone":    {nil, attrs{"team": "payments"}, attrs{"team": "payments"}},
		"different keys":           {attrs{"owner": "platform"}, attrs{"team": "payments"}, attrs{"owner": "platform", "team": "payments"}},
		"the workspace's counts":   {attrs{"team": "platform", "a": "b"}, attrs{"team": "payments"}, attrs{"team": "payments", "a": "b"}},
		"both say the same":        {attrs{"team": "platform"}, attrs{"team": "platform"}, attrs{"team": "platform"}},
		"emptied by the workspace": {attrs{"team": "platform"}, attrs{"team": ""}, attrs{"team": ""}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := manage(t, env)
				m.defaultMetadata(c.base)
				p := m.Apply(over(c.own))
				if diff := cmp.Diff(any(c.effective), p.After["effective_metadata"]); diff != "" {
					t.Errorf("planned: want - got +:\n%s", diff)
				}
				body := attrs{"name": "Production"}
				if len(c.effective) > 0 {
					body["defaults"] = attrs{"metadata": c.effective}
				}
				if err := env.Sent("POST", asJSON(t, body))(nil); err != nil {
					t.Error(err)
				}
				m.wantMetadata(c.own, c.effective)
				m.WantNoDrift(over(c.own))
			})
		})
	}
}

// Another default_metadata shows as a change of effective_metadata alone, and is
// written in place beside the other keys of defaults.
func TestResource_defaultMetadataChanged(t *testing.T) {
	t.Parallel()
	first := attrs{"owner": "platform", "stage": "live"}
	others := attrs{"later": []any{"this"}}
	for name, c := range map[string]struct{ base, own, effective attrs }{
		"a value":                             {attrs{"owner": "core", "stage": "live"}, nil, attrs{"owner": "core", "stage": "live"}},
		"a key more":                          {attrs{"owner": "platform", "stage": "live", "a": "b"}, attrs{"team": "payments"}, attrs{"owner": "platform", "stage": "live", "a": "b", "team": "payments"}},
		"a key less":                          {attrs{"owner": "platform"}, attrs{"team": "payments"}, attrs{"owner": "platform", "team": "payments"}},
		"none left":                           {nil, nil, attrs{}},
		"a value that the workspace replaces": {attrs{"owner": "core", "stage": "test"}, attrs{"owner": "payments"}, attrs{"owner": "payments", "stage": "test"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := manage(t, env)
				m.defaultMetadata(first)
				m.Apply(over(c.own))
				m.edit(attrs{"defaults": merged(others, attrs{"metadata": merged(first, c.own)})})
				m.WantNoDrift(over(c.own))

				m.defaultMetadata(c.base)
				p := m.Apply(over(c.own))
				wantChanges(t, p, true, "effective_metadata")
				m.WantPuts(asJSON(t, attrs{"defaults": merged(others, attrs{"metadata": c.effective})}))
				m.wantMetadata(c.own, c.effective)
				m.WantNoDrift(over(c.own))
				if diff := cmp.Diff(others["later"], m.onServer().Defaults["later"]); diff != "" {
					t.Errorf("other defaults: want - got +:\n%s", diff)
				}
			})
		})
	}

	// What every workspace replaces, changes none of them.
	m := manage(t, harness.Start(t))
	m.defaultMetadata(attrs{"team": "platform"})
	m.Apply(over(attrs{"team": "payments"}))
	m.defaultMetadata(attrs{"team": "core"})
	m.WantNoDrift(over(attrs{"team": "payments"}))
}

// A key can go from the provider to the workspace and back: the plan shows it, and
// nothing is sent while the value is the same.
func TestResource_defaultMetadataMoves(t *testing.T) {
	t.Parallel()
	m := manage(t, harness.Start(t))
	m.defaultMetadata(attrs{"team": "payments"})
	m.Apply(over(nil))
	for _, step := range []struct{ base, own any }{
		{attrs{"team": "payments"}, attrs{"team": "payments"}},
		{nil, attrs{"team": "payments"}},
		{attrs{"team": "payments"}, nil},
	} {
		m.defaultMetadata(step.base)
		own, _ := step.own.(attrs)
		p := m.Plan(over(own))
		if p.Action == harness.Update {
			wantChanges(t, p, false, "defaults")
		}
		harness.NoErrors(t, m.Driver.Apply(p))
		m.WantPuts()
		m.wantMetadata(own, attrs{"team": "payments"})
		m.WantNoDrift(over(own))
	}

	// A workspace that stops replacing a key inherits it.
	m.Apply(over(attrs{"team": "fraud"}))
	wantChanges(t, m.Apply(over(nil)), true, "defaults")
	m.WantPuts(`{"defaults": {"metadata": {"team": "payments"}}}`)
	m.wantMetadata(nil, attrs{"team": "payments"})
}

// What somebody does to the metadata is put right, whatever key it is; what is
// inherited never shows as the workspace's own.
func TestResource_defaultMetadataDrift(t *testing.T) {
	t.Parallel()
	config := over(attrs{"team": "payments"})
	all := attrs{"owner": "platform", "team": "payments"}
	for name, c := range map[string]struct {
		theirs  attrs
		changed []string
		own     any // in the refreshed state
	}{
		"a key more":                  {attrs{"owner": "platform", "team": "payments", "a": "b"}, []string{"defaults", "effective_metadata"}, attrs{"team": "payments", "a": "b"}},
		"an inherited value":          {attrs{"owner": "somebody", "team": "payments"}, []string{"defaults", "effective_metadata"}, attrs{"team": "payments", "owner": "somebody"}},
		"an inherited key is deleted": {attrs{"team": "payments"}, []string{"effective_metadata"}, attrs{"team": "payments"}},
		"an own value":                {attrs{"owner": "platform", "team": "fraud"}, []string{"defaults", "effective_metadata"}, attrs{"team": "fraud"}},
		"an own key is deleted":       {attrs{"owner": "platform"}, []string{"defaults", "effective_metadata"}, nil},
		"everything is deleted":       {attrs{}, []string{"defaults", "effective_metadata"}, nil},
		"an own value as inherited":   {attrs{"owner": "payments", "team": "platform"}, []string{"defaults", "effective_metadata"}, attrs{"owner": "payments", "team": "platform"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			eachShape(t, func(t *testing.T, env *harness.Env) {
				m := manage(t, env)
				m.defaultMetadata(attrs{"owner": "platform"})
				m.Apply(config)
				m.edit(attrs{"defaults": attrs{"metadata": c.theirs}})
				p := m.Apply(config)
				var changed []string
				for _, attribute := range []string{"defaults", "effective_metadata"} {
					if !cmp.Equal(p.Before[attribute], p.After[attribute]) {
						changed = append(changed, attribute)
					}
				}
				if diff := cmp.Diff(c.changed, changed); diff != "" {
					t.Errorf("changed: want - got +:\n%s", diff)
				}
				var seen any
				if defaults, ok := p.Before["defaults"].(attrs); ok {
					seen = defaults["metadata"]
				}
				if diff := cmp.Diff(c.own, seen); diff != "" {
					t.Errorf("own metadata as read: want - got +:\n%s", diff)
				}
				m.WantPuts(asJSON(t, attrs{"defaults": attrs{"metadata": all}}))
				m.wantMetadata(attrs{"team": "payments"}, all)
				m.WantNoDrift(config)
			})
		})
	}
}

// Another default_metadata and an edit of somebody else in one refresh: the plan
// says no more of the workspace's own metadata than that edit.
func TestResource_defaultMetadataChangedAndDrift(t *testing.T) {
	t.Parallel()
	m := manage(t, harness.Start(t))
	m.defaultMetadata(attrs{"owner": "platform", "stage": "live"})
	m.Apply(over(attrs{"team": "payments"}))
	m.edit(attrs{"defaults": attrs{"metadata": attrs{"owner": "platform", "stage": "live", "team": "fraud"}}})
	m.defaultMetadata(attrs{"owner": "core", "stage": "live"})
	p := m.Apply(over(attrs{"team": "payments"}))
	if diff := cmp.Diff(any(attrs{"metadata": attrs{"team": "fraud"}}), p.Before["defaults"]); diff != "" {
		t.Errorf("read: want - got +:\n%s", diff)
	}
	m.WantPuts(`{"defaults": {"metadata": {"owner": "core", "stage": "live", "team": "payments"}}}`)
	m.WantNoDrift(over(attrs{"team": "payments"}))
}

// An import takes for the workspace's own what the provider does not say, so that
// a configuration without it plans nothing. One that repeats it shows it once, and
// sends nothing.
func TestResource_defaultMetadataImported(t *testing.T) {
	t.Parallel()
	eachShape(t, func(t *testing.T, env *harness.Env) {
		made := env.API.AddWorkspace(attrs{"name": "Production", "defaults": attrs{"metadata": attrs{"owner": "platform", "team": "payments"}}})
		for name, c := range map[string]struct{ base, own attrs }{
			"all of it is inherited": {attrs{"owner": "platform", "team": "payments"}, nil},
			"a part is":              {attrs{"owner": "platform"}, attrs{"team": "payments"}},
			"another value is not":   {attrs{"owner": "core"}, attrs{"owner": "platform", "team": "payments"}},
			"no default_metadata":    {nil, attrs{"owner": "platform", "team": "payments"}},
		} {
			t.Run(name, func(t *testing.T) {
				m := manage(t, env)
				m.defaultMetadata(c.base)
				harness.NoErrors(t, m.Driver.Import(address, made.ID))
				m.wantMetadata(c.own, attrs{"owner": "platform", "team": "payments"})
				wantEmptyPlan(t, env, m.Driver, over(c.own))

				listed := listed(t, m.Driver, attrs{"name": "Production"}, 1, true)
				if diff := cmp.Diff(m.Driver.State(address), listed[0].Resource); diff != "" {
					t.Errorf("the import has - the list has +:\n%s", diff)
				}
				repeated := over(attrs{"owner": "platform", "team": "payments"})
				if p := m.Plan(repeated); p.Action == harness.Update {
					wantChanges(t, p, false, "defaults")
				}
				m.Apply(repeated)
				m.WantPuts()
				wantEmptyPlan(t, env, m.Driver, repeated)
			})
		}
	})
}

// A workspace of the vendor's provider brings all its metadata as its own.
func TestResource_defaultMetadataUpgraded(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	made := env.API.AddWorkspace(attrs{"name": "Production", "defaults": attrs{"metadata": attrs{"owner": "platform"}}})
	m := manage(t, env)
	m.defaultMetadata(attrs{"owner": "platform", "stage": "live"})
	m.Driver.Load(address, 0, asJSON(t, attrs{"id": made.ID, "name": "Production", "metadata": attrs{"owner": "platform"}, "created_at": made.CreatedAt}))
	p := m.Apply(over(attrs{"owner": "platform"}))
	wantChanges(t, p, true, "effective_metadata")
	m.wantMetadata(attrs{"owner": "platform"}, attrs{"owner": "platform", "stage": "live"})
	m.WantNoDrift(over(attrs{"owner": "platform"}))
}

// A lost answer is found by what the workspace has, default_metadata included.
func TestResource_defaultMetadataCreateLost(t *testing.T) {
	t.Parallel()
	env := harness.Start(t)
	env.Tune(patience(time.Minute))
	m := manage(t, env)
	m.defaultMetadata(attrs{"owner": "platform"})
	env.API.Fail(emulator.Fault{Method: http.MethodPost, When: emulator.After, Reset: true})
	p, diags := m.Driver.Converge(address, over(attrs{"team": "payments"}))
	harness.NoErrors(t, diags)
	if p.Action != harness.Create {
		t.Errorf("plans %s", p.Action)
	}
	wantWarning(t, diags, "", "adopted")
	m.wantMetadata(attrs{"team": "payments"}, attrs{"owner": "platform", "team": "payments"})
	m.WantNoDrift(over(attrs{"team": "payments"}))
}
