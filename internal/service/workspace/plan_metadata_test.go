package workspace_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

// What is not known of the metadata is unknown in the plan, key by key, and what
// is known shows. The apply fills it in, and sends nothing where it comes out as
// it was.
func TestResource_defaultMetadataUnknown(t *testing.T) {
	t.Parallel()
	type side struct{ planned, applied any }
	known := func(value any) side { return side{value, value} }
	for name, c := range map[string]struct {
		base, own side
		planned   any
		effective attrs
		puts      []string
	}{
		"a value of the provider": {
			side{attrs{"owner": harness.Unknown, "stage": "live"}, attrs{"owner": "core", "stage": "live"}}, known(attrs{"team": "payments"}),
			attrs{"owner": harness.Unknown, "stage": "live", "team": "payments"}, attrs{"owner": "core", "stage": "live", "team": "payments"},
			[]string{`{"defaults": {"metadata": {"owner": "core", "stage": "live", "team": "payments"}}}`},
		},
		"a value of the provider that comes out as it was": {
			side{attrs{"owner": harness.Unknown, "stage": "live"}, attrs{"owner": "platform", "stage": "live"}}, known(attrs{"team": "payments"}),
			attrs{"owner": harness.Unknown, "stage": "live", "team": "payments"}, attrs{"owner": "platform", "stage": "live", "team": "payments"}, nil,
		},
		"a value of the provider that the workspace replaces": {
			side{attrs{"owner": "platform", "stage": "live", "team": harness.Unknown}, attrs{"owner": "platform", "stage": "live", "team": "core"}},
			known(attrs{"team": "payments"}), attrs{"owner": "platform", "stage": "live", "team": "payments"},
			attrs{"owner": "platform", "stage": "live", "team": "payments"}, nil,
		},
		"all that the provider says": {
			side{harness.Unknown, attrs{"owner": "platform", "stage": "test"}}, known(attrs{"team": "payments"}),
			harness.Unknown, attrs{"owner": "platform", "stage": "test", "team": "payments"},
			[]string{`{"defaults": {"metadata": {"owner": "platform", "stage": "test", "team": "payments"}}}`},
		},
		"a value of the workspace": {
			known(attrs{"owner": "platform", "stage": "live"}), side{attrs{"team": harness.Unknown}, attrs{"team": "fraud"}},
			attrs{"owner": "platform", "stage": "live", "team": harness.Unknown}, attrs{"owner": "platform", "stage": "live", "team": "fraud"},
			[]string{`{"defaults": {"metadata": {"owner": "platform", "stage": "live", "team": "fraud"}}}`},
		},
		"all that the workspace says": {
			known(attrs{"owner": "platform", "stage": "live"}), side{harness.Unknown, attrs{"team": "fraud"}},
			harness.Unknown, attrs{"owner": "platform", "stage": "live", "team": "fraud"},
			[]string{`{"defaults": {"metadata": {"owner": "platform", "stage": "live", "team": "fraud"}}}`},
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			m := manage(t, harness.Start(t))
			m.defaultMetadata(attrs{"owner": "platform", "stage": "live"})
			m.Apply(over(attrs{"team": "payments"}))

			configure := func(metadata any) {
				harness.NoErrors(t, m.Driver.Configure(attrs{"base_url": m.Env.BaseURL, "api_key": m.Env.Key, "default_metadata": metadata}))
			}
			config := func(own any) attrs { return attrs{"name": "Production", "defaults": attrs{"metadata": own}} }
			configure(c.base.planned)
			p := m.Plan(config(c.own.planned))
			if diff := cmp.Diff(c.planned, p.After["effective_metadata"]); diff != "" {
				t.Errorf("planned: want - got +:\n%s", diff)
			}
			configure(c.base.applied)
			m.Env.API.ResetRequests()
			harness.NoErrors(t, m.Driver.ApplyWith(p, config(c.own.applied)))
			m.WantPuts(c.puts...)
			own, _ := c.own.applied.(attrs)
			m.wantMetadata(own, c.effective)
			m.WantNoDrift(config(c.own.applied))
		})
	}
}

// The whole of defaults may be unknown, and so may another attribute: then the
// metadata that is known stays known.
func TestResource_metadataBesideUnknown(t *testing.T) {
	t.Parallel()
	m := manage(t, harness.Start(t))
	m.defaultMetadata(attrs{"owner": "platform"})
	for _, step := range []struct {
		planned, applied attrs
		effective        any
	}{
		{attrs{"name": "Production", "defaults": harness.Unknown}, over(attrs{"team": "payments"}), harness.Unknown},
		{merged(over(attrs{"team": "payments"}), attrs{"description": harness.Unknown}), merged(over(attrs{"team": "payments"}), attrs{"description": "Customer traffic"}),
			attrs{"owner": "platform", "team": "payments"}},
		{attrs{"name": "Production", "description": "Customer traffic", "defaults": harness.Unknown}, attrs{"name": "Production", "description": "Customer traffic"}, harness.Unknown},
	} {
		p := m.Plan(step.planned)
		if diff := cmp.Diff(step.effective, p.After["effective_metadata"]); diff != "" {
			t.Errorf("planned: want - got +:\n%s", diff)
		}
		harness.NoErrors(t, m.Driver.ApplyWith(p, step.applied))
		m.WantNoDrift(step.applied)
	}
	m.wantMetadata(nil, attrs{"owner": "platform"})
}

// While the credentials are unknown nothing is read, and the metadata is planned
// all the same.
func TestResource_defaultMetadataWithoutCredentials(t *testing.T) {
	t.Parallel()
	m := manage(t, harness.Start(t))
	m.defaultMetadata(attrs{"owner": "platform"})
	m.Apply(over(nil))
	m.Env.API.ResetRequests()
	harness.NoErrors(t, m.Driver.Configure(attrs{"api_key": harness.Unknown, "default_metadata": attrs{"owner": "core"}}))
	p := m.Plan(over(nil))
	wantChanges(t, p, true, "effective_metadata")
	harness.WantUntouched(t, m.Env, false)
}
