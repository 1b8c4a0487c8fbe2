package mcpcapabilities_test

import (
	"fmt"
	"net/http"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/portkey-community/terraform-provider-portkey/internal/emulator"
	"github.com/portkey-community/terraform-provider-portkey/internal/harness"
)

const (
	ofIntegration = "portkey_mcp_integration_capabilities.test"
	ofServer      = "portkey_mcp_server_capabilities.test"
)

// attrs is a configuration or a part of one, for the driver.
type attrs = map[string]any

// start starts an API with the MCP integration github, and its server tools.
func start(t *testing.T, answers emulator.Answers) (env *harness.Env, integration, server string) {
	t.Helper()
	env = harness.Start(t, emulator.WithAnswers(answers))
	integration = env.API.Add(emulator.MCPIntegrations, "", attrs{"name": "GitHub", "slug": "github"})
	home := env.API.AddWorkspace(attrs{"name": "Production"})
	server = env.API.Add(emulator.MCPServers, home.ID, attrs{"name": "Tools", "slug": "tools", "mcp_integration_id": integration})
	return env, integration, server
}

// synced is an API whose MCP servers are synced.
func synced() emulator.Answers { return emulator.Answers{SyncedAtOnce: true} }

// config is that of a resource, by its address.
func config(address string, capabilities any, more ...any) attrs {
	all := attrs{"mcp_integration_id": "github", "capabilities": capabilities}
	if address == ofServer {
		all = attrs{"mcp_server_id": "tools", "capabilities": capabilities}
	}
	for i := 0; i < len(more); i += 2 {
		all[more[i].(string)] = more[i+1]
	}
	return all
}

func rowsOf(address string) emulator.Noun {
	if address == ofServer {
		return emulator.MCPServerCapabilities
	}
	return emulator.MCPCapabilities
}

// wantDisabled wants these capabilities to be disabled, and no others.
func wantDisabled(t *testing.T, env *harness.Env, address string, keys ...string) {
	t.Helper()
	var off []string
	for _, one := range env.API.All(rowsOf(address)) {
		if one.Fields["enabled"] == false {
			off = append(off, one.Slug)
		}
	}
	if slices.Sort(off); !slices.Equal(off, keys) {
		t.Errorf("%q are disabled, not %q", off, keys)
	}
}

// edit enables or disables a capability as a person would.
func edit(env *harness.Env, address, key string, enabled bool) {
	for _, one := range env.API.All(rowsOf(address)) {
		if one.Slug == key {
			env.API.Edit(rowsOf(address), one.ID, attrs{"enabled": enabled})
			return
		}
	}
	env.API.Add(rowsOf(address), "", attrs{"name": key, "enabled": enabled, "integration_id": map[bool]string{true: "tools", false: "github"}[address == ofServer]})
}

// each runs a test for both resources.
func each(t *testing.T, answers emulator.Answers, test func(t *testing.T, env *harness.Env, address string)) {
	t.Helper()
	for _, address := range []string{ofIntegration, ofServer} {
		t.Run(address, func(t *testing.T) {
			t.Parallel()
			env, _, _ := start(t, answers)
			test(t, env, address)
		})
	}
}

// A life: every write names what it changes alone, what is named no more is enabled, and what
// is not named stays.
func TestResource_lifecycle(t *testing.T) {
	t.Parallel()
	each(t, emulator.Answers{}, func(t *testing.T, env *harness.Env, address string) {
		first := config(address, attrs{"tool/delete_issue": false, "tool/create_issue": true})
		m := env.Manage(t, address)
		m.Apply(first)
		m.WantPuts(`{"capabilities":[{"name":"create_issue","type":"tool","enabled":true},{"name":"delete_issue","type":"tool","enabled":false}]}`)
		wantDisabled(t, env, address, "tool/delete_issue")
		m.WantEmptyPlan(first)
		edit(env, address, "prompt/triage", false) // nobody manages it
		env.API.Advance(2 * time.Hour)
		m.Driver = env.Restart(t, m.Driver)
		m.WantNoDrift(first)

		env.API.ResetRequests()
		second := config(address, attrs{"tool/create_issue": false, "resource/handbook": false})
		p, diags := m.Driver.Plan(address, second)
		if diags.Err() != nil || len(diags.Warnings()) != 1 || !strings.Contains(fmt.Sprint(diags), "enables tool/delete_issue of the") {
			t.Errorf("warnings: %s", diags)
		}
		harness.NoErrors(t, m.Driver.Apply(p))
		m.WantPuts(`{"capabilities":[{"name":"handbook","type":"resource","enabled":false},{"name":"create_issue","type":"tool","enabled":false},{"name":"delete_issue","type":"tool","enabled":true}]}`)
		m.WantEmptyPlan(second)

		env.API.ResetRequests()
		_, diags = m.Driver.PlanDestroy(address)
		if len(diags.Warnings()) != 1 || !strings.Contains(fmt.Sprint(diags), "enables resource/handbook, tool/create_issue") {
			t.Errorf("warnings: %s", diags)
		}
		harness.NoErrors(t, m.Driver.Destroy(address))
		m.WantPuts(`{"capabilities":[{"name":"handbook","type":"resource","enabled":true},{"name":"create_issue","type":"tool","enabled":true}]}`)
		wantDisabled(t, env, address, "prompt/triage")
	})
}

// Only wait_for_sync, and what is enabled and named no more, are no writes.
func TestResource_writesNothing(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		m := env.Create(t, address, config(address, attrs{"tool/create_issue": true, "tool/delete_issue": false}))
		env.API.ResetRequests()
		m.Apply(config(address, attrs{"tool/delete_issue": false}, "wait_for_sync", "5m"))
		harness.WantUntouched(t, env, true)
		m.Apply(config(address, attrs{}))
		wantDisabled(t, env, address)
		env.API.ResetRequests()
		harness.NoErrors(t, m.Driver.Destroy(address))
		harness.WantUntouched(t, env, true)
	})
}

// Two resources of one owner, named by id and by slug, write what they manage in turn.
func TestResource_together(t *testing.T) {
	t.Parallel()
	env, integration, _ := start(t, synced())
	d := env.Driver(t)
	var plans []*harness.Plan
	for i, of := range []string{"github", integration} {
		key := []string{"tool/create_issue", "tool/delete_issue"}[i]
		p, diags := d.Plan(fmt.Sprint(ofIntegration, i), config(ofIntegration, attrs{key: false}, "mcp_integration_id", of))
		harness.NoErrors(t, diags)
		plans = append(plans, p)
	}
	var all sync.WaitGroup
	for _, p := range plans {
		all.Go(func() { harness.NoErrors(t, d.Apply(p)) })
	}
	all.Wait()
	wantDisabled(t, env, ofIntegration, "tool/create_issue", "tool/delete_issue")
}

// What a person changes is drift; what the update leaves alone is not undone.
func TestResource_foreignEdit(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		m := env.Create(t, address, config(address, attrs{"tool/create_issue": true, "tool/delete_issue": false}))
		env.API.Advance(2 * time.Hour)
		m.Driver = env.Restart(t, m.Driver)
		p := m.Plan(config(address, attrs{"tool/create_issue": true, "tool/delete_issue": false, "prompt/triage": false}))
		edit(env, address, "tool/create_issue", false)
		harness.NoErrors(t, m.Driver.Apply(p))
		wantDisabled(t, env, address, "prompt/triage", "tool/create_issue", "tool/delete_issue")
		env.API.Advance(2 * time.Hour)
		m.Driver = env.Restart(t, m.Driver)
		m.Refresh()
		m.WantState(attrs{"capabilities": attrs{"prompt/triage": false, "tool/create_issue": false, "tool/delete_issue": false}})
	})
}

// All pages are read: what is on the third one is found, disabled and refreshed.
func TestResource_pages(t *testing.T) {
	t.Parallel()
	answers := synced()
	answers.MaxPage = 100
	each(t, answers, func(t *testing.T, env *harness.Env, address string) {
		var keys []string
		for i := range 250 {
			keys = append(keys, fmt.Sprintf("tool/t%03d", i))
		}
		env.API.SetCapabilities("github", keys...)
		last := config(address, attrs{"tool/t249": false})
		m := env.Create(t, address, last)
		edit(env, address, "tool/t249", true)
		env.API.Advance(2 * time.Hour)
		m.Driver = env.Restart(t, m.Driver)
		harness.WantChanges(t, m.Apply(last), nil, "capabilities")
		wantDisabled(t, env, address, "tool/t249")
		if got, diags := m.Driver.Data(strings.TrimSuffix(address, ".test"), config(address, nil, "capabilities", nil)); diags.Err() != nil || len(got["capabilities"].([]any)) != 250 {
			t.Errorf("got %d: %v", len(got["capabilities"].([]any)), diags)
		}
	})
}

// An import has what is disabled, by each name of the owner.
func TestResource_import(t *testing.T) {
	t.Parallel()
	each(t, synced(), func(t *testing.T, env *harness.Env, address string) {
		edit(env, address, "tool/delete_issue", false)
		id := env.API.All(emulator.MCPIntegrations)[0].ID
		forms := map[string]string{id: id, "github": "github", "GitHub": id}
		if address == ofServer {
			id = env.API.All(emulator.MCPServers)[0].ID
			forms = map[string]string{id: id, "tools": "tools", "Production/Tools": id}
		}
		for ref, owner := range forms {
			d := env.Driver(t)
			harness.NoErrors(t, d.Import(address, ref))
			m := &harness.Managed{T: t, Env: env, Driver: d, Address: address}
			want := config(address, attrs{"tool/delete_issue": false})
			want[strings.Replace(strings.TrimSuffix(strings.TrimPrefix(address, "portkey_"), "_capabilities.test"), ".", "", 1)+"_id"] = owner
			m.WantState(want)
			m.WantEmptyPlan(want)
		}
		harness.WantError(t, env.Driver(t).Import(address, "nowhere"), "", "Cannot import", "nowhere")
		harness.WantError(t, env.Driver(t).Import(address, ""), "", "The import ID is empty")
		edit(env, address, "tool/delete_issue", true)
		d := env.Driver(t)
		harness.NoErrors(t, d.Import(address, id))
		(&harness.Managed{T: t, Env: env, Driver: d, Address: address}).WantState(attrs{"capabilities": attrs{}})
	})
}

// A state of the vendor's provider comes over with an empty plan and no write.
func TestResource_upgrade(t *testing.T) {
	t.Parallel()
	env, integration, _ := start(t, synced())
	edit(env, ofIntegration, "tool/delete_issue", false)
	m := env.Manage(t, ofIntegration)
	for _, of := range []string{integration, "github"} {
		m.WantUpgraded(fmt.Sprintf(`{"id":%[1]q,"mcp_integration_id":%[1]q,"capabilities":[{"name":"delete_issue","type":"tool","enabled":false},{"name":"triage","type":"prompt","enabled":true}]}`, of),
			config(ofIntegration, attrs{"tool/delete_issue": false, "prompt/triage": true}, "mcp_integration_id", of))
	}
	m.WantUpgraded(fmt.Sprintf(`{"id":%[1]q,"mcp_integration_id":%[1]q,"capabilities":[]}`, integration), config(ofIntegration, attrs{}, "mcp_integration_id", integration))
	m.WantNotUpgraded(`[]`, config(ofIntegration, attrs{}), "Cannot upgrade MCP integration capabilities")
	if sent := env.API.Bodies(http.MethodPut, ""); len(sent) > 0 {
		t.Errorf("sent %q", sent)
	}
}
